"""The application factory: the only module that knows every package."""

from flask import Flask
from flask_babel import Babel
from flask_migrate import Migrate

from registry.accounts.acting import register_acting
from registry.activity.queries import newest_hash
from registry.core.database import db
from registry.core.logging import configure_logging
from registry.core.settings import MEBIBYTE, PROJECT, Settings, load_settings
from registry.features import BLUEPRINTS, COMMANDS, register_listeners
from registry.models import metadata
from registry.web.adapters import EXTENSION, Adapters, build_adapters
from registry.web.errors import register_errors
from registry.web.kept_pages import KeptPages
from registry.web.language import LanguagePrefix, current_language
from registry.web.request_bodies import UnreadBodies
from registry.web.request_log import register_request_log
from registry.web.security import register_security
from registry.web.static_files import register_static_files
from registry.web.templating import register_templating

MAX_FORM_MEMORY = 2 * MEBIBYTE
MAX_FORM_PARTS = 2_000


def create_app(settings: Settings | None = None, adapters: Adapters | None = None) -> Flask:
    """The portal, ready to serve.

    Args:
        settings: read from the environment when not given.
        adapters: built from the settings when not given (tests bring their own).
    """
    current = settings or load_settings()
    app = Flask("registry", template_folder=str(PROJECT / "templates"), static_folder=None)
    configure_logging(level=current.log_level, json=current.is_production)
    _configure(app, current)
    app.extensions[EXTENSION] = adapters or build_adapters(current)
    _register_database(app)
    Babel(
        app,
        default_locale="de",
        default_translation_directories=str(PROJECT / "registry" / "translations"),
        locale_selector=current_language,
    )
    _register_web(app, current)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for group in COMMANDS:
        app.cli.add_command(group)
    register_listeners(app)
    return app


def _configure(app: Flask, current: Settings) -> None:
    app.config.update(
        SECRET_KEY=current.secret_key,
        SQLALCHEMY_DATABASE_URI=current.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},
        TRUSTED_HOSTS=list(current.trusted_hosts),
        MAX_CONTENT_LENGTH=current.max_request_bytes,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_MEMORY,
        MAX_FORM_PARTS=MAX_FORM_PARTS,
        TESTING=current.environment == "test",
        PROPAGATE_EXCEPTIONS=False,
    )
    app.url_map.strict_slashes = False


def _register_database(app: Flask) -> None:
    db.init_app(app)
    assert metadata is db.metadata  # noqa: S101 (all models are imported)
    Migrate(app, db, directory=str(PROJECT / "registry" / "migrations"), render_as_batch=True)


def _register_web(app: Flask, current: Settings) -> None:
    register_request_log(app)
    register_acting(app)
    register_security(app)
    register_static_files(app)
    register_templating(app)
    register_errors(app)
    _keep_pages(app, current.page_memory_bytes)
    app.wsgi_app = UnreadBodies(app.wsgi_app, limit_bytes=2 * current.max_request_bytes)  # type: ignore[method-assign]
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]
    if (hops := current.trusted_proxies) > 0:
        from werkzeug.middleware.proxy_fix import ProxyFix

        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _keep_pages(app: Flask, limit_bytes: int) -> None:
    if limit_bytes == 0:
        return
    with app.app_context():
        engine = db.engine
    app.wsgi_app = KeptPages(app.wsgi_app, state=newest_hash(engine), limit_bytes=limit_bytes)  # type: ignore[method-assign]
