"""Which task of which file is run."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from connlint.input_files import Unreadable, decoded, read_source
from connlint.nearest import nearest
from connlint.workspace import model_of

if TYPE_CHECKING:
    from connlint.bpmn.model import ConnectorTask, Model
    from connlint_server.cli.run_report import Report


def read_model(name: str) -> Model:
    """The model of a file, or of standard input for `-`. Raises click's usage error."""
    source = decoded(name, sys.stdin.buffer.read()) if name == "-" else read_source(name)
    if isinstance(source, Unreadable):
        raise click.UsageError(f"{name}: {source.reason}")
    model = model_of(source.text, "standard input" if name == "-" else name)
    if not model.processes and not model.document.problems:
        raise click.UsageError(f"{name}: it is no BPMN model, or has no process")
    return model


def chosen_task(model: Model, wanted: str | None, report: Report) -> ConnectorTask | None:
    """The task that is meant; `None` where several could be: they are listed then. Raises click's usage error."""
    tasks = model.http_tasks
    if wanted is None:
        if len(tasks) == 1:
            return _whole(tasks[0])
        if not tasks:
            raise click.UsageError(f"{model.path}: there is no REST or GraphQL connector task in it")
        report.tasks(model.path, tasks)
        return None
    found = [task for task in tasks if task.node.id == wanted]
    found = found or [task for task in tasks if _plain(task.node.name) == _plain(wanted)]
    if len(found) == 1:
        return _whole(found[0])
    if found:
        ids = ", ".join(task.node.id for task in found)
        raise click.UsageError(f"several tasks are called {wanted!r}: name one by its id ({ids})")
    other = next((task for task in model.tasks if task.node.id == wanted), None)
    if other is not None:
        raise click.UsageError(
            f"{other.label} is a task of {other.job_type or 'no job type'}; only REST and GraphQL connector tasks can be run"
        )
    known = [task.node.id for task in tasks] + [task.node.name for task in tasks if task.node.name]
    near = nearest(wanted, known)
    hint = f"did you mean {near!r}?" if near else f"there are: {', '.join(task.node.id for task in tasks) or 'none'}"
    raise click.UsageError(f"{model.path}: there is no REST or GraphQL connector task {wanted!r}; {hint}")


def _whole(task: ConnectorTask) -> ConnectorTask:
    """The task, if its XML can be read whole: half of a request is not sent."""
    document = task.model.document
    if document.is_damaged(task.node.element):
        problem = document.problems[0]
        place = document.lines.position(problem.span.start)
        raise click.UsageError(
            f"{task.model.path}:{place.line + 1}:{place.column + 1}: the XML of {task.label} is broken: {problem.message}"
        )
    return task


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
