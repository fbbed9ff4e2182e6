"""What a form asks for, independent of the tool: a tree of pages, groups and fields with their rules."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from registry.formats.shape import Storable

MAX_ELEMENTS = 5_000
MAX_CHOICES = 200
MAX_RULES = 500


class ElementKind(StrEnum):
    """What an element of a form is."""

    PAGE = "page"
    GROUP = "group"
    FIELD = "field"
    TEXT = "text"
    ACTION = "action"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Storable):
    """One value of a selection."""

    code: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRule(Storable):
    """A rule in words; code (JavaScript in FIM 2, expressions) is never taken as text."""

    id: str
    version: str = ""
    name: str = ""
    text: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList(Storable):
    """A list of values kept elsewhere, by its address."""

    uri: str
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormElement(Storable):
    """A page, group or field at one place of the form.

    Attributes:
        name: what people read; `key` is the technical name.
        type: the common type (``text``, ``number``, ``date``, ``choice``, ``bool``, ``file``, ``person``,
            ``address`` …); `source_type` is the tool's own word.
        occurs: how often, as FIM writes it: ``1:1``, ``0:1``, ``0:*``.
        limits: ``min_length``, ``max_length``, ``min_value``, ``max_value``, ``pattern``, ``media_types`` …
        choices_total: how many values there are, also when `choices` was cut.
        condition: in words or as expression, when the element is shown or required only sometimes.
    """

    id: str
    kind: ElementKind
    name: str = ""
    key: str = ""
    version: str = ""
    type: str = ""
    source_type: str = ""
    occurs: str = ""
    required: bool | None = None
    read_only: bool = False
    hidden: bool = False
    condition: str = ""
    limits: dict[str, str] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    choices_total: int = 0
    code_list: CodeList | None = None
    help: str = ""
    default: str = ""
    status: str = ""
    legal_bases: tuple[str, ...] = ()
    rules: tuple[FormRule, ...] = ()
    children: tuple["FormElement", ...] = ()

    def walk(self) -> Iterator["FormElement"]:
        """This element and everything below it, in the order of the form."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormModel(Storable):
    """A whole form or data schema; `truncated` says that a limit cut.

    `pages` are what people see one after the other, where the file keeps that apart from its data (civento);
    empty where `elements` are the form itself.
    """

    id: str = ""
    version: str = ""
    title: str = ""
    elements: tuple[FormElement, ...] = ()
    rules: tuple[FormRule, ...] = ()
    pages: tuple[FormElement, ...] = ()
    truncated: bool = False

    def walk(self) -> Iterator[FormElement]:
        """Every element of the form, in its order."""
        for element in self.elements:
            yield from element.walk()
