"""NITF, the IPTC's News Industry Text Format, 2.x to 3.6: alone, or inside another format.

Element by element it is mapped in docs/formats.md. Source: NITF 3.6, https://iptc.org/standards/nitf/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote
from xml.etree.ElementTree import Element

from searchsvc.errors import UnreadableError
from searchsvc.formats.blocks import paragraphs
from searchsvc.formats.document import Document, Refusal
from searchsvc.formats.draft import SUBJECT_CODE, Draft, plain, read_country, read_instant
from searchsvc.formats.elements import parse, text_of
from searchsvc.formats.format import Head

MEDIA_TYPE = "text/vnd.iptc.nitf"
"""As registered with IANA, in lower case."""

IPTC = "http://cv.iptc.org/newscodes/"
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_VERSION_BEHIND = re.compile(r"[-_:.]?v?[0-9]+\Z", re.I)
_MORE_THAN_A_PLACE = re.compile(r"[\d()]|[-–—_:]\s*\Z|\s[-–—_]\s")
"""In a dateline: its date, its agency, or what ends it."""
_INITIALS = re.compile(r"[a-zà-ÿ]{1,4}(?:[/.-][a-zà-ÿ]{1,4}){0,4}\.?")
"""Of those who wrote and edited it, which are a sign-off and no byline."""
_KINDS = {"person": "person", "org": "organisation", "location": "place", "classifier": "subject"}


def recognises(head: Head) -> bool:
    """By its root element."""
    return head.root[1] == "nitf"


def read(data: bytes, charset: str | None = None) -> Iterable[Document | Refusal]:
    """The one article. Raises InputError, UnreadableError, TooLargeError, UnsupportedError."""
    tree = parse(data, charset)
    if tree.root.tag != "nitf":
        raise UnreadableError(f"the root element is {str(tree.root.tag)[:60]}, not nitf; send NITF")
    draft = Draft()
    draft.warnings.extend(tree.warnings)
    gather(tree.root, draft)
    return [draft.document(MEDIA_TYPE, data, what="the NITF")]


def gather(nitf: Element, draft: Draft) -> None:
    """Add to ``draft`` what ``nitf`` says."""
    head = nitf.find("head")
    if head is not None:
        _gather_head(head, draft, text_of(next(nitf.iter("distributor"), None)))
    body = nitf.find("body")
    body_head = body.find("body.head") if body is not None else None
    if body_head is not None:
        _gather_body_head(body_head, draft)
        # When it was written, where nothing says when it was sent.
        draft.set_instant("versioncreated", read_instant(_date_of_story(body_head)))
    draft.set_language(nitf.get("baselang") or nitf.get("xml:lang"))
    if head is not None:
        draft.set("headline", text_of(head.find("title")))
    if body is not None:
        first = next((each for content in body.findall("body.content") for each in content), None)
        if first is not None and first.tag in ("hl1", "hl2"):
            draft.set("headline", text_of(first))
        _gather_text(body, body_head, draft)
    if head is not None:
        draft.add_credit(_publication(head))


def _publication(head: Element) -> str:
    """The newspaper that it is from, which may be named where no agency is."""
    pubdata = next(head.iter("pubdata"), None)
    return "" if pubdata is None else plain(pubdata.get("name"))


def _gather_head(head: Element, draft: Draft, distributor: str) -> None:
    # Some agencies put what belongs into docdata beside it.
    found: dict[str, Element] = {}
    for element in head.iter():
        found.setdefault(str(element.tag), element)
    _gather_identity(found, draft, distributor)
    _gather_dates(found, draft)
    draft.set_urgency(_attribute(found, "urgency", "ed-urg"))
    if _attribute(found, "ed-msg", "msg-type").lower() == "kill":
        draft.set_status("kill")
    draft.set_status(_attribute(found, "docdata", "management-status"))
    draft.set("ednote", _attribute(found, "ed-msg", "info") or text_of(found.get("ed-msg")))
    holder, year = _attribute(found, "doc.copyright", "holder"), _attribute(found, "doc.copyright", "year")
    if holder:
        draft.set("copyrightnotice", f"© {year[:4]} {holder}" if year else f"© {holder}")
    draft.set("usageterms", _attribute(found, "doc.rights", "limitations"))
    _gather_concepts(head, found, draft)


def _gather_concepts(head: Element, found: dict[str, Element], draft: Draft) -> None:
    for subject in head.iter("tobject.subject"):
        part = "tobject.subject."
        names = (subject.get(part + name) for name in ("detail", "matter", "type", "code"))
        code = plain(subject.get(part + "refnum"))
        scheme = _scheme(code, subject.get(part + "ipr") or "IPTC") if code else None
        draft.add("subject", next((name for name in names if name), None), code, scheme)
    kind = _attribute(found, "tobject.property", "tobject.property.type")
    if kind.lower() != "current":
        draft.add("genre", kind)
    for keyword in head.iter("keyword"):
        draft.add("keywords", keyword.get("key") or text_of(keyword))
    place = found.get("evloc")
    if place is not None:
        draft.add("place", place.get("city") or place.get("county-dist") or place.get("state-prov"))
    for content in head.iter("identified-content"):
        for element in content:
            _add_identified(element, draft)


def _scheme(code: str, registrar: str) -> str:
    """The IPTC's own schemes by their URI, those of others by who made them."""
    if registrar.upper() != "IPTC" or not SUBJECT_CODE.fullmatch(code):
        return registrar
    return IPTC + ("mediatopic/" if code.startswith("2") else "subjectcode/")


def _add_identified(element: Element, draft: Draft) -> None:
    name = _KINDS.get(str(element.tag))
    if name is not None:
        code, scheme = element.get("value"), element.get("idsrc")
        draft.add(name, text_of(element) or element.get("value"), code, scheme)


