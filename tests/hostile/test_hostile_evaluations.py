"""Evaluations made to take the time and memory of whoever runs them: each ends, in a value or in an error that is told."""

from __future__ import annotations

import subprocess
import sys

import pytest

from plain_environment import plain_environment

SHAPES = r"""
DOUBLED = ",".join(f"a{i}: [a{i-1}, a{i-1}]" for i in range(1, 60))
LIST = "(for i in 1..2000 return i)"
SHAPES = {
    "loops in loops": "for a in [1, 2] return " * 90 + "1",
    "a product of loops": "for " + ", ".join(f"a{i} in 1..1000" for i in range(20)) + " return 1",
    "a condition over a product": "some " + ", ".join(f"a{i} in 1..100" for i in range(9)) + " satisfies false",
    "many iterators": "for " + ", ".join(f"a{i} in [1]" for i in range(5000)) + " return 1",
    "a range of a thousand million": "every i in 1000000000..-1000000000 satisfies true",
    "a range without an end": "for i in 0.5..10**99 return i",
    "the same key again": "{a: 1, " + ",".join(["a: a + 1"] * 9000) + "}",
    "the same key at every depth": "{a: " * 90 + "1" + ", a: 2}" * 90,
    "lists that double, shown": "{a0: [1], " + DOUBLED + "}.a59",
    "lists that double, as text": "string({a0: [1], " + DOUBLED + "}.a59)",
    "lists that double, as JSON": "to json({a0: [1], " + DOUBLED + "}.a59)",
    "lists that double, flat": "flatten({a0: [1], " + DOUBLED + "}.a59)",
    "lists that double, compared": "{a0: [1], " + DOUBLED + "}.a59 = {a0: [1], " + DOUBLED + "}.a59",
    "a list within a list": "(for i in 1..90000 return if i = 1 then [1] else [partial[-1]])[-1]",
    "an entry of an entry": 'context put({}, for i in 1..20000 return "a", 1)',
    "sorted by no order": f"sort({LIST}, function(x, y) true)",
    "sorted by chance": f"sort({LIST}, function(x, y) random number() < 0.5)",
    "sorted by loops": f"sort({LIST}, function(x, y) count(for k in 1..9999 return k) > 1)",
    "sorted by null": f"sort({LIST}, function(x, y) null)",
    "sorted by itself": "{f: function(x, y) some z in sort([x, y], f) satisfies z, r: sort([1, 2, 3], f)}.r",
    "a function that calls itself": "{f: function(g) g(g), r: f(f)}.r",
    "quantifiers in quantifiers": f'matches("{"a" * 5000}b", "(a+)+$")',
    "counted quantifiers": f'matches("{"a" * 5000}", "(?:a{{1,1000}}){{1,1000}}b")',
    "a count beyond all": 'matches("a", "a{999999999}")',
    "replaced by more": f'replace("{"a" * 20_000}", "a", "{"$0" * 1000}")',
    "replaced in quantifiers": f'replace("{"a" * 5000}b", "(a+)+$", "x")',
    "split in quantifiers": f'split("{"a" * 5000}b", "(a+)+$")',
    "joined with much": f'string join(for i in 1..20000 return "a", "{"x" * 10_000}")',
    "joined with itself": '(for i in 1..60 return if i = 1 then "aa" else string join([partial[-1], partial[-1]]))[-1]',
    "a year of ten digits": 'date("9999999999-01-01")',
    "a date beyond all years": '@"999999999-12-31" + @"P999999999Y"',
    "a million million million years": 'duration("P1000000000000000000Y") * 1000000000000000000',
    "seconds beyond 64 bits": 'duration("PT9223372036854775807S") + duration("PT9223372036854775807S")',
    "a duration of many digits": f'duration("P{"9" * 100_000}D")',
    "a zone that is a path": '@"2024-01-01T00:00:00@../../../../etc/passwd"',
    "the whole of time": 'years and months duration(@"-999999999-01-01", @"999999999-01-01")',
    "a power of a power": "9**9**9**9",
    "a chain of powers": "2" + "**2" * 60,
    "a rounding of a power": "decimal(10**99999999, 10)",
    "a rest of a power": "modulo(10**99999999, 7)",
    "an index that is a power": "[1, 2][10**99999999]",
    "a part that is a power": 'substring("abc", 10**99999999, 10**99999999)',
    "many keys that are not there": "{c: {" + ",".join(f"a{i}: 1" for i in range(5000)) + "}, r: for i in 1..9999 return c.z}",
    "a long value in each warning": '{a: string join(for i in 1..50000 return "abcdefgh"), r: for i in 1..9999 return a + 1}',
}
"""

EVALUATE = """
import json, resource, sys, time
from connlint.feel import FeelError, evaluate, to_json
resource.setrlimit(resource.RLIMIT_CPU, (300, 300))
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
for name, expression in SHAPES.items():
    started = time.process_time()
    try:
        json.dumps(to_json(evaluate(expression).value), allow_nan=False)
    except FeelError:
        pass
    spent = time.process_time() - started
    print(f"{spent:.1f} s", name)
    assert spent < 12, name  # the slowest needs one
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits for a process's time and memory")
def test_evaluations_of_every_shape_end_in_little_time_and_memory() -> None:
    code = SHAPES + EVALUATE
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=plain_environment())
    assert done.returncode == 0, (done.stdout, done.stderr[-2000:])
