"""The blueprint; the modules beside hang their pages on it."""

from flask import Blueprint

bp = Blueprint("admin", __name__, url_prefix="/admin")
