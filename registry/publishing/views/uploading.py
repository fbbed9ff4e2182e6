"""Files that come with a request: taken in, and answered for pages with and without JavaScript."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from flask import flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import CombinedMultiDict, FileStorage

from registry.accounts.models import Municipality
from registry.core.database import session
from registry.publishing.services.unpacking import unpack_archives
from registry.publishing.services.uploads import Incoming, Intake, Reception, Refusal, receive, traces_of
from registry.web.adapters import adapters
from registry.web.formatting import format_size
from registry.web.templating import message_text


def submitted_data() -> Any:  # noqa: ANN401 (what WTForms takes)
    """Fields and files of the request for a form; None unless it was sent."""
    return CombinedMultiDict([request.files, request.form]) if request.method == "POST" else None


def intake_for(municipality_id: uuid.UUID | None) -> Intake:
    """How files of this municipality are taken in."""
    outside = adapters()
    municipality = session().get(Municipality, municipality_id) if municipality_id else None
    return Intake(
        store=outside.store,
        scanner=outside.scanner,
        limit_bytes=outside.settings.max_file_bytes,
        own_traces=traces_of(municipality) if municipality else None,
    )


def take_in(files: Iterable[FileStorage], municipality_id: uuid.UUID | None, *, unpack: bool = True) -> Reception:
    """Store and read the files of a form, outside of any transaction; archives of several files are unpacked."""
    incoming = [Incoming(item.filename or "", item.stream) for item in files]  # type: ignore[arg-type]
    intake = intake_for(municipality_id)
    reception = receive(incoming, intake)
    return unpack_archives(reception, intake) if unpack else reception


def limits_text() -> str:
    """The two limits, for the upload field."""
    current = adapters().settings
    sizes = {"file": format_size(current.max_file_bytes), "request": format_size(current.max_request_bytes)}
    return str(_("Je Datei höchstens %(file)s, zusammen %(request)s.", **sizes))


def sentences(refusals: Sequence[Refusal]) -> list[str]:
    """What to tell about the files that were not taken."""
    return [message_text(refusal.message) for refusal in refusals]


def tell_outcome(reception: Reception) -> None:
    """Tell on the next page about archives, and about files that were not taken while others were."""
    for note in reception.notes:
        flash(message_text(note), "info")
    for sentence in sentences(reception.refusals):
        flash(sentence, "error")


def wants_json() -> bool:
    """Whether the upload behaviour asks and goes to the next page by itself."""
    return request.accept_mimetypes.best == "application/json"


def go_to(url: str) -> ResponseReturnValue:
    """The next page after an upload."""
    return jsonify(location=url) if wants_json() else redirect(url, 303)


def refused(page: str, texts: Sequence[str]) -> ResponseReturnValue:
    """Nothing was taken: the form again, or the sentences for the upload behaviour."""
    if wants_json():
        return jsonify(message=" ".join(texts)), 422
    return page, 422
