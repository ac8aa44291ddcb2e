"""A task's request as a cURL command, in which every secret is a shell variable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connlint_server.engine.curl import curl_command
from connlint_server.engine.depth import walked
from connlint_server.engine.errors import ConnectorError
from connlint_server.engine.given_task import GivenTask, connector_of
from connlint_server.engine.redaction import Redactor
from connlint_server.engine.run import PLACEHOLDER_TOKEN, prepare_job
from connlint_server.engine.secrets import referenced_secrets
from connlint_server.engine.shell_variables import ShellVariable, ShellVariables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connlint.bpmn.model import ConnectorTask


@dataclass(frozen=True, slots=True)
class Curl:
    """A command for a POSIX shell, and the variables that must be set before it."""

    command: str
    variables: tuple[ShellVariable, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """What to tell beside the command."""
        return (f"Set before: {', '.join(map(str, self.variables))}",) if self.variables else ()


def curl_task(
    task: ConnectorTask, *, variables: Mapping[str, Any] | None = None, secrets: Mapping[str, str] | None = None
) -> Curl:
    """The request as a cURL command in which every secret is a shell variable; no secret's value is needed.

    A credential that stands in the model is `$CREDENTIAL`, a second one `$CREDENTIAL_2`.

    Raises as `prepare_task` does, but for secrets that are not given.
    """
    given = dict(secrets or {})
    run = GivenTask(task, variables or {}, given)
    job = walked(lambda: run.job(check_secrets=False), run.variables)
    names = referenced_secrets(job.text)
    shell = ShellVariables()
    by_secret = shell.of_secrets([*names, *given])
    stand_ins = {name: f"connlint-{index}-{by_secret[name]}-stands-here" for index, name in enumerate(names)}
    try:
        dry = prepare_job(job.text, secrets=stand_ins, connector=connector_of(task), confidential=run.confidential)
    except ConnectorError:
        # A secret that must be a number or a method cannot be stood in for.
        if not set(names) <= set(given):
            raise
        dry = prepare_job(
            job.text,
            secrets={name: given[name] for name in names},
            connector=connector_of(task),
            confidential=run.confidential,
        )
    redactor = Redactor({by_secret[name]: stand_ins[name] for name in names})
    for name, value in given.items():
        redactor = redactor.with_values([value], by_secret[name])
    access_token = shell.free("ACCESS_TOKEN")
    redactor = redactor.with_values([PLACEHOLDER_TOKEN], access_token)
    for text in dict.fromkeys(dry.literals):
        if not any(each in text for each in stand_ins.values()):
            redactor = redactor.with_values([text], shell.of_model())
    command, used = curl_command(dry.request, redactor)
    if dry.token_request is None:
        return Curl(command, shell.among(used))
    token, used_before = curl_command(dry.token_request, redactor)
    fetched = f"{access_token}=$({token} | jq --raw-output '.. | .access_token? // empty')"
    return Curl(f"{fetched}\n\n{command}", shell.among(used | used_before))
