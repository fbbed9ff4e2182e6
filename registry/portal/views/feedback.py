"""Reporting a barrier or a mistake: without account, without cookie."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import Email, InputRequired, Length, Optional

from registry.accounts.attempts import FEEDBACK_ADDRESS, count_attempt
from registry.accounts.views.browser import network_of
from registry.core.database import transaction
from registry.portal.models import FeedbackKind
from registry.portal.services import NewFeedback, receive_feedback
from registry.portal.views.blueprint import bp
from registry.web.adapters import settings
from registry.web.forms import PortalForm, options
from registry.web.links import is_own_path

MAX_PAGE = 500


def _own(page: str | None) -> str:
    """The path if it is one of this portal, else nothing."""
    return page if page and len(page) <= MAX_PAGE and is_own_path(page) and page.isprintable() else ""


class FeedbackForm(PortalForm):
    """What is wrong, and where."""

    kind = RadioField(
        _l("Worum geht es?"),
        choices=options(
            (
                (FeedbackKind.BARRIER.value, _l("Eine Barriere: Etwas ist für mich nicht zugänglich")),
                (FeedbackKind.MISTAKE.value, _l("Ein Fehler in einem Inhalt")),
                (FeedbackKind.OTHER.value, _l("Etwas anderes")),
            )
        ),
        default=FeedbackKind.BARRIER.value,
        validators=[InputRequired()],
    )
    text = TextAreaField(
        _l("Was ist passiert?"),
        description=_l("Beschreiben Sie, was Sie tun wollten und was Sie daran gehindert hat."),
        validators=[InputRequired(_l("Bitte beschreiben Sie, was passiert ist.")), Length(max=4000)],
    )
    email = StringField(
        _l("E-Mail-Adresse"),
        description=_l("Nur wenn Sie eine Antwort möchten."),
        validators=[Optional(), Email(_l("Bitte geben Sie eine gültige E-Mail-Adresse ein.")), Length(max=254)],
    )
    page = HiddenField(filters=[_own])


@bp.get("/feedback")
def feedback() -> ResponseReturnValue:
    """The form; knows the page the visitor came from."""
    form = FeedbackForm(data={"page": _own(request.args.get("page")), "kind": FeedbackKind.BARRIER.value})
    return render_template("portal/feedback.html", form=form)


@bp.post("/feedback")
def send_feedback() -> ResponseReturnValue:
    """Keep the message and say when it will be answered."""
    form = FeedbackForm(request.form)
    if not form.validate():
        return render_template("portal/feedback.html", form=form), 422
    with transaction():
        count_attempt(FEEDBACK_ADDRESS, network_of(request.remote_addr or ""), secret=settings().secret_key)
        received = receive_feedback(
            NewFeedback(
                kind=FeedbackKind(form.kind.data),
                page=form.page.data or "",
                text=form.text.data or "",
                email=form.email.data or "",
            )
        )
        due_on = received.due_on
    return render_template("portal/feedback_sent.html", due_on=due_on)
