"""The blueprint of uses and imports."""

from flask import Blueprint

bp = Blueprint("adoption", __name__)
