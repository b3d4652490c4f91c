"""``create_app``: all the wiring, from settings to an application that answers."""

from __future__ import annotations

import atexit
from pathlib import Path

from flask import Flask

from searchsvc import api, web
from searchsvc.api import EXTENSION, Readiness, Services, guard
from searchsvc.engines import open_engine, prepare
from searchsvc.formats import MAX_LINE_BYTES
from searchsvc.ingest import Ingestor
from searchsvc.settings import Settings, load
from searchsvc.store import Store
from searchsvc.tasks import Spool

__all__ = ["EXTENSION", "create_app", "from_environment"]


def create_app(settings: Settings, *, create: bool = True) -> Flask:
    """The application for ``settings``; its parts are in ``app.extensions["searchsvc"]``.

    With ``create`` it makes the store where it is missing. Raises SettingsError where a setting cannot
    work, an address that others can reach included, and UnavailableError where the store is held by another.
    """
    guard.require_loopback(settings.host)
    prepare(settings.kernels, settings.kernel_cache)
    app = Flask("searchsvc", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_LINE_BYTES
    store = Store.open(settings.store, create=create)
    engine = open_engine(settings.engine)
    app.extensions[EXTENSION] = Services(
        settings=settings,
        store=store,
        engine=engine,
        ingestor=Ingestor(store),
        spool=Spool(store, Path(settings.spool)),
        readiness=Readiness(store, engine),
    )
    api.install(app)
    app.register_blueprint(web.docs)
    return app


def from_environment() -> Flask:
    """The application for the settings in the environment: what a server's worker processes call."""
    app = create_app(load())
    atexit.register(app.extensions[EXTENSION].close)
    return app
