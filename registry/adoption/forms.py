"""Forms of a use."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from registry.accounts.models import Contact
from registry.adoption.fields import DayField, NumberField
from registry.adoption.labels import BASES, REASONS
from registry.adoption.models import Adoption, Basis
from registry.adoption.stages import NEEDS_REASON, NEEDS_RELEASE, Reason, Stage
from registry.catalogue.models import Release
from registry.taxonomy.vocabulary import Vocabulary
from registry.web.forms import PortalForm, options
from registry.web.templating import message_text

MAX_CASES = 10_000_000
MAX_MINUTES = 100_000
MAX_TEXT = 1000
_NOT_CHOSEN = ("", _l("Bitte wählen"))
_NONE = ("", _l("Keine"))


class ContactForm(PortalForm):
    """Who answers for the use; what starts one."""

    contact_id = SelectField(
        _l("Ansprechstelle Ihrer Kommune"),
        validators=[InputRequired(_l("Bitte wählen Sie eine Ansprechstelle Ihrer Kommune."))],
    )

    def offer(self, contacts: Sequence[Contact]) -> None:
        """Offer these contacts."""
        self.contact_id.choices = options((str(contact.id), contact.role) for contact in contacts)

    @property
    def chosen_contact_id(self) -> uuid.UUID:
        """The id of the chosen contact; only after validation."""
        return uuid.UUID(self.contact_id.data)


class StartForm(ContactForm):
    """Expressing interest."""

    text = TextAreaField(
        _l("Anmerkung"),
        description=_l("Zum Beispiel, was Sie noch klären müssen. Das liest nur Ihre Kommune."),
        validators=[Length(max=MAX_TEXT)],
    )


class _Figures(PortalForm):
    """What a use is planned and measured by."""

    target_on = DayField(_l("Einführung geplant bis"))
    decision_reference = StringField(
        _l("Beschluss"), description=_l("Zum Beispiel: Magistrat 12.03.2026, TOP 4."), validators=[Length(max=200)]
    )
    live_on = DayField(_l("Produktiv seit"))
    cases_per_year = NumberField(
        _l("Fälle im Jahr"), description=_l("Vorgänge, die mit dieser Lösung bearbeitet werden."), maximum=MAX_CASES
    )
    minutes_before = NumberField(
        _l("Bearbeitungszeit je Fall vorher"), description=_l("In Minuten."), maximum=MAX_MINUTES, decimals=2
    )
    minutes_after = NumberField(
        _l("Bearbeitungszeit je Fall nachher"), description=_l("In Minuten."), maximum=MAX_MINUTES, decimals=2
    )
    basis = SelectField(_l("Die Zahlen sind"), validators=[Optional()])

    @property
    def chosen_basis(self) -> Basis | None:
        """The basis, if one was chosen."""
        return Basis(self.basis.data) if self.basis.data else None


class FiguresForm(ContactForm, _Figures):
    """Contact and figures of a use; empty means not known yet."""

    row_version = HiddenField()

    def offer(self, contacts: Sequence[Contact]) -> None:
        """Offer these contacts, and the bases."""
        super().offer(contacts)
        self.basis.choices = options([_NOT_CHOSEN, *_labelled(BASES)])


class MoveForm(_Figures):
    """One step to another stage; keeps only the fields that the stage asks for."""

    release = SelectField(_l("Version, die Sie einsetzen"), validators=[Optional()])
    reason = SelectField(_l("Grund"), validators=[Optional()])
    successor = SelectField(
        _l("Nachfolgelösung"), description=_l("Eine andere Nachnutzung Ihrer Kommune."), validators=[Optional()]
    )
    text = TextAreaField(
        _l("Anmerkung"),
        description=_l("Steht im Verlauf. Das liest nur Ihre Kommune."),
        validators=[Length(max=MAX_TEXT)],
    )
    row_version = HiddenField()

    def fit(self, target: Stage) -> None:
        """Leave out what `target` does not ask for."""
        for name in set(self._fields) - _asked_by(target):
            del self[name]

    def offer(self, releases: Sequence[Release], successors: Mapping[str, str]) -> None:
        """Offer releases, and by slug the solutions that may follow; only for fields that are left."""
        offered = {
            "release": [_NOT_CHOSEN, *((item.number, item.number) for item in releases)],
            "basis": [_NOT_CHOSEN, *_labelled(BASES)],
            "reason": [_NOT_CHOSEN, *_labelled(REASONS)],
            "successor": [_NONE, *successors.items()],
        }
        for name, pairs in offered.items():
            if name in self._fields:
                self._fields[name].choices = options(pairs)  # type: ignore[attr-defined]

    @property
    def chosen_reason(self) -> Reason | None:
        """The reason, if one was asked for and chosen."""
        raw = self.value("reason")
        return Reason(raw) if isinstance(raw, str) and raw else None

    def value(self, name: str) -> object:
        """The value of a field, or None where the stage does not ask for it."""
        return self._fields[name].data if name in self._fields else None


_ALWAYS = {"text", "row_version"}
_MEASURES = {"live_on", "cases_per_year", "minutes_before", "minutes_after", "basis"}


def _asked_by(target: Stage) -> set[str]:
    asked = set(_ALWAYS)
    if target is Stage.PLANNED:
        asked |= {"target_on", "decision_reference"}
    if target in NEEDS_RELEASE:
        asked.add("release")
    if target is Stage.LIVE:
        asked |= _MEASURES
    if target in NEEDS_REASON:
        asked.add("reason")
    if target is Stage.RETIRED:
        asked.add("successor")
    return asked


def figures_of(adoption: Adoption) -> dict[str, str | int | float | date | None]:
    """The present figures as initial values."""
    return {
        "contact_id": str(adoption.contact_id) if adoption.contact_id else None,
        "target_on": adoption.target_on,
        "decision_reference": adoption.decision_reference,
        "live_on": adoption.live_on,
        "cases_per_year": adoption.cases_per_year,
        "minutes_before": adoption.minutes_before,
        "minutes_after": adoption.minutes_after,
        "basis": adoption.basis.value if adoption.basis else "",
        "row_version": adoption.row_version,
    }


def _labelled(terms: Vocabulary) -> list[tuple[str, object]]:
    return [(term.code, message_text(term.label)) for term in terms.terms]
