"""How an evaluation, or a part of it, comes to no value."""

from __future__ import annotations


class Refusal(Exception):
    """A part of the expression has no value, and the text says why.

    Most operations around it take it for null; a function that refuses its arguments leads to a warning.
    """


class NoInputValue(Exception):
    """`?` where there is no input. The engine fails on it, whatever stands around."""

    MESSAGE = "No input value available. '?' can only be used inside an unary-test expression."


class JavaFailure(Exception):
    """The engine fails with a Java exception, and so does the whole evaluation.

    The text is ours; `java` is the exception as the engine shows it.
    """

    def __init__(self, message: str, java: str) -> None:
        super().__init__(message)
        self.java = java


class FunctionFailure(Exception):
    """A function that ends the whole evaluation with this message."""


class AssertionRefusal(Refusal):
    """A condition that `assert` finds not fulfilled: in the end it fails the whole evaluation."""
