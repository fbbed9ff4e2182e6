"""Sentences for people as id and parameters.

Formats, services and errors yield a `Message`; only templates, mails and the API turn it into a
sentence (`registry.web.templating`, `registry.mail`), in the language of whoever reads it. What is
stored is always id and parameters, never a sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_TEXTS: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence: a defined id and the values for its placeholders."""

    id: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The storable shape, ``{"id": …, "params": {…}}``."""
        return {"id": self.id, "params": dict(self.params)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Message":
        """The reverse of `to_json`."""
        return cls(str(data["id"]), dict(data.get("params", {})))

    @property
    def source_text(self) -> str:
        """The German text with its ``%(name)s`` placeholders: what gettext looks up."""
        return _TEXTS[self.id]

    def __str__(self) -> str:
        return self.source_text % dict(self.params)


@dataclass(frozen=True, slots=True)
class MessageKind:
    """A defined sentence; calling it with its values gives a `Message`."""

    id: str

    def __call__(self, **params: Any) -> Message:  # noqa: ANN401 (values of any printable type)
        """The sentence with these values."""
        return Message(self.id, params)


def define(message_id: str, text: str) -> MessageKind:
    """Define a sentence once, next to the code that says it.

    Args:
        message_id: stable, dotted, English: ``bpmn.not_well_formed``. Stored and used as error code.
        text: German, wrapped in `N_` so that the extraction finds it; placeholders as ``%(name)s``.
    """
    if _TEXTS.setdefault(message_id, text) != text:
        raise ValueError(f"message {message_id} is defined twice")
    return MessageKind(message_id)


def defined_texts() -> Mapping[str, str]:
    """All defined sentences, id to German text (for the completeness check of the translations)."""
    return dict(_TEXTS)


def N_(text: str) -> str:  # noqa: N802 (the gettext convention for «mark, do not translate yet»)
    """Mark a text for extraction without translating it."""
    return text
