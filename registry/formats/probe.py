"""An uploaded file as readers see it: bytes, name, and what was found out so far, each thing once."""

import re
from functools import cached_property
from typing import Any

from registry.formats import archives, strict_json, xml
from registry.formats.reading import Broken

_HEAD = 65_536
_UTF_16 = re.compile(rb"""\A((?:\xef\xbb\xbf)?<\?xml\b[^>]{0,100}?)\sencoding=["']utf-16["']""", re.IGNORECASE)


class Probe:
    """One file to recognise and read; parsed forms are cached, so that recognising costs no second parse.

    `inside` are files packed within this one that its reader opened; they too are searched for secrets.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self.content = content
        self.name = name
        self.inside: list[Probe] = []
        self._tree: xml.Element | None = None

    @property
    def extension(self) -> str:
        """The last extension of the name in lower case, with its dot; empty without one."""
        stem, dot, last = self.name.rpartition(".")
        return f".{last.lower()}" if dot and stem and len(last) <= 12 else ""

    @cached_property
    def xml_root(self) -> xml.Root | None:
        """The root element if this begins as XML.

        Raises:
            Broken: a DOCTYPE or an unaccepted encoding.
        """
        return xml.root_of(self._declared)

    @property
    def is_broken_xml(self) -> bool:
        """Whether it begins as XML but not even the root element can be read or may be."""
        try:
            return xml.looks_like_xml(self.content) and self.xml_root is None
        except Broken:
            return True

    @cached_property
    def json(self) -> Any:  # noqa: ANN401 (any JSON value)
        """The JSON value, or None if this does not begin as JSON or is broken (then see `json_problem`)."""
        if not strict_json.looks_like_json(self.content):
            return None
        try:
            return strict_json.parse(self.content)
        except Broken as problem:
            self.__dict__["json_problem"] = problem
            return None

    @cached_property
    def json_problem(self) -> Broken | None:
        """Why the JSON cannot be read, if it begins as JSON and is broken."""
        _ = self.json
        return self.__dict__.get("json_problem")

    def refuse_broken_json(self) -> None:
        """Nothing, unless this begins as JSON and is broken.

        Raises:
            Broken: it is, for this reason.
        """
        if self.json_problem is not None:
            raise self.json_problem

    @cached_property
    def archive(self) -> archives.Archive | None:
        """The entries if this is a ZIP.

        Raises:
            Broken: the guard refuses it.
        """
        return archives.open_archive(self.content) if archives.looks_like_zip(self.content) else None

    @cached_property
    def head(self) -> str:
        """The start as text, for clues where nothing can be parsed; undecodable bytes are replaced."""
        return self.content[:_HEAD].replace(b"\x00", b"").decode("utf-8", "replace")

    def tree(self, *, drop: str | None = None) -> xml.Element:
        """The whole XML document, parsed once (`drop` as in `xml.parse`).

        Raises:
            Broken: it is not readable.
        """
        if self._tree is None:
            self._tree = xml.parse(self._repaired, drop=drop)
        return self._tree

    @property
    def parsed_tree(self) -> xml.Element | None:
        """The tree, if a reader has parsed one."""
        return self._tree

    @cached_property
    def _repaired(self) -> bytes:
        """The content; of a civento export with the empty namespace addresses filled in that it may carry."""
        is_civento = self.xml_root is not None and self.xml_root.name == "Bibliothek"
        return xml.fill_empty_namespaces(self._declared) if is_civento else self._declared

    @cached_property
    def _declared(self) -> bytes:
        """The content without a declared UTF-16 that cannot be true: of XAML from the clipboard, saved as UTF-8."""
        return _UTF_16.sub(rb"\1", self.content, count=1)
