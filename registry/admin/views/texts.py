"""Texts of the portal: each save is a new edition, rendered once."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from registry.accounts.acting import acting, operator_required
from registry.admin.forms import TextForm
from registry.admin.queries import TEXT_KEYS, newest_text, newest_texts
from registry.admin.services import publish_text
from registry.admin.views.blueprint import bp
from registry.core.database import session
from registry.core.errors import Invalid, NotFound
from registry.portal.models import PageText
from registry.portal.services import NewText
from registry.text.markdown import render
from registry.web.conflicts import Difference
from registry.web.editing import Editing, attempt
from registry.web.language import LANGUAGES

LABELS = {
    "imprint": lazy_gettext("Impressum"),
    "privacy": lazy_gettext("Datenschutz"),
    "accessibility": lazy_gettext("Erklärung zur Barrierefreiheit"),
    "about": lazy_gettext("Über das Portal"),
    "guides": lazy_gettext("Anleitungen"),
    "contact": lazy_gettext("Kontakt"),
}


@bp.get("/texts")
@operator_required
def list_of_texts() -> ResponseReturnValue:
    """All texts with the edition that is shown."""
    return render_template("admin/texts.html", labels=LABELS, languages=LANGUAGES, newest=newest_texts())


@bp.route("/texts/<key>/<language>", methods=["GET", "POST"])
@operator_required
def text(key: str, language: str) -> ResponseReturnValue:
    """Write a new edition."""
    if key not in TEXT_KEYS or language not in LANGUAGES:
        raise NotFound
    form = _form_of(newest_text(key, language), is_sent=request.method == "POST")
    html = _rendered(form)

    def save() -> None:
        new = NewText(key, language, form.title.data or "", form.markdown.data or "", html)
        publish_text(new, seen=form.row_version.data or 0, by=acting())

    def stored() -> tuple[TextForm, int]:
        last = newest_text(key, language)
        return _form_of(last, is_sent=False), last.edition if last else 0

    def page(changes: Sequence[Difference]) -> str:
        values = {"form": form, "key": key, "language": language, "changes": changes}
        return render_template("admin/text.html", label=LABELS[key], **values)

    if form.errors:
        return page(()), 422
    answer = attempt(Editing(form=form, save=save, page=page, stored=stored))
    if answer is not None:
        return answer
    flash(_("Die neue Fassung ist veröffentlicht."), "success")
    return redirect(url_for("admin.list_of_texts"))


def _rendered(form: TextForm) -> str:
    """The HTML of what was sent, made outside of any transaction; the form says what was wrong with it."""
    if not form.validate_on_submit():
        return ""
    session().rollback()
    try:
        return render(form.markdown.data or "", top_level=2)
    except Invalid as refused:
        form.add_errors(Invalid(refused.message, {"markdown": refused.message}))
        return ""


def _form_of(last: PageText | None, *, is_sent: bool) -> TextForm:
    values: dict[str, object] = {"row_version": 0}
    if last is not None:
        values = {"title": last.title, "markdown": last.markdown, "row_version": last.edition}
    return TextForm(request.form if is_sent else None, data=values)
