"""Forms of operators."""

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from registry.accounts.addresses import MAX_EMAIL
from registry.accounts.forms.municipality import MAX_POPULATION
from registry.accounts.models import MunicipalityKind
from registry.core.settings import LANDS
from registry.web.forms import CheckboxesField, PortalForm, options

MAX_MARKDOWN = 60_000
KIND_LABELS = {
    MunicipalityKind.TOWN: _("Stadt oder Gemeinde"),
    MunicipalityKind.COUNTY: _("Kreis"),
    MunicipalityKind.ASSOCIATION: _("Zweckverband"),
    MunicipalityKind.PROVIDER: _("IT-Dienstleister"),
    MunicipalityKind.OTHER: _("Andere Organisation"),
}
NAME_MISSING = InputRequired(_("Bitte geben Sie einen Namen ein."))


class MunicipalityForm(PortalForm):
    """Facts about an organisation."""

    kind = SelectField(_("Art"), choices=options((kind.value, label) for kind, label in KIND_LABELS.items()))
    designation = StringField(
        _("Bezeichnung vor dem Namen"), [Length(max=40)], description=_("Zum Beispiel Stadt, Gemeinde, Landkreis.")
    )
    name = StringField(_("Name"), [NAME_MISSING, Length(max=150)])
    ags = StringField(
        _("Amtlicher Gemeindeschlüssel"),
        [Length(max=8)],
        description=_("Acht Ziffern. Für Zweckverbände und Dienstleister bleibt das Feld leer."),
    )
    county = StringField(_("Kreis"), [Length(max=100)])
    land = SelectField(_("Land"), choices=options((land, land) for land in LANDS), default="HE")
    population = IntegerField(
        _("Einwohnerzahl"),
        [Optional(), NumberRange(0, MAX_POPULATION, _("Bitte geben Sie eine Zahl ab 0 ein."))],
    )
    row_version = IntegerField(widget=HiddenInput())


class CooperationForm(PortalForm):
    """A cooperation and its members."""

    name = StringField(_("Name"), [NAME_MISSING, Length(max=150)])
    description = TextAreaField(_("Beschreibung"), [Length(max=2000)])
    members = CheckboxesField(_("Mitglieder"))
    row_version = IntegerField(widget=HiddenInput())


class CoordinatorForm(PortalForm):
    """Who shall coordinate."""

    email = StringField(
        _("E-Mail-Adresse des Kontos"),
        [InputRequired(_("Bitte geben Sie eine E-Mail-Adresse ein.")), Length(max=MAX_EMAIL)],
    )


class FeedbackForm(PortalForm):
    """What became of a message."""

    note = TextAreaField(
        _("Was wurde getan"),
        [InputRequired(_("Bitte schreiben Sie kurz auf, was getan wurde.")), Length(max=1000)],
    )
    row_version = IntegerField(widget=HiddenInput())


class TextForm(PortalForm):
    """A text of the portal."""

    title = StringField(_("Überschrift"), [InputRequired(_("Bitte geben Sie eine Überschrift ein.")), Length(max=150)])
    markdown = TextAreaField(
        _("Text"),
        [InputRequired(_("Bitte geben Sie einen Text ein.")), Length(max=MAX_MARKDOWN)],
        description=_(
            "Markdown: ## für Überschriften, Leerzeile für Absätze, - für Listen, [Text](https://…) für Links."
        ),
    )
    row_version = IntegerField(widget=HiddenInput())
