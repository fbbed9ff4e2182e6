"""HTTP plumbing without any feature."""
