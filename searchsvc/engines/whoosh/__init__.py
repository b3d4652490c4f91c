"""The embedded engine: a Whoosh index in a folder, searched exactly, committed by a manifest."""

from searchsvc.engines.whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
