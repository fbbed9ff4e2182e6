"""The fact sheet (Steckbrief): declared once; forms, checks, pages, exports and documentation derive from it.

`facts` holds the declaration, `sheet` the values of one release, `parsing` and `inputs` the form, `checks`
what is missing or wrong, `display` what pages show, `export` what packages hold, `prefill` what files bring,
`difference` what changed.
"""
