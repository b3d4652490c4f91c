"""RSS 0.9 to 2.0, Atom 0.3 and 1.0, and what WordPress exports: bytes -> a document for each item.

feedparser reads each item alone, in a feed of its own, from memory: nothing is fetched. The text is the
longest that the item has, of its contents and its summary; what Media RSS says of pictures only where there
is no other. docs/formats.md maps the elements. Imported when the first feed is read.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import feedparser

from searchsvc.errors import InputError, UnreadableError
from searchsvc.formats.blocks import paragraphs
from searchsvc.formats.document import Document, Refusal
from searchsvc.formats.draft import Draft, plain
from searchsvc.formats.elements import parse, text_of
from searchsvc.formats.feed_items import Item, divide
from searchsvc.formats.feeds import MEDIA_TYPES
from searchsvc.formats.nitf import uri_of
from searchsvc.formats.soup import parse_html

MEDIA_TYPE = MEDIA_TYPES[0]

_POSTS = ("", "post", "page")
"""Of WordPress's types of items; others are pictures, menus and revisions."""
_WITHHELD = ("draft", "pending", "private", "future")
_OF_MEDIA = re.compile(rb"<media:(content|group|description)(?=[\s>])[^<>]{0,20000}>")
"""Where an element of Media RSS 1.5 begins that says something of pictures, sound or video: a caption, which
feedparser takes for a description of the item, or a later one for its content."""
_TITLE = re.compile(rb"<(?:[A-Za-z0-9]{1,20}:)?title[\s>]")
_TAGS = re.compile(r"<[^<>]{0,20000}>")


def read(data: bytes, charset: str | None = None) -> Iterator[Document | Refusal]:
    """An article for each item; one that is none is a Refusal with its number.

    Raises InputError, UnreadableError, TooLargeError, UnsupportedError.
    """
    feed = divide(data, charset)
    channel = _channel(feed.frame)
    given = 0
    for item in feed.items:
        if isinstance(item, Refusal):
            yield item
            given += 1
            continue
        try:
            document = _document(item, channel, feed.warnings)
        except InputError as error:
            located = type(error)(f"item {item.number}: {error}", problems=error.problems)
            yield Refusal(None, located, item.piece)
            given += 1
            continue
        if document is not None:
            yield document
            given += 1
    if not given:
        raise UnreadableError("there is no article in the feed: its items are pictures, menus or deleted")


def _channel(frame: bytes) -> Mapping[str, Any]:
    """What the feed says of itself; nothing where that cannot be read."""
    try:
        found: Mapping[str, Any] = _parsed(frame).get("feed", {})
    except UnreadableError:
        return {}
    return found


