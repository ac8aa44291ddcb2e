"""Long work in turns: whoever types, asks or cancels meanwhile is heard between two of them."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TURN = 0.008
"""Seconds. A keystroke waits no longer than this for its turn; what takes no longer needs none."""


def take_turn(steps: Iterator[None]) -> bool:
    """Works off steps for one turn. Whether they are all done."""
    end = time.perf_counter() + TURN
    return all(time.perf_counter() < end for _ in steps)


async def in_turns(steps: Iterator[None]) -> None:
    """Works off all steps."""
    while not take_turn(steps):
        await asyncio.sleep(0)
