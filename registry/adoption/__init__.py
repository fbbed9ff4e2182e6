"""One municipality's use of one solution: stages, checklist, import of releases."""
