"""The seed, end to end: what the README promises of the first article, over HTTP."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service.running import Service

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = Service(tmp_path_factory.mktemp("seed"))
    ingested = service.run("ingest", str(SEEDS))
    assert ingested.returncode == 0, ingested.stderr
    with service:
        yield service


def test_a_phrase_and_a_word_find_the_article_with_exact_highlights(service: Service) -> None:
    answer = service.get("/v1/search", q='"South Korea" missile', highlight="body_text", fragments=20).json
    assert answer["total"] == {"value": 1, "relation": "eq"}
    (hit,) = answer["hits"]
    assert hit["source"] == "EFE"
    assert (hit["dateline"]["city"], hit["dateline"]["country"]) == ("Tokyo", "JP")
    assert (hit["dateline"]["date"], hit["dateline"]["date_inferred"]) == ("2022-02-10", True)
    body = service.get(f"/v1/articles/{hit['id']}").json["body_text"]
    marked = set()
    for passage in hit["highlights"]["body_text"]:
        start, end = passage["start"], passage["end"]
        assert html.unescape(re.sub("</?mark>", "", passage["snippet"])) == body[start:end]
        assert [
            html.unescape(m) for m in re.findall("<mark>(.*?)</mark>", passage["snippet"], re.DOTALL)
        ] == [body[span["start"] : span["end"]] for span in passage["spans"]]
        marked |= {(span["start"], span["end"], span["kind"]) for span in passage["spans"]}
    phrases = {(m.start(), m.end(), "phrase") for m in re.finditer("South Korea(?!n)", body)}
    words = {(m.start(), m.end(), "term") for m in re.finditer("missiles?", body)}
    assert marked == phrases | words


def test_furniture_and_sign_off_are_not_searched(service: Service) -> None:
    assert service.total('"Related Articles"') == 0
    assert service.total("related articles") == 0
    assert service.total('"Back to top"') == 0
    assert service.total("*") == 1


def test_the_minister_is_quoted_via_the_agency(service: Service) -> None:
    answer = service.get("/v1/quotes", q="serious threat").json
    assert answer["total"]["value"] == 1
    (quote,) = answer["hits"]
    assert "a serious and direct threat" in quote["text"]
    assert quote["speaker"]["surface"] == "The South Korean defense minister"
    assert quote["via"] == "Yonhap"
    assert service.get("/v1/quotes", speaker="Yonhap").json["hits"] == []
    assert service.get("/v1/quotes", via="Yonhap").json["total"]["value"] == 1
    assert service.get("/v1/quotes", speaker="defense minister").json["total"]["value"] == 1


def test_the_original_is_kept_byte_for_byte(service: Service) -> None:
    (seed,) = SEEDS.glob("efe-*.txt")
    hit = service.get("/v1/search", q="Kishi").json["hits"][0]
    assert service.get(f"/v1/articles/{hit['id']}/original").body == seed.read_bytes()
