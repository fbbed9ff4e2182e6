"""The blueprint of publishing; the modules beside hang their pages on it."""

from flask import Blueprint

bp = Blueprint("publishing", __name__, url_prefix="/publish")
