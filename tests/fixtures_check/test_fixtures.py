"""The models in `fixtures/` are what `fixtures/README.md` says: sound BPMN, one mistake each, a mended twin beside it."""

from __future__ import annotations

import base64
import json
import re
from html import unescape
from itertools import combinations
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree

from shared_folder import SHARED, needs_shared

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
MODELS = sorted(FIXTURES.rglob("*.bpmn"))
FORMS = sorted(FIXTURES.rglob("*.form"))
NOT_WELL_FORMED = FIXTURES / "mistakes" / "xml-syntax.bpmn"
WELL_FORMED = [path for path in MODELS if path != NOT_WELL_FORMED]
MISTAKES = sorted((FIXTURES / "mistakes").glob("*.bpmn"))
EXPECTED = json.loads((FIXTURES / "mistakes" / "expected.json").read_text(encoding="utf-8"))

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
MODELER = "{http://camunda.org/schema/modeler/1.0}"
FLOW_NODE = re.compile(r"startEvent|endEvent|boundaryEvent|\w+Task|subProcess|adHocSubProcess|callActivity|\w+Gateway")


def name_of(path: Path) -> str:
    return path.relative_to(FIXTURES).as_posix()


def each(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=name_of)


def parse(path: Path) -> etree._Element:
    return etree.fromstring(path.read_bytes())


def local_name(element: etree._Element) -> str:
    return etree.QName(element).localname


def flow_nodes(root: etree._Element) -> list[etree._Element]:
    return [e for e in root.iter(f"{BPMN}*") if FLOW_NODE.fullmatch(local_name(e))]


def test_there_are_models() -> None:
    folders = {path.parent.name for path in MODELS}
    assert folders == {"templates", "authentication", "mistakes", "mended", "workspace"}


@each(WELL_FORMED)
def test_is_written_by_camunda_modeler(path: Path) -> None:
    root = parse(path)
    assert root.tag == f"{BPMN}definitions"
    assert root.get("exporter") == "Camunda Modeler"
    assert root.get(f"{MODELER}executionPlatform") == "Camunda Cloud"
    assert re.fullmatch(r"8\.\d+\.0", root.get(f"{MODELER}executionPlatformVersion", ""))


def test_the_file_that_is_not_well_formed() -> None:
    with pytest.raises(etree.XMLSyntaxError) as caught:
        parse(NOT_WELL_FORMED)
    (place,) = EXPECTED["xml-syntax"]
    assert caught.value.lineno == place["start"]["line"]


@each(WELL_FORMED)
def test_ids_are_unique(path: Path) -> None:
    ids = [element.attrib["id"] for element in parse(path).iter() if "id" in element.attrib]
    assert sorted(ids) == sorted(set(ids))


@each(WELL_FORMED)
def test_the_diagram_shows_the_model(path: Path) -> None:
    root = parse(path)
    model_ids = {e.get("id") for e in root.iter(f"{BPMN}*") if e.get("id")}
    shapes = [e.attrib["bpmnElement"] for e in root.iter(f"{BPMNDI}BPMNShape")]
    edges = [e.attrib["bpmnElement"] for e in root.iter(f"{BPMNDI}BPMNEdge")]
    planes = [e.attrib["bpmnElement"] for e in root.iter(f"{BPMNDI}BPMNPlane")]
    assert {*shapes, *edges, *planes} <= model_ids
    assert sorted(shapes) == sorted(e.attrib["id"] for e in flow_nodes(root))
    assert sorted(edges) == sorted(e.attrib["id"] for e in root.iter(f"{BPMN}sequenceFlow"))
    assert all(len(edge.findall(f"{DI}waypoint")) >= 2 for edge in root.iter(f"{BPMNDI}BPMNEdge"))


@each(WELL_FORMED)
def test_no_shapes_overlap(path: Path) -> None:
    root = parse(path)
    nested = {
        e.get("id"): {d.get("id") for d in e.iter()} for e in root.iter(f"{BPMN}subProcess", f"{BPMN}adHocSubProcess")
    }
    boundary = {e.get("id") for e in root.iter(f"{BPMN}boundaryEvent")}
    boxes: dict[str, tuple[float, float, float, float]] = {}
    for shape in root.iter(f"{BPMNDI}BPMNShape"):
        bounds = shape.find(f"{DC}Bounds")
        assert bounds is not None
        x, y, width, height = (float(bounds.attrib[k]) for k in ("x", "y", "width", "height"))
        boxes[shape.attrib["bpmnElement"]] = (x, y, x + width, y + height)
    for (one, a), (other, b) in combinations(boxes.items(), 2):
        if one in boundary or other in boundary or one in nested.get(other, ()) or other in nested.get(one, ()):
            continue
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, f"{one} lies over {other}"


@each(WELL_FORMED)
def test_flows_and_events_are_connected(path: Path) -> None:
    root = parse(path)
    nodes = {e.get("id"): e for e in flow_nodes(root)}
    for flow in root.iter(f"{BPMN}sequenceFlow"):
        source, target = nodes[flow.get("sourceRef")], nodes[flow.get("targetRef")]
        assert flow.get("id") in [e.text for e in source.findall(f"{BPMN}outgoing")]
        assert flow.get("id") in [e.text for e in target.findall(f"{BPMN}incoming")]
    errors = {e.get("id") for e in root.iter(f"{BPMN}error")}
    referenced = {e.get("errorRef") for e in root.iter(f"{BPMN}errorEventDefinition")}
    assert referenced == errors
    assert {e.get("attachedToRef") for e in root.iter(f"{BPMN}boundaryEvent")} <= set(nodes)


