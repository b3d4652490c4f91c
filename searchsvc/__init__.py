"""searchsvc: full-text search for newswire, with quotes by speaker, datelines and exact highlights."""

__version__ = "0.1.0"
