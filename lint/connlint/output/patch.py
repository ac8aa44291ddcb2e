"""What `--fix` would change, as a patch that `git apply` and `patch -p1` take: byte for byte in the file's own encoding.

A patch without the credentials that stand in its lines is none: it says so, and is refused, since those lines are not
in the file.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from connlint.output.printable import printable
from connlint.shown_path import shown_path
from connlint.source.text import SourceText, encode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.check_files import Difference

CONTEXT = 3
"""Unchanged lines around a change."""

_CONCEALING = "asterisks stand for credentials, so the following is no patch; --fix makes the changes"
_NO_LINES = "a file in {encoding} has no patch; --fix makes the changes"


class _Line(NamedTuple):
    """A line with its end, as it is, and as it may be shown."""

    text: str
    shown: str


def patch(difference: Difference) -> bytes:
    """The patch of one file."""
    source = difference.source
    lines = list(_patch(difference))
    if _is_wide(source):
        source = SourceText("", "utf-8", bom=False)
    return b"".join(encode(source._replace(bom=False), line) for line in lines)


def shown(difference: Difference) -> str:
    """The patch as a terminal shows it: nothing in it can steer one."""
    return "".join(
        "\t".join(printable(part) for part in line.rstrip("\r\n").split("\t")) + "\n" for line in _patch(difference)
    )


def _patch(difference: Difference) -> Iterator[str]:
    from difflib import SequenceMatcher

    before = _lines(difference, difference.source.text)
    after = _lines(difference, difference.after)
    matcher = SequenceMatcher(None, [line.text for line in before], [line.text for line in after])
    hunks = list(matcher.get_grouped_opcodes(CONTEXT))
    old, new = _names(difference.path)
    if _is_wide(difference.source):
        yield f"# {old}: {_NO_LINES.format(encoding=difference.source.encoding.upper())}\n"
    if any(_conceals(before[hunk[0][1] : hunk[-1][2]]) or _conceals(after[hunk[0][3] : hunk[-1][4]]) for hunk in hunks):
        yield f"# {old}: {_CONCEALING}\n"
    yield f"--- {old}\n"
    yield f"+++ {new}\n"
    for hunk in hunks:
        yield f"@@ -{_range(hunk[0][1], hunk[-1][2])} +{_range(hunk[0][3], hunk[-1][4])} @@\n"
        for kind, begin, end, new_begin, new_end in hunk:
            if kind == "equal":
                yield from _marked(" ", before[begin:end])
            else:
                yield from _marked("-", before[begin:end])
                yield from _marked("+", after[new_begin:new_end])


def _lines(difference: Difference, text: str) -> list[_Line]:
    """Lines as a patch knows them: they end with a line feed and nothing else."""
    from connlint.concealed import concealed_in
    from connlint.workspace import model_of

    concealed = concealed_in(model_of(text, difference.path)).with_texts(difference.credentials)
    mark = "\ufeff" if difference.source.bom and not _is_wide(difference.source) else ""
    whole, seen = (_split(mark + each) for each in (text, concealed.in_text(text)))
    return [_Line(*each) for each in zip(whole, seen, strict=True)]


def _split(text: str) -> list[str]:
    *lines, last = text.split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]


def _conceals(lines: list[_Line]) -> bool:
    return any(line.text != line.shown for line in lines)


def _marked(mark: str, lines: list[_Line]) -> Iterator[str]:
    for line in lines:
        if line.shown.endswith("\n"):
            yield mark + line.shown
        else:
            yield f"{mark}{line.shown}\n"
            yield "\\ No newline at end of file\n"


def _range(start: int, end: int) -> str:
    """Where a hunk stands: its first line and how many, or the line before it where there are none."""
    count = end - start
    if count == 1:
        return str(start + 1)
    return f"{start + 1 if count else start},{count}"


def _is_wide(source: SourceText) -> bool:
    """Whether a line feed is more than one byte: what tools for patches take for a binary file."""
    return source.encoding.startswith(("utf-16", "utf-32"))


def _names(path: str) -> tuple[str, str]:
    """How the file is called on both sides, as git writes it: in ASCII, whatever the encoding of the lines is."""
    relative = shown_path(path).replace(os.sep, "/").lstrip("/")
    return _quoted(f"a/{relative}"), _quoted(f"b/{relative}")


def _quoted(name: str) -> str:
    if name.isascii() and name.isprintable() and not set(name) & {'"', "\\"}:
        return f"{name}\t" if " " in name else name
    octal = "".join(
        chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\{byte:03o}" for byte in os.fsencode(name)
    )
    return f'"{octal}"'
