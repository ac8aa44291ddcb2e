"""What the server asks of the engine, as values: the one seam between the two.

The server decides who may run what and shows what came of it; how a request is made, sent and read is the engine's.
Everything that comes back is redacted. JSON stands for values of JSON: None, bool, int, float, str, list, dict.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from connlint.bpmn.model import ConnectorTask
    from connlint.rule import Context
    from connlint.span import Span
    from connlint_server.engine.policy import Destination

Json = Any
ResponseBody = tuple[bytes, str | None]
"""A body's bytes, and the charset in which they are a text; None where they are none."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The user's own rules. `allowed_hosts`: patterns of where requests may go; seconds; bytes."""

    allowed_hosts: tuple[str, ...]
    timeout: float
    max_body: int
    insecure: bool
    allow_link_local: bool


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be run. `path`: where its configuration is looked for, such as the model's file.

    `environment` None: none. `variables` and `secrets` go over those of the environment.
    """

    path: str
    task: ConnectorTask
    context: Context
    environment: str | None
    variables: Mapping[str, Json]
    secrets: Mapping[str, str] = field(repr=False)
    configuration: str | None = None
    """The configuration file to use instead of the nearest one."""


@dataclass(frozen=True, slots=True)
class Lack:
    """A variable or a secret that is needed and not given. `span` is in the model's text."""

    name: str
    needed_by: tuple[str, ...]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """Why nothing can be sent: everything that lacks, at once."""

    variables: tuple[Lack, ...] = ()
    secrets: tuple[Lack, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """The order cannot be carried out; `reason` is one of the protocol's."""

    reason: str
    message: str
    host: str | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """The connector itself would refuse the task before it sends anything."""

    message: str
    notices: tuple[Json, ...] = ()
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be sent. `request` and `token_request` are the protocol's `PreparedRequest`, `inputs` its `Run["inputs"]`.

    `hosts` are all to which requests would go; `secrets` the names of those that are sent.
    """

    method: str
    url: str
    hosts: tuple[Destination, ...]
    secrets: tuple[str, ...]
    inputs: tuple[Json, ...]
    request: Json
    token_request: Json = None
    notices: tuple[Json, ...] = ()
    protected: bool = False
    """The environment is one in which every run is confirmed."""


@dataclass(frozen=True, slots=True)
class Finished:
    """How a run went: the fields of the protocol's `Run` that the engine knows, with spans of the model for ranges."""

    inputs: tuple[Json, ...]
    exchanges: tuple[Json, ...]
    response: Json
    outcome: Json
    notices: tuple[Json, ...] = ()
    bodies: tuple[ResponseBody, ...] = field(default=(), repr=False)
    """The response bodies of the exchanges, in their order, as they came."""
    shape: Json = None
    """The response as result expressions see it, for completion; of the body only names and types count."""


@dataclass(frozen=True, slots=True)
class Environment:
    """An environment of the configuration. `secrets` are the names that it has; None where they were not looked at."""

    name: str
    protected: bool = False
    color: str | None = None
    description: str | None = None
    secrets: frozenset[str] | None = None
    variables: Mapping[str, Json] | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Environments:
    """All environments that count for a file, the default one, and the configuration file that says so."""

    known: tuple[Environment, ...] = ()
    default: str | None = None
    configuration: str | None = None


class RunPort(Protocol):
    """The engine, as the server sees it. No method raises for what a user can get wrong."""

    def environments(self, path: str | None, configuration: str | None, *, trusted: bool) -> Environments:
        """Those that count for a file (None: for no file), by the nearest configuration or the given one. Untrusted: names only, no file that they name is read."""
        ...

    def plan(self, order: Order) -> Plan | Missing | Failed | Refused:
        """Everything up to the sending, with no network."""
        ...

    def curl(self, order: Order) -> tuple[str, tuple[str, ...]] | Missing | Failed | Refused:
        """A cURL command with secrets as `$NAME`, and notes on what it does not do."""
        ...

    async def run(self, order: Order, limits: Limits) -> Finished | Missing | Failed | Refused:
        """The whole way. Cancelling it closes the socket."""
        ...

    def redact(self, values: Iterable[str]) -> Callable[[str], str]:
        """Masks these values of secrets, and all that were read before, in a text of any kind, such as a line of the log."""
        ...
