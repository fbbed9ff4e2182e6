"""`flask formats …`: what the readers make of a folder of files."""

import os
from pathlib import Path

import click

from registry.core.messages import Message
from registry.formats.child import read_file
from registry.formats.reading import FileSummary, UnreadableFile

SAMPLES = Path("../shared/data")


@click.group("formats")
def formats() -> None:
    """Dateiformate."""


@formats.command("table")
@click.argument(
    "folder",
    required=False,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="REGISTRY_SAMPLES",
    default=SAMPLES,
)
def table(folder: Path) -> None:
    """Print what every file in FOLDER is recognised as: file, format, certainty, counts, reason."""
    click.echo("Datei\tFormat\tSicherheit\tAnzahl\tGrund")
    for path in sorted(part for part in folder.rglob("*") if part.is_file()):
        click.echo("\t".join((path.relative_to(folder).as_posix(), *describe(path))))


def describe(path: Path) -> tuple[str, str, str, str]:
    """Format, certainty, counts and reason of one file, as the table shows them."""
    try:
        return _columns(read_file(path, os.fspath(path.name)))
    except UnreadableFile as problem:
        return "refused", "", "", str(problem.message)


def _columns(summary: FileSummary) -> tuple[str, str, str, str]:
    counts = ", ".join(f"{name} {number}" for name, number in summary.counts.items() if number)
    reason: Message = summary.reason
    return summary.format_id, summary.certainty.value, counts, str(reason)