def _parsed(alone: bytes) -> Mapping[str, Any]:
    headers = {"content-type": "application/xml; charset=utf-8"}
    # A stream, never text: feedparser would take an address for one to fetch, a name for a file.
    try:
        found: Mapping[str, Any] = feedparser.parse(
            BytesIO(alone), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:
        # Markup that is torn in some places makes its parser of broken feeds fail in any way.
        raise UnreadableError(f"its markup is too broken to be read ({type(error).__name__})") from error
    return found


def _document(item: Item, channel: Mapping[str, Any], warnings: tuple[str, ...]) -> Document | None:
    """The article, or None for what is none."""
    entry = _entry(item.alone)
    status = _text(entry, "wp_status")
    if _text(entry, "wp_post_type") not in _POSTS or status == "trash":
        return None
    draft = Draft()
    draft.warnings.extend(warnings)
    if status in _WITHHELD:
        draft.set_status("withheld")
    draft.set("headline", " ".join(_paragraphs({"value": _own_title(item)})))
    _gather_identity(entry, channel, draft)
    _gather_dates(entry, draft)
    _gather_names(entry, channel, draft)
    for tag in _rows(entry, "tags"):
        draft.add("keywords", _text(tag, "label") or _text(tag, "term"))
    best = max((*_rows(entry, "content"), _row(entry, "summary_detail")), key=_length)
    draft.set_language(_text(best, "language") or _text(channel, "language"))
    draft.paragraphs = _paragraphs(best)
    return draft.document(MEDIA_TYPE, item.original, canonical=item.piece, what="the item")


def _entry(alone: bytes) -> Mapping[str, Any]:
    """The one item of a feed; without what is said of its media, where it has another text."""
    bare = _without_media(alone)
    for feed in (bare, alone) if bare != alone else (alone,):
        entry = next(iter(_rows(_parsed(feed), "entries")), None)
        if entry is not None and (feed is alone or _raw(entry, "summary") or _rows(entry, "content")):
            return entry
    raise UnreadableError("it cannot be read")


def _own_title(item: Item) -> str:
    """The title of an item in which others have one too: an author, a picture; empty where none has."""
    if len(_TITLE.findall(item.piece)) < 2:
        return ""
    try:
        root = parse(item.alone).root
    except InputError:
        return ""
    found = next((each for each in root.iter() if each.tag in ("item", "entry")), None)
    return "" if found is None else text_of(found.find("title"))


def _without_media(alone: bytes) -> bytes:
    """A feed without the elements of Media RSS that have an end; each is looked for once."""
    kept: list[bytes] = []
    at = 0
    while found := _OF_MEDIA.search(alone, at):
        close = b"</media:" + found[1] + b">"
        end = -1 if found[0].endswith(b"/>") else alone.find(close, found.end())
        if end < 0 and not found[0].endswith(b"/>"):
            break
        kept.append(alone[at : found.start()])
        at = found.end() if end < 0 else end + len(close)
    return b"".join((*kept, alone[at:]))


def _length(detail: Mapping[str, Any]) -> int:
    """Code points of a text construct without its tags."""
    return len(plain(_TAGS.sub("", _raw(detail, "value"))))


# A feed may have elements that are called as feedparser calls what it makes of others, and attributes where
# there are to be none: what is not of the kind expected is nothing.


def _raw(found: Mapping[str, Any], name: str) -> str:
    """A text that feedparser found, as it stands."""
    value = found.get(name)
    return value if isinstance(value, str) else ""


def _text(found: Mapping[str, Any], name: str) -> str:
    """A text that feedparser found, with its white space normalised."""
    return plain(_raw(found, name))


def _row(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = found.get(name)
    return value if isinstance(value, Mapping) else {}


def _rows(found: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = found.get(name)
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _gather_identity(entry: Mapping[str, Any], channel: Mapping[str, Any], draft: Draft) -> None:
    link = _text(entry, "link")
    if number := _text(entry, "id"):
        site = _host(link or _text(channel, "link"))
        draft.set("uri", uri_of("feed", site or _text(channel, "title"), number))
    if not _is_front(link, _text(channel, "link")):
        draft.set("uri", link)
    for other in _rows(entry, "links"):
        draft.add_replaced(_text(other, "rel"), _text(other, "href"))
    title = _row(entry, "title_detail")
    draft.set("headline", " ".join(_paragraphs(title)))


def _is_front(link: str, site: str) -> bool:
    """Whether ``link`` leads to the site and not to a story: items that have it in common are not one."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return link.rstrip("/") == site.rstrip("/") or not (
        parts.path.strip("/") or parts.query or parts.fragment
    )


def _host(address: str) -> str:
    """The host of an address; empty where it is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _paragraphs(detail: Mapping[str, Any]) -> list[str]:
    """The paragraphs of a text construct, whatever its type says: many say text and have markup."""
    value = _raw(detail, "value")
    if "<" in value or "&" in value:
        return paragraphs(parse_html(value))
    return [line for line in map(plain, value.split("\n\n")) if line]


def _gather_dates(entry: Mapping[str, Any], draft: Draft) -> None:
    published = _instant(entry, "published", draft) or _instant(entry, "created", draft)
    updated = _instant(entry, "updated", draft) if "updated" in entry else ""
    if not published and not updated:
        published = _text(entry, "wp_post_date_gmt").replace("0000-00-00 00:00:00", "")
    draft.set_instant("firstcreated", published)
    draft.set_instant("versioncreated", max(published, updated))


def _instant(entry: Mapping[str, Any], name: str, draft: Draft) -> str:
    """A date of the entry as feedparser reads it, in UTC."""
    parsed = entry.get(f"{name}_parsed")
    if isinstance(parsed, time.struct_time):
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", parsed)
    if text := _text(entry, name):
        draft.warn(f"{name}: {text[:60]!r} is no date; left out")
    return ""


_FEED = re.compile(r"(?<=\w)[\s:|–-]+(?:(?:rss|atom|news)\s)?(?:feed|rss)\s*\Z", re.I)
"""Behind the name of who publishes, in the title of a feed."""


def _gather_names(entry: Mapping[str, Any], channel: Mapping[str, Any], draft: Draft) -> None:
    people = [name for each in _rows(entry, "authors") if (name := _text(each, "name"))]
    draft.set("byline", ", ".join(dict.fromkeys(people)) or _text(entry, "author"))
    draft.add_credit(_text(_row(entry, "source"), "title"))
    channelled = _FEED.sub("", _text(channel, "title") or "")
    draft.add_credit(_text(entry, "publisher"), _text(channel, "publisher"), channelled, *people)
    draft.set("copyrightnotice", _text(entry, "rights") or _text(channel, "rights"))
