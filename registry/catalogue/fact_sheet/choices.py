"""What can be chosen at the moment: entries of tables, handed in by whoever reads the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from registry.taxonomy.vocabulary import NOTHING_KNOWN, KnownTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Terms of the taxonomy, and the contacts of the publisher by id with their role."""

    terms: KnownTerms = NOTHING_KNOWN
    contacts: Mapping[str, str] = field(default_factory=dict)


NO_CHOICES = Choices()
