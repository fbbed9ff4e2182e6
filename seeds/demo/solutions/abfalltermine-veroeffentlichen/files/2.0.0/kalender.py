"""Schlüsselwörter für Kalenderdateien nach RFC 5545."""


def termine_des_bezirks(bezirk):
    """Die Termine eines Bezirks aus dem geöffneten Plan."""
    return [termin for termin in _plan() if termin["Bezirk"] == bezirk]


def als_kalender(termine):
    """Eine Kalenderdatei mit einem Eintrag je Termin."""
    zeilen = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Abfalltermine//DE"]
    for termin in termine:
        zeilen += ["BEGIN:VEVENT", f"DTSTART;VALUE=DATE:{termin['Datum']:%Y%m%d}", f"SUMMARY:{termin['Tonne']}", "END:VEVENT"]
    return "\r\n".join([*zeilen, "END:VCALENDAR", ""])


def _plan():
    from robot.libraries.BuiltIn import BuiltIn

    return BuiltIn().run_keyword("Read Worksheet", "header=True")
