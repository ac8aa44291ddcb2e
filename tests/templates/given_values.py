"""A task's values for tests: targets and what their `source` says."""

from __future__ import annotations

from connlint.templates import ABSENT, Binding, Given, from_source


class Values:
    """Input mappings by target and headers by key (`header:resultVariable`), as sources in a model."""

    def __init__(self, sources: dict[str, str | Given | None] | None = None) -> None:
        self._sources = sources or {}

    def given(self, binding: Binding) -> Given:
        name = binding.name if binding.kind == "input" else f"{binding.kind}:{binding.name}"
        if name not in self._sources:
            return ABSENT
        source = self._sources[name]
        return source if isinstance(source, Given) else from_source(source)
