"""Configuration files: which one counts, what it settles, what it refuses and where."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from connlint.cli.main import main
from connlint.config import ConfigError
from connlint.config_schema import made_text, schema_text
from connlint.configuration import CommandLine, Configuration
from connlint.example import rest_task
from connlint.finding import Persona, Severity
from plain_environment import plain_environment

WRONG = rest_task({"headers": '={"X-Key": {{secrets.KEY}}}'}).text


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def config_for(path: str, **given: object):
    return Configuration(CommandLine(**given)).config_for(path)


def error_of(text: str, folder: Path) -> str:
    (folder / "connlint.toml").write_text(text)
    with pytest.raises(ConfigError) as raised:
        config_for("a.bpmn")
    return str(raised.value)


def test_the_nearest_file_upward_counts(folder: Path) -> None:
    (folder / "connlint.toml").write_text('persona = "pedantic"\n')
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "pyproject.toml").write_text('[project]\nname = "x"\n')
    assert config_for("deep/er/a.bpmn").persona is Persona.PEDANTIC
    (folder / "deep" / "pyproject.toml").write_text('[tool.connlint]\npersona = "auditor"\n')
    assert config_for("deep/er/a.bpmn").persona is Persona.AUDITOR
    assert config_for("a.bpmn").persona is Persona.PEDANTIC
    assert config_for("deep/er/a.bpmn", isolated=True).persona is Persona.REGULAR
    assert config_for("deep/er/a.bpmn", config_file="connlint.toml").persona is Persona.PEDANTIC


def test_the_command_line_counts_more(folder: Path) -> None:
    (folder / "connlint.toml").write_text('ignore = ["secret-in-body"]\nengine-version = "8.6"\n')
    config = config_for("a.bpmn", select=frozenset({"secret-in-body"}), persona=Persona.AUDITOR)
    assert config.runs("secret-in-body")
    assert not config.runs("missing-input")
    assert str(config.engine_version) == "8.6"


def test_extended_files_come_first(folder: Path) -> None:
    (folder / "base.toml").write_text(
        'persona = "auditor"\nignore = ["static-escape"]\n[rules]\nmissing-input = "info"\nzero-index = "off"\n'
    )
    (folder / "connlint.toml").write_text(
        'extend = "base.toml"\npersona = "pedantic"\n[rules]\nzero-index = "warning"\nlegacy-secret = "off"\n'
    )
    config = config_for("a.bpmn")
    assert config.persona is Persona.PEDANTIC
    assert config.ignore == {"static-escape", "legacy-secret"}
    assert config.severities == {"missing-input": Severity.INFO, "zero-index": Severity.WARNING}


def test_overrides_are_for_the_paths_that_they_name(folder: Path) -> None:
    (folder / "connlint.toml").write_text(
        '[[overrides]]\npaths = ["legacy/"]\nignore = ["unquoted-secret"]\n\n'
        '[[overrides]]\npaths = ["**/old-*.bpmn"]\nengine-version = "8.4"\n'
    )
    assert not config_for("legacy/deep/a.bpmn").runs("unquoted-secret")
    assert config_for("a.bpmn").runs("unquoted-secret")
    assert str(config_for("legacy/old-1.bpmn").engine_version) == "8.4"
    assert config_for("new.bpmn").engine_version is None


def test_severities_and_options_reach_the_rules(folder: Path) -> None:
    url = {"authentication.type": "bearer", "authentication.token": "{{secrets.T}}", "url": "http://a.shop.example/"}
    (folder / "a.bpmn").write_text(rest_task(url).text)
    assert run("check").exit_code == 1
    (folder / "connlint.toml").write_text('[rules]\ninsecure-url = "error"\n')
    assert "error[insecure-url]" in run("check").output
    (folder / "connlint.toml").write_text('[rules.insecure-url]\nlocal-hosts = ["shop.example"]\n')
    assert run("check").exit_code == 0


def test_a_rule_may_be_added_to_a_persona(folder: Path) -> None:
    (folder / "a.bpmn").write_text(rest_task({"url": "https://a.example/{{secrets.KEY}}"}).text)
    assert run("check").exit_code == 0
    assert "secret-in-url" in run("check", "--extend-select", "secret-in-url").output
    (folder / "connlint.toml").write_text('extend-select = ["secret-in-url"]\n')
    result = run("check", "--output-format", "json")
    assert {each["rule"] for each in json.loads(result.stdout)["findings"]} == {"secret-in-url"}


def test_secrets_come_from_the_list_and_from_files(folder: Path) -> None:
    (folder / "example.env").write_text("TOKEN=never-shown\nexport URL='x'\n# no\nEMPTY\n")
    (folder / "connlint.toml").write_text('secrets = ["KEY"]\nsecrets-file = "example.env"\n')
    assert config_for("a.bpmn").secrets == {"KEY", "TOKEN", "URL", "EMPTY"}
    (folder / "a.bpmn").write_text(rest_task({"url": "{{secrets.URLS}}"}).text)
    result = run("check")
    assert "undeclared-secret" in result.output
    assert "never-shown" not in result.output


def test_excluded_files_are_not_searched_for(folder: Path) -> None:
    (folder / "connlint.toml").write_text('exclude = ["generated/", "*.draft.bpmn"]\n')
    (folder / "generated").mkdir()
    for name in ("generated/a.bpmn", "b.draft.bpmn", "c.bpmn"):
        (folder / name).write_text(WRONG)
    report = json.loads(run("check", "--output-format", "json").stdout)
    assert [each["path"] for each in report["findings"]] == ["c.bpmn"]
    assert run("check", "b.draft.bpmn").exit_code == 1
    assert run("check", "--force-exclude", "b.draft.bpmn").exit_code == 0


def test_templates_of_the_configuration_are_used(folder: Path) -> None:
    template = {
        "id": "com.example.Fax",
        "name": "Fax",
        "version": 1,
        "properties": [{"binding": {"type": "zeebe:input", "name": "number"}, "constraints": {"notEmpty": True}}],
    }
    (folder / "mine").mkdir()
    (folder / "mine" / "fax.json").write_text(json.dumps(template))
    (folder / "a.bpmn").write_text(rest_task(only={}, template="com.example.Fax", version="1", job_type="fax").text)
    assert run("check").exit_code == 0
    (folder / "connlint.toml").write_text('templates = ["mine"]\n')
    assert "missing-input" in run("check").output
    assert "com.example.Fax" in run("templates").output


@pytest.mark.parametrize("name", [b"Fax", b"F\xe9\xffx", b"F\\u00e9x"])
@pytest.mark.parametrize("before", [b"", b"\r\n\r\n", b"\xef\xbb\xbf\n"])
def test_what_is_wrong_in_a_template_is_told_at_its_place(folder: Path, name: bytes, before: bytes) -> None:
    """Also where the file is not UTF-8, or has the line ends of another system."""
    template = (
        b'{"id": "com.example.Fax", "name": "' + name + b'", "appliesTo": ["bpmn:Task"], "properties": [{"type": 1}]}'
    )
    (folder / "fax.json").write_bytes(before + template)
    (folder / "a.bpmn").write_text(rest_task(template="com.example.Fax", version="1").text)
    (folder / "connlint.toml").write_text('templates = ["fax.json"]\n')
    for output_format in ("full", "json"):
        result = run("check", "--output-format", output_format)
        assert result.exit_code == 1, result.output
    (finding,) = json.loads(result.output)["findings"]
    start, end = finding["range"]["start"], finding["range"]["end"]
    assert (start["line"], end["column"]) == (1 + before.count(b"\n"), start["column"] + 1)
    text = (before + template).decode("utf-8-sig", "replace")
    assert text[start["offset"] : end["offset"]] == "1"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('selct = ["missing-input"]', "connlint.toml:1:1: there is no setting 'selct'; did you mean 'select'?"),
        (
            '\nignore = [\n  "missing-input",\n  "mising-input",\n]',
            "connlint.toml:4:4: there is no rule 'mising-input'",
        ),
        ('[rules]\nmissing-inptu = "off"', "connlint.toml:2:1: there is no rule 'missing-inptu'"),
        ('[rules]\nmissing-input = "fatal"', "connlint.toml:2:1: 'fatal' is no severity"),
        (
            "[rules.insecure-url]\nlocal-host = []",
            "connlint.toml:2:1: the rule insecure-url has no option 'local-host'",
        ),
        ("[rules.insecure-url]\nlocal-hosts = 3", "connlint.toml:2:1: local-hosts of the rule insecure-url: a list"),
        ('persona = "strict"', "connlint.toml:1:1: persona: "),
        (
            '[[overrides]]\npaths = ["a"]\n\n[[overrides]]\npath = ["b"]',
            "connlint.toml:5:1: there is no setting 'path'",
        ),
        ('[[ignore]]\nrule = "x-y"\nreason = "r"', "connlint.toml:2:9: there is no rule 'x-y'"),
        ('[[ignore]]\nrule = "missing-input"', "connlint.toml:1:1: ignore: "),
        ('exclude = ["a", "[z-a]"]', "connlint.toml:1:18: '[z-a]' is no pattern"),
        ('[[overrides]]\npaths = ["!"]', "connlint.toml:2:11: '!' is no pattern"),
        ('ignore = [{rule = "missing-input", reason = "r", path = "!"}]', "connlint.toml:1:58: '!' is no pattern"),
        ('engine-version = "new"', "connlint.toml:1:1: 'new' is no engine version"),
        ('templates = ["no/such"]', "connlint.toml:1:15: there is no file or folder no/such"),
        ('secrets-file = "no.env"', "connlint.toml:1:17: there is no file no.env"),
        ('extend = "no.toml"', "connlint.toml:1:11: there is no file no.toml to extend"),
        ('extend = "connlint.toml"', "connlint.toml:1:11: connlint.toml is extended in a circle"),
        ("persona = ", "connlint.toml:1:11: this is not TOML: "),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_place(folder: Path, text: str, says: str) -> None:
    assert error_of(text, folder).startswith(says)
    (folder / "a.bpmn").write_text(WRONG)
    result = run("check")
    assert result.exit_code == 2
    assert says in result.output


def test_an_error_in_pyproject_is_placed_too(folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[project]\nname = "x"\n\n[tool.connlint]\npersnoa = "auditor"\n')
    with pytest.raises(ConfigError) as raised:
        config_for("a.bpmn")
    assert str(raised.value).startswith("pyproject.toml:5:1: there is no setting 'persnoa'; did you mean 'persona'?")


def test_environments_are_left_to_the_run(folder: Path) -> None:
    (folder / "connlint.toml").write_text('default-environment = "dev"\n[environments.dev]\nvariables = { a = 1 }\n')
    assert config_for("a.bpmn").select == frozenset()


def test_the_settings_of_a_path_are_shown(folder: Path) -> None:
    (folder / "connlint.toml").write_text('ignore = ["zero-index"]\n')
    shown = json.loads(run("config", "a.bpmn", "--output-format", "json").output)
    assert shown["file"] == "connlint.toml"
    assert shown["ignore"] == ["zero-index"]


def test_the_shipped_schema_is_fresh() -> None:
    assert schema_text() == made_text(), "write connlint.config_schema.made_text() to the shipped file"


EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "configuration.md"


def documented_examples() -> list[str]:
    import re

    return re.findall(r"```toml\n(.*?)```", EXAMPLES.read_text("utf-8"), re.DOTALL)


def test_the_schema_takes_what_the_documentation_shows(folder: Path) -> None:
    import tomllib

    validator = Draft202012Validator(json.loads(run("config", "--schema").output))
    examples = [tomllib.loads(text) for text in documented_examples()]
    assert len(examples) >= 3
    for example in examples:
        table = example.get("tool", {}).get("connlint", example)
        assert [error.message for error in validator.iter_errors(table)] == []
    for wrong in ({"selct": []}, {"select": ["no-rule"]}, {"rules": {"zero-index": "bad"}}, {"overrides": [{}]}):
        assert list(validator.iter_errors(wrong))


def test_the_documented_examples_are_read(folder: Path) -> None:
    for name in ("shared.toml", "example.env"):
        (folder / name).write_text("")
    for name in ("element-templates", "node_modules/@camunda/connectors-element-templates"):
        (folder / name).mkdir(parents=True)
    for text in documented_examples():
        name = "pyproject.toml" if "[tool.connlint" in text else "connlint.toml"
        (folder / name).write_text(text)
        config_for("a.bpmn", config_file=str(folder / name))


def test_without_a_configuration_nothing_is_loaded_for_it(folder: Path) -> None:
    (folder / "a.bpmn").write_text(rest_task().text)
    (folder / "pyproject.toml").write_text('[project]\nname = "x"\n')
    code = (
        "import sys; from connlint.cli.main import main\n"
        "try: main(['check', 'a.bpmn'])\n"
        "except SystemExit: pass\n"
        "heavy = {'tomllib', 'msgspec', 'pathspec', 'multiprocessing', 'concurrent.futures', 'dotenv', 'hashlib'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    environment = plain_environment()
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert result.stdout.splitlines()[-1] == "[]"


def test_recorded_responses_are_read(folder: Path) -> None:
    (folder / "saved.json").write_text('{"status": 200, "headers": {}, "body": {"a": 1}}')
    (folder / "connlint.toml").write_text('[responses]\nActivity_1 = "saved.json"\n')
    assert Configuration().config_for("a.bpmn").responses["Activity_1"]["body"] == {"a": 1}
    (folder / "saved.json").write_text("no JSON")
    with pytest.raises(ConfigError, match="it is no JSON"):
        Configuration().config_for("a.bpmn")
    (folder / "saved.json").unlink()
    with pytest.raises(ConfigError, match=r"there is no file saved\.json"):
        Configuration().config_for("a.bpmn")
