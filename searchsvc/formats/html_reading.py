"""News pages in HTML: bytes -> one document. What the page says of itself wins over what stands on it.

Metadata come from JSON-LD (schema.org), then the page's ``meta`` elements (Open Graph, Dublin Core, ...),
then its own elements; trafilatura tells the story from what stands around it. Nothing that a page names is
fetched. Imported when the first page is read: trafilatura takes a second to load.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import lxml.etree
import lxml.html

from searchsvc.errors import TooLargeError, UnreadableError
from searchsvc.formats.document import Document, Refusal
from searchsvc.formats.draft import Draft, plain, read_instant
from searchsvc.formats.html_byline import byline_on, is_nobody
from searchsvc.formats.html_dates import date_on, read_date
from searchsvc.formats.html_elements import text_within
from searchsvc.formats.html_page import MEDIA_TYPE, decode
from searchsvc.formats.html_story import story_of
from searchsvc.formats.html_title import heading_of, site_of, without_behind, without_site
from searchsvc.formats.json_ld import LinkedData, addresses_of, is_for_free, strings, text_of
from searchsvc.formats.microdata import read_microdata

MAX_HTML_BYTES = 8_000_000
"""News pages with all their scripts have up to two million."""
MAX_ELEMENTS = 50_000
"""News pages have up to 7,000; trafilatura's time grows with the square of some: 60,000 ``br`` took it 3 s,
four times as many more than 100 s."""
MAX_HEADINGS = 50
MAX_TITLE = 2_000
"""Code points of a title or a heading."""
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
_ADDRESS = re.compile(r"https?://[^\s\"'<>]{4,2000}")

Meta = Mapping[str, str]


def read(data: bytes, charset: str | None = None) -> Iterable[Document | Refusal]:
    """The one article. Raises UnreadableError where the page has none, TooLargeError."""
    if len(data) > MAX_HTML_BYTES:
        raise TooLargeError(f"the page has {len(data):,} bytes; at most {MAX_HTML_BYTES:,}")
    text, warnings = decode(data, charset)
    draft = Draft()
    draft.warnings.extend(warnings)
    page = _tree(text)
    if (count := sum(1 for _ in page.iter())) > MAX_ELEMENTS:
        raise TooLargeError(f"the page has {count:,} elements; at most {MAX_ELEMENTS:,}")
    scripts = [each.text or "" for each in page.iter("script") if "ld+json" in (each.get("type") or "")]
    linked, meta, title = LinkedData(scripts, read_microdata(page)), _meta(page), _titles(page)
    addresses = _addresses(page, meta)
    article = linked.article(addresses, (_first(meta, "og:title"), title.text, *title.headings))
    if not article and _first(meta, "og:type") == "website" and any(map(_is_root, addresses)):
        raise UnreadableError(f"it is the front page of a site, {title.text[:100]!r}; send its articles")
    site = _first(meta, "og:site_name", "application-name") or title.site
    _gather_identity(article, addresses, meta, draft)
    draft.set("headline", _headline(article, meta, title, site))
    _gather_names(article, meta, linked, draft)
    draft.add_credit(site)
    if "byline" not in draft.fields and (byline := byline_on(page, draft.fields.get("headline", ""))):
        draft.set("byline", byline)
        draft.add_credit(byline)
    draft.set("byline", ", ".join(_authors(article, meta, linked)))  # the site's, where nobody else is named
    _gather_words(article, meta, page, draft)
    _gather_dates(article, meta, page, title.text, draft)
    if not is_for_free(article):
        draft.warn("the page says that the story is not free to read: it may be only how it begins")
    headline = draft.fields.get("headline", "")
    main = (plain(text_within(each, MAX_TITLE)) for each in islice(page.iter("h1"), MAX_HEADINGS))
    front = (headline, title.text, *(each for each in title.headings if _alike(each, headline)), *main, site)
    given = (text_of(article.get("description")), *(meta[key] for key in _DESCRIBED if key in meta))
    draft.paragraphs = story_of(page, article, front, draft.fields.get("byline", ""), given)
    if not draft.paragraphs:
        raise UnreadableError(f"there is no story on the page {draft.fields.get('headline', '')[:100]!r}")
    return [draft.document(MEDIA_TYPE, data, what="the page")]


def _tree(text: str) -> Any:
    """The page's tree. libxml2 cuts what is nested too deeply."""
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    plain_text = _DECLARATION.sub("", text).replace("\0", "")
    try:
        page = lxml.html.document_fromstring(plain_text.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError) as error:
        raise UnreadableError("there is no HTML in it: the page is empty") from error
    return page


def _meta(page: Any) -> dict[str, str]:
    """The page's ``meta`` elements, by name in lower case; of several the first."""
    found: dict[str, str] = {}
    for element in page.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower().removeprefix("og:article:"), content.strip())
            found.setdefault(name.strip().lower(), content.strip())
    return found


def _first(meta: Meta, *keys: str) -> str:
    return next((meta[key] for key in keys if key in meta), "")


@dataclass(frozen=True)
class _Titles:
    """The page's title, its first headings, and the name of the site that the title has beside one."""

    text: str
    headings: list[str]
    site: str


def _titles(page: Any) -> _Titles:
    text = plain((page.findtext(".//title") or "")[:MAX_TITLE])
    found = [plain(text_within(each, MAX_TITLE)) for each in islice(page.iter("h1", "h2"), MAX_HEADINGS)]
    headings = [each for each in found if each]
    return _Titles(text, headings, site_of(text, headings))


def _addresses(page: Any, meta: Meta) -> list[str]:
    """The page's own addresses, as it says itself."""
    links = (each.get("href") for each in page.iter("link") if (each.get("rel") or "").lower() == "canonical")
    found = (each.strip() for each in (*links, meta.get("og:url")) if each)
    return [each for each in found if _ADDRESS.fullmatch(each)]


