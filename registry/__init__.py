"""Prozessregister: municipalities publish, rate and reuse digitised processes, forms and bot workflows.

Kept free of imports: ``python3 -m registry`` must run on a bare Python.
"""
