"""The engine behind the server's port: orders to calls of `connlint_server.engine`, results to the protocol's values."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from connlint_server.engine import (
    EngineError,
    MappingError,
    MissingInputsError,
    Policy,
    Redactor,
    RunOptions,
    Stopped,
    curl_task,
    needed_secrets,
    prepare_task,
    run_task,
)
from connlint_server.engine.environment import Environment as EngineEnvironment
from connlint_server.engine.environment import environment_of
from connlint_server.engine.environment_table import ConfigurationError, environment_tables
from connlint_server.engine.outcome import BpmnErrorThrown
from connlint_server.engine.policy import Destination
from connlint_server.engine.run_value import exchange_value, inputs_value, outcome_value, prepared_value, response_body
from connlint_server.lsp.run_port import Environment, Environments, Failed, Finished, Lack, Missing, Plan, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from connlint_server.engine import Need, Notice, Outcome, Prepared, RunResult
    from connlint_server.engine.environment_table import EnvironmentTables
    from connlint_server.engine.java_uri import Uri
    from connlint_server.lsp.run_port import Limits, Order


class EnginePort:
    """Implements `connlint_server.lsp.run_port.RunPort`. Remembers the secrets that it has read, for `redact`."""

    def __init__(self) -> None:
        # By value: two environments may have a secret of the same name.
        self._seen: set[str] = set()

    def environments(self, path: str | None, configuration: str | None, *, trusted: bool) -> Environments:
        try:
            tables = _tables(path, configuration)
        except ConfigurationError:
            # It is told where it matters: when something is to be run.
            return Environments()
        known = []
        for table in tables.tables.values():
            environment: EngineEnvironment | None = None
            problem: str | None = None
            if trusted:
                try:
                    environment = environment_of(table)
                except ConfigurationError as error:
                    problem = str(error)
            known.append(
                Environment(
                    name=table.name,
                    protected=table.protected,
                    color=table.color,
                    description=table.description,
                    # A keyring cannot list what it has.
                    secrets=frozenset(environment.secrets) if environment is not None else None,
                    variables=environment.variables if environment is not None else None,
                    problem=problem,
                )
            )
        default = tables.default if tables.default in tables.tables else None
        return Environments(tuple(known), default, str(tables.configuration) if tables.configuration else None)

    def plan(self, order: Order) -> Plan | Missing | Failed | Refused:
        try:
            environment = self._environment(order)
        except ConfigurationError as error:
            return Refused("environment", str(error))
        try:
            prepared = prepare_task(order.task, variables=environment.variables, secrets=environment.secrets)
        except MissingInputsError as error:
            return _missing(error)
        except MappingError as error:
            notice = {"severity": "error", "message": error.message, "field": error.field, "span": error.span}
            return Failed(self._masked(error.message), (notice,), environment.protected)
        except EngineError as error:
            return Failed(self._masked(str(error)), (), environment.protected)
        return _plan(prepared, environment)

    def curl(self, order: Order) -> tuple[str, tuple[str, ...]] | Missing | Failed | Refused:
        try:
            environment = self._environment(order)
            curl = curl_task(order.task, variables=environment.variables, secrets=environment.secrets)
        except ConfigurationError as error:
            return Refused("environment", str(error))
        except MissingInputsError as error:
            return _missing(error)
        except EngineError as error:
            return Failed(self._masked(str(error)))
        return curl.command, curl.notes

    async def run(self, order: Order, limits: Limits) -> Finished | Missing | Failed | Refused:
        try:
            environment = self._environment(order)
        except ConfigurationError as error:
            return Refused("environment", str(error))
        try:
            result = await run_task(
                order.task,
                variables=environment.variables,
                secrets=environment.secrets,
                options=_options(limits),
            )
        except MissingInputsError as error:
            return _missing(error)
        except EngineError as error:
            return Failed(self._masked(str(error)))
        outcome = result.outcome
        if isinstance(outcome, Stopped) and outcome.reason == "policy" and not _was_sent(result):
            return Refused("policy" if outcome.host is None else "host", outcome.message, outcome.host)
        return await asyncio.to_thread(_finished, result)

    def redact(self, values: Iterable[str]) -> Callable[[str], str]:
        return Redactor({}).with_values(self._seen.union(values), "secret").text

    def _environment(self, order: Order) -> EngineEnvironment:
        """What the order's environment has, and over it what the order brings. Raises `ConfigurationError`."""
        tables = _tables(order.path, order.configuration)
        table = tables.find(order.environment) if order.environment is not None else None
        found = environment_of(table, secret_names=needed_secrets(order.task))
        self._seen.update(found.secrets.values(), order.secrets.values())
        return EngineEnvironment(
            found.name,
            {**found.variables, **order.variables},
            {**found.secrets, **order.secrets},
            found.protected,
            found.description,
            found.color,
        )

    def _masked(self, text: str) -> str:
        return self.redact(())(text)


def _tables(path: str | None, configuration: str | None) -> EnvironmentTables:
    start = Path(path).parent if path is not None and os.path.isabs(path) else None
    return environment_tables(start, Path(configuration) if configuration is not None else None)


def _plan(prepared: Prepared, environment: EngineEnvironment) -> Plan:
    dry = prepared.dry
    requests = [dry.request, *([dry.token_request] if dry.token_request is not None else [])]
    request = prepared_value(dry.request, dry.redactor)
    return Plan(
        method=dry.request.method,
        url=request["url"],
        hosts=tuple(dict.fromkeys(_destination(each.uri, dry.redactor) for each in requests)),
        secrets=prepared.secrets,
        inputs=tuple(inputs_value(prepared.inputs)),
        request=request,
        token_request=prepared_value(dry.token_request, dry.redactor) if dry.token_request is not None else None,
        notices=tuple(_notices(prepared.notices)),
        protected=environment.protected,
    )


def _destination(uri: Uri, redactor: Redactor) -> Destination:
    """A secret may be a part of the host: people are shown the rest."""
    found = Destination.of(uri)
    return found._replace(text=redactor.text(found.text))


def _was_sent(result: RunResult) -> bool:
    """Whether anything went out: what the user's rules refuse is an exchange too, one without a connection."""
    return any(each.timing.connect is not None for each in result.exchanges)


def _finished(result: RunResult) -> Finished:
    return Finished(
        inputs=tuple(inputs_value(result.inputs)),
        exchanges=tuple(exchange_value(each, result.redactor) for each in result.exchanges),
        response=result.response,
        outcome=_outcome(result.outcome),
        notices=tuple(_notices(result.notices)),
        bodies=tuple(response_body(each) for each in result.exchanges),
        shape=result.response,
    )


def _outcome(outcome: Outcome) -> dict[str, Any]:
    value = outcome_value(outcome)
    if isinstance(outcome, BpmnErrorThrown) and outcome.catcher is not None:
        value["caughtBy"]["span"] = outcome.catcher.span
    return value


def _notices(notices: Iterable[Notice]) -> list[dict[str, Any]]:
    return [
        {"severity": each.severity, "message": each.message, "field": each.field, "span": each.span} for each in notices
    ]


def _missing(error: MissingInputsError) -> Missing:
    return Missing(_lacks(error.variables), _lacks(error.secrets))


def _lacks(needs: Iterable[Need]) -> tuple[Lack, ...]:
    return tuple(Lack(need.name, need.needed_by, need.span) for need in needs)


def _options(limits: Limits) -> RunOptions:
    return RunOptions(
        policy=Policy(limits.allowed_hosts, limits.allow_link_local),
        total_timeout=limits.timeout or None,
        max_body=limits.max_body,
        verify_tls=not limits.insecure,
    )
