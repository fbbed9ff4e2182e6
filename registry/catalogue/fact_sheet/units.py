"""Units of numbers, as they stand behind an input and a value."""

from registry.core.messages import N_, define

PIXELS = define("unit.pixels", N_("Pixel"))()
PERCENT = define("unit.percent", N_("%%"))()
SECONDS = define("unit.seconds", N_("Sekunden"))()
MINUTES = define("unit.minutes", N_("Minuten"))()
CASES = define("unit.cases", N_("Fälle"))()
PERSON_DAYS = define("unit.person_days", N_("Personentage"))()
EURO = define("unit.euro", N_("€"))()
EURO_A_YEAR = define("unit.euro_a_year", N_("€ im Jahr"))()
