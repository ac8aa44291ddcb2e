"""`connlint feel`, and how little it takes to import FEEL."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from connlint.cli.feel import feel, frame
from connlint.span import Span
from plain_environment import plain_environment

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(feel, arguments, input=stdin)


def test_a_value_is_printed_as_json() -> None:
    result = run('={a: 1.50, b: [x, "ü"]}', "--context", "-", stdin='{"x": true}')
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"a": 1.5, "b": [True, "ü"]}
    assert result.stderr == ""


def test_a_warning_points_at_what_became_null() -> None:
    result = run("1 + missing")
    assert result.exit_code == 0
    assert result.stdout == "null\n"
    assert "warning: No variable found with name 'missing'\n  | 1 + missing\n  |     ^^^^^^^\n" in result.stderr


def test_a_number_that_json_does_not_have_is_no_output() -> None:
    result = run("9**9**9**9")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error: a number is beyond 1.8E+308" in result.stderr
    result = run("9**9**9**9", "--output-format", "json")
    assert "beyond 1.8E+308" in json.loads(result.stdout)["errors"][0]["message"]


def test_a_wrong_text_shows_every_error_with_its_remedy() -> None:
    result = run("a == 1 && b")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "  | a == 1 && b\n  |   ^^\n  = help: use `=`\n" in result.stderr
    assert "  | a == 1 && b\n  |        ^^\n  = help: use `and`\n" in result.stderr


def test_a_failing_evaluation() -> None:
    result = run('assert(1, false, "boom")')
    assert result.exit_code == 1
    assert "error: boom" in result.stderr


def test_check_parses_only() -> None:
    assert run("missing(1)", "--check").exit_code == 0
    assert run("missing(1", "--check").exit_code == 1


def test_json_output() -> None:
    right = json.loads(run("1 + x", "--output-format", "json").stdout)
    assert right["value"] is None
    assert right["warnings"][0]["span"] == {"start": 4, "end": 5}
    wrong = run("=a == 1", "--output-format", "json")
    assert wrong.exit_code == 1
    (error,) = json.loads(wrong.stdout)["errors"]
    assert error["span"] == {"start": 2, "end": 4}
    assert error["remedy"]["edit"] == {"span": {"start": 2, "end": 4}, "replacement": "="}
    assert json.loads(run("1", "--check", "--output-format", "json").stdout) == {"errors": []}
    failed = run('assert(1, false, "boom")', "--output-format", "json")
    assert (failed.exit_code, json.loads(failed.stdout)["errors"][0]["message"]) == (1, "boom")


@pytest.mark.parametrize(
    ("content", "message"),
    [("[1]", "must be a JSON object"), ("{", "is no JSON"), (None, "cannot read the context")],
)
def test_a_context_that_is_none(tmp_path: Path, content: str | None, message: str) -> None:
    file = tmp_path / "context.json"
    if content is not None:
        file.write_text(content, "utf-8")
    result = run("1", "--context", str(file))
    assert result.exit_code == 2
    assert message in result.stderr


def test_check_with_a_context_is_a_wrong_usage() -> None:
    assert run("1", "--check", "--context", "-").exit_code == 2


def test_a_frame_of_several_lines_and_of_a_long_line() -> None:
    assert frame("{\n  a: 1 2\n}", Span(9, 10), "error", "no") == "error: no\n2 |   a: 1 2\n  |        ^"
    long = frame("x" * 300 + " == 1", Span(301, 303), "error", "no").splitlines()
    assert long[1].index("==") == long[2].index("^^")
    assert len(long[1]) < 120


def modules_after(code: str) -> set[str]:
    environment = plain_environment()
    command = [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return set(done.stdout.split())


def test_parsing_loads_no_evaluator_and_importing_loads_no_parser() -> None:
    assert "connlint.feel.parser" not in modules_after("import connlint.feel")
    loaded = modules_after("from connlint.feel import parse; parse('1 + a')")
    assert "connlint.feel.parser" in loaded
    assert not {name for name in loaded if name.startswith(("connlint.feel.evaluator", "connlint.feel.builtins"))}
    assert not {"lxml", "click", "msgspec", "zoneinfo"} & loaded


def test_every_public_name_is_there() -> None:
    from connlint import feel as package

    assert set(package.__all__) <= set(dir(package))
    for name in package.__all__:
        assert getattr(package, name) is not None
    with pytest.raises(AttributeError):
        package.nothing  # noqa: B018


@pytest.mark.parametrize(
    "module",
    ["", ".parser", ".lexer", ".printer", ".variables", ".call_checks", ".value_checks", ".value_types"],
)
def test_the_examples_in_the_docstrings(module: str) -> None:
    import doctest
    import importlib

    found = doctest.testmod(importlib.import_module(f"connlint.feel{module}"))
    assert found.attempted > 0
    assert found.failed == 0
