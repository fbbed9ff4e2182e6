"""Names of uploaded files never reach the file system, a header or a page as they are."""

import io
import re
import uuid
from pathlib import Path

import pytest
from sqlalchemy import select

from registry.catalogue.models import Artifact
from registry.core.database import session
from registry.storage import open_store
from tests.security.actors import Who
from tests.security.world import World
from tests.support.publishing_factories import bpmn

NAMES = (
    "../../../../etc/passwd",
    "..\\..\\windows\\system32\\cmd.exe",
    "/etc/cron.d/x.bpmn",
    "C:\\Users\\x.bpmn",
    "file:///etc/passwd",
    "a\x00.bpmn",
    "a\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>.bpmn",
    "\u202enpmb.exe",
    "<img src=x onerror=alert(1)>.bpmn",
    "{{7*7}}.bpmn",
    "$(touch x).bpmn",
    "`touch x`.bpmn",
    "x.bpmn;rm -rf .",
    '"; filename="evil.html',
    "CON",
    "nul.bpmn",
    ".",
    "..",
    "...",
    ".htaccess",
    " .bpmn ",
    "a" * 4_000 + ".bpmn",
    "ä" * 300 + ".bpmn",
    "👩‍👩‍👧‍👦.bpmn",
    "%2e%2e%2fx.bpmn",
    "~root/.ssh/authorized_keys",
    "x.bpmn::$DATA",
    "\ufeff\u200b.bpmn",
    "|calc.bpmn",
    "=cmd|'/c calc'!A1.bpmn",
)


def shown_names(world: World, release_id: uuid.UUID) -> list[str]:
    with world.app.app_context():
        return list(session().scalars(select(Artifact.name).where(Artifact.release_id == release_id).distinct()))


def test_hostile_names_become_plain_ones(world: World) -> None:
    draft = world.things["draft"]
    path = f"/publish/releases/{draft['release_id']}/files"
    files = [(io.BytesIO(bpmn(f"Ablauf {number}")), name) for number, name in enumerate(NAMES)]
    with world.undone():
        data = {"csrf_token": world.token(Who.EDITOR), "files": files}
        answer = world.ask(Who.EDITOR, path, method="POST", data=data, content_type="multipart/form-data")
        assert answer.status_code == 303
        page = world.ask(Who.EDITOR, path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        names = shown_names(world, uuid.UUID(draft["release_id"]))
        assert len(names) >= len(NAMES)
        for name in names:
            assert re.fullmatch(r"[^/\\\x00-\x1f\x7f<>:\"|?*\u202a-\u202e\u2066-\u2069]{1,200}", name), name
            assert name.strip(". ") == name
        for link in set(re.findall(rf"{path}/[0-9a-f-]+/download", page)):
            file = world.ask(Who.EDITOR, link)
            assert file.status_code == 200
            disposition = file.headers["Content-Disposition"]
            assert disposition.startswith("attachment; filename")
            assert "\n" not in disposition
            assert file.mimetype == "application/octet-stream"


def test_files_on_disk_are_named_by_their_content(world: World, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    store = open_store(str(tmp_path / "files"))
    stored = store.put(b"Inhalt", limit_bytes=100)
    paths = [path.name for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_size == 6]
    assert paths == [stored.sha256]


@pytest.mark.parametrize("name", ["bericht.html", "bild.svg", "x.xhtml", "seite.bpmn", "makro.docm"])
def test_active_content_is_only_ever_a_download(world: World, name: str) -> None:
    draft = world.things["draft"]
    path = f"/publish/releases/{draft['release_id']}/files"
    content = b"<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>"
    with world.undone():
        data = {"csrf_token": world.token(Who.EDITOR), "files": (io.BytesIO(content), name)}
        answer = world.ask(Who.EDITOR, path, method="POST", data=data, content_type="multipart/form-data")
        assert answer.status_code in {303, 422}
        page = world.ask(Who.EDITOR, path).text
        for link in set(re.findall(rf"{path}/[0-9a-f-]+/download", page)):
            file = world.ask(Who.EDITOR, link)
            assert file.headers["Content-Security-Policy"].startswith("sandbox")
            assert file.headers["X-Content-Type-Options"] == "nosniff"
            assert file.headers["Content-Disposition"].startswith("attachment")
            assert file.mimetype == "application/octet-stream"
