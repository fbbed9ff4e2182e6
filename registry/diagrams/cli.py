"""``flask diagrams …``: looking at the drawings of a folder of files, and how long they take."""

import html
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from registry.diagrams.flows import flows_of
from registry.diagrams.pictures import Picture, pictures_of
from registry.formats.child import read_here
from registry.formats.reading import FileSummary, UnreadableFile

_FOLDER = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
_HEAD = """<!doctype html><html lang="de"><meta charset="utf-8"><title>Bilder</title>
<style>body{font-family:sans-serif;margin:1rem}figure{margin:0 0 2rem;border-top:1px solid #999}
figcaption{padding:.5rem 0}.large svg{max-width:100%;height:auto}</style><h1>Bilder</h1>"""


@click.group("diagrams")
def diagrams() -> None:
    """Bilder von Abläufen."""


@diagrams.command("sheet")
@_FOLDER
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def sheet(folder: Path, target: Path) -> None:
    """Write all drawings of the files in FOLDER into one HTML page TARGET to look at."""
    parts = [_HEAD]
    for path, summary in _summaries(folder):
        name = html.escape(path.relative_to(folder).as_posix())
        parts += [_figure(name, picture) for picture in pictures_of(flows_of(summary))]
    target.write_text("".join(parts), encoding="utf-8")
    click.echo(f"{len(parts) - 1} Bilder in {target}")


@diagrams.command("timing")
@_FOLDER
def timing(folder: Path) -> None:
    """Print for each file in FOLDER how long reading and drawing take; drawing may take five times as long."""
    shares: list[float] = []
    for path, summary in _summaries(folder):
        if summary.flow is None or not summary.flow.diagrams:
            continue
        content, model = path.read_bytes(), summary.flow
        reading = min(_seconds(lambda: read_here(content, path.name)) for _ in range(3))  # noqa: B023 (called here)
        drawing = min(_seconds(lambda: pictures_of(model)) for _ in range(3))  # noqa: B023
        shares.append(drawing / reading)
        click.echo(f"{reading * 1000:8.1f} ms  {drawing * 1000:8.1f} ms  {shares[-1]:5.2f}  {path.relative_to(folder)}")
    if shares:
        click.echo(f"Median {statistics.median(shares):.2f}, höchstens {max(shares):.2f}, {len(shares)} Dateien")


def _summaries(folder: Path) -> Iterator[tuple[Path, FileSummary]]:
    """What is read of each file; trusted files only, for they are read in this process."""
    for path in sorted(part for part in folder.rglob("*") if part.is_file()):
        try:
            yield path, read_here(path.read_bytes(), path.name)
        except UnreadableFile as problem:
            click.echo(f"{path.relative_to(folder)}: {problem.message}", err=True)


def _figure(name: str, picture: Picture) -> str:
    note = html.escape(str(picture.note)) if picture.note else ""
    title = html.escape(picture.name)
    caption = f"<figcaption><b>{name}</b> {title} {picture.width}×{picture.height} {note}</figcaption>"
    return f'<figure>{caption}{picture.thumbnail}<div class="large">{picture.svg}</div></figure>\n'


def _seconds(call: Callable[[], object]) -> float:
    started = time.process_time()
    call()
    return time.process_time() - started
