"""A shared cache that ignores ``Vary``: whatever it may keep of one viewer, it may hand to every other."""

from collections import defaultdict

from tests.security.actors import Who
from tests.security.sweep import Sweep
from tests.security.world import World


def is_storable(control: str) -> bool:
    """Whether a shared cache may keep an answer (RFC 9111, 3): anything not forbidden."""
    return not {"no-store", "private"} & {part.strip().split("=")[0] for part in control.split(",")}


def test_what_a_shared_cache_may_keep_is_the_same_for_everybody(sweep: Sweep) -> None:
    stored = defaultdict(dict)
    for answer in sweep:
        if is_storable(answer.response.headers["Cache-Control"]):
            stored[answer.path][answer.who] = answer.response.get_data()
    assert len(stored) > 10
    for path, bodies in stored.items():
        assert len(set(bodies.values())) == 1, f"{path} differs between {list(bodies)}"


def test_what_a_shared_cache_may_keep_is_the_same_the_next_time(world: World, sweep: Sweep) -> None:
    for answer in sweep:
        if is_storable(answer.response.headers["Cache-Control"]) and answer.endpoint != "static_file":
            again = world.ask(answer.who, answer.path)
            assert again.get_data() == answer.response.get_data(), answer.path
            assert again.headers["ETag"] == answer.response.headers["ETag"]


def test_no_page_for_partners_reaches_a_visitor_through_the_cache(sweep: Sweep) -> None:
    seen = {answer.path for answer in sweep if answer.who is Who.VISITOR and answer.response.status_code == 200}
    kept = {answer.path for answer in sweep if is_storable(answer.response.headers["Cache-Control"])}
    assert kept <= seen


def test_an_unchanged_page_is_not_sent_again_but_never_to_somebody_else(world: World) -> None:
    first = world.ask(Who.VISITOR, "/solutions")
    again = {"If-None-Match": first.headers["ETag"]}
    assert world.ask(Who.VISITOR, "/solutions", headers=again).status_code == 304
    assert world.ask(Who.PUBLISHER, "/solutions", headers=again).status_code == 200
