"""What the client has told about itself and its user."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Session:
    """What holds until the client says otherwise."""

    trusted: bool = False
    client_commands: frozenset[str] = frozenset()
    task_events: bool = False
    environment: str | None = None
    environment_chosen: bool = False
    secret_names: frozenset[str] = frozenset()
    folders: dict[str, str] = field(default_factory=dict)
    """The workspace folders: their URIs, as the client writes them, by their paths."""

    @property
    def first_folder(self) -> str | None:
        return next(iter(self.folders), None)
