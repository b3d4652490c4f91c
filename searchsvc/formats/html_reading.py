"""News pages in HTML: bytes -> one document. What the page says of itself wins over what stands on it.

Metadata come from JSON-LD (schema.org), then the page's ``meta`` elements (Open Graph, Dublin Core, ...),
then its own elements; trafilatura tells the story from what stands around it. Nothing that a page names is
fetched. Imported when the first page is read: trafilatura takes a second to load.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import lxml.etree
import lxml.html
import trafilatura

from searchsvc.errors import TooLargeError, UnreadableError
from searchsvc.formats.blocks import paragraphs
from searchsvc.formats.document import Document, Refusal
from searchsvc.formats.draft import Draft, plain
from searchsvc.formats.html_page import MEDIA_TYPE, decode
from searchsvc.formats.json_ld import LinkedData, strings, text_of
from searchsvc.formats.soup import parse_html

MAX_HTML_BYTES = 8_000_000
"""News pages with all their scripts have up to two million."""
MAX_ELEMENTS = 50_000
"""News pages have up to 7,000; trafilatura's time grows with the square of some: 60,000 ``br`` took it 3 s,
four times as many more than 100 s."""
SHORT = 0.5
"""Of ``articleBody``: a story that is shorter was not found where it stands."""
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?)\s?(Z|[+-]\d\d:?\d\d)?")
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
    linked = LinkedData(
        [each.text or "" for each in page.iter("script") if "ld+json" in (each.get("type") or "")]
    )
    article, meta = linked.article(), _meta(page)
    _gather_identity(article, meta, page, draft)
    _gather_dates(article, meta, page, draft)
    _gather_names(article, meta, linked, draft)
    _gather_words(article, meta, page, draft)
    draft.paragraphs = _story(page, article)
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


def _gather_identity(article: Mapping[str, Any], meta: Meta, page: Any, draft: Draft) -> None:
    links = (each.get("href") for each in page.iter("link") if (each.get("rel") or "").lower() == "canonical")
    main = article.get("mainEntityOfPage")
    named = main.get("@id") or main.get("url") if isinstance(main, Mapping) else main
    for address in (*links, meta.get("og:url"), text_of(article.get("url")), named):
        if isinstance(address, str) and _ADDRESS.fullmatch(address.strip()):
            draft.set("uri", address)
    site = _first(meta, "og:site_name", "application-name")
    headings = (plain(each.text_content()) for each in page.iter("h1"))
    title = plain(page.findtext(".//title"))
    for headline in (
        text_of(article.get("headline")),
        _without_site(_first(meta, "og:title", "dc.title", "twitter:title"), site),
        next((heading for heading in headings if heading), ""),
        _without_site(title, site),
    ):
        draft.set("headline", headline)


def _without_site(title: str, site: str) -> str:
    """A title without the name of the site behind it."""
    for mark in (" | ", " - ", " – ", " — ", " :: "):
        before, found, last = title.rpartition(mark)
        if found and before and (last.casefold() == site.casefold() or (not site and len(last) < 30)):
            return before
    return title


def _gather_dates(article: Mapping[str, Any], meta: Meta, page: Any, draft: Draft) -> None:
    times = (each.get("datetime") for each in page.iter("time") if each.get("datetime"))
    published = text_of(article.get("datePublished")) or _first(
        meta, "article:published_time", "published_time", "datepublished", "date", "dc.date", "dcterms.date",
        "dc.date.issued", "dcterms.created", "parsely-pub-date", "sailthru.date", "pubdate", "datecreated",
    ) or next(times, "")  # fmt: skip
    modified = text_of(article.get("dateModified")) or _first(
        meta, "article:modified_time", "modified_time", "datemodified", "og:updated_time", "last-modified",
        "dcterms.modified",
    )  # fmt: skip
    both = Draft()
    both.set_instant("firstcreated", _date(published))
    both.set_instant("versioncreated", _date(modified))
    draft.warnings.extend(both.warnings)
    first, last = both.fields.get("firstcreated", ""), both.fields.get("versioncreated", "")
    draft.set_instant("firstcreated", first)
    draft.set_instant("versioncreated", max(first, last))


def _date(text: str) -> str:
    """A date and time in the form of RFC 3339, where it is written with a space or without an offset."""
    found = _DATE.search(text)
    return f"{found[1]}T{found[2]}{found[3] or 'Z'}" if found else text


def _gather_names(article: Mapping[str, Any], meta: Meta, linked: LinkedData, draft: Draft) -> None:
    authors = linked.names(article.get("author")) or [
        name
        for name in strings(_first(meta, "author", "article:author", "dc.creator", "parsely-author", "byl"))
        if "://" not in name
    ]
    authors = list(dict.fromkeys(plain(name) for name in authors))
    draft.add_credit(*linked.names(article.get("sourceOrganization")), *linked.names(article.get("provider")))
    draft.add_credit(text_of(article.get("creditText")))
    draft.add_credit(*linked.names(article.get("publisher")), *linked.names(article.get("copyrightHolder")))
    draft.add_credit(_first(meta, "og:site_name", "dc.publisher", "application-name", "copyright"))
    draft.add_credit(*authors)
    draft.set("byline", ", ".join(authors))
    draft.set("copyrightnotice", text_of(article.get("copyrightNotice")))
    draft.set("usageterms", text_of(article.get("usageInfo")) or text_of(article.get("license")))


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


def _story(page: Any, article: Mapping[str, Any]) -> list[str]:
    """The story's paragraphs: from the page, else as JSON-LD has them."""
    found = trafilatura.bare_extraction(
        page,
        include_comments=False,
        include_tables=False,
        with_metadata=False,
        favor_precision=True,
    )
    text = getattr(found, "text", None) or ""
    story = [line for line in map(plain, text.split("\n")) if line]
    body = text_of(article.get("articleBody"))
    if len(" ".join(story)) < SHORT * len(body):
        given = paragraphs(parse_html(body)) if "<" in body else [plain(line) for line in body.split("\n")]
        given = [each for each in given if each]
        if len(" ".join(story)) < SHORT * len(" ".join(given)):
            return given
    return story
