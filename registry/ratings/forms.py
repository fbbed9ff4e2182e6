"""Forms of ratings."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from registry.ratings.models import MAX_STARS, MIN_STARS, Verdict
from registry.ratings.services import Judgement
from registry.web.forms import PortalForm, options

_YES, _NO = (Verdict.YES.value, _l("Ja")), (Verdict.NO.value, _l("Nein"))
_VERDICTS = options((_YES, (Verdict.PARTLY.value, _l("Teilweise")), _NO))
_INTENTIONS = options((_YES, (Verdict.PARTLY.value, _l("Vielleicht")), _NO))
_PLEASE = _l("Bitte wählen Sie eine Antwort.")


class RatingForm(PortalForm):
    """The judgement of a municipality."""

    stars = RadioField(
        _l("Gesamturteil"),
        choices=options((str(number), str(number)) for number in range(MIN_STARS, MAX_STARS + 1)),
        validators=[InputRequired(_l("Bitte geben Sie einen bis fünf Sterne."))],
    )
    worked_as_described = RadioField(
        _l("Hat die Lösung funktioniert wie beschrieben?"), choices=_VERDICTS, validators=[InputRequired(_PLEASE)]
    )
    effort_as_stated = RadioField(
        _l("War der Aufwand wie angegeben?"), choices=_VERDICTS, validators=[InputRequired(_PLEASE)]
    )
    would_take_again = RadioField(
        _l("Würden Sie die Lösung wieder übernehmen?"), choices=_INTENTIONS, validators=[InputRequired(_PLEASE)]
    )
    release = SelectField(_l("Bewertete Version"), validators=[InputRequired()])
    text = TextAreaField(
        _l("Was sollten andere Kommunen wissen?"),
        description=_l("Nur für Partnerkommunen sichtbar. Nennen Sie keine Namen."),
        validators=[Length(max=2000)],
    )

    def judgement(self) -> Judgement:
        """What was entered."""
        return Judgement(
            stars=int(self.stars.data),
            worked_as_described=Verdict(self.worked_as_described.data),
            effort_as_stated=Verdict(self.effort_as_stated.data),
            would_take_again=Verdict(self.would_take_again.data),
            text=self.text.data or "",
        )


class AnswerForm(PortalForm):
    """The publisher's answer."""

    answer = TextAreaField(
        _l("Ihre Antwort"),
        description=_l("Sie können einmal antworten. Nur für Partnerkommunen sichtbar."),
        validators=[InputRequired(_l("Bitte schreiben Sie eine Antwort.")), Length(max=2000)],
    )
