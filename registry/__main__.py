"""``python3 -m registry demo | test | bench | prepare``: set up and start, with the standard library only.

This file and ``registry/__init__.py`` are read by whatever Python is there, however old, and therefore
use no newer syntax; everything else lies in `registry.starting`.
"""

import sys

OLDEST = (3, 11)


def main():  # type: ignore[no-untyped-def]  # noqa: ANN201 (annotations that an old Python does not know)
    """Refuse a Python that is too old with a sentence instead of a syntax error, else go on."""
    if sys.version_info < OLDEST:
        sys.exit(
            "Das Prozessregister braucht Python %d.%d oder neuer. Dies ist Python %s.\n"  # noqa: UP031
            "Installieren Sie ein neueres Python und rufen Sie es mit seinem Namen auf, zum Beispiel:\n"
            "    python3.11 -m registry demo" % (OLDEST + (sys.version.split()[0],))  # noqa: RUF005
        )
    from registry.starting.commands import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())  # type: ignore[no-untyped-call]
