"""The baseline: findings that were there when connlint came, so that only new ones count.

A finding is known by its file, element, field, rule and a hash of the value that it stands in: neither its line nor the
order of attributes matters, nor, once the file is no longer there, the file's name. What a confidential finding stands on leaves no trace, not even a hash.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connlint.finding import Finding
    from connlint.shown_sources import Sources

VERSION = 1
NO_BASELINE = "this is no baseline; write it anew with --write-baseline"


class BaselineError(Exception):
    """A baseline that cannot be read or written."""


class Key(NamedTuple):
    """What a finding is known by. `value` is a hash, empty where it stands in no value or is confidential."""

    path: str
    element: str
    field: str
    rule: str
    value: str


def key_of(finding: Finding, sources: Sources, folder: str) -> Key:
    """The key of a finding; its path counts from the folder."""
    path = os.path.relpath(os.path.abspath(finding.path), folder).replace(os.sep, "/")
    element = finding.element.id if finding.element is not None else ""
    return Key(path, element, finding.field or "", finding.rule, value_hash(finding, sources))


def value_hash(finding: Finding, sources: Sources) -> str:
    """The hash of the whole decoded attribute that the finding stands in."""
    if finding.confidential:
        return ""
    value = sources.value_at(finding.path, finding.span)
    if value is None:
        return ""
    from hashlib import sha256

    return sha256(value.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def written(findings: Iterable[Finding], sources: Sources, folder: str) -> str:
    """The text of a baseline with these findings."""
    counts = Counter(key_of(finding, sources, folder) for finding in findings)
    rows = [{**key._asdict(), "count": number} for key, number in sorted(counts.items())]
    return json.dumps({"version": VERSION, "findings": rows}, ensure_ascii=False, indent=1) + "\n"


def read_baseline(text: str) -> Counter[Key]:
    """How many findings of each key are known. Raises `BaselineError`."""
    try:
        data: Any = json.loads(text)
        if data["version"] != VERSION:
            raise BaselineError(f"version {data['version']} of the baseline is not known")
        rows = [(Key(*(str(row[name]) for name in Key._fields)), int(row.get("count", 1))) for row in data["findings"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BaselineError(NO_BASELINE) from error
    known: Counter[Key] = Counter()
    for key, number in rows:
        known[key] += number
    return known


def new_ones(findings: Iterable[Finding], known: Counter[Key], sources: Sources, folder: str) -> tuple[Finding, ...]:
    """The findings that are not in the baseline; of several alike, as many as there are too many."""
    left = Counter(known)
    new = []
    for finding in findings:
        key = key_of(finding, sources, folder)
        if left[key] > 0:
            left[key] -= 1
        else:
            new.append((finding, key))
    return tuple(_not_moved(new, left, folder)) if new else ()


def _not_moved(new: list[tuple[Finding, Key]], left: Counter[Key], folder: str) -> Iterator[Finding]:
    """Without those that are known of a file that is no longer there: it was renamed."""
    gone = {path for path in {key.path for key in left} if not os.path.exists(os.path.join(folder, path))}
    moved: Counter[Key] = Counter()
    for key, number in left.items():
        if number > 0 and key.path in gone:
            moved[key._replace(path="")] += number
    for finding, key in new:
        anywhere = key._replace(path="")
        if moved[anywhere] > 0:
            moved[anywhere] -= 1
        else:
            yield finding
