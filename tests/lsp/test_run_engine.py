"""Runs with the real engine against a service on this machine."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import pytest_asyncio
from lsprotocol import types as t

from connlint.example import rest_task
from lsp.editor import REAL, Editor
from lsp.local_service import Service, service

pytestmark = pytest.mark.asyncio(loop_scope="session")

SECRET = 'p@ss "wörd" 7e5b'
TOML = """
default-environment = "dev"

[environments.dev]
variables = { base = "http://127.0.0.1:%d", path = "orders" }
secrets-file = ".env"

[environments.prod]
protected = true
color = "red"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workspace")


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def shared(folder: Path) -> AsyncIterator[tuple[Editor, Service]]:
    async with service() as local:
        (folder / "connlint.toml").write_text(TOML % local.port, "utf-8")
        (folder / ".env").write_text(f"TOKEN='{SECRET}'\n", "utf-8")
        started = await Editor("maximal").start(folder=folder, command=REAL, trusted=True)
        yield started, local
        await started.stop()


@pytest.fixture
def real(shared: tuple[Editor, Service]) -> Editor:
    return shared[0]


@pytest.fixture
def local(shared: tuple[Editor, Service]) -> Service:
    shared[1].requests.clear()
    return shared[1]


def opened(editor: Editor, folder: Path, inputs: dict[str, str] | None = None, **settings: Any) -> dict[str, Any]:
    given = {
        "authentication.type": "bearer",
        "authentication.token": "{{secrets.TOKEN}}",
        "url": '=base + "/" + path + "/7"',
        **(inputs or {}),
    }
    text = rest_task(given, **settings).text
    uri = editor.open(text, (folder / f"model-{len(editor.texts)}.bpmn").as_uri())
    return {"textDocument": {"uri": uri}, "element": "Activity_1"}


async def document(editor: Editor, uri: str) -> str:
    return (await editor.client.workspace_text_document_content_async(t.TextDocumentContentParams(uri))).text


def assert_hidden(*texts: object) -> None:
    """No form of the secret stands in any of the texts."""
    forms = {
        SECRET,
        quote(SECRET),
        json.dumps(SECRET)[1:-1],
        json.dumps(SECRET, ensure_ascii=False)[1:-1],
        base64.b64encode(SECRET.encode()).decode(),
    }
    for text in texts:
        shown = text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)
        for form in forms:
            assert form not in shown
            assert form not in json.dumps(shown)


async def test_the_whole_way(real: Editor, local: Service, folder: Path) -> None:
    headers = {"resultExpression": "={order: response.body.order, echo: response.body.echo}"}
    params = opened(real, folder, headers=headers)
    asked = await real.ask("connlint/run", params)
    assert asked["confirmation"]["hosts"] == [f"127.0.0.1:{local.port}"]
    assert asked["confirmation"]["secrets"] == ["TOKEN"]
    assert local.requests == []
    answer = await real.run(params)
    assert answer["kind"] == "finished"
    outcome = answer["run"]["outcome"]
    assert outcome["variables"] == {"order": {"id": 7, "lines": [1, 2]}, "echo": "Bearer ***"}
    (request,) = local.requests
    assert request.startswith("GET /orders/7 HTTP/1.1")
    assert f"Authorization: Bearer {SECRET}" in request
    shown = await document(real, answer["run"]["document"])
    assert '"id": 7' in shown
    page = await real.hover(
        params["textDocument"]["uri"], real.at(params["textDocument"]["uri"], "<bpmn:serviceTask", 5)
    )
    assert ", variables, status 200" in page
    assert_hidden(asked, answer, shown, page, real.log)


