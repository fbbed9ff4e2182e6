"""The coordinator's matrix, on the screen and as a table file."""

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts.acting import acting, login_required
from registry.accounts.actor import Actor
from registry.accounts.permissions import require
from registry.adoption.labels import STAGES
from registry.catalogue.labels import KINDS, platform_names
from registry.core import clock
from registry.reporting.filters import MatrixFilters, filters_from
from registry.reporting.permissions import may_coordinate
from registry.reporting.queries import UseRow, list_uses, read_choices, read_matrix
from registry.reporting.table_file import csv_file
from registry.web.downloads import as_download
from registry.web.formatting import format_date
from registry.web.templating import message_text

bp = Blueprint("reporting", __name__, url_prefix="/coordination")


@bp.get("")
@login_required
def index() -> ResponseReturnValue:
    """Who uses what, and how far."""
    actor, filters = _coordinator(), _filters()
    return render_template(
        "reporting/index.html",
        filters=filters,
        matrix=read_matrix(filters, actor),
        choices=read_choices(actor),
        platforms=platform_names(),
        stages=STAGES,
        kinds=KINDS,
        towns_url=lambda number: _url(filters, towns=number, solutions=filters.solutions_page),
        solutions_url=lambda number: _url(filters, towns=filters.towns_page, solutions=number),
    )


@bp.get("/uses.csv")
@login_required
def uses_csv() -> Response:
    """Everything the filters leave, one line for each use."""
    actor, platforms = _coordinator(), platform_names()
    content = csv_file(_header(), (_line(row, platforms) for row in list_uses(_filters(), actor)))
    response = Response(content, content_type="text/csv; charset=utf-8")
    name = f"nachnutzungen-{clock.today().isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return as_download(response)


def _coordinator() -> Actor:
    actor = acting()
    require(may_coordinate(actor), visible=False)
    return actor


def _filters() -> MatrixFilters:
    return filters_from(request.args.to_dict(flat=False))


def _url(filters: MatrixFilters, *, towns: int, solutions: int) -> str:
    return url_for("reporting.index", **filters.to_args(towns=towns, solutions=solutions))


def _header() -> list[str]:
    return [
        _("Kommune"), _("Amtlicher Gemeindeschlüssel"), _("Kreis"), _("Lösung"), _("Art"), _("Plattform"),
        _("Herausgeber"), _("Stand"), _("Seit"), _("Version"),
    ]  # fmt: skip


def _line(row: UseRow, platforms: dict[str, str]) -> list[str]:
    return [
        row.municipality,
        row.ags,
        row.county,
        row.solution,
        message_text(KINDS.label(row.kind)),
        platforms.get(row.platform, row.platform),
        row.publisher,
        message_text(STAGES.label(row.stage)),
        format_date(row.since),
        row.number,
    ]
