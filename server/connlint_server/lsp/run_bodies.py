"""The response bodies of the last runs, redacted and otherwise as they came, for a client that copies or saves them."""

from __future__ import annotations

import base64
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connlint_server.lsp.run_port import ResponseBody
    from connlint_server.lsp.server import ConnlintServer

Json = dict[str, Any]
MOST_RUNS = 20
MOST_BYTES = 64 * 1024 * 1024
"""Of all runs together; the last one is kept whatever its size, which the user's own limit bounds."""


def register(server: ConnlintServer) -> None:
    server.answer("connlint/runBody", run_body)


def run_body(ls: ConnlintServer, params: Any) -> Json | None:
    given = params if isinstance(params, dict) else {}
    run, index = given.get("run"), given.get("exchange")
    if not isinstance(run, str) or not isinstance(index, int) or isinstance(index, bool):
        return None
    body = ls.runs.bodies.get(run, index)
    return None if body is None else {"base64": base64.b64encode(body[0]).decode("ascii"), "charset": body[1]}


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
