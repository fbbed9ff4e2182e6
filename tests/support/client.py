"""A client that looks at every answer the way a reader, a browser and the database would."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask.globals import _cv_app
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.database import ForgottenCommits, hand_over
from tests.support.forms import PageForm, forms_of
from tests.support.pages import problems_of


class PageClient(FlaskClient):
    """Fails the test when a page is not sound, or when a request changed something and forgot to commit."""

    forgotten = ForgottenCommits()

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send one request, as a stranger to the application context a test may hold."""
        hand_over()
        outside = _cv_app.set(None)  # type: ignore[arg-type] (no context, as in a server)
        try:
            response = super().open(*args, **kwargs)
        finally:
            _cv_app.reset(outside)
        self._look_at(response)
        return response

    def form(self, path: str, *, action: str | None = None) -> PageForm:
        """A form of the page at `path`: the one to `action`, else the only one of its content sent by POST."""
        response = self.get(path)
        assert response.status_code == 200, f"{path}: {response.status}"
        found = [
            form
            for form in forms_of(response.text, page=path)
            if (form.action == action if action else form.method == "POST" and form.is_content)
        ]
        assert len(found) == 1, f"{path} has {len(found)} such forms: {[form.action for form in found]}"
        return found[0]

    def submit(self, path: str, values: Mapping[str, Any], *, action: str | None = None) -> TestResponse:
        """Open the page at `path`, fill in `values` over what stands there (hidden fields too), and send it."""
        form = self.form(path, action=action)
        return self.open(form.action, method=form.method, data=form.values | dict(values))

    def _look_at(self, response: TestResponse) -> None:
        path = response.request.path
        if response.mimetype == "text/html" and response.get_data() and response.status_code not in range(300, 400):
            problems = problems_of(response.get_data(as_text=True))
            if problems:
                pytest.fail(f"{path} is no sound page:\n  " + "\n  ".join(problems))
        if self.forgotten.paths:
            pytest.fail(f"changed without commit: {self.forgotten.paths}")
