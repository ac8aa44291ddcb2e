"""Which files define a process, call one, refer to a secret: every question is answered without a walk over all files."""

from __future__ import annotations

from collections import defaultdict
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connlint_server.lsp.file_facts import Facts


class FactIndex:
    """The facts of files, by path: as they are stored, and as they are shown where a document is open, which counts.

    A scan in another thread writes what is stored, so that everything happens under a lock.
    """

    def __init__(self) -> None:
        self._stored: dict[str, Facts] = {}
        self._shown: dict[str, Facts] = {}
        self._defining = _Paths()
        self._calling = _Paths()
        self._naming = _Paths()
        self._lock = Lock()

    def stored(self, path: str) -> Facts | None:
        return self._stored.get(path)

    def stored_paths(self) -> tuple[str, ...]:
        with self._lock:
            return tuple(self._stored)

    def store(self, path: str, facts: Facts | None) -> None:
        """What a file on disk says; None where it says nothing any more."""
        self._put(self._stored, path, facts)

    def show(self, path: str, facts: Facts | None) -> None:
        """What an open document says; None where it is open no more."""
        self._put(self._shown, path, facts)

    def secrets(self) -> frozenset[str]:
        with self._lock:
            return frozenset(self._naming.known())

    def with_secret(self, name: str) -> list[str]:
        with self._lock:
            return sorted(self._naming.of((name,)))

    def around(self, path: str) -> set[str]:
        """The files that belong to one by what it says itself."""
        facts = self._shown.get(path) or self._stored.get(path)
        return self.related(path, facts.processes, facts.calls) if facts is not None else set()

    def related(self, path: str, processes: Iterable[str], calls: Iterable[str]) -> set[str]:
        """The files that call these processes or define what is called, those that belong to them, and so on."""
        found: set[str] = set()
        reached, wanted = set(processes), set(calls)
        new_reached, new_wanted = reached, wanted
        with self._lock:
            while new_reached or new_wanted:
                new = (self._calling.of(new_reached) | self._defining.of(new_wanted)) - found - {path}
                found |= new
                facts = [self._shown.get(each) or self._stored[each] for each in new]
                new_reached = {process for each in facts for process in each.processes} - reached
                new_wanted = {process for each in facts for process in each.calls} - wanted
                reached |= new_reached
                wanted |= new_wanted
        return found

    def _put(self, layer: dict[str, Facts], path: str, facts: Facts | None) -> None:
        with self._lock:
            before = self._shown.get(path) or self._stored.get(path)
            if facts is not None:
                layer[path] = facts
            else:
                layer.pop(path, None)
            after = self._shown.get(path) or self._stored.get(path)
            if before is not after:
                for paths, kind in ((self._defining, "processes"), (self._calling, "calls"), (self._naming, "secrets")):
                    paths.move(path, getattr(before, kind, frozenset()), getattr(after, kind, frozenset()))


class _Paths:
    """Paths by what their files say."""

    def __init__(self) -> None:
        self._paths: defaultdict[str, set[str]] = defaultdict(set)

    def known(self) -> Iterable[str]:
        return self._paths

    def of(self, names: Iterable[str]) -> set[str]:
        return {path for name in names for path in self._paths.get(name, ())}

    def move(self, path: str, before: frozenset[str], after: frozenset[str]) -> None:
        for name in after - before:
            self._paths[name].add(path)
        for name in before - after:
            self._paths[name].discard(path)
            if not self._paths[name]:
                del self._paths[name]
