"""Files that are not well-formed: the problem at its place, and all that can be read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connlint.source import parse
from connlint.source.names import File
from connlint.source.repair import repair
from connlint.source.scanner import build
from source.models import MODEL, closed, refused, task_ids, tree_of

CASES = {
    "a quote in a value": ('"=x" target', '"={"a": 1}" target', '"', "must be written `&quot;`", "ABC"),
    "`<` in a value": ('"=x"', '"=if a < 3 then 1 else 2"', "<", "must be written `&lt;`", "ABC"),
    "a tag in a value": ('"=x"', '"<b>hi</b>"', "<", "must be written `&lt;`", "ABC"),
    "a bare `&`": ('"=x"', '"a & b"', "&", "`&amp;`", "ABC"),
    "an unknown entity": ('"=x"', '"&nbsp;"', "&nbsp;", "not declared", "ABC"),
    "an impossible character": ('"=x"', '"&#0;"', "&#0;", "no character of XML", "ABC"),
    "a control character": ('"=x"', '"\x01"', "\x01", "U+0001", "ABC"),
    "a lone surrogate": ('"=x"', '"\ud800"', "\ud800", "U+D800", "ABC"),
    "no closing quote": ('"=x" target', '"=x target', '"', '`"` is expected', "ABC"),
    "no closing quote at the end": ('target="url" />', 'target="url />', '"', '`"` is expected', "ABC"),
    "no quotes": ('target="url"', "target=url", "url", "must stand in quotes", "ABC"),
    "no value": ('target="url"', "target", "target", '`="…"` is expected', "ABC"),
    "no space": ('"=x" target', '"=x"target', "target", "a space is expected", "ABC"),
    "an attribute twice": ('target="url"', 'target="url" target="x"', "target", "there twice", "ABC"),
    "one name by two prefixes": ('id="P"', 'xmlns:q="u" xmlns:r="u" q:n="" r:n=""', None, "redefined", "ABC"),
    "an undeclared prefix": ("<zeebe:ioMapping>", "<zeebe:ioMapping foo:x=''>", "foo", "`foo` is not declared", "ABC"),
    "no end tag": (
        "    </bpmn:serviceTask>\n",
        "",
        '<bpmn:serviceTask id="B" name="B">',
        "`</bpmn:serviceTask>` is expected",
        "ABC",
    ),
    "no inner end tag": (
        "        </zeebe:ioMapping>\n",
        "",
        "</bpmn:extensionElements>",
        "`</zeebe:ioMapping>` is expected",
        "ABC",
    ),
    "another end tag": (
        "</bpmn:serviceTask>",
        "</bpmn:serviceTsk>",
        "</bpmn:serviceTsk>",
        "`</bpmn:serviceTask>` is expected",
        "ABC",
    ),
    "no start tag": ("        <zeebe:ioMapping>\n", "", "</zeebe:ioMapping>", "has no start tag", "ABC"),
    "an unfinished start tag": ('name="B">', 'name="B"', "\n", "`>` or `/>` is expected", "ABC"),
    "an unfinished end tag": ("</bpmn:serviceTask>", "</bpmn:serviceTask", "\n", "`>` is expected", "ABC"),
    "a value being typed": ('target="url" />', 'target="', '"', '`"` is expected', "ABC"),
    "a tag being typed": ('<zeebe:input source="=x" target="url" />', "<", "<", "`&lt;`", "ABC"),
    "a name being typed": (
        '<zeebe:input source="=x" target="url" />',
        "<zeebe:inp",
        "\n",
        "`>` or `/>` is expected",
        "ABC",
    ),
    "half of `/>`": ('target="url" />', 'target="url" /', "/", "`/>` is expected", "ABC"),
    "junk in a tag": ('target="url" />', 'target="url" =5 />', "=5", "an attribute's name is expected", "ABC"),
    "an unfinished comment": (" remark -->", " remark", "<!--", "`-->` is expected", "ABC"),
    "dashes in a comment": ("a remark", "a -- remark", "--", "may not stand in a comment", "ABC"),
    "an unfinished section": ("]]></bpmn:script>", "</bpmn:script>", "<![CDATA[", "`]]>` is expected", "ABC"),
    "an end of a section": ("<![CDATA[=a < b", "=a", "]]>", "none is open", "ABC"),
    "text behind the root": ("</bpmn:definitions>\n", "</bpmn:definitions>\nmore\n", "more", "behind the root", "ABC"),
    "text before the root": ("<bpmn:definitions", "less\n<bpmn:definitions", "less", "before the root", "ABC"),
    "a second root": ("</bpmn:definitions>\n", "</bpmn:definitions>\n<a/>", "<a/>", "second one", "ABC"),
    "a late declaration": ("<?xml", "\n<?xml", '<?xml version="1.0" encoding="UTF-8"?>', "very beginning", "ABC"),
    "a wrong declaration": ('"1.0"', '"2.0"', '<?xml version="2.0" encoding="UTF-8"?>', "declaration is wrong", "ABC"),
    "an unfinished declaration": ('"UTF-8"?>', '"UTF-8"', "<?", "`?>` is expected", "ABC"),
    "a document type": (
        "<bpmn:definitions",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>\n<bpmn:definitions",
        "<!DOCTYPE",
        "DOCTYPE",
        "ABC",
    ),
    "a name that is none": ("<zeebe:ioMapping>", "<zeebe:io:Mapping>", "zeebe:io:Mapping", "not a name", "ABC"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_problem_and_what_is_read(name):
    old, new, pointed_at, words, tasks = CASES[name]
    assert old in MODEL
    text = MODEL.replace(old, new, 1)
    document = parse(text)
    problem = document.problems[0]
    assert words in problem.message
    if pointed_at is not None:
        assert text[slice(*problem.span)] == pointed_at
        assert MODEL.count("\n", 0, MODEL.index(old)) <= text.count("\n", 0, problem.span.start)
    assert "".join(task_ids(document)) == tasks
    process = document.root.children[0]
    assert [element.value("id") for element in process.children] == list(tasks)


def test_values_are_what_was_meant():
    text = MODEL.replace('"=x" target', '"={"a": b < c & "d"}" target')
    element = next(element for element in parse(text).root.iter() if element.local == "input")
    value = element.attributes["source"].value
    assert value.text == '={"a": b < c & "d"}'
    assert element.value("target") == "url"
    assert text[slice(*value.source_span(7, 12))] == "b < c"


def test_an_undeclared_prefix_of_camundas_means_what_it_always_does():
    document = parse(MODEL.replace(' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"', ""))
    assert len(document.problems) == 1
    assert sum(element.tag == "{http://camunda.org/schema/zeebe/1.0}input" for element in document.root.iter()) == 3


def test_damage_is_told_of_its_element_only():
    document = parse(MODEL.replace('"=x"', '"a & b"'))
    assert [document.is_damaged(task) for task in document.root.children[0].children] == [True, False, False]


def test_entities_and_files_are_not_expanded(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("s3cret")
    text = f'<!DOCTYPE a [<!ENTITY f SYSTEM "{secret.as_uri()}"><!ENTITY l "{"lol" * 9}"><!ENTITY m "&l;&l;">]><a b="&m;">&f;</a>'
    document = parse(text)
    assert "DOCTYPE" in document.problems[0].message
    assert document.root.text.text == "&f;"
    assert document.root.value("b") == "&m;"


@pytest.mark.parametrize("wrapped", ["<!-- <!DOCTYPE a> -->", "<![CDATA[<!DOCTYPE a>]]>"])
def test_a_document_type_that_is_none(wrapped):
    assert parse(f"<a>{wrapped}</a>").problems == ()


def test_depth():
    assert parse("<a>" * 256 + "</a>" * 256).problems == ()
    document = parse("<a>" * 5000 + "<b/>" + "</a>" * 5000)
    assert [problem.message for problem in document.problems] == ["elements stand more than 256 deep in each other"]
    assert sum(1 for _ in document.root.iter()) == 256
    assert parse("<a>" * 5000).root is not None


@pytest.mark.parametrize("text", ['<a b="{}"/>', "<a>{}</a>", "<a><![CDATA[{}]]></a>", "<a><!--{}--></a>"])
def test_size(text):
    document = parse(text.format("x" * 10_000_001))
    assert "too long" in document.problems[0].message
    assert document.root.local == "a"


@pytest.mark.parametrize(
    "text", ["", " \n", "<", "<a", "</a>", "&", "]]>", "<!", "<?", "<!--", "\ufeff", "<!DOCTYPE", "\0"]
)
def test_hardly_a_file(text):
    document = parse(text)
    assert document.root is None
    assert len(document.problems) >= 1


def test_every_truncation_keeps_what_is_complete():
    ends = {name: MODEL.index("</bpmn:serviceTask>", MODEL.index(f'id="{name}"')) + 19 for name in "ABC"}
    for size in range(len(MODEL.rstrip())):
        document = parse(MODEL[:size])
        assert document.problems
        assert all(problem.span.end <= size for problem in document.problems)
        read = task_ids(document)
        assert read[: sum(end <= size for end in ends.values())] == [name for name, end in ends.items() if end <= size]


BITS = st.sampled_from(
    [
        *"\"'<>&/= \n\t-x",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?",
        "?>",
        "<a>",
        "</a>",
        "&q;",
        "\x00",
        "z:",
        "<!DOCTYPE a>",
        "</bpmn:process>",
    ]
)


@st.composite
def damaged(draw):
    text = MODEL
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        text = text[:start] + draw(st.just("") | BITS) + text[start + draw(st.sampled_from([0, 0, 1, 1, 2, 9, 40])) :]
    return text


OF_NAMESPACES = ("not defined", "is not a valid URI", "Empty XML namespace is not allowed")
"""What libxml2 says of prefixes; the repair leaves them as they are."""


@settings(max_examples=200)
@given(damaged())
def test_repaired_text_is_well_formed_and_read_alike(text):
    document = parse(text)
    if "<!DOCTYPE" not in text:
        assert bool(document.problems) == (refused(text) is not None)
    repaired = repair(text)
    assert len(repaired.text) == len(text)
    if document.root is None or not repaired.problems:
        return
    whole = closed(repaired)
    message = refused(whole)
    if message is not None:
        assert any(reason in message for reason in OF_NAMESPACES)
        return
    root, _ = build(File(repaired.text, repaired.text), (), repaired.closings)
    ours = [(element.tag, [(name, a.value.text) for name, a in element.attributes.items()]) for element in root.iter()]
    nodes = [node for node in tree_of(whole).iter() if isinstance(node.tag, str)]
    assert ours == [(node.tag, node.items()) for node in nodes]
