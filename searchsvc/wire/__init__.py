"""Reading wire copy: text -> facts (headline, dateline, agency, body, quotes). Pure: no I/O, no clock.

``read`` does all of it. Below it, one noun a module: ``layout`` (paragraphs), ``dateline`` (what is evidence
for one; ``scan`` reads its parts, ``credit`` its agency, ``naming`` its places' names, ``cjk`` those without
spaces), ``dates``, ``places`` (over the ``gazetteer``), ``agencies``, ``language``, ``front`` (headline and
byline), ``furniture``, ``signoff``, and ``quotes``. What they know is in ``tables/``.
"""

from searchsvc.wire.reading import PARSER_VERSION, Cut, Reading, read

__all__ = ["PARSER_VERSION", "Cut", "Reading", "read"]
