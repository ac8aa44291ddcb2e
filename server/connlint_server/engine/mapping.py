"""One mapping of the model, evaluated: FEEL or static text to a value, and the value to its place in a context."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connlint.feel import FeelError, FeelLimitError, Place, evaluate
from connlint_server.engine.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from connlint.bpmn.model import ConnectorTask
    from connlint.bpmn.parts import InputMapping
    from connlint.bpmn.values import FeelText
    from connlint.span import Span

ENGINE_RESOLVES_SECRETS = (8, 10)
"""From this version of the engine on it resolves the path `camunda.secrets.NAME` itself."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the user should know of a run. `field`: an input's target or a header's key; `span`: in the model."""

    severity: str
    message: str
    field: str | None = None
    span: Span | None = None


class MappingError(EngineError):
    """A mapping has no value: the engine refuses its text at deployment, or raises an incident before there is a job.

    `field`: the mapping's target; `span`: what is to blame, in the model's text. `is_limit`: it is we who evaluate no
    further, what the engine makes of it is not known.
    """

    def __init__(self, message: str, field: str, span: Span | None, *, is_limit: bool = False) -> None:
        super().__init__(message)
        self.is_limit = is_limit
        self.message = message
        self.field = field
        self.span = span


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A FEEL value with the warnings of its evaluation."""

    value: Any
    notices: tuple[Notice, ...] = ()


def mapped_value(
    mapping: InputMapping, context: Mapping[str, Any], task: ConnectorTask, place: Place = Place.INPUT_MAPPING
) -> Evaluated:
    """The value of a mapping's source. Raises `MappingError`.

    Run time: a source that is absent is null; static text is a string always, with FEEL's escapes in it.
    """
    if mapping.source is None:
        return Evaluated(None)
    if mapping.feel is not None:
        return feel_value(mapping.feel, context, task, place, mapping.name)
    return Evaluated(static_text(mapping))


def static_text(mapping: InputMapping) -> str:
    """The string that static text is. Run time: the engine escapes its quotes and reads it as a FEEL string."""
    text = mapping.text
    if "\\" not in text:
        return text
    literal = '"' + text.replace('"', '\\"') + '"'
    try:
        value = evaluate(literal).value
    except FeelError as error:
        raise MappingError(
            f"the text of {mapping.name} is refused at deployment: a backslash in it ends or breaks the string",
            mapping.name,
            mapping.span,
        ) from error
    return str(value)


def feel_value(feel: FeelText, context: Mapping[str, Any], task: ConnectorTask, place: Place, field: str) -> Evaluated:
    """What the engine makes of an expression of the model. Raises `MappingError`."""
    engine = task.model.engine
    given = dict(context)
    if "secrets" in feel.text and (engine is None or engine >= ENGINE_RESOLVES_SECRETS):
        given["camunda"] = _camunda(feel.text, context.get("camunda"))
    try:
        result = evaluate(feel.parsed, given, place=place, engine_version=engine)
    except FeelLimitError as error:
        message = f"{field} is not evaluated to its end: {error.message}"
        raise MappingError(message, field, feel.span(*error.span), is_limit=True) from None
    except FeelError as error:
        what = "does not parse, so the engine refuses the model" if feel.parsed.errors else "fails"
        raise MappingError(f"{field} {what}: {error.message}", field, feel.span(*error.span)) from None
    notices = tuple(
        Notice("warning", f"{field}: {warning.message}", field, feel.span(*warning.span)) for warning in result.warnings
    )
    return Evaluated(result.value, notices)


def _camunda(text: str, given: Any) -> dict[str, Any]:
    """The variable `camunda`: its secrets stand as references, so that the value itself never passes an expression."""
    import re

    names = re.findall(r"\bcamunda\s*\.\s*secrets\s*\.\s*([A-Za-z_]\w*)", text)
    known = dict(given) if isinstance(given, dict) else {}
    return {**known, "secrets": {name: f"{{{{secrets.{name}}}}}" for name in names}}


def put(variables: dict[str, Any], target: str, value: Any, *, merge_with: Mapping[str, Any] | None = None) -> None:
    """Put the value at a target such as `authentication.type`: nested contexts, the later of two wins.

    `merge_with`: variables whose contexts a nested target adds to (output mappings); else it begins an empty one.
    """
    root, *path = target.split(".")
    if not path:
        variables[root] = value
        return
    existing = variables.get(root)
    if existing is None and merge_with is not None:
        existing = merge_with.get(root)
    # Copies all the way down: who has seen the contexts before keeps them as they were.
    context: dict[str, Any] = dict(existing) if isinstance(existing, dict) else {}
    variables[root] = context
    *path, last = path
    for name in path:
        inner = context.get(name)
        context[name] = dict(inner) if isinstance(inner, dict) else {}
        context = context[name]
    context[last] = value


def targets(mappings: tuple[InputMapping, ...]) -> Iterator[InputMapping]:
    """The mappings that name a variable. Raises `MappingError` for one that does not: the engine refuses the model."""
    for mapping in mappings:
        if not all(mapping.name.split(".")):
            raise MappingError(
                f"the target {mapping.name!r} names no variable, so the engine refuses the model",
                mapping.name,
                mapping.element.start_tag,
            )
        yield mapping
