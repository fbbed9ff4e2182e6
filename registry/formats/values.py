"""A list of values with its columns: a code list, shown as a table."""

from dataclasses import dataclass

from registry.formats.shape import Storable

MAX_COLUMNS = 12
MAX_ROWS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueTable(Storable):
    """The values of a code list.

    Attributes:
        columns: what people read above each column; the first one holds the code.
        rows: a text per column.
        total: how many rows there are, also when `rows` was cut.
        uri: by which other files refer to the list; `version` is its edition.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    total: int = 0
    uri: str = ""
    version: str = ""
