"""The bars that reading must not fall below, on the labelled sets beside the checkout."""

import re

import pytest

from evals.reading import score, write_articles
from evals.sets import DATELINES, QUOTES, data_folder

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not data_folder().is_dir(), reason=f"the labelled sets are not at {data_folder()}"),
]
LEAST_RIGHT = dict(zip((each.name for each in DATELINES), (0.985, 0.98, 0.99, 0.97, 0.97), strict=True))
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
