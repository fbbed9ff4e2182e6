"""Sending mails: by SMTP, to the console, or into memory; ``REGISTRY_MAIL`` chooses."""

from registry.core.settings import SettingsError
from registry.mail.console import ConsoleMailer
from registry.mail.mailer import Mail, Mailer, MailNotSent, is_sender
from registry.mail.memory import MemoryMailer
from registry.mail.smtp import SmtpMailer, server_of

__all__ = ["Mail", "MailNotSent", "Mailer", "open_mailer"]


def open_mailer(setting: str, sender: str) -> Mailer:
    """The mailer a setting names: ``console``, ``memory``, or an address of `registry.mail.smtp`.

    Args:
        setting: the value of ``REGISTRY_MAIL``.
        sender: what stands in From, as an address or ``Name <address>``.

    Raises:
        SettingsError: no mailer is known by that address, or `sender` is none.
    """
    if not is_sender(sender):
        raise SettingsError("REGISTRY_MAIL_FROM muss eine Adresse oder Name <Adresse> sein.")
    if setting == "console":
        return ConsoleMailer(sender)
    if setting == "memory":
        return MemoryMailer(sender)
    if setting.startswith(("smtp://", "smtps://")):
        return SmtpMailer(server_of(setting), sender)
    raise SettingsError("REGISTRY_MAIL muss console, memory, smtp://… oder smtps://… sein.")
