"""What really happened on the wire during a run, in order: token calls, retries and redirects included."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connlint_server.engine.redaction import Redactor


class Purpose(Enum):
    """Why an exchange was made."""

    REQUEST = "request"
    TOKEN = "token"  # noqa: S105
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds for each part of an exchange; `None` for a part that was not reached."""

    connect: float | None = None
    tls: float | None = None
    send: float | None = None
    wait: float | None = None
    receive: float | None = None

    @property
    def total(self) -> float:
        return sum(part or 0.0 for part in (self.connect, self.tls, self.send, self.wait, self.receive))


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came back; shown only after `redacted`.

    `head`: the bytes of the wire. `content`: the body without chunk framing, which could part a secret.
    `failure`: why there is no (complete) response. `followed_by`: "retry after 1.0 s", "redirect to ...", or `None`.
    `received` and `decoded`: sizes of the response body in bytes before and after its codings are undone.
    """

    purpose: Purpose
    method: str
    url: str
    head: bytes = field(repr=False)
    content: bytes = field(repr=False)
    timing: Timing
    status: int | None = None
    reason: str | None = None
    response_headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    response_body: bytes = field(default=b"", repr=False)
    received: int = 0
    decoded: int = 0
    failure: str | None = None
    followed_by: str | None = None
    through_proxy: str | None = None

    def redacted(self, redactor: Redactor) -> Exchange:
        """The same with every secret masked in every part, in the charset of each."""
        is_cut = self.failure is not None
        return replace(
            self,
            url=redactor.text(self.url),
            head=redactor.data(self.head),
            content=redactor.data(self.content, content_type_of(headers_of(self.head))),
            reason=None if self.reason is None else redactor.text(self.reason),
            response_headers=tuple(
                (redactor.text(name), redactor.text(value)) for name, value in self.response_headers
            ),
            response_body=redactor.data(self.response_body, content_type_of(self.response_headers), is_cut=is_cut),
            failure=None if self.failure is None else redactor.text(self.failure),
            followed_by=None if self.followed_by is None else redactor.text(self.followed_by),
        )


def headers_of(head: bytes) -> list[tuple[str, str]]:
    """The headers of a head as it was sent."""
    lines = head.decode("iso-8859-1").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines if line)
    return [(name, value.removeprefix(" ")) for name, _, value in pairs]


def content_type_of(headers: Iterable[tuple[str, str]]) -> str:
    return next((value for name, value in headers if name.lower() == "content-type"), "")


@dataclass(frozen=True, slots=True)
class Trace:
    """The exchanges of a run."""

    exchanges: tuple[Exchange, ...] = ()

    def without_bodies(self) -> Trace:
        return Trace(tuple(replace(exchange, content=b"", response_body=b"") for exchange in self.exchanges))

    def redacted(self, redactor: Redactor) -> Trace:
        return Trace(tuple(exchange.redacted(redactor) for exchange in self.exchanges))
