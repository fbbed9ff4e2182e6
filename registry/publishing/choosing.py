"""What can be chosen in the fact sheet of one solution: the taxonomy and the contacts of the publisher."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from registry.accounts.models import Contact
from registry.catalogue.fact_sheet.choices import Choices
from registry.core.database import session
from registry.taxonomy.queries import known_terms


def choices_for(municipality_id: uuid.UUID, facts: Mapping[str, object]) -> Choices:
    """Systems, names of the keys in `facts`, and the municipality's contacts by their role."""
    terms = known_terms(leika_keys=_texts(facts.get("leika_keys")), ozg_ids=_texts(facts.get("ozg_id")))
    found = session().execute(
        select(Contact.id, Contact.role).where(Contact.municipality_id == municipality_id).order_by(Contact.role)
    )
    return Choices(terms=terms, contacts={str(row.id): row.role for row in found})


def _texts(value: object) -> Sequence[str]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str)]
