"""Datelines of Chinese, Japanese and Korean agencies, which write them without spaces.

::

    新华社北京6月14日电        Xinhua, Beijing, 14 June
    新华社记者王小明北京6月14日电（记者李明）
    中新社上海6月14日电 (记者 李明)
    （中央社記者王小明、陳大文台北31日電）   the 31st of this month or the last
    【ワシントン時事】  【ワシントン＝共同】  【ソウル＝山田太郎】  ［東京　２日　ロイター］
    (서울=연합뉴스) 홍길동 기자 =    [서울=뉴시스]홍길동 기자 =
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from searchsvc.wire.agencies import agencies, credited
from searchsvc.wire.dates import DateMatch, match_date
from searchsvc.wire.parts import DatelineMatch, NamedPlace

_HAN = "\\u3400-\\u9fff"
_KANA = "\\u3040-\\u30ff"
_HANGUL = "\\uac00-\\ud7a3"
_DATE = r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日"
_REPORTER = re.compile(r"[^=\n()\[\]【】]{0,40}=")


def _cjk_forms() -> Iterator[str]:
    for agency in agencies():
        for form in (agency.code, *agency.aliases):
            if any(ord(char) > 0x2E7F for char in form):
                yield form


@cache
def _codes() -> str:
    """The names of agencies in these scripts as an alternation, the longest first."""
    return "|".join(map(re.escape, sorted(_cjk_forms(), key=len, reverse=True)))


@cache
def openings() -> frozenset[str]:
    """The characters with which such a dateline can begin."""
    return frozenset("【（［([据據本") | {
        form[0] for form in _cjk_forms() if not form.isascii() and form[0] > "\u2e7f"
    }


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    codes = _codes()
    agency = rf"(?P<agency>{codes})"
    return (
        re.compile(
            rf"[（(【]?(?:据|據)?(?:{agency}|本[报報])(?:记者|記者)?(?P<place>[{_HAN}·、]{{2,24}}?)?"
            rf"(?P<date>{_DATE})(?:上午|下午|晚)?(?:[专專外]?[电電]|[综綜]合外[电電][报報][导導])"
            rf"[）)】]?(?:[ 　]?[（(](?:(?:记者|記者)[:： 　]?[{_HAN}·、 　]{{2,24}}|[{_HAN}]{{2,4}})[）)])?"
        ),
        re.compile(
            rf"[【［\[](?P<place>[{_KANA}{_HAN}・／]{{2,20}}?)[\s　]*(?:(?P<date>\d{{1,2}}日)[\s　]*)?"
            rf"[＝=]?{agency}(?:[＝=・][^】\]］\n]{{1,30}})?[】\]］](?:\s?[-－―](?=\s))?"
        ),
        re.compile(rf"【(?P<date>\d{{1,2}}月\d{{1,2}}日)\s(?P<agency>AFP|{codes})】"),
        re.compile(rf"【(?P<place>[{_KANA}{_HAN}／]{{2,20}}?)(?:[＝=・](?P<byline>[^】\n]{{1,30}}))】"),
        re.compile(rf"【(?P<city>[\u30a0-\u30ff]{{2,12}}|[{_HAN}]{{2}})(?P<byline>[{_HAN}]{{2,8}})】"),
        re.compile(rf"[(\[【](?P<place>[{_HANGUL}·,/ ]{{2,20}}?)\s?=\s?{agency}[)\]】]"),
        re.compile(
            rf"[(\[](?P<place>[{_HANGUL}]{{2,10}})\s(?P<date>\d{{1,2}}월\s\d{{1,2}}일)\s?{agency}[)\]]"
        ),
    )


def match_cjk(text: str, start: int) -> DatelineMatch | None:
    """The dateline in one of these forms at ``start``, or None."""
    found = next((match for pattern in _patterns() if (match := pattern.match(text, start))), None)
    if found is None:
        return None
    groups = found.groupdict()
    named = groups.get("place") or groups.get("city") or ""
    places = tuple(NamedPlace.read(_city(name)) for name in re.split("[・／·,/]", named) if name.strip())
    sure = bool(places) and places[0].is_certain
    if not sure and (groups.get("byline") or not groups.get("agency")):
        return None
    code = groups.get("agency")
    agency = credited(code) if code else None
    end = found.end()
    if "\uac00" <= named[:1] <= "\ud7a3" and (reporter := _REPORTER.match(text, end)):
        end = reporter.end()
    return DatelineMatch(start, end, places, _date(groups.get("date"), start), agency)


def _date(written: str | None, start: int) -> DateMatch | None:
    if written is None:
        return None
    found = match_date(written, 0)
    if found is None and written.endswith("日") and written[:-1].isdigit() and 1 <= int(written[:-1]) <= 31:
        return DateMatch(start, start, int(written[:-1]), None)
    return found


def _city(name: str) -> str:
    """The city at the end of "王小明台北": the longest ending that the gazetteer has, else all of it."""
    name = name.strip()
    for start in range(len(name) - 1):
        if NamedPlace.read(name[start:]).is_certain:
            return name[start:]
    return name
