"""The cURL command of a task: what a shell makes of it, with each secret in a variable of its own."""

from __future__ import annotations

import subprocess

import pytest

from connlint_server.engine import ConnectorError, curl_task
from run.models import get, rest_task

CURL = "curl() { for word; do printf '%s\\0' \"$word\"; done; }\n"
"""In place of the real one: it says what it was given."""


def words_of(command: str, **variables: str) -> list[str]:
    """What the shell gives to the command."""
    done = subprocess.run(
        ["sh", "-c", CURL + command], env={"PATH": "/usr/bin:/bin", **variables}, capture_output=True, check=True
    )
    assert done.stderr == b""
    return done.stdout.decode().split("\0")[:-1]


def test_curl_needs_no_secret():
    task = rest_task(
        {
            "authentication.type": "basic",
            "authentication.username": "{{secrets.USER}}",
            "authentication.password": "{{secrets.my-pass}}",
            "method": "POST",
            "url": "http://h.example/{{secrets.A}}",
            "body": '={"a": "{{secrets.B}}!"}',
        }
    )
    command = curl_task(task).command
    for variable in ("$USER", "$MY_PASS", "$A", "$B"):
        assert f'"{variable}"' in command
    assert curl_task(task, secrets={"USER": "real-user", "A": "real-a"}).command == command
    assert "stands-here" not in command


def test_curl_with_a_secret_that_must_be_a_number():
    task = rest_task(get("http://h.example/", readTimeoutInSeconds="{{secrets.SECONDS}}"))
    with pytest.raises(ConnectorError):
        curl_task(task)
    assert "http://h.example/" in curl_task(task, secrets={"SECONDS": "20"}).command


def test_curl_with_a_token():
    task = rest_task(
        {
            "authentication.type": "oauth-client-credentials-flow",
            "authentication.oauthTokenEndpoint": "http://id.example/token",
            "authentication.clientId": "me",
            "authentication.clientSecret": "{{secrets.S}}",
            "authentication.clientAuthentication": "basicAuthHeader",
            **get("http://h.example/"),
        }
    )
    token, command = curl_task(task).command.split("\n\n")
    assert token.startswith("ACCESS_TOKEN=$(curl --request POST")
    assert "http://id.example/token" in token
    assert '"$S"' in token
    assert "'Authorization: Bearer '\"$ACCESS_TOKEN\"" in command


def test_each_secret_has_a_variable_of_its_own():
    task = rest_task(
        {
            "authentication.type": "bearer",
            "authentication.token": "4f9Kq2Lz93vTn0",
            **get("http://h.example/"),
            "headers": '={"A": "{{secrets.my-key}}", "B": "{{secrets.my_key}}", "C": "{{secrets.CREDENTIAL}}", '
            '"D": "{{secrets.PATH}}", "E": "{{secrets.2nd}}", "F": "{{secrets.ACCESS_TOKEN}}"}',
        }
    )
    curl = curl_task(task, secrets={"my-key": "one", "unused": "other"})
    assert {each.name: each.secret for each in curl.variables} == {
        "MY_KEY": "my-key",
        "MY_KEY_2": "my_key",
        "CREDENTIAL": "CREDENTIAL",
        "SECRET_PATH": "PATH",
        "_2ND": "2nd",
        "ACCESS_TOKEN": "ACCESS_TOKEN",
        "CREDENTIAL_2": None,
    }
    values = {each.name: f"{each.secret or 'in the model'}; $HOME 'x'" for each in curl.variables}
    words = words_of(curl.command, **values)
    for name, secret in zip("ABCDEF", ("my-key", "my_key", "CREDENTIAL", "PATH", "2nd", "ACCESS_TOKEN"), strict=True):
        assert f"{name}: {secret}; $HOME 'x'" in words
    assert "Authorization: Bearer in the model; $HOME 'x'" in words


def test_a_secret_that_is_named_like_the_token():
    task = rest_task(
        {
            "authentication.type": "oauth-client-credentials-flow",
            "authentication.oauthTokenEndpoint": "http://id.example/token",
            "authentication.clientId": "me",
            "authentication.clientSecret": "{{secrets.ACCESS_TOKEN}}",
            "authentication.clientAuthentication": "basicAuthHeader",
            **get("http://h.example/"),
        }
    )
    curl = curl_task(task)
    assert [each.name for each in curl.variables] == ["ACCESS_TOKEN"]
    jq = "jq() { cat >/dev/null; echo fetched; }\n"
    words = words_of(jq + curl.command, ACCESS_TOKEN="mine")
    assert "Authorization: Bearer fetched" in words
    assert "$ACCESS_TOKEN" in curl.command.split("\n\n")[0]


def test_what_to_set_is_told():
    bearer = {"authentication.type": "bearer", "authentication.token": "4f9Kq2Lz93vTn0"}
    task = rest_task({**bearer, **get("http://h.example/{{secrets.my-key}}/{{secrets.B}}")})
    (note,) = curl_task(task).notes
    assert note == "Set before: MY_KEY (the secret my-key), B, CREDENTIAL (a credential in the model)"
    assert curl_task(rest_task(get("http://h.example/"))).notes == ()
