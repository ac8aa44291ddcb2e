"""A large model is worked off in turns: what is asked, typed or cancelled meanwhile does not wait for all of it.

Nothing here looks at a clock: what counts is the order in which the server says things. What it must have heard before
it is done reaches it in one piece, so that no pause of the client's gives it the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connlint.example import rest_task
from hostile.raw_client import RawClient

URI = "file:///nowhere/large.bpmn"
CONTENT = rest_task({"queryParameters": "={a: {{secrets.KEY}}, b: upper case(name)}"}).content
LARGE = rest_task(
    beside="".join(
        CONTENT.replace("Activity_1", f"Activity_{n}").replace("Fetch order", f"Fetch {n}") for n in range(2, 600)
    )
).text
FINDINGS = 598
QUESTION = {"jsonrpc": "2.0", "id": "question", "method": "connlint/environments", "params": {}}
PULLS = {"textDocument": {"diagnostic": {}}}
NEAR_THE_END = LARGE[: LARGE.index("Fetch 590")].count("\n")


@pytest.fixture
def client() -> Iterator[RawClient]:
    with RawClient() as started:
        yield started
        assert started.stop() == 0
        assert "ERROR" not in started.log, started.log


def published(message: dict[str, Any]) -> bool:
    return message.get("method") == "textDocument/publishDiagnostics"


def test_a_question_is_answered_before_all_is_found(client: RawClient) -> None:
    client.initialize(initializationOptions={"settings": {"delay": 0}})
    with client.together():
        client.open(URI, LARGE)
        client.send(QUESTION)
    assert "result" in client.answer("question")
    assert not any(map(published, client.messages))
    assert len(client.diagnostics(URI, 1)) == FINDINGS


def test_what_is_typed_meanwhile_is_what_is_checked(client: RawClient) -> None:
    client.initialize(initializationOptions={"settings": {"delay": 0}})
    place = {"line": NEAR_THE_END, "character": LARGE.split("\n")[NEAR_THE_END].index("Fetch")}
    with client.together():
        client.open(URI, LARGE)
        for version in range(2, 6):
            client.change(URI, version, {"range": {"start": place, "end": place}, "text": "x"})
    assert len(client.diagnostics(URI, 5)) == FINDINGS
    assert not any(map(published, client.messages)), "of the versions before nothing was ready, and nothing is told"


@pytest.mark.parametrize("method", ["textDocument/diagnostic", "textDocument/hover", "textDocument/codeAction"])
def test_a_question_that_takes_long_is_cancelled(client: RawClient, method: str) -> None:
    client.initialize(capabilities=PULLS)
    client.open(URI, LARGE)
    place = {"line": 3, "character": 10}
    params = {
        "textDocument": {"uri": URI},
        "position": place,
        "range": {"start": place, "end": place},
        "context": {"diagnostics": []},
    }
    with client.together():
        client.send({"jsonrpc": "2.0", "id": "long", "method": method, "params": params})
        client.tell("$/cancelRequest", {"id": "long"})
    assert client.answer("long")["error"]["code"] == -32800
    assert client.is_alive()
    answer = client.ask("textDocument/diagnostic", {"textDocument": {"uri": URI}})
    assert len(answer["result"]["items"]) == FINDINGS


def test_a_check_of_the_workspace_leaves_time_for_others(client: RawClient, tmp_path: Path) -> None:
    (tmp_path / "large.bpmn").write_text(LARGE, "utf-8")
    client.initialize(workspaceFolders=[{"uri": tmp_path.as_uri(), "name": "x"}])
    with client.together():
        client.send({"jsonrpc": "2.0", "id": "all", "method": "connlint/checkWorkspace", "params": {}})
        for number in range(5):
            client.send({**QUESTION, "id": f"question {number}"})
    answer = client.answer("all")
    assert answer["result"]["errors"] == FINDINGS
    answered = [each["id"] for each in client.messages if str(each.get("id")).startswith("question")]
    assert answered == [f"question {number}" for number in range(5)], "before all is checked"


def test_it_ends_in_the_middle_of_it(client: RawClient) -> None:
    client.initialize()
    with client.together():
        client.open(URI, LARGE)
        client.send(QUESTION)
    assert "result" in client.answer("question")
