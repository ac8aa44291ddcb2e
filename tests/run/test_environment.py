"""Where variables, secrets and rules come from, and what a repository may not decide."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest

from connlint.configuration import Configuration
from connlint_server.engine.environment import Given, environment_of
from connlint_server.engine.environment_table import ConfigurationError, environment_tables
from connlint_server.engine.user_rules import user_configuration, user_rules


@pytest.fixture
def project(tmp_path):
    (tmp_path / "models" / "deep").mkdir(parents=True)
    (tmp_path / "connlint.toml").write_text(
        """
        select = ["missing-input"]
        default-environment = "dev"

        [environments.dev]
        description = "This machine"
        color = "green"
        variables = { host = "http://localhost", day = 2026-03-01, nested = { a = [1, 2.5] } }
        variables-file = "dev.json"
        secrets-file = "secrets/dev.env"
        secret-prefix = "CONNLINT_DEV_"

        [environments.prod]
        protected = true
        """,
        "utf-8",
    )
    (tmp_path / "dev.json").write_text('{"host": "lost", "city": "Berlin"}', "utf-8")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "dev.env").write_text(
        "# comment\nTOKEN='a ${HOME} $x'\nexport KEY=file\nEMPTY=\nBARE\nMULTI=\"one\\ntwo\"\n", "utf-8"
    )
    return tmp_path


NOTHING = Given()


def dev(project, given=NOTHING, **options):
    return environment_of(environment_tables(project / "models" / "deep").find(None), given, **options)


def test_an_environment_of_the_nearest_configuration(project):
    found = dev(project, environ={"CONNLINT_DEV_KEY": "process", "OTHER": "x", "CONNLINT_DEV_": "y"})
    assert found.name == "dev"
    assert found.variables == {
        "host": "http://localhost",
        "city": "Berlin",
        "day": "2026-03-01",
        "nested": {"a": [1, 2.5]},
    }
    assert found.secrets == {"TOKEN": "a ${HOME} $x", "KEY": "process", "EMPTY": "", "MULTI": "one\ntwo"}
    assert (found.description, found.color, found.protected) == ("This machine", "green", False)
    assert environment_of(environment_tables(project).find("prod")).protected


def test_what_the_user_gives_goes_over_it(project, tmp_path):
    mine = tmp_path / "mine.env"
    mine.write_text("KEY=mine\n", "utf-8")
    given = Given(
        variables=(("first", '{"host": "h1", "n": 2}'), ("second", '{"host": "h2"}')),
        assignments=(
            "city=Paris",
            "double==n * 2",
            "chain==double + 1",
            "text=3",
            "eq==",
            "empty=",
            "a=b=c",
            "none==null",
        ),
        secret_files=(mine,),
        secret_prefixes=("MY_",),
    )
    found = dev(project, given, environ={"MY_TOKEN": "t", "CONNLINT_DEV_KEY": "process"})
    assert found.variables["host"] == "h2"
    assert {
        name: found.variables[name] for name in ("city", "double", "chain", "text", "eq", "empty", "a", "none")
    } == {
        "city": "Paris",
        "double": 4,
        "chain": 5,
        "text": "3",
        "eq": "=",
        "empty": "",
        "a": "b=c",
        "none": None,
    }
    assert (found.secrets["KEY"], found.secrets["TOKEN"]) == ("mine", "t")


def test_no_configuration_is_no_environment(tmp_path):
    tables = environment_tables(tmp_path)
    assert tables.find(None) is None
    assert environment_of(None, Given(assignments=("a=1",))).variables == {"a": "1"}
    with pytest.raises(ConfigurationError, match="there is no environment 'dev'"):
        tables.find("dev")


def test_pyproject_holds_it_too(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.connlint.environments.ci]\nvariables = {a = 1}\n", "utf-8")
    assert environment_tables(tmp_path).find("ci").variables == {"a": 1}
    (tmp_path / "pyproject.toml").write_text("[tool.other]\n", "utf-8")
    assert environment_tables(tmp_path).configuration is None


def test_environments_that_a_configuration_extends(project):
    """Each with the folder of its own file; the nearer one wins, and its default."""
    nearer = project / "models" / "connlint.toml"
    nearer.write_text(
        "extend = '../connlint.toml'\n[environments.prod]\ndescription = 'nearer'\n[environments.own]\n", "utf-8"
    )
    tables = environment_tables(project / "models" / "deep")
    assert (tables.configuration, tables.default) == (nearer, "dev")
    assert set(tables.tables) == {"dev", "prod", "own"}
    assert environment_of(tables.find(None), environ={}).secrets["KEY"] == "file"
    assert (tables.find("dev").folder, tables.find("own").folder) == (project, project / "models")
    assert (tables.find("prod").description, tables.find("prod").protected) == ("nearer", False)
    nearer.write_text("extend = '../connlint.toml'\ndefault-environment = 'prod'\n", "utf-8")
    assert environment_tables(project / "models").default == "prod"


def test_environments_of_another_project_are_not_taken(project, tmp_path):
    """What was cloned could else send the secrets of the project beside it to its own addresses."""
    cloned = tmp_path / "models" / "cloned"
    cloned.mkdir()
    other = tmp_path / "other"
    other.mkdir()
    (other / "connlint.toml").write_text("default-environment = 'live'\n[environments.live]\nsecrets-file = 's.env'\n")
    (other / "s.env").write_text("KEY=of-the-other\n")
    (cloned / "connlint.toml").write_text("extend = '../../other/connlint.toml'\n")
    tables = environment_tables(cloned)
    assert not tables.tables
    with pytest.raises(ConfigurationError, match=r"stands in .*other.connlint\.toml"):
        tables.find(None)
    assert environment_of(environment_tables(cloned, other / "connlint.toml").find(None)).secrets == {
        "KEY": "of-the-other"
    }


def test_the_linter_and_the_runs_know_the_same_environments(project):
    (project / "models" / "pyproject.toml").write_text("[tool.connlint]\nextend = ['../connlint.toml']\n", "utf-8")
    model = str(project / "models" / "deep" / "a.bpmn")
    known = Configuration().environments_for(model)
    tables = environment_tables(project / "models" / "deep").tables
    assert {name: folder for name, (_, folder) in known.items()} == {
        name: str(table.folder) for name, table in tables.items()
    }


def test_a_configuration_that_extends_nothing_there(tmp_path):
    (tmp_path / "connlint.toml").write_text("extend = 'absent.toml'\n", "utf-8")
    with pytest.raises(ConfigurationError, match="absent"):
        environment_tables(tmp_path)


def test_a_name_that_is_nearly_right(project):
    with pytest.raises(ConfigurationError, match="did you mean prod"):
        environment_tables(project).find("prdo")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("allowed-hosts = ['evil.example']", "a project cannot decide this"),
        ("allow-link-local = true", "a project cannot decide this"),
        ("confirm-methods = []", "a project cannot decide this"),
        ("secret-prefix = ''", "must begin with CONNLINT_"),
        ("secret-prefix = 'AWS_'", "must begin with CONNLINT_"),
        ("varaibles = {}", "did you mean variables"),
        ("protected = 'yes'", "protected must be true or false"),
        ("variables = []", "variables must be a table"),
        ("color = 3", "color must be a text"),
    ],
)
def test_what_a_configuration_may_not_say(tmp_path, table, message):
    (tmp_path / "connlint.toml").write_text(f"[environments.dev]\n{table}\n", "utf-8")
    with pytest.raises(ConfigurationError, match=message):
        environment_tables(tmp_path)


@pytest.mark.parametrize(
    "text", ["environments = 1", "environments.dev = 1", "default-environment = 1", "a = ", "\xff"]
)
def test_a_configuration_that_cannot_be_read(tmp_path, text):
    (tmp_path / "connlint.toml").write_bytes(text.encode("iso-8859-1"))
    with pytest.raises(ConfigurationError, match=r"connlint\.toml"):
        environment_tables(tmp_path)


@pytest.mark.parametrize("key", ["secrets-file", "variables-file"])
@pytest.mark.parametrize("place", ["../outside.env", "link.env", "{absolute}"])
def test_files_outside_the_project_are_not_read(tmp_path, key, place):
    outside = tmp_path / "outside.env"
    outside.write_text("A=1\n", "utf-8")
    project = tmp_path / "project"
    project.mkdir()
    (project / "link.env").symlink_to(outside)
    name = place.format(absolute=outside)
    (project / "connlint.toml").write_text(f"[environments.dev]\n{key} = '{name}'\n", "utf-8")
    with pytest.raises(ConfigurationError, match="lies outside the folder"):
        environment_of(environment_tables(project).find("dev"))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (Given(secret_files=(Path("absent.env"),)), "does not exist"),
        (Given(secret_prefixes=("",)), "must not be empty"),
        (Given(variables=(("v.json", "[1]"),)), r"v\.json must be a JSON object"),
        (Given(variables=(("v.json", "{"),)), r"v\.json is no JSON"),
        (Given(variables=(("v.json", '{"a": NaN}'),)), "NaN is no JSON number"),
        (Given(assignments=("city",)), "name=text or name==FEEL"),
        (Given(assignments=("city==1 +",)), "the FEEL of the variable city fails at character"),
    ],
)
def test_what_a_user_may_get_wrong(given, message):
    with pytest.raises(ConfigurationError, match=message):
        environment_of(None, given)


class TestKeyring:
    @pytest.fixture
    def table(self, tmp_path):
        (tmp_path / "connlint.toml").write_text("[environments.dev]\nkeyring = 'shop'\n", "utf-8")
        return environment_tables(tmp_path).find("dev")

    def test_only_entries_for_connlint_are_asked_for(self, table, monkeypatch):
        asked = []

        def get_password(service, name):
            asked.append((service, name))
            return {"A": "a"}.get(name)

        self.install(monkeypatch, get_password)
        assert environment_of(table, secret_names=["A", "B"]).secrets == {"A": "a"}
        assert asked == [("connlint:shop", "A"), ("connlint:shop", "B")]

    def test_a_locked_keyring(self, table, monkeypatch):
        errors = self.install(monkeypatch, None)

        def get_password(service, name):
            raise errors.KeyringError("hidden")

        sys.modules["keyring"].get_password = get_password
        with pytest.raises(ConfigurationError, match=r"cannot be read \(KeyringError\)"):
            environment_of(table, secret_names=["A"])

    def test_without_the_package(self, table, monkeypatch):
        monkeypatch.setitem(sys.modules, "keyring", None)
        with pytest.raises(ConfigurationError, match=r"connlint\[keyring\]"):
            environment_of(table, secret_names=["A"])

    @staticmethod
    def install(monkeypatch, get_password):
        keyring, errors = types.ModuleType("keyring"), types.ModuleType("keyring.errors")
        errors.KeyringError = type("KeyringError", (Exception,), {})
        keyring.get_password, keyring.errors = get_password, errors
        monkeypatch.setitem(sys.modules, "keyring", keyring)
        monkeypatch.setitem(sys.modules, "keyring.errors", errors)
        return errors


class TestUserRules:
    @pytest.fixture
    def environ(self, tmp_path):
        return {"XDG_CONFIG_HOME": str(tmp_path)}

    def write(self, tmp_path, text):
        (tmp_path / "connlint").mkdir()
        (tmp_path / "connlint" / "config.toml").write_text(text, "utf-8")

    def test_none(self, environ):
        rules = user_rules(environ)
        assert rules.policy.allowed_hosts is None
        assert rules.confirm_methods == {"POST", "PUT", "PATCH", "DELETE"}
        assert rules.allowing([]).policy.allowed_hosts is None
        assert rules.allowing(["a"], link_local=True).policy.allowed_hosts == ("a",)
        assert rules.allowing(["a"], link_local=True).policy.allow_link_local

    def test_all(self, environ, tmp_path):
        self.write(
            tmp_path, "[run]\nallowed-hosts = ['a']\nconfirm-methods = ['get']\nallow-link-local = true\ntimeout = 5\n"
        )
        rules = user_rules(environ)
        assert (rules.policy.allowed_hosts, rules.policy.allow_link_local) == (("a",), True)
        assert (rules.confirm_methods, rules.timeout) == ({"GET"}, 5.0)
        assert rules.allowing(["b"]).policy.allowed_hosts == ("a", "b")

    @pytest.mark.parametrize(
        "text",
        [
            "run = 1",
            "[run]\nx = 1",
            "[run]\nallowed-hosts = 'a'",
            "[run]\ntimeout = 0",
            "[run]\nallow-link-local = 1",
            "[",
        ],
    )
    def test_wrong(self, environ, tmp_path, text):
        self.write(tmp_path, text)
        with pytest.raises(ConfigurationError, match=r"config\.toml"):
            user_rules(environ)

    def test_a_relative_folder_does_not_count(self):
        assert user_configuration({"XDG_CONFIG_HOME": "here"}) == Path.home() / ".config" / "connlint" / "config.toml"
