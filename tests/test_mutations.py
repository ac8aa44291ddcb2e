"""Hundreds of single mistakes in the right models: each is found where it was made, or is known to be harmless."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from connlint.check import check_text
from connlint.config import Config
from connlint.finding import Persona
from connlint.workspace import model_of
from mutations import Mutation, mutations_of

ROOT = Path(__file__).resolve().parents[1] / "fixtures"
FILES = sorted([*(ROOT / "templates").glob("*.bpmn"), *(ROOT / "authentication").glob("*.bpmn")])

OPTIONAL = (
    "headers",
    "queryParameters",
    "body",
    "connectionTimeoutInSeconds",
    "readTimeoutInSeconds",
    "writeTimeoutInSeconds",
    "storeResponse",
    "ignoreNullValues",
    "followRedirects",
    "skipEncoding",
    "authentication.audience",
    "authentication.scopes",
    "authentication.clientSecret",
    "clientTls",
    "documentReturnFormat",
    "graphql.variables",
    "graphql.storeResponse",
    "graphql.connectionTimeoutInSeconds",
)
"""Inputs that a task can do without: the run time has a default, or they are optional."""

TAKEN_AWAY = ("input dropped", "value emptied", "source left out")


def harmless(mutation: Mutation) -> str | None:
    """Why nothing is to be found; None where something must be."""
    kind, field = mutation.kind, mutation.field
    if kind in TAKEN_AWAY and field.startswith(OPTIONAL):
        return "the input is optional, or has a default at run time"
    if kind == 'lost "' and mutation.still_parses:
        return "what is left is another expression, which is as right as the first"
    if kind in ("input dropped", "source left out") and field in ("authentication", "authentication.type"):
        return "no authentication at all is a choice; with other inputs of one it is reported, as missing"
    if not mutation.is_own and (kind in TAKEN_AWAY or kind == "target misspelt"):
        return "what the inputs of another template are for is not known"
    return None


def unfound(path: Path) -> tuple[list[Mutation], int]:
    text = path.read_bytes().decode("utf-8-sig")
    config = Config(persona=Persona.AUDITOR)
    model = model_of(text, path.name)
    before = Counter((finding.rule, finding.field) for finding in check_text(text, path.name, config))
    missed = []
    count = 0
    for mutation in mutations_of(model, text):
        if harmless(mutation) is not None:
            continue
        count += 1
        after = Counter((finding.rule, finding.field) for finding in check_text(mutation.text, path.name, config))
        new = after - before
        if not any(field in (None, mutation.field, mutation.new_name) for _, field in new):
            missed.append(mutation)
    return missed, count


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_mistake_is_found_where_it_was_made(path: Path) -> None:
    missed, count = unfound(path)
    assert count > 0
    assert [(mutation.kind, mutation.element, mutation.field) for mutation in missed] == []
