"""Text to tree. Never raises: a text that is wrong, or not finished, has a tree too, and errors that say where."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from connlint.feel.grammar import Grammar
from connlint.feel.lexer import MAX_TOKENS, lex
from connlint.feel.nodes import Missing
from connlint.feel.syntax_error import FeelSyntaxError
from connlint.span import Span

if TYPE_CHECKING:
    from connlint.feel.nodes import Node


MAX_LENGTH = 4 * 2**20
"""How many characters an expression may have. Run time: the engine takes messages of 4 MB, unless it is told otherwise,
so that no model can be deployed with more."""


class Parsed(NamedTuple):
    """A parsed text.

    `errors` are in the order of the text, and empty exactly where Camunda's engine takes the text; `tree`
    holds `Missing` where an operand is not there. All spans count code points of `text`.
    """

    text: str
    tree: Node
    errors: tuple[FeelSyntaxError, ...]
    comments: tuple[Span, ...]


def parse(text: str) -> Parsed:
    """Parse an expression (without the `=` that marks one in a model).

    >>> parse("a == 1").errors[0].remedy.text
    'use `=`'
    """
    return _parsed(text, unary=False)


def parse_unary(text: str) -> Parsed:
    """Parse unary tests, such as `< 5, [10..20]` or `not("a")`; the tree is a `UnaryTests`."""
    return _parsed(text, unary=True)


def _parsed(text: str, *, unary: bool) -> Parsed:
    if len(text) > MAX_LENGTH:
        return _unread(text, MAX_LENGTH, f"longer than {MAX_LENGTH:,} characters: not read")
    tokens, comments = lex(text)
    if len(tokens) > MAX_TOKENS:
        return _unread(text, tokens[MAX_TOKENS].start, f"more than {MAX_TOKENS:,} tokens: not read")
    grammar = Grammar(text, tokens)
    try:
        tree = grammar.whole_unary_tests() if unary else grammar.whole_expression()
    except RecursionError:
        # The caller is so deep in Python's stack already that less than `MAX_DEPTH` is left.
        error = FeelSyntaxError(Span(0, len(text)), "nested too deep to be read here", is_limit=True)
        return Parsed(text, Missing(0, 0), (error,), comments)
    errors = sorted(grammar.errors, key=lambda error: error.span)
    return Parsed(text, tree, tuple(errors), comments)


def _unread(text: str, place: int, message: str) -> Parsed:
    """A text that is too long: nothing is said of what is in it."""
    return Parsed(text, Missing(0, 0), (FeelSyntaxError(Span(place, place), message, is_limit=True),), ())
