"""ninjs, the IPTC's news in JSON, 1.0 to 3.1: an object -> a document.

Property by property it is mapped in docs/formats.md. Source: https://iptc.org/standards/ninjs/.
Versions differ in the names: ``versioncreated`` (1.x, 2.x) is ``versionCreated`` (3.x), ``headline``
and ``body_xhtml`` (1.x) are members of ``headlines`` and ``bodies``. All are read, also mixed. Pictures,
sound and video are articles where they have a headline and a caption.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from searchsvc.errors import InputError, UnreadableError
from searchsvc.formats.article_json import dump
from searchsvc.formats.document import Document, check_text
from searchsvc.formats.draft import Draft, plain, split_uri
from searchsvc.formats.format import Head
from searchsvc.formats.names import names
from searchsvc.formats.newsml_g2 import gather_marked_up, gather_text

MEDIA_TYPE = "application/ninjs+json"
"""The IPTC has registered none; this one, and the next two, are what is in use."""
MEDIA_TYPES = (MEDIA_TYPE, "application/vnd.iptc.ninjs+json", "application/vnd.searchsvc.ninjs+json")

_ONLY_NINJS = names("only_ninjs")
_CAMEL = frozenset(("versionCreated", "firstCreated", "pubStatus", "edNote", "usageTerms", "copyrightNotice"))
_ALIASES = {
    "guid": "uri",
    "urn": "uri",
    "version_created": "versioncreated",
    "article_html": "body_html",
    "bodyxhtml": "body_xhtml",
    "slug": "slugline",
    "ednotes": "ednote",
    "dpasubject_names": "subject",
    "geosubject_names": "place",
    "genre_names": "genre",
    "keyword_names": "keywords",
}
"""What editing systems (Superdesk: guid) and agencies (dpa's digital wires, Reuters Connect) call its
properties."""
_PREFIXES = ("body_", "headline_", "description_")
_WITHOUT_TEXT = ("picture", "graphic", "video", "audio", "animation", "binary")
_CAPTIONS = ("caption", "text", "lead", "summary", "abstract")
_MARKED_UP = ("xhtml", "html", "html5", "nitf")
_BEGINS_AS_HTML = re.compile(
    r"\s*<(?:p|div|h[1-6]|ul|ol|table|html|body|article|section)(?:\s[^<>]*)?>", re.I
)
MOST_NAMED = 8
"""Properties that the refusal of an object names."""
_OURS = ("text", "city", "cities", "country", "lat", "lon", "date", "date_inferred", "start", "end")


def is_ninjs(value: Mapping[str, Any]) -> bool:
    """Whether an object is ninjs rather than our own JSON, which has ``raw`` or nothing of ninjs alone."""
    if "raw" in value:
        return False
    return any(
        name in _CAMEL
        or (lower := str(name).lower()) in _ONLY_NINJS
        or (lower.startswith(_PREFIXES) and lower != "body_text")
        for name in value
    )


def recognises(head: Head) -> bool:
    """Never: JSON is told apart once it is parsed."""
    return False


def canonical(value: Mapping[str, Any]) -> bytes:
    """What decides whether two objects say the same. Raises InputError for what is nested too deeply."""
    return dump(value, in_order=True)


def read_object(
    value: Mapping[str, Any], *, original: bytes, canonical: bytes, line: int | None = None
) -> Document:
    """One article. Raises InputError, and UnreadableError where there is none in it."""
    data = {str(name).lower(): each for name, each in value.items()}
    for name, called in _ALIASES.items():
        if data.get(called) is None and data.get(name) is not None:
            data[called] = data[name]
    draft = Draft()
    _gather_fields(data, draft)
    _gather_concepts(data, draft)
    _gather_replaced(data, draft)
    _gather_text(data, draft)
    _gather_otherwise_called(data, draft)
    # Named, for what is no ninjs at all is refused here, too.
    has = ", ".join(name[:40] for name in list(data)[:MOST_NAMED]) + (
        ", ..." if len(data) > MOST_NAMED else ""
    )
    what = f"the ninjs object, which has {has or 'nothing'}"
    return draft.document(MEDIA_TYPE, original, canonical=canonical, what=what, line=line)


def _gather_fields(data: Mapping[str, Any], draft: Draft) -> None:
    alternative = next((each for each in _members(data, "altids") if each.get("role") == "uri"), {})
    draft.set("uri", _text(alternative.get("value")) or _text(data.get("uri")))
    draft.set("version", _text_or_number(data.get("version")))
    draft.set_instant("versioncreated", _text(data.get("versioncreated")))
    draft.set_instant("firstcreated", _text(data.get("firstcreated")))
    draft.set_instant("embargoed", _text(data.get("embargoeduntil")) or _text(data.get("embargoed")))
    draft.set_instant("expires", _text(data.get("expires")))
    draft.set_status(_text_or_number(data.get("pubstatus")))
    draft.set_urgency(_text_or_number(data.get("urgency")))
    draft.set_language(_text(data.get("language")))
    draft.set("byline", _text(data.get("by")) or _text(data.get("byline")))
    for name in ("slugline", "ednote", "usageterms", "copyrightnotice", "source"):
        draft.set(name, _text(data.get(name)))
    dateline = data.get("dateline")
    if isinstance(dateline, Mapping):
        draft.set_dateline(**{name: dateline[name] for name in _OURS if dateline.get(name) is not None})
    elif isinstance(dateline, str):
        draft.set_dateline(text=dateline)
    draft.set_city(_text(data.get("located")))
    for source in _members(data, "infosource", "infosources"):
        draft.add_credit(_text(source.get("name")), _text(source.get("literal")), _text(source.get("code")))
    line = _text(data.get("creditline")) or ""
    draft.add_credit(line, line.rpartition("/")[2], _text(data.get("copyrightholder")))  # "Ann Lee/AP/dpa"
    for note in _members(data, "ednote"):
        if note.get("is_publishable", True) and "closingline" not in (_text(note.get("role")) or ""):
            draft.add_note(_text(note.get("ednote")))
    main = [
        each for each in _members(data, "headlines") if "sub" not in (_text(each.get("role")) or "").lower()
    ]
    main.sort(key=lambda each: _text(each.get("role")) != "main")
    draft.set("headline", _text(data.get("headline")))
    for headline in main:
        draft.set("headline", _text(headline.get("value")))
    draft.set("headline", _text(data.get("headline_main")))
    draft.set("headline", _text(data.get("title")))


def _gather_otherwise_called(data: Mapping[str, Any], draft: Draft) -> None:
    """What content APIs and crawlers have under names that ninjs has not, where it is not known yet."""
    for title in _called(data, "json_titles"):
        draft.set("headline", title)
    for address in _called(data, "json_addresses"):
        if "://" in address:
            draft.set("uri", address)
    for published in _called(data, "json_published"):
        draft.set_instant("firstcreated", published)
    for modified in (*_called(data, "json_modified"), *_called(data, "json_published")):
        draft.set_instant("versioncreated", modified)
    draft.set_instant("versioncreated", draft.fields.get("firstcreated"))
    authors = (
        _text(member.get("name"))
        for name in names("json_authors")
        for member in _members(data, name)
        if (_text(member.get("role")) or "author").lower() in names("json_author_roles")
    )
    draft.set("byline", ", ".join(dict.fromkeys(plain(author) for author in authors if author)))
    for source in _members(data, "source"):
        draft.add_credit(_text(source.get("name")))


def _called(data: Mapping[str, Any], key: str) -> list[str]:
    """The texts of the properties that the table has under ``key``, in the order of the object."""
    return [text for name, value in data.items() if name in names(key) and (text := _text(value))]


_CONCEPTS = (
    ("subject", ("subject", "subjects")),
    ("genre", ("genre", "genres")),
    ("keywords", ("keywords",)),
    ("place", ("place", "places")),
    ("person", ("person", "people")),
    ("organisation", ("organisation", "organisations")),
)


def _gather_concepts(data: Mapping[str, Any], draft: Draft) -> None:
    for field, called in _CONCEPTS:
        for member in _members(data, *called):
            code = _text(member.get("code")) or _text(member.get("qcode"))
            scheme = _text(member.get("scheme"))
            if not code and (uri := plain(_text(member.get("uri")))):
                code, scheme = split_uri(uri)
            keyword = field == "subject" and member.get("rel") == "keyword"
            draft.add(
                "keywords" if keyword else field,
                _text(member.get("name")),
                code or _text(member.get("literal")),
                scheme,
            )


_REPLACED = ("replacing", "supersedes", "evolvedfrom", "corrects", "updates")
"""Not in the standard; what editing systems and agencies add to it."""


def _gather_replaced(data: Mapping[str, Any], draft: Draft) -> None:
    """Associations that say they are what this one replaces, and properties that name it."""
    for name in _REPLACED:
        for member in _members(data, name):
            draft.add_replaced(name, _text(member.get("uri")) or _text(member.get("value")))
    associations = data.get("associations")
    named = associations.items() if isinstance(associations, Mapping) else ()
    for name, value in (*named, *((None, each) for each in _members(data, "associations"))):
        for member in _members({"": value}, ""):
            relations = (member.get("rel"), member.get("role"), member.get("name"), name)
            relation = next((text for each in relations if (text := _text(each))), None)
            draft.add_replaced(relation, _text(member.get("uri")))


def _gather_text(data: Mapping[str, Any], draft: Draft) -> None:
    captions = sorted(_descriptions(data), key=lambda each: _rank(each[0]))
    kind = (_text(data.get("type")) or "text").lower()
    if kind in _WITHOUT_TEXT:
        text = next((text for _, text in captions if text), None) or _plain_body(data)
        if not text or "headline" not in draft.fields:
            raise UnreadableError(
                f"it is {'an' if kind[0] in 'aeiou' else 'a'} {kind} without headline and caption; "
                "there is no article in it"
            )
        gather_text(text, draft)
        return
    plain_body = _plain_body(data)
    for text in _marked_up_bodies(data):
        gather_marked_up(text, draft)
    # What HTML gives less of than there is in the text is not the story's HTML.
    if plain_body and sum(map(len, draft.paragraphs)) < len(plain_body) // 2:
        draft.paragraphs = []
    if not draft.paragraphs and plain_body:
        if problems := check_text(plain_body, "the text"):
            raise InputError(f"the text {problems[0].message}", problems=tuple(problems))
        draft.fields["body_text"] = plain_body
        if data.get("quotes") is not None:
            draft.fields["quotes"] = data["quotes"]
    elif not draft.paragraphs:
        called = _called(data, "json_texts")
        captioned = [text for _, text in captions] or _called(data, "json_summaries")
        for text in [max(called, key=len)] if called else captioned[:1]:
            gather_text(text, draft)


def _rank(role: str) -> int:
    return next((number for number, name in enumerate(_CAPTIONS) if name in role), len(_CAPTIONS))


def _descriptions(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for member in _members(data, "descriptions"):
        if text := _text(member.get("value")) or _text(member.get("description")):
            yield (_text(member.get("role")) or "").lower(), text
    for name, value in data.items():
        if name.startswith("description_") and (text := _text(value)):
            yield name.removeprefix("description_"), text


def _bodies(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What each body is (its content type, else its role), and its text."""
    for member in _members(data, "bodies"):
        if text := _text(member.get("value")):
            kind = _text(member.get("contenttype")) or _text(member.get("role")) or "text"
            yield kind.lower(), text
    for name, value in data.items():
        if name.startswith("body_") and (text := _text(value)):
            # Many call it text and have HTML; where quotes count in it, it stays.
            written = name != "body_text" or "quotes" in data or not _BEGINS_AS_HTML.match(text)
            yield name.removeprefix("body_") if written else "html", text


def _marked_up_bodies(data: Mapping[str, Any]) -> Iterator[str]:
    return (text for kind, text in _bodies(data) if any(name in kind for name in _MARKED_UP))


def _plain_body(data: Mapping[str, Any]) -> str | None:
    texts = (text for kind, text in _bodies(data) if not any(name in kind for name in _MARKED_UP))
    return next(texts, None)


def _members(data: Mapping[str, Any], *called: str) -> Iterator[dict[str, Any]]:
    """The objects in the lists of these names, keys in lower case; a string is an object with a name."""
    for name in called:
        value = data.get(name)
        for member in value if isinstance(value, list) else [value]:
            if isinstance(member, Mapping):
                yield {str(key).lower(): each for key, each in member.items()}
            elif isinstance(member, str) and member.strip():
                yield {"name": member, "value": member}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _text_or_number(value: Any) -> str | None:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _text(value)
