"""How far an evaluation may go, so that no expression holds up or exhausts the process that evaluates it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from time import thread_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connlint.feel.values import Value


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one evaluation.

    `steps` counts evaluated parts of the expression, `memory` is an estimate of the bytes of all values that
    are made on the way, `seconds` is the processor's time: a busy machine does not change the outcome.
    """

    steps: int = 3_000_000
    memory: int = 160 * 2**20
    seconds: float = 0.7


class LimitExceeded(Exception):
    """The evaluation went beyond a limit; the text says which."""


_LARGE = 50_000
"""Bytes of a value the making of which takes time that counts."""

SLICE = 2048
"""Steps between two looks at the clock."""


class Budget:
    """What is left of the limits. `steps` counts down within a slice; who takes the last step calls `renew`."""

    __slots__ = ("deadline", "limits", "memory", "slices", "steps")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.slices = limits.steps // SLICE
        self.steps = min(SLICE, limits.steps)
        self.memory = limits.memory
        self.deadline = thread_time() + limits.seconds

    def renew(self) -> None:
        """Begins the next slice of steps, if there is one and time is left."""
        self.slices -= 1
        if self.slices < 0:
            raise LimitExceeded(f"the evaluation takes more than {self.limits.steps:,} steps")
        self.check_time()
        self.steps = SLICE

    def take_steps(self, count: int) -> None:
        """Takes the steps of work that is not the evaluation of nodes."""
        self.steps -= count
        while self.steps < 0:
            left = self.steps + SLICE
            self.renew()
            self.steps = left

    def check_time(self) -> None:
        if thread_time() > self.deadline:
            raise LimitExceeded(f"the evaluation takes longer than {self.limits.seconds:g} s")

    def seconds_left(self) -> float:
        return max(self.deadline - thread_time(), 0.001)

    def take_memory(self, size: int) -> None:
        if size > _LARGE:
            self.check_time()
        self.memory -= size
        if self.memory < 0:
            raise LimitExceeded(f"the values of the evaluation take more than {self.limits.memory >> 20} MiB")

    def take_value(self, value: Value) -> None:
        """Takes the memory of a new value, without what it holds."""
        self.take_memory(shallow_size(value))


def steps_of(number: Decimal) -> int:
    """The steps that reckoning with a number takes beside the one of its operation: none, unless it is very long."""
    return int(number.__sizeof__()) >> 9


REFERENCE_SIZE = 8


def shallow_size(value: Value) -> int:
    """An estimate of a value's bytes, those of its items and entries not counted."""
    kind = type(value)
    if kind is Decimal:
        return int(value.__sizeof__())
    if kind is str:
        return 50 + len(value) * (1 if value.isascii() else 4)
    if kind is list:
        return 60 + REFERENCE_SIZE * len(value)
    if isinstance(value, dict):
        return 300 + 60 * len(value)
    return 100
