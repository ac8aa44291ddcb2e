"""What a benchmark says: one figure, what it is held against, and the goal."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """`figure` and `anchor` are of one unit and one run; `goal` is the most that their ratio, or the figure alone, may be."""

    what: str
    unit: str
    figure: float
    against: str = ""
    anchor: float | None = None
    goal: float | None = None

    @property
    def measured(self) -> float:
        return self.figure / self.anchor if self.anchor is not None else self.figure

    @property
    def held(self) -> bool | None:
        return None if self.goal is None else self.measured <= self.goal

    def line(self) -> str:
        ratio = f"{self.measured:6.2f} x {self.against} ({self.anchor:.1f})" if self.anchor is not None else ""
        goal = "" if self.goal is None else f"{self.goal:g}{' x' if self.anchor is not None else f' {self.unit}'}"
        verdict = {None: "", True: "held", False: "NOT HELD"}[self.held]
        return f"{self.what:<44} {self.figure:9.1f} {self.unit:<3} {ratio:<44} {goal:>8}  {verdict}".rstrip()
