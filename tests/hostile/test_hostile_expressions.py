"""Expressions made to take the time and memory of whoever checks them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from connlint import Severity, check_text
from connlint.example import rest_task
from plain_environment import plain_environment


@pytest.mark.parametrize(
    ("expression", "limit"),
    [
        ("(" * 5_000, "nested more than 100 levels deep"),
        ("if a then " * 5_000, "nested more than 100 levels deep"),
        ("=".join(["a"] * 500), "more than 100 mistakes"),
        ("[" + "1(2)," * 500, "more than 100 mistakes"),
        ("#" * 5_000, "more than 1,000 tokens that cannot stand where they do"),
        ("[" + "1," * 200_000 + "1]", "more than 250,000 tokens"),
        ("1" * 30_000, "a number of more than 20,000 digits"),
        ('"' + "a" * (4 * 2**20) + '"', "longer than 4,194,304 characters"),
    ],
    ids=["brackets", "branches", "mistakes", "called values", "garbage", "items", "digits", "characters"],
)
def test_what_is_not_read_is_told_once_and_as_a_warning(expression: str, limit: str) -> None:
    findings = check_text(rest_task({"method": "post", "body": f"={expression}"}).text)
    assert {finding.rule for finding in findings} == {"feel-syntax"}
    told = [finding for finding in findings if "connlint says no more of it" in finding.message]
    assert [finding.severity for finding in told] == [Severity.WARNING]
    assert limit in told[0].message


def test_the_mistakes_of_other_expressions_do_not_hide_that_one_is_not_read() -> None:
    chained = "=" + "=".join(["a"] * 500)
    task = rest_task(
        {"method": "post", "url": chained, "body": chained},
        headers={"resultExpression": chained, "errorExpression": chained},
    )
    told = [finding for finding in check_text(task.text) if "more than 100 mistakes" in finding.message]
    assert {finding.field for finding in told} == {"url", "body", "resultExpression", "errorExpression"}


def test_a_rule_tells_so_many_places_of_a_task() -> None:
    expression = " and ".join(['1 = "a"'] * 500)
    findings = check_text(rest_task({"method": "post", "body": f"={expression}"}).text)
    assert [finding.rule for finding in findings] == ["impossible-comparison"] * 200


SHAPES = """
SIZE = 150_000
SHAPES = {
    "items": "[" + ",".join(["1"] * (SIZE // 2)) + "]",
    "sum": "+".join(["a"] * (SIZE // 2)),
    "comparisons": " and ".join(['1="a"'] * (SIZE // 10)),
    "unknown functions": "[" + ",".join(f"upperCas{i}(x)" for i in range(SIZE // 17)) + "]",
    "names that double": "{a0:1," + ",".join(f"a{i}:a{i-1}+a{i-1}" for i in range(1, SIZE // 25)) + ", b: a99 = 1}",
    "indexes": "[" + ",".join(["a[0]"] * (SIZE // 5)) + "]",
    "path behind a call": "f()" + ".a" * (SIZE // 2),
    "secrets": "{{secrets.A}} " * (SIZE // 14),
    "secrets without an end": "{{secrets." * (SIZE // 10),
    "secrets as names": "[" + ",".join(["secrets.A"] * (SIZE // 10)) + "]",
    "quotes": '"' * SIZE,
    "open strings": '"\\n' + '\\\\"\\n' * (SIZE // 3),
    "open single quotes": "'" + "\\\\'" * (SIZE // 2),
    "open comments": "1 " + "/* " * (SIZE // 3),
    "comments in a key": "{" + "*/" * (SIZE // 2) + ":1}",
    "comments behind a key": "{a" + "/**/" * (SIZE // 4) + ":1}",
    "closers": ")" * SIZE,
    "backslashes": '"' + "\\\\" * SIZE + '"',
    "guards": " and ".join(["error.a", "status = 1"] * (SIZE // 40)),
}
"""

CHECK = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from connlint import check_text
from connlint.example import rest_task
for name, expression in SHAPES.items():
    check_text(rest_task({"method": "post", "body": "=" + expression}).text)
    headers = {"resultExpression": "={order: 1}", "errorExpression": "=" + expression}
    check_text(rest_task(headers=headers).text)
    print(name)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits for a process's time and memory")
def test_large_expressions_of_every_shape_end_in_little_time_and_memory() -> None:
    code = SHAPES + CHECK
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=plain_environment())
    assert done.returncode == 0, (done.stdout, done.stderr[-2000:])
