"""How the small world of `tests.security.world` is made: through the real services, in one transaction."""

import uuid
from datetime import timedelta

from registry.accounts.models import (
    Account,
    Deputy,
    Invitation,
    Membership,
    Municipality,
    MunicipalitySystem,
    Orphan,
    PasswordReset,
    Role,
)
from registry.accounts.sessions import open_session
from registry.adoption.services.importing import import_release
from registry.adoption.services.moving import Move, move_adoption, start_adoption
from registry.adoption.stages import Stage
from registry.catalogue.models import Audience, RelationKind, Release
from registry.core import clock
from registry.core.database import session, transaction
from registry.portal.models import FeedbackKind
from registry.portal.services import NewFeedback, NewText, receive_feedback, write_text
from registry.publishing.services.relations import relate
from registry.publishing.services.review import submit
from registry.ratings.models import Verdict
from registry.ratings.services import Judgement, rate
from registry.storage.memory import MemoryStore
from registry.taxonomy.models import System
from registry.web.links import signed_token
from tests.security.actors import OWN, PARTNER, Who
from tests.security.world import World
from tests.support.accounts_factories import (
    LIFETIME,
    make_account,
    make_cooperation,
    make_coordinator,
    make_member,
    make_municipality,
    make_operator,
)
from tests.support.database import saved
from tests.support.publishing_factories import (
    Town,
    bpmn,
    civento,
    load,
    make_contact,
    make_draft,
    make_published,
    make_ready,
    make_submitted,
    make_town,
)

CONFIDENTIAL = "Rückfrage an vorname.nachname@usinger-land.de"
"""What the scan for personal data stops at."""
TEXT_PAGES = ("imprint", "privacy", "accessibility", "about", "guides", "contact")

FORM = ("formular.xml", civento())


