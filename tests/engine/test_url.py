"""Both encoding modes of the address, and the query with parameters."""

from __future__ import annotations

import pytest

from connlint_server.engine.errors import ConnectorError
from connlint_server.engine.url import add_parameters, request_uri, require_host


def target(url: str, *parameters, skip=False) -> str:
    return require_host(add_parameters(request_uri(url, skip_encoding=skip), parameters), url).target


def problem(url: str, skip=False) -> ConnectorError:
    with pytest.raises(ConnectorError) as raised:
        target(url, skip=skip)
    return raised.value


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://h", "/"),
        ("  http://h/a b\n", "/a%20b"),
        ("http://h/x%2Fy%2cz%26", "/x%2Fy,z&"),
        ("http://h/a+b", "/a%2Bb"),
        ("http://h//p//../q/.", "//p//../q/."),
        ('http://h/{x}|^`\\<>"[]', "/%7Bx%7D%7C%5E%60%5C%3C%3E%22%5B%5D"),
        ("http://h/straße/%C3%9F/%FF", "/stra%C3%9Fe/%C3%9F/%EF%BF%BD"),
        ("http://h/😀", "/%F0%9F%98%80"),
        ("http://h/p#frag?x=1", "/p"),
        ("http://h?a=1", "/?a=1"),
        ("http://h/p?a+b=c%20d", "/p?a%20b=c%20d"),
        ("http://h/p?c=1&a=2&c=3", "/p?c=1&c=3&a=2"),
        ("http://h/p?a=&b&=c&&d=x=y", "/p?a&b&d=x%3Dy"),
        ("http://h/p?a=%2B%2F%26", "/p?a=%2B/%26"),
        ("http://h/p?", "/p"),
        ("http://h:/p", "/p"),
    ],
)
def test_default_encoding_decodes_and_encodes_anew(url, expected):
    assert target(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://h/a%2cb+c?x=%2c+&x=&a", "/a%2cb+c?x=%2c+&x=&a"),
        ("http://h/ß?ß", "/ß?ß"),
        ("http://h/a/../b", "/a/../b"),
        ("http://h?[x]", "/?[x]"),
    ],
)
def test_skipped_encoding_sends_the_address_as_it_is(url, expected):
    assert target(url, skip=True) == expected


def test_one_parameter_encodes_the_whole_query_anew():
    assert target("http://h/a,b?x=a,b/c", ("y", "1")) == "/a,b?x=a%2Cb%2Fc&y=1"
    assert target("http://h/p?x=1+2&z=", ("x", "a b+c"), skip=True) == "/p?x=1%2B2&z=&x=a%20b%2Bc"
    assert target("http://h", ("a", None), ("b", ""), ("é", "*")) == "/?a&b=&%C3%A9=%2A"


@pytest.mark.parametrize(
    ("url", "skip", "message"),
    [
        ("http://", False, "Expected authority at index 7: http://"),
        ("http://h/%", False, "Malformed escape pair at index 9: http://h/%"),
        ("http://h/?q=%g1", False, "Malformed escape pair at index 12: http://h/?q=%g1"),
        ("http://a b/", False, "Illegal character in authority at index 7: http://a b/"),
        ("http://h/a b", True, "Illegal character in path at index 10: http://h/a b"),
        ("http://h/p?a|b", True, "Illegal character in query at index 12: http://h/p?a|b"),
        ("http://h/p#a b", True, "Illegal character in fragment at index 12: http://h/p#a b"),
        ("{{x}}:1/", False, "Illegal character in scheme name at index 0: {{x}}:1/"),
    ],
)
def test_addresses_that_cannot_be_read_are_retried(url, skip, message):
    error = problem(url, skip)
    assert error.message == message
    assert not error.input_error


@pytest.mark.parametrize(
    "url", ["http:///p", "http://a_b/", "http://h:port/", "http://?x", "secretsx", "=", "http://0::1"]
)
def test_addresses_without_a_host_are_input_errors(url):
    error = problem(url)
    assert error.message.startswith(f"Invalid URL: The URL '{url}' cannot be parsed")
    assert error.message.endswith("includes a valid hostname.")
    assert error.input_error


def test_hosts_and_ports_stay_as_they_are_given():
    assert request_uri("http://MyHost:080/", skip_encoding=False).authority == "MyHost:80"
    assert request_uri("https://[::1]:8443/x", skip_encoding=False).authority == "[::1]:8443"
    assert request_uri("https://bücher.example/", skip_encoding=False).authority == "xn--bcher-kva.example"
    uri = request_uri("https://u:p@h/", skip_encoding=False)
    assert (uri.user_info, uri.host, uri.effective_port) == ("u:p", "h", 443)
