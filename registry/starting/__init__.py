"""From a bare Python to a running portal or test run: set-up, demo, checks.

Runs before any package is installed and therefore imports the standard library only.
"""
