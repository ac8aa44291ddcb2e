"""What stays of a finding when lines move: for services that compare the findings of two runs."""

from __future__ import annotations

import os
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from connlint.baseline import key_of

if TYPE_CHECKING:
    from connlint.baseline import Key
    from connlint.output.report import Report


def fingerprints(report: Report) -> list[str]:
    """One for each finding, unlike all others of the report; of several alike the second and further are numbered."""
    seen: Counter[Key] = Counter()
    found = []
    for finding in report.findings:
        key = key_of(finding, report.sources, os.getcwd())
        text = "\0".join((*key, str(seen[key])))
        seen[key] += 1
        found.append(sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return found
