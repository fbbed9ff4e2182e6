"""Towns that publish, their people, drafts in every stage, files to upload."""

import io
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from registry.accounts.actor import Actor
from registry.accounts.models import Account, Contact, Municipality, Role
from registry.catalogue.models import Audience, NoteKind, Release, SolutionKind
from registry.core.database import is_writing, session, transaction
from registry.publishing.choosing import choices_for
from registry.publishing.fingerprint import draft_mark
from registry.publishing.queries import find_release
from registry.publishing.services.checks import obstacles
from registry.publishing.services.drafts import NewSolution, create_solution
from registry.publishing.services.facts import prepare, save
from registry.publishing.services.review import ReleasePlan, accept, plan_release, submit
from registry.publishing.services.uploads import Incoming, Intake, receive
from registry.storage.memory import MemoryStore
from registry.storage.scanning import NullScanner
from registry.taxonomy.models import System
from tests.support.accounts_factories import make_member, make_municipality, signed_in
from tests.support.client import PageClient
from tests.support.database import saved

BPMN = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:t">
  <bpmn:process id="p" name="{name}" isExecutable="false">
    <bpmn:startEvent id="s" name="Antrag eingegangen"/>
    <bpmn:task id="t" name="{task}"/>
    <bpmn:endEvent id="e" name="Fertig"/>
    <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
    <bpmn:sequenceFlow id="f2" sourceRef="t" targetRef="e"/>
  </bpmn:process>
  <di:BPMNDiagram xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC">
    <di:BPMNPlane bpmnElement="p">
      <di:BPMNShape bpmnElement="s"><dc:Bounds x="10" y="30" width="36" height="36"/></di:BPMNShape>
      <di:BPMNShape bpmnElement="t"><dc:Bounds x="100" y="10" width="100" height="80"/></di:BPMNShape>
      <di:BPMNShape bpmnElement="e"><dc:Bounds x="260" y="30" width="36" height="36"/></di:BPMNShape>
    </di:BPMNPlane>
  </di:BPMNDiagram>
</bpmn:definitions>
"""

CIVENTO = """<?xml version="1.0" encoding="UTF-8"?>
<ns2:Bibliothek Schluessel="Hund" Rubrik="Vorgangsdefinition" Version="2.5" xmlns:ns2="urn:c">
  <Vorgang>
    <Name Standard="Hund anmelden"/>
    <Metadatendefinition>
      <Objekt Name="Hund" Datentyp="OBJECT">
        <Metadatenfeld Name="Rufname" Datentyp="STRING">
          <Textfeld><Darstellung>Pflichtfeld</Darstellung><Titel Standard="Rufname"/></Textfeld>
        </Metadatenfeld>
      </Objekt>
    </Metadatendefinition>
  </Vorgang>
