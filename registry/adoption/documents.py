"""The texts an import package carries beside the files."""

from flask import render_template

from registry.adoption.checklist import LABELS
from registry.adoption.package import Document, as_json
from registry.catalogue.fact_sheet.choices import Choices
from registry.catalogue.fact_sheet.display import groups
from registry.catalogue.fact_sheet.export import steckbrief
from registry.catalogue.fact_sheet.sheet import of_release
from registry.catalogue.models import Release
from registry.core.database import session
from registry.taxonomy.models import Licence
from registry.taxonomy.queries import known_terms
from registry.web.language import speaking
from registry.web.links import absolute_url


def documents_of(release: Release) -> list[Document]:
    """Fact sheet as JSON and HTML, licence text, checklist; always in German, without contacts."""
    keys, ozg_id = release.facts.get("leika_keys"), release.facts.get("ozg_id")
    choices = Choices(
        terms=known_terms(
            leika_keys=keys if isinstance(keys, list) else (), ozg_ids=(ozg_id,) if isinstance(ozg_id, str) else ()
        )
    )
    sheet = of_release(release)
    data = {
        **steckbrief(sheet, choices, viewer_is_partner=True),
        "solution": release.solution.slug,
        "version": release.number,
        "address": absolute_url("portal.release", slug=release.solution.slug, number=release.number),
        "files": [
            {"name": item.name, "role": item.role.value, "sha256": item.sha256, "size_bytes": item.size_bytes}
            for item in release.artifacts
        ],
    }
    shown = [group for group in groups(sheet, choices, viewer_is_partner=True) if group.id.value != "people"]
    with speaking("de"):
        html = render_template(
            "adoption/package/steckbrief.html", release=release, groups=shown, address=data["address"]
        )
        checklist = render_template("adoption/package/checkliste.md", release=release, labels=list(LABELS.values()))
    return [
        Document("steckbrief.json", as_json(data)),
        Document("steckbrief.html", html.encode()),
        Document("CHECKLISTE.md", checklist.encode()),
        Document("LIZENZ.txt", _licence_text(release).encode()),
    ]


def _licence_text(release: Release) -> str:
    key = release.facts.get("license")
    licence = session().get(Licence, key) if isinstance(key, str) else None
    if licence is None:
        return "Für diese Version ist keine Lizenz angegeben.\n"
    holder = release.facts.get("rights_holder")
    head = f"{licence.name}\nRechteinhaber: {holder if isinstance(holder, str) else 'nicht angegeben'}\n\n"
    return head + licence.text
