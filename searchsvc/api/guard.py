"""Who may speak to a service that has no keys: programs on this machine, and no web page from elsewhere.

Without keys the service listens on loopback only. A browser on the same machine could still be
used against it: by a name of the attacker's that resolves to 127.0.0.1 (DNS rebinding), or by a
form that posts across sites. Both give themselves away in the ``Host`` and ``Origin`` headers.

Behind a proxy nobody knows here who asks: such requests may search, and no more.
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import Forbidden

from searchsvc.errors import SettingsError

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
READING = ("search.search_by_post", "quotes.quotes_by_post", "parse.parse")
"""Calls that change nothing, whatever their method."""


def require_loopback(host: str) -> None:
    """Raises SettingsError unless ``host`` is an address of this machine alone."""
    if not is_loopback(host):
        raise SettingsError(
            f"host is {host!r}, which others can reach, and there are no API keys yet to keep them out; "
            "use 127.0.0.1, ::1 or localhost"
        )


@lru_cache(maxsize=64)
def is_loopback(host: str) -> bool:
    """Whether ``host``, a name or an address without port, means this machine alone."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via")
"""Headers by which a proxy tells that it asks for somebody else."""


def require_trusted() -> None:
    """Raises Forbidden unless who asks may write and see what is not published.

    Without keys that is a program on this machine that asks by itself. Behind a proxy nobody knows here
    who asks, and a key that was sent cannot be checked: both are refused.
    """
    if not is_trusted():
        raise Forbidden(
            "only a program on this machine that asks directly, not by way of a proxy and without"
            " Authorization, may write or see what is not published: there are no API keys yet"
        )


def is_trusted() -> bool:
    """Whether ``require_trusted`` would let the current request pass."""
    if "Authorization" in request.headers or any(name in request.headers for name in FORWARDED):
        return False
    return request.remote_addr is not None and is_loopback(request.remote_addr)


def install(app: Flask) -> None:
    """Check each request of ``app``, and say in each answer what browsers may do with it."""
    app.before_request(_refuse_strangers)
    app.after_request(_add_headers)


def _refuse_strangers() -> None:
    if not is_loopback(_name(f"//{request.host}")):
        raise Forbidden(
            "this service answers only under localhost or a loopback address; see the Host header"
        )
    origin = request.headers.get("Origin")
    if origin and request.method not in SAFE_METHODS and urlsplit_host(origin) != request.host:
        raise Forbidden("web pages of other origins may not write here; see the Origin header")
    if request.method not in SAFE_METHODS and request.endpoint not in READING:
        require_trusted()


def _name(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def urlsplit_host(url: str) -> str:
    """Host and port of ``url``; empty where it is none (``Origin: null``)."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _add_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Cache-Control", "no-cache")
    headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    headers.setdefault("Referrer-Policy", "no-referrer")
    return response
