import json

import orjson
import pytest

from searchsvc.errors import InputError, UnreadableError
from searchsvc.formats import Document, Refusal, media_type_of
from tests.formats.reading import FILES, read_all, read_one

FIELDS = {
    "uri": "http://xyz.example/items/1",
    "version": "2",
    "versioncreated": "2023-03-05T09:15:00Z",
    "firstcreated": "2023-03-05T08:00:00Z",
    "embargoed": "2023-03-05T11:00:00Z",
    "expires": "2099-01-01T00:00:00Z",
    "pubstatus": "usable",
    "urgency": 4,
    "language": "en",
    "byline": "Ann Lee",
    "slugline": "HARBOUR",
    "ednote": "Picture to follow",
    "usageterms": "Not for archives",
    "copyrightnotice": "(c) XYZ",
    "dateline": {"city": "Bergen", "cities": ["Bergen"]},
    "headline": "Harbour reopens",
    "subject": [
        {"name": "Shipping", "code": "04015001", "scheme": "http://cv.iptc.org/newscodes/subjectcode/"}
    ],
    "genre": [{"name": "Feature", "code": "Feature", "scheme": "http://cv.iptc.org/newscodes/genre/"}],
    "place": [{"name": "Bergen"}],
    "person": [{"name": "Kari Berg"}],
    "organisation": [{"name": "Port of Bergen"}],
}


def ninjs(**fields: object) -> Document:
    return read_one(json.dumps({"type": "text"} | fields))


@pytest.mark.parametrize(
    ("file", "fields"),
    [
        (
            "item.ninjs1.json",
            FIELDS | {"genre": [{"name": "Feature", "code": "Feature", "scheme": "genre"}]},
        ),
        ("item.ninjs3.json", FIELDS),
    ],
)
def test_a_whole_item_of_either_kind(file, fields):
    data = (FILES / file).read_bytes()
    assert media_type_of(file, data) == "application/json"
    document = Document(
        fields=fields,
        copy="BERGEN, March 5 (XYZ) - The harbour reopened.\n\nFerries sail.",
        original=data,
        media_type="application/ninjs+json",
        canonical=orjson.dumps(orjson.loads(data), option=orjson.OPT_SORT_KEYS),
        credits=("XYZ", "xyz", "XYZ Press"),
    )
    for kind in ("application/json", "application/ninjs+json", "application/vnd.iptc.ninjs+json"):
        assert read_one(data, kind) == document


def test_our_own_json_stays_ours():
    document = read_one('{"headline": "Rain", "body_text": "It rains."}')
    assert document.media_type == "application/json"
    with pytest.raises(InputError, match="title is not a known field"):
        read_one('{"raw": "It rains.", "title": "Rain"}')
    # Said to be ninjs, it is.
    kind = "application/ninjs+json"
    assert read_one('{"headline": "Rain", "body_text": "x", "nosuch": 1}', kind).media_type == kind


def test_plain_text_alone_stays_as_it_is():
    body = "BERGEN, March 5 (XYZ) - The harbour reopened.\n\n  Ferries sail."
    assert ninjs(body_text=body).fields == {"body_text": body}
    bodies = [{"contentType": "text/plain", "value": body}]
    assert ninjs(bodies=bodies).fields == {"body_text": body}


def test_html_that_is_not_the_story_gives_way_to_the_text():
    bodies = [{"role": "html", "value": "<p>Read on</p>"}, {"role": "text", "value": "It rains in Lima." * 3}]
    document = ninjs(bodies=bodies)
    assert (document.copy, document.fields["body_text"]) == (None, "It rains in Lima." * 3)


CAPTION = {"role": "caption", "value": "<p>It rains.</p>"}


@pytest.mark.parametrize(
    ("fields", "copy"),
    [
        ({"body_nitf": "<nitf><body><p>Rain.</p></body></nitf>"}, "Rain."),
        ({"bodies": [{"contentType": "text/vnd.IPTC.NITF", "value": "<nitf><body>Rain"}]}, "Rain"),
        ({"headline": "R", "description_text": "It rains."}, "It rains."),
        ({"headline": "R", "descriptions": [{"role": "x", "value": "no"}, CAPTION]}, "It rains."),
        ({"title": "A match", "eventDetails": {}, "descriptions": [{"value": "A match."}]}, "A match."),
        ({"headlines": [{"value": "Rain"}]}, None),
    ],
)  # fmt: skip
def test_where_the_text_may_stand(fields, copy):
    assert ninjs(**fields).copy == copy


