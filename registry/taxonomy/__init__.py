"""Vocabularies: services (LeiKa, OZG), systems and platforms, licences, departments."""
