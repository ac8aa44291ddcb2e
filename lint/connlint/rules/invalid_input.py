"""`invalid-input`: a value that the connector or the template does not take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from connlint.attribute_places import KINDS as ATTRIBUTES
from connlint.attribute_places import attribute_place
from connlint.authentication import reads_input
from connlint.bpmn.model import ConnectorTask
from connlint.constants import Constant, constants_of
from connlint.example import Case, Example, rest_task
from connlint.field_values import value_of
from connlint.finding import Related, Severity
from connlint.lazy_pattern import lazy
from connlint.masking import is_named_as_credential, shortened, shown
from connlint.rule import Context, Flag, rule
from connlint.secret_references import holds_secret

if TYPE_CHECKING:
    from connlint.span import Span
    from connlint.templates import Binding, Connector, Given, Template, Violation
    from connlint.templates.runtime_inputs import RuntimeInput

WHOLE = ("authentication", "clientTls", "graphql")
"""Groups of fields that can be given as one context."""

KEY_PAIR = ("clientTls.clientCertificate", "clientTls.clientPrivateKey")
TLS_FROM = (8, 10)
READ_AS_TEXT = ("skipEncoding", "groupSetCookieHeaders")
"""Switches that any text fits: the connector compares the one, and has no field any more for the other."""

JUDGED_ELSEWHERE = ("url", "seconds", "map", "choice", "boolean")
"""What the connector takes here is judged by a rule of its own, or above."""

LONGEST_EXPECTED = 200
"""Characters of what a template says in its own words, or of its pattern."""

HEADERS_OF_RULES = ("resultVariable", "resultExpression", "errorExpression", "retryBackoff", "jobTimeout")

# Run time: true and false in small letters, in capitals, or capitalised, blanks around them (rest-connector §2.3, §12).
_BOOLEAN = lazy(r"\s*(?:true|True|TRUE|false|False|FALSE|null)?\s*")


@rule("invalid-input", severity=Severity.WARNING, over="templated")
def invalid_input(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A value that the connector refuses, or that breaks a constraint of the element template.

    ## Why
    A switch that is neither `true` nor `false` fails the job, and so does a context where a text is expected, an
    authentication given whole that is no context, a client certificate without its private key, or the key without the certificate (errors). What the template demands of a value, such as a pattern, a
    length, a number or that it be FEEL, only the modeler's form checks: an input written by hand or changed later
    goes past it, and the connector gets what it was not made for (warning).

    Every content that was published under the version must refuse the value. FEEL is not held against patterns.

    ## How to mend
    Write what the message expects.
    """
    connector = context.connector(task)
    if connector is not None:
        for runtime in connector.inputs.values():
            if not task.gives(runtime.name):
                continue
            if runtime.takes == "boolean" and runtime.name.rpartition(".")[2] not in READ_AS_TEXT:
                yield from _judge_switch(task, runtime)
            elif runtime.takes == "text" and reads_input(task, runtime.name):
                yield from _judge_text(task, runtime)
        for field in WHOLE:
            if task.input(field) is not None and any(name.startswith(f"{field}.") for name in connector.inputs):
                yield from _judge_whole(task, field)
        if KEY_PAIR[0] in connector.inputs and (context.engine is None or context.engine >= TLS_FROM):
            yield from _judge_key_pair(task, context)
    template = context.template(task)
    if template is not None:
        yield from _judge_constraints(task, template, connector, context)
        yield from _judge_job_type(task, template, context)


def _judge_switch(task: ConnectorTask, runtime: RuntimeInput) -> Iterator[Flag]:
    for constant in constants_of(value_of(task, runtime.name)):
        if not constant.holds_secret and not _is_switch(constant):
            yield Flag(
                constant.span,
                f"{runtime.name} of {task.label} is {constant.shown}; true or false is expected (the connector fails the"
                " job, with no retry left)",
                field=constant.value.mapping.name,
                severity=Severity.ERROR,
            )