@pytest.mark.parametrize("kind", ["picture", "audio", "video", "graphic"])
def test_a_picture_is_an_article_by_its_headline_and_caption(kind):
    document = ninjs(type=kind, headline="Rain", description_caption="It rains.", body_xhtml="<p>Other.</p>")
    assert (document.fields, document.copy) == ({"headline": "Rain"}, "It rains.")
    with pytest.raises(UnreadableError, match=f"an? {kind} without headline and caption"):
        ninjs(type=kind, headline="Rain")
    with pytest.raises(UnreadableError):
        ninjs(type=kind, description_caption="It rains.")


def test_concepts():
    document = ninjs(
        headline="x",
        keywords=["rain", {"name": "sea"}],
        subjects=[
            {"name": "Port", "rel": "keyword"},
            {"name": "Web", "uri": "http://web.example"},
            {"literal": "L1"},
            {"nothing": 1},
            7,
        ],
    )
    assert document.fields == {
        "headline": "x",
        "keywords": [{"name": "Port"}, {"name": "rain"}, {"name": "sea"}],
        "subject": [{"name": "Web", "code": "http://web.example"}, {"code": "L1"}],
    }


def test_odd_values_are_left_out_with_a_warning():
    document = ninjs(
        headline="x", versioncreated="yesterday", urgency="high", pubstatus=3, language="English!"
    )
    assert document.fields == {"headline": "x"}
    assert document.warnings == (
        "versioncreated: 'yesterday' is no date; left out",
        "pubstatus: '3' is unknown; left out",
        "urgency: 'high' is not a number from 1 to 9; left out",
        "language: 'English!' is no language tag; left out",
    )


@pytest.mark.parametrize(("sent", "kept"), [({}, "withheld"), ({"pubstatus": "usable"}, "withheld")])
def test_an_embargo_that_is_no_date_withholds(sent, kept):
    document = ninjs(headline="x", embargoed="after the speech", **sent)
    assert document.fields["pubstatus"] == kept
    assert document.warnings == (
        "embargoed: 'after the speech' is no date; withheld until another version or a PATCH says when",
    )


def test_a_kill_is_none_the_less_one_for_its_embargo():
    assert ninjs(uri="x", embargoed="soon", pubstatus="canceled").fields["pubstatus"] == "canceled"


def test_lists_and_lines_may_mix_ninjs_and_our_own():
    ours, theirs = {"headline": "A"}, {"type": "text", "headlines": [{"value": "B"}]}
    for data in (json.dumps([ours, theirs]), json.dumps(ours) + "\n" + json.dumps(theirs) + "\n"):
        documents = read_all(data.encode())
        assert [each.fields["headline"] for each in documents] == ["A", "B"]
        assert [each.media_type for each in documents] == ["application/json", "application/ninjs+json"]
        for each in documents:
            assert read_one(each.original, each.media_type).fields == each.fields


@pytest.mark.parametrize("fields", [{}, {"headline": " "}, {"bodies": [{"value": 7}]}, {"bodies": "x" * 0}])
def test_an_object_without_text_and_headline_is_refused(fields):
    with pytest.raises(UnreadableError, match="no article in the ninjs object"):
        ninjs(**fields)


def test_text_that_cannot_be_kept_is_refused():
    with pytest.raises(InputError, match="the text has a NUL character"):
        ninjs(body_text="a\0b")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"replacing": ["urn:x:1", "urn:x:2"]}, [("updates", "urn:x:1"), ("updates", "urn:x:2")]),
        ({"evolvedfrom": "urn:x:1"}, [("updates", "urn:x:1")]),
        ({"associations": {"correctionOf": {"uri": "urn:x:1"}}}, [("corrects", "urn:x:1")]),
        ({"associations": [{"name": "previousVersion", "uri": "urn:x:1"}]}, [("updates", "urn:x:1")]),
        ({"associations": [{"name": "a1", "rel": "corrects", "uri": "urn:x:1"}]}, [("corrects", "urn:x:1")]),
        ({"associations": [{"name": "a1", "type": "picture", "uri": "urn:x:1"}, 7, None]}, []),
        ({"associations": {"logo": {"uri": "urn:x:1"}, "corrects": 7}}, []),
        ({"updates": "2023-03-05T09:15:00Z", "replacing": None}, []),
    ],
)
def test_what_it_replaces(fields, expected):
    document = ninjs(headline="Rain", body_xhtml="<p>Rain.</p>", **fields)
    assert [(each.relation, each.uri) for each in document.replaces] == expected


