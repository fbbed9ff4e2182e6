"""Text people write: cleaned, folded for search and sorting, compared, rendered."""
