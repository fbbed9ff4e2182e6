"""Pages of a municipality's own uses."""

from registry.adoption.views import editing, imports, moving, uses
from registry.adoption.views.blueprint import bp

__all__ = ["bp", "editing", "imports", "moving", "uses"]
