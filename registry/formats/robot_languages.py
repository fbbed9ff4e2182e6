"""The languages of Robot Framework that a file may choose: those built in, never a module."""

from robot.conf.languages import Language, Languages
from robot.errors import DataError


class BuiltInLanguages(Languages):  # type: ignore[misc]
    """Takes languages by code or name only.

    The library's own class imports a Python module when ``Language: …`` in a file names one: code of the
    server would run on the word of an uploaded file.
    """

    def add_language(self, lang: object) -> None:
        """Add a built-in language.

        Raises:
            DataError: there is none of this name; the parser then marks the line as faulty.
        """
        try:
            found = Language.from_name(str(lang))
        except ValueError as error:
            raise DataError(str(error)) from None
        self._add_language(found)
        self._bdd_prefix_regexp = None
