"""What a NewsML-G2 item says of itself: ``itemMeta``, ``contentMeta``, ``rightsInfo`` and ``assert``."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from searchsvc.formats.blocks import paragraphs
from searchsvc.formats.draft import Draft, plain, read_country, split_uri
from searchsvc.formats.elements import text_of

_KINDS = {"person": "person", "organisation": "organisation", "geoarea": "place", "poi": "place"}
"""Concept natures (cpnat), by what is behind the scheme's alias."""
_CAPTIONS = ("caption", "summary", "abstract", "lead")
_NOT_THE_NAME = ("mnemonic", "adjective", "short")


def gather(item: Element, draft: Draft) -> str:
    """Add to ``draft`` what the item says, and tell its nature: text, picture, video, ..."""
    meta, content = item.find("itemMeta"), item.find("contentMeta")
    language = item.get("xml:lang")
    draft.set("uri", item.get("guid"))
    if item.get("guid"):
        draft.set("version", item.get("version") or "1")  # as NewsML-G2 has it for items without
    nature = "text"
    names = _asserted(item, language)
    if meta is not None:
        nature = code_of(meta.find("itemClass"))[0] or "text"
        _gather_item_meta(meta, draft, language)
    if content is not None:
        _gather_content_meta(content, draft, names, language)
    if draft.fields.get("language") is None:
        draft.set_language(language)
    rights = item.find("rightsInfo")
    if rights is not None:
        for holder in rights.iter("copyrightHolder"):
            draft.add_credit(name_of(holder, language), holder.get("literal"))
        draft.set("copyrightnotice", _in_language(rights.findall("copyrightNotice"), language))
        draft.set("usageterms", _in_language(rights.findall("usageTerms"), language))
    return nature


def captions(item: Element) -> list[str]:
    """The paragraphs of its descriptions, the caption or summary first, else the first."""
    content = item.find("contentMeta")
    found = content.findall("description") if content is not None else []
    found.sort(key=lambda each: not any(word in each.get("role", "").lower() for word in _CAPTIONS))
    return next((texts for each in found if (texts := paragraphs(each))), [])


def _gather_item_meta(meta: Element, draft: Draft, language: str | None) -> None:
    draft.set_instant("versioncreated", text_of(meta.find("versionCreated")))
    draft.set_instant("firstcreated", text_of(meta.find("firstCreated")))
    embargoed = meta.find("embargoed")
    draft.set_instant("embargoed", text_of(embargoed))
    signals = {code_of(signal)[0].lower() for signal in meta.iter("signal")}
    if signals & {"kill", "mandatorykill"}:
        draft.set_status("kill")
    if embargoed is not None and not text_of(embargoed):
        draft.set_status("withheld")  # until another version says when
    _gather_links(meta, signals, draft)
    status = meta.find("pubStatus")
    if status is not None:
        draft.set_status(code_of(status)[0])
    provider = meta.find("provider")
    if provider is not None:
        draft.add_credit(name_of(provider, language), provider.get("literal"), code_of(provider)[0])
    draft.set("ednote", " ".join(_notes(meta)))


def _gather_links(meta: Element, signals: set[str], draft: Draft) -> None:
    """What it replaces: links that say so and, in an item that signals an update or a correction, those to
    items that do not say what they are for."""
    signalled = next((each for each in ("correction", "update") if each in signals), None)
    for link in meta.findall("link"):
        item = link.get("guidref") or link.get("residref")
        relation = link.get("rel") or (signalled if item else None)
        draft.add_replaced(relation, item or link.get("href"), correcting=signalled == "correction")


def _notes(meta: Element) -> Iterable[str]:
    """Notes to editors, without those that are structured for machines, and those for the agency."""
    for note in meta.iter("edNote"):
        role = note.get("role", "").lower()
        private = note.get("pubconstraint") or "private" in role or "closingline" in role
        if not private and len(note) == 0 and (text := text_of(note)):
            yield text


