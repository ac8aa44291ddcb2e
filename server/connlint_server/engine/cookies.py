"""Cookies within one job: a cookie that a followed redirect or a repeated answer sets goes with the next request."""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from connlint_server.engine.errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Callable

    from connlint_server.engine.java_uri import Uri
    from connlint_server.engine.transport import RawResponse

_MOST = 1024 * 1024


@dataclass(frozen=True, slots=True, repr=False)
class Cookie:
    """A cookie and where it may be sent."""

    name: str
    value: str
    domain: str
    includes_subdomains: bool
    path: str
    secure: bool

    def matches(self, uri: Uri) -> bool:
        host, path = (uri.host or "").lower(), uri.path or "/"
        in_domain = host == self.domain or (self.includes_subdomains and host.endswith("." + self.domain))
        prefix = self.path if self.path.endswith("/") else self.path + "/"
        in_path = path == self.path or path.startswith(prefix)
        return in_domain and in_path and (uri.scheme == "https" or not self.secure)


class CookieStore:
    """The cookies of one job; nothing of it outlives the job."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._cookies: dict[tuple[str, str, str], Cookie] = {}
        self._clock = clock

    def take(self, uri: Uri, response: RawResponse) -> None:
        """Keep, replace or delete what the response's Set-Cookie headers say."""
        for name, value in response.headers:
            if name.lower() == "set-cookie":
                self._take_one(uri, value)
        if sum(len(cookie.name) + len(cookie.value) for cookie in self._cookies.values()) > _MOST:
            raise LimitError(
                f"the cookies of the responses are larger than the limit of {_MOST} bytes; nothing more was sent"
            )

    def header_for(self, uri: Uri) -> str | None:
        """The Cookie header for a request, longer paths first; `None` without cookies for it."""
        found = [cookie for cookie in self._cookies.values() if cookie.matches(uri)]
        found.sort(key=lambda cookie: -len(cookie.path))
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in found) or None

    def _take_one(self, uri: Uri, text: str) -> None:
        pair, *attributes = text.split(";")
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not name or not equals:
            return
        values = {
            key.strip().lower(): item.strip() for key, _, item in (attribute.partition("=") for attribute in attributes)
        }
        host = (uri.host or "").lower()
        domain = values.get("domain", "").lower().removeprefix(".")
        if domain and host != domain and not host.endswith("." + domain):
            return
        path = values.get("path", "")
        cookie = Cookie(
            name=name,
            value=value,
            domain=domain or host,
            includes_subdomains=bool(domain),
            path=path if path.startswith("/") else _default_path(uri),
            secure="secure" in values,
        )
        key = (cookie.domain, cookie.path, cookie.name)
        self._cookies.pop(key, None)
        if not self._is_expired(values):
            self._cookies[key] = cookie

    def _is_expired(self, values: dict[str, str]) -> bool:
        if "max-age" in values:
            try:
                return int(values["max-age"]) <= 0
            except ValueError:
                return False
        try:
            return "expires" in values and parsedate_to_datetime(values["expires"]).timestamp() <= self._clock()
        except (ValueError, TypeError):
            return False


def _default_path(uri: Uri) -> str:
    return (uri.path or "/").rpartition("/")[0] or "/"
