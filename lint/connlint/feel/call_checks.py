"""Calls: is there such a function, and does it take these arguments?

Run time: none of this fails in the engine. The call gives null, and the process goes on with that.
"""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING

from connlint.feel.constructs import Constructs, constructs_of
from connlint.feel.function_table import Place, functions
from connlint.feel.nodes import Call, Interval, Name, Path
from connlint.feel.problems import Problem, with_article
from connlint.feel.syntax_error import Edit, Remedy
from connlint.feel.value_types import Environment, Type, Types, type_named
from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from typing import TypeAlias

    from connlint.feel.function_table import FunctionInfo, Parameter, Signature, Version
    from connlint.feel.nodes import Argument, Node
    from connlint.feel.scopes import Scope

    Given: TypeAlias = tuple[Argument, Type]


def unknown_functions(
    tree: Node | Constructs, place: Place | None = None, engine_version: Version | None = None
) -> Iterator[Problem]:
    """Calls of functions that a place does not offer in a version of the engine. `about` is the function's name.

    Functions that the expression defines itself are known. Where a near name is certain enough to be meant,
    the remedy carries the edit.

    >>> from connlint.feel.parser import parse
    >>> [problem.message for problem in unknown_functions(parse("upperCase(x)").tree)]
    ['there is no function `upperCase`']
    """
    offered = functions(place, engine_version)
    for node, scope in constructs_of(tree).of(Call):
        if node.target is not None:
            problem = _method(node, scope)
            if problem is not None:
                yield problem
        elif node.name not in offered and scope.find(node.name) is None:
            yield _unknown(node, offered, place)


def _method(node: Call, scope: Scope) -> Problem | None:
    """A call along a path: only a context of the expression itself can hold a function, a variable never does."""
    base: Node | None = node.target
    while isinstance(base, Path):
        base = base.base
    if not isinstance(base, Name) or scope.find(base.name) is not None or not scope.is_certain(base.name):
        return None
    message = f"variables hold no functions: `{base.name}` has no function `{node.name}`"
    return Problem(node.name_span, message, Remedy("call a built-in function with the value as argument"), node.name)


def _unknown(node: Call, offered: Mapping[str, FunctionInfo], place: Place | None) -> Problem:
    name, span = node.name, node.name_span
    elsewhere = functions().get(name)
    if elsewhere is not None:
        if place is not None and place not in elsewhere.places:
            return Problem(span, f"the function `{name}` does not exist in {_in_place(place)}", None, name)
        return Problem(span, f"the function `{name}` exists only from Camunda {elsewhere.since} on", None, name)
    nearest = nearest_name(name, offered)
    remedy = Remedy(f"did you mean `{nearest}`?", Edit(span, nearest)) if nearest else None
    return Problem(span, f"there is no function `{name}`", remedy, name)


def _in_place(place: Place) -> str:
    return place.value if place.value.startswith("another") else with_article(place.value)


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """The known name that was most likely meant, or nothing."""
    from difflib import get_close_matches

    by_shape = {_shape(candidate): candidate for candidate in known}
    if _shape(name) in by_shape:
        return by_shape[_shape(name)]
    near = get_close_matches(_shape(name), by_shape, n=1, cutoff=0.8)
    return by_shape[near[0]] if near else None


def _shape(name: str) -> str:
    """A name without what people confuse: capitals, spaces, `_`, `-`."""
    return name.casefold().replace(" ", "").replace("_", "").replace("-", "")


def wrong_arguments(
    tree: Node | Constructs, environment: Environment, only: Collection[str] | None = None
) -> Iterator[Problem]:
    """Calls of known functions with a wrong count, unknown named arguments or arguments of a certainly wrong type.

    `about` is the function's name; `only` those of these names are looked at.

    >>> from connlint.feel.parser import parse
    >>> tree = parse('substring("abc")').tree
    >>> [problem.message for problem in wrong_arguments(tree, Environment(functions=functions()))]
    ['`substring` takes 2 or 3 arguments, not 1']
    """
    types = Types(environment)
    for node, scope in constructs_of(tree).of(Call):
        if node.target is not None or (only is not None and node.name not in only):
            continue
        info = environment.functions.get(node.name)
        if info is None or scope.find(node.name) is not None:
            continue
        if any(argument.name is not None for argument in node.arguments):
            yield from _named(node, info, types, scope)
        else:
            yield from _positional(node, info, types, scope)


def _positional(node: Call, info: FunctionInfo, types: Types, scope: Scope) -> Iterator[Problem]:
    count = len(node.arguments)
    fitting = [signature for signature in info.signatures if signature.fits_count(count)]
    if not fitting:
        message = f"`{info.name}` takes {_counts(info)}, not {count}"
        yield Problem(_misfit(node, info), message, None, info.name)
        return
    given = _given(node, types, scope)
    if given is not None:
        yield from _types(info, (zip(given, _spread(signature), strict=False) for signature in fitting))


