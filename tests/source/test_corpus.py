"""The scanner and lxml agree on every real model: the same elements, attributes and decoded values, in order."""

from __future__ import annotations

import pytest
from lxml import etree

from connlint.source import decode, parse
from shared_folder import SHARED, needs_shared

MODELS = sorted((SHARED / "corpus").rglob("*.bpmn"))


@needs_shared
@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.name)
def test_equals_lxml(path):
    data = path.read_bytes()
    document = parse(decode(data).text, skip=())
    assert document.problems == ()
    theirs = [node for node in etree.fromstring(data).iter() if isinstance(node.tag, str)]
    ours = list(document.root.iter())
    assert [element.tag for element in ours] == [node.tag for node in theirs]
    for element, node in zip(ours, theirs, strict=True):
        values = [(name, attribute.value.text) for name, attribute in element.attributes.items()]
        assert values == node.items()
        if not len(node) and element.text is not None:
            assert element.text.text == (node.text or "")