def _is_root(address: str) -> bool:
    return address.partition("://")[2].partition("/")[2] == ""


def _gather_identity(article: Mapping[str, Any], addresses: list[str], meta: Meta, draft: Draft) -> None:
    for address in (*addresses, *addresses_of(article)):
        if _ADDRESS.fullmatch(address.strip()):
            draft.set("uri", address)


def _headline(article: Mapping[str, Any], meta: Meta, title: _Titles, site: str) -> str:
    given = text_of(article.get("headline"))
    found = (
        (without_site(given, site) if site else given)
        or without_site(_first(meta, "og:title", "dc.title", "twitter:title"), site)
        or heading_of(title.text, title.headings, site)
        or without_site(title.text, site)
    )
    return without_behind(found, title.headings)


def _alike(heading: str, headline: str) -> bool:
    """Whether one is the other with something before or behind it, or the page's own form of it."""
    one, other = heading.casefold(), headline.casefold()
    return one in other or other in one


_DESCRIBED = ("og:description", "description", "twitter:description", "dc.description")
_PUBLISHED = (
    "article:published_time", "article:published:time", "article:published", "published_time",
    "datepublished", "date", "dc.date", "dcterms.date", "dc.date.issued", "dcterms.created",
    "parsely-pub-date", "sailthru.date", "pubdate", "publish-date", "publish_date", "publication_date",
    "item-publish-date", "datecreated", "publishdate", "publishtime", "publish_time", "pubtime", "ptime",
    "cxenseparse:publishtime", "cxenseparse:recs:publishtime", "dc.date.created", "dc.created", "created",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "article:modified:time", "article:modified", "modified_time", "datemodified",
    "og:updated_time", "last-modified", "dcterms.modified",
)  # fmt: skip


def _date(given: str, meta: Meta, keys: tuple[str, ...], language: str | None) -> str:
    """The first of the dates that can be read, as RFC 3339; where none can, the first as it is."""
    written = [each for each in (given, *(meta[key] for key in keys if key in meta)) if each]
    read_ones = [read_date(each, language) for each in written]
    return next((each for each in read_ones if read_instant(each)), next(iter(read_ones), ""))


def _gather_dates(article: Mapping[str, Any], meta: Meta, page: Any, title: str, draft: Draft) -> None:
    headline, language = draft.fields.get("headline", ""), draft.fields.get("language")
    published = _date(text_of(article.get("datePublished")), meta, _PUBLISHED, language) or read_date(
        date_on(page, headline, language, title), language
    )
    published = published or _day_of(draft.fields.get("uri", ""))
    modified = _date(text_of(article.get("dateModified")), meta, _MODIFIED, language)
    both = Draft()
    both.set_instant("firstcreated", published)
    both.set_instant("versioncreated", modified)
    draft.warnings.extend(both.warnings)
    first, last = both.fields.get("firstcreated", ""), both.fields.get("versioncreated", "")
    draft.set_instant("firstcreated", first)
    draft.set_instant("versioncreated", max(first, last))


_DAY = re.compile(r"/((?:19|20)[0-9]{2})/(0[1-9]|1[0-2])/(0[1-9]|[12][0-9]|3[01])/")


def _day_of(address: str) -> str:
    """The day in the address of a page, where many have it."""
    found = _DAY.search(address)
    return "-".join(found.groups()) if found else ""


def _gather_names(article: Mapping[str, Any], meta: Meta, linked: LinkedData, draft: Draft) -> None:
    authors = _authors(article, meta, linked)
    draft.add_credit(*linked.names(article.get("sourceOrganization")), *linked.names(article.get("provider")))
    draft.add_credit(text_of(article.get("creditText")))
    draft.add_credit(*linked.names(article.get("publisher")), *linked.names(article.get("copyrightHolder")))
    draft.add_credit(*([] if draft.credits else linked.publisher()))
    draft.add_credit(_first(meta, "og:site_name", "dc.publisher", "application-name", "copyright"))
    sites = (*linked.names(article.get("publisher")), *linked.publisher(), _first(meta, "og:site_name"))
    if not all(is_nobody(name, sites) for name in authors):
        draft.set("byline", ", ".join(authors))
    draft.add_credit(*authors)
    draft.set("copyrightnotice", text_of(article.get("copyrightNotice")))
    draft.set("usageterms", text_of(article.get("usageInfo")) or text_of(article.get("license")))


def _authors(article: Mapping[str, Any], meta: Meta, linked: LinkedData) -> list[str]:
    """Who the metadata say wrote it; no numbers, nor addresses of pages."""
    authors = linked.names(article.get("author")) or strings(
        _first(meta, "author", "article:author", "dc.creator", "parsely-author", "byl", "cxenseparse:author")
    )
    names = (plain(name) for name in authors if "://" not in name and any(map(str.isalpha, name)))
    return list(dict.fromkeys(names))


def _gather_words(article: Mapping[str, Any], meta: Meta, page: Any, draft: Draft) -> None:
    root = page.getroottree().getroot()
    named = _language(article) or root.get("lang") or root.get("xml:lang")
    language = named or _first(meta, "dc.language", "dcterms.language", "language", "inlanguage", "og:locale")
    draft.set_language(language.partition(",")[0])
    for word in strings(article.get("keywords")) or strings(_first(meta, "news_keywords", "keywords")):
        draft.add("keywords", word)
    for word in strings(article.get("articleSection")) or strings(_first(meta, "article:section")):
        draft.add("subject", word)


def _language(article: Mapping[str, Any]) -> str:
    """``inLanguage``: a tag, or a Language with its alternate name."""
    value = article.get("inLanguage")
    return text_of(value.get("alternateName") if isinstance(value, Mapping) else value)
