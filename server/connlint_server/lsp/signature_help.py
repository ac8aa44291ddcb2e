"""Signature help in FEEL: the function whose arguments are being written, and which of them it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types as t

from connlint.feel.function_table import functions
from connlint.feel.lexer import tokens
from connlint_server.lsp import markup
from connlint_server.lsp.cursor import Cursor
from connlint_server.lsp.function_words import parameter_text, signature_text
from connlint_server.lsp.positions import to_offset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connlint.feel.function_table import FunctionInfo, Signature
    from connlint.feel.token_kinds import Token
    from connlint_server.lsp.server import ConnlintServer


class OpenCall(NamedTuple):
    """A call that is not closed before the cursor: `argument` counts from 0, `name` is a named argument's."""

    function: FunctionInfo
    argument: int
    name: str | None


def register(server: ConnlintServer) -> None:
    options = t.SignatureHelpOptions(trigger_characters=["(", ","], retrigger_characters=[")"])
    server.answer(t.TEXT_DOCUMENT_SIGNATURE_HELP, signature_help, options=options)


def signature_help(ls: ConnlintServer, params: t.SignatureHelpParams) -> t.SignatureHelp | None:
    analysis = ls.analysis(params.text_document.uri)
    if analysis is None:
        return None
    cursor = Cursor(analysis, to_offset(analysis.document.lines, params.position, ls.encoding))
    place = cursor.feel
    if place is None:
        return None
    call = open_call(place.feel.text[: place.offset], functions(place.place, cursor.engine))
    if call is None:
        return None
    signatures = call.function.signatures
    fitting = next((number for number, each in enumerate(signatures) if _parameter(each, call) is not None), 0)
    return t.SignatureHelp(
        signatures=[_written(ls, call, each) for each in signatures],
        active_signature=fitting,
        active_parameter=_parameter(signatures[fitting], call) or 0,
    )


def open_call(before: str, known: Mapping[str, FunctionInfo]) -> OpenCall | None:
    """The innermost call around the end of a text, looked for in its tokens: a text being typed has no tree to trust."""
    found = tokens(before)[:-1]
    waiting: list[tuple[FunctionInfo | None, int, int]] = []
    for index, token in enumerate(found):
        if token.kind in ("(", "[", "{"):
            function = _called(found[:index], known) if token.kind == "(" else None
            waiting.append((function, 0, index + 1))
        elif token.kind in (")", "]", "}") and waiting:
            waiting.pop()
        elif token.kind == "," and waiting:
            function, argument, _ = waiting.pop()
            waiting.append((function, argument + 1, index + 1))
    for function, argument, start in reversed(waiting):
        if function is not None:
            return OpenCall(function, argument, _name(found[start:]))
    return None


def _called(before: list[Token], known: Mapping[str, FunctionInfo]) -> FunctionInfo | None:
    """The function whose name ends here: the longest one, for the names of functions have blanks in them."""
    best: FunctionInfo | None = None
    words: list[str] = []
    for token in reversed(before[-6:]):
        if not token.text.replace("_", "").isalpha():
            break
        words.insert(0, token.text)
        best = known.get(" ".join(words), best)
    return best


def _name(argument: list[Token]) -> str | None:
    names: list[str] = []
    for token in argument:
        if token.kind == ":":
            return " ".join(names)
        names.append(token.text)
    return None


def _parameter(signature: Signature, call: OpenCall) -> int | None:
    """The parameter that the argument is for; None where the signature has none for it."""
    parameters = signature.parameters
    for number, parameter in enumerate(parameters):
        if call.name is not None and call.name in (parameter.name, parameter.documented_name):
            return number
    if call.argument < len(parameters):
        return call.argument
    return len(parameters) - 1 if parameters and parameters[-1].is_variadic else None


def _written(ls: ConnlintServer, call: OpenCall, signature: Signature) -> t.SignatureInformation:
    return t.SignatureInformation(
        label=signature_text(call.function, signature),
        documentation=markup.content(call.function.documentation, markdown=ls.client.helps_in_markdown),
        parameters=[t.ParameterInformation(parameter_text(each)) for each in signature.parameters],
    )
