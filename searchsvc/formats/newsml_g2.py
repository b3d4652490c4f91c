"""NewsML-G2: news items, and news messages with any number of them.

Element by element it is mapped in docs/formats.md. Source: NewsML-G2 2.x, https://iptc.org/standards/newsml-g2/.
Items of pictures, sound and video are articles where they have a headline and a caption. Packages,
concepts, events to be planned and catalogues have no story of their own.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from searchsvc.errors import InputError, UnreadableError
from searchsvc.formats import g2_metadata, nitf
from searchsvc.formats.blocks import paragraphs
from searchsvc.formats.document import Document, Refusal
from searchsvc.formats.draft import Draft, plain
from searchsvc.formats.elements import Tree, parse, parse_text, text_of
from searchsvc.formats.format import Head
from searchsvc.formats.names import names
from searchsvc.formats.plain import decode
from searchsvc.formats.soup import parse_html

ITEM_TYPE = "application/vnd.iptc.g2.newsitem+xml"
MESSAGE_TYPE = "application/vnd.iptc.g2.newsmessage+xml"
_TAG = re.compile(r"<[A-Za-z/!]")
MEDIA_TYPES = (
    ITEM_TYPE,
    MESSAGE_TYPE,
    "application/vnd.iptc.g2.packageitem+xml",
    "application/vnd.iptc.g2.knowledgeitem+xml",
    "application/vnd.iptc.g2.conceptitem+xml",
    "application/vnd.iptc.g2.planningitem+xml",
    "application/vnd.iptc.g2.catalogitem+xml",
)
WITHOUT_TEXT = {
    "packageItem": "a package, which refers to items and has no text of its own; send the items",
    "conceptItem": "a concept item, which describes a code and no event",
    "knowledgeItem": "a knowledge item, which describes codes and no event",
    "planningItem": "a planning item, which says what is to be covered",
    "catalogItem": "a catalogue of schemes",
}
ROOTS = frozenset(("newsItem", "newsMessage", "contentSet", *WITHOUT_TEXT))
ITEMS = frozenset(("newsItem", *WITHOUT_TEXT))


def recognises(head: Head) -> bool:
    """By its root element."""
    return head.root[1] in ROOTS


def read(data: bytes, charset: str | None = None) -> Iterable[Document | Refusal]:
    """The articles: one of an item, any number of a message.

    Raises InputError, TooLargeError, UnsupportedError; UnreadableError where there is no news item.
    """
    tree = parse(data, charset, locate=ITEMS)
    root = tree.root
    if root.tag not in ROOTS:
        raise UnreadableError(f"the root element is {str(root.tag)[:60]}; NewsML-G2 begins with newsItem")
    if root.tag in WITHOUT_TEXT:
        raise UnreadableError(f"it is {WITHOUT_TEXT[str(root.tag)]}")
    if root.tag != "newsMessage":
        return [_read_item(root, data, data, tree.warnings)]
    found = list(_items(root))
    news = [(element, number) for number, element in enumerate(found) if element.tag == "newsItem"]
    if not news:
        kinds = sorted({WITHOUT_TEXT[str(element.tag)].partition(",")[0] for element in found})
        raise UnreadableError(f"the message has no news item, only {' and '.join(kinds) or 'its header'}")
    if len(news) == 1:
        alone = tree.piece(news[0][1]) if len(found) == len(tree.places) else data
        return [_read_item(news[0][0], data, alone, tree.warnings)]
    if len(found) != len(tree.places):
        # Items inside items: whose bytes are whose cannot be told, and each keeps the whole.
        return (_read_item(element, data, data, tree.warnings) for element, _ in news)
    return _read_items(tree, news)


def _items(message: Element) -> Iterator[Element]:
    return (item for each in message if each.tag == "itemSet" for item in each if item.tag in ITEMS)


def _read_items(tree: Tree, news: list[tuple[Element, int]]) -> Iterator[Document | Refusal]:
    for element, number in news:
        original = tree.without_others(number)
        try:
            item = tree.piece(number)
            yield _read_item(element, original, item, tree.warnings)
        except InputError as error:
            which = plain(element.get("guid"))[:200] or f"item {number + 1}"
            yield Refusal(None, type(error)(f"{which}: {error}", problems=error.problems), original)


def _read_item(item: Element, original: bytes, canonical: bytes, warnings: tuple[str, ...] = ()) -> Document:
    draft = Draft()
    draft.warnings.extend(warnings)
    nature = g2_metadata.gather(item, draft) if item.tag == "newsItem" else "text"
    captions = g2_metadata.captions(item)
    if nature in ("text", "composite"):
        _gather_content(item, draft)
    draft.paragraphs = draft.paragraphs or captions
    draft.set("headline", text_of(item.find("itemMeta/title")))
    captioned = captions and "headline" in draft.fields
    if nature not in ("text", "composite") and not captioned:
        raise UnreadableError(
            f"it is a {nature[:40]} item without headline and caption; there is no article in it"
        )
    return draft.document(ITEM_TYPE, original, canonical=canonical, what="the news item")


def _gather_content(item: Element, draft: Draft) -> None:
    """The text of the first content that has any; an NITF's metadata where the item lacks it."""
    contents = [item] if item.tag == "contentSet" else item.findall("contentSet")
    for content in (each for one in contents for each in one):
        if draft.paragraphs:
            return
        if content.tag == "inlineXML":
            _gather_xml(content, draft)
        elif content.tag == "inlineData":
            _gather_data(content, draft)


