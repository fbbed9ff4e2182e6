"""Pages of a municipality's own uses."""

from registry.adoption.views import imports, uses
from registry.adoption.views.blueprint import bp

__all__ = ["bp", "imports", "uses"]
