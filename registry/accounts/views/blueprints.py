"""The two blueprints of this package; the modules beside hang their pages on them."""

from flask import Blueprint

accounts = Blueprint("accounts", __name__)
"""What concerns a person: signing in, the own account."""

my = Blueprint("my", __name__, url_prefix="/my")
"""What concerns the municipality for which somebody acts."""
