"""Secrets, personal data and internal details in a file: where they are, masked, with a fingerprint.

All of the text of a file is joined once and every pattern goes over it once. The patterns are anchored
on a literal or bounded in every repetition, so that their time grows with the text and no faster.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from registry.core.messages import N_, Message, define
from registry.formats import finding_names, finding_patterns
from registry.formats.finding_hits import Hit
from registry.formats.plain import plain
from registry.formats.probe import Probe
from registry.formats.reading import FileSummary, Finding, FindingKind
from registry.formats.segments import Segment, segments_of
from registry.formats.shape import Storable

MAX_FINDINGS = 200
MAX_HITS = 5_000

_LABELS = {
    "password": define("finding.password", N_("Kennwort oder Zugangsschlüssel")),
    "private_key": define("finding.private_key", N_("Privater Schlüssel")),
    "token": define("finding.token", N_("Zugangstoken")),
    "url_credentials": define("finding.url_credentials", N_("Adresse mit Zugangsdaten")),
    "header": define("finding.header", N_("Wert eines Anfragekopfs")),
    "endpoint": define("finding.endpoint", N_("Adresse einer Schnittstelle")),
    "installation": define("finding.installation", N_("Adresse Ihrer Installation")),
    "internal_address": define("finding.internal_address", N_("Interne Netzadresse")),
    "ip_address": define("finding.ip_address", N_("IP-Adresse")),
    "email": define("finding.email", N_("E-Mail-Adresse")),
    "phone": define("finding.phone", N_("Telefonnummer")),
    "iban": define("finding.iban", N_("Bankverbindung (IBAN)")),
    "login": define("finding.login", N_("Benutzername")),
    "user_path": define("finding.user_path", N_("Dateipfad mit Benutzernamen")),
    "person": define("finding.person", N_("Name einer Person")),
    "local_value": define("finding.local_value", N_("Eigener Wert Ihrer Kommune")),
}

_SECRET = frozenset({"password", "private_key", "token", "url_credentials", "header"})
_INTERNAL = frozenset({"endpoint", "installation", "internal_address", "ip_address", "local_value"})
_SEVERITY = {FindingKind.SECRET: 3, FindingKind.PERSONAL: 2, FindingKind.INTERNAL: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTraces(Storable):
    """What gives the town away: its name, web domain and mailbox (empty ones are not looked for)."""

    town: str = ""
    domain: str = ""
    mailbox: str = ""


def category_label(category: str) -> Message:
    """The sentence for a category; an unknown one (of another edition) counts as a local value."""
    return _LABELS.get(category, _LABELS["local_value"])()


def scan(probe: Probe, summary: FileSummary, own_traces: OwnTraces | None = None) -> FileSummary:
    """Add to a summary what its file should not give away."""
    found = find(segments_of(probe), own_traces)
    return replace(summary, findings=found[:MAX_FINDINGS], findings_truncated=len(found) > MAX_FINDINGS)


def find(segments: Iterable[Segment], own_traces: OwnTraces | None = None) -> tuple[Finding, ...]:
    """All findings, secrets first, the same value only once."""
    corpus = _Corpus(list(segments))
    merged: dict[str, Finding] = {}
    for number, (hit, place) in enumerate(_hits(corpus, own_traces)):
        if number >= MAX_HITS:
            break
        finding = _finding(hit, place)
        earlier = merged.get(finding.fingerprint)
        merged[finding.fingerprint] = replace(earlier, occurrences=earlier.occurrences + 1) if earlier else finding
    return tuple(sorted(merged.values(), key=lambda finding: -finding.severity))


class _Corpus:
    """The text of all segments in one string, and the way back from a position to its segment."""

    def __init__(self, segments: list[Segment]) -> None:
        self.segments = segments
        self.starts: list[int] = []
        position = 0
        for segment in segments:
            self.starts.append(position)
            position += len(segment.text) + 1
        self.text = "\n".join(segment.text for segment in segments)

    def at(self, position: int) -> int:
        """The number of the segment at a position."""
        return bisect_right(self.starts, position) - 1

    def place(self, position: int) -> Message:
        """Where a position is, for people."""
        at = self.at(position)
        return self.segments[at].place_of(position - self.starts[at])


def _hits(corpus: _Corpus, own_traces: OwnTraces | None) -> Iterator[tuple[Hit, Message]]:
    secret: set[int] = set()
    for number, segment in enumerate(corpus.segments):
        for hit in finding_names.in_named_value(segment.owner, segment.name, segment.text, segment.label):
            secret |= {number} if hit.category in _SECRET else set()
            yield hit, segment.place_of(0)
    for position, hit in finding_patterns.in_text(corpus.text):
        if hit.category not in _SECRET or corpus.at(position) not in secret:  # one secret is one finding
            yield hit, corpus.place(position)
    if own_traces is not None:
        words = (own_traces.town, own_traces.domain, own_traces.mailbox)
        for position, hit in finding_patterns.own_words(corpus.text, words):
            yield hit, corpus.place(position)


def _finding(hit: Hit, place: Message) -> Finding:
    kind = _kind(hit.category)
    identity = f"{hit.category}|{hit.value.casefold() if kind is not FindingKind.SECRET else hit.value}"
    return Finding(
        category=hit.category,
        kind=kind,
        place=place,
        excerpt=plain(hit.masked, 80),
        fingerprint=hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32],
        severity=_SEVERITY[kind],
    )


def _kind(category: str) -> FindingKind:
    if category in _SECRET:
        return FindingKind.SECRET
    return FindingKind.INTERNAL if category in _INTERNAL else FindingKind.PERSONAL
