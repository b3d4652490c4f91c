from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchsvc.analysis.fingerprint import (
    BANDS,
    MAX_CHARACTERS,
    PLACES,
    bands,
    shingles,
    signature,
    signatures,
    similarities,
)

WORDS = [f"word{number}" for number in range(400)]


def test_texts_of_the_same_words_are_the_same() -> None:
    text = "The harbour of Bergen reopened on Tuesday, its master said."
    other = "THE HARBOUR of Bergen\nreopened on  Tuesday - its master said"
    assert signature(text) == signature(other)
    assert signature("") is signature(" .,!") is None


def test_a_signature_is_the_same_in_every_process() -> None:
    code = (
        "from searchsvc.analysis.fingerprint import *;"
        "s = signature('Ferry strike ends in Oslo today'); print(s.hex(), bands(s))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    here = signature("Ferry strike ends in Oslo today")
    assert here is not None
    assert run.stdout.split(" ", 1) == [here.hex(), f"{bands(here)}\n"]


def test_the_hashes_are_those_of_the_signatures_that_stores_keep() -> None:
    # Changing them would part every new text from all those that are kept.
    kept = signature("Ferry strike ends in Oslo today")
    assert kept is not None
    assert (kept[:8].hex(), len(kept), len(bands(kept))) == ("e2187dde32c23340", 2 * PLACES, BANDS)


def test_a_text_shorter_than_a_shingle_is_one() -> None:
    assert len(shingles("Ferry strike")) == len(shingles("One two three four")) == 1
    assert len(shingles("One two three four five")) == 2


def test_what_stands_beyond_the_bound_does_not_count() -> None:
    long = " ".join(WORDS * 20)
    assert signature(long) == signature(long + " and more")
    assert signature("a" * MAX_CHARACTERS) == signature("a" * (MAX_CHARACTERS + 1))


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 12) | st.integers(500, 520), max_size=4), st.integers(0, 2**32))
def test_signatures_found_at_once_are_those_found_one_by_one(sizes: list[int], seed: int) -> None:
    random = np.random.Generator(np.random.PCG64(seed))
    texts = [" ".join(random.choice(WORDS, size)) for size in sizes]
    assert signatures(texts) == [signature(text) for text in texts] == [*map(one_by_one, texts)]


def one_by_one(text: str) -> bytes | None:
    """The definition, written down: the least of each permutation of the shingles' upper halves."""
    upper = [int(shingle) >> 32 for shingle in shingles(text)]
    least = [
        min((int(factor) * half + int(addend)) % 2**32 for half in upper) % 2**16
        for factor, addend in zip(FACTORS, ADDENDS, strict=True)
        if upper
    ]
    return np.array(least, "<u2").tobytes() if least else None


RANDOM = np.random.Generator(np.random.PCG64(20220210))
FACTORS = RANDOM.integers(1, 1 << 32, PLACES, dtype=np.uint32) | np.uint32(1)
ADDENDS = RANDOM.integers(0, 1 << 32, PLACES, dtype=np.uint32)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 300), st.integers(0, 2**32))
def test_similarity_estimates_the_shared_part_of_the_shingles(changed: int, seed: int) -> None:
    words = list(np.random.Generator(np.random.PCG64(seed)).permutation(WORDS))
    one, other = " ".join(words), " ".join(words[changed:])
    first, second = shingles(one), shingles(other)
    exact = len(np.intersect1d(first, second)) / len(np.union1d(first, second))
    places = [signature(one), signature(other)]
    assert None not in places
    [estimated] = similarities(places[0] or b"", [places[1] or b""])
    assert estimated == pytest.approx(exact, abs=0.26)  # five standard errors


def test_alike_texts_share_a_band_and_others_none() -> None:
    text, other = " ".join(WORDS[:200]), " ".join(WORDS[200:])
    corrected = text.replace("word77 ", "seventy-seven ")
    one, two, three = (set(bands(signature(each) or b"")) for each in (text, corrected, other))
    assert (one & two and True, one & three) == (True, set())
