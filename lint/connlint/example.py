"""Small models for the rules' examples: the tests of a rule and the pictures on its page.

A rule's file holds `GOOD`, examples in which it finds nothing, and `BAD`, cases with what it finds. Examples
are values that become XML when asked for, so that a rule's file costs nothing to load.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from connlint.job_types import REST_JOB_TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

REST_TEMPLATE = "io.camunda.connectors.HttpJson.v2"

DEFAULT_INPUTS = {
    "authentication.type": "noAuth",
    "method": "GET",
    "url": "https://api.example.com/orders",
    "connectionTimeoutInSeconds": "=20",
    "readTimeoutInSeconds": "=20",
}
DEFAULT_HEADERS = {"resultExpression": "={order: response.body}"}


class Example:
    """One model. `settings` are fields of the configuration that it is checked with, by name.

    `content` is the XML of the process, or what makes it; `snippet` is the part that a page shows. `templates` are
    files of element templates beside it: their texts by their names.
    """

    __slots__ = ("_content", "_snippet", "definitions", "engine", "prefix", "raw", "settings", "templates")

    def __init__(
        self,
        content: str | Callable[[], str] = "",
        *,
        engine: str | None = "8.8.0",
        prefix: str = "bpmn",
        definitions: str = "",
        settings: Mapping[str, Any] | None = None,
        snippet: str | Callable[[], str | None] | None = None,
        raw: str | None = None,
        templates: Mapping[str, str] | None = None,
    ) -> None:
        self._content = content
        self._snippet = snippet
        self.engine = engine
        self.prefix = prefix
        self.definitions = definitions
        self.settings: Mapping[str, Any] = settings or {}
        self.raw = raw
        self.templates: Mapping[str, str] = templates or {}

    @property
    def content(self) -> str:
        """The XML of the process."""
        return self._content if isinstance(self._content, str) else self._content()

    @property
    def text(self) -> str:
        """The whole file."""
        if self.raw is not None:
            return self.raw
        platform = (
            f' modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="{self.engine}"'
            if self.engine
            else ""
        )
        p = self.prefix
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<{p}:definitions xmlns:{p}="http://www.omg.org/spec/BPMN/20100524/MODEL"'
            ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
            ' xmlns:modeler="http://camunda.org/schema/modeler/1.0"'
            f' id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn"{platform}>\n'
            f'  <{p}:process id="Process_1" isExecutable="true">\n'
            f"{_indented(self.content, 4)}"
            f"  </{p}:process>\n"
            f"{_indented(self.definitions, 2)}"
            f"</{p}:definitions>\n"
        )

    @property
    def shown(self) -> str:
        """The part that a page shows."""
        snippet = self._snippet() if callable(self._snippet) else self._snippet
        return snippet if snippet is not None else (self.raw or self.content)


class Case(NamedTuple):
    """An example with what a rule finds in it.

    `finds` holds, for each finding in order, the text that it stands on, decoded. `fixed` is the model after
    the rule's fixes, safe and unsafe; None where the rule offers none here. `says` is a part of the first message.
    """

    example: Example
    finds: str | tuple[str, ...]
    fixed: Example | None = None
    says: str | None = None

    @property
    def expected(self) -> tuple[str, ...]:
        return (self.finds,) if isinstance(self.finds, str) else self.finds


def rest_task(
    inputs: Mapping[str, str | None] | None = None,
    headers: Mapping[str, str | None] | None = None,
    *,
    only: Mapping[str, str | None] | None = None,
    outputs: Mapping[str, str] | None = None,
    template: str | None = REST_TEMPLATE,
    version: str | None = "12",
    job_type: str = REST_JOB_TYPE,
    retries: str | None = "3",
    engine: str | None = "8.8.0",
    element: str = "serviceTask",
    prefix: str = "bpmn",
    beside: str = "",
    inside: str = "",
    definitions: str = "",
    templates: Mapping[str, str] | None = None,
    **settings: Any,
) -> Example:
    """A process with one REST task that is right but for what is given.

    `inputs` and `headers` go over the defaults, None takes one away; `only` replaces all inputs. `beside` is XML
    next to the task, `inside` within it. Values are given as they mean, and written as Camunda Modeler does.
    """

    def chosen() -> Mapping[str, str | None]:
        return dict(only) if only is not None else _merged(DEFAULT_INPUTS, inputs or {})

    def chosen_headers() -> Mapping[str, str]:
        return _merged(DEFAULT_HEADERS, headers or {})

    def content() -> str:
        lines = [f'<zeebe:taskDefinition type="{encoded(job_type)}"{_optional("retries", retries)} />']
        lines.append("<zeebe:ioMapping>")
        for target, source in chosen().items():
            lines.append(f'  <zeebe:input{_optional("source", source)} target="{encoded(target)}" />')
        for target, source in (outputs or {}).items():
            lines.append(f'  <zeebe:output source="{encoded(source)}" target="{encoded(target)}" />')
        lines.append("</zeebe:ioMapping>")
        if chosen_headers():
            lines.append("<zeebe:taskHeaders>")
            for key, value in chosen_headers().items():
                lines.append(f'  <zeebe:header key="{encoded(key)}" value="{encoded(value)}" />')
            lines.append("</zeebe:taskHeaders>")
        applied = (
            f' zeebe:modelerTemplate="{encoded(template)}"{_optional("zeebe:modelerTemplateVersion", version)}'
            if template is not None
            else ""
        )
        p = prefix
        task = (
            f'<{p}:{element} id="Activity_1" name="Fetch order"{applied}>\n'
            f"  <{p}:extensionElements>\n{_indented(chr(10).join(lines), 4)}  </{p}:extensionElements>\n"
            f"{_indented(inside, 2)}"
            f"</{p}:{element}>"
        )
        return f"{beside}\n{task}" if beside else task

    return Example(
        content,
        engine=engine,
        prefix=prefix,
        definitions=definitions,
        settings=settings,
        snippet=lambda: _snippet(chosen(), chosen_headers(), inputs, headers, only),
        templates=templates,
    )


def process(content: str, *, engine: str | None = "8.8.0", definitions: str = "", **settings: Any) -> Example:
    """A process with the given XML."""
    return Example(content, engine=engine, definitions=definitions, settings=settings)


def inbound_event(
    properties: Mapping[str, str | None] | None = None, *, engine: str | None = "8.8.0", **settings: Any
) -> Example:
    """A process with one start event that a webhook connector feeds; None takes a property away."""
    written = _merged({"inbound.type": "io.camunda:webhook:1", "inbound.context": "orders"}, properties or {})

    def line(name: str) -> str:
        return f'<zeebe:property name="{encoded(name)}" value="{encoded(written[name])}" />'

    def content() -> str:
        lines = "".join(f"      {line(name)}\n" for name in written)
        return (
            '<bpmn:startEvent id="Event_1" name="Order received">\n  <bpmn:extensionElements>\n    <zeebe:properties>\n'
            f"{lines}    </zeebe:properties>\n  </bpmn:extensionElements>\n</bpmn:startEvent>"
        )

    shown = "\n".join(line(name) for name in (properties or {}) if name in written) or None
    return Example(content, engine=engine, settings=settings, snippet=shown)


def file(text: str, **settings: Any) -> Example:
    """A whole file as it is."""
    return Example(raw=text, settings=settings)


def encoded(value: str) -> str:
    """A value as Camunda Modeler writes it in an attribute."""
    for character, reference in (
        ("&", "&#38;"),
        ("<", "&#60;"),
        (">", "&#62;"),
        ('"', "&#34;"),
        ("'", "&#39;"),
        ("\r", "&#13;"),
        ("\n", "&#10;"),
        ("\t", "&#9;"),
    ):
        value = value.replace(character, reference)
    return value


def _merged(defaults: Mapping[str, str], given: Mapping[str, str | None]) -> dict[str, str]:
    merged: dict[str, str | None] = {**defaults, **given}
    return {name: value for name, value in merged.items() if value is not None}


def _optional(name: str, value: str | None) -> str:
    return f' {name}="{encoded(value)}"' if value is not None else ""


def _indented(text: str, by: int) -> str:
    if not text.strip():
        return ""
    return "".join(f"{' ' * by}{line}\n" if line else "\n" for line in text.split("\n"))


def _snippet(
    inputs: Mapping[str, str | None],
    headers: Mapping[str, str],
    given: Mapping[str, str | None] | None,
    given_headers: Mapping[str, str | None] | None,
    only: Mapping[str, str | None] | None,
) -> str | None:
    """The lines that an example is about: those that were given."""
    lines = [
        f'<zeebe:input{_optional("source", inputs[target])} target="{encoded(target)}" />'
        for target in (only or given or {})
        if target in inputs
    ]
    lines += [
        f'<zeebe:header key="{encoded(key)}" value="{encoded(headers[key])}" />'
        for key in (given_headers or {})
        if key in headers
    ]
    return "\n".join(lines) or None
