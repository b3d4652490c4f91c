"""Reading wire copy: text -> facts (headline, dateline, agency, body, quotes). Pure: no I/O, no clock.

``read`` does all of it. Below it, one noun a module: ``layout`` (paragraphs), ``dateline``, ``dates``,
``places``, ``agencies``, ``language``, ``front`` (headline and byline), ``furniture``, ``signoff``, and
``quotes``. What they know is in ``tables/``.
"""

from searchsvc.wire.reading import PARSER_VERSION, Cut, Reading, read

__all__ = ["PARSER_VERSION", "Cut", "Reading", "read"]