def _gather_identity(found: dict[str, Element], draft: Draft, distributor: str) -> None:
    source = _attribute(found, "doc-id", "regsrc")
    draft.add_credit(source)
    holder = _attribute(found, "doc.copyright", "holder")
    number = _attribute(found, "doc-id", "id-string")
    key, version = _attribute(found, "du-key", "key"), _attribute(found, "du-key", "version")
    if key and number != key and number.startswith(key) and _VERSION_BEHIND.fullmatch(number[len(key) :]):
        number = key  # the number of each version was made of the story's key
    if number and "uri" not in draft.fields:
        draft.set("uri", uri_of("nitf", source or distributor or holder, number))
        draft.set("version", version)
    draft.add_credit(holder, _attribute(found, "from-src", "src-name"))
    if corrected := _attribute(found, "correction", "id-string"):
        by = _attribute(found, "correction", "regsrc") or source or distributor or holder
        draft.add_replaced("correction", uri_of("nitf", by, corrected))


def uri_of(form: str, source: str, number: str) -> str:
    """The identity that ``number`` is: itself where it is a URI, else a URN with who gave it."""
    if _URI.fullmatch(number):
        return number
    parts = (quote(plain(part), safe="") for part in (form, source, number) if part)
    return "urn:searchsvc:" + ":".join(parts)


def _gather_dates(found: dict[str, Element], draft: Draft) -> None:
    draft.set_instant("versioncreated", _attribute(found, "date.issue", "norm"))
    draft.set_instant("versioncreated", _attribute(found, "pubdata", "date.publication"))
    draft.set_instant("expires", _attribute(found, "date.expire", "norm"))
    written, issued = _attribute(found, "date.release", "norm"), draft.fields.get("versioncreated")
    released = read_instant(written)
    if written and released is None:
        draft.warn(f"date.release: {written[:60]!r} is no date; left out")
    if released and issued and released > issued:
        draft.set_instant("embargoed", released)


def _attribute(found: dict[str, Element], element: str, attribute: str) -> str:
    return plain(found[element].get(attribute)) if element in found else ""


def _gather_body_head(head: Element, draft: Draft) -> None:
    hedline = head.find("hedline")
    if hedline is None:
        hedline = head.find("headline")  # as many misspell it
    if hedline is not None:
        draft.set("headline", text_of(hedline.find("hl1")))
        draft.set("headline", text_of(hedline.find("hl2")) or text_of(hedline))
    draft.set("headline", text_of(head.find("hl1")))
    draft.set("slugline", text_of(head.find("slugline")))
    byline = head.find("byline")
    if byline is not None:
        title = byline.find("byttl")
        written = (_text_without(byline, "byttl") or text_of(title)).rstrip(",;- ")
        draft.set("byline", None if _INITIALS.fullmatch(written) else written)
    for element in head.iter("distributor"):
        draft.add_credit(text_of(element.find("org")) or text_of(element))
    draft.add_credit(text_of(next(head.iter("rights.owner"), None)))
    draft.set("copyrightnotice", text_of(next(head.iter("copyrite"), None)))
    draft.set("usageterms", text_of(next(head.iter("rights.limitations"), None)))
    notes = (note for note in head.iter("note") if note.get("noteclass") != "copyright")
    draft.set("ednote", " ".join(text for note in notes if (text := text_of(note))))
    dateline = head.find("dateline")
    if dateline is not None:
        _gather_dateline(dateline, draft)


def _date_of_story(head: Element) -> str:
    date = head.find("dateline/story.date")
    return "" if date is None else plain(date.get("norm"))


def _gather_dateline(dateline: Element, draft: Draft) -> None:
    location = dateline.find("location")
    date = dateline.find("story.date")
    text = _text_without(dateline, "story.date")
    if location is not None:
        country = location.find("country")
        if country is not None:
            draft.set_dateline(country=read_country(country.get("iso-cc") or ""))
        city = text_of(location.find("city"))
        draft.set_city(city or location.text or text_of(location))
        text = _dateline_text(dateline, location)
    elif not _MORE_THAN_A_PLACE.search(text):
        draft.set_city(text)
    draft.set_dateline(text=text)
    if date is not None:
        draft.set_day(date.get("norm") or text_of(date))


def _dateline_text(dateline: Element, location: Element) -> str:
    """The dateline as a reader would see it: where its elements have no commas between them, with."""
    parts = [text_of(each) for each in location] if not plain(location.text) else [text_of(location)]
    return ", ".join(part for part in parts if part) or _text_without(dateline, "story.date")


def _text_without(element: Element, *names: str) -> str:
    """The text of ``element`` but for that in its children called ``names``."""
    pieces = [element.text or ""]
    for child in element:
        if child.tag not in names:
            pieces.append("".join(child.itertext()))
        pieces.append(child.tail or "")
    return plain(" ".join(pieces))


def _gather_text(body: Element, body_head: Element | None, draft: Draft) -> None:
    """The story, else its abstract, else what is written below its pictures."""
    if draft.paragraphs:
        return
    contents = body.findall("body.content") or [
        each for each in body if each.tag not in ("body.head", "body.end")
    ]
    for content in contents:
        language = content.find("lang")
        if language is not None and not text_of(language):
            draft.set_language(language.get("lang") or language.get("xml:lang"))
    draft.paragraphs = paragraphs(*contents) if contents else []
    if not draft.paragraphs and plain(body.text):
        draft.paragraphs = paragraphs(body)
    if not draft.paragraphs and body_head is not None:
        draft.paragraphs = [text for each in body_head.iter("abstract") for text in paragraphs(*each)]
    if not draft.paragraphs:
        draft.paragraphs = [text for each in body.iter("media-caption") if (text := text_of(each))]
