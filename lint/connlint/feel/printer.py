"""Tree to text, one space around operators. What is printed parses to the same tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from connlint.feel import nodes
from connlint.feel.operands import FUNCTIONS_WITH_RESERVED_WORDS
from connlint.feel.string_literals import print_string
from connlint.feel.token_kinds import is_plain_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from connlint.feel.nodes import Node

    Part: TypeAlias = "str | Node"

_RAW_STRING = re.compile(r'(?s:\\.|[^"\\])*')
_CALL_OF_WORDS = re.compile(r"\(|[\w$]+(?: +[\w$]+)* *\(")
_NEVER_PLAIN = frozenset({"if", "for", "some", "every"})


def print_expression(tree: Node) -> str:
    """The text of a tree that came from a text without errors.

    >>> from connlint.feel.parser import parse
    >>> print_expression(parse('{a:1,"b c":[x .y]}').tree)
    '{a: 1, "b c": [x.y]}'
    """
    # A stack, not recursion: `a + b + c + ...` is as deep as it is long.
    written: list[str] = []
    waiting: list[Part] = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            written.append(part)
        else:
            waiting.extend(reversed(_PARTS[type(part)](part)))
    return "".join(written)


def print_name(name: str) -> str:
    """A variable or a step of a path, in backticks where it needs them."""
    return name if is_plain_name(name) and name not in _NEVER_PLAIN else f"`{name}`"


def print_key(key: str) -> str:
    """A key of a context."""
    if is_plain_name(key):
        return key
    if _RAW_STRING.fullmatch(key):
        return f'"{key}"'
    return f"`{key}`" if key and "`" not in key else key


def _words(name: str) -> str:
    """A name that may consist of several words."""
    words = name.split(" ")
    if len(words) > 1 and all(is_plain_name(word) for word in words if word) and words[0] and words[-1]:
        return name
    return print_name(name)


def _separated(items: Sequence[Part]) -> list[Part]:
    parts: list[Part] = []
    for item in items:
        if parts:
            parts.append(", ")
        parts.append(item)
    return parts


def _call(node: nodes.Call) -> list[Part]:
    if node.target is not None:
        return [node.target, ".", print_name(node.name), "(", *_separated(node.arguments), ")"]
    name = node.name
    if name not in FUNCTIONS_WITH_RESERVED_WORDS and name not in ("and", "or"):
        name = _words(name)
    return [name, "(", *_separated(node.arguments), ")"]


def _argument(node: nodes.Argument) -> list[Part]:
    return [node.value] if node.name is None else [_words(node.name), ": ", node.value]


def _between(node: nodes.Between) -> list[Part]:
    # `a between (1) and 2` calls a function named `a between`; a line break separates the words.
    gap = "\n" if _CALL_OF_WORDS.match(print_expression(node.low)) else " "
    return [node.value, gap, "between ", node.low, " and ", node.high]


def _conjunction(node: nodes.Conjunction) -> list[Part]:
    # `date and time(x)` is a call; with a line break in between it is `date` and a call of `time`.
    last: object = node.left
    while not isinstance(last, nodes.Name) and hasattr(last, "right"):
        last = last.right
    is_name = isinstance(last, nodes.Name) and last.name in ("date", "years")
    return [node.left, "\nand\n" if is_name else " and ", node.right]


def _in(node: nodes.In) -> list[Part]:
    if len(node.tests) == 1 and isinstance(node.tests[0], (nodes.Interval, nodes.UnaryComparison)):
        return [node.value, " in ", node.tests[0]]
    return [node.value, " in (", *_separated(node.tests), ")"]


def _interval(node: nodes.Interval) -> list[Part]:
    return ["[" if node.low_included else "(", node.low, "..", node.high, "]" if node.high_included else ")"]


def _infix(node: nodes.Arithmetic | nodes.Comparison) -> list[Part]:
    return [node.left, f" {node.operator} ", node.right]


def _for(node: nodes.For) -> list[Part]:
    return ["for ", *_separated(node.iterators), " return ", node.result]


def _quantified(node: nodes.Quantified) -> list[Part]:
    return [f"{node.quantifier} ", *_separated(node.iterators), " satisfies ", node.condition]


def _function(node: nodes.FunctionDefinition) -> list[Part]:
    return ["function(", ", ".join(_words(parameter.name) for parameter in node.parameters), ") ", node.body]


def _external(node: nodes.ExternalFunction) -> list[Part]:
    name, signature = print_string(node.class_name), print_string(node.signature)
    return [f"external {{java: {{class: {name}, method signature: {signature}}}}}"]


def _path(node: nodes.Path) -> list[Part]:
    return [node.base, ".", node.name if node.name == "time offset" else print_name(node.name)]


def _unary_tests(node: nodes.UnaryTests) -> list[Part]:
    return ["not(", *_separated(node.tests), ")"] if node.negated else _separated(node.tests)


_PARTS: dict[type[Node], Callable[[Any], list[Part]]] = {
    nodes.Missing: lambda node: [],
    nodes.Null: lambda node: ["null"],
    nodes.Boolean: lambda node: ["true" if node.value else "false"],
    nodes.Number: lambda node: [f"{node.value:f}"],
    nodes.String: lambda node: [print_string(node.value)],
    nodes.Temporal: lambda node: [f'@"{node.text}"'],
    nodes.Name: lambda node: [print_name(node.name)],
    nodes.InputValue: lambda node: ["?"],
    nodes.Path: _path,
    nodes.Filter: lambda node: [node.base, "[", node.condition, "]"],
    nodes.Argument: _argument,
    nodes.Call: _call,
    nodes.Negation: lambda node: ["-", node.operand],
    nodes.Arithmetic: _infix,
    nodes.Comparison: _infix,
    nodes.Conjunction: _conjunction,
    nodes.Disjunction: lambda node: [node.left, " or ", node.right],
    nodes.Between: _between,
    nodes.In: _in,
    nodes.InstanceOf: lambda node: [node.value, f" instance of {node.type_name}"],
    nodes.If: lambda node: ["if ", node.condition, " then ", node.then, " else ", node.otherwise],
    nodes.IterationRange: lambda node: [node.low, "..", node.high],
    nodes.Iterator: lambda node: [print_name(node.name), " in ", node.domain],
    nodes.For: _for,
    nodes.Quantified: _quantified,
    nodes.Parameter: lambda node: [_words(node.name)],
    nodes.FunctionDefinition: _function,
    nodes.ExternalFunction: _external,
    nodes.ContextEntry: lambda node: [print_key(node.key), ": ", node.value],
    nodes.Context: lambda node: ["{", *_separated(node.entries), "}"],
    nodes.ListLiteral: lambda node: ["[", *_separated(node.items), "]"],
    nodes.Interval: _interval,
    nodes.Parenthesised: lambda node: ["(", node.inner, ")"],
    nodes.UnaryComparison: lambda node: [f"{node.operator} ", node.value],
    nodes.UnaryTests: _unary_tests,
    nodes.AnyInput: lambda node: ["-"],
}
