"""An order for the engine with the document that it came from: places of the model become ranges of the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connlint_server.lsp.positions import to_range

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connlint.source.lines import PositionEncoding
    from connlint.span import Span
    from connlint_server.lsp.analysis import Analysis
    from connlint_server.lsp.run_port import Lack, Missing, Order

Json = dict[str, Any]


@dataclass(frozen=True)
class TaskOrder:
    """An order with the document that it came from."""

    analysis: Analysis
    order: Order
    encoding: PositionEncoding

    @property
    def uri(self) -> str:
        return self.analysis.document.uri

    @property
    def version(self) -> int:
        return self.analysis.document.version

    @property
    def element(self) -> str:
        return self.order.task.node.id

    @property
    def element_value(self) -> Json:
        return self.order.task.node.reference._asdict()

    @property
    def title(self) -> str:
        return self.order.task.label

    @property
    def subject(self) -> object:
        """What a confirmation is about: this text of the task, these values, nothing else."""
        node = self.order.task.node.element
        text = self.order.task.model.document.text[node.span.start : node.span.end]
        return (self.uri, text, self.order.environment, repr(sorted(self.order.variables.items())))

    def range(self, span: Span | None) -> Any:
        if span is None:
            return None
        document = self.analysis.document
        return to_range(document.lines, self.analysis.live.to_document(span), self.encoding)

    def lacks(self, missing: Missing) -> Json:
        return {"variables": self._lacks(missing.variables), "secrets": self._lacks(missing.secrets)}

    def outcome(self, outcome: Json) -> Json:
        """An outcome of the engine's with the span of the catching event as a range."""
        caught = outcome.get("caughtBy")
        if caught is None:
            return outcome
        place = {name: value for name, value in caught.items() if name != "span"}
        return {**outcome, "caughtBy": {**place, "range": self.range(caught.get("span"))}}

    def place(self, notice: Json) -> Json:
        """A notice of the engine's with its span as a range."""
        return {
            "severity": notice["severity"],
            "message": notice["message"],
            "field": notice.get("field"),
            "range": self.range(notice.get("span")),
        }

    def _lacks(self, lacks: Iterable[Lack]) -> list[Json]:
        return [{"name": each.name, "neededBy": list(each.needed_by), "range": self.range(each.span)} for each in lacks]
