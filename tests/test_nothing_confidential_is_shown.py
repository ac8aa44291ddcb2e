"""No credential that a model holds is in any output: not in a message, a fix, a frame, a difference or a baseline."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

from connlint.check import check_model, check_text
from connlint.cli.main import main
from connlint.config import Config
from connlint.example import Example, inbound_event, rest_task
from connlint.finding import Edit, Finding, Persona
from connlint.fixing import apply_edits, fix_text
from connlint.output.report import FORMATS
from connlint.source.text import decode
from connlint.template_files import GivenTemplates
from connlint.workspace import Workspace, model_of
from decoding import decoded

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
MODELS = sorted(FIXTURES.rglob("*.bpmn"))
CREDENTIAL = "4f9Kq2Lz93vTn0"
ALL = Config(persona=Persona.AUDITOR)
QUOTED = f'"{CREDENTIAL}"'


def credentials_of(path: Path) -> set[str]:
    """What the rule finds in a fixture, and what stands before the host of a URL."""
    text = decode(path.read_bytes()).text
    found = check_text(text, str(path), ALL)
    return {decoded(text, each.span).strip('"@') for each in found if each.confidential}


HELD = set().union(*map(credentials_of, MODELS))


def check(*arguments: str) -> str:
    options = ("--persona", "auditor", "--unsafe-fixes", "--statistics")
    result = CliRunner().invoke(main, ["check", *arguments, *options])
    assert result.exit_code in (0, 1), result.output
    return result.output


def test_the_fixtures_hold_credentials() -> None:
    assert len(HELD) >= 3


@pytest.mark.parametrize("name", FORMATS)
def test_no_credential_of_a_fixture_is_in_an_output(name: str) -> None:
    text = check(str(FIXTURES), "--output-format", name)
    assert [each for each in HELD if each in text or each in unescape(text)] == []
    assert "invalid-" in text


def test_no_credential_of_a_fixture_is_in_a_difference_or_a_baseline(tmp_path: Path) -> None:
    different = check(str(FIXTURES), "--diff")
    assert "+++" in different
    check(str(FIXTURES), "--write-baseline", "--baseline", str(tmp_path / "baseline.json"))
    kept = (tmp_path / "baseline.json").read_text("utf-8")
    for text in (different, kept):
        assert [each for each in HELD if each in unescape(text)] == []


PLANTED = ("authentication.token", "authentication.password", "authentication.value", "authentication.clientSecret")


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixtures with a literal credential for each secret of an authentication, on the lines beside all mistakes."""
    folder = tmp_path_factory.mktemp("planted")
    count = 0
    for path in MODELS:
        text = decode(path.read_bytes()).text
        tasks = model_of(text, str(path)).http_tasks
        sources = [each.source for task in tasks for each in task.node.inputs if each.name in PLANTED]
        spans = [source.span for source in sources if source is not None]
        count += len(spans)
        target = folder / path.relative_to(FIXTURES)
        target.parent.mkdir(exist_ok=True)
        target.write_text(apply_edits(text, [Edit(span, CREDENTIAL) for span in spans]), "utf-8")
    assert count > 30
    return folder


@pytest.mark.parametrize("name", [*FORMATS, "diff"])
def test_no_planted_credential_is_in_an_output(planted: Path, name: str) -> None:
    for options in ((), ("--ignore", "hardcoded-credential")):
        text = check(str(planted), *options, *(("--diff",) if name == "diff" else ("--output-format", name)))
        assert text
        assert CREDENTIAL not in unescape(text)