def test_an_editing_system_calls_the_identity_guid():
    value = {
        "guid": "tag:x.example:2023:7",
        "headline": "Rain",
        "subject": [{"qcode": "04000000", "name": "economy"}],
    }
    assert read_one(json.dumps(value), "application/json").fields == {
        "uri": "tag:x.example:2023:7",
        "headline": "Rain",
        "subject": [{"name": "economy", "code": "04000000"}],
    }


def test_what_lists_stories_is_none_itself():
    stories = [{"uri": "urn:x:1", "type": "text", "headline": "Rain"}, {"type": "text"}, {"headline": "Sun"}]
    for name in ("_items", "item", "results"):
        first, bad, last = read_all(json.dumps({"total": 3, name: stories}).encode(), "application/json")
        assert [type(each) for each in (first, bad, last)] == [Document, Refusal, Document]
        assert (first.fields["headline"], last.fields["headline"]) == ("Rain", "Sun")
        assert str(bad.error).startswith("article 2: there is no article in the ninjs object")
    for value in (
        {"headline": "Rain", "items": stories},
        {"items": []},
        {"items": [1]},
        {"items": stories, "item": stories},
    ):
        with pytest.raises(InputError, match="not a known field"):
            read_all(json.dumps(value).encode(), "application/json")


def test_the_digital_wires_of_dpa():
    value = {
        "format": "digitalwires@0.9.1",
        "type": "composite",
        "urn": "urn:newsml:xyz.example:20230305:7",
        "version": 2,
        "version_created": "2023-03-05T10:15:00+01:00",
        "headline": "Hafen offen",
        "dateline": "Bergen (XYZ) - ",
        "article_html": "<section><p>Der Hafen ist offen.</p></section>",
        "creditline": "Ann Lee/XYZ",
        "ednotes": [
            {"role": "note:closingline", "ednote": "XYZ ab", "is_publishable": True},
            {"role": "note:hint", "ednote": "Bild folgt", "is_publishable": True},
            {"role": "note:hint", "ednote": "Intern", "is_publishable": False},
        ],
        "descriptions": [{"role": "drol:caption", "description": "Am Hafen"}],
        "keyword_names": ["Hafen"],
        "dpasubject_names": ["Verkehr"],
        "geosubject_names": ["Norwegen"],
        "genre_names": ["Meldung"],
    }
    document = read_one(json.dumps(value), "application/json")
    assert document.fields == {
        "uri": "urn:newsml:xyz.example:20230305:7",
        "version": "2",
        "versioncreated": "2023-03-05T09:15:00Z",
        "dateline": {"text": "Bergen (XYZ) -"},
        "headline": "Hafen offen",
        "ednote": "Bild folgt",
        "subject": [{"name": "Verkehr"}],
        "genre": [{"name": "Meldung"}],
        "keywords": [{"name": "Hafen"}],
        "place": [{"name": "Norwegen"}],
    }
    assert (document.copy, document.credits) == ("Der Hafen ist offen.", ("Ann Lee/XYZ", "XYZ"))
    picture = {name: value[name] for name in ("urn", "headline", "type", "descriptions")}
    assert read_one(json.dumps(picture), "application/json").copy == "Am Hafen"


def test_an_answer_with_one_story_in_it_is_that_story():
    story = {
        "uri": "urn:x:1",
        "headLine": "Rain",
        "slug": "RAIN",
        "bodyXhtml": "<p>It rains.</p>",
        "type": "text",
    }
    [document] = read_all(json.dumps({"data": {"item": story}}).encode(), "application/json")
    assert isinstance(document, Document)
    assert document.fields == {"uri": "urn:x:1", "headline": "Rain", "slugline": "RAIN"}
    assert document.copy == "It rains."
    assert json.loads(document.original) == story
    with pytest.raises(InputError, match="data is not a known field"):
        read_all(json.dumps({"data": {"item": {"title_of": "Rain"}}}).encode(), "application/json")


