"""JSON as it leaves connlint: readable, and without a character that steers a terminal or that UTF-8 does not have."""

from __future__ import annotations

import json
import re
from typing import Any

_ESCAPED = re.compile(r"[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Beside what JSON escapes anyway: more control characters, and the halves that stand for bytes of a file's name."""


def json_text(value: Any) -> str:
    """The text of a value, with a line end."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
