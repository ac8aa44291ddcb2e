"""`no-content-format`: the JSON format for a request whose answer has no content."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.constants import text_of
from connlint.example import Case, rest_task
from connlint.field_names import RESPONSE_FORMAT
from connlint.field_values import value_of
from connlint.finding import Persona, Related, Severity
from connlint.request_method import method_of
from connlint.rule import Context, Flag, rule


@rule("no-content-format", severity=Severity.INFO, persona=Persona.PEDANTIC)
def no_content_format(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A DELETE whose answer must be JSON.

    ## Why
    With the response format JSON an empty answer fails the job, after the request was made. APIs usually answer a DELETE
    with 204 and nothing else, and the retry then meets 404.

    ## How to mend
    Choose TEXT, which takes an empty answer, unless the API is known to answer with JSON.
    """
    chosen, method = value_of(task, RESPONSE_FORMAT), value_of(task, f"{task.request_prefix}method")
    if chosen is None or method is None or text_of(task, RESPONSE_FORMAT) != "JSON" or method_of(task) != "DELETE":
        return
    yield Flag(
        (task.input(RESPONSE_FORMAT) or chosen).span,
        f"{RESPONSE_FORMAT} of {task.label} is JSON; a DELETE that is answered with 204 and no content fails the job after the"
        " request was made",
        field=chosen.mapping.name,
        related=(Related("the method", (task.field("method") or method).span),),
    )


def _delete(choice: str, **options: str | None) -> dict[str, str | None]:
    return {"method": "DELETE", RESPONSE_FORMAT: choice, **options}


GOOD = [
    rest_task(_delete("TEXT", **{"documentReturnFormat.encoding": "UTF-8"}), version="17", engine="8.10.0"),
    rest_task({"method": "GET", RESPONSE_FORMAT: "JSON"}, version="17", engine="8.10.0"),
    rest_task({"method": "DELETE"}),
    rest_task(_delete("=format"), version="17", engine="8.10.0"),
]
BAD = [
    Case(rest_task(_delete("JSON"), version="17", engine="8.10.0"), finds="JSON"),
    Case(rest_task(_delete('="JSON"'), version="18", engine="8.10.0", prefix="bpmn2"), finds='="JSON"'),
    Case(rest_task(_delete("JSON", method="delete"), template=None, engine="8.10.0", element="sendTask"), finds="JSON"),
]