def _gather_xml(content: Element, draft: Draft) -> None:
    root = next((each for each in content if isinstance(each.tag, str)), None)
    if root is None:
        gather_marked_up(content.text or "", draft)
    elif root.tag == "nitf":
        nitf.gather(root, draft)
    elif root.tag == "idf":
        _gather_idf(root, draft)
    elif "html" in (content.get("contenttype") or "") or root.tag in names("blocks"):
        # XML of another kind, scores or a calendar, is data and no text.
        draft.paragraphs = paragraphs(content)
        draft.set_language(content.get("xml:lang") or root.get("xml:lang"))


def _gather_idf(idf: Element, draft: Draft) -> None:
    """Infomaker's data format: elements that say what they are, in groups; pictures, embedded pages and boxes
    are objects beside them. Source: https://github.com/Infomaker/writer-format, IDF 1.0."""
    elements = [each for group in idf.iter("group") for each in group.findall("element")]
    for element in elements:
        kind = (element.get("type") or "").lower()
        if kind in names("idf_headlines"):
            draft.set("headline", text_of(element))
        elif kind in names("idf_datelines"):
            draft.set_city(text_of(element))
        elif kind not in names("idf_left_out"):
            draft.paragraphs += paragraphs(element)
    draft.set_language(idf.get("xml:lang"))


def _gather_data(content: Element, draft: Draft) -> None:
    """Text as it is, HTML as text, or either in base64."""
    kind = (content.get("contenttype") or "text/plain").partition(";")[0].strip().lower()
    if not kind.startswith("text/") and kind not in ("application/xhtml+xml", "application/nitf+xml"):
        return
    text = "".join(content.itertext())
    if "base64" in (content.get("encoding") or "").lower():
        try:
            data = base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError):
            draft.warn("the content is not the base64 that it is said to be; left out")
            return
        text, warnings = decode(data, None)
        draft.warnings.extend(warnings)
    if len(content) and not text.lstrip().startswith("<"):
        draft.paragraphs = paragraphs(content)
    elif kind == "text/plain":
        gather_written(text, draft)
    else:
        gather_marked_up(text, draft)


def gather_plain(text: str, draft: Draft) -> None:
    """Plain text as it stands, where it has anything in it."""
    if text.strip():
        draft.paragraphs = [text.strip("\r\n")]


_AROUND = re.compile(r"\s*<(p|div|body|html|text)\b[^<>]*>([^<>]*)</\1\s*>\s*", re.I)
_BLOCK = re.compile(r"<(?:p|div|br|h[1-6]|ul|ol|table|nitf|html|body|article|section)\b[^<>]*>", re.I)
_INLINE = re.compile(r"</?(?:a|b|i|u|em|strong|span|sup|sub|small|font)(?:\s[^<>]*)?>", re.I)


def gather_written(text: str, draft: Draft) -> None:
    """What is said to be plain text: as it stands, but where it is marked up all the same. One element
    around lines of plain text, and words in bold, leave the lines what they are."""
    around = _AROUND.fullmatch(text)
    if around is not None:
        gather_plain(html.unescape(around[2]), draft)
    elif text.lstrip().startswith("<") or _BLOCK.search(text):
        gather_marked_up(text, draft)
    elif _INLINE.search(text):
        gather_plain(html.unescape(_INLINE.sub("", text)), draft)
    else:
        gather_plain(text, draft)


def gather_text(text: str, draft: Draft) -> None:
    """Text that may be marked up, as a caption may."""
    if _TAG.search(text):
        gather_marked_up(text, draft)
    else:
        gather_plain(text, draft)


def gather_marked_up(text: str, draft: Draft) -> None:
    """Markup that stands as text inside something else: NITF, or HTML however it is written."""
    start = text[:2000].lower()
    if "<nitf" in start:
        try:
            root = parse_text(text.strip())
        except InputError as error:
            draft.warn(f"its NITF: {error}")
        else:
            if root.tag == "nitf":
                nitf.gather(root, draft)
                return
    if not draft.paragraphs:
        root = parse_html(text)
        draft.paragraphs = paragraphs(root) or [each for each in [text_of(root)] if each]
