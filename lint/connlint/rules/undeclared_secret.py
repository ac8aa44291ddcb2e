"""`undeclared-secret`: a secret that is not in the declared list."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.bpmn.model import ConnectorTask
from connlint.example import Case, inbound_event, rest_task
from connlint.finding import Severity
from connlint.nearest import nearest
from connlint.rule import Context, Flag, rule
from connlint.secret_references import Form, Place, references_of

_KNOWN = frozenset({"SHOP_TOKEN", "SHOP_URL"})


@rule("undeclared-secret", severity=Severity.WARNING, over="templated")
def undeclared_secret(task: ConnectorTask, context: Context) -> Iterator[Flag]:
    """A reference to a secret that the declared list does not have.

    ## Why
    A secret that does not exist fails the job, with no retry left. The list comes from `secrets` or `secrets-file` in
    the configuration; where none is declared, nothing is reported.

    ## How to mend
    Correct the name, or add the secret to the list and to every environment.
    """
    declared = context.config.secrets
    if declared is None:
        return
    for mapping in task.connector_values:
        for reference in references_of(mapping):
            if mapping.source is None or reference.name in declared or reference.place is Place.COMMENT:
                continue
            if (reference.place is Place.CODE) != (reference.form is Form.CAMUNDA):
                continue
            near = nearest(reference.name, sorted(declared))
            hint = f"; did you mean {near}?" if near else ""
            yield Flag(
                mapping.source.source_span(*reference.name_span),
                f"{mapping.name} of {task.label} refers to the secret {reference.name}, which is not declared{hint}",
                field=mapping.name,
            )


def _token(value: str) -> dict[str, str | None]:
    return {"authentication.type": "bearer", "authentication.token": value}


GOOD = [
    rest_task(_token("{{secrets.ANY}}")),
    rest_task(_token("{{secrets.SHOP_TOKEN}}"), secrets=_KNOWN),
    rest_task({"url": '="{{secrets.SHOP_URL}}/orders"'}, secrets=_KNOWN),
    rest_task({"url": "=my.secrets.OTHER"}, secrets=_KNOWN),
]
BAD = [
    Case(rest_task(_token("{{secrets.SHOP_TOKN}}"), secrets=_KNOWN), finds="SHOP_TOKN", says="did you mean SHOP_TOKEN"),
    Case(rest_task({"url": '="{{ secrets.HOST }}/x"'}, secrets=_KNOWN, template=None), finds="HOST"),
    Case(rest_task(_token("=camunda.secrets.shop"), secrets=_KNOWN, engine="8.10.0"), finds="shop"),
    Case(inbound_event({"hmacSecret": "{{secrets.SHOP_HMAC}}"}, secrets=_KNOWN), finds="SHOP_HMAC"),
    Case(
        rest_task({"apiKey": "{{secrets.X}}"}, secrets=frozenset(), job_type="io.camunda:slack:1", template=None),
        finds="X",
    ),
]
