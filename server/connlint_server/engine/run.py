"""A job from its variables to the connector's result: the stages in order, the trace, and the edge where redaction happens."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from connlint_server.engine import graphql
from connlint_server.engine.authentication import credential_headers, literal_credentials
from connlint_server.engine.binding import REQUEST_TYPE as REST_REQUEST_TYPE
from connlint_server.engine.binding import ConnectorInput, bind, parse_variables
from connlint_server.engine.body import BODY_METHODS
from connlint_server.engine.deadline import Deadline, OverdueError, beside, without_deadline
from connlint_server.engine.depth import walked
from connlint_server.engine.documents import external_urls, with_contents
from connlint_server.engine.errors import ConnectorError, EngineError, InternalError, LimitError, PolicyError
from connlint_server.engine.json_text import NotJsonError, read_json
from connlint_server.engine.oauth import Token, TokenCache, shown_tokens, token_of, token_request
from connlint_server.engine.options import RunOptions
from connlint_server.engine.proxy import proxies_from
from connlint_server.engine.redaction import Redactor
from connlint_server.engine.request import DEFAULT_TIMEOUT, PreparedRequest, prepare, read_timeout_of
from connlint_server.engine.response import ReturnFormat, result_of, return_format_of, status_error
from connlint_server.engine.secrets import replace_secrets
from connlint_server.engine.sending import Recorder, send
from connlint_server.engine.tls import ClientTls, tls_context
from connlint_server.engine.trace import Purpose, Trace, content_type_of
from connlint_server.engine.transport import RawResponse, Route
from connlint_server.engine.url import request_uri, require_host
from connlint_server.engine.validation import validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping

    from connlint_server.engine.credentials import TokenCall

PLACEHOLDER_TOKEN = "(a token from the token endpoint)"  # noqa: S105
T = TypeVar("T")

# The tokens of this process, as the connector keeps them for its own.
_process_cache = TokenCache()


class Connector(Enum):
    """The connectors that the engine runs, by job type."""

    REST = "io.camunda:http-json:1"
    GRAPHQL = "io.camunda:connector-graphql:1"


@dataclass(frozen=True, slots=True)
class JobRun:
    """How a run went. `result` and `error` are raw (error expressions read them); `trace` is redacted.

    `redactor` knows the secrets and the tokens of this run: everything that is shown must pass it.
    """

    result: dict[str, Any] | None = field(repr=False)
    error: EngineError | None
    trace: Trace
    redactor: Redactor


@dataclass(frozen=True, slots=True)
class DryRun:
    """The request as it would be sent. An OAuth token that is not cached is shown as a placeholder.

    `token_request`: the call that would get the token, if one is needed. `literals`: the credentials of the request as they are
    sent, whether they come from secrets or stand in the model.
    """

    request: PreparedRequest
    token_request: PreparedRequest | None
    redactor: Redactor
    literals: tuple[str, ...] = field(default=(), repr=False)


async def execute_job(
    variables_json: str,
    *,
    secrets: Mapping[str, str],
    token_cache: TokenCache | MutableMapping[str, tuple[str, float]] | None = None,
    connector: Connector = Connector.REST,
    options: RunOptions | None = None,
) -> dict[str, Any] | None:
    """Run one job and give the connector's result (`status`, `headers`, `body`, `reason`, `document`; it may be `None`).

    `variables_json`: the job's variables as JSON text. `token_cache`: a cache, or a mapping to keep
    the tokens in; `None` uses the one of the process.
    Raises `ConnectorError` where the connector fails (its `message` and `variables` are raw, `str()` is masked),
    `PolicyError` and `LimitError` for the user's own rules.
    """
    run = await run_job(variables_json, secrets=secrets, token_cache=token_cache, connector=connector, options=options)
    if run.error is not None:
        raise run.error
    return run.result


async def run_job(
    variables_json: str,
    *,
    secrets: Mapping[str, str],
    token_cache: TokenCache | MutableMapping[str, tuple[str, float]] | None = None,
    connector: Connector = Connector.REST,
    options: RunOptions | None = None,
    confidential: Iterable[str] = (),
) -> JobRun:
    """Run one job; failures are in the value, beside the trace of what was sent until then. Only cancellation raises.

    `confidential`: what is masked although it is no secret, such as a key that stands in the model.
    """
    run = _Run(secrets, token_cache, options or RunOptions(), confidential)
    result: dict[str, Any] | None = None
    error: EngineError | None = None
    try:
        async with asyncio.timeout(run.options.total_timeout) as deadline:
            result = await run.execute(variables_json, connector)
    except EngineError as raised:
        error = raised
    except Exception as raised:
        is_late = isinstance(raised, OverdueError) or (isinstance(raised, TimeoutError) and deadline.expired())
        error = run.overdue() if is_late else internal_error(raised)
    if error is not None:
        # What led to it (texts that could not be read, library errors) may quote a secret.
        error.__cause__ = error.__context__ = None
        error = error.with_traceback(None)
    return await beside(lambda: run.told(result, error), run.deadline.extended())


def prepare_job(
    variables_json: str,
    *,
    secrets: Mapping[str, str],
    token_cache: TokenCache | MutableMapping[str, tuple[str, float]] | None = None,
    connector: Connector = Connector.REST,
    confidential: Iterable[str] = (),
) -> DryRun:
    """Everything up to the sending, with no network at all. Raises what the run would raise before it sends.

    External documents stay unread: a request that needs one cannot be prepared without the network.
    """
    run = _Run(secrets, token_cache, RunOptions(), confidential)
    error: EngineError
    try:
        return run.dry(variables_json, connector)
    except EngineError as raised:
        error = raised
    except Exception as raised:
        error = internal_error(raised)
    error.__cause__ = error.__context__ = None
    if isinstance(error, ConnectorError):
        error.redacted_by(run.redactor)
    raise error.with_traceback(None)


class _Run:
    """The state of one run: what is masked so far, what was sent so far."""

    def __init__(
        self,
        secrets: Mapping[str, str],
        token_cache: TokenCache | MutableMapping[str, tuple[str, float]] | None,
        options: RunOptions,
        confidential: Iterable[str],
    ) -> None:
        self.options = options
        self.deadline = Deadline(options.total_timeout)
        self.recorder = Recorder()
        self.literals = tuple(confidential)
        self.redactor = Redactor(secrets).with_values(self.literals, "credential")
        self._secrets = secrets
        if token_cache is None:
            self._cache = _process_cache
        else:
            self._cache = token_cache if isinstance(token_cache, TokenCache) else TokenCache(entries=token_cache)

    async def execute(self, variables_json: str, connector: Connector) -> dict[str, Any] | None:
        variables = self._variables(variables_json, connector)
        fetched = await self._documents_outside_body(variables)
        job = walked(lambda: self._bind(variables, connector, fetched), variables)
        return_format = self._return_format(variables_json)
        if job.method in BODY_METHODS:
            urls = walked(lambda: dict.fromkeys(external_urls(job.body)), variables)
            contents = {url: await self._fetch_document(url) for url in urls}
            body = walked(lambda: with_contents(job.body, contents), variables)
            job = replace(job, body=body)
        request = await self._prepared(job, variables)
        route = self._route(read_timeout_of(job), job.client_tls, Purpose.REQUEST)
        follow = job.follow_redirects
        response = await send(request, route, self.recorder, follow_redirects=follow, sleep=self.options.sleep)

        def resulting() -> dict[str, Any] | None:
            return result_of(
                response,
                return_format=return_format,
                store_response=job.store_response,
                follow_redirects=follow,
                store=self.options.store,
            )

        result = await beside(resulting, self.deadline)
        if connector is Connector.GRAPHQL:
            graphql.refuse_errors(result)
        return result

    def told(self, result: dict[str, Any] | None, error: EngineError | None) -> JobRun:
        """How the run went, masked. What takes too long to be masked is left out."""
        trace = Trace(tuple(self.recorder.exchanges))
        try:
            redactor = self.redactor.with_values(self.tokens_received())
            redactor = redactor.with_values(self.parted_secrets(redactor), "header")
            trace = trace.redacted(redactor)
        except OverdueError:
            with without_deadline():
                redactor = self.redactor.with_values(self.tokens_received())
                trace = trace.without_bodies().redacted(redactor)
            result, error = None, self.overdue()
        with without_deadline():
            if isinstance(error, ConnectorError):
                error.redacted_by(redactor)
            elif error is not None:
                error.args = tuple(redactor.text(str(part)) for part in error.args)
                if isinstance(error, PolicyError) and error.host is not None:
                    error.host = redactor.text(error.host)
        return JobRun(result, error, trace, redactor)

    def overdue(self) -> LimitError:
        return LimitError(f"the run took longer than its limit of {self.options.total_timeout:g} s")

    def tokens_received(self) -> Iterator[str]:
        """What token endpoints answered, whether the connector could make something of it or not."""
        for entry in self.recorder.exchanges:
            if entry.purpose is Purpose.TOKEN:
                yield from shown_tokens(entry.response_body, content_type_of(entry.response_headers))

    def parted_secrets(self, redactor: Redactor) -> Iterator[str]:
        """Header values in which a blank parts a secret: a header may be folded anywhere, and each fold is read as a blank."""
        for entry in self.recorder.exchanges:
            for _, value in entry.response_headers:
                joined = "".join(redactor.text(value).split())
                if " " in value and redactor.text(joined) != joined:
                    yield value.strip()

    def dry(self, variables_json: str, connector: Connector) -> DryRun:
        variables = self._variables(variables_json, connector)
        job = walked(lambda: self._bind(variables, connector, {}), variables)
        self._return_format(variables_json)
        asked: PreparedRequest | None = None
        steps = prepare(job)
        try:
            call = walked(lambda: next(steps), variables)
            token = self._cache.get(call.authentication)
            if token is None:
                asked = token_request(call.authentication)
            else:
                self.redactor = self.redactor.with_values([token])
            steps.send(token or PLACEHOLDER_TOKEN)
        except StopIteration as stop:
            request: PreparedRequest = stop.value
        read_timeout_of(job)
        request.head()
        return DryRun(request, asked, self.redactor, self.literals)

    def _variables(self, variables_json: str, connector: Connector) -> dict[str, Any]:
        request_type = graphql.REQUEST_TYPE if connector is Connector.GRAPHQL else REST_REQUEST_TYPE
        return parse_variables(replace_secrets(variables_json, self._secrets), request_type)

    def _bind(self, variables: dict[str, Any], connector: Connector, fetched: Mapping[str, bytes]) -> ConnectorInput:
        """Bind and validate; from here on the credentials of the authentication are masked too."""
        if connector is Connector.GRAPHQL:
            bound = graphql.bind_graphql(variables, fetched=fetched, store=self.options.store)
            self._mask_credentials(bound.request)
            graphql.validate_graphql(bound)
            return graphql.request_of(bound)
        job = bind(variables, fetched=fetched, store=self.options.store)
        self._mask_credentials(job)
        validate(job)
        return job

    def _mask_credentials(self, job: ConnectorInput) -> None:
        values = [
            *literal_credentials(job.inline_authentication),
            *literal_credentials(job.configured_authentication),
            *credential_headers(job.headers),
        ]
        if job.client_tls is not None:
            values += [
                text for text in (job.client_tls.client_private_key, job.client_tls.private_key_password) if text
            ]
        self.literals += tuple(values)
        self.redactor = self.redactor.with_values(values, "credential")

    def _return_format(self, variables_json: str) -> ReturnFormat | None:
        """Read from the raw text: no secret is replaced in it."""
        try:
            raw = read_json(variables_json)
        except NotJsonError:
            # A reference outside a JSON string: readable only after the replacement, so without this field.
            return None
        return return_format_of(raw) if isinstance(raw, dict) else None

    async def _documents_outside_body(self, variables: Mapping[str, Any]) -> dict[str, bytes]:
        outside = {name: value for name, value in variables.items() if name != "body"}
        urls = walked(lambda: dict.fromkeys(external_urls(outside)), variables)
        return {url: await self._fetch_document(url) for url in urls}

    async def _fetch_document(self, url: str) -> bytes:
        uri = require_host(request_uri(url, skip_encoding=False), url)
        route = self._route(float(DEFAULT_TIMEOUT), None, Purpose.DOCUMENT)
        response = await self._send_plain(PreparedRequest("GET", uri, (), None), route)
        if response.status >= 400:
            raise status_error(response)
        return response.body or b""

    async def _prepared(self, job: ConnectorInput, variables: Mapping[str, Any]) -> PreparedRequest:
        steps = prepare(job)
        try:
            call = walked(lambda: next(steps), variables)
            while True:
                call = steps.send(await self._token(call))
        except StopIteration as stop:
            request: PreparedRequest = stop.value
        return request

    async def _token(self, call: TokenCall) -> str:
        cached = self._cache.get(call.authentication)
        if cached is not None:
            self.redactor = self.redactor.with_values([cached])
            return cached
        # Run time: the token call has its own timeouts and no client certificate.
        route = self._route(float(DEFAULT_TIMEOUT), None, Purpose.TOKEN)
        response = await self._send_plain(token_request(call.authentication), route)
        text = response.body.decode("utf-8", "replace") if response.body else None
        self.redactor = self.redactor.with_values(shown_tokens(response.body or b""))
        if response.status >= 400:
            raise status_error(response)
        token: Token = token_of(call.authentication, text, self.redactor)
        self.redactor = self.redactor.with_values([token.value])
        self._cache.put(call.authentication, token)
        return token.value

    async def _send_plain(self, request: PreparedRequest, route: Route) -> RawResponse:
        return await send(request, route, self.recorder, follow_redirects=False, sleep=self.options.sleep)

    def _route(self, read_timeout: float | None, client_tls: ClientTls | None, purpose: Purpose) -> Route:
        options = self.options
        context = _once(lambda: tls_context(client_tls, verify=options.verify_tls))
        if client_tls is not None and client_tls.is_configured:
            # Run time: the material is read for every request, also for one without encryption.
            context()
        proxies = options.proxies if options.proxies is not None else proxies_from(os.environ)
        passwords = [proxy.password for proxy in proxies.by_scheme.values() if proxy.password]
        self.redactor = self.redactor.with_values(passwords, "proxy_password")
        return Route(
            read_timeout=read_timeout,
            tls=context,
            proxies=proxies,
            policy=options.policy,
            max_body=options.max_body,
            purpose=purpose,
        )


def _once(make: Callable[[], T]) -> Callable[[], T]:
    made: list[T] = []

    def get() -> T:
        if not made:
            made.append(make())
        return made[0]

    return get


def internal_error(error: Exception) -> EngineError:
    """A fault of ours (or values nested too deeply for it), told without its text, which may quote a secret."""
    if isinstance(error, RecursionError):
        return LimitError("the values are nested too deeply for connlint")
    place = ""
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        place = f"{os.path.basename(code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return InternalError(f"internal error: {type(error).__name__} at {place}")
