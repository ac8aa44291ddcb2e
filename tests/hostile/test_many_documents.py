"""Thousands of open documents: no question about one of them may look through all the others."""

from __future__ import annotations

import os
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from hostile.asking import MODEL, URI, assert_well, everything, place_of
from hostile.raw_client import RawClient

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what a process has used is read from /proc")

FEW, MANY = 200, 2_000
PATIENCE = 300.0
MEMORY = 320
"""MiB, for two thousand small models: some sixty kilobytes each were measured."""


def text_of(number: int) -> str:
    """The first one has a secret of its own: what all of them name would be found in all of them."""
    return MODEL.replace("TOKEN", f"TOKEN_{1 + number % 50 if number else 0}")


def uri_of(number: int) -> str:
    return f"file:///nowhere/{number % 100}/model-{number}.bpmn"


def computing(client: RawClient) -> float:
    """Seconds, once everything that was said is worked off."""
    assert "result" in client.ask("connlint/rule", {}, PATIENCE)
    fields = Path(f"/proc/{client.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(client: RawClient) -> float:
    lines = Path(f"/proc/{client.process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def questions(client: RawClient) -> float:
    """Seconds of computing for everything that an editor asks about one document while it is typed into.

    Not for what is asked about all of them.
    """
    before = computing(client)
    for version in range(2, 7):
        client.change(uri_of(0), version, {"text": text_of(0).replace("GET", "PUT" if version % 2 else "GET")})
        for method, params in everything(uri_of(0), place_of(MODEL, "TOKEN}}")):
            if method not in ("connlint/tasks", "workspace/symbol"):
                client.ask(method, params, PATIENCE)
    client.tell("textDocument/didClose", {"textDocument": {"uri": uri_of(1)}})
    client.open(uri_of(1), text_of(1))
    return computing(client) - before


def test_two_thousand_open_documents() -> None:
    with RawClient() as client:
        client.initialize(initializationOptions={"trusted": True, "settings": {"delay": 0}})
        client.open(URI, MODEL)
        for number in range(FEW):
            client.open(uri_of(number), text_of(number))
        with_few = questions(client)
        spent = [computing(client)]
        for number in range(FEW, MANY):
            client.open(uri_of(number), text_of(number))
            if number % FEW == FEW - 1:
                spent.append(computing(client))
        costs = [after - before for before, after in pairwise(spent)]
        # Looking through all that are open would cost six times as much at the end as at the beginning.
        assert min(costs[-2:]) < 3 * max(costs[:2]), costs
        assert questions(client) < 3 * with_few + 1
        assert memory(client) < MEMORY
        # All of them are asked for, and everything that all depend on changes.
        assert len(client.ask("connlint/tasks", {}, PATIENCE)["result"]["files"]) == MANY + 1
        client.messages.clear()
        hover = {"textDocument": {"uri": URI}, "position": place_of(MODEL, "TOKEN}}")}
        with client.together():
            client.tell(
                "workspace/didChangeConfiguration", {"settings": {"connlint": {"persona": "pedantic", "delay": 0}}}
            )
            client.send({"jsonrpc": "2.0", "id": "between", "method": "textDocument/hover", "params": hover})
        assert "result" in client.answer("between", PATIENCE)
        told = [each for each in client.messages if each.get("method") == "textDocument/publishDiagnostics"]
        assert len(told) < MANY / 4, "a question is answered before all are checked"
        client.wait(lambda each: (each.get("params") or {}).get("uri") == uri_of(MANY - 1), PATIENCE)
        assert_well(client)
