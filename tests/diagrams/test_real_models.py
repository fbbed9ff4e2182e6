"""The real models of many tools: every shape, connection and name in its place, read independently of the reader."""

import statistics
import time
from pathlib import Path

import pytest
from lxml import etree

from registry.diagrams.pictures import pictures_of
from registry.diagrams.svg import draw
from registry.diagrams.widths import advance
from registry.formats.child import read_here
from registry.formats.reading import UnreadableFile
from registry.starting.checking import find_samples
from tests.diagrams import reading_svg

pytestmark = pytest.mark.real_files

DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
ACTIVITIES = ("task", "Task", "callActivity", "subProcess", "transaction")
SLACK = 3.0


def models() -> list[Path]:
    folder = Path(find_samples() or "")
    return [path for name in ("bpmn-miwg", "bpmn-other") for path in sorted((folder / name).rglob("*.bpmn"))]


@pytest.fixture(scope="module")
def read():
    """Each well-formed file with what lxml alone makes of it."""
    found = []
    for path in models():
        content = path.read_bytes()
        try:
            summary = read_here(content, path.name)
        except UnreadableFile:
            with pytest.raises(etree.XMLSyntaxError):
                etree.fromstring(content)
            continue
        found.append((path, summary.flow, etree.fromstring(content)))
    assert len(found) > 85
    return found


def test_one_picture_for_each_diagram(read):
    for path, model, root in read:
        pictures = pictures_of(model)
        planes = list(root.iter(f"{DI}BPMNPlane"))
        assert len(pictures) == len(planes), path
        for picture, plane in zip(pictures, planes, strict=True):
            assert bool(picture.svg) == bool(picture.thumbnail) == (len(plane) > 0), path
            assert (picture.note is None) == (len(plane) > 0), path


def test_every_shape_and_connection_is_in_its_place(read):
    compared = 0
    for path, model, root in read:
        for diagram, told in zip(model.diagrams, root.iter(f"{DI}BPMNPlane"), strict=True):
            drawn = reading_svg.elements(reading_svg.parse(draw(diagram))) if len(told) else []
            by_id: dict[str, list[reading_svg.Drawn]] = {}
            for element, what in drawn:
                by_id.setdefault(element, []).append(what)
            shapes, edges = list(told.iter(f"{DI}BPMNShape")), list(told.iter(f"{DI}BPMNEdge"))
            assert len(drawn) == len(shapes) + len(edges), path
            for shape in shapes:
                assert any(_fits(what, shape.find(f"{DC}Bounds")) for what in by_id[_id(shape)]), (path, _id(shape))
            for edge in edges:
                assert any(_leads(what, edge) for what in by_id[_id(edge)]), (path, _id(edge))
            compared += len(drawn)
    assert compared > 3_400


def _id(part) -> str:
    return part.get("bpmnElement").rpartition(":")[2]


def _fits(what: reading_svg.Drawn, bounds) -> bool:
    x, y, width, height = (float(bounds.get(name)) for name in ("x", "y", "width", "height"))
    told = (x, y, x + width, y + height)
    return what.box is not None and max(abs(one - other) for one, other in zip(what.box, told, strict=True)) < SLACK


def _leads(what: reading_svg.Drawn, edge) -> bool:
    """Through all its bends; an end at 0,0, which one tool writes for unknown, is drawn at its shape."""
    passed = reading_svg.walk(what.path)
    told = [(float(point.get("x")), float(point.get("y"))) for point in edge.iter(WAYPOINT)]
    known = [point for point in told if point != (0, 0)]
    return all(any(abs(x - px) + abs(y - py) < 0.3 for px, py in passed) for x, y in known)


def test_names_of_activities_stay_inside_their_shapes(read):
    compared = 0
    for path, model, _ in read:
        for diagram in filter(draw, model.diagrams):
            drawn = dict(reading_svg.elements(reading_svg.parse(draw(diagram))))
            for shape in diagram.shapes:
                if shape.type.endswith(ACTIVITIES):
                    box = drawn[shape.element].box
                    for middle, base, size, line in drawn[shape.element].lines:
                        half = advance(line) * size / 2000
                        assert box[0] <= middle - half, (path, line)
                        assert middle + half <= box[2], (path, line)
                        assert box[1] <= base - 0.75 * size, (path, line)
                        assert base + 0.25 * size <= box[3], (path, line)
                        compared += 1
    assert compared > 1_000


def test_every_name_is_written(read):
    for path, model, _ in read:
        for diagram in filter(draw, model.diagrams):
            root = reading_svg.parse(draw(diagram))
            written = _letters("".join(root.itertext()))
            for part in (*diagram.shapes, *diagram.connections):
                assert _letters(part.name) in written, (path, part.name)


def _letters(text: str) -> str:
    """What remains when lines are broken and words parted."""
    return "".join(character for character in text if character.isalnum())


def test_other_names_stand_at_the_place_that_the_tool_gave_them(read):
    compared = 0
    for path, model, _ in read:
        for diagram in filter(draw, model.diagrams):
            root = reading_svg.parse(draw(diagram))
            names = next(group for group in root.iter(f"{reading_svg.SVG}g") if group.get("class") == "dg-names")
            middles = [float(text.get("x")) for text in names]
            for connection in diagram.connections:
                if connection.name and connection.label is not None:
                    wanted = connection.label.x + connection.label.width / 2
                    assert min(abs(middle - wanted) for middle in middles) < 0.2, (path, connection.name)
                    compared += 1
    assert compared > 150


def test_nothing_but_plain_shapes(read):
    for _, model, _ in read:
        for picture in (picture for picture in pictures_of(model) if picture.svg):
            reading_svg.refuse_foreign(reading_svg.parse(picture.svg))
            reading_svg.refuse_foreign(reading_svg.parse(picture.thumbnail))
            assert len(picture.thumbnail) < 12_000


def test_drawing_takes_no_longer_than_five_times_reading(read):
    shares = []
    for path, model, _ in read:
        content = path.read_bytes()
        reading = min(_seconds(lambda: read_here(content, path.name)) for _ in range(2))  # noqa: B023
        drawing = min(_seconds(lambda: pictures_of(model)) for _ in range(2))  # noqa: B023
        shares.append(drawing / reading)
    assert max(shares) <= 5
    assert statistics.median(shares) <= 1


def _seconds(call) -> float:
    started = time.process_time()
    call()
    return time.process_time() - started
