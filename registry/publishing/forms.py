"""The forms of publishing, apart from the fact sheet (which is declared in the catalogue)."""

import uuid
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, ValidationError

from registry.catalogue.models import ArtifactRole, Audience, NoteKind, RelationKind, SolutionKind
from registry.core.errors import Invalid
from registry.formats import READERS
from registry.publishing.services.numbering import Number, parse_number
from registry.publishing.services.releases import MAX_REASON
from registry.publishing.services.review import MAX_COMMENT, ReleasePlan
from registry.web.forms import CheckboxesField, PortalForm, options
from registry.web.templating import message_text

MAX_NOTE = 1000
MAX_NOTES = 30
FROM_FILES = "files"
"""The choice to let the files say what they are."""
ROLES = {
    ArtifactRole.EXPORT: _l("Export"),
    ArtifactRole.DIAGRAM: _l("Diagramm"),
    ArtifactRole.MANUAL: _l("Anleitung"),
    ArtifactRole.DATA_PROTECTION: _l("Datenschutzunterlage"),
    ArtifactRole.TEST_EVIDENCE: _l("Testnachweis"),
    ArtifactRole.STATUTE: _l("Satzung"),
    ArtifactRole.OTHER: _l("Sonstiges"),
}
KINDS = {
    SolutionKind.PROCESS: _l("Prozess"),
    SolutionKind.FORM: _l("Formular"),
    SolutionKind.BOT: _l("Bot-Ablauf"),
}
NOTE_KINDS = {
    NoteKind.ADDED: _l("Neu"),
    NoteKind.CHANGED: _l("Geändert"),
    NoteKind.DEPRECATED: _l("Veraltet"),
    NoteKind.REMOVED: _l("Entfernt"),
    NoteKind.FIXED: _l("Behoben"),
    NoteKind.SECURITY: _l("Sicherheit"),
}
RELATION_KINDS = {
    RelationKind.REPLACES: _l("Ersetzt"),
    RelationKind.VARIANT_OF: _l("Variante von"),
    RelationKind.NEEDS: _l("Braucht"),
}
AUDIENCES = {
    Audience.PARTNERS: _l("Nur Partner"),
    Audience.PUBLIC: _l("Öffentlichkeit"),
}


class UploadForm(PortalForm):
    """One or several files."""

    files = MultipleFileField(_l("Dateien"))

    def validate_files(self, field: Any) -> None:  # noqa: ANN401 (WTForms)
        """At least one file was chosen."""
        field.data = [item for item in field.data or [] if getattr(item, "filename", "")]
        if not field.data:
            raise ValidationError(_l("Wählen Sie mindestens eine Datei aus."))


class StartForm(UploadForm):
    """The files of a new solution. `id` is made when the form is shown, so that sending it twice counts once."""

    id = HiddenField()
    kind = RadioField(
        _l("Art der Lösung"),
        choices=options([(FROM_FILES, _l("Aus den Dateien erkennen")), *KINDS.items()]),
        default=FROM_FILES,
    )

    @property
    def solution_id(self) -> uuid.UUID:
        """The id of the solution to be made."""
        try:
            return uuid.UUID(self.id.data or "")
        except ValueError:
            return uuid.uuid4()

    @property
    def solution_kind(self) -> SolutionKind | None:
        """The kind, or None where the files decide."""
        return None if self.kind.data == FROM_FILES else SolutionKind(self.kind.data)


