"""Mirrors `registry/`; `support` holds what many tests use."""
