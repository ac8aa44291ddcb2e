"""The event loop's clock, set forward by a test: a limit of a minute ends when the test says so, on any machine."""

from __future__ import annotations

import asyncio


def set_forward(seconds: float) -> None:
    """Sets the running loop's clock forward, for as long as the loop lives; whatever waits until then is woken."""
    loop = asyncio.get_running_loop()
    real = loop.time
    loop.time = lambda: real() + seconds
    loop.call_soon(lambda: None)  # a loop that waits for its next timer looks at the clock again
