"""Entry point for production servers: ``granian --interface wsgi wsgi:app``."""

from registry.app import create_app

app = create_app()
