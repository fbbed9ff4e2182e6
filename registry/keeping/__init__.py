"""Keeping an installation sound: the invariants checked, derived data rebuilt, orphans swept, backups."""
