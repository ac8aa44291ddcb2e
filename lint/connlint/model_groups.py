"""Which models must be checked together: those that call each other's processes share variables.

Who calls whom, and who links which form, is seen in the text: nothing is parsed. A call or a link that is none, in a
place that was not thought of, only makes a group larger.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from connlint.beside_files import Beside, files_beside
from connlint.input_files import FORM_ENDING, MODEL_ENDING, Unreadable, read_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connlint.input_files import Found

_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_CALLED = re.compile(rb"""\bprocessId\s*=\s*["']([^"']+)""")
_DEFINED = re.compile(rb"""<(?:[\w.-]+:)?process\b[^>]*?\bid\s*=\s*["']([^"']+)""")
_LINKED = re.compile(rb"""\bformId\s*=\s*["']([^"']+)""")
_FORM_ID = re.compile(rb'"id"\s*:\s*"((?:[^"\\]|\\.)*)"')
_PLAIN = re.compile(rb"[\w.-]+")


class Group(NamedTuple):
    """Models that belong together, and what is read beside them."""

    models: tuple[str, ...]
    beside: Beside


class _Names(NamedTuple):
    """What a model's text names."""

    defined: frozenset[bytes] = frozenset()
    called: frozenset[bytes] = frozenset()
    forms: frozenset[bytes] = frozenset()


def groups_of(found: Found) -> list[Group]:
    """The models in groups, in the order of each group's first."""
    names = {path: _names(path) for path in found.models}
    known = frozenset[bytes]().union(*(each.defined for each in names.values()))
    calling = [path for path, each in names.items() if not each.called <= known]
    linking = [path for path, each in names.items() if each.forms]
    unnamed = {path: _names(path) for path in files_beside(calling, MODEL_ENDING) if path not in names}
    forms = dict.fromkeys([*found.forms, *files_beside(linking, FORM_ENDING)])
    ids = (
        {path: _form_ids(path) for path in forms}
        if any(each.forms for each in (*names.values(), *unnamed.values()))
        else {}
    )
    groups = []
    for together in _connected({**names, **unnamed}):
        models = tuple(path for path in together if path in names)
        if models:
            linked = frozenset[bytes]().union(*((names.get(path) or unnamed[path]).forms for path in together))
            beside = Beside(
                tuple(path for path in together if path in unnamed),
                tuple(path for path, own in ids.items() if _may_be_linked(own, linked)),
            )
            groups.append(Group(models, beside))
    return groups


def _names(path: str) -> _Names:
    data = read_file(path)
    if isinstance(data, Unreadable):
        return _Names()
    if b"\0" in data[:4]:
        data = data.replace(b"\0", b"")  # UTF-16: the names that matter are ASCII
    if b"<!--" in data:
        data = _COMMENT.sub(b"", data)
    return _Names(frozenset(_DEFINED.findall(data)), frozenset(_CALLED.findall(data)), frozenset(_LINKED.findall(data)))


def _form_ids(path: str) -> frozenset[bytes]:
    """The ids in a form: its own, and those of its fields."""
    data = read_file(path)
    return frozenset(_FORM_ID.findall(data)) if isinstance(data, bytes) else frozenset()


def _may_be_linked(ids: frozenset[bytes], linked: frozenset[bytes]) -> bool:
    """Whether a form may be one of those that are linked; an id with escapes or beyond ASCII may be any."""
    if not ids or not linked:
        return False
    return not ids.isdisjoint(linked) or not all(_PLAIN.fullmatch(each) for each in ids | linked)


def _connected(names: dict[str, _Names]) -> Iterable[list[str]]:
    """The paths that calls connect, each in the order given."""
    defined: dict[bytes, list[str]] = {}
    for path, each in names.items():
        for name in each.defined:
            defined.setdefault(name, []).append(path)
    group: dict[str, list[str]] = {path: [path] for path in names}
    for caller, each in names.items():
        for name in each.called:
            for path in defined.get(name, ()):
                _join(group, caller, path)
    order = {path: number for number, path in enumerate(names)}
    unique = {id(each): each for each in group.values()}
    return [sorted(each, key=order.__getitem__) for each in unique.values()]


def _join(group: dict[str, list[str]], one: str, other: str) -> None:
    larger, smaller = group[one], group[other]
    if larger is smaller:
        return
    if len(larger) < len(smaller):
        larger, smaller = smaller, larger
    larger.extend(smaller)
    for path in smaller:
        group[path] = larger