def _is_switch(constant: Constant) -> bool:
    """Whether the run time reads a boolean of it."""
    match constant.kind:
        case "boolean" | "null":
            return True
        case "number":
            return "." not in constant.text
        case "text" | "string":
            return _BOOLEAN.fullmatch(constant.text) is not None
        case "list":
            # Run time: a list of one counts as what it holds.
            return not constant.is_no_text
    return False


def _judge_text(task: ConnectorTask, runtime: RuntimeInput) -> Iterator[Flag]:
    for constant in constants_of(value_of(task, runtime.name)):
        if constant.is_no_text:
            yield Flag(
                constant.span,
                f"{runtime.name} of {task.label} is a {constant.kind}; a text is expected (the connector fails the job, with"
                " no retry left)",
                field=constant.value.mapping.name,
                severity=Severity.ERROR,
            )


def _judge_whole(task: ConnectorTask, field: str) -> Iterator[Flag]:
    """A group of fields that is given as one value must be a context."""
    for constant in constants_of(value_of(task, field)):
        if constant.kind in ("context", "null") or (constant.is_text and not constant.text.strip()):
            continue
        if constant.kind == "list" and field != "authentication" and not constant.is_no_text:
            continue
        yield Flag(
            constant.span,
            f"{field} of {task.label} is no context; one with its parts is expected, as FEEL (the connector fails the job,"
            " with no retry left)",
            field=constant.value.mapping.name,
            severity=Severity.ERROR,
        )


