"""Logging: to stderr, never stdout, which is the wire; nothing that pygls says below a warning; everything redacted.

pygls writes every message that it sends into its log at INFO: responses of services, and with them what they hold.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.INFO, "debug": logging.DEBUG}


class Redacting(logging.Formatter):
    """Masks what `redact` knows in the finished line, traceback included."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self.redact: Callable[[str], str] = str

    def format(self, record: logging.LogRecord) -> str:
        return self.redact(super().format(record))


def set_up(level: str = "warning") -> Redacting:
    """Sends all logs to stderr. Gives the formatter, so that a run can tell it what to mask."""
    formatter = Redacting()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("connlint_server").setLevel(_LEVELS[level])
    for talkative in ("pygls", "httpx", "httpcore", "asyncio"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    # It logs with its traceback what the server tells of in its own words.
    logging.getLogger("pygls.server").setLevel(logging.CRITICAL)
    # It warns of every cancelled request that has been answered already, which editors send all the time.
    logging.getLogger("pygls.protocol.json_rpc").setLevel(logging.ERROR)
    return formatter
