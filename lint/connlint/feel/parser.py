"""Text to tree. Never raises: a text that is wrong, or not finished, has a tree too, and errors that say where."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from connlint.feel.grammar import Grammar
from connlint.feel.lexer import lex
from connlint.feel.nodes import Missing
from connlint.feel.syntax_error import FeelSyntaxError
from connlint.span import Span

if TYPE_CHECKING:
    from connlint.feel.nodes import Node


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
    tokens, comments = lex(text)
    grammar = Grammar(text, tokens)
    try:
        tree = grammar.whole_unary_tests() if unary else grammar.whole_expression()
    except RecursionError:
        # The caller is so deep in Python's stack already that less than `MAX_DEPTH` is left.
        whole = Span(0, len(text))
        return Parsed(text, Missing(0, 0), (FeelSyntaxError(whole, "nested too deep to be read here"),), comments)
    errors = sorted(grammar.errors, key=lambda error: error.span)
    return Parsed(text, tree, tuple(errors), comments)