async def test_a_document_without_a_file_has_the_environments_of_the_first_folder(real: Editor, folder: Path) -> None:
    text = opened(real, folder)["textDocument"]["uri"]
    uri = real.open(real.texts[text], "untitled:Untitled-1")
    params = {"textDocument": {"uri": uri}, "element": "Activity_1"}
    assert [each["name"] for each in (await real.ask("connlint/environments", params))["environments"]] == [
        "dev",
        "prod",
    ]
    for chosen in ({"environment": "dev"}, {}):
        answer = await real.run({**params, **chosen})
        assert answer["kind"] == "finished"
        assert answer["run"]["environment"] == "dev"


async def test_completion_from_what_really_came_back(real: Editor, folder: Path) -> None:
    params = opened(real, folder, headers={"resultExpression": "={order: response.body.order.}"})
    assert (await real.run(params))["run"]["outcome"]["kind"] == "job-failed"  # the expression is not finished
    uri = params["textDocument"]["uri"]
    assert {"id", "lines"} == set(await real.completion(uri, real.at(uri, "body.order.")))


async def test_preview_and_curl_hide_the_secret(real: Editor, local: Service, folder: Path) -> None:
    params = opened(real, folder)
    preview = await real.ask("connlint/preview", params)
    assert preview["kind"] == "prepared"
    assert preview["request"]["url"] == f"http://127.0.0.1:{local.port}/orders/7"
    curl = await real.ask("connlint/curl", params)
    assert "$TOKEN" in curl["command"]
    assert_hidden(preview, curl, await document(real, preview["document"]), real.log)
    assert local.requests == []


async def test_what_is_missing(real: Editor, local: Service, folder: Path) -> None:
    inputs = {"authentication.token": "{{secrets.OTHER}}", "url": '=base + "/" + city'}
    params = opened(real, folder, inputs)
    answer = await real.ask("connlint/run", params)
    assert answer["kind"] == "input-needed"
    assert [each["name"] for each in answer["variables"]] == ["city"]
    assert [each["name"] for each in answer["secrets"]] == ["OTHER"]
    given = {**params, "variables": {"city": "rome"}, "secrets": {"OTHER": SECRET}}
    answer = await real.run(given)
    assert answer["kind"] == "finished"
    assert local.requests[-1].startswith("GET /rome ")
    assert_hidden(answer, real.log)


async def test_a_redirect_to_another_host_is_not_followed(real: Editor, local: Service, folder: Path) -> None:
    inputs = {"method": "GET", "url": '=base + "/away"', "followRedirects": "=true"}
    uri = real.open(rest_task(only=inputs, version="17", engine="8.10.0").text, (folder / "model.bpmn").as_uri())
    answer = await real.run({"textDocument": {"uri": uri}, "element": "Activity_1"})
    assert answer["kind"] == "finished"
    assert answer["run"]["outcome"]["kind"] == "stopped"
    assert answer["run"]["outcome"]["host"] == f"localhost:{local.port}"
    assert len(local.requests) == 1


@pytest.mark.parametrize(
    ("pattern", "url", "asked"),
    [
        ("api.example:80", "http://api.example/", []),
        ("api.example:443", "https://api.example/", []),
        ("api.example:443", "http://api.example/", ["api.example"]),
        ("*.example:8080", "http://api.example:8080/", []),
        ("*.example:8080", "http://api.example:8081/", ["api.example:8081"]),
        ("api.example.", "http://API.example/", []),
        ("*", "http://api.example:1/", []),
    ],
)
async def test_the_question_and_the_sending_judge_hosts_alike(
    folder: Path, pattern: str, url: str, asked: list[str]
) -> None:
    editor = await Editor("maximal").start(command=REAL, trusted=True, settings={"run": {"allowedHosts": [pattern]}})
    preview = await editor.ask("connlint/preview", opened(editor, folder, {"authentication.token": "x", "url": url}))
    confirmation = preview["confirmation"]
    assert ([] if confirmation is None else confirmation["unknownHosts"]) == asked
    await editor.stop()


