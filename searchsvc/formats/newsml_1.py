"""NewsML 1.0 to 1.2: news items, each with components inside components and, in one of them, the text.

Element by element it is mapped in docs/formats.md. Source: NewsML 1.2, https://iptc.org/standards/newsml-1/.
A news item of which no component has text is an article where there is a headline and a caption.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from searchsvc.errors import InputError, UnreadableError
from searchsvc.formats import nitf
from searchsvc.formats.blocks import paragraphs
from searchsvc.formats.document import Document, Refusal
from searchsvc.formats.draft import Draft, plain, read_country
from searchsvc.formats.elements import Tree, parse, text_of
from searchsvc.formats.format import Head
from searchsvc.formats.names import names
from searchsvc.formats.newsml_g2 import gather_written

MEDIA_TYPE = "text/vnd.iptc.newsml"
"""As registered with IANA, in lower case."""
ITEMS = frozenset(("NewsItem",))

_NO_TEXT = ("photo", "picture", "image", "graphic", "video", "audio", "animation", "complexdata")
_NO_COPY = ("text/css", "text/javascript", "text/calendar", "text/vcard", "text/csv")
"""Media types that are text and no story: what a story is laid out with, or data beside it."""
_INSTRUCTIONS = ("delete", "rescind", "kill")
_URN_PARTS = ("urn", "newsml", "provider", "date", "item")
_PROVIDER_ALONE = re.compile(r"urn:newsml:[^:]*:?", re.I)
"""What names no item: an agency that fills the identifier in so gives it to all of them."""
_REVISION = re.compile(r":[0-9]+[A-Z]?\Z")


def recognises(head: Head) -> bool:
    """By its root element."""
    return head.root[1] in ("NewsML", "NewsItem")


def read(data: bytes, charset: str | None = None) -> Iterable[Document | Refusal]:
    """The articles, one for each news item.

    Raises InputError, TooLargeError, UnsupportedError; UnreadableError where there is no news item.
    """
    tree = parse(data, charset, locate=ITEMS)
    root = tree.root
    if root.tag not in ("NewsML", "NewsItem"):
        raise UnreadableError(f"the root element is {str(root.tag)[:60]}; NewsML 1.2 begins with NewsML")
    envelope = root.find("NewsEnvelope")
    items = [root] if root.tag == "NewsItem" else root.findall("NewsItem")
    if not items:
        raise UnreadableError("the NewsML has no NewsItem, only its envelope")
    located = len(items) == len(tree.places)
    if len(items) == 1:
        alone = tree.piece(0) if located else data
        return [_read_item(items[0], envelope, data, alone, tree.warnings)]
    return _read_items(tree, items, envelope, data if not located else None)


def _read_items(
    tree: Tree, items: list[Element], envelope: Element | None, whole: bytes | None
) -> Iterator[Document | Refusal]:
    for number, item in enumerate(items):
        original = whole if whole is not None else tree.without_others(number)
        alone = whole if whole is not None else tree.piece(number)
        try:
            yield _read_item(item, envelope, original, alone, tree.warnings)
        except InputError as error:
            located = type(error)(f"item {number + 1}: {error}", problems=error.problems)
            yield Refusal(None, located, original)


def _read_item(
    item: Element,
    envelope: Element | None,
    original: bytes,
    canonical: bytes,
    warnings: tuple[str, ...],
) -> Document:
    draft = Draft()
    draft.warnings.extend(warnings)
    _gather_identity(item, draft)
    management = item.find("NewsManagement")
    if management is not None:
        _gather_management(management, draft)
    found = _text_components(item)
    for other in found[1:]:
        _warn_of(other, found[0], draft)
    path = found[0] if found else next(_components(item, ()), ())
    for component in reversed(path):
        _gather_component(component, draft)
    draft.set_language(item.get("xml:lang"))
    if path:
        _gather_parts(path, draft)
    if not draft.paragraphs:
        draft.paragraphs = _captions(item)
        if not draft.paragraphs and _has_media(item):
            raise UnreadableError(
                "its news item has pictures, sound or video and no text; there is no article"
            )
    _gather_title(item.iter("NewsComponent"), draft)
    draft.set("headline", text_of(item.find("Identification/NameLabel")))
    draft.set("slugline", text_of(item.find("Identification/NameLabel")))
    # Where nothing says when this revision was made: when the first was, else when it was sent.
    draft.set_instant("versioncreated", text_of(item.find("NewsManagement/FirstCreated")))
    if envelope is not None:
        draft.set_instant("versioncreated", text_of(envelope.find("DateAndTime")))
        for party in envelope.iterfind("SentFrom/Party"):
            draft.add_credit(party.get("FormalName"))
    return draft.document(MEDIA_TYPE, original, canonical=canonical, what="the news item")


def _gather_identity(item: Element, draft: Draft) -> None:
    """The public identifier without its revision, which is the version; all revisions share it."""
    identifier = item.find("Identification/NewsIdentifier")
    if identifier is None:
        draft.set("uri", item.get("Duid") and nitf.uri_of("newsml", "", str(item.get("Duid"))))
        return
    revision = text_of(identifier.find("RevisionId"))
    public = text_of(identifier.find("PublicIdentifier"))
    parts = [text_of(identifier.find(name)) for name in ("ProviderId", "DateId", "NewsItemId")]
    if public and not _PROVIDER_ALONE.fullmatch(public):
        behind = _REVISION.search(public)
        base = public[: behind.start()] if behind and behind[0][1:].rstrip("UNA") == revision else public
        base = base.removesuffix(f":{revision}") if revision else base
        draft.set("uri", nitf.uri_of("newsml", parts[0], base))
    elif parts[2].strip("0"):
        draft.set("uri", ":".join(["urn:newsml", *(part or "-" for part in parts)]))
    draft.set("version", revision)


def _gather_management(management: Element, draft: Draft) -> None:
    draft.set_instant("versioncreated", text_of(management.find("ThisRevisionCreated")))
    draft.set_instant("firstcreated", text_of(management.find("FirstCreated")))
    for instruction in management.iter("Instruction"):
        if (instruction.get("FormalName") or "").lower() in _INSTRUCTIONS:
            draft.set_status("kill")
    status = (_formal(management, "Status") or "").lower()
    changes = text_of(management.find("StatusWillChange/DateAndTime"))
    future = (_formal(management, "StatusWillChange/FutureStatus") or "").lower()
    if status == "embargoed" and not changes:
        draft.set_status("withheld")  # until nobody knows when
    else:
        draft.set_status(status)
    if status == "embargoed":
        draft.set_instant("embargoed", changes)
    elif future in ("withheld", "canceled", "cancelled"):
        draft.set_instant("expires", changes)
    draft.set_urgency(_formal(management, "Urgency"))
    for other in management.iter("AssociatedWith"):
        draft.add_replaced(other.get("FormalName"), _without_revision(plain(other.get("NewsItem"))))


def _without_revision(reference: str) -> str:
    """A reference to a news item without the revision, the sixth part of its URN (RFC 3085)."""
    return _REVISION.sub("", reference) if reference.count(":") >= len(_URN_PARTS) else reference


def _formal(element: Element, path: str) -> str | None:
    found = element.find(path)
    return None if found is None else plain(found.get("FormalName")) or text_of(found)


Path = tuple[Element, ...]
"""Components from the outermost to the one that is meant."""


def _components(element: Element, above: Path) -> Iterator[Path]:
    """Every component, outer ones before those in them; of equivalents only the first of each kind."""
    for component in element.findall("NewsComponent"):
        yield (*above, component)
        yield from _components(component, (*above, component))


def _text_components(item: Element) -> list[Path]:
    """Those that have a text: the main one first, then what calls itself the body, a lead only where there is
    neither; those of sidebars, captions, titles and contacts not at all."""
    found = [path for path in _components(item, ()) if _text_item(path[-1]) is not None]
    found = [path for path in found if not any(_role(each) in names("side_roles") for each in path)]
    return sorted(found, key=_rank)


def _warn_of(other: Path, path: Path, draft: Draft) -> None:
    """Tell that the story is there in another language too."""
    if _rank(other) == _rank(path) and not _speaks(other[-1], path[-1]):
        language = plain(other[-1].get("xml:lang"))[:20]
        draft.warn(f"its text in {language} is left out; send each language as an item of its own")


def _rank(path: Path) -> int:
    roles = [_role(each) for each in path]
    if "main" in roles:
        return 0
    return 1 if roles[-1] in names("body_roles") else 3 if roles[-1] in names("lead_roles") else 2


def _gather_parts(path: Path, draft: Draft) -> None:
    """The text of the component, and what stands beside it where a story is sent in parts: its title and
    its lead."""
    beside = path[-2].findall("NewsComponent") if len(path) > 1 else []
    _gather_title(beside, draft)
    lead = Draft()
    if _role(path[-1]) in names("body_roles"):
        for part in beside:
            if _role(part) in names("lead_roles") and _speaks(part, path[-1]):
                _gather_content(part, lead)
    _gather_content(path[-1], draft)
    if lead.paragraphs and lead.paragraphs[0] not in draft.paragraphs:
        draft.paragraphs = lead.paragraphs + draft.paragraphs


def _gather_title(components: Iterable[Element], draft: Draft) -> None:
    for part in components:
        if _role(part) in names("title_roles"):
            title = Draft()
            _gather_content(part, title)
            draft.set("headline", " ".join(title.paragraphs))


def _speaks(one: Element, other: Element) -> bool:
    """Whether two components are in the same language, as far as they say."""
    first, second = one.get("xml:lang"), other.get("xml:lang")
    return not first or not second or first.lower() == second.lower()


def _role(component: Element) -> str:
    role = component.find("Role")
    return "".join(filter(str.isalpha, role.get("FormalName") or "")).lower() if role is not None else ""


def _text_item(component: Element) -> Element | None:
    """The first content item of the component itself that holds text."""
    for content in component.findall("ContentItem"):
        kind = (_formal(content, "MediaType") or "text").lower()
        mime = (_formal(content, "MimeType") or "text/").lower()
        data = content.find("DataContent")
        textual = kind not in _NO_TEXT and (mime.startswith("text/") or "xml" in mime or "html" in mime)
        if data is None or mime in _NO_COPY:
            continue
        # NITF is a story, whatever the item that it stands in is said to be.
        if (textual or data.find("nitf") is not None) and text_of(data):
            return content
    return None


def _gather_component(component: Element, draft: Draft) -> None:
    """What a component says; the innermost is asked first."""
    lines = component.find("NewsLines")
    if lines is not None:
        _gather_lines(lines, draft)
    administrative = component.find("AdministrativeMetadata")
    if administrative is not None:
        for name in ("Provider", "Source", "Creator"):
            for party in administrative.iterfind(f"{name}/Party"):
                if name != "Creator":
                    draft.add_credit(party.get("FormalName"))
    descriptive = component.find("DescriptiveMetadata")
    if descriptive is not None:
        _gather_descriptive(descriptive, draft)
    rights = component.find("RightsMetadata")
    if rights is not None:
        for holder in rights.iterfind("Copyright/CopyrightHolder"):
            draft.set("copyrightnotice", f"© {text_of(holder)}" if text_of(holder) else None)
        draft.set("usageterms", " ".join(text_of(each) for each in rights.iter("UsageType")))
        draft.set("usageterms", " ".join(text_of(each) for each in rights.iter("Limitations")))
    draft.set_language(component.get("xml:lang"))


def _gather_lines(lines: Element, draft: Draft) -> None:
    draft.set("headline", text_of(lines.find("HeadLine")) or text_of(lines.find("Headline")))
    draft.set("byline", text_of(lines.find("ByLine")))
    draft.set("slugline", text_of(lines.find("SlugLine")))
    draft.set("copyrightnotice", text_of(lines.find("CopyrightLine")))
    draft.set("usageterms", text_of(lines.find("RightsLine")))
    draft.set_dateline(text=text_of(lines.find("DateLine")).rstrip("-–— "))
    for keywords in lines.findall("KeywordLine"):
        for keyword in re.split(r"[;,]", text_of(keywords)):
            draft.add("keywords", keyword)
    notes = []
    for line in lines.findall("NewsLine"):
        kind = (_formal(line, "NewsLineType") or "").lower()
        if "note" in kind or "instruction" in kind or "advisory" in kind:
            notes += [text_of(each) for each in line.findall("NewsLineText")]
    draft.set("ednote", " ".join(notes))


def _gather_descriptive(descriptive: Element, draft: Draft) -> None:
    draft.set_language(_formal(descriptive, "Language"))
    draft.add("genre", None, _formal(descriptive, "Genre"))
    for code in descriptive.iter("SubjectCode"):
        _add_subject(code, draft)
    draft.set_day(text_of(descriptive.find("DateLineDate")))
    for location in descriptive.findall("Location"):
        _gather_location(location, draft)
    for each in descriptive.findall("Property"):
        if (each.get("FormalName") or "").lower() in ("keyword", "keywords"):
            for keyword in re.split(r"[;,]", each.get("Value") or ""):
                draft.add("keywords", keyword)


def _add_subject(code: Element, draft: Draft) -> None:
    """The most detailed of subject, matter and detail."""
    for name in ("SubjectDetail", "SubjectMatter", "Subject"):
        found = code.find(name)
        if found is not None and plain(found.get("FormalName")):
            scheme = found.get("Vocabulary") or found.get("Scheme")
            draft.add("subject", text_of(found), found.get("FormalName"), scheme)
            return


def _gather_location(location: Element, draft: Draft) -> None:
    """Where it is from, for the dateline; where it happened, as a place."""
    values = {
        (each.get("FormalName") or "").lower(): plain(each.get("Value")) for each in location.iter("Property")
    }
    present = (location.get("HowPresent") or "").lower()
    city, country = values.get("city", ""), values.get("country", "")
    if present in ("origin", "from", "dateline"):
        if city:  # a country alone is that of the agency
            draft.set_city(city)
            draft.set_dateline(country=read_country(country))
    elif city or values.get("name"):
        draft.add("place", city or values["name"])
    elif read_country(country):
        draft.add("place", None, read_country(country), "iso3166-1a2")


def _gather_content(component: Element, draft: Draft) -> None:
    content = _text_item(component)
    data = content.find("DataContent") if content is not None else None
    if data is None:
        return
    root = next((each for each in data if isinstance(each.tag, str)), None)
    if root is None:
        gather_written(data.text or "", draft)
    elif root.tag == "nitf":
        nitf.gather(root, draft)
    else:
        inner = data.find(".//body.content")
        draft.paragraphs = paragraphs(data if inner is None else inner)


def _captions(item: Element) -> list[str]:
    """The text of components that are captions, where there is a headline above them."""
    for path in _components(item, ()):
        if _role(path[-1]) in names("no_caption_roles"):
            continue
        content = _text_item(path[-1])
        data = content.find("DataContent") if content is not None else None
        if data is not None and (texts := paragraphs(data)):
            return texts
    for lines in item.iter("NewsLines"):
        for line in lines.findall("NewsLine"):
            if "caption" in (_formal(line, "NewsLineType") or "").lower():
                return [text for each in line.findall("NewsLineText") if (text := text_of(each))]
    return []


def _has_media(item: Element) -> bool:
    kinds = {(_formal(each, "MediaType") or "").lower() for each in item.iter("ContentItem")}
    return bool(kinds & set(_NO_TEXT))
