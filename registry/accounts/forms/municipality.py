"""Forms about the own municipality."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from registry.accounts.addresses import MAX_EMAIL
from registry.accounts.forms.sign_in import EMAIL
from registry.accounts.models import Role
from registry.web.forms import PortalForm, options

MAX_ROLE = 150
MAX_POPULATION = 20_000_000

ROLE_LABELS = {
    Role.READER: _("Lesezugang"),
    Role.EDITOR: _("Redaktion"),
    Role.PUBLISHER: _("Freigabe"),
    Role.ADMIN: _("Administration"),
}
CHOOSE = ("", _("Bitte wählen"))
NOBODY = ("", _("Niemand"))
NO_REVIEWER = ("", _("Keine"))
CHOICE_MISSING = InputRequired(_("Bitte wählen Sie einen Eintrag."))
DATE_MISSING = InputRequired(_("Bitte geben Sie einen Tag an."))


def _role_field() -> RadioField:
    return RadioField(
        _("Rolle"),
        [InputRequired(_("Bitte wählen Sie eine Rolle."))],
        choices=options((role.value, label) for role, label in ROLE_LABELS.items()),
    )


class InviteForm(PortalForm):
    """Who is asked to take part, in which role."""

    email = StringField(_("E-Mail-Adresse"), EMAIL)
    role = _role_field()


class RoleForm(PortalForm):
    """Another role for a member."""

    role = _role_field()
    row_version = IntegerField(widget=HiddenInput())


class ProfileForm(PortalForm):
    """What a municipality says about itself."""

    contact_role = StringField(
        _("Zuständige Stelle"),
        [Length(max=MAX_ROLE)],
        description=_("Eine Rolle, kein Name: zum Beispiel Digitalisierung."),
    )
    contact_email = StringField(
        _("Postfach der Stelle"),
        [Length(max=MAX_EMAIL)],
        description=_("Ein Funktionspostfach. Es erscheint öffentlich."),
    )
    contact_phone = StringField(_("Telefon der Stelle"), [Length(max=50)])
    street = StringField(_("Straße und Hausnummer"), [Length(max=150)])
    postcode = StringField(_("Postleitzahl"), [Length(max=10)])
    seat = StringField(_("Ort"), [Length(max=100)])
    domain = StringField(
        _("Domain"),
        [Length(max=253)],
        description=_(
            "Zum Beispiel musterstadt.de. Damit findet das Portal Spuren Ihrer Kommune in hochgeladenen Dateien."
        ),
    )
    website = StringField(
        _("Website"), [Length(max=300)], description=_("Vollständig, zum Beispiel https://www.musterstadt.de/.")
    )
    population = IntegerField(
        _("Einwohnerzahl"),
        [Optional(), NumberRange(0, MAX_POPULATION, _("Bitte geben Sie eine Zahl ab 0 ein."))],
    )
    shows_use = BooleanField(
        _("Öffentlich zeigen, welche Lösungen bei uns produktiv sind"),
        description=_("Sonst erscheint Ihre Kommune nur in Zahlen. Partner sehen es immer."),
    )
    reviewer = SelectField(
        _("Freigabe durch eine Partnerkommune"),
        description=_("Für den Fall, dass bei Ihnen niemand sonst freigeben kann. Dort sieht man nur Eingereichtes."),
    )
    row_version = IntegerField(widget=HiddenInput())


class SystemForm(PortalForm):
    """A system that the municipality runs."""

    system_key = SelectField(_("System"), [CHOICE_MISSING])
    version = StringField(_("Version"), [Length(max=50)])
    provider = StringField(_("Betreiber oder Anbieter"), [Length(max=150)])
    contract_ends_on = DateField(_("Vertrag endet am"), [Optional()])
    note = TextAreaField(_("Bemerkung"), [Length(max=500)])
    row_version = IntegerField(widget=HiddenInput())


class ContactForm(PortalForm):
    """A role that can be asked."""

    role = StringField(
        _("Rolle"),
        [InputRequired(_("Bitte geben Sie eine Rolle ein.")), Length(max=MAX_ROLE)],
        description=_("Kein Name, zum Beispiel Steueramt. So erscheint sie bei Lösungen."),
    )
    email = StringField(_("Postfach"), [Length(max=MAX_EMAIL)], description=_("Am besten ein Funktionspostfach."))
    phone = StringField(_("Telefon"), [Length(max=50)])
    holder = SelectField(_("Wer antwortet zurzeit"), description=_("Den Namen sehen nur Mitglieder Ihrer Kommune."))
    row_version = IntegerField(widget=HiddenInput())


class DeputyForm(PortalForm):
    """Who stands in for whom, from when to when."""

    absent = SelectField(_("Abwesend"), [CHOICE_MISSING])
    deputy = SelectField(_("Vertretung"), [CHOICE_MISSING])
    from_on = DateField(_("Erster Tag"), [DATE_MISSING])
    until_on = DateField(_("Letzter Tag"), [DATE_MISSING])


class TakeOverForm(PortalForm):
    """Who takes an orphaned thing over."""

    account = SelectField(_("Übernimmt"), [CHOICE_MISSING])
