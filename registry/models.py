"""All tables in one import: for migrations, and so that foreign keys find each other."""

from registry.accounts import models as accounts
from registry.activity import models as activity
from registry.adoption import models as adoption
from registry.catalogue import models as catalogue
from registry.core.database import Base
from registry.outbox import models as outbox
from registry.portal import models as portal
from registry.ratings import models as ratings
from registry.taxonomy import models as taxonomy

metadata = Base.metadata

__all__ = [
    "accounts",
    "activity",
    "adoption",
    "catalogue",
    "metadata",
    "outbox",
    "portal",
    "ratings",
    "taxonomy",
]
