"""Taking a release over: one confirm line, then the package."""

import uuid

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts.acting import acting, login_required
from registry.accounts.models import Contact
from registry.accounts.permissions import require
from registry.accounts.queries.contacts import get_contact, list_contacts
from registry.adoption.documents import documents_of
from registry.adoption.forms import ContactForm
from registry.adoption.package import build_package
from registry.adoption.permissions import may_adopt
from registry.adoption.queries import find_adoption
from registry.adoption.services.importing import import_release
from registry.adoption.views.blueprint import bp
from registry.catalogue.models import Release
from registry.catalogue.permissions import may_download
from registry.catalogue.queries import get_release
from registry.core.database import transaction
from registry.core.errors import Invalid, NotFound
from registry.web.adapters import adapters
from registry.web.downloads import send_open

BASE = "/solutions/<slug>/releases/<number>"


@bp.route(f"{BASE}/import", methods=["GET", "POST"])
@login_required
def confirm_import(slug: str, number: str) -> ResponseReturnValue:
    """Say what will happen, then record it."""
    release = get_release(slug, number, acting())
    require(may_adopt(acting(), release.solution))
    form = ContactForm(request.form if request.method == "POST" else None)
    form.offer(list_contacts(acting().municipality_id))
    own_use = find_adoption(acting().municipality_id, release.solution_id)
    if request.method == "GET" or (own_use is None and not form.validate()):
        return _confirm_page(release, form), 422 if request.method == "POST" else 200
    try:
        with transaction():
            contact = (
                get_contact(uuid.UUID(form.contact_id.data), municipality_id=acting().municipality_id)
                if own_use is None
                else None
            )
            import_release(get_release(slug, number, acting()), by=acting(), contact=contact)
    except Invalid as error:
        form.add_errors(error)
        return _confirm_page(get_release(slug, number, acting()), form), 422
    flash(_("Die Version ist übernommen. Laden Sie jetzt das Paket herunter."), "success")
    return redirect(url_for("adoption.imported", slug=slug, number=number))


@bp.get(f"{BASE}/imported")
@login_required
def imported(slug: str, number: str) -> ResponseReturnValue:
    """What to do now: fetch the package, go on with the checklist."""
    release = get_release(slug, number, acting())
    return render_template("adoption/imported.html", release=release, solution=release.solution)


@bp.get(f"{BASE}/package")
@login_required
def package(slug: str, number: str) -> Response:
    """The ZIP with files, fact sheet, licence, checklist and checksums."""
    release = get_release(slug, number, acting())
    if not may_download(release, acting()):
        raise NotFound
    archive = build_package(release, documents_of(release), store=adapters().store)
    return send_open(archive, name=f"{slug}-{number}.zip")


def _chosen_contact(form: ContactForm) -> Contact:
    return get_contact(uuid.UUID(form.contact_id.data), municipality_id=acting().municipality_id)


def _confirm_page(release: Release, form: ContactForm) -> str:
    own_use = find_adoption(acting().municipality_id, release.solution_id)
    return render_template(
        "adoption/import.html", release=release, solution=release.solution, form=form, own_use=own_use
    )
