"""An analysis that reuses what has not changed says what a check of the whole text says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connlint.check import check_text
from connlint.config import Config
from connlint.example import process, rest_task
from connlint.finding import Persona
from connlint.span import Span
from connlint.template_files import GivenTemplates
from connlint_server.lsp.analysis import Analysis, Surroundings
from connlint_server.lsp.documents import OpenDocument, Region
from connlint_server.lsp.outline import WatchedWorkspace
from connlint_server.lsp.rooms import Rooms
from lsp.random_edits import Edits

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
MODELS = ("templates/orders-v13.bpmn", "templates/weather-v2-unversioned.bpmn", "templates/unusual.bpmn")
PATH = "model.bpmn"
END = object()
EVERYTHING = Config(persona=Persona.AUDITOR)


def analysed(text: str, config: Config = EVERYTHING) -> tuple[OpenDocument, Analysis]:
    document = OpenDocument("file:///model.bpmn", "xml", 1, text)
    return document, Analysis(document, PATH, lambda model: Surroundings(WatchedWorkspace({PATH: model}), config, None))


def edit(document: OpenDocument, start: int, end: int, text: str) -> str:
    """Makes an edit as the client's notification does, and gives what the text should be now."""
    expected = document.text[:start] + text + document.text[end:]
    document._replace(Span(start, end), text)
    return expected


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("seed", range(2))
def test_random_edits(model: str, seed: int) -> None:
    sound = (FIXTURES / model).read_bytes().decode("utf-8-sig")
    document, analysis = analysed(sound)
    edits = Edits(seed)
    for number in range(160):
        expected = edit(document, *edits.next(document.text))
        assert document.text == expected
        if edits.chance(3):
            analysis.model  # noqa: B018 - a request between two checks brings the model up to date
        if edits.chance(10):
            assert list(analysis.findings()) == check_text(document.text, PATH, EVERYTHING), number
        if analysis.model.document.problems and edits.chance(8):
            edit(document, 0, len(document.text), sound)
    assert list(analysis.findings()) == check_text(document.text, PATH, EVERYTHING)


@pytest.mark.parametrize("seed", range(3))
def test_random_edits_between_the_steps_of_a_check(seed: int) -> None:
    text = (FIXTURES / "templates/orders-v13.bpmn").read_bytes().decode("utf-8")
    document, analysis = analysed(text)
    edits = Edits(seed)
    steps = analysis.steps()
    for number in range(60):
        for _ in range(40 if edits.chance(2) else 0):
            if next(steps, END) is END:
                assert list(analysis.findings()) == check_text(document.text, PATH, EVERYTHING), number
                steps = analysis.steps()
        edit(document, *edits.next(document.text))
        if edits.chance(4):
            analysis.model  # noqa: B018 - another request in between
        if edits.chance(12):
            edit(document, 0, len(document.text), text)
    for _ in steps:
        pass
    assert list(analysis.findings()) == check_text(document.text, PATH, EVERYTHING)


def test_the_steps_leave_little_to_be_done() -> None:
    text = (FIXTURES / "templates/orders-v13.bpmn").read_text("utf-8")
    document, analysis = analysed(text)
    runs: list[str] = []
    tasks = len(analysis.model.tasks)
    for _ in analysis.steps():
        runs.append("step")
    assert len(runs) > 20 * tasks
    assert not list(analysis.steps())
    findings = analysis.findings()
    assert not list(analysis.steps())
    at = document.text.index('name="Fetch order"') + 6
    edit(document, at, at, "x")
    assert 0 < len(list(analysis.steps())) < len(runs) / 2
    assert len(analysis.findings()) == len(findings)


def test_typing_in_one_task_leaves_the_others_alone() -> None:
    text = (FIXTURES / "templates/orders-v13.bpmn").read_text("utf-8")
    document, analysis = analysed(text)
    analysis.findings()
    at = text.index('target="url"') - 3
    edit(document, at, at, "x")
    analysis.findings()  # makes room
    before = analysis.model.tasks
    edit(document, at, at, "y")
    after = analysis.model.tasks
    assert [one is other for one, other in zip(before, after, strict=True)].count(False) == 1


