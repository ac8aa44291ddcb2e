"""A request until its final response: the hidden repetitions and the followed redirects, each exchange recorded."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from connlint_server.engine.cookies import CookieStore
from connlint_server.engine.errors import ConnectionDroppedError
from connlint_server.engine.redirects import (
    MAX_REDIRECTS,
    is_redirect,
    leaves_origin_with_credentials,
    redirect_target,
    redirected_request,
    too_many_redirects,
)
from connlint_server.engine.retries import may_repeat_after_drop, retry_after_response
from connlint_server.engine.transport import RawResponse, Route, exchange

if TYPE_CHECKING:
    from connlint_server.engine.java_uri import Uri
    from connlint_server.engine.request import PreparedRequest
    from connlint_server.engine.trace import Exchange

Sleep = Callable[[float], Awaitable[None]]


class Recorder:
    """Collects the exchanges of a run in order."""

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []

    def add(self, entry: Exchange) -> None:
        self.exchanges.append(entry)

    def followed_by(self, what: str) -> None:
        """Say what came after the last exchange."""
        self.exchanges[-1] = replace(self.exchanges[-1], followed_by=what)


async def send(
    request: PreparedRequest, route: Route, recorder: Recorder, *, follow_redirects: bool, sleep: Sleep
) -> RawResponse:
    """The final response of the request. Cookies live for this call only."""
    cookies = CookieStore()
    current = request
    visited: set[tuple[tuple[str, str, int], str]] = set()
    redirects = 0
    while True:
        response = await _with_repetitions(current, route, recorder, cookies, sleep)
        if not (follow_redirects and is_redirect(current, response)):
            return response
        if redirects >= MAX_REDIRECTS:
            raise too_many_redirects()
        redirects += 1
        target = redirect_target(current.uri, response)
        # Run time: the first address itself may be visited again once.
        if _place(target) in visited:
            raise too_many_redirects()
        visited.add(_place(target))
        following = redirected_request(request, response.status, target)
        if leaves_origin_with_credentials(current.uri, following):
            return response
        recorder.followed_by(f"redirect to {target}")
        cookies.take(current.uri, response)
        route = replace(route, spent=route.spent + len(response.body or b""))
        current = following


async def _with_repetitions(
    request: PreparedRequest,
    route: Route,
    recorder: Recorder,
    cookies: CookieStore,
    sleep: Sleep,
) -> RawResponse:
    retries = 0

    def needs_body(head: RawResponse) -> bool:
        return retry_after_response(request, head, retries, route.read_timeout) is None

    while True:
        cookie = cookies.header_for(request.uri)
        attempt = request.with_headers(("Cookie", cookie)) if cookie else request
        try:
            response = await exchange(attempt, route, recorder.add, needs_body)
        except ConnectionDroppedError:
            if not may_repeat_after_drop(request, retries):
                raise
            recorder.followed_by("retry at once after the dropped connection")
        else:
            wait = retry_after_response(request, response, retries, route.read_timeout)
            if wait is None:
                return response
            cookies.take(request.uri, response)
            recorder.followed_by(f"retry after {wait:g} s")
            await sleep(wait)
        retries += 1


def _place(uri: Uri) -> tuple[tuple[str, str, int], str]:
    return uri.origin, uri.target
