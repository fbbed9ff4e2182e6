"""Drafts of somebody who leaves stay with the town; they are listed until a colleague takes them over."""

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from registry.accounts.departure import Belongings, LeftBehind
from registry.catalogue.models import Release, Solution
from registry.core.database import session
from registry.core.messages import N_, define
from registry.publishing.queries import IN_WORK

DRAFT = define("departure.draft", N_("Entwurf"))


def let_go(account_id: uuid.UUID, municipality_id: uuid.UUID) -> Iterable[LeftBehind]:
    """Take the person off the drafts it began for this municipality."""
    drafts = (
        session()
        .scalars(
            select(Release)
            .join(Release.solution)
            .where(
                Solution.municipality_id == municipality_id,
                Release.created_by_id == account_id,
                Release.state.in_(IN_WORK),
            )
            .options(joinedload(Release.solution))
        )
        .all()
    )
    for draft in drafts:
        draft.created_by_id = None
    session().flush()
    return [LeftBehind(draft.id, draft.title or draft.solution.slug) for draft in drafts]


def hand_over(draft_id: uuid.UUID, account_id: uuid.UUID) -> None:
    """Let a colleague answer for a draft; nothing happens when it is gone."""
    draft = session().get(Release, draft_id)
    if draft is not None and draft.state in IN_WORK:
        draft.created_by_id = account_id
        session().flush()


DRAFTS = Belongings(kind="draft", name=DRAFT(), let_go=let_go, hand_over=hand_over)
