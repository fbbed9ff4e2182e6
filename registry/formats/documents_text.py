"""Text and properties of documents without a library for them: plain text, binary, the metadata of PDF."""

import re
import zlib
from collections.abc import Iterator
from itertools import islice

_OBJECT_STREAM = re.compile(rb"/ObjStm[^\x00]{0,300}?stream\r?\n")
_INFO = re.compile(rb"/(Author|Title|Company)\s{0,3}(\((?:[^()\\]|\\.){0,400}\)|<[0-9A-Fa-f\s]{0,800}>)")
_XMP = re.compile(
    rb"<(?:dc:creator|dc:title|pdf:Author)>\s{0,20}(?:<rdf:\w{3}>\s{0,20}<rdf:li[^>]{0,60}>)?([^<]{1,400})<"
)
_STREAMS = 60
_STREAM_MOST = 1_000_000
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)


def is_pdf(content: bytes) -> bool:
    """Whether the bytes begin as a PDF does."""
    return content[:5] == b"%PDF-"


def is_binary(content: bytes) -> bool:
    """Whether the bytes are no text in any usual encoding."""
    return decoded(content) is None


def decoded(content: bytes) -> str | None:
    """The text, if the bytes are text: UTF-8, UTF-16 with its mark, else Windows-1252; None for binary."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", "replace")
    if b"\x00" in content[:8192]:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        controls = sum(byte < 9 or 13 < byte < 32 for byte in content[:4096])
        return None if controls > 8 else content.decode("cp1252", "replace")


def pdf_metadata(content: bytes) -> dict[str, str]:
    """Author, title and such of a PDF, as far as they stand unencrypted in it."""
    found: dict[str, str] = {}
    for part in (content, *_object_streams(content)):
        for match in islice(_INFO.finditer(part), 20):
            found.setdefault(match[1].decode("ascii"), _pdf_string(match[2]))
    for match in islice(_XMP.finditer(content), 20):
        field = "Title" if b"title" in match[0][:10] else "Author"
        found.setdefault(field, match[1].decode("utf-8", "replace").strip())
    return {field: value for field, value in found.items() if value}


def is_tagged_pdf(content: bytes) -> bool:
    """Whether a PDF has a structure tree, without which screen readers cannot follow it."""
    return any(b"/StructTreeRoot" in part for part in (content, *_object_streams(content)))


def _object_streams(content: bytes) -> Iterator[bytes]:
    for match in islice(_OBJECT_STREAM.finditer(content), _STREAMS):
        try:
            yield zlib.decompressobj().decompress(content[match.end() :], _STREAM_MOST)
        except zlib.error:
            continue


def _pdf_string(raw: bytes) -> str:
    if raw.startswith(b"<"):
        digits = re.sub(rb"\s", b"", raw[1:-1])
        data = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    else:
        data = _ESCAPE.sub(_unescape, raw[1:-1])
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    return data.decode("utf-8" if data.startswith(b"\xef\xbb\xbf") else "cp1252", "replace")


def _unescape(match: re.Match[bytes]) -> bytes:
    code = match[1]
    if code.isdigit():
        return bytes([int(code, 8) % 256])
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t"}.get(code, code)
