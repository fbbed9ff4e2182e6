"""Forms of a use."""

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from registry.accounts.models import Contact
from registry.adoption.labels import BASES, REASONS
from registry.adoption.models import Adoption, Basis
from registry.adoption.stages import Reason, Stage
from registry.catalogue.models import Release
from registry.core.messages import Message
from registry.taxonomy.vocabulary import Term
from registry.web.forms import PortalForm
from registry.web.templating import message_text

MAX_CASES = 10_000_000
MAX_MINUTES = 100_000
_NOT_CHOSEN = ""


class ContactForm(PortalForm):
    """Who answers for the use; what starts one."""

    contact_id = SelectField(
        _l("Ansprechstelle Ihrer Kommune"),
        validators=[InputRequired(_l("Bitte wählen Sie eine Ansprechstelle Ihrer Kommune."))],
    )

    def offer(self, contacts: Sequence[Contact]) -> None:
        """Offer these contacts."""
        self.contact_id.choices = [(str(contact.id), contact.role) for contact in contacts]


class StartForm(ContactForm):
    """Expressing interest."""

    text = TextAreaField(
        _l("Anmerkung"), description=_l("Zum Beispiel, was Sie noch klären müssen."), validators=[Length(max=1000)]
    )


class FiguresForm(ContactForm):
    """Figures of a use; empty means not known yet."""

    target_on = DateField(_l("Einführung geplant bis"), validators=[Optional()])
    decision_reference = StringField(
        _l("Beschluss"), description=_l("Zum Beispiel: Magistrat 12.03.2026, TOP 4."), validators=[Length(max=200)]
    )
    live_on = DateField(_l("Produktiv seit"), validators=[Optional()])
    cases_per_year = IntegerField(_l("Fälle im Jahr"), validators=[Optional(), NumberRange(min=0, max=MAX_CASES)])
    minutes_before = DecimalField(
        _l("Minuten je Fall vorher"), validators=[Optional(), NumberRange(min=0, max=MAX_MINUTES)]
    )
    minutes_after = DecimalField(
        _l("Minuten je Fall nachher"), validators=[Optional(), NumberRange(min=0, max=MAX_MINUTES)]
    )
    basis = SelectField(_l("Die Zahlen sind"), validators=[Optional()])

    def offer(self, contacts: Sequence[Contact]) -> None:
        """Offer these contacts, and the bases."""
        super().offer(contacts)
        self.basis.choices = [(_NOT_CHOSEN, _l("bitte wählen")), *_options(BASES.terms)]

    def chosen_basis(self) -> Basis | None:
        """The basis, if one was chosen."""
        return Basis(self.basis.data) if self.basis.data else None

    def minutes(self, name: str) -> float | None:
        """Minutes as a number."""
        value = getattr(self, name).data
        return None if value is None else float(value)


class MoveForm(PortalForm):
    """One step to another stage; shows only what the stage asks for."""

    target = RadioField(_l("Neuer Stand"), validators=[InputRequired(_l("Bitte wählen Sie den neuen Stand."))])
    release = SelectField(_l("Version"), validators=[Optional()])
    target_on = DateField(_l("Einführung geplant bis"), validators=[Optional()])
    decision_reference = StringField(_l("Beschluss"), validators=[Length(max=200)])
    live_on = DateField(_l("Produktiv seit"), validators=[Optional()])
    cases_per_year = IntegerField(_l("Fälle im Jahr"), validators=[Optional(), NumberRange(min=0, max=MAX_CASES)])
    minutes_before = DecimalField(
        _l("Minuten je Fall vorher"), validators=[Optional(), NumberRange(min=0, max=MAX_MINUTES)]
    )
    minutes_after = DecimalField(
        _l("Minuten je Fall nachher"), validators=[Optional(), NumberRange(min=0, max=MAX_MINUTES)]
    )
    basis = SelectField(_l("Die Zahlen sind"), validators=[Optional()])
    reason = SelectField(_l("Grund"), validators=[Optional()])
    text = TextAreaField(_l("Anmerkung"), validators=[Length(max=1000)])

    def offer(self, stages: Sequence[tuple[Stage, Message]], releases: Sequence[Release]) -> None:
        """Offer the legal stages and the releases that can be used."""
        self.target.choices = [(stage.value, message_text(label)) for stage, label in stages]
        self.release.choices = [(_NOT_CHOSEN, _l("bitte wählen")), *((item.number, item.number) for item in releases)]
        self.basis.choices = [(_NOT_CHOSEN, _l("bitte wählen")), *_options(BASES.terms)]
        self.reason.choices = [(_NOT_CHOSEN, _l("bitte wählen")), *_options(REASONS.terms)]

    def chosen_reason(self) -> Reason | None:
        """The reason, if one was chosen."""
        return Reason(self.reason.data) if self.reason.data else None

    def chosen_basis(self) -> Basis | None:
        """The basis, if one was chosen."""
        return Basis(self.basis.data) if self.basis.data else None

    def minutes(self, name: str) -> float | None:
        """Minutes as a number."""
        value = getattr(self, name).data
        return None if value is None else float(value)


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
        "basis": adoption.basis.value if adoption.basis else _NOT_CHOSEN,
    }


def _options(terms: Sequence[Term]) -> list[tuple[str, str]]:
    return [(term.code, message_text(term.label)) for term in terms]
