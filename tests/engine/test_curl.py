"""The curl command of a prepared request, read by a real shell."""

from __future__ import annotations

import json
import subprocess

from connlint_server.engine import TokenCache, prepare_job
from connlint_server.engine.curl import curl_command

SECRETS = {"API_KEY": "k 'e' y$HOME`id`", "PW": "pa:ss"}


def words(variables) -> tuple[str, list[str]]:
    """The command and its words after the shell filled the secrets in."""
    dry = prepare_job(json.dumps(variables), secrets=SECRETS, token_cache=TokenCache())
    command, names = curl_command(dry.request, dry.redactor)
    environment = {name: value for name, value in SECRETS.items() if name in names}
    script = "curl() { printf '%s\\0' \"$@\"; }\n" + command
    done = subprocess.run(["/bin/sh", "-c", script], env=environment, capture_output=True, check=True)
    return command, done.stdout.decode().split("\0")[:-1]


def options(found: list[str], name: str) -> list[str]:
    return [found[index + 1] for index, word in enumerate(found) if word == f"--{name}"]


def test_secrets_are_variables():
    variables = {
        "method": "POST",
        "url": "https://h.example/a[1]/../{{secrets.PW}}",
        "headers": {"X-Key": "{{secrets.API_KEY}}", "Empty": ""},
        "body": {"it's": "{{secrets.API_KEY}}"},
        "authentication": {"type": "basic", "username": "me", "password": "{{secrets.PW}}"},
    }
    command, found = words(variables)
    for value in SECRETS.values():
        assert value not in command
    assert '"$API_KEY"' in command
    assert options(found, "request") == ["POST"]
    assert options(found, "user") == ["me:pa:ss"]
    assert "X-Key: k 'e' y$HOME`id`" in options(found, "header")
    assert "Empty;" in options(found, "header")
    assert "Accept:" in options(found, "header")
    assert found[-1] == "https://h.example/a%5B1%5D/../pa:ss"
    assert {"--path-as-is", "--globoff"} <= set(found)
    assert options(found, "data-raw") == ['{"it\'s":"k \'e\' y$HOME`id`"}']


def test_bodies():
    variables = {"method": "PUT", "url": "http://h"}
    _command, found = words(variables)
    assert options(found, "data-raw") == [""]
    assert "Content-Type: text/plain; charset=UTF-8" in options(found, "header")
    assert options(words({**variables, "body": "@file"})[1], "data-raw") == ["@file"]
    broken = {**variables, "headers": {"X": "a\r\nY: b\0"}}
    assert "X: a  Y: b?" in options(words(broken)[1], "header")
    latin = {**variables, "body": "\xe9", "headers": {"Content-Type": "a/b; charset=iso-8859-1"}}
    assert options(words(latin)[1], "data-binary") == ["@body.bin"]
    assert "--data" not in words({"method": "GET", "url": "http://h"})[0]
    assert words({"method": "GET", "url": "http://h"})[1][-1] == "http://h/"
