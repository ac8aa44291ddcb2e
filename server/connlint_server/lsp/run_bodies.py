"""The response bodies of the last runs, redacted and otherwise as they came, for clients that copy or save them."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connlint_server.lsp.run_port import ResponseBody

MOST_RUNS = 20
MOST_BYTES = 64 * 1024 * 1024
"""Of all runs together; the last one is kept whatever its size, which the user's own limit bounds."""


class RunBodies:
    """By run, in the order of its exchanges. In memory only."""

    def __init__(self) -> None:
        self._bodies: OrderedDict[str, tuple[ResponseBody, ...]] = OrderedDict()

    def put(self, run: str, bodies: Sequence[ResponseBody]) -> None:
        self._bodies[run] = tuple(bodies)
        while len(self._bodies) > 1 and (len(self._bodies) > MOST_RUNS or self._size() > MOST_BYTES):
            self._bodies.popitem(last=False)

    def get(self, run: str, exchange: int) -> ResponseBody | None:
        bodies = self._bodies.get(run, ())
        return bodies[exchange] if 0 <= exchange < len(bodies) else None

    def _size(self) -> int:
        return sum(len(content) for bodies in self._bodies.values() for content, _ in bodies)
