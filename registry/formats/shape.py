"""Frozen dataclasses to JSON and back, so that a child process and the database can carry them."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Self, Union, get_args, get_origin, get_type_hints

from registry.core.messages import Message


class Storable:
    """Gives a frozen dataclass `to_json` and `from_json`; values equal to the default are left out."""

    __slots__ = ()

    def to_json(self) -> dict[str, Any]:
        """The storable shape: plain JSON, defaults left out."""
        pairs = ((field, getattr(self, field.name)) for field in fields(self))  # type: ignore[arg-type]
        return {field.name: _dump(value) for field, value in pairs if value != _default(field)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The reverse of `to_json`; unknown keys (of a newer or older edition) are ignored."""
        hints = _hints(cls)  # type: ignore[arg-type]
        return cls(**{name: _load(hints[name], value) for name, value in data.items() if name in hints})


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _default(field: Field[Any]) -> object:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


def _dump(value: object) -> Any:  # noqa: ANN401 (any JSON value)
    if isinstance(value, Storable | Message):
        return value.to_json()
    if isinstance(value, tuple | list):
        return [_dump(part) for part in value]
    if isinstance(value, Mapping):
        return {str(key): _dump(part) for key, part in value.items()}
    return value.value if isinstance(value, StrEnum) else value


def _load(kind: Any, value: Any) -> Any:  # noqa: ANN401 (any annotation, any JSON value)
    if value is None:
        return None
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        return _load(next(part for part in get_args(kind) if part is not type(None)), value)
    if origin is tuple:
        return tuple(_load(get_args(kind)[0], part) for part in value)
    if origin is not None or not isinstance(kind, type):
        return value
    if is_dataclass(kind) and hasattr(kind, "from_json"):
        return kind.from_json(value)
    return kind(value) if issubclass(kind, StrEnum) else value
