"""A page's title, headings and the name of its site: which of them is the headline."""

from __future__ import annotations

from collections.abc import Iterable

MARKS = "|｜-–—_:·•»›<«"
"""What pages put between a headline and the name of their site."""
_APART = (" | ", " - ", " – ", " — ", " :: ", " · ", " • ", " » ", " « ", " < ", "｜", "_")
MAX_SITE = 60
"""Code points; no newspaper is called longer."""


def site_of(title: str, headings: Iterable[str]) -> str:
    """The name of the site, where ``title`` has a heading of the page and a name beside it; else empty.

    That is what stands beside the heading, the last part of several; or the heading itself where it is behind
    and the shorter: pages have their name as a heading too.
    """
    found = [each for each in headings if 1 < len(each) < len(title)]
    for heading in found:
        if title.startswith(heading):
            rest = title[len(heading) :].strip()
            if rest[:1] in tuple(MARKS):
                return _last_part(rest.strip(MARKS + " "))
    for heading in found:
        if title.endswith(heading):
            rest = title[: -len(heading)].strip()
            if rest[-1:] in tuple(MARKS):
                rest = rest.strip(MARKS + " ")
                return heading if len(heading) < len(rest) else _last_part(rest)
    return ""


def _last_part(text: str) -> str:
    for mark in _APART:
        text = text.rpartition(mark)[2]
    return text.strip() if len(text) <= MAX_SITE else ""


def without_site(title: str, site: str) -> str:
    """A title without the name of the site behind it."""
    for mark in _APART:
        before, found, last = title.rpartition(mark)
        if found and before and (last.casefold() == site.casefold() or (not site and len(last) < 30)):
            return before.strip()
    return title


def without_behind(headline: str, headings: list[str]) -> str:
    """A headline as the metadata have it, without what stands behind the page's heading in it: the section,
    the site, the day ("... | Sport", "... | DW | 28.04.2023"); the heading, where it was cut short there."""
    for heading in headings:
        bare = headline.rstrip("\u2026. ")
        if len(bare) > MIN_HEADLINE and heading.startswith(bare) and _is_cut(headline, heading[len(bare) :]):
            return heading
        rest = headline[len(heading) :]
        if len(heading) > len(rest) and headline.startswith(heading) and rest.startswith(_APART):
            return heading
    return headline


def _is_cut(headline: str, rest: str) -> bool:
    """Whether dots say so, or a quotation mark, which ended the attribute that it stood in."""
    return bool(rest) and (headline.endswith(("\u2026", "...")) or rest.lstrip()[:1] in ('"', "'"))


def heading_of(title: str, headings: list[str], site: str) -> str:
    """The heading that is the headline: the first that the title has in it, else the first that is not the
    name of the site, nor a word or two beside a longer title."""
    others = [each for each in headings if each.casefold() != site.casefold()]
    folded = title.casefold()
    named = (each for each in others if len(each) > MIN_HEADLINE and each.casefold() in folded)
    long = (each for each in others if len(each) > MIN_HEADLINE or len(each) >= len(title))
    return next(named, next(long, ""))


MIN_HEADLINE = 10
"""Code points of a heading that a title cannot have in it by chance ("News")."""
