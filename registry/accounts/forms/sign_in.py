"""Forms of people who are not signed in."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from registry.accounts.addresses import MAX_EMAIL
from registry.accounts.passwords import MAX_LENGTH, MIN_LENGTH
from registry.web.forms import PortalForm

EMAIL = (InputRequired(_("Bitte geben Sie Ihre E-Mail-Adresse ein.")), Length(max=MAX_EMAIL))
NEW_PASSWORD_HELP = _("Mindestens %(length)s Zeichen. Am besten mehrere Wörter.", length=MIN_LENGTH)
MAX_NAME = 100


class SignInForm(PortalForm):
    """E-mail and password."""

    email = StringField(_("E-Mail-Adresse"), EMAIL)
    password = PasswordField(
        _("Passwort"), [InputRequired(_("Bitte geben Sie Ihr Passwort ein.")), Length(max=MAX_LENGTH)]
    )
    next = HiddenField()


class ResetRequestForm(PortalForm):
    """Whose password was forgotten."""

    email = StringField(_("E-Mail-Adresse"), EMAIL)


class NewPasswordForm(PortalForm):
    """A new password; what it must be is checked by `passwords.check_new`."""

    password = PasswordField(
        _("Neues Passwort"), [InputRequired(_("Bitte geben Sie ein Passwort ein."))], description=NEW_PASSWORD_HELP
    )


class JoinForm(PortalForm):
    """What somebody enters who accepts an invitation and has no account yet."""

    name = StringField(
        _("Ihr Name"),
        [InputRequired(_("Bitte geben Sie Ihren Namen ein.")), Length(max=MAX_NAME)],
        description=_("So sehen Sie die anderen Mitglieder Ihrer Kommune. Öffentlich erscheint er nicht."),
    )
    password = PasswordField(
        _("Passwort"), [InputRequired(_("Bitte geben Sie ein Passwort ein."))], description=NEW_PASSWORD_HELP
    )
