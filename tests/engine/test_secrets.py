"""Secret references in the raw text of the variables."""

from __future__ import annotations

import pytest

from connlint_server.engine.errors import ConnectorError
from connlint_server.engine.secrets import referenced_secrets, replace_secrets

SECRETS = {
    "TOKEN": "t0ken",
    "a/b.c_d-e": "path",
    "$odd:n}ame": "odd",
    "TO_BARE": "secrets.TOKEN",
    "TO_BRACES": "{{secrets.TOKEN}}",
    "LINES": 'one\n"two"\t\\three\x01',
    "EMPTY": "",
    "ümlaut": "ü",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{secrets.TOKEN}}", "t0ken"),
        ("{{  secrets.TOKEN  }}", "t0ken"),
        ("{{{secrets.TOKEN}}}", "{t0ken}"),
        ("<{{secrets.TOKEN}}{{secrets.TOKEN}}>", "<t0kent0ken>"),
        ("{{secrets.$odd:n}ame}}", "odd"),
        ("{{secrets.ümlaut}}", "ü"),
        ("{{secrets.}}", "{{secrets.}}"),
        ("{{secrets. TOKEN}}", "{{secrets. TOKEN}}"),
        ("{{Secrets.TOKEN}} SECRETS.TOKEN secret.TOKEN", "{{Secrets.TOKEN}} SECRETS.TOKEN secret.TOKEN"),
        ("{{secrets.TOKEN}", "{{t0ken}"),
        ("{{secrets.TOKEN X}}", "{{t0ken X}}"),
        ("secrets.TOKEN", "t0ken"),
        ("mysecrets.TOKEN.", "myt0ken."),
        ("secrets.TOKEN__X", "t0ken__X"),
        ("secrets.a/b.c_d-e", "path"),
        ("secrets._x secrets.-x", "secrets._x secrets.-x"),
        ("[{{secrets.EMPTY}}]", "[]"),
        # A value's own reference is resolved by the bare pass, and by the braces pass where a sweep is left.
        ("{{secrets.TO_BARE}}", "t0ken"),
        ("secrets.TO_BARE", "secrets.TOKEN"),
        ("{{secrets.TO_BRACES}}", "{{t0ken}}"),
        ("{{secrets.TO_BRACES}}{{secrets.TOKEN}}", "t0kent0ken"),
        # A line break is two characters in JSON text, so only the bare form matches.
        (r"{{\nsecrets.TOKEN\n}}", r"{{\nt0ken\n}}"),
    ],
)
def test_references_are_replaced_by_the_real_rules(text, expected):
    assert replace_secrets(text, SECRETS) == expected


def test_values_are_escaped_for_json_and_nothing_else():
    assert replace_secrets('"{{secrets.LINES}}"', SECRETS) == r'"one\n\"two\"\t\\three\u0001"'
    assert replace_secrets("{{secrets.ümlaut}}", SECRETS) == "ü"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("{{secrets.NO}} {{secrets.OTHER}}", "NO"),
        ("secrets.BARE {{secrets.NO}}", "NO"),
        ("https://secrets.example/x", "example/x"),
        ('{"a":"{{secrets.TOKEN}","b":{"c":1}}', 'TOKEN}","b":{"c":1'),
    ],
)
def test_the_first_missing_secret_is_named(text, name):
    with pytest.raises(ConnectorError) as raised:
        replace_secrets(text, SECRETS)
    assert raised.value.message == f"Secret with name '{name}' is not available"
    assert raised.value.input_error


def test_the_names_that_a_text_refers_to():
    assert referenced_secrets('{"a":"secrets.X and {{secrets.Y}}","b":"{{secrets.Y}}"}') == ("Y", "X")