def _judge_key_pair(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    from connlint.templates import input_binding

    values = context.values(task)
    for name, other in (KEY_PAIR, KEY_PAIR[::-1]):
        mapping = task.input(name)
        if mapping is None or mapping.target is None or values.given(input_binding(name)).is_missing:
            continue
        if values.given(input_binding(other)).is_missing:
            empty = task.input(other)
            yield Flag(
                mapping.target.span,
                f"{name} of {task.label} stands alone; {other} is expected beside it (the connector fails the job:"
                " mutual TLS needs both)",
                field=name,
                related=(Related(f"{other} has no value", empty.span),) if empty is not None else (),
                severity=Severity.ERROR,
            )


def _judge_constraints(
    task: ConnectorTask, template: Template, connector: Connector | None, context: Context
) -> Iterator[Flag]:
    from connlint.templates import violations

    values = context.values(task)
    for binding in template.uses:
        if _is_judged_elsewhere(binding, connector):
            continue
        place = _place(task, binding)
        if place is None:
            continue
        given = values.given(binding)
        if holds_secret(given.text):
            continue
        broken = violations(template, binding, given, values)
        if broken:
            span, field = place
            yield Flag(
                span,
                f"{field if binding.kind in ATTRIBUTES else binding.name} of {task.label} is {_shown(broken[0], given)}; expected is {_expected(broken)}"
                f' (so says the template "{template.name}")',
                field=field,
                confidential=_is_confidential(broken[0]),
            )


def _judge_job_type(task: ConnectorTask, template: Template, context: Context) -> Iterator[Flag]:
    """A job type other than the one that every content of the template fixes: another worker gets the job."""
    from connlint.templates import Binding, fixed_values

    definition = task.node.definition
    if definition is None or definition.type is None or not task.job_type:
        return
    fixed = fixed_values(template, Binding("definition", "type"), context.values(task))
    if fixed and task.job_type not in fixed:
        yield Flag(
            definition.type.span,
            f'the job type of {task.label} is "{shortened(task.job_type)}"; expected is '
            + " or ".join(f'"{each}"' for each in fixed)
            + f' (so says the template "{template.name}"; another worker gets the job)',
            field=None,
        )


def _place(task: ConnectorTask, binding: Binding) -> tuple[Span, str] | None:
    """Where the value of a binding stands, and the field that it belongs to."""
    if binding.kind in ATTRIBUTES:
        attribute = attribute_place(task, binding)
        return (attribute.span, attribute.name) if attribute is not None else None
    if binding.kind in ("header", "property"):
        place = task.header(binding.name) if binding.kind == "header" else task.property_named(binding.name)
        return (place.span, place.name) if place is not None else None
    value = value_of(task, binding.name)
    return (value.span, value.mapping.name) if value is not None and not value.is_shifted_feel else None


def _is_judged_elsewhere(binding: Binding, connector: Connector | None) -> bool:
    if binding.kind == "header":
        return binding.name in HEADERS_OF_RULES
    if binding.kind == "property" or binding.kind in ATTRIBUTES:
        return False
    if binding.kind != "input":
        return True
    runtime = connector.inputs.get(binding.name) if connector is not None else None
    if runtime is not None:
        return runtime.takes in JUDGED_ELSEWHERE
    return connector is not None and binding.name.endswith("TimeoutInSeconds")


def _shown(violation: Violation, given: Given) -> str:
    """The value, unless it may be a credential or is long."""
    if _is_confidential(violation):
        return "another value"
    return shown(violation.property.binding.name, given.text, is_feel=given.kind == "feel")


def _is_confidential(violation: Violation) -> bool:
    return violation.property.secret or is_named_as_credential(violation.property.binding.name)


def _expected(broken: tuple[Violation, ...]) -> str:
    return " and ".join(dict.fromkeys(_cut(violation.expected) for violation in broken))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_EXPECTED else f"{text[:LONGEST_EXPECTED]}…"


_TLS: dict[str, str | None] = {"clientTls.clientCertificate": "{{secrets.CERTIFICATE}}"}


def _newest(inputs: dict[str, str | None]) -> Example:
    return rest_task(inputs, version="17", engine="8.10.0")


GOOD = [
    rest_task({"followRedirects": "=false", "storeResponse": "TRUE", "ignoreNullValues": "=0"}, version="13"),
    rest_task({"followRedirects": "{{secrets.FOLLOW}}", "skipEncoding": "yes"}, version="13"),
    _newest({**_TLS, "clientTls.clientPrivateKey": "=key"}),
    rest_task({**_TLS, "clientTls.clientPrivateKey": None}, version="13", engine="8.9.0"),
    rest_task({"method": "POST", "body": "plain text"}, version="13"),
    rest_task({"authentication.type": None, "authentication": '=if a then {type: "noAuth"} else null'}),
    rest_task({"storeResponse": "=store", "followRedirects": ""}, template="com.example.Shop"),
]
BAD = [
    Case(rest_task({"followRedirects": "yes"}, version="13"), finds="yes", says="true or false is expected"),
    Case(rest_task({"storeResponse": '="no"'}, template=None, prefix="bpmn2"), finds='"no"'),
    Case(rest_task({"ignoreNullValues": "1"}, template="com.example.Shop", element="sendTask"), finds="1"),
    Case(rest_task({"ignoreNullValues": "=if a then 0.5 else true"}), finds="0.5"),
    Case(
        rest_task({"authentication.type": None, "authentication": '{"type": "noAuth"}'}, template=None),
        finds='{"type": "noAuth"}',
        says="authentication of",
    ),
    Case(
        rest_task({"authentication.type": "bearer", "authentication.token": "={value: token}"}),
        finds="{value: token}",
        says="a text is expected",
    ),
    Case(_newest(_TLS), finds="clientTls.clientCertificate", says="stands alone"),
    Case(
        _newest({"clientTls.clientPrivateKey": "=camunda.secrets.KEY", "clientTls.clientCertificate": ""}),
        finds="clientTls.clientPrivateKey",
    ),
    Case(
        rest_task(
            only={
                "graphql.method": "post",
                "graphql.url": "https://a.example",
                "graphql.query": "{ a }",
                "graphql.storeResponse": "on",
            },
            template="io.camunda.connectors.GraphQL.v1",
            version="8",
            job_type="io.camunda:connector-graphql:1",
        ),
        finds="on",
    ),
]