@pytest.mark.parametrize(
    ("fields", "expected", "copy", "named"),
    [
        # As crawlers keep pages.
        (
            {
                "maintext": "Rain fell in Bergen.",
                "description": "Rain.",
                "date_publish": "2023-03-05 09:15:00",
                "date_modify": "2023-03-05 10:00:00",
                "date_download": "2023-03-07 00:00:00",
                "url": "https://xyz.example/rain",
                "authors": ["Ann Lee", "Kari Berg"],
                "language": "en",
            },
            {
                "uri": "https://xyz.example/rain",
                "firstcreated": "2023-03-05T09:15:00Z",
                "versioncreated": "2023-03-05T10:00:00Z",
                "byline": "Ann Lee, Kari Berg",
                "language": "en",
            },
            "Rain fell in Bergen.",
            (),
        ),
        # As an API that searches news answers.
        (
            {
                "source": {"id": None, "name": "Fjord Post"},
                "author": "Ann Lee",
                "description": "Rain.",
                "url": "https://xyz.example/rain",
                "urlToImage": "https://xyz.example/rain.jpg",
                "publishedAt": "2023-03-05T09:15:00Z",
                "content": "<p>Rain fell.</p><p>More fell.</p>",
            },
            {
                "uri": "https://xyz.example/rain",
                "firstcreated": "2023-03-05T09:15:00Z",
                "versioncreated": "2023-03-05T09:15:00Z",
                "byline": "Ann Lee",
            },
            "Rain fell.\n\nMore fell.",
            ("Fjord Post",),
        ),
        ({"summary": "Rain.", "url": "/rain"}, {}, "Rain.", ()),
        ({"body_text": "Rain.", "content": "Something else, and longer."}, {"body_text": "Rain."}, None, ()),
        (
            {"authors": [{"name": "Ann", "role": "writer"}, {"name": "X", "role": "editor"}]},
            {"byline": "Ann"},
            None,
            (),
        ),
    ],
)  # fmt: skip
def test_what_apis_and_crawlers_call_its_properties(fields, expected, copy, named):
    document = read_one(json.dumps({"title": "Rain"} | fields))
    assert document.fields == {"headline": "Rain"} | expected
    assert (document.copy, document.credits) == (copy, named)


@pytest.mark.parametrize(
    ("given", "expected", "copy"),
    [
        ("<p>Rain &amp; wind.</p><p>More.</p>", None, "Rain & wind.\n\nMore."),
        ('<table width="80%"><tr><td>Rain</td><td>9</td></tr></table>', None, "Rain  9"),
        ("Rain <p> wind", "Rain <p> wind", None),
    ],
)
def test_a_body_text_that_begins_as_html_is_html(given, expected, copy):
    document = ninjs(headline="Rain", body_text=given)
    assert (document.fields.get("body_text"), document.copy) == (expected, copy)


def test_quotes_count_in_the_text_as_it_is():
    quotes = [{"spans": [[0, 4]]}]
    document = ninjs(headline="Rain", body_text="<p>Rain.</p>", quotes=quotes)
    assert document.fields["body_text"] == "<p>Rain.</p>"


@pytest.mark.parametrize(
    "answer",
    [
        {"status": "ok", "totalResults": 1, "articles": [{"title": "Rain"}]},
        {"meta": {"found": 1}, "data": [{"title": "Rain"}]},
        {"request": {"page": 0}, "data": {"count": 1, "items": [{"title": "Rain"}]}},
    ],
)
def test_stories_are_found_in_what_an_api_answers(answer):
    assert read_one(json.dumps(answer)).fields == {"headline": "Rain"}


def test_an_article_with_a_list_in_it_is_none_of_its_members():
    document = read_one(json.dumps({"title": "Rain", "text": "Rain fell.", "data": [{"title": "A table"}]}))
    assert (document.fields, document.copy) == ({"headline": "Rain"}, "Rain fell.")


@pytest.mark.parametrize(
    "sent",
    [
        {"event": "publish", "data": {"title": "Rain", "content": "Rain fell."}},
        {"id": 7, "packageInfo": {"title": "Rain", "text": "Rain fell."}, "photo": {"title": "A roof"}},
        [{"id": 7, "story": {"title": "Rain", "body_text": "Rain fell.", "type": "text"}}],
    ],
)
def test_a_story_inside_an_object_that_is_none(sent):
    data = json.dumps(sent).encode()
    document = read_one(data)
    assert document.fields["headline"] == "Rain"
    assert (document.copy or document.fields["body_text"]) == "Rain fell."
    again = read_one(document.original)
    assert (again.fields, again.copy) == (document.fields, document.copy)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"type": "text", "pubstatus": "usable"}, "which has type, pubstatus: neither text nor a headline"),
        (
            {"type": "text"} | {f"x{number}": number for number in range(9)},
            "which has type, x0, .*, x6, ...: neither",
        ),
    ],
)
def test_the_refusal_of_an_object_says_what_it_has(sent, says):
    with pytest.raises(UnreadableError, match=says):
        read_one(json.dumps(sent))


def test_two_stories_in_an_object_are_not_one_of_them():
    story = {"title": "Rain", "content": "Rain fell."}
    with pytest.raises(InputError, match="one is not a known field"):
        read_one(json.dumps({"one": story, "two": story}))
