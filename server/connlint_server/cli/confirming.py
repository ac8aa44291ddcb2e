"""What a user is asked before a request changes something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.output.printable import printable
from connlint_server.engine.documents import external_urls
from connlint_server.engine.errors import ConnectorError
from connlint_server.engine.job_variables import job_variables
from connlint_server.engine.mapping import MappingError
from connlint_server.engine.task_run import prepare_task

if TYPE_CHECKING:
    from connlint.bpmn.model import ConnectorTask
    from connlint_server.engine.environment import Environment
    from connlint_server.engine.user_rules import UserRules


def question_for(task: ConnectorTask, surroundings: Environment, rules: UserRules) -> str | None:
    """The question, or `None` where nothing has to be asked. Raises `MissingInputsError`.

    A job that would fail before it is sent is not asked about.
    """
    try:
        prepared = prepare_task(task, variables=surroundings.variables, secrets=surroundings.secrets)
    except MappingError:
        return None
    except ConnectorError:
        job = job_variables(task, surroundings.variables)
        if not any(external_urls(job.fetched)):
            return None
        # What it sends is known only once its documents are fetched.
        request = job.fetched.get("graphql") if task.is_graphql and not task.is_rest else job.fetched
        method, address = str((request or {}).get("method", "")).strip().upper(), "an address that its documents decide"
        secrets: tuple[str, ...] = ()
    else:
        method = prepared.dry.request.method
        uri = prepared.dry.request.uri
        address = prepared.dry.redactor.text(f"{uri.scheme}://{uri.authority}{uri.path or '/'}")
        secrets = prepared.secrets
    if not surroundings.protected and method not in rules.confirm_methods:
        return None
    question = f"Send {method} to {printable(address)}"
    if secrets:
        question += f" with the secret{'s' if len(secrets) > 1 else ''} {printable(', '.join(secrets))}"
    if surroundings.name is not None:
        question += f" ({'protected ' if surroundings.protected else ''}environment {printable(surroundings.name)})"
    return question + "?"
