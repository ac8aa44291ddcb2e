"""Documents as no editor should speak of them: wrong places, wrong edits, wrong order, too large, too many at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from connlint.check import check_text
from hostile.asking import MODEL, URI, ask_everything, assert_well, findings, is_refused, place_of, position, stretch
from hostile.raw_client import Json, RawClient

B = 2**31
AT_EMOJI = place_of(MODEL, "😀")


@pytest.fixture(scope="module")
def shared() -> Iterator[RawClient]:
    with RawClient() as client:
        client.initialize(initializationOptions={"trusted": True, "settings": {"delay": 0}})
        client.open(URI, MODEL)
        yield client
        assert client.stop() == 0


@pytest.fixture
def client(shared: RawClient) -> Iterator[RawClient]:
    yield shared
    assert_well(shared)


def found_in(text: str, uri: str) -> list[Any]:
    return sorted((each.rule, each.message) for each in check_text(text, uri.removeprefix("file://")))


def is_as_checked(client: RawClient, uri: str, version: int, text: str) -> bool:
    return findings(client.diagnostics(uri, version)) == found_in(text, uri)


@pytest.mark.parametrize("place", [(10**6, 0), (0, 10**6), (B - 1, B - 1), (13, B - 1), (1.5, 0), "within a pair"])
def test_positions_where_no_text_is(client: RawClient, place: Any) -> None:
    at = {**AT_EMOJI, "character": AT_EMOJI["character"] + 1} if isinstance(place, str) else position(*place)
    for to in (at, position(0, 0), position(B - 1, B - 1)):
        answers = ask_everything(client, URI, at, to)
        refused = {method for method, answer in answers.items() if is_refused(answer)}
        assert refused <= {"textDocument/rename"}


@pytest.mark.parametrize("place", [(B, B), (-1, -1), (0, -1), (-1, 0), (2**64, 0), (10**40, 0)])
def test_positions_that_the_protocol_does_not_have(client: RawClient, place: Any) -> None:
    answers = ask_everything(client, URI, position(*place))
    assert is_refused(answers["textDocument/hover"])
    assert is_refused(answers["textDocument/codeAction"])


@pytest.mark.parametrize("bad", [chr(0xD83D), chr(0xDE00), "\ude00\ud83d", "\x00", "\ufffe"])
def test_what_is_no_character(client: RawClient, bad: str) -> None:
    uri = "file:///nowhere/no-character.bpmn"
    text = MODEL.replace("😀", bad)
    client.open(uri, text)
    assert "xml-syntax" in {each["code"] for each in client.diagnostics(uri, 1)}
    ask_everything(client, uri, AT_EMOJI, position(99, 0))
    # Half of a pair behind half of a pair: what one of them is depends on the other.
    line, character = AT_EMOJI["line"], AT_EMOJI["character"]
    client.change(uri, 2, {"range": stretch(line, character + 1, line, character + 1), "text": bad})
    client.diagnostics(uri, 2)
    ask_everything(client, uri, AT_EMOJI, position(99, 0))
    client.change(uri, 3, {"text": MODEL})
    assert is_as_checked(client, uri, 3, MODEL)


def test_a_pair_that_comes_in_two_messages(client: RawClient) -> None:
    """Some editors cut what is typed into UTF-16 units."""
    uri = "file:///nowhere/two-halves.bpmn"
    client.open(uri, MODEL.replace("😀", ""))
    line, character = AT_EMOJI["line"], AT_EMOJI["character"]
    client.change(uri, 2, {"range": stretch(line, character, line, character), "text": "\ud83d"})
    client.change(uri, 3, {"range": stretch(line, character + 1, line, character + 1), "text": "\ude00"})
    assert is_as_checked(client, uri, 3, MODEL)
    # Positions behind it count two units for it, not one for each half.
    client.change(uri, 4, {"range": stretch(line, character, line, character + 2), "text": ""})
    assert is_as_checked(client, uri, 4, MODEL.replace("😀", ""))


@pytest.mark.parametrize(
    ("ends", "left"),
    [
        ((5, 3, 2, 0), lambda lines: "\n".join([*lines[:2], "x" + lines[5][3:], *lines[6:]])),
        ((10**9, 0, 10**9, 9), lambda lines: "\n".join([*lines, "x"]).removesuffix("\nx") + "x"),
        ((B - 1, B - 1, B - 1, B - 1), lambda lines: "\n".join(lines) + "x"),
        ((0, B - 1, 1, 0), lambda lines: lines[0] + "x" + "\n".join(lines[1:])),
        ((B - 1, 0, 0, 0), lambda lines: "x"),
    ],
)
def test_edits_of_ranges_that_are_none(client: RawClient, ends: Any, left: Any) -> None:
    uri = "file:///nowhere/ranges.bpmn"
    client.open(uri, MODEL)
    client.change(uri, 2, {"range": stretch(*ends), "text": "x"})
    assert is_as_checked(client, uri, 2, left(MODEL.split("\n")))
    client.change(uri, 3, {"text": MODEL})
    assert is_as_checked(client, uri, 3, MODEL)


def test_edits_that_cannot_be_read_are_none(client: RawClient) -> None:
    uri = "file:///nowhere/unreadable.bpmn"
    client.open(uri, MODEL)
    for ends in ((-1, 0, 0, 0), (0, -5, 0, -1), (B, B, 0, 0), (0, 0, 0, "x"), (None, 0, 0, 0)):
        client.change(uri, 2, {"range": stretch(*ends), "text": ""})
    client.change(uri, 2, {"range": {}, "text": "x"}, {"text": None}, 5, None)
    client.change(uri, "x", {"text": ""})
    client.change(uri, None, {"text": ""})
    client.change(uri, 3, {"text": MODEL + "\n"})
    assert is_as_checked(client, uri, 3, MODEL)


def test_versions_that_go_back(client: RawClient) -> None:
    uri = "file:///nowhere/versions.bpmn"
    client.open(uri, MODEL, 5)
    client.diagnostics(uri, 5)
    for version, text in (
        (5, MODEL + "<"),
        (4, MODEL),
        (0, MODEL + "<"),
        (-7, MODEL),
        (B - 1, MODEL + "<"),
        (1, MODEL),
    ):
        client.messages.clear()
        client.change(uri, version, {"text": text})
        assert is_as_checked(client, uri, version, text), version


def test_what_is_not_open_is_changed_saved_and_closed(client: RawClient) -> None:
    uri = "file:///nowhere/never-opened.bpmn"
    identifier = {"textDocument": {"uri": uri}}
    client.change(uri, 2, {"text": MODEL}, {"range": stretch(0, 0, 1, 0), "text": ""})
    client.tell("textDocument/didSave", identifier)
    client.tell("textDocument/didClose", identifier)
    ask_everything(client, uri, position(3, 3))
    client.open(uri, MODEL + "<", 3)
    assert is_as_checked(client, uri, 3, MODEL + "<")
    for _ in range(2):
        client.tell("textDocument/didClose", identifier)
    client.change(uri, 4, {"text": MODEL})
    answers = ask_everything(client, uri, place_of(MODEL, "TOKEN}}"))
    assert answers["textDocument/hover"]["result"] is None
    assert answers["connlint/run"]["result"]["reason"] == "no-task"


def test_what_is_opened_twice_is_as_it_was_opened_last(client: RawClient) -> None:
    uri, other = "file:///nowhere/twice.bpmn", "file:///nowhere/./tw%69ce.bpmn"
    client.open(uri, MODEL, 1)
    assert is_as_checked(client, uri, 1, MODEL)
    client.open(uri, MODEL + "<", 1)
    wanted = found_in(MODEL + "<", uri)
    client.wait(
        lambda each: (each.get("params") or {}).get("uri") == uri and findings(each["params"]["diagnostics"]) == wanted
    )
    client.open(other, MODEL, 9)
    assert is_as_checked(client, other, 9, MODEL)
    client.change(other, 10, {"text": MODEL + "<"})
    assert is_as_checked(client, other, 10, MODEL + "<")
    client.tell("textDocument/didClose", {"textDocument": {"uri": other}})
    assert client.ask("textDocument/documentSymbol", {"textDocument": {"uri": uri}})["result"] == []


def test_fifty_megabytes_are_told_of_and_left_alone(client: RawClient) -> None:
    uri = "file:///nowhere/large.bpmn"
    comment = "<!--" + ("x" * 99 + "\n") * (50 * 1024 * 1024 // 100) + "-->"
    client.open(uri, MODEL.replace("</bpmn:process>", comment + "</bpmn:process>"))
    assert client.diagnostics(uri, 1) == []
    told = [each["params"]["message"] for each in client.messages if each.get("method") == "window/showMessage"]
    assert any("large.bpmn" in each and "connlint.maxFileSize" in each for each in told)
    ask_everything(client, uri, place_of(MODEL, "TOKEN}}"), position(B - 1, 0))
    for version in range(2, 5):
        client.change(uri, version, {"range": stretch(100, 3, 100, 3), "text": "y"})
        assert_well(client)
    # Once it is small enough, it is a document like any other.
    client.change(uri, 9, {"text": MODEL})
    assert is_as_checked(client, uri, 9, MODEL)


def test_a_refused_rename_is_an_answer_and_no_failure(client: RawClient) -> None:
    for inside, new, why in (("TOKEN}}", "A}}", "no name of a secret"), ("<bpmn:process", "x", "There is no process")):
        params = {"textDocument": {"uri": URI}, "position": place_of(MODEL, inside), "newName": new}
        error = client.ask("textDocument/rename", params)["error"]
        assert error["code"] == -32602
        assert why in error["message"]


COMMANDS = ["run", "preview", "curl", "cancel", "checkWorkspace", "nothing"]


@pytest.mark.parametrize("command", [*(f"connlint.server.{each}" for each in COMMANDS), "", "\0", "connlint.run"])
def test_commands_with_wrong_arguments(client: RawClient, command: str) -> None:
    document = {"textDocument": {"uri": URI}}
    given: list[Any] = [
        None,
        {},
        "x",
        5,
        [],
        [None],
        [1],
        ["a"],
        [[]],
        [{}, {}],
        [{}],
        [{"textDocument": None}],
        [{"textDocument": {"uri": None}}],
        [{"textDocument": {"uri": ["file:///x"]}}],
        [document],
        [{**document, "element": None}],
        [{**document, "element": {"x": [1]}}],
        [{**document, "element": "Activity_1", "variables": 5, "secrets": [], "environment": {"a": 1}}],
        [{**document, "element": "Activity_1", "confirmation": {}, "show": "x", "workDoneToken": {}}],
        [{"textDocument": {"uri": "x"}, "element": "Activity_1", "run": 5}],
        [{"workDoneToken": "q", "run": []}],
    ]
    for arguments in given:
        answer = client.ask("workspace/executeCommand", {"command": command, "arguments": arguments})
        assert "error" not in answer or is_refused(answer), (arguments, answer)
        assert "Traceback" not in json.dumps(answer)


def test_cancelling_what_nobody_asked(client: RawClient) -> None:
    for unknown in ("never asked", 10**9, -1, "", None, {}, [1], 1.5):
        client.tell("$/cancelRequest", {"id": unknown})
    client.tell("$/cancelRequest", {})
    client.tell("$/cancelRequest", None)


@pytest.mark.parametrize("together", [1000, 5])
def test_a_thousand_requests_that_are_cancelled_at_once(together: int) -> None:
    """Each is answered once: that it was cancelled, or with what it asked for."""
    large = "file:///nowhere/large.bpmn"
    process = MODEL[MODEL.index("<bpmn:process") : MODEL.index("</bpmn:process>") + len("</bpmn:process>")]
    text = MODEL.replace(process, "\n".join(process.replace("_1", f"_{number}") for number in range(25)))
    asked: tuple[tuple[str, Json], ...] = (
        ("textDocument/diagnostic", {"textDocument": {"uri": large}}),
        ("connlint/tasks", {}),
        ("connlint/checkWorkspace", {}),
        ("workspace/executeCommand", {"command": "connlint.server.checkWorkspace"}),
        ("textDocument/hover", {"textDocument": {"uri": URI}, "position": position(3, 3)}),
    )
    with RawClient() as client:
        client.initialize(capabilities={"textDocument": {"diagnostic": {}}})
        client.open(URI, MODEL)
        client.open(large, text)
        names = [f"asked {number}" for number in range(1000)]
        for first in range(0, len(names), together):
            for number in range(first, first + together):
                method, params = asked[number % len(asked)]
                client.send({"jsonrpc": "2.0", "id": names[number], "method": method, "params": params})
            for name in (*names[first : first + together], *names[first : first + together]):
                client.tell("$/cancelRequest", {"id": name})
            client.change(large, first + 2, {"text": text})
        last = client.ask("textDocument/diagnostic", {"textDocument": {"uri": large}}, 60)
        assert len(last["result"]["items"]) == len(check_text(text, "/nowhere/large.bpmn")) > 0
        assert_well(client)
        answers = [each for each in client.messages if each.get("id") in set(names)]
        assert sorted(each["id"] for each in answers) == sorted(names)
        # How many are still under way when they are cancelled, the machine decides.
        assert {each["error"]["code"] for each in answers if "error" in each} <= {-32800}
        assert client.stop() == 0


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("connlint/checkWorkspace", {}),
        ("workspace/executeCommand", {"command": "connlint.server.checkWorkspace"}),
    ],
)
def test_a_hundred_requests_that_are_cancelled_under_way(method: str, params: Json) -> None:
    """Each is certainly under way: it waits for the client, who never answers what the server asks for meanwhile."""
    with RawClient() as client:
        client.initialize(capabilities={"window": {"workDoneProgress": True}})
        for number in range(100):
            name = f"asked {number}"
            client.send({"jsonrpc": "2.0", "id": name, "method": method, "params": params})
            client.wait(lambda message: message.get("method") == "window/workDoneProgress/create")
            client.tell("$/cancelRequest", {"id": name})
            client.tell("$/cancelRequest", {"id": name})
            assert client.answer(name)["error"]["code"] == -32800
        assert client.is_alive()
        assert client.stop() == 0
