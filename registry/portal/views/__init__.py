"""Pages of the portal; each module registers its routes on the one blueprint."""

from registry.portal.views import feedback, files, forms, home, machines, municipalities, pictures, solutions, texts
from registry.portal.views.blueprint import bp

__all__ = ["bp", "feedback", "files", "forms", "home", "machines", "municipalities", "pictures", "solutions", "texts"]
