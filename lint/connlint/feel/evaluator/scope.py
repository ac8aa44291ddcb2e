"""The names that an expression sees: variables and functions, each scope upon an outer one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connlint.feel.values import Context, Function, Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from connlint.feel.limits import Budget

MISSING: Final = object()
"""What `Scope.variable` gives for a name that there is not."""

INPUT_VARIABLE = "cellInput"
"""Run time: the variable that holds what a test without `?` is about."""

INPUT_SYMBOL = "?"


class Partial:
    """The variable `partial` of a `for`: the results that it has so far, in a list that still grows."""

    __slots__ = ("items",)

    def __init__(self, items: list[Value]) -> None:
        self.items = items


class Scope:
    """Variables and functions upon those of an outer scope."""

    __slots__ = ("functions", "outer", "variables")

    def __init__(
        self,
        variables: Mapping[str, Value],
        functions: Mapping[str, tuple[Function, ...]] | None = None,
        outer: Scope | None = None,
    ) -> None:
        self.variables = variables
        self.functions = functions
        self.outer = outer

    def variable(self, name: str) -> Value:
        """The innermost variable of that name, or `MISSING`."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.variables:
                return scope.variables[name]
            scope = scope.outer
        return MISSING

    def named_functions(self, name: str) -> Iterator[Function]:
        """All functions of that name, the outer ones first.

        Run time: a function does not hide an outer one that fits the call as well.
        """
        if self.outer is not None:
            yield from self.outer.named_functions(name)
        if self.functions and name in self.functions:
            yield from self.functions[name]

    def snapshot(self, budget: Budget) -> Scope:
        """This scope as it is now, whatever is added to it later. What has to be copied for it takes memory."""
        outer = self.outer.snapshot(budget) if self.outer is not None else None
        return self if outer is self.outer else Scope(self.variables, self.functions, outer)


class ChangingScope(Scope):
    """The scope of a context's entries, each of which adds to what the next ones see, or of a loop's iterations."""

    __slots__ = ()

    def snapshot(self, budget: Budget) -> Scope:
        outer = self.outer.snapshot(budget) if self.outer is not None else None
        variables, functions = dict(self.variables), dict(self.functions or {})
        budget.take_value(variables)
        budget.take_value(functions)
        partial = variables.get("partial")
        if type(partial) is Partial:
            variables["partial"] = list(partial.items)
            budget.take_value(variables["partial"])
        return Scope(variables, functions, outer)


def context_scope(context: dict[str, Value], outer: Scope | None = None) -> Scope:
    """The scope that a context's entries make, upon another one."""
    return Scope(context, context.functions if isinstance(context, Context) else None, outer)


def root_scope(context: dict[str, Value]) -> Scope:
    """The scope of the variables that are given to an evaluation; functions among them can be called."""
    functions: dict[str, tuple[Function, ...]] = {}
    functions |= {name: (value,) for name, value in context.items() if isinstance(value, Function)}
    if isinstance(context, Context) and context.functions:
        functions |= context.functions
    return Scope(context, functions or None)
