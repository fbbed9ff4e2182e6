"""The blueprint of the portal's own pages."""

from flask import Blueprint

bp = Blueprint("portal", __name__)
