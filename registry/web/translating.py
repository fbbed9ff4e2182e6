"""Sentences in the language of the page, for templates: the catalogue is loaded once and asked directly.

Flask-Babel's own functions serve the code of views and forms; on a page with hundreds of sentences
their look-up of locale and domain costs more than everything else.
"""

from functools import cache
from gettext import NullTranslations

from babel.support import Translations

from registry.core.settings import PROJECT
from registry.web.language import current_language

FOLDER = PROJECT / "registry" / "translations"


def gettext(text: str) -> str:
    """`text` in the language of the page."""
    return _catalogue(current_language()).gettext(text)


def ngettext(one: str, many: str, number: int) -> str:
    """The form of the sentence that fits `number`, in the language of the page."""
    return _catalogue(current_language()).ngettext(one, many, number)


@cache
def _catalogue(language: str) -> NullTranslations:
    """The English catalogue, or the German source itself."""
    return Translations.load(str(FOLDER), [language])
