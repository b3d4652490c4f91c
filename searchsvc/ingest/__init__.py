"""The way in: formats -> wire -> store. What the format says wins over what the copy says.

``parsing`` makes an article of a document, ``versions`` decides what it replaces, ``edits`` are the
patches that people lay over it, ``batch`` takes in many at once, ``comparing`` says what another parser
changes, and ``Ingestor`` does it all in the
store's transactions.
"""

from searchsvc.ingest.batch import Prepared, chunked
from searchsvc.ingest.comparing import Change, Compared
from searchsvc.ingest.ingestor import Ingestor, Written
from searchsvc.ingest.parsing import Difference, Parsed, parse
from searchsvc.ingest.versions import may_be_shown
from searchsvc.store import LineResult, Outcome

__all__ = [
    "Change",
    "Compared",
    "Difference",
    "Ingestor",
    "LineResult",
    "Outcome",
    "Parsed",
    "Prepared",
    "Written",
    "chunked",
    "may_be_shown",
    "parse",
]
