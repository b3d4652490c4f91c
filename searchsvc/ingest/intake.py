"""What was read of files into the store, the refused into quarantine, each with the file it stood in.

Articles, refusals and the taking back of earlier refusals at the same place share a transaction.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

from searchsvc import formats
from searchsvc.errors import InputError
from searchsvc.formats import Document, Refusal
from searchsvc.ingest.batch import chunked
from searchsvc.ingest.files import STREAM, Input, read_file
from searchsvc.ingest.ingestor import Ingestor
from searchsvc.store import LineResult, Outcome, Quarantined, Store, now_utc


def take_in(
    store: Store,
    ingestor: Ingestor,
    inputs: Iterable[Input],
    *,
    clock: Callable[[], datetime] = now_utc,
) -> Iterator[tuple[str, LineResult]]:
    """Store what is in ``inputs``, and say of each, in order, where it stood and what became of it.

    What is refused stands in quarantine from then on, and what was refused earlier at a place that is
    good now no longer does. Raises UnavailableError only.
    """
    sources: deque[str] = deque()
    began = clock()
    for prepared in ingestor.prepare(chunked(_noting(inputs, sources))):
        with store.transaction() as transaction:
            results = ingestor.write(transaction, prepared)
            told = [(sources.popleft(), result) for result in results]
            refused = [(place, each) for place, each in told if each.outcome is Outcome.REFUSED]
            good = {(place, each.line) for place, each in told if each.outcome is not Outcome.REFUSED}
            transaction.release_places([(_absolute(place), line) for place, line in good], began)
            for place, result in refused:
                transaction.quarantine(_absolute(place), result, clock())
        yield from told


def _absolute(source: str) -> str:
    """The file of ``source`` wherever a retry is started."""
    return source if source == STREAM else str(Path(source).absolute())


def _noting(inputs: Iterable[Input], sources: deque[str]) -> Iterator[Document | Refusal]:
    """The documents alone; where each stood is noted in ``sources``, in their order."""
    for each in inputs:
        sources.append(each.source)
        yield each.document


def retry(
    store: Store,
    ingestor: Ingestor,
    quarantined: Quarantined,
    *,
    clock: Callable[[], datetime] = now_utc,
) -> Counter[Outcome]:
    """Read what was refused again, as readers are now; it leaves the quarantine if nothing is refused.

    Returns how many articles had which outcome. Raises UnavailableError.
    """
    counts: Counter[Outcome] = Counter()
    refused: LineResult | None = None
    documents = (each.document for each in _again(store, quarantined))
    for result in ingestor.put_many(documents):
        counts[result.outcome] += 1
        if result.outcome is Outcome.REFUSED:
            refused = refused or result
    with store.transaction() as transaction:
        if refused is None:
            transaction.release([quarantined.number])
        else:
            transaction.tried_again(quarantined.number, refused, clock())
    return counts


def _again(store: Store, quarantined: Quarantined) -> Iterator[Input]:
    """What is in the bytes that are kept, or else in the file that they were too long to be kept of."""
    place, data = quarantined.place, store.quarantined_bytes(quarantined.number)
    if data is None or not data:
        if Path(place).is_file():
            yield from read_file(place)
        else:
            error = InputError("its bytes were not kept, and the file is no longer there")
            yield Input(place, Refusal(quarantined.line, error, b""))
        return
    try:
        if quarantined.line is not None:
            found: Iterable[Document | Refusal] = formats.read_lines(BytesIO(data))
        else:
            media_type = formats.media_type_of(place, data[: formats.HEAD])
            found = formats.read(data, media_type, name=place)
        yield from (Input(place, document) for document in found)
    except InputError as error:
        yield Input(place, Refusal(quarantined.line, error, data))
