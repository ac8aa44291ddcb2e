"""Elements and attributes with their places."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from connlint.source import DIAGRAM, parse
from source.models import MODEL

NAMES = st.sampled_from(["a", "b:c", "b:a", "é.-1"])
VALUES = st.sampled_from(["", "x", "&#10;", "&lt;b&gt;", ">", "\n", "😀", "/", "xmlns:b='u'".replace("'", "&apos;")])
SPACE = st.sampled_from([" ", "\n", "\t ", "\r\n"])


@st.composite
def elements(draw, depth=3):
    name = draw(NAMES)
    keys = draw(st.lists(st.sampled_from(["k", "b:k", "l", "xml:lang", "xmlns", "xmlns:b"]), max_size=3, unique=True))
    attributes = "".join(
        f"{draw(SPACE)}{key}={quote}{'u' + draw(st.sampled_from('12')) if key.startswith('xmlns') else draw(VALUES)}{quote}"
        for key in keys
        for quote in draw(st.sampled_from("\"'"))
    )
    if not depth or draw(st.booleans()):
        return f"<{name}{attributes}/>"
    inner = draw(
        st.lists(
            elements(depth=depth - 1) | st.sampled_from(["t", "<!-- <a> -->", "<![CDATA[<a>]]>", "<?p <a> ?>", "\n  "]),
            max_size=3,
        )
    )
    return f"<{name}{attributes}>{''.join(inner)}</{name}{draw(st.just('') | SPACE)}>"


@settings(max_examples=150)
@given(elements())
def test_equals_lxml(inner):
    source = f'<?xml version="1.0"?><r xmlns:b="u0">{inner}</r>'
    document = parse(source, skip=())
    assert document.problems == ()
    ours = list(document.root.iter())
    theirs = [node for node in etree.fromstring(source.encode()).iter() if isinstance(node.tag, str)]
    assert [element.tag for element in ours] == [node.tag for node in theirs]
    for element, node in zip(ours, theirs, strict=True):
        assert [(name, a.value.text) for name, a in element.attributes.items()] == node.items()
        assert [child.tag for child in element.children] == [child.tag for child in node if isinstance(child.tag, str)]
        assert element.tag == (f"{{{element.namespace}}}{element.local}" if element.namespace else element.local)
        if element.text is not None:
            assert element.text.text == "".join(node.xpath("text()"))
        for attribute in element.attributes.values():
            name = source[slice(*attribute.name_span)]
            assert name == attribute.written_name
            assert source[slice(*attribute.span)].startswith(name + "=")
        whole = source[slice(*element.span)]
        assert whole.startswith("<" + source[slice(*element.name_span)])
        assert whole.endswith("/>" if element.self_closing else ">")


def test_the_drawing_is_left_out():
    everything = [element.tag for element in parse(MODEL, skip=()).root.iter()]
    assert DIAGRAM in everything
    document = parse(MODEL)
    assert [child.local for child in document.root.children] == ["process"]
    assert document.root.span.end == len(MODEL) - 1


def test_the_drawing_is_left_out_whatever_is_in_it():
    for inner in (
        "<!-- </bpmndi:BPMNDiagram> -->",
        "<![CDATA[</bpmndi:BPMNDiagram>]]>",
        "<bpmndi:BPMNDiagram></bpmndi:BPMNDiagram>",
    ):
        text = MODEL.replace('<bpmndi:BPMNShape id="S" />', inner).replace(
            "</bpmn:definitions>", "<z/></bpmn:definitions>"
        )
        document = parse(text)
        assert document.problems == ()
        assert [child.local for child in document.root.children] == ["process", "z"]


def test_comments():
    document = parse(MODEL)
    assert [comment.text for comment in document.comments] == [" connlint: a remark "]
    assert MODEL[slice(*document.comments[0].span)] == "<!-- connlint: a remark -->"


def test_the_element_at_an_offset():
    document = parse(MODEL)
    at = MODEL.index("target=")
    assert document.element_at(at).local == "input"
    assert document.element_at(MODEL.index("</zeebe:ioMapping>")).local == "ioMapping"
    assert document.element_at(MODEL.index("BPMNShape")).local == "definitions"
    assert document.element_at(0) is None


def test_text_is_that_of_elements_without_children():
    document = parse(MODEL)
    script = next(element for element in document.root.iter() if element.local == "script")
    assert script.text.text == "=a < b"
    assert script.parent.text is None


def test_a_mark_at_the_beginning_is_no_text():
    assert parse("\ufeff<a/>").problems == ()
    assert [problem.message for problem in parse("\ufeff<a>").problems] == [
        "the file ends within `<a>` of line 1; `</a>` is expected"
    ]
