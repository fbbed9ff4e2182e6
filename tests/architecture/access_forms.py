"""What a person sends with each changing request of the access table.

The form is taken from the page that shows it (as the person who acts sees it, else as somebody who may); `values` are
filled in over it. In braces: values of the thing that the row is about.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.support.accounts_factories import PASSWORD
from tests.support.publishing_factories import bpmn

Values = Mapping[str, str | tuple[bytes, str]]
FILE = (bpmn("Wohnsitz anmelden"), "wohnsitz.bpmn")
NEW_PASSWORD = "vier neue Wörter am Hang"


@dataclass(frozen=True)
class Filled:
    """A form: the page that shows it (the address of the action itself unless named), and what is entered."""

    values: Values = field(default_factory=dict)
    page: str = ""


FILLED: dict[str, Filled] = {
    "accounts.act_for": Filled({"municipality": "{municipality_id}"}),
    "accounts.change_password": Filled({"current": PASSWORD, "password": NEW_PASSWORD}),
    "accounts.join": Filled({"name": "Redaktion", "password": NEW_PASSWORD}, page="accounts.accept_invitation"),
    "accounts.new_password": Filled({"password": NEW_PASSWORD}),
    "accounts.request_reset": Filled({"email": "niemand@ort.example"}),
    "accounts.sign_in": Filled({"email": "{email}", "password": PASSWORD}),
    "admin.add_cooperation": Filled({"name": "Rheingau"}),
    "admin.add_coordinator": Filled({"email": "{candidate}"}, page="admin.cooperation"),
    "admin.add_municipality": Filled({"name": "Weilburg"}),
    "admin.feedback": Filled({"note": "Der Knopf ist wieder da."}),
    "admin.invite": Filled({"email": "neu@ort.example", "role": "admin"}),
    "adoption.checklist": Filled({}, page="adoption.show"),
    "adoption.move": Filled({"target": "paused", "reason": "cost"}, page="adoption.move?target=paused"),
    "my.add_contact": Filled({"role": "Standesamt"}),
    "my.add_deputy": Filled(
        {"absent": "{account_id}", "deputy": "{other_id}", "from_on": "2030-01-01", "until_on": "2030-01-02"}
    ),
    "my.add_system": Filled({"system_key": "emma"}),
    "my.edit_contact": Filled({"role": "Standesamt"}),
    "my.invite": Filled({"email": "neu@ort.example", "role": "reader"}),
    "my.member": Filled({"role": "editor"}),
    "portal.send_feedback": Filled({"text": "Die Schrift ist klein."}, page="portal.feedback"),
    "publishing.add_relation": Filled({"kind": "needs", "target": "fundsache-melden"}),
    "publishing.autosave": Filled({}, page="publishing.facts"),
    "publishing.block": Filled({"reason": "Zugangsdaten"}),
    "publishing.confirm": Filled({"finding": "{finding_id}"}),
    "publishing.decide": Filled({"go": "accept"}, page="publishing.review"),
    "publishing.files": Filled({"files": FILE}),
    "publishing.hand_over": Filled({"go": "submit", "rights": "y"}, page="publishing.submission"),
    "publishing.kind": Filled({"kind": "process"}),
    "publishing.new": Filled({"files": FILE}),
    "publishing.remove_relation": Filled({"kind": "variant_of", "target_id": "{target_id}"}),
    "publishing.replace": Filled({"file": FILE}),
    "publishing.withdraw_release": Filled({"reason": "Veraltet"}),
    "ratings.answer_rating": Filled({"answer": "Danke für den Hinweis."}),
    "ratings.give": Filled(
        {
            "stars": "4",
            "worked_as_described": "yes",
            "effort_as_stated": "yes",
            "would_take_again": "yes",
            "release": "1.0.0",
        }
    ),
}
