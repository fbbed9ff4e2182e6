"""What every installation needs, the demo too: municipalities, vocabularies, default texts."""

from pathlib import Path

from registry.accounts.actor import system_actor
from registry.accounts.services.municipalities import load_counties, load_municipalities
from registry.core.settings import PROJECT
from registry.taxonomy.services import Loaded, load_taxonomy

SEEDS = PROJECT / "seeds"


def load_towns(seeds: Path = SEEDS) -> int:
    """Add what is missing of the municipalities and Kreise of Hessen; how many were added."""
    folder = seeds / "municipalities"
    towns = load_municipalities(folder / "hessen.csv", by=system_actor())
    return towns + load_counties(folder / "kreise_hessen.csv", by=system_actor())


def load_vocabularies(seeds: Path = SEEDS) -> Loaded:
    """Add and update LeiKa, OZG, systems and licences."""
    return load_taxonomy(seeds / "taxonomy")
