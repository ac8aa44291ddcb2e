"""The variables that stand for secrets in a shell command: one for each secret, and no name twice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_]")
_OF_THE_SHELL = frozenset(
    [
        "PATH",
        "HOME",
        "PWD",
        "OLDPWD",
        "IFS",
        "ENV",
        "SHELL",
        "UID",
        "EUID",
        "GID",
        "PPID",
        "RANDOM",
        "SECONDS",
        "LINENO",
        "PS1",
        "PS2",
        "PS4",
        "_",
    ]
)
"""What a shell reads, sets or protects itself: to set it would do more than to fill in a secret."""


@dataclass(frozen=True, slots=True)
class ShellVariable:
    """To be set before a command runs. `secret`: whose value it takes; `None` for a credential that stands in the model."""

    name: str
    secret: str | None

    def __str__(self) -> str:
        if self.secret is None:
            return f"{self.name} (a credential in the model)"
        return self.name if self.name == self.secret else f"{self.name} (the secret {self.secret})"


class ShellVariables:
    """Gives out names of variables."""

    def __init__(self) -> None:
        self._by_name: dict[str, ShellVariable] = {}

    def of_secrets(self, secrets: Iterable[str]) -> dict[str, str]:
        """Each secret's variable: its name in capitals, with everything that a shell refuses as `_`."""
        return {secret: self._add(_as_name(secret), secret) for secret in dict.fromkeys(secrets)}

    def of_model(self) -> str:
        """A variable for one more credential that stands in the model."""
        return self._add("CREDENTIAL", None)

    def free(self, wanted: str) -> str:
        """The name, or the next to it that no secret has."""
        name, number = wanted, 2
        while name in self._by_name:
            name, number = f"{wanted}_{number}", number + 1
        return name

    def among(self, names: Iterable[str]) -> tuple[ShellVariable, ...]:
        """Those with these names, in the order in which they were given out."""
        wanted = set(names)
        return tuple(each for each in self._by_name.values() if each.name in wanted)

    def _add(self, wanted: str, secret: str | None) -> str:
        name = self.free(wanted)
        self._by_name[name] = ShellVariable(name, secret)
        return name


def _as_name(secret: str) -> str:
    name = _NOT_IN_NAMES.sub("_", secret).upper()
    if name in _OF_THE_SHELL:
        return f"SECRET_{name}"
    return f"_{name}" if name[:1].isdigit() or not name else name
