"""The runs of this server: who may run what, what is running, what came of it."""

from __future__ import annotations

import asyncio
import os
import secrets as randomness
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from lsprotocol import types as t

from connlint_server.lsp import run_text
from connlint_server.lsp.installed_engine import engine
from connlint_server.lsp.run_answers import kept, refusal, words
from connlint_server.lsp.run_bodies import RunBodies
from connlint_server.lsp.run_confirmations import Confirmations
from connlint_server.lsp.run_documents import RunDocuments
from connlint_server.lsp.run_port import Failed, Finished, Limits, Missing, Plan, Refused
from connlint_server.paths import name_of
from connlint_server.run_history import RunHistory

if TYPE_CHECKING:
    from connlint.bpmn.model import ConnectorTask
    from connlint_server.lsp.core import ServerCore
    from connlint_server.lsp.logs import Redacting
    from connlint_server.lsp.run_order import TaskOrder
    from connlint_server.lsp.run_port import Environments, RunPort

Json = dict[str, Any]


@dataclass(eq=False)
class Running:
    """A run under way."""

    id: str
    uri: str
    element: str
    document: str
    path: str
    """Of the model."""
    job: asyncio.Task[Any] | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """The last run of a task."""

    id: str
    number: int
    started_at: str
    outcome: str
    status: int | None
    document: str
    shape: Any = None


