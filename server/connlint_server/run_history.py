"""The runs of before, in files of the user's state folder: redacted, bounded, readable by the user alone.

Each run is one JSON file, in the shape of the server's protocol. A run that cannot be kept is nobody's failure: the run
itself has happened.
"""

from __future__ import annotations

import json
import os
import re
import secrets as randomness
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any

from connlint_server.engine.depth import with_room
from connlint_server.engine.shown_json import json_line, short_line
from connlint_server.paths import name_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

Json = dict[str, Any]
MOST_RUNS = 200
MOST_BYTES = 32 * 1024 * 1024
LARGEST_RUN = 512 * 1024
"""Bytes of one run; of a larger one the bodies and values are left out."""
SHORT_BODY = 16 * 1024
SWITCH = "CONNLINT_HISTORY"
"""The environment variable that switches the history off where it is `0`, `off` or `false`."""

_NAME = re.compile(r"\d{8}T\d{9}-[0-9a-f]{8}")


def state_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Where the runs lie, whether anything is there or not."""
    environ = os.environ if environ is None else environ
    folder = environ.get("XDG_STATE_HOME", "")
    # The specification: a relative path is to be ignored (it would lead into a repository).
    base = Path(folder) if os.path.isabs(folder) else Path.home() / ".local" / "state"
    return base / "connlint" / "runs"


class RunHistory:
    """The runs in one folder. Values are as `Run` of docs/server-protocol.md, with the file's name as `id`."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder if folder is not None else state_folder()

    def keep(self, run: Json) -> str | None:
        """Keeps a run, which must be redacted, and forgets the oldest ones; the id, None where it cannot be kept."""
        if os.environ.get(SWITCH, "").lower() in ("0", "off", "false"):
            return None
        run_id = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}"[:18] + f"-{randomness.token_hex(4)}"
        try:
            data = _bytes({**run, "id": run_id})
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = self.folder / f".{run_id}.part"
            with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
            os.replace(part, self._path(run_id))
            self._forget_oldest()
        except (OSError, TypeError, ValueError, RecursionError):
            return None
        return run_id

    def ids(self) -> list[str]:
        """All runs, the newest first."""
        try:
            names = [name[:-5] for name in os.listdir(self.folder) if name.endswith(".json")]
        except OSError:
            return []
        return sorted((name for name in names if _NAME.fullmatch(name)), reverse=True)

    def load(self, run_id: str) -> Json | None:
        """A run; None where there is none of that id, or it cannot be read."""
        if not _NAME.fullmatch(run_id):
            return None
        try:
            value = _loaded(self._path(run_id).read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        return value if is_run(value) else None

    def runs(self, *, uri: str | None = None, element: str | None = None, most: int = MOST_RUNS) -> Iterator[Json]:
        """The runs of a file, of an element, or all; the newest first."""
        wanted = name_of(uri) if uri is not None else None
        for run_id in self.ids():
            if most <= 0:
                return
            run = self.load(run_id)
            if run is None or wanted not in (None, name_of(run["textDocument"]["uri"] or "")):
                continue
            if element is None or run["element"]["id"] == element:
                most -= 1
                yield run

    def clear(self, chosen: Collection[str] | None = None) -> int:
        """Deletes the chosen runs, else all; how many."""
        gone = 0
        for run_id in self.ids():
            if chosen is not None and run_id not in chosen:
                continue
            with suppress(OSError):
                self._path(run_id).unlink()
                gone += 1
        return gone

    def _path(self, run_id: str) -> Path:
        return self.folder / f"{run_id}.json"

    def _forget_oldest(self) -> None:
        room = MOST_BYTES
        for number, run_id in enumerate(self.ids()):
            path = self._path(run_id)
            # Another process may forget the same ones.
            with suppress(OSError):
                room -= path.stat().st_size
                if number >= MOST_RUNS or room < 0:
                    path.unlink()


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        return with_room(lambda: json.loads(text))


def is_run(value: Any) -> bool:
    """Whether a value has the parts that a run is told by."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("element"), dict)
        and all(isinstance(value["element"].get(name), str) for name in ("id", "name", "type"))
        and isinstance(value.get("textDocument"), dict)
        and isinstance(value["textDocument"].get("uri", 0), (str, NoneType))
        and isinstance(value.get("outcome"), dict)
        and isinstance(value.get("exchanges"), list)
        and all(name in value for name in ("id", "startedAt", "duration", "environment", "inputs", "notices"))
    )


def _bytes(run: Json) -> bytes:
    whole = short_line(run, LARGEST_RUN)
    data = whole.encode() if whole is not None else b""
    if 0 < len(data) <= LARGEST_RUN:
        return data
    outcome = {**run["outcome"], **({"variables": {}} if "variables" in run["outcome"] else {})}
    exchanges = [
        {
            **each,
            "requestHeaders": each["requestHeaders"][:100],
            "responseHeaders": each["responseHeaders"][:100],
            "requestBody": _short(each["requestBody"]),
            "responseBody": _short(each["responseBody"]),
        }
        for each in run["exchanges"][-10:]
    ]
    notice = {"severity": "info", "message": "the run was too large to be kept whole", "field": None, "range": None}
    short = {**run, "inputs": [], "response": None, "outcome": outcome, "exchanges": exchanges}
    return json_line({**short, "notices": [*run["notices"][:20], notice]}).encode()


def _short(body: Json | None) -> Json | None:
    if body is None or len(body["text"]) <= SHORT_BODY:
        return body
    return {**body, "text": body["text"][:SHORT_BODY], "truncated": True}