EXPRESSIONS = [
    f'={{"Authorization": {QUOTED}',
    f'={{"Authorization" {QUOTED}}}',
    f'={{"Authorization": "Bearer {CREDENTIAL}" token}}',
    f"={{'Authorization': '{CREDENTIAL}'}}",
    f"={{Authorization == {QUOTED}}}",
    f'={{"X-Api-Key": if a {QUOTED} else null}}',
    f'={{"X-Api-Key": if a then {QUOTED} else null}}',
    f'={{"X-Api-Key": {QUOTED}, "a": {{{{secrets.X}}}}}}',
    f'={{"X-Api-Key": {QUOTED}, "a": {{{{secret.X}}}}}}',
    f'={{"a": secrets.X, "X-Api-Key": {QUOTED}}}',
    f"=not {{token: {QUOTED}}}",
    f"={{password: {QUOTED}}} ? 1 : 2",
    f"={{password: {QUOTED}}} == 1",
    f'={{type: "baerer", token: {QUOTED}}}',
    f"Authorization: Bearer {CREDENTIAL}",
    f"Bearer {CREDENTIAL}",
    f" Bearer {CREDENTIAL}",
    f'{{"type":"bearer","token":"{CREDENTIAL}"}}',
    f"https://a.example/?q=1&api_key={CREDENTIAL}",
    f"HTTPS://a.example/?api_key={CREDENTIAL}",
    f'="HTTPS://a.example/?api_key={CREDENTIAL}"',
    f'="HTTPS://a.example/?api_key={CREDENTIAL}" + id',
    f" https://a.example/?api_key={CREDENTIAL}",
    f"https://a.example/?api_key={CREDENTIAL}&x=%zz",
    f"https://a.exa mple/?api_key={CREDENTIAL}",
    f"ftp://a.example/?api_key={CREDENTIAL}",
    f"a.example/?access_token={CREDENTIAL}",
    f"HTTPS://user:{CREDENTIAL}@a.example/",
    f"https://user:{CREDENTIAL}@a.example/",
    f"ftp://{CREDENTIAL}@a.example/",
    f"-----BEGIN PRIVATE KEY-----\n{CREDENTIAL}\n-----END PRIVATE KEY-----",
    f"-----BEGIN PRIVATE KEY-----{CREDENTIAL}",
]
FIELDS = [
    "url",
    "method",
    "headers",
    "queryParameters",
    "body",
    "authentication",
    "authentication.type",
    "authentication.oauthTokenEndpoint",
    "connectionTimeoutInSeconds",
    "storeResponse",
    "followRedirects",
    "clientTls",
    "documentReturnFormat.choice",
    "somethingElse",
]


def shown_by(finding: Finding) -> list[str]:
    """Every text of a finding, as all outputs and editors get it."""
    texts = [finding.message, *(related.message for related in finding.related)]
    if finding.fix is not None:
        texts += [finding.fix.title, *(edit.text for edit in finding.fix.edits)]
    return [unescape(text) for text in texts]


@pytest.mark.parametrize("value", EXPRESSIONS)
def test_no_rule_shows_what_reads_as_a_credential(value: str) -> None:
    examples: list[Example] = [rest_task({field: value}, version="17", engine="8.10.0") for field in FIELDS]
    examples += [
        rest_task(headers={header: value}) for header in ("resultExpression", "errorExpression", "retryBackoff")
    ]
    examples += [rest_task(outputs={"x": value}), rest_task(retries=value), rest_task(job_type=value)]
    examples += [inbound_event({name: value}) for name in ("inbound.auth.password", "resultExpression", "free")]
    found = [finding for example in examples for finding in check_text(example.text, config=ALL)]
    assert found
    leaks = [(each.rule, text) for each in found for text in shown_by(each) if CREDENTIAL in text]
    assert leaks == []