class Runs:
    """The state of all runs. Answers are the protocol's values."""

    def __init__(self, ls: ServerCore) -> None:
        self._ls = ls
        self.port: RunPort | None = engine()
        self.documents = RunDocuments(ls)
        self.history = RunHistory()
        self.bodies = RunBodies()
        self.masks: Redacting | None = None
        """The log's formatter: it masks what a run knows to be secret."""
        self._running: dict[str, Running] = {}
        self._past: dict[tuple[str, str], Past] = {}
        """By the model's path and the element's id."""
        self._confirmations = Confirmations(lambda: ls.configuration.settings(None).run)
        self._secrets: set[str] = set()
        self._number = 0

    @property
    def is_available(self) -> bool:
        return self.port is not None

    def registrations(self) -> list[t.Registration]:
        registration = self.documents.registration()
        return [registration] if registration is not None else []

    def why_not(self, task: ConnectorTask) -> str | None:
        """Why a task cannot be run at all, in words for a person; None where it can."""
        if not self.is_available:
            return "This installation cannot run requests"
        if not task.is_http:
            return "Only REST and GraphQL connector tasks can be run"
        if not self._ls.session.trusted:
            return "Trust this workspace to run requests"
        return None

    def running(self, uri: str, element: str) -> Running | None:
        path = name_of(uri)
        return next((run for run in self._running.values() if run.path == path and run.element == element), None)

    def last(self, uri: str, element: str) -> Past | None:
        return self._past.get((name_of(uri), element))

    def place(self, path: str | None) -> str | None:
        """From where the configuration of a run is looked for: a document without a file counts to the first folder."""
        folder = self._ls.session.first_folder
        if (path is not None and os.path.isabs(path)) or folder is None:
            return path
        return os.path.join(folder, "connlint.toml")

    def environments(self, path: str | None) -> Environments | None:
        if self.port is None:
            return None
        path = self.place(path)
        configuration = self._ls.configuration.file(path)
        return self.port.environments(path, configuration, trusted=self._ls.session.trusted)

    async def run(self, order: TaskOrder, confirmation: str | None, *, show: bool) -> Json:
        """Runs a task, if everything that must be is settled; else says what is not."""
        port, plan = self._planned(order)
        if isinstance(plan, (Missing, Refused)):
            return refusal(order, plan)
        if self.running(order.uri, order.element) is not None:
            return {"kind": "refused", "reason": "running", "message": "This task is running already."}
        assert port is not None
        if isinstance(plan, Failed):
            # Nobody can be asked where it would go. What the connector makes of it is shown, and should it send
            # something after all (a document of another service), then only to hosts that are allowed anyway.
            if plan.protected or self._ls.configuration.settings(None).run.confirm_always:
                return refusal(order, plan)
            return await self._go(port, order, self._limits(()), show=show)
        agreement = self._confirmations.take(order, confirmation)
        asked = self._confirmations.needed(order, plan) if agreement is None else None
        if asked is not None:
            return {"kind": "confirmation-needed", "confirmation": asked}
        confirmed = agreement.allowed(plan) if agreement is not None else ()
        return await self._go(port, order, self._limits(confirmed), show=show)

    def preview(self, order: TaskOrder) -> Json:
        _, plan = self._planned(order)
        if not isinstance(plan, Plan):
            return refusal(order, plan)
        self._number += 1
        uri = self.documents.uri(order.element, self._number, "preview")
        prepared: Json = {
            "kind": "prepared",
            "inputs": list(plan.inputs),
            "request": plan.request,
            "tokenRequest": plan.token_request,
            "confirmation": self._confirmations.needed(order, plan),
            "notices": list(plan.notices),
            "document": uri,
        }
        self.documents.put(uri, run_text.preview_text(f"# Preview of {order.title}", prepared))
        return prepared

    def cancel(self, run: Running | None) -> bool:
        if run is None or run.job is None or run.job.done():
            return False
        run.job.cancel()
        return True

    def by_id(self, run: str) -> Running | None:
        return self._running.get(run)

    async def stop(self) -> None:
        """Ends all runs and closes their sockets; the server is about to end."""
        jobs = [run.job for run in self._running.values() if run.job is not None]
        for run in list(self._running.values()):
            self.cancel(run)
        await asyncio.gather(*jobs, return_exceptions=True)
        self.documents.close()

    def changed(self) -> None:
        """What may be run, or what is running, is another now: lenses are asked for again."""
        ls = self._ls
        if ls.client.refreshes_lenses:
            ls.protocol.send_request(t.WORKSPACE_CODE_LENS_REFRESH, None)
        for document in ls.documents:
            ls.tasks_changed(document.uri)

    def _planned(self, order: TaskOrder) -> tuple[RunPort | None, Plan | Missing | Failed | Refused]:
        port = self.port
        if port is None:
            return None, Refused("unavailable", "This installation of connlint has no engine for runs.")
        if not self._ls.session.trusted:
            return port, Refused("untrusted", "This workspace is not trusted, so nothing is sent from it.")
        self._mask(port, order)
        plan = port.plan(order.order)
        self._mask(port, order)
        return port, plan

    def _mask(self, port: RunPort, order: TaskOrder) -> None:
        """From now on the log masks the secrets that the client brought, and those that were read."""
        self._secrets.update(order.order.secrets.values())
        if self.masks is not None:
            self.masks.redact = port.redact(self._secrets)

    def _limits(self, confirmed: tuple[str, ...]) -> Limits:
        settings = self._ls.configuration.settings(None).run
        return Limits(
            allowed_hosts=(*settings.allowed_hosts, *confirmed),
            timeout=settings.timeout,
            max_body=int(settings.max_body * 1024 * 1024),
            insecure=settings.insecure,
            allow_link_local=settings.allow_link_local,
        )

    async def _go(self, port: RunPort, order: TaskOrder, limits: Limits, *, show: bool) -> Json:
        self._number += 1
        number = self._number
        uri = self.documents.uri(order.element, number, "run")
        run = Running(randomness.token_hex(8), order.uri, order.element, uri, order.order.path)
        started, clock = datetime.now(UTC).isoformat(timespec="milliseconds"), time.monotonic()
        title = f"# Run {number} of {order.title} · {order.order.environment or 'no environment'} · {started}"
        self.documents.put(uri, run_text.running_text(title))
        self._running[run.id] = run
        run.job = asyncio.ensure_future(port.run(order.order, limits))
        self._tell(run, "running")
        self.changed()
        state, past = "failed", Past(run.id, number, started, "refused", None, uri)
        shower = asyncio.ensure_future(self.documents.show(uri)) if show else None
        try:
            answer = await asyncio.shield(_ended(run.job))
            if isinstance(answer, Finished):
                value = self._finished(run, order, number, started, time.monotonic() - clock, answer)
                self.documents.put(uri, run_text.run_text(title, value))
                self.bodies.put(run.id, answer.bodies)
                if self._ls.configuration.settings(None).run.history:
                    self.history.keep(kept(value))
                state, past = "finished", _past(value, answer.shape)
                return {"kind": "finished", "run": value}
            if answer is None:
                state, past = "cancelled", Past(run.id, number, started, "cancelled", None, uri)
                self.documents.put(uri, run_text.failure_text(title, "Cancelled."))
                return {"kind": "cancelled", "document": uri}
            self.documents.put(uri, run_text.failure_text(title, words(answer)))
            return refusal(order, answer)
        except asyncio.CancelledError:
            state, past = "cancelled", Past(run.id, number, started, "cancelled", None, uri)
            run.job.cancel()
            await asyncio.gather(run.job, return_exceptions=True)
            self.documents.put(uri, run_text.failure_text(title, "Cancelled."))
            raise
        except Exception:
            self.documents.put(uri, run_text.failure_text(title, "connlint failed; its log says more."))
            raise
        finally:
            if shower is not None:
                shower.add_done_callback(lambda done: done.cancelled() or done.exception())
            del self._running[run.id]
            self._past[run.path, order.element] = past
            self._tell(run, state)
            self.changed()

    def _finished(
        self, run: Running, order: TaskOrder, number: int, started: str, duration: float, answer: Finished
    ) -> Json:
        return {
            "id": run.id,
            "number": number,
            "textDocument": {"uri": order.uri, "version": order.version},
            "element": order.element_value,
            "environment": order.order.environment,
            "startedAt": started,
            "duration": round(duration, 6),
            "inputs": list(answer.inputs),
            "exchanges": list(answer.exchanges),
            "response": answer.response,
            "outcome": order.outcome(answer.outcome),
            "notices": [order.place(notice) for notice in answer.notices],
            "document": run.document,
        }

    def _tell(self, run: Running, state: str) -> None:
        if self._ls.session.task_events:
            self._ls.protocol.notify(
                "connlint/runChanged",
                {
                    "run": run.id,
                    "textDocument": {"uri": run.uri},
                    "element": run.element,
                    "state": state,
                    "document": run.document,
                },
            )


async def _ended(job: asyncio.Task[Any]) -> Any:
    """What a job gives; None where it was cancelled."""
    try:
        return await asyncio.shield(job)
    except asyncio.CancelledError:
        if job.cancelled():
            return None
        raise


def _past(value: Json, shape: Any) -> Past:
    last = next((each for each in reversed(value["exchanges"]) if each["purpose"] == "request"), None)
    return Past(
        value["id"],
        value["number"],
        value["startedAt"],
        value["outcome"]["kind"],
        last["status"] if last is not None else None,
        value["document"],
        shape,
    )
