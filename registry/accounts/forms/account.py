"""Forms about the own account."""

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, PasswordField, RadioField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from registry.accounts.forms.sign_in import MAX_NAME, NEW_PASSWORD_HELP
from registry.accounts.passwords import MAX_LENGTH
from registry.web.forms import PortalForm, options

LANGUAGES = [("de", "Deutsch"), ("en", "English")]


class DetailsForm(PortalForm):
    """Name and language."""

    name = StringField(_("Name"), [InputRequired(_("Bitte geben Sie Ihren Namen ein.")), Length(max=MAX_NAME)])
    language = RadioField(
        _("Sprache"),
        [InputRequired(_("Bitte wählen Sie eine Sprache."))],
        choices=options(LANGUAGES),
        description=_("In dieser Sprache beginnen Sie nach der Anmeldung und erhalten Sie E-Mails."),
    )
    row_version = IntegerField(widget=HiddenInput())


class ChangePasswordForm(PortalForm):
    """The password in use, and the new one."""

    current = PasswordField(
        _("Bisheriges Passwort"),
        [InputRequired(_("Bitte geben Sie Ihr bisheriges Passwort ein.")), Length(max=MAX_LENGTH)],
    )
    password = PasswordField(
        _("Neues Passwort"), [InputRequired(_("Bitte geben Sie ein Passwort ein."))], description=NEW_PASSWORD_HELP
    )