</ns2:Bibliothek>
"""


def bpmn(name: str = "Hund anmelden", task: str = "Antrag prüfen") -> bytes:
    """A small process."""
    return BPMN.format(name=name, task=task).encode()


def civento() -> bytes:
    """A small civento process: a file with a form that leaves the solution a process."""
    return CIVENTO.encode()


@dataclass
class Town:
    """A partner town with people, made as needed."""

    app: Flask
    municipality: Municipality
    people: dict[str, Account] = field(default_factory=dict)

    def person(self, role: Role, number: int = 1) -> Account:
        """A member with this role."""
        key = f"{role.value}{number}"
        if key not in self.people:
            self.people[key] = make_member(self.municipality, role)
        return self.people[key]

    def client(self, role: Role, number: int = 1) -> PageClient:
        """A signed-in client of a member."""
        return signed_in(self.app, self.person(role, number), acting_for=self.municipality)

    def actor(self, role: Role, number: int = 1) -> Actor:
        """The member as an actor."""
        account = self.person(role, number)
        return Actor(
            account_id=account.id,
            name=account.name,
            municipality_id=self.municipality.id,
            municipality_name=self.municipality.name,
            role=role,
            is_partner=True,
        )


def make_town(app: Flask, name: str = "", **values: Any) -> Town:
    """A partner town without people."""
    if session().get(System, "civento") is None:
        saved(System(key="civento", category="platform", name="civento", vendor="ekom21", is_platform=True))
    return Town(app, make_municipality(name, **values))


def intake(store: MemoryStore) -> Intake:
    """What `receive` needs."""
    return Intake(store=store, scanner=NullScanner())


def make_contact(municipality: Municipality, role: str = "Steueramt") -> Contact:
    """A contact of a town."""
    return saved(Contact(municipality_id=municipality.id, role=role, email="steueramt@ort.example"))


def complete_facts(contact: Contact) -> dict[str, Any]:
    """Everything that must be answered for a process of internal staff."""
    unknown = {"answer": "unknown"}
    return {
        "title": "Hund anmelden",
        "summary": "Hundehalter melden ihren Hund online an.",
        "description": "## Ablauf\n\n- Antrag\n- Bescheid",
        "platform": "civento",
        "department": "steueramt_kaemmerei",
        "target_groups": ["internal_staff"],
        "legal_bases": unknown,
        "jurisdiction": "kommune",
        "depends_on_local_statute": unknown,
        "lifecycle": "productive",
        "live_since": "2024-03-01",
        "last_verified_on": "2026-01-15",
        "interfaces": unknown,
        "local_parameters": unknown,
        "prerequisites": unknown,
        "personal_data": "ordinary",
        "dpa_status": "in_place",
        "ropa_status": "in_place",
        "dpia_status": "open",
        "cases_per_year": unknown,
        "minutes_before": unknown,
        "minutes_after": unknown,
        "pay_grade": unknown,
        "adoption_effort_days": unknown,
        "reuse_fee": unknown,
        "cost_once": unknown,
        "cost_yearly": unknown,
        "reuse_legal_form": "kostenlos",
        "license": "EUPL-1.2",
        "rights_holder": "Stadt Musterstadt",
        "contact_functional": str(contact.id),
        "contact_technical": str(contact.id),
    }


def make_draft(
    town: Town, store: MemoryStore, *files: tuple[str, bytes], kind: SolutionKind | None = None, number: int = 1
) -> Release:
    """A draft with files, as an editor begins it."""
    given = files or (("hund.bpmn", bpmn()),)
    reception = receive([Incoming(name, io.BytesIO(content)) for name, content in given], intake(store))
    assert not reception.refusals, reception.refusals
    with transaction():
        release = create_solution(NewSolution(files=reception.files, kind=kind), by=town.actor(Role.EDITOR, number))
        release_id = release.id
    return load(release_id)


def make_ready(
    town: Town, store: MemoryStore, *files: tuple[str, bytes], audience: Audience = Audience.PARTNERS, **facts: Any
) -> Release:
    """A draft to which nothing is missing."""
    release = make_draft(town, store, *files)
    contact = make_contact(town.municipality, f"Stelle {release.id.hex[:8]}")
    values = complete_facts(contact) | facts
    prepared = prepare(values, choices_for(town.municipality.id, values))
    plan = ReleasePlan(number=(1, 0, 0), audience=audience, notes=[(NoteKind.ADDED, "Erste Version")])
    release_id = release.id
    with transaction():
        release = load(release_id)
        save(release, prepared, by=town.actor(Role.EDITOR))
        plan_release(release, plan, by=town.actor(Role.EDITOR))
    return load(release_id)


def make_submitted(town: Town, store: MemoryStore, *files: tuple[str, bytes], **options: Any) -> Release:
    """A draft that an editor submitted; a publisher may accept it."""
    town.person(Role.PUBLISHER)
    release_id = make_ready(town, store, *files, **options).id
    assert not obstacles(load(release_id), audience=load(release_id).audience)
    with transaction():
        submit(load(release_id), by=town.actor(Role.EDITOR), rights_declared=True)
    return load(release_id)


def make_published(town: Town, store: MemoryStore, *files: tuple[str, bytes], **options: Any) -> Release:
    """A release that a publisher accepted."""
    release_id = make_submitted(town, store, *files, **options).id
    with transaction():
        release = load(release_id)
        accept(release, by=town.actor(Role.PUBLISHER), mark=draft_mark(release))
    return load(release_id)


def upload(
    client: PageClient,
    path: str,
    *files: tuple[str, bytes],
    field: str = "files",
    headers: dict[str, str] | None = None,
    **values: str,
) -> TestResponse:
    """Send files by the form at `path`, as a browser does."""
    form = client.form(path, action=path)
    data: dict[str, Any] = form.values | values | {field: [(io.BytesIO(content), name) for name, content in files]}
    return client.post(path, data=data, content_type="multipart/form-data", headers=headers)


def csrf(client: PageClient) -> dict[str, str]:
    """The token for a request that is put together by hand."""
    return {"csrf_token": client.form("/publish/new", action="/publish/new").values["csrf_token"][0]}


def load(release_id: Any) -> Release:
    """The release as it stands in the database now."""
    if not is_writing():
        session().expire_all()
    release = find_release(release_id)
    assert release is not None
    return release
