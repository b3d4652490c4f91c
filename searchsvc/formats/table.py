"""The table of input formats: one row each, in the order in which content is asked what it is."""

from __future__ import annotations

from searchsvc.formats import (
    anpa1312,
    ap_media,
    article_json,
    feeds,
    html_page,
    iptc7901,
    json_feed,
    json_lines,
    json_values,
    newsml_1,
    newsml_g2,
    ninjs,
    nitf,
    other_xml,
    packed,
    plain,
    telex,
    warc,
)
from searchsvc.formats.format import Format, lazily, unpacked_lazily

XML = ("application/xml", "text/xml")
TEXT = ("text/plain",)

FORMATS: tuple[Format, ...] = (
    Format(
        name="nitf",
        media_types=(nitf.MEDIA_TYPE, "application/nitf+xml", "application/vnd.iptc.nitf+xml"),
        generic=XML,
        suffixes=(".nitf",),
        recognises=nitf.recognises,
        read=nitf.read,
    ),
    Format(
        name="newsml-g2",
        media_types=newsml_g2.MEDIA_TYPES,
        generic=XML,
        recognises=newsml_g2.recognises,
        read=newsml_g2.read,
    ),
    Format(
        name="newsml-1.2",
        media_types=(newsml_1.MEDIA_TYPE, "application/newsml+xml", "application/vnd.iptc.newsml+xml"),
        generic=XML,
        recognises=newsml_1.recognises,
        read=newsml_1.read,
    ),
    Format(
        name="feed",
        media_types=feeds.MEDIA_TYPES,
        generic=XML,
        suffixes=feeds.SUFFIXES,
        recognises=feeds.recognises,
        read=lazily("feed_reading"),
    ),
    Format(
        name="json-feed",
        media_types=feeds.JSON_TYPES,
        generic=("application/json",),
        recognises=feeds.recognises_json,
        read=json_feed.read,
    ),
    Format(
        name="ap-media",
        media_types=(ap_media.MEDIA_TYPE,),
        generic=("application/json",),
        recognises=ap_media.recognises,
        read=ap_media.read,
    ),
    Format(
        name="ninjs",
        media_types=ninjs.MEDIA_TYPES,
        recognises=ninjs.recognises,
        read=json_values.read_ninjs,
    ),
    Format(
        name="ndjson",
        media_types=(
            json_lines.MEDIA_TYPE,
            "application/ndjson",
            "application/jsonl",
            "application/x-jsonlines",
        ),
        suffixes=(".ndjson", ".jsonl"),
        recognises=json_lines.recognises,
        read=json_lines.read,
    ),
    Format(
        name="json",
        media_types=(article_json.MEDIA_TYPE,),
        suffixes=(".json",),
        recognises=json_values.recognises,
        read=json_values.read,
    ),
    Format(
        name="html",
        media_types=(html_page.MEDIA_TYPE, "application/xhtml+xml"),
        generic=XML,
        suffixes=html_page.SUFFIXES,
        recognises=html_page.recognises,
        read=lazily("html_reading"),
    ),
    Format(
        name="xml",
        media_types=(other_xml.MEDIA_TYPE, "text/xml"),
        suffixes=(".xml",),
        recognises=other_xml.recognises,
        read=other_xml.read,
    ),
    Format(
        name="gzip",
        media_types=(packed.GZIP_TYPE, "application/x-gzip"),
        suffixes=(".gz",),
        recognises=packed.is_gzip,
        unpack=packed.unpack_gzip,
    ),
    Format(
        name="zip",
        media_types=(packed.ZIP_TYPE, "application/x-zip-compressed"),
        suffixes=(".zip",),
        recognises=packed.is_zip,
        unpack=packed.unpack_zip,
    ),
    Format(
        name="warc",
        media_types=(warc.MEDIA_TYPE, *warc.OTHER_TYPES),
        suffixes=warc.SUFFIXES,
        recognises=warc.recognises,
        unpack=unpacked_lazily("warc_reading"),
    ),
    Format(
        name="iptc7901",
        media_types=(iptc7901.MEDIA_TYPE,),
        generic=TEXT,
        recognises=iptc7901.recognises,
        read=iptc7901.read,
    ),
    Format(
        name="anpa1312",
        media_types=(anpa1312.MEDIA_TYPE,),
        generic=TEXT,
        suffixes=(".anpa",),
        recognises=anpa1312.recognises,
        read=anpa1312.read,
    ),
    Format(
        name="telex",
        media_types=(telex.MEDIA_TYPE,),
        generic=TEXT,
        recognises=telex.recognises,
        read=telex.read,
    ),
    Format(
        name="text",
        media_types=(plain.MEDIA_TYPE,),
        suffixes=(".txt",),
        recognises=lambda _: True,
        read=plain.read_all,
    ),
)
"""Rows that recognise little stand before those that recognise much; the last takes everything."""
