"""Public pages that compose several features."""
