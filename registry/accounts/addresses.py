"""E-mail addresses of people: checked once, compared without regard to spelling."""

import unicodedata

from email_validator import EmailNotValidError, validate_email

from registry.core.errors import Invalid
from registry.core.messages import N_, define

MAX_EMAIL = 254

NOT_AN_ADDRESS = define(
    "address.not_an_address", N_("Bitte geben Sie eine E-Mail-Adresse ein, zum Beispiel amt@ort.de.")
)


def checked_email(text: str, *, field: str = "email") -> str:
    """The address as it is stored.

    Raises:
        Invalid: it is no address (at the form field `field`).
    """
    try:
        found = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except (EmailNotValidError, UnicodeError) as error:
        raise Invalid(NOT_AN_ADDRESS(), {field: NOT_AN_ADDRESS()}) from error
    if len(found.normalized) > MAX_EMAIL or any(ord(char) < 33 for char in found.normalized):
        raise Invalid(NOT_AN_ADDRESS(), {field: NOT_AN_ADDRESS()})
    return found.normalized


def folded_email(text: str) -> str:
    """NFKC and casefold: one account per address however it is typed. Takes any text."""
    return unicodedata.normalize("NFKC", text).strip().casefold()
