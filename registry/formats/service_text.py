"""Descriptions of services as citizens read them: text modules in plain text."""

from dataclasses import dataclass

from registry.formats.shape import Storable

MAX_SERVICES = 50
MAX_MODULES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class TextModule(Storable):
    """One text; `code` is that of the LeiKa modules (``05`` Kurztext) or ``costs``, ``period``, ``duration``."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceText(Storable):
    """One service; `synonyms` are the words people use for it."""

    id: str = ""
    title: str = ""
    keys: tuple[str, ...] = ()
    modules: tuple[TextModule, ...] = ()
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTexts(Storable):
    """All services of a file; `total` counts also those that were cut."""

    services: tuple[ServiceText, ...] = ()
    total: int = 0
