"""A form as lines to show: every group and field with its rules, its conditions and its place.

Both views stand on these lines: the tree (a group that the file repeats is shown once, later uses refer to it)
and the preview (every use in full). Depth is bounded: what lies deeper follows at the deepest level.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from registry.core.messages import Message
from registry.diagrams.form_rules import RuleWords, by_id, rule_words, targets
from registry.diagrams.form_words import (
    action_words,
    condition_words,
    is_repeated,
    limit_words,
    occurs_words,
    status_words,
    type_words,
)
from registry.formats.form import ElementKind, FormElement, FormModel, FormRule

MAX_DEPTH = 10
_ORNAMENTS = frozenset({"XImage", "XLine", "XSpacer"})
_FRAMES = frozenset({"XHeader", "XFooter", "XContainer", "XContainerInvisible", "XFieldSet"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One element at one place.

    Attributes:
        anchor: unique within the form, the same in every view: ``e17``.
        same_as: anchor of the same group, shown before; then `children` is empty.
        depends_on: rules of the enclosing groups that show, hide or demand this element.
        conditions: what the file says at the element itself, in words.
        status: only where it differs from the status of what encloses it.
        fields: how many fields it holds, itself included.
    """

    element: FormElement
    anchor: str
    children: tuple["Line", ...] = ()
    same_as: str = ""
    rules: tuple[RuleWords, ...] = ()
    depends_on: tuple[RuleWords, ...] = ()
    conditions: tuple[Message, ...] = ()
    status: Message | None = None
    fields: int = 0

    @property
    def kind(self) -> str:
        """``page``, ``group``, ``field``, ``text`` or ``action``."""
        return self.element.kind.value

    @property
    def label(self) -> str:
        """What people read: the name, else the technical name, else the id."""
        return self.element.name or self.element.key or self.element.id

    @property
    def type(self) -> Message:
        """The type of a field in words, or what an active part is."""
        is_action = self.element.kind is ElementKind.ACTION
        return action_words(self.element) if is_action else type_words(self.element)

    @property
    def is_named(self) -> bool:
        """Whether people gave it a name, beside the technical one."""
        return self.element.name not in {"", self.element.key}

    @property
    def occurs(self) -> Message | None:
        """How often, in words."""
        return occurs_words(self.element.occurs)

    @property
    def is_repeated(self) -> bool:
        """Whether it may be given several times."""
        return is_repeated(self.element.occurs)

    @property
    def is_conditional(self) -> bool:
        """Whether it is not always shown or not always demanded."""
        return bool(self.conditions or self.depends_on)

    @property
    def limits(self) -> list[Message]:
        """The limits in words."""
        return list(limit_words(self.element.limits))

    @property
    def text(self) -> str:
        """What a hint says; a technical name alone is no text."""
        return self.element.default or (self.element.name if self.is_named else "")

    def walk(self) -> Iterator["Line"]:
        """This line and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The lines of a form, and the rules of the form as a whole."""

    lines: tuple[Line, ...] = ()
    rules: tuple[RuleWords, ...] = ()

    def walk(self) -> Iterator[Line]:
        """Every line, in the order of the form."""
        for line in self.lines:
            yield from line.walk()

    @property
    def fields(self) -> int:
        """How many fields the form has, every use counted."""
        return sum(line.fields for line in self.lines)


def tree(form: FormModel) -> Outline:
    """The form for reading; a group used again refers to its first use."""
    return _Build(form, form.elements, is_tree=True).outline()


def filled_in(form: FormModel) -> Outline:
    """The form as somebody fills it in: every use in full, without ornaments; the pages where the file has them."""
    return _Build(form, form.pages or form.elements, is_tree=False).outline()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an element stands: depth, the status around it, and the rules of the groups around it by target."""

    depth: int = 0
    status: str = ""
    rules: Mapping[str, tuple[RuleWords, ...]] = field(default_factory=dict)


class _Build:
    """Numbers the elements and finds repeated groups while walking the form."""

    def __init__(self, form: FormModel, elements: tuple[FormElement, ...], *, is_tree: bool) -> None:
        self.form, self.elements, self.is_tree = form, elements, is_tree
        self.named = by_id(form.walk())
        self.labels = {
            element.key: element.name
            for element in form.walk()
            if element.key and element.name and element.key != element.name
        } | {element.id: element.name or element.key for element in form.walk() if element.id}
        self.number = 0
        self.first_uses: dict[tuple[str, str], tuple[FormElement, str]] = {}

    def outline(self) -> Outline:
        place = _Place(rules=self._by_target(self.form.rules))
        lines = tuple(self._lines(self.elements, place))
        return Outline(lines=lines, rules=tuple(rule_words(rule, self.named) for rule in self.form.rules))

    def _lines(self, elements: Iterable[FormElement], place: _Place) -> Iterator[Line]:
        for element in elements:
            if _is_mere_frame(element):
                yield from self._lines(element.children, place)
                continue
            if not _is_shown(element):
                continue
            line = self._line(element, place)
            if place.depth < MAX_DEPTH:
                yield line
            else:
                yield from _flat(line)

    def _line(self, element: FormElement, place: _Place) -> Line:
        self.number += 1
        anchor = f"e{self.number}"
        same_as = self._first_use(element, anchor) if self.is_tree and element.children else ""
        inner = _Place(place.depth + 1, element.status or place.status, self._around(element, place))
        children = tuple(self._lines(element.children, inner))
        is_field = element.kind is ElementKind.FIELD
        return Line(
            element=element,
            anchor=anchor,
            children=() if same_as else children,
            same_as=same_as,
            rules=() if same_as else tuple(rule_words(rule, self.named) for rule in element.rules),
            depends_on=place.rules.get(element.id, ()),
            conditions=tuple(condition_words(element.condition, self.labels)),
            status=status_words(element.status) if place.status != element.status else None,
            fields=int(is_field) + sum(child.fields for child in children),
        )

    def _first_use(self, element: FormElement, anchor: str) -> str:
        """The anchor of the first use of the same group with the same contents, if this is not the first."""
        first, at = self.first_uses.setdefault((element.id, element.version), (element, anchor))
        is_same = first.children == element.children and first.rules == element.rules
        return at if element.id and at != anchor and is_same else ""

    def _around(self, element: FormElement, place: _Place) -> Mapping[str, tuple[RuleWords, ...]]:
        own = self._by_target(element.rules)
        return {**place.rules, **own} if own else place.rules

    def _by_target(self, rules: Iterable[FormRule]) -> dict[str, tuple[RuleWords, ...]]:
        found: dict[str, tuple[RuleWords, ...]] = {}
        for rule in rules:
            words = rule_words(rule, self.named)
            for target in targets(rule):
                found[target] = (*found.get(target, ()), words)
        return found


def _is_shown(element: FormElement) -> bool:
    if element.kind is not ElementKind.TEXT:
        return True
    says = element.default or element.name not in {"", element.key}
    return bool(says) and element.source_type not in _ORNAMENTS


def _is_mere_frame(element: FormElement) -> bool:
    """Whether it only arranges what it holds: a box without a heading, always there."""
    is_unnamed = element.source_type in _FRAMES and element.name in {"", element.key}
    return is_unnamed and not (element.condition or element.hidden or element.occurs or element.help)


def _flat(line: Line) -> Iterator[Line]:
    """A line without what is below it, then all of that, at the same level."""
    for part in line.walk():
        yield replace(part, children=(), fields=int(part.kind == ElementKind.FIELD.value))
