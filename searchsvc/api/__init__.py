"""JSON over HTTP: a blueprint module a resource, strict parameters, problem+json errors.

``install`` gives an application all of it; the views find what they work with by ``services``.
"""

from __future__ import annotations

from flask import Flask

from searchsvc.api import guard, openapi, problems
from searchsvc.api.readiness import Readiness
from searchsvc.api.services import EXTENSION, Services

__all__ = ["EXTENSION", "Readiness", "Services", "install"]


def install(app: Flask) -> None:
    """Register every view, error handler and check on ``app``."""
    problems.install(app)
    guard.install(app)
    openapi.install(app)