async def test_a_secret_in_the_name_of_a_host_is_not_shown(real: Editor, folder: Path) -> None:
    params = opened(real, folder, {"url": '="https://{{secrets.TENANT}}.example.org/"'})
    confirmation = (await real.ask("connlint/run", {**params, "secrets": {"TENANT": "s3cr3t-tenant"}}))["confirmation"]
    assert confirmation["hosts"] == confirmation["unknownHosts"] == ["***.example.org"]
    assert "s3cr3t-tenant" not in json.dumps(confirmation)


async def test_a_document_of_another_host_is_not_fetched(local: Service, folder: Path) -> None:
    allowed = f"127.0.0.1:{local.port}"
    editor = await Editor("maximal").start(command=REAL, trusted=True, settings={"run": {"allowedHosts": [allowed]}})
    other = f"localhost:{local.port}"
    document = f'"camunda.document.type": "external", url: "http://{other}/d"'
    text = rest_task({"method": "POST", "url": f"http://{allowed}/", "body": f"={{d: {{{document}}}}}"}).text
    uri = editor.open(text, (folder / "model.bpmn").as_uri())
    answer = await editor.run({"textDocument": {"uri": uri}, "element": "Activity_1"})
    assert (answer["kind"], answer["reason"], answer["host"]) == ("refused", "host", other)
    assert local.requests == []
    await editor.stop()


async def test_cancel_closes_the_socket(real: Editor, local: Service, folder: Path) -> None:
    params = opened(real, folder, {"url": '=base + "/slow"'})
    running = asyncio.ensure_future(real.run(params))
    await real.until(lambda: local.open == 1)
    assert await real.ask("connlint/cancel", params) is True
    answer = await running
    assert answer["kind"] == "cancelled"
    await real.until(lambda: local.open == 0)
    assert "Cancelled." in await document(real, answer["document"])


async def test_shutdown_closes_the_socket(local: Service, folder: Path) -> None:
    editor = await Editor("maximal").start(folder=folder, command=REAL, trusted=True)
    running = asyncio.ensure_future(editor.run(opened(editor, folder, {"url": '=base + "/slow"'})))
    await editor.until(lambda: local.open == 1)
    await editor.stop()
    await editor.until(lambda: local.open == 0)
    running.cancel()


async def test_environments(real: Editor, folder: Path) -> None:
    offered = await real.ask("connlint/environments", {})
    assert offered["default"] == offered["selected"] == "dev"
    dev, prod = offered["environments"]
    assert (dev["name"], dev["secrets"], dev["protected"]) == ("dev", ["TOKEN"], False)
    assert (prod["name"], prod["color"], prod["protected"]) == ("prod", "red", True)
    assert offered["configuration"] == (folder / "connlint.toml").as_uri()
    assert_hidden(offered)


async def test_a_configuration_that_cannot_be_read(real: Editor, tmp_path: Path) -> None:
    params = opened(real, tmp_path)
    (tmp_path / "connlint.toml").write_text("[environments", "utf-8")
    answer = await real.ask("connlint/run", params)
    assert (answer["kind"], answer["reason"]) == ("refused", "environment")
    assert "connlint.toml" in answer["message"]


async def test_who_catches_a_bpmn_error(real: Editor, folder: Path) -> None:
    caught = (
        '<bpmn:boundaryEvent id="Caught" name="No order" attachedToRef="Activity_1">'
        '<bpmn:errorEventDefinition errorRef="E" /></bpmn:boundaryEvent>'
    )
    params = opened(
        real,
        folder,
        headers={"errorExpression": '=bpmnError("GONE", "it is gone")'},
        beside=caught,
        definitions='<bpmn:error id="E" errorCode="GONE" />',
    )
    outcome = (await real.run(params))["run"]["outcome"]
    assert (outcome["kind"], outcome["code"]) == ("bpmn-error", "GONE")
    where = outcome["caughtBy"]["range"]
    uri = params["textDocument"]["uri"]
    shown = real.cut(uri, t.Range(t.Position(**where["start"]), t.Position(**where["end"])))
    assert shown.startswith('<bpmn:boundaryEvent id="Caught"')
