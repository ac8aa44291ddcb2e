"""At any place of a model: what is answered is about that place, says nothing twice, and edits what stands there."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from connlint.check import check_text
from connlint.source.lines import LineIndex
from connlint.span import Span
from hostile.asking import position, stretch
from hostile.raw_client import Json, RawClient
from lsp.random_edits import Edits
from shared_folder import SHARED

OWN = Path(__file__).resolve().parents[2] / "fixtures" / "templates" / "orders-v13.bpmn"
CORPUS = SHARED / "corpus"
VALUES = re.compile(r'"([^"<>]*)"')
PLACES = 250
"""In each model; half of them in values, where most of what can be asked is."""
MODELS = 5


def models() -> list[Path]:
    corpus = [each for each in sorted(CORPUS.rglob("*.bpmn")) if 10_000 < each.stat().st_size < 100_000]
    return [OWN, *random.Random(7).sample(corpus, min(MODELS, len(corpus)))]


@pytest.fixture(scope="module")
def client() -> Iterator[RawClient]:
    with RawClient() as client:
        client.initialize(
            capabilities={"textDocument": {"documentSymbol": {"hierarchicalDocumentSymbolSupport": True}}},
            initializationOptions={"trusted": True, "settings": {"delay": 0}},
        )
        yield client
        assert "Traceback" not in client.log


class Model:
    def __init__(self, client: RawClient, path: Path) -> None:
        self.client = client
        self.uri = f"file:///nowhere/{path.stem.replace(' ', '-')}.bpmn"
        self.text = path.read_bytes().decode("utf-8-sig")
        self.lines = LineIndex(self.text)
        client.open(self.uri, self.text)

    def places(self) -> list[int]:
        choice = random.Random(3)
        spans = [match.span(1) for match in VALUES.finditer(self.text)]
        inside = [choice.randint(*choice.choice(spans)) for _ in range(PLACES // 2)]
        anywhere = [choice.randint(0, len(self.text)) for _ in range(PLACES // 2)]
        return [each for each in (*inside, *anywhere) if self.text[each - 1 : each + 1] != "\r\n"]

    def ask(self, method: str, at: int, **params: object) -> object:
        place = position(*self.lines.position(at, "utf-16"))
        whole = {"textDocument": {"uri": self.uri}, "position": place, "positions": [place], **params}
        return self.client.ask(f"textDocument/{method}", whole)["result"]

    def range(self, span: Span) -> Json:
        return stretch(*self.lines.position(span.start, "utf-16"), *self.lines.position(span.end, "utf-16"))

    def span(self, given: Json) -> Span:
        ends = (given["start"], given["end"])
        return Span(*(self.lines.offset(end["line"], end["character"], "utf-16") for end in ends))


@pytest.fixture(params=models(), ids=lambda path: path.name)
def model(request: pytest.FixtureRequest, client: RawClient) -> Model:
    return Model(client, request.param)


def test_completions(model: Model) -> None:
    for at in model.places():
        items = model.ask("completion", at)["items"]
        for item in items:
            where = item["textEdit"]["range"]
            assert model.span(where).holds(at), (at, item)
            assert where["start"]["line"] == where["end"]["line"], (at, item)
        count = Counter(item["label"] for item in items)
        assert not [label for label, number in count.items() if number > 1], at


def test_hovers(model: Model) -> None:
    for at in model.places():
        hover = model.ask("hover", at)
        if hover is not None:
            assert model.span(hover["range"]).holds(at), (at, hover)
            assert hover["contents"]["value"].strip()


def test_selections(model: Model) -> None:
    for at in model.places():
        (chain,) = model.ask("selectionRange", at)
        inner = Span(at, at)
        while chain is not None:
            outer = model.span(chain["range"])
            assert outer.start <= inner.start, (at, chain)
            assert inner.end <= outer.end, (at, chain)
            inner, chain = outer, chain.get("parent")


def test_names(model: Model) -> None:
    for at in model.places():
        named = model.ask("prepareRename", at)
        marked = [model.span(each["range"]) for each in model.ask("documentHighlight", at) or ()]
        found = model.ask("references", at, context={"includeDeclaration": True})
        places = [model.span(each["range"]) for each in found if each["uri"] == model.uri]
        assert len(set(places)) == len(places)
        assert not places or any(each.holds(at) for each in places), at
        assert not marked or any(each.holds(at) for each in marked), at
        if named is not None:
            assert model.span(named["range"]).holds(at)
            edits = model.ask("rename", at, newName="aNameOfItsOwn")["changes"][model.uri]
            assert sorted(model.span(each["range"]) for each in edits) == sorted(places)


def test_diagnostics_while_it_is_edited(model: Model) -> None:
    """After every message they are those of a check of the whole text, at the same characters."""
    edits = Edits(len(model.text))
    for version in range(2, 22):
        changes = []
        for _ in range(1 + version % 3):
            start, end, new = edits.next(model.text)
            changes.append({"range": model.range(Span(start, end)), "text": new})
            model.text = model.text[:start] + new + model.text[end:]
            model.lines = LineIndex(model.text)
        model.client.change(model.uri, version, *changes)
        shown = [
            (each["code"], each["message"], each["range"]) for each in model.client.diagnostics(model.uri, version)
        ]
        found = check_text(model.text, model.uri.removeprefix("file://"))
        assert shown == [(each.rule, each.message, model.range(each.span)) for each in found], version
