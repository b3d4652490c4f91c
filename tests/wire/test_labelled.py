"""The bars that reading must not fall below, on the labelled sets beside the checkout."""

import re

import pytest

from evals.misses import misses
from evals.reading import score, write_articles
from evals.sets import DATELINES, QUOTES, data_folder
from evals.styles import styles

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not data_folder().is_dir(), reason=f"the labelled sets are not at {data_folder()}"),
]
LEAST_RIGHT = dict(zip((each.name for each in DATELINES), (0.992, 0.985, 0.99, 0.97, 0.98), strict=True))
LEAST_OVERLAP = {"quotes_polnear": 0.88, "quotes_wikinews_de": 0.73}


@pytest.mark.parametrize("labelled", DATELINES, ids=lambda each: each.name)
def test_datelines(labelled, tmp_path):
    articles = tmp_path / "articles.ndjson"
    write_articles(labelled, data_folder(), articles)
    printed = score(labelled, data_folder(), articles, "datelines")
    assert float(re.search(r"all three fields right (\S+)", printed)[1]) >= LEAST_RIGHT[labelled.name]


@pytest.mark.parametrize("labelled", QUOTES, ids=lambda each: each.name)
def test_quotes(labelled, tmp_path):
    articles = tmp_path / "articles.ndjson"
    write_articles(labelled, data_folder(), articles)
    options = ["--types", "direct", "--fragments"]
    printed = score(labelled, data_folder(), articles, "fragments", options)
    assert float(re.search(r"^overlap .* F1 (\S+)", printed, re.M)[1]) >= LEAST_OVERLAP[labelled.name]


@pytest.mark.parametrize("labelled", [DATELINES[3], QUOTES[1]], ids=lambda each: each.name)
def test_misses_are_as_many_as_the_scorer_counts(labelled, tmp_path):
    articles = tmp_path / "articles.ndjson"
    write_articles(labelled, data_folder(), articles)
    listed = list(misses(labelled, data_folder(), articles))
    if labelled in DATELINES:
        printed = score(labelled, data_folder(), articles, "datelines")
        share = float(re.search(r"all three fields right (\S+)", printed)[1])
        number = int(re.search(r"docs (\d+)", printed)[1])
        assert len({miss.id for miss in listed}) == round((1 - share) * number)
    else:
        printed = score(labelled, data_folder(), articles, "quotes")
        lost = 1 - float(re.search(r"^overlap .* R (\S+)", printed, re.M)[1])
        number = int(re.search(r"gold quotes (\d+)", printed)[1])
        # The scorer pairs quotes best first, the list takes them in order.
        assert sum(miss.what.startswith("lost") for miss in listed) == pytest.approx(lost * number, abs=3)


def test_datelines_of_services_that_were_seen_in_print():
    unread = [style.dateline for style in styles(data_folder()) if style.seen and not style.is_read()]
    # A code's test with a year that no dateline has.
    assert unread == ["AKP Phnom Penh, September 05, 2925 --"]
