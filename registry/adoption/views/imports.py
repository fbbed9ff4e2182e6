"""Taking a release over: one confirm line, then the package."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts.acting import acting, login_required
from registry.accounts.models import Contact
from registry.accounts.permissions import require
from registry.accounts.queries.contacts import get_contact, list_contacts
from registry.adoption.documents import documents_of
from registry.adoption.forms import ContactForm
from registry.adoption.models import Adoption
from registry.adoption.package import build_package
from registry.adoption.permissions import may_adopt
from registry.adoption.queries import find_adoption, has_imported
from registry.adoption.services.importing import import_release
from registry.adoption.views.blueprint import bp
from registry.adoption.views.loading import require_contacts
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
    own_use, form = find_adoption(acting().municipality_id, release.solution_id), _form()
    if form.is_submitted and own_use is None:
        require_contacts(form)
    if not form.is_submitted or (own_use is None and not form.validate()):
        return _page(release, own_use, form), 422 if form.is_submitted else 200
    try:
        with transaction():
            contact = _chosen_contact(form) if own_use is None else None
            import_release(get_release(slug, number, acting()), by=acting(), contact=contact)
    except Invalid as error:
        form.add_errors(error)
        return _page(get_release(slug, number, acting()), None, form), 422
    flash(_("Version %(number)s ist übernommen.", number=number), "success")
    return redirect(url_for("adoption.imported", slug=slug, number=number))


@bp.get(f"{BASE}/imported")
@login_required
def imported(slug: str, number: str) -> ResponseReturnValue:
    """What to do now: fetch the package, go on with the checklist."""
    release = get_release(slug, number, acting())
    if not has_imported(release, acting().municipality_id):
        raise NotFound
    return render_template("adoption/imported.html", release=release, solution=release.solution)


@bp.get(f"{BASE}/package")
@login_required
def package(slug: str, number: str) -> ResponseReturnValue:
    """The ZIP with files, fact sheet, licence, checklist and checksums, for whoever took the release over."""
    release = get_release(slug, number, acting())
    if not may_download(release, acting()):
        raise NotFound
    if not has_imported(release, acting().municipality_id):
        return redirect(url_for("adoption.confirm_import", slug=slug, number=number))
    archive = build_package(release, documents_of(release), store=adapters().store)
    return send_open(archive, name=f"{slug}-{number}.zip")


def _form() -> ContactForm:
    form = ContactForm(request.form if request.method == "POST" else None)
    form.offer(list_contacts(acting().municipality_id))
    return form


def _chosen_contact(form: ContactForm) -> Contact:
    return get_contact(form.chosen_contact_id, municipality_id=acting().municipality_id)


def _page(release: Release, own_use: Adoption | None, form: ContactForm) -> str:
    return render_template(
        "adoption/import.html", release=release, solution=release.solution, form=form, own_use=own_use
    )