def _misfit(node: Call, info: FunctionInfo) -> Span:
    """The arguments that are too many; the name where there are too few."""
    most = max(len(signature.parameters) for signature in info.signatures)
    if len(node.arguments) > most:
        return Span(node.arguments[most].start, node.arguments[-1].end)
    return node.name_span


def _counts(info: FunctionInfo) -> str:
    counts = sorted({len(signature.parameters) for signature in info.signatures})
    if any(signature.is_variadic for signature in info.signatures):
        return f"{counts[0]} or more arguments"
    noun = "argument" if counts[-1] == 1 else "arguments"
    if counts == [0]:
        return "no arguments"
    if len(counts) > 2 and counts == list(range(counts[0], counts[-1] + 1)):
        return f"{counts[0]} to {counts[-1]} {noun}"
    return " or ".join(map(str, counts)) + f" {noun}"


def _spread(signature: Signature) -> Iterable[Parameter]:
    """One parameter for each of any number of arguments."""
    parameters = signature.parameters
    return chain(parameters, repeat(parameters[-1])) if signature.is_variadic else parameters


def _named(node: Call, info: FunctionInfo, types: Types, scope: Scope) -> Iterator[Problem]:
    names = {argument.name for argument in node.arguments if argument.name is not None}
    known = {parameter.name: parameter for signature in info.signatures for parameter in signature.parameters}
    unknown = [argument for argument in node.arguments if argument.name is not None and argument.name not in known]
    for argument in unknown:
        yield _unknown_parameter(argument, info, known)
    if unknown:
        return
    fitting = [signature for signature in info.signatures if signature.fits_names(names)]
    if not fitting:
        listed = ", ".join(f"`{name}`" for name in sorted(names))
        yield Problem(node.name_span, f"`{info.name}` does not take {listed} together", None, info.name)
        return
    given = _given(node, types, scope)
    if given is None:
        return
    pairs = []
    for signature in fitting:
        by_name = {parameter.name: parameter for parameter in signature.parameters}
        pairs.append([(each, by_name[each[0].name]) for each in given if each[0].name is not None])
    yield from _types(info, pairs)


def _unknown_parameter(argument: Argument, info: FunctionInfo, known: Mapping[str, Parameter]) -> Problem:
    name, span = argument.name or "", argument.name_span or argument.span
    documented = next((parameter.name for parameter in known.values() if parameter.documented_name == name), None)
    if documented is not None:
        message = (
            f"the documentation calls this parameter of `{info.name}` `{name}`, the engine knows it as `{documented}`"
        )
        return Problem(span, message, Remedy(f"write `{documented}`", Edit(span, documented)), info.name)
    nearest = nearest_name(name, known)
    remedy = Remedy(f"did you mean `{nearest}`?", Edit(span, nearest)) if nearest else None
    listed = ", ".join(f"`{parameter}`" for parameter in known) or "none"
    return Problem(span, f"`{info.name}` has no parameter `{name}`; it has {listed}", remedy, info.name)


def _given(node: Call, types: Types, scope: Scope) -> list[Given] | None:
    """The arguments with their types; None where nothing is known of any, as of most."""
    given = [(argument, _argument_type(argument.value, types, scope)) for argument in node.arguments]
    return None if all(found.kinds is None for _, found in given) else given


def _types(info: FunctionInfo, pairs: Iterable[Iterable[tuple[Given, Parameter]]]) -> Iterator[Problem]:
    """At most one problem: the first argument that keeps the most promising signature from fitting."""
    refusals: list[tuple[Argument, Parameter, Type]] = []
    for signature in pairs:
        refused = None
        for (argument, found), parameter in signature:
            if found.kinds is not None and not accepts(parameter, found):
                refused = (argument, parameter, found)
                break
        if refused is None:
            return
        refusals.append(refused)
    argument, parameter, found = max(refusals, key=lambda refusal: refusal[0].start)
    accepted = sorted({kind for other, allowed, _ in refusals if other is argument for kind in allowed.types})
    message = f"`{parameter.name}` of `{info.name}` takes {_listed(accepted)}, not {with_article(str(found))}"
    yield Problem(argument.value.span, message, None, info.name, is_type=True)


def _argument_type(value: Node, types: Types, scope: Scope) -> Type:
    return type_named("range") if isinstance(value, Interval) else types.of(value, scope)


def accepts(parameter: Parameter, found: Type) -> bool:
    """Whether a value of this type may be accepted. What is null at run time is nobody's type error."""
    if found.kinds is None or not found.kinds - {"null"}:
        return True
    return any(parameter.accepts(kind) for kind in found.kinds - {"null"})


def _listed(kinds: list[str]) -> str:
    articled = [with_article(kind) for kind in kinds]
    return articled[0] if len(articled) == 1 else f"{', '.join(articled[:-1])} or {articled[-1]}"
