"""Fixtures (`fixtures`) and the few tools that many tests use; `tests/conftest.py` loads them."""
