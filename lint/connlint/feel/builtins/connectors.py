"""The connector runtime's functions for results and errors, and `fromAi` of the engine.

Run time: rest-connector §7.2. A wrong type fails the whole evaluation.
"""

from __future__ import annotations

from decimal import Decimal

from connlint.feel.builtins.registry import ANY, NULL, builtin, builtin_with_run
from connlint.feel.evaluator.run import Run
from connlint.feel.failures import JavaFailure
from connlint.feel.function_table import functions
from connlint.feel.kinds import type_name
from connlint.feel.numbers import power, to_int32
from connlint.feel.temporal.durations import DaysTimeDuration
from connlint.feel.values import Context, Value
