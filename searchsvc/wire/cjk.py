"""Datelines of Chinese, Japanese and Korean agencies, which write them without spaces.

::

    新华社北京6月14日电        Xinhua, Beijing, 14 June
    中新社北京9月6日电
    （中央社記者楊啟芳台北31日電）
    【ワシントン時事】  【ソウル＝小池和樹】
    (서울=연합뉴스) 김병규 기자 =    [서울=뉴시스]홍연우 기자 =
"""

from __future__ import annotations

import re

from searchsvc.wire.agencies import agencies, credited
from searchsvc.wire.dates import match_date
from searchsvc.wire.parts import DatelineMatch, NamedPlace

_CODES = sorted(
    (form for agency in agencies() for form in (agency.code, *agency.aliases) if ord(form[0]) > 0x2E7F),
    key=len,
    reverse=True,
)
_ANY_CODE = "|".join(map(re.escape, _CODES))
_CHINESE = re.compile(
    rf"[（(]?(?P<agency>{_ANY_CODE})(?:记者|記者)?(?P<place>[\u3400-\u9fff·]{{2,16}}?)"
    r"(?P<date>(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日)(?:上午|下午|晚)?[电電](?:[）)])?"
)
_JAPANESE = re.compile(
    rf"【(?P<place>[\u3040-\u30ff\u3400-\u9fff・／]{{2,20}}?)(?:(?P<agency>{_ANY_CODE})|[＝=](?P<byline>[^】]{{1,30}}))】"
)
_KOREAN = re.compile(
    rf"[(\[](?P<place>[\uac00-\ud7a3·]{{2,12}})=(?P<agency>{_ANY_CODE})[)\]](?:[^=\n]{{0,40}}=)?"
)


def match_cjk(text: str, start: int) -> DatelineMatch | None:
    """The dateline in one of these forms at ``start``, or None."""
    found = _CHINESE.match(text, start) or _JAPANESE.match(text, start) or _KOREAN.match(text, start)
    if found is None:
        return None
    groups = found.groupdict()
    places = tuple(NamedPlace.read(_city(name)) for name in re.split("[・／·]", groups["place"]))
    if groups.get("byline") and not places[0].is_certain:
        return None
    agency = credited(groups["agency"]) if groups.get("agency") else None
    date = match_date(text, found.start("date")) if groups.get("date") else None
    return DatelineMatch(start, found.end(), places, date, agency)


def _city(name: str) -> str:
    """The city at the end of "楊啟芳台北": the longest ending that the gazetteer has, else all of it."""
    for start in range(len(name) - 1):
        if NamedPlace.read(name[start:]).is_certain:
            return name[start:]
    return name
