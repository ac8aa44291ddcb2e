"""What looks like a credential, and what does not."""

from __future__ import annotations

import pytest

from connlint.credentials import (
    credential_in,
    credentials_in_url,
    is_credential_header,
    is_credential_input,
    is_credential_parameter,
)

REAL = [
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
    "Bearer 9f3a1c77e0b84d52",
    "Basic dXNlcjpwYXNzd29yZDEyMw==",
    "9f3a1c77e0b84d52a6c1d0e8b7f42513",
    "glpat-x7Kq2Lz93vTn0",
    "w7Kq-Lz93vTn0xRb",
    "s3cr3t-p4ss",
    "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\n-----END PRIVATE KEY-----",
]
NOT_REAL = [
    "",
    "abc",
    "Bearer",
    "test",
    "my-token",
    "<your token>",
    "YOUR_API_KEY",
    "changeme123",
    "{{secrets.TOKEN}}",
    "Bearer {{secrets.TOKEN}}",
    "${TOKEN_1234567890}",
    "Place_Here_The_Password",
    "xxxxxxxx1",
    "************",
    "a b c d e f 1 2 3",
    "invalid-token-1",
    "test1234",
    "aaaaaaaa1",
    "password1",
]


@pytest.mark.parametrize("text", REAL)
def test_a_credential_is_told(text: str) -> None:
    assert credential_in(text) is not None


@pytest.mark.parametrize("text", NOT_REAL)
def test_anything_else_is_left_alone(text: str) -> None:
    assert credential_in(text) is None


def test_the_scheme_is_no_part_of_the_credential() -> None:
    text = "Bearer  9f3a1c77e0b84d52 "
    span = credential_in(text)
    assert span is not None
    assert text[span.start : span.end] == "9f3a1c77e0b84d52"


def test_names_of_credentials() -> None:
    assert all(map(is_credential_header, ["Authorization", "X-Api-Key", "apikey", "X-Auth-Token", "Private-Token"]))
    assert not any(map(is_credential_header, ["Accept", "X-Request-Id", "Content-Type", "X-Token-Type"]))
    assert all(map(is_credential_parameter, ["appid", "api_key", "access_token", "key", "client_secret"]))
    assert not any(map(is_credential_parameter, ["q", "keyword", "units", "token_type", "monkey"]))
    assert all(map(is_credential_input, ["gitlabAccessToken", "apiKey", "objects.password", "authorization"]))
    assert not any(map(is_credential_input, ["max_tokens", "tokenType", "oauthTokenEndpoint", "authentication.type"]))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://a.example/?q=x&api_key=4f9Kq2Lz93vTn0&n=1", [("api_key", "4f9Kq2Lz93vTn0")]),
        ("&appid=4f9Kq2Lz93vTn0#top", [("appid", "4f9Kq2Lz93vTn0")]),
        ("https://me:4f9Kq2Lz93vTn0@a.example/", [("password", "4f9Kq2Lz93vTn0")]),
        ("https://me:4f9Kq@2Lz93vTn0@a.example/", [("password", "4f9Kq@2Lz93vTn0")]),
        ("https://4f9Kq2Lz93vTn0@a.example/", [("token", "4f9Kq2Lz93vTn0")]),
        ("https://a.example/?q=4f9Kq2Lz93vTn0", []),
        ("https://a.example/?api_key={apiKey1234}", []),
        ("https://a.example/?api_key=YOUR_KEY_1234", []),
        ("https://a.example/?api_key=", []),
        ("https://user:word@a.example/", []),
        ("https://a.example/4f9Kq2Lz93vTn0@b", []),
    ],
)
def test_credentials_in_a_url(text: str, found: list[tuple[str, str]]) -> None:
    assert [(name, text[span.start : span.end]) for name, span in credentials_in_url(text)] == found
