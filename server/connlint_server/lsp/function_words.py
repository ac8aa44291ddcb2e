"""FEEL's functions in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint_server.lsp import markup

if TYPE_CHECKING:
    from connlint.feel.function_table import FunctionInfo, Parameter, Signature


def signature_text(info: FunctionInfo, signature: Signature) -> str:
    parameters = ", ".join(parameter_text(each) for each in signature.parameters)
    return f"{info.name}({parameters}): {signature.result}"


def function_page(info: FunctionInfo) -> str:
    """A function as Markdown."""
    signatures = "\n".join(signature_text(info, signature) for signature in info.signatures)
    parts = [markup.code(signatures, "feel"), info.documentation]
    call, result = info.example
    if call:
        parts.append(markup.code(f"{call} = {result}" if result else call, "feel"))
    if info.since is not None:
        parts.append(f"Since Camunda {info.since}")
    return "\n\n".join(filter(None, parts))


def parameter_text(parameter: Parameter) -> str:
    dots = "..." if parameter.is_variadic else ""
    types = "any" if "any" in parameter.types else " | ".join(parameter.types)
    return f"{parameter.name}{dots}: {types}"