@pytest.mark.parametrize("value", EXPRESSIONS)
def test_no_frame_shows_what_reads_as_a_credential(value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line of the file is shown for what stands beside the credential too, and where its own rule is not asked for."""
    monkeypatch.chdir(tmp_path)
    for index, field in enumerate(("url", "headers", "authentication", "method", "connectionTimeoutInSeconds")):
        Path(f"{index}.bpmn").write_text(rest_task({field: value}).text)
    for options in ((), ("--ignore", "hardcoded-credential"), ("--diff",)):
        assert CREDENTIAL not in unescape(check(".", *options))


@pytest.mark.parametrize(
    "value", [f"={CREDENTIAL}", f"=x{CREDENTIAL}", f"=`{CREDENTIAL}`", f"= x{CREDENTIAL} ", f"={CREDENTIAL}+"]
)
def test_a_credential_that_was_pasted_as_feel_is_not_shown(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    inputs = {"authentication.type": "bearer", "authentication.token": value}
    Path("a.bpmn").write_text(rest_task(inputs).text)
    for name in FORMATS:
        text = check("a.bpmn", "--output-format", name)
        assert "authentication.token" in text
        assert CREDENTIAL not in unescape(text)


@pytest.mark.parametrize("length", range(20, 40))
def test_a_value_that_is_cut_shows_no_beginning_of_a_credential(length: int) -> None:
    value = f"https://a.example/{'x' * length}?api_key={CREDENTIAL}"
    for example in (rest_task({"connectionTimeoutInSeconds": value}), rest_task(headers={"retryBackoff": value})):
        (finding,) = check_text(example.text)
        assert CREDENTIAL[:4] not in finding.message


@pytest.mark.parametrize("value", ["hunter2x", "correct-horse-battery"])
def test_what_is_named_as_a_credential_is_not_shown_however_weak_it_is(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choices = [{"name": "A", "value": "a"}, {"name": "B", "value": "b"}]
    template = {
        "id": "a.B",
        "name": "B",
        "version": 1,
        "appliesTo": ["bpmn:Task"],
        "properties": [
            {
                "type": "String",
                "constraints": {"pattern": "^#"},
                "binding": {"type": "zeebe:input", "name": "apiToken"},
            },
            {
                "type": "String",
                "constraints": {"minLength": 99},
                "binding": {"type": "zeebe:taskHeader", "key": "password"},
            },
            {"type": "Dropdown", "choices": choices, "binding": {"type": "zeebe:taskHeader", "key": "accessKey"}},
            {"type": "Dropdown", "choices": choices, "binding": {"type": "zeebe:input", "name": "privateKey"}},
        ],
    }
    monkeypatch.chdir(tmp_path)
    Path(".camunda/element-templates").mkdir(parents=True)
    Path(".camunda/element-templates/b.json").write_text(json.dumps(template))
    weak = {"apiToken": value, "privateKey": value}
    text = rest_task(
        only=weak, headers={"password": value, "accessKey": value}, template="a.B", version="1", job_type="a:1"
    ).text
    Path("a.bpmn").write_text(text)
    for name in FORMATS:
        shown = check("a.bpmn", "--output-format", name)
        assert value not in shown
    model = model_of(text, "a.bpmn")
    workspace = Workspace({model.path: model}, templates=GivenTemplates({"b.json": json.dumps(template)}))
    fields = {finding.field for finding in check_model(model, workspace, Config())}
    assert fields == {*weak, "password", "accessKey"}


def test_a_fix_changes_the_scheme_and_repeats_nothing() -> None:
    text = rest_task({"url": "HTTPS://a.example/b"}).text
    (finding,) = check_text(text)
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    assert (text[edit.span.start : edit.span.end], edit.text) == ("HTTPS://", "https://")


def test_a_fix_beside_a_credential_still_mends() -> None:
    for source, mended in (
        (f"={{Authorization: '{CREDENTIAL}'}}", f'={{Authorization: "{CREDENTIAL}"}}'),
        (
            f'={{"X-Api-Key": {QUOTED}, "a": {{{{secrets.X}}}}}}',
            f'={{"X-Api-Key": {QUOTED}, "a": "{{{{secrets.X}}}}"}}',
        ),
    ):
        before, after = rest_task({"headers": source}).text, rest_task({"headers": mended}).text
        assert fix_text(before, check_text).text == after
