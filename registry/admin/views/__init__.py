"""Pages of operators."""

from registry.admin.views import accounts, audit, cooperations, feedback, municipalities, overview, texts
from registry.admin.views.blueprint import bp

__all__ = ["accounts", "audit", "bp", "cooperations", "feedback", "municipalities", "overview", "texts"]
