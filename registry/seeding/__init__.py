"""Reads ``seeds/`` through the services: facts for every installation, and the demo. Repeatable."""