class ReplaceForm(PortalForm):
    """A corrected file."""

    file = FileField(_l("Bereinigte oder neue Datei"))

    def validate_file(self, field: Any) -> None:  # noqa: ANN401 (WTForms)
        """A file was chosen."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError(_l("Wählen Sie eine Datei aus."))


class FileForm(PortalForm):
    """What a file is for and of which type."""

    role = SelectField(_l("Wofür ist die Datei?"), choices=options(ROLES.items()))
    format_id = SelectField(_l("Art der Datei"), choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (WTForms)
        super().__init__(*args, **kwargs)
        self.format_id.choices = options((reader.id, message_text(reader.label)) for reader in READERS)


class KindForm(PortalForm):
    """What sort of thing the solution is."""

    kind = RadioField(_l("Art der Lösung"), choices=options(KINDS.items()), validators=[InputRequired()])


class PlanForm(PortalForm):
    """Number, audience, change notes and rights declaration of a draft."""

    mark = HiddenField()
    number = StringField(_l("Versionsnummer"), validators=[InputRequired(), Length(max=19)])
    audience = RadioField(_l("Für wen?"), choices=options(AUDIENCES.items()), validators=[InputRequired()])
    added = TextAreaField(NOTE_KINDS[NoteKind.ADDED])
    changed = TextAreaField(NOTE_KINDS[NoteKind.CHANGED])
    deprecated = TextAreaField(NOTE_KINDS[NoteKind.DEPRECATED])
    removed = TextAreaField(NOTE_KINDS[NoteKind.REMOVED])
    fixed = TextAreaField(NOTE_KINDS[NoteKind.FIXED])
    security = TextAreaField(NOTE_KINDS[NoteKind.SECURITY])
    rights = BooleanField(_l("Ich bestätige das für meine Kommune."))

    def validate_number(self, field: Any) -> None:  # noqa: ANN401 (WTForms)
        """Three parts."""
        try:
            parse_number(field.data or "")
        except Invalid as problem:
            raise ValidationError(message_text(problem.message)) from problem

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 (WTForms)
        """The notes are lines of bounded length."""
        is_valid = super().validate(extra_validators)
        for kind in NoteKind:
            lines = self._lines(kind)
            if len(lines) > MAX_NOTES or any(len(line) > MAX_NOTE for line in lines):
                self[kind.value].errors = [
                    str(_l("Höchstens %(count)s Zeilen mit je %(length)s Zeichen.", count=MAX_NOTES, length=MAX_NOTE))
                ]
                is_valid = False
        return is_valid

    def plan(self) -> ReleasePlan:
        """What the form says."""
        notes = [(kind, line) for kind in NoteKind for line in self._lines(kind)]
        return ReleasePlan(number=self.parsed_number, audience=Audience(self.audience.data), notes=notes)

    @property
    def parsed_number(self) -> Number:
        """The number; the form is valid."""
        return parse_number(self.number.data or "")

    def _lines(self, kind: NoteKind) -> list[str]:
        text = self[kind.value].data or ""
        return [line.strip() for line in text.splitlines() if line.strip()]


class ReviewForm(PortalForm):
    """The decision of the reviewer about exactly the draft that was shown."""

    mark = HiddenField()
    comment = TextAreaField(
        _l("Was soll geändert werden?"),
        description=_l("Nötig, wenn Sie den Entwurf zurückgeben. Die Person, die eingereicht hat, erhält den Text."),
        validators=[Length(max=MAX_COMMENT)],
    )


class ReasonForm(PortalForm):
    """Why a release is withdrawn or blocked."""

    reason = TextAreaField(
        _l("Grund"),
        description=_l("Der Grund steht auf der Seite der Version. Nennen Sie keine Personen und keine Zugangsdaten."),
        validators=[InputRequired(), Length(max=MAX_REASON)],
    )


class BlockForm(ReasonForm):
    """Which files of a release are taken away."""

    files = CheckboxesField(_l("Dateien, deren Inhalt gelöscht wird"), choices=[])


class RelationForm(PortalForm):
    """How this solution relates to another one."""

    kind = SelectField(_l("Beziehung"), choices=options(RELATION_KINDS.items()))
    target = StringField(
        _l("Andere Lösung"),
        description=_l("Kopieren Sie die Adresse der Lösung aus dem Katalog."),
        validators=[InputRequired(), Length(max=500)],
    )
