"""The client's own repetitions, which the connector never switches off: one a request, before any retry of the job."""

from __future__ import annotations

import re
import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from connlint_server.engine.request import PreparedRequest
    from connlint_server.engine.transport import RawResponse

MAX_RETRIES = 1
_DEFAULT_INTERVAL = 1.0
_BUSY = frozenset({429, 503})
_IDEMPOTENT = frozenset({"GET", "PUT", "DELETE"})


def retry_after_response(
    request: PreparedRequest,
    response: RawResponse,
    retries: int,
    read_timeout: float | None,
    clock: Callable[[], float] = time.time,
) -> float | None:
    """Seconds to wait before the request is sent again; `None`: the response counts.

    Run time: any method, also POST; not when the wait is longer than the read timeout (so never with a timeout of 0).
    """
    if response.status not in _BUSY or retries >= MAX_RETRIES or not request.repeatable:
        return None
    interval = _interval(response.header("retry-after"), clock)
    return None if read_timeout is None or interval > read_timeout else interval


def may_repeat_after_drop(request: PreparedRequest, retries: int) -> bool:
    """Whether a request is sent again (at once) after its connection was dropped."""
    return retries < MAX_RETRIES and request.method in _IDEMPOTENT and request.repeatable


def _interval(retry_after: str | None, clock: Callable[[], float]) -> float:
    seconds: float | None = None
    if retry_after is not None:
        if re.fullmatch(r"[+-]?[0-9]{1,18}", retry_after):
            seconds = float(retry_after)
        else:
            try:
                seconds = parsedate_to_datetime(retry_after).timestamp() - clock()
            except (ValueError, TypeError):
                seconds = None
    return seconds if seconds is not None and seconds > 0 else _DEFAULT_INTERVAL