@each(WELL_FORMED)
def test_icons_are_svg(path: Path) -> None:
    for element in parse(path).iter(f"{BPMN}serviceTask"):
        icon = element.get(f"{ZEEBE}modelerTemplateIcon")
        if icon is None:
            continue
        kind, data = icon.split(",", 1)
        svg = base64.b64decode(data, validate=True) if kind.endswith(";base64") else unquote(data).encode()
        assert local_name(etree.fromstring(svg)) == "svg"


@each(FORMS)
def test_forms_name_themselves(path: Path) -> None:
    form = json.loads(path.read_text(encoding="utf-8"))
    assert form["id"] == path.stem
    assert all(component["key"] for component in form["components"])


@each(WELL_FORMED)
def test_linked_forms_and_called_processes_lie_beside_the_model(path: Path) -> None:
    root = parse(path)
    linked = {e.get("formId") for e in root.iter(f"{ZEEBE}formDefinition")} - {None}
    assert linked <= {form.stem for form in path.parent.glob("*.form")}
    called = {e.get("processId") for e in root.iter(f"{ZEEBE}calledElement")}
    processes = {p.get("id") for other in path.parent.glob("*.bpmn") if other in WELL_FORMED for p in parse(other)}
    assert called <= processes


# ---- the mistakes and their twins


@each(MISTAKES)
def test_every_mistake_has_its_twin(path: Path) -> None:
    twin = FIXTURES / "mended" / path.name
    assert twin.read_bytes() != path.read_bytes()
    if path == NOT_WELL_FORMED:
        return
    wrong, right = parse(path), parse(twin)
    assert [p.get("id") for p in wrong.iter(f"{BPMN}process")] == [p.get("id") for p in right.iter(f"{BPMN}process")]
    tasks, mended_tasks = ([e.get("id") for e in r.iter(f"{BPMN}serviceTask")] for r in (wrong, right))
    assert tasks == mended_tasks


def test_every_twin_has_its_mistake() -> None:
    assert [p.name for p in MISTAKES] == sorted(p.name for p in (FIXTURES / "mended").glob("*.bpmn"))
    assert sorted(EXPECTED) == [p.stem for p in MISTAKES]


@each(MISTAKES)
def test_the_expected_text_stands_where_it_is_said_to(path: Path) -> None:
    places = EXPECTED[path.stem]
    assert any(place["rule"] == path.stem for place in places)
    for place in places:
        source = (path.parent / place["path"]).read_text(encoding="utf-8")
        if place["text"] is not None:
            start, end = place["start"]["offset"], place["end"]["offset"]
            assert unescape(source[start:end]) == place["text"]
            assert source.count("\n", 0, start) + 1 == place["start"]["line"]
            assert start - source.rfind("\n", 0, start) == place["start"]["column"]
        element = place["element"]
        if element is not None:
            assert f'id="{element}"' in path.read_text(encoding="utf-8")


@needs_shared
def test_every_rule_has_a_mistake() -> None:
    text = (SHARED / "RULES.md").read_text(encoding="utf-8")
    rules = set(re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)) | {"unused-suppression", "unknown-rule"}
    assert {p.stem for p in MISTAKES} == rules


# ---- the files with unusual bytes


def test_unusual_bytes() -> None:
    templates = FIXTURES / "templates"
    crlf = {p.name for p in MODELS if b"\r\n" in p.read_bytes()}
    assert crlf == {"weather-v2-unversioned.bpmn"}
    source = (templates / "weather-v2-unversioned.bpmn").read_bytes()
    assert source.count(b"\r\n") == source.count(b"\n") == source.count(b"\r")
    assert {p.name for p in MODELS if p.read_bytes().startswith(b"\xef\xbb\xbf")} == {"orders-v8.bpmn"}
    assert {p.name for p in WELL_FORMED if parse(p).prefix != "bpmn"} == {"orders-v11.bpmn"}
    astral = (templates / "orders-v13.bpmn").read_text(encoding="utf-8")
    assert "\u2028" in astral
    assert any(ord(character) > 0xFFFF for character in astral)
    longest = max(len(line) for line in (templates / "orders-v17.bpmn").read_text(encoding="utf-8").splitlines())
    assert longest > 19_000


# ---- the workspace


def test_the_workspace_belongs_together() -> None:
    models = {p.name: p.read_text(encoding="utf-8") for p in (FIXTURES / "workspace").glob("*.bpmn")}
    assert len(models) == 3
    assert all("{{secrets.SHOP_API_TOKEN}}" in text for text in models.values())
    assert all(text.count("orderNumber") >= 2 for text in models.values())
    form = json.loads((FIXTURES / "workspace" / "order-entry.form").read_text(encoding="utf-8"))
    assert "orderNumber" in [component["key"] for component in form["components"]]
