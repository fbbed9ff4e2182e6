"""What a coordinator asked for; everything of it stands in the URL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.adoption.stages import Stage
from registry.catalogue.models import SolutionKind
from registry.core.paging import clamp_page

MAX_VALUE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixFilters:
    """What narrows the matrix; empty means everything. Both sides of it have pages."""

    cooperation: str = ""
    county: str = ""
    stages: tuple[Stage, ...] = ()
    platform: str = ""
    kind: SolutionKind | None = None
    towns_page: int = 1
    solutions_page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was chosen."""
        return bool(self.cooperation or self.county or self.stages or self.platform or self.kind)

    def to_args(self, **pages: int) -> dict[str, Any]:
        """The arguments of the URL; what is the default is left out."""
        chosen = {
            "cooperation": self.cooperation,
            "county": self.county,
            "stage": [stage.value for stage in self.stages],
            "platform": self.platform,
            "kind": self.kind.value if self.kind else "",
        }
        turned = {name: str(number) for name, number in pages.items() if number > 1}
        return {name: value for name, value in chosen.items() if value} | turned


def filters_from(args: Mapping[str, Sequence[str]]) -> MatrixFilters:
    """Filters from URL arguments (name to values); what is unknown or too long is ignored."""
    kind = _first(args, "kind")
    return MatrixFilters(
        cooperation=_first(args, "cooperation"),
        county=_first(args, "county"),
        stages=tuple(stage for stage in Stage if stage.value in args.get("stage", ())),
        platform=_first(args, "platform"),
        kind=SolutionKind(kind) if kind in set(SolutionKind) else None,
        towns_page=clamp_page(_first(args, "towns")),
        solutions_page=clamp_page(_first(args, "solutions")),
    )


def _first(args: Mapping[str, Sequence[str]], name: str) -> str:
    value = next(iter(args.get(name, ())), "")
    return value if len(value) <= MAX_VALUE and value.isprintable() else ""
