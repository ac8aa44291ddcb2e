"""What one model file says to others: its process ids, the processes that it calls, the secrets that it refers to.

It is read from the text, because a workspace has many files of which few are ever asked for more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from connlint.secret_references import names_in
from connlint.source.escapes import decoded_reference

_PROCESS = re.compile(r"""<(?:[\w.-]+:)?process\b[^>]*?\bid\s*=\s*["']([^"']+)""")
_CALLED = re.compile(r"""<(?:[\w.-]+:)?calledElement\b[^>]*?\bprocessId\s*=\s*["']([^"'=][^"']*)""")
_ESCAPED = re.compile(r"&#?\w+;")


@dataclass(frozen=True, slots=True)
class Facts:
    """`stamp` is another value whenever the text is another one."""

    stamp: object
    processes: frozenset[str]
    calls: frozenset[str]
    secrets: frozenset[str]


def facts_of(text: str, stamp: object) -> Facts:
    return Facts(stamp, frozenset(_PROCESS.findall(text)), frozenset(_CALLED.findall(text)), names_in(_decoded(text)))


def _decoded(text: str) -> str:
    """Without character references, in which a secret's name may be written."""
    return _ESCAPED.sub(lambda match: decoded_reference(match[0]) or match[0], text) if "&" in text else text
