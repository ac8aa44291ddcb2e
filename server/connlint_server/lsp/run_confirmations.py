"""What a user must agree to before something is sent, and what was agreed to."""

from __future__ import annotations

import secrets as randomness
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from connlint_server.engine.policy import ASKED_METHODS, allows

if TYPE_CHECKING:
    from collections.abc import Callable

    from connlint_server.engine.policy import Destination
    from connlint_server.lsp.run_order import TaskOrder
    from connlint_server.lsp.run_port import Plan
    from connlint_server.lsp.settings import RunSettings

Json = dict[str, Any]
VALID = 300.0
"""Seconds for which a confirmation is good."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a user was asked to confirm."""

    subject: object
    hosts: frozenset[Destination]
    until: float = field(default_factory=lambda: time.monotonic() + VALID)

    def allowed(self, plan: Plan) -> tuple[str, ...]:
        """Patterns for where the plan goes that the user has agreed to."""
        return tuple(each for to in plan.hosts if to in self.hosts for each in _patterns(to))


class Confirmations:
    """Those that are not used yet, by their tokens. `settings` are the user's own rules."""

    def __init__(self, settings: Callable[[], RunSettings]) -> None:
        self._settings = settings
        self._agreements: dict[str, Agreement] = {}

    def needed(self, order: TaskOrder, plan: Plan) -> Json | None:
        """What the user must be asked before this is sent; None where nothing."""
        settings = self._settings()
        unknown = [to.text for to in plan.hosts if not any(allows(each, to) for each in settings.allowed_hosts)]
        why = []
        if unknown:
            why.append("host")
            if plan.method.upper() in ASKED_METHODS:
                why.append("method")
        if plan.protected:
            why.append("environment")
        if settings.confirm_always:
            why.append("always")
        if not why:
            return None
        now = time.monotonic()
        self._agreements = {token: each for token, each in self._agreements.items() if each.until > now}
        token = randomness.token_urlsafe(16)
        self._agreements[token] = Agreement(order.subject, frozenset(plan.hosts))
        return {
            "token": token,
            "method": plan.method,
            "url": plan.url,
            "hosts": [to.text for to in plan.hosts],
            "unknownHosts": unknown,
            "why": why,
            "environment": order.order.environment,
            "secrets": list(plan.secrets),
            "message": _question(order, plan),
        }

    def take(self, order: TaskOrder, token: str | None) -> Agreement | None:
        """What the user has agreed to under a token, once, as long as the order is still the one that was shown."""
        agreement = self._agreements.pop(token, None) if token is not None else None
        if agreement is None or agreement.until < time.monotonic() or agreement.subject != order.subject:
            return None
        return agreement


def _patterns(confirmed: Destination) -> tuple[str, ...]:
    """A host is confirmed with its port: what else listens there is another service, but for the same one under TLS."""
    pattern = f"{confirmed.host}:{confirmed.port}"
    return (pattern, f"{confirmed.host}:443") if confirmed.port == 80 else (pattern,)


def _question(order: TaskOrder, plan: Plan) -> str:
    text = f"{order.title} sends {plan.method} to {', '.join(to.text for to in plan.hosts)}"
    if plan.secrets:
        text += f" with the secret{'s' if len(plan.secrets) > 1 else ''} {', '.join(plan.secrets)}"
    if order.order.environment:
        text += f" (environment {order.order.environment})"
    return text + "."
