import pytest

from searchsvc.wire.cjk import match_cjk


@pytest.mark.parametrize(
    ("copy", "text", "cities", "country", "agency"),
    [
        ("新华社北京3月2日电 雨", "新华社北京3月2日电", ["北京"], "CN", "Xinhua"),
        ("中新社上海3月2日电", "中新社上海3月2日电", ["上海"], "CN", "CNS"),
        ("（中央社記者王小明台北2日電）雨", "（中央社記者王小明台北2日電）", ["台北"], "TW", "CNA"),
        ("【パリ時事】雨", "【パリ時事】", ["パリ"], "FR", "Jiji Press"),
        ("【ソウル＝山田太郎】雨", "【ソウル＝山田太郎】", ["ソウル"], "KR", None),
        ("(서울=연합뉴스) 홍길동 기자 = 비", "(서울=연합뉴스) 홍길동 기자 =", ["서울"], "KR", "Yonhap"),
        ("[부산=뉴시스]홍길동 기자 = 비", "[부산=뉴시스]홍길동 기자 =", ["부산"], "KR", "Newsis"),
    ],
)
def test_datelines_without_spaces(copy, text, cities, country, agency):
    found = match_cjk(copy, 0)
    assert copy[: found.end] == text
    assert [place.city for place in found.places] == cities
    assert found.places[0].country == country
    assert (found.agency.code if found.agency else None) == agency


def test_other_brackets_are_no_dateline():
    assert match_cjk("【雨＝雪】", 0) is None
    assert match_cjk("（雨）", 0) is None
