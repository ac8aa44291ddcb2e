"""An element goes with its line, and nothing else does."""

from __future__ import annotations

import pytest

from connlint.fixing import apply_edits
from connlint.removal import removed
from connlint.source.document import parse


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<a>\n  <b/>\n  <c/>\n</a>", "<a>\n  <c/>\n</a>"),
        ("<a>\r\n\t<b></b> \r\n\t<c/>\r\n</a>", "<a>\r\n\t<c/>\r\n</a>"),
        ("<a>\r<b/>\r<c/></a>", "<a>\r<c/></a>"),
        ("<a><b/><c/></a>", "<a><c/></a>"),
        ("<a>\n  <b/><c/>\n</a>", "<a>\n  <c/>\n</a>"),
        ("<a>\n  <b\n    x='1'\n  />\n  <c/>\n</a>", "<a>\n  <c/>\n</a>"),
        ("<a>\n  <b/> <!-- why -->\n  <c/>\n</a>", "<a>\n   <!-- why -->\n  <c/>\n</a>"),
    ],
)
def test_the_line_goes_if_it_is_the_elements_own(text: str, left: str) -> None:
    document = parse(text)
    assert document.root is not None
    assert apply_edits(text, [removed(document.root.children[0], document)]) == left
