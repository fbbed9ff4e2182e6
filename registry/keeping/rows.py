"""Rows of any table as lines of JSON and back, the same for both databases."""

import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import Enum as PyEnum
from typing import Any

from sqlalchemy import Date, DateTime, Enum, Table, Uuid
from sqlalchemy.types import TypeDecorator, TypeEngine

Row = dict[str, Any]


def lines(table: Table, rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The names of the columns, then each row as a list in their order."""
    yield json.dumps([column.name for column in table.columns]) + "\n"
    for row in rows:
        yield json.dumps([_encoded(value) for value in row], ensure_ascii=False) + "\n"


def parsed(table: Table, text: Iterable[str]) -> Iterator[Row]:
    """The reverse of `lines`.

    Raises:
        KeyError: a column is named that the table does not have.
    """
    source = iter(text)
    names = json.loads(next(source))
    decoders = [_decoder(table.columns[name].type) for name in names]
    for line in source:
        values = zip(names, decoders, json.loads(line), strict=True)
        yield {name: None if value is None else decode(value) for name, decode, value in values}


def _encoded(value: Any) -> Any:  # noqa: ANN401 (any column value)
    match value:
        case uuid.UUID():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case PyEnum():
            return value.value
        case _:
            return value


def _decoder(kind: TypeEngine[Any]) -> Callable[[Any], Any]:
    kind = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    match kind:
        case Uuid():
            return uuid.UUID
        case DateTime():
            return datetime.fromisoformat
        case Date():
            return date.fromisoformat
        case Enum() if kind.enum_class is not None:
            return kind.enum_class
        case _:
            return lambda value: value
