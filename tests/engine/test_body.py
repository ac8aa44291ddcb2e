"""The bytes of the request's body."""

from __future__ import annotations

import re

import pytest

from engine.raw_server import RawServer, answer
from engine.running import failure, run

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PARTS = {"content-type": "multipart/form-data; boundary=b0"}


def document(content="data", **more):
    return {"camunda.document.type": "inline", "content": content, **more}


async def sent(body, headers=None, **variables):
    async with RawServer([answer()]) as server:
        job = await run({"method": "POST", "url": server.base, "body": body, "headers": headers, **variables})
        assert job.error is None, job.error.message
        return server.requests[0]


@pytest.mark.parametrize(
    ("body", "content"),
    [
        ("={x}", "={x}"),
        ('{"a": 1}', '{"a": 1}'),
        ("", ""),
        (None, ""),
        (12, "12"),
        (1e3, "1000.0"),
        (1e-5, "1.0E-5"),
        (False, "false"),
        ([], "[]"),
        (["ü", None, {"z": 1, "a": 2}], '["ü",null,{"z":1,"a":2}]'),
        ({"k": {"n": None}}, '{"k":{"n":null}}'),
        ({"quote": '"\\\n\x01'}, '{"quote":"\\"\\\\\\n\\u0001"}'),
        ({"big": 2**80}, '{"big":1208925819614629174706176}'),
    ],
)
@pytest.mark.parametrize("headers", [None, {"Content-Type": "text/csv"}])
async def test_texts_are_sent_as_they_are_and_values_as_json(body, content, headers):
    assert (await sent(body, headers)).body == content.encode()


async def test_objects_are_walked_like_a_hash_map():
    assert (await sent({"d": 1, "c": {"b": 2, "a": 3}})).body == b'{"d":1,"c":{"a":3,"b":2}}'


@pytest.mark.parametrize(("charset", "encoded"), [("ISO-8859-1", b"\xfc?"), ("utf-16", "ü€".encode("utf-16-be"))])
async def test_the_charset_of_the_content_type_counts(charset, encoded):
    request = await sent("ü€", {"Content-Type": f"text/plain; charset={charset}"})
    assert request.body.removeprefix(b"\xfe\xff") == encoded
    assert (await sent({"a": "ü"}, {"Content-Type": 'application/json;charset="iso-8859-1"'})).body == b'{"a":"\xfc"}'


async def test_an_unknown_charset_fails_the_job():
    job = await run(
        {"method": "POST", "url": "http://h", "body": "x", "headers": {"Content-Type": "a/b; charset=nope"}}
    )
    assert failure(job).message == "nope"
    assert not failure(job).input_error


async def test_null_values_can_be_left_out_of_json_only():
    body = {"a": None, "b": [None, {"c": None}]}
    assert (await sent(body, ignoreNullValues=True)).body == b'{"b":[null,{}]}'
    assert (await sent({"a": None}, FORM, ignoreNullValues=True)).body == b"a"


@pytest.mark.parametrize(
    ("body", "content"),
    [
        ({"a b": "c d&=~*é"}, b"a+b=c+d%26%3D~%2A%C3%A9"),
        ({"n": None, "e": "", "d": 1.50, "t": True}, b"n&e=&d=1.5&t=true"),
        ({"l": ["x", None, {"k": 1}]}, b"l=%5Bx%2C+null%2C+%7Bk%3D1%7D%5D"),
        ({}, b""),
        ("a=b c", b"a=b c"),
        (["x"], b'["x"]'),
    ],
)
async def test_forms(body, content):
    assert (await sent(body, {"content-type": "Application/X-WWW-form-urlencoded; charset=UTF-8"})).body == content


async def test_parts():
    body = {"t": "é€", "n": 12, "none": None, "m": {"g": 1}, 'q"\\': "x", "l": ["é€", None, 2.0]}
    request = await sent(body, PARTS)
    parts = [
        (b"t", b"\xe9?"),
        (b"n", b"12"),
        (b"m", b"{g=1}"),
        (b'q\\"\\\\', b"x"),
        (b"l", "é€".encode()),
        (b"l", b"null"),
        (b"l", b"2.0"),
    ]
    expected = b"".join(
        b'--b0\r\nContent-Disposition: form-data; name="' + name + b'"\r\n\r\n' + value + b"\r\n"
        for name, value in parts
    )
    assert request.body == expected + b"--b0--\r\n"
    assert request.values("Content-Type") == [PARTS["content-type"]]


async def test_a_boundary_is_made_where_the_header_has_none():
    request = await sent({"a": "x"}, {"Content-Type": "multipart/form-data; charset=utf-8"})
    (header,) = request.values("content-type")
    match = re.fullmatch(r"multipart/form-data; charset=ISO-8859-1; boundary=(httpclient_boundary_[0-9a-f-]+)", header)
    assert match
    assert request.body.startswith(f"--{match[1]}\r\n".encode())
    shouted = await sent({"a": "x"}, {"Content-Type": "MULTIPART/FORM-DATA"})
    assert shouted.values("Content-Type") == ["MULTIPART/FORM-DATA"]
    assert shouted.body.startswith(b"--httpclient_boundary_")


@pytest.mark.parametrize("body", [{}, {"a": None}])
async def test_no_parts_at_all(body):
    request = await sent(body, {"Content-Type": "multipart/form-data"})
    assert re.fullmatch(r"multipart/mixed; boundary=\S+", request.values("Content-Type")[0])


@pytest.mark.parametrize(
    ("metadata", "content_type"),
    [
        ({"name": "a.txt", "contentType": "Text/CSV"}, "text/csv"),
        ({"name": "a.txt"}, "text/plain"),
        ({"name": "a"}, "application/octet-stream"),
        ({"name": "a.txt", "contentType": "text/plain; charset=utf-8"}, "application/octet-stream"),
        ({"name": "a.txt", "contentType": "odd type"}, "odd type"),
    ],
)
async def test_documents_as_parts_are_streamed(metadata, content_type):
    request = await sent({"f": document("x" * 20_000, **metadata)}, PARTS)
    assert request.values("Transfer-Encoding") == ["chunked"]
    assert request.values("Content-Length") == []
    head, _, content = request.body.partition(b"\r\n\r\n")
    assert head.decode().split("\r\n")[1:] == [
        f'Content-Disposition: form-data; name="f"; filename="{metadata["name"]}"',
        f"Content-Type: {content_type}",
    ]
    assert content == b"x" * 20_000 + b"\r\n--b0--\r\n"


async def test_documents_inside_an_object_become_base64_and_elsewhere_nothing():
    assert (await sent({"l": [{"d": document("hi")}]})).body == b'{"l":[{"d":"aGk="}]}'
    assert (await sent([document("hi")])).body == b"[{}]"
    assert (await sent(document("hi"))).body == b"{}"


async def test_external_documents_are_fetched_first():
    async with RawServer([answer(200, b"\x00\x01"), answer()]) as server:
        outside = {"camunda.document.type": "external", "url": f"{server.base}/file", "name": "f.bin"}
        job = await run({"method": "PUT", "url": f"{server.base}/up", "body": {"d": outside}})
        assert job.error is None
        assert [request.line for request in server.requests] == ["GET /file HTTP/1.1", "PUT /up HTTP/1.1"]
        assert server.requests[1].body == b'{"d":"AAE="}'
        assert [entry.purpose.value for entry in job.trace.exchanges] == ["document", "request"]
