"""How Java prints and orders values: the connector builds forms, parts and header texts from `String.valueOf`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any


def java_double(value: float) -> str:
    """`Double.toString`: plain digits from 0.001 up to 10,000,000, else `1.0E20`."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    sign = "-" if math.copysign(1.0, value) < 0 else ""
    size = abs(value)
    if size == 0:
        return f"{sign}0.0"
    digits, exponent = _digits_and_exponent(size)
    if 1e-3 <= size < 1e7:
        return sign + _plain(digits, exponent)
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{exponent}"


def _digits_and_exponent(size: float) -> tuple[str, int]:
    """The shortest digits that read back as `size`, and the power of ten of the first one."""
    mantissa, _, power = f"{size!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = whole + fraction
    stripped = digits.lstrip("0")
    exponent = len(whole) - 1 - (len(digits) - len(stripped)) + int(power or 0)
    return stripped.rstrip("0") or "0", exponent


def _plain(digits: str, exponent: int) -> str:
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + digits
    digits = digits.ljust(exponent + 1, "0")
    return f"{digits[: exponent + 1]}.{digits[exponent + 1 :] or '0'}"


def java_text(value: Any) -> str:
    """`String.valueOf` of a value that came out of JSON: `{g=1}`, `[x, y]`, `true`, `null`, `1.5`."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return java_double(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{java_text(key)}={java_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(java_text(item) for item in value) + "]"
    return str(value)


def hash_map_order(keys: Iterable[str]) -> list[str]:
    """The keys in the order in which `new HashMap<>(map)` walks them.

    Java spreads the hash over a table of a power of two; keys of one slot stay in the order of insertion.
    """
    names = list(keys)
    needed = math.ceil(len(names) / 0.75)
    size = 1
    while size < needed:
        size *= 2
    return sorted(names, key=lambda name: _spread_hash(name) & (size - 1))


def _spread_hash(text: str) -> int:
    units = text.encode("utf-16-be", "surrogatepass")
    value = 0
    for high, low in zip(units[::2], units[1::2], strict=True):
        value = (31 * value + (high << 8 | low)) & 0xFFFFFFFF
    return value ^ (value >> 16)
