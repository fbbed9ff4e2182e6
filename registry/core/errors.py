"""What can go wrong in the domain; `registry.web.errors` maps each to a status once."""

from collections.abc import Mapping

from registry.core.messages import N_, Message, define

NOT_FOUND = define("error.not_found", N_("Diese Seite gibt es nicht (mehr)."))
NOT_ALLOWED = define("error.not_allowed", N_("Dafür fehlt Ihnen die Berechtigung."))


class DomainError(Exception):
    """Something the caller asked for cannot be done; `message` says why, in a sentence for people."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.message = message

    @property
    def code(self) -> str:
        """Stable English id of the reason."""
        return self.message.id


class NotFound(DomainError):
    """It does not exist, or not for this viewer (404)."""

    def __init__(self, message: Message | None = None) -> None:
        super().__init__(message or NOT_FOUND())


class NotAllowed(DomainError):
    """The thing is visible, the action is not allowed (403)."""

    def __init__(self, message: Message | None = None) -> None:
        super().__init__(message or NOT_ALLOWED())


class Conflict(DomainError):
    """The state of the thing does not admit the action any more (409)."""


class Invalid(DomainError):
    """The input breaks a rule (422).

    `fields` names the offending form fields with a sentence each, where the rule belongs to a field.
    """

    def __init__(self, message: Message, fields: Mapping[str, Message] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class TooMany(DomainError):
    """A rate limit is reached (429)."""

    def __init__(self, message: Message, *, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s
