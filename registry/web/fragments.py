"""Parts of pages that say the same to everybody: rendered once, kept by what they show.

The key is the whole of what a part shows, as frozen values, and the language. So nothing kept can go stale or
reach the wrong person: other content is another key. A part must not read the request, the viewer or the clock.
"""

from collections.abc import Hashable
from functools import lru_cache

from flask import get_template_attribute
from markupsafe import Markup

from registry.web.language import current_language

KEPT = 4_096
"""Rendered parts in the memory of each process."""


def fragment(template: str, macro: str, *values: Hashable) -> Markup:
    """What `macro` of `template` gives for `values`, in the language of the page."""
    return _rendered(template, macro, current_language(), values)


@lru_cache(maxsize=KEPT)
def _rendered(template: str, macro: str, _language: str, values: tuple[Hashable, ...]) -> Markup:
    part: Markup = get_template_attribute(template, macro)(*values)
    return part
