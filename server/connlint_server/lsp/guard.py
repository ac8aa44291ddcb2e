"""A feature that fails answers empty and is logged once: an editor must go on whatever connlint does."""

from __future__ import annotations

import functools
import inspect
import logging
from typing import TYPE_CHECKING, Any

from pygls.exceptions import JsonRpcException

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger("connlint_server")

_told: set[tuple[str, str]] = set()


def guarded(name: str, handler: Callable[..., Any], empty: Any = None) -> Callable[..., Any]:
    """The handler, answering `empty` where it fails. Cancellation passes through, and so do refused parameters."""
    if inspect.iscoroutinefunction(handler):

        @functools.wraps(handler)
        async def later(*args: Any) -> Any:
            try:
                return await handler(*args)
            except Exception as error:
                _pass_on(error)
                tell(name, error)
                return empty

        return later

    @functools.wraps(handler)
    def now(*args: Any) -> Any:
        try:
            return handler(*args)
        except Exception as error:
            _pass_on(error)
            tell(name, error)
            return empty

    return now


def tell(name: str, error: Exception) -> None:
    """Logs a failure with its traceback, each place once. The error's own text may quote the model: it is redacted."""
    place = ""
    trace = error.__traceback__
    while trace is not None:
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    key = (name, f"{type(error).__name__} {place}")
    if key not in _told:
        _told.add(key)
        logger.error("%s failed", name, exc_info=error)


def _pass_on(error: Exception) -> None:
    if isinstance(error, JsonRpcException):
        raise error
