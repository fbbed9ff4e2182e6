"""A CSV file that spreadsheets open without running what stands in it."""

import csv
import io
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the code page of the machine."""
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The rows after RFC 4180 (commas, CRLF, quotes doubled) in UTF-8 with a byte order mark.

    A cell that a spreadsheet would take for a formula gets a leading apostrophe.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def guarded(cell: str) -> str:
    """The text of a cell, never a formula."""
    return f"'{cell}" if cell.startswith(STARTS_FORMULA) else cell
