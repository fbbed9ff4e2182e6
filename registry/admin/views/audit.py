"""The audit log."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from registry.accounts.acting import operator_required
from registry.activity.services import broken_links
from registry.admin.queries import names_of_accounts, names_of_municipalities, page_audit
from registry.admin.views.blueprint import bp
from registry.admin.views.lists import page_links
from registry.core.paging import clamp_page


@bp.get("/audit")
@operator_required
def audit() -> ResponseReturnValue:
    """Who did what when, newest first; on request the chain is checked from its beginning."""
    page = page_audit(clamp_page(request.args.get("page")))
    return render_template(
        "admin/audit.html",
        page=page,
        people=names_of_accounts({entry.actor_id for entry in page.items if entry.actor_id}),
        municipalities=names_of_municipalities(
            {entry.municipality_id for entry in page.items if entry.municipality_id}
        ),
        broken=broken_links() if request.args.get("check") == "1" else None,
        page_url=page_links("admin.audit"),
    )
