"""What the parts of the house deliberately do not know."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from plain_environment import plain_environment

LINT = Path(__file__).resolve().parents[1] / "lint" / "connlint"


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it; those that only type checkers read are left out."""
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def every_import(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it, modules of a package by their own names."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def files_below(folder: str) -> list[Path]:
    return sorted((LINT / folder).rglob("*.py"))


def test_the_linter_stays_offline_and_below_the_server() -> None:
    forbidden = {"httpx", "httpcore", "pygls", "lsprotocol", "connlint_server", "socket", "asyncio", "urllib"}
    for path in sorted(LINT.rglob("*.py")):
        assert not {name.split(".")[0] for name in imports(path)} & forbidden, path


@pytest.mark.parametrize(
    ("folder", "may_know"),
    [
        ("source", {"source", "span", "lazy_pattern"}),
        ("feel", {"feel", "span", "nearest", "whole_number"}),
        (
            "templates",
            {"templates", "feel", "span", "nearest", "whole_number", "job_types", "field_names", "lazy_pattern"},
        ),
        (
            "bpmn",
            {"bpmn", "feel", "source", "span", "engine_version", "finding", "templates", "job_types", "lazy_pattern"},
        ),
    ],
)
def test_the_lower_floors_know_nothing_of_the_upper_ones(folder: str, may_know: set[str]) -> None:
    for path in files_below(folder):
        known = {name.split(".")[1] for name in imports(path) if name.startswith("connlint.")}
        assert known <= may_know, path


def test_rules_know_neither_output_nor_command() -> None:
    for path in files_below("rules"):
        known = {name.split(".")[1] for name in imports(path) if name.startswith("connlint.")}
        assert not known & {"output", "cli", "check", "check_files", "input_files"}, path


def test_importing_connlint_loads_nothing_heavy() -> None:
    code = (
        "import sys, connlint; print(sorted(name for name in sys.modules if name.split('.')[0] in ('lxml', 'click')))"
    )
    environment = plain_environment()
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert result.stdout.strip() == "[]"


def test_the_names_of_the_public_face_are_there() -> None:
    import connlint

    for name in connlint.__all__:
        assert getattr(connlint, name) is not None
    with pytest.raises(AttributeError):
        connlint.nothing  # noqa: B018


def test_the_server_has_no_circle_of_imports() -> None:
    """Not even of those that only type checkers read: who knows whom goes one way."""
    folder = LINT.parents[1] / "server" / "connlint_server" / "lsp"
    modules = {f"connlint_server.lsp.{path.stem}": path for path in folder.glob("*.py")}
    known = {name: set(every_import(path)) & modules.keys() - {name} for name, path in modules.items()}
    while free := [name for name, others in known.items() if not others & known.keys()]:
        for name in free:
            del known[name]
    assert not known, "these import each other, or what does"