class Builder:
    """Fills a world; needs an application context."""

    def __init__(self, world: World) -> None:
        self.world = world
        app = world.app
        self.usingen = make_town(app, "Usingen")
        self.wehrheim = make_town(app, "Wehrheim")
        self.neu_anspach = make_town(app, "Neu-Anspach")
        self.weilrod = make_town(app, "Weilrod")
        self.schmitten = make_town(app, "Schmitten")
        self.store: MemoryStore = world.adapters.store  # type: ignore[assignment]

    def build(self) -> None:
        for town in (self.usingen, self.weilrod):
            town.municipality.reviewer_id = self.neu_anspach.municipality.id
            saved(town.municipality)
        self._texts()
        self._drafts()
        self._published()
        self._uses()
        self._house()
        self._foreign()
        self._people()

    def _texts(self) -> None:
        with transaction():
            for key in TEXT_PAGES:
                write_text(NewText(key, "de", f"Seite {key}", "Ein Text", "<p>Ein Text</p>"), by_id=None)

    def _drafts(self) -> None:
        held = ("hund.bpmn", bpmn("Hund anmelden", CONFIDENTIAL))
        self._release("draft", make_draft(self.usingen, self.store, held, FORM))
        self._release("ready", make_ready(self.usingen, self.store, ("gewerbe.bpmn", bpmn("Gewerbe anmelden"))))
        submitted = make_submitted(self.usingen, self.store, ("kita.bpmn", bpmn("Kita-Platz vormerken")), FORM)
        self._release("submitted", submitted)
        self._release("entrusted", self._submitted_by_the_only_editor())

    def _submitted_by_the_only_editor(self) -> Release:
        release_id = make_ready(self.weilrod, self.store, ("wasser.bpmn", bpmn("Wasserzähler melden")), FORM).id
        self.neu_anspach.person(Role.PUBLISHER)
        with transaction():
            submit(load(release_id), by=self.weilrod.actor(Role.EDITOR), rights_declared=True)
        return load(release_id)

    def _published(self) -> None:
        for name, audience in (("public", Audience.PUBLIC), ("partners", Audience.PARTNERS)):
            files = (f"{name}.bpmn", bpmn(f"Bescheid {name}"))
            published = make_published(self.usingen, self.store, files, FORM, audience=audience, title=f"Für {name}")
            self._release(name, published)
        lent = make_published(self.wehrheim, self.store, ("lent.bpmn", bpmn("Fundsache")), title="Fundsache melden")
        self._release("borrowed", lent)
        with transaction():
            own = load(uuid.UUID(self.world.things["public"]["release_id"])).solution
            relate(own, RelationKind.VARIANT_OF, target_slug=lent.solution.slug, by=self.usingen.actor(Role.EDITOR))
        self.world.things["public"]["target_id"] = str(lent.solution_id)

    def _uses(self) -> None:
        borrowed = uuid.UUID(self.world.things["borrowed"]["release_id"])
        public = uuid.UUID(self.world.things["public"]["release_id"])
        self.world.things["borrowed"]["rating_id"] = self._tried(self.usingen, borrowed)
        self.world.things["public"]["rating_id"] = self._tried(self.wehrheim, public)

    def _tried(self, town: Town, release_id: uuid.UUID) -> str:
        """A town imported a release, tested and rated it; the id of its rating."""
        contact = make_contact(town.municipality, f"Prüfstelle {release_id.hex[:6]}")
        actor = town.actor(Role.EDITOR)
        contact_id, no = contact.id, Verdict.NO
        with transaction() as current:
            release = load(release_id)
            use = start_adoption(release.solution, by=actor, contact=current.get_one(type(contact), contact_id))
            import_release(release, by=actor)
            move_adoption(use, Move(target=Stage.TESTING, release=release), by=actor)
            judgement = Judgement(3, no, Verdict.YES, Verdict.PARTLY, "Lief nach zwei Tagen.")
            return str(rate(release, by=actor, judgement=judgement).id)

    def _house(self) -> None:
        saved(System(key="emma", category="automation", name="EMMA", vendor=""))
        self.world.things["house"] = self._house_of(self.usingen.municipality, self.usingen)
        house = self.world.things["house"]
        town = self.usingen.municipality
        with transaction():
            message = receive_feedback(NewFeedback(FeedbackKind.BARRIER, "/solutions", "Der Knopf fehlt."))
            self.world.things["message"] = {"feedback_id": str(message.id)}
        self.world.things["town"] = {"slug": town.slug, "municipality_id": str(town.id)}
        self.world.things["person"] = {"account_id": house["account_id"], "deed": "deactivate"}
        self.world.things["text"] = {"key": "about", "language": "de"}
        self.world.things["invitation"] = {"token": house.pop("invitation")}
        self.world.things["reset"] = {"token": house.pop("reset")}
        self.world.things["static"] = {"version": "beliebig", "path": "css/app.css"}

    def _foreign(self) -> None:
        town = self.schmitten
        self._release("foreign", make_draft(town, self.store, ("x.bpmn", bpmn("Fremdes", CONFIDENTIAL))))
        foreign = self.world.things.pop("foreign")
        foreign |= self._house_of(town.municipality, town)
        published = make_published(town, self.store, ("y.bpmn", bpmn("Fremdes")), title="Ganz fremd")
        foreign["slug"] = published.solution.slug
        foreign["rating_id"] = self._tried(self.wehrheim, published.id)
        self.world.foreign = {name: value for name, value in foreign.items() if name == "slug" or name.endswith("_id")}

    def _house_of(self, town: Municipality, people: Town) -> dict[str, str]:
        """What a municipality keeps about itself, one of each."""
        person, other = people.person(Role.READER, 2), people.person(Role.READER, 3)
        today, owned = clock.today(), {"municipality_id": town.id}
        reset = saved(PasswordReset(account_id=person.id, expires_at=clock.now() + timedelta(hours=1)))
        invitation = Invitation(
            **owned,
            email=f"neu@{town.slug}.example",
            email_folded=f"neu@{town.slug}.example",
            role=Role.READER,
            expires_at=clock.now() + timedelta(days=1),
        )
        deputy = Deputy(**owned, absent_id=person.id, deputy_id=other.id, from_on=today, until_on=today)
        orphan = Orphan(**owned, kind="contact", subject_id=uuid.uuid4(), label="Meldestelle", left_at=clock.now())
        membership = session().query(Membership).filter_by(account_id=person.id, **owned).one()
        return {
            "municipality_id": str(town.id),
            "account_id": str(person.id),
            "other_id": str(other.id),
            "membership_id": str(membership.id),
            "contact_id": str(make_contact(town, "Friedhofsamt").id),
            "system_id": str(saved(MunicipalitySystem(**owned, system_key="civento")).id),
            "invitation_id": str(saved(invitation).id),
            "deputy_id": str(saved(deputy).id),
            "orphan_id": str(saved(orphan).id),
            "invitation": signed_token("invitation", invitation.id),
            "reset": signed_token("password_reset", reset.id),
        }

    def _people(self) -> None:
        own, partner = zip(OWN, Role, strict=True), zip(PARTNER, Role, strict=True)
        for who, role in own:
            self._sign_in(who, self.usingen.person(role), self.usingen.municipality)
        for who, role in partner:
            self._sign_in(who, self.wehrheim.person(role), self.wehrheim.municipality)
        self._sign_in(Who.REVIEWER, self.neu_anspach.person(Role.PUBLISHER), self.neu_anspach.municipality)
        towns = (self.usingen.municipality, self.wehrheim.municipality)
        cooperation = make_cooperation("Hochtaunus", towns)
        coordinator = make_coordinator(cooperation)
        found = {
            "candidate": self.usingen.person(Role.READER).email,
            "cooperation_id": str(cooperation.id),
            "account_id": str(coordinator.id),
        }
        self.world.things["cooperation"] = found
        self._sign_in(Who.COORDINATOR, coordinator)
        self._sign_in(Who.OPERATOR, make_operator())
        outside = make_municipality("Glashütten", partner=False)
        for town in (outside, self.neu_anspach.municipality):
            make_contact(town)
        self._sign_in(Who.OUTSIDER, make_member(outside, Role.ADMIN), outside)
        self._sign_in(Who.FORMER, make_account())
        dead = make_member(self.usingen.municipality, Role.ADMIN)
        self._sign_in(Who.DEACTIVATED, dead, self.usingen.municipality)
        dead.is_active = False
        saved(dead)

    def _sign_in(self, who: Who, account: Account, acting_for: Municipality | None = None) -> None:
        account_id, wanted = account.id, acting_for.id if acting_for else None
        with transaction() as current:
            row, token = open_session(current.get_one(Account, account_id), agent="Firefox", lifetime=LIFETIME)
            row.municipality_id = wanted
            session_id = str(row.id)
        if who is Who.READER:
            self.world.things["house"]["session_id"] = session_id
        self.world.cookies[who], self.world.emails[who] = token, session().get_one(Account, account_id).email

    def _release(self, name: str, release: Release) -> None:
        artifact = release.artifacts[0]
        self.world.things[name] = {
            "release_id": str(release.id),
            "solution_id": str(release.solution_id),
            "slug": release.solution.slug or "ohne-adresse",
            "number": release.number,
            "artifact_id": str(artifact.id),
            "place": "1",
            "sha256": artifact.sha256,
            "finding_id": str(artifact.findings[0].id) if artifact.findings else str(uuid.uuid4()),
            "group": "identity",
        }
        if len(release.artifacts) > 1:
            self.world.things[f"{name}_form"] = {"artifact_id": str(release.artifacts[1].id)}
