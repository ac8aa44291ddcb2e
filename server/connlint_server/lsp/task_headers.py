"""The task headers that the connector runtime reads."""

from __future__ import annotations

from typing import NamedTuple


class HeaderWords(NamedTuple):
    """A task header in words."""

    key: str
    summary: str
    documentation: str
    first: str


TASK_HEADERS = (
    HeaderWords(
        "resultVariable",
        "the variable that takes the whole response",
        "The name of a process variable for the whole response: `status`, `headers`, `body` (and `reason`, `document`).",
        "response",
    ),
    HeaderWords(
        "resultExpression",
        "FEEL: variables from the response",
        "A FEEL context over the response; its entries become process variables.\n\n`={order: response.body.order}`",
        "={name: response.body}",
    ),
    HeaderWords(
        "errorExpression",
        "FEEL: when is it an error",
        "FEEL that gives `bpmnError(...)`, `jobError(...)` or null. After a failure `error.code` and `error.message` "
        "are known, after a success the response and the variables of the result.\n\n"
        '`=if error.code = "404" then bpmnError("NOT_FOUND", "no such order") else null`',
        '=if error.code = "404" then bpmnError("NOT_FOUND", "not found") else null',
    ),
    HeaderWords(
        "retryBackoff",
        "the time between two attempts",
        "An ISO-8601 duration, such as `PT10S`, that passes before a failed job is tried again.",
        "PT10S",
    ),
    HeaderWords(
        "elementTemplateId",
        "the template's id, for the runtime",
        "Written by newer templates: the id of the template.",
        "",
    ),
    HeaderWords(
        "elementTemplateVersion",
        "the template's version, for the runtime",
        "Written by newer templates: the version of the template.",
        "",
    ),
)