def _gather_content_meta(content: Element, draft: Draft, names: dict[str, str], language: str | None) -> None:
    for name in ("contentModified", "contentCreated"):  # where the item itself has no date
        draft.set_instant("versioncreated", text_of(content.find(name)))
    draft.set_urgency(text_of(content.find("urgency")))
    tag = content.find("language")
    draft.set_language(tag.get("tag") if tag is not None else None)
    headlines = [each for each in content.iter("headline") if "sub" not in each.get("role", "").lower()]
    draft.set("headline", _in_language(headlines, language))
    draft.set("slugline", text_of(content.find("slugline")))
    draft.set("byline", "; ".join(text for each in content.findall("by") if (text := text_of(each))))
    for source in content.iter("infoSource"):
        draft.add_credit(name_of(source, language), source.get("literal"), code_of(source)[0])
    draft.add_credit(text_of(content.find("creditline")).rstrip("–-— "))
    _gather_place(content, draft, names, language)
    for genre in content.findall("genre"):
        _add("genre", genre, draft, names, language)
    for keyword in content.findall("keyword"):
        draft.add("keywords", text_of(keyword))
    for subject in content.findall("subject"):
        kind = subject.get("type", "").rpartition(":")[2].rpartition("/")[2].lower()
        _add(_KINDS.get(kind, "subject"), subject, draft, names, language)
    _gather_creators(content, draft, language)


def _gather_creators(content: Element, draft: Draft, language: str | None) -> None:
    """Who wrote it, where no byline says so: names of people, not of the agency, nor initials."""
    found = []
    for creator in content.findall("creator"):
        name = name_of(creator, language)
        agency = name in draft.credits or "organisation" in creator.get("type", "").lower()
        if " " in name and not agency:
            found.append(name)
    if found and "byline" not in draft.fields:
        draft.author = ", ".join(found)


def _gather_place(content: Element, draft: Draft, names: dict[str, str], language: str | None) -> None:
    draft.set_dateline(text=_in_language(content.findall("dateline"), language).rstrip("-–— "))
    located = content.find("located")
    if located is None:
        return
    draft.set_city(_label(located, names, language))
    for each in located.iter():
        if each.tag in ("broader", "sameAs", "located", "country"):
            code, scheme = code_of(each)
            if scheme.lower().startswith("iso3166") or "country" in each.get("type", ""):
                draft.set_dateline(country=read_country(code))
    position = next(located.iter("position"), None)
    if position is not None:
        try:
            lat, lon = float(position.get("latitude", "")), float(position.get("longitude", ""))
        except ValueError:
            return
        draft.set_dateline(lat=lat, lon=lon)


def _add(name: str, element: Element, draft: Draft, names: dict[str, str], language: str | None) -> None:
    code, scheme = code_of(element)
    draft.add(name, _label(element, names, language), code or None, scheme or None)


def _label(element: Element, names: dict[str, str], language: str | None) -> str:
    """Its name, else the one that an ``assert`` of the item gives for its code."""
    known = (names.get(element.get(key, "")) for key in ("qcode", "uri", "literal"))
    return name_of(element, language) or next((name for name in known if name), "")


def _asserted(item: Element, language: str | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in item.findall("assert"):
        if name := name_of(each, language):
            for key in ("qcode", "uri", "literal"):
                if each.get(key):
                    found.setdefault(str(each.get(key)), name)
    return found


def code_of(element: Element | None) -> tuple[str, str]:
    """Code and scheme of a ``qcode`` (alias before the colon), of a ``uri`` (up to its last part), or
    the ``literal``; empty where there is none."""
    if element is None:
        return "", ""
    if qcode := plain(element.get("qcode")):
        scheme, _, code = qcode.partition(":")
        return (code, scheme) if code else (qcode, "")
    if uri := plain(element.get("uri")):
        return split_uri(uri)
    return plain(element.get("literal")), ""


def name_of(element: Element, language: str | None) -> str:
    """Its ``name`` in the item's language, else in any; empty where it has none."""
    names = [
        each
        for each in element.findall("name")
        if not each.get("role", "").rpartition(":")[2].lower().startswith(_NOT_THE_NAME)
    ]
    return _in_language(names or element.findall("name"), language)


def _in_language(elements: list[Element], language: str | None) -> str:
    """The text of the one in ``language``, else of the first that has any."""
    wanted = (language or "").partition("-")[0].lower()
    texts = [(each.get("xml:lang", "").partition("-")[0].lower(), text_of(each)) for each in elements]
    texts = [(spoken, text) for spoken, text in texts if text]
    return next((text for spoken, text in texts if spoken == wanted), texts[0][1] if texts else "")