def test_a_task_that_outgrows_its_room() -> None:
    document, analysis = analysed(rest_task({"body": "=1", "method": "POST"}).text)
    for _ in range(3):
        at = document.text.index('"=1') + 2
        edit(document, at, at, "1" * 900)
        assert list(analysis.findings()) == check_text(document.text, PATH, EVERYTHING)


def test_a_new_name_of_a_variable_reaches_the_other_tasks() -> None:
    first = rest_task(
        {"url": '="https://a.example/" + answer'}, headers={"resultExpression": "={answr: response.body}"}
    )
    document, analysis = analysed(first.text)
    assert "unknown-variable" in {finding.rule for finding in analysis.findings()}
    at = document.text.index("answr") + 4
    for text in ("e", ""):
        edit(document, at, at, text)
        assert list(analysis.findings()) == check_text(document.text, PATH, EVERYTHING)


def test_regions_add_up() -> None:
    first = Region(Span(10, 12), Span(10, 15))
    assert first.then(Region(Span(15, 15), Span(15, 16))) == Region(Span(10, 12), Span(10, 16))
    assert first.then(Region(Span(2, 4), Span(2, 2))) == Region(Span(2, 12), Span(2, 13))
    assert first.then(Region(Span(20, 22), Span(20, 20))) == Region(Span(10, 19), Span(10, 20))


def test_rooms_map_both_ways() -> None:
    text = "aa<t1/>bb<t2/>cc"
    rooms = Rooms([Span(2, 7), Span(9, 14)], room=4)
    widened = rooms.widened(text)
    assert widened == "aa<t1/>    bb<t2/>    cc"
    for offset, character in enumerate(text):
        assert widened[rooms.with_room(offset) : rooms.with_room(offset) + 1] == character or offset in (7, 14)
        assert rooms.in_document(rooms.with_room(offset)) == offset
    replaced = rooms.replace(widened, Span(2, 7), "<t1a/>")
    assert replaced == ("aa<t1a/>   bb<t2/>    cc", Span(2, 8))
    assert rooms.in_document(replaced[0].index("bb")) == 8
    assert rooms.in_document(replaced[0].index("cc")) == 15
    assert rooms.with_room(16) == replaced[0].index("cc") + 1
    assert rooms.replace(replaced[0], Span(2, 8), "<t1aaaaaa/>") is None


def test_the_message_of_an_event_counts_though_it_stands_elsewhere() -> None:
    template = {
        "id": "com.example.Queue",
        "name": "Queue",
        "appliesTo": ["bpmn:IntermediateCatchEvent"],
        "properties": [
            {
                "type": "String",
                "constraints": {"notEmpty": True},
                "binding": {"type": "bpmn:Message#zeebe:subscription#property", "name": "correlationKey"},
            }
        ],
    }
    text = process(
        '<bpmn:intermediateCatchEvent id="Catch" zeebe:modelerTemplate="com.example.Queue">'
        '<bpmn:messageEventDefinition id="E" messageRef="M" /></bpmn:intermediateCatchEvent>',
        definitions='<bpmn:message id="M"><bpmn:extensionElements><zeebe:subscription correlationKey="=id" />'
        "</bpmn:extensionElements></bpmn:message>",
    ).text
    templates = GivenTemplates({"queue.json": json.dumps(template)})
    document = OpenDocument("file:///model.bpmn", "xml", 1, text)
    analysis = Analysis(
        document, PATH, lambda model: Surroundings(WatchedWorkspace({PATH: model}, {}, templates), Config(), None)
    )
    assert analysis.findings() == ()
    at = text.index("=id")
    edit(document, at, at + 3, "")
    assert [finding.field for finding in analysis.findings()] == ["correlationKey"]
    edit(document, at, at, "=id")
    assert analysis.findings() == ()
