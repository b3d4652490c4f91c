"""Pages for people, served from the package: the readable API documentation."""

from __future__ import annotations

from searchsvc.web.docs import blueprint as docs

__all__ = ["docs"]
