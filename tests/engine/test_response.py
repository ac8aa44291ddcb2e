"""From the response to the connector's result."""

from __future__ import annotations

import gzip
import zlib

import pytest

from engine.raw_server import Answer, RawServer, answer, json_answer
from engine.running import failure, run

GZIPPED = gzip.compress(b"{}", mtime=0)


async def result(given: Answer, **variables):
    async with RawServer([given]) as server:
        job = await run({"method": "GET", "url": server.base, **variables})
        assert job.error is None, job.error.message
        return job.result


async def error(given: Answer, **variables):
    async with RawServer([given]) as server:
        return failure(await run({"method": "GET", "url": server.base, **variables}))


async def test_the_five_keys():
    found = await result(json_answer('{"a":[1]}'))
    headers = {"Content-Type": "application/json", "Content-Length": "9"}
    assert found == {"status": 200, "headers": headers, "body": {"a": [1]}, "reason": "OK", "document": None}


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (b"", None),
        (b" \r\n", None),
        (b'{"a":1.50,"b":1e2,"a":2} tail', {"a": 2, "b": 100.0}),
        (b"[1,\n2]", [1, 2]),
        (b"12", "12"),
        (b'"x"', '"x"'),
        (b"null", "null"),
        (b"[1,]", "[1,]"),
        (b"\xef\xbb\xbf{}", "\ufeff{}"),
        (b"\xff", "\ufffd"),
    ],
)
async def test_bodies_are_read_as_json_objects_or_kept_as_text(content, body):
    assert (await result(answer(200, content, [("Content-Type", "text/plain; charset=latin1")])))["body"] == body


async def test_headers_are_grouped_by_exact_name():
    given = [("Set-Cookie", "a=1"), ("X", "  padded "), ("x", "other"), ("Set-Cookie", "b=2, c"), ("E", "")]
    headers = (await result(answer(200, "", given)))["headers"]
    assert headers == {"Set-Cookie": ["a=1", "b=2, c"], "X": "padded", "x": "other", "E": "", "Content-Length": "0"}


@pytest.mark.parametrize(("reason", "expected"), [(None, ""), ("Fine: really", "Fine: really")])
async def test_reasons(reason, expected):
    assert (await result(answer(299, "x", reason=reason)))["reason"] == expected


async def test_statuses_without_a_body():
    assert (await result(answer(204)))["body"] is None
    assert await result(answer(304)) is None
    assert (await result(answer(304), followRedirects=True))["status"] == 304
    assert (await result(answer(302, "x")))["body"] == "x"


@pytest.mark.parametrize(
    ("coding", "encode"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", lambda data: gzip.compress(data[:5]) + gzip.compress(data[5:])),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("deflate, gzip", lambda data: gzip.compress(zlib.compress(data))),
        ("br", lambda data: data),
    ],
)
async def test_codings_are_undone_and_their_headers_stay(coding, encode):
    encoded = encode(b'{"some":"text"}')
    found = await result(answer(200, encoded, [("Content-Encoding", coding)]))
    assert found["body"] == {"some": "text"}
    assert found["headers"] == {"Content-Encoding": coding, "Content-Length": str(len(encoded))}


@pytest.mark.parametrize("content", [b"no gzip", gzip.compress(b"x" * 99, mtime=0)[:-12]])
async def test_broken_codings_fail_the_job(content):
    found = await error(answer(200, content, [("Content-Encoding", "gzip")]))
    assert found.code == "500"
    assert found.message.startswith("Error while executing an HTTP request: Failed to read response body: ")


async def test_chunks_trailers_and_interim_responses():
    head = b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    given = Answer([b"noise\r\n", head, b"3;x=y\r\nabc\r\n", b"0\r\nTrailer: t\r\n\r\n"])
    assert (await result(given))["body"] == "abc"


async def test_a_body_that_ends_with_the_connection():
    assert (await result(answer(200, "until the end", length=False)))["body"] == "until the end"


async def test_stored_responses():
    found = await result(answer(200, "abc", [("Content-Type", "text/x")]), storeResponse=True)
    assert found["body"] is None
    assert found["document"]["camunda.document.type"] == "camunda"
    assert found["document"]["metadata"] == {"contentType": "text/x"}
    async with RawServer([answer(200, "abc")]) as server:
        job = await run({"method": "GET", "url": server.base, "documentReturnFormat": {"choice": "DOCUMENT"}})
        assert job.result["document"]["metadata"] == {}


@pytest.mark.parametrize(
    ("content", "body"),
    [(b"12", 12), (b'"x"', "x"), (b"null", None), (b'{"a":1} x', {"a": 1}), ('{"é":1}'.encode("utf-16"), {"é": 1})],
)
async def test_json_format(content, body):
    assert (await result(answer(200, content), documentReturnFormat={"choice": "JSON"}))["body"] == body


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (answer(200, " "), "JSON response format selected but payload was empty or could not be parsed."),
        (answer(204), "JSON response format selected but payload was empty or could not be parsed."),
        (answer(304), "JSON response format selected but payload was empty or could not be parsed."),
        (answer(200, "<html>"), "JSON response format selected but payload is not valid JSON: "),
        (answer(200, b"1" * 1572865), "JSON response payload exceeds the inline variable size limit of 1.5 MiB"),
    ],
)
async def test_json_format_fails_the_job_after_the_call(given, message):
    found = await error(given, documentReturnFormat={"choice": "JSON"})
    assert found.message.startswith(message)
    assert (found.code, found.input_error) == (None, False)


async def test_text_format():
    text = {"choice": "TEXT"}
    assert (await result(answer(200, "[1]"), documentReturnFormat=text))["body"] == "[1]"
    assert (await result(answer(204), documentReturnFormat=text))["body"] == ""
    latin = {"choice": "TEXT", "encoding": "ISO-8859-1"}
    assert (await result(answer(200, b"\xe9"), documentReturnFormat=latin))["body"] == "é"
    unknown = await error(answer(200, "x"), documentReturnFormat={"choice": "TEXT", "encoding": "nope"})
    assert unknown.input_error
    assert "'nope'" in unknown.message


async def test_the_format_is_checked_before_the_call():
    async with RawServer([answer()]) as server:
        job = await run({"method": "GET", "url": server.base, "documentReturnFormat": {"choice": "json"}})
        assert failure(job).message == "documentReturnFormat.choice must be one of DOCUMENT, TEXT, JSON. Got: json"
        assert failure(job).input_error
        assert server.requests == []


@pytest.mark.parametrize("value", [None, "JSON", [], {}, {"choice": None}, {"choice": "  "}])
async def test_no_format_means_the_older_rules(value):
    assert (await result(answer(200, "12"), documentReturnFormat=value))["body"] == "12"


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (b"", ""),
        (b'{"a":1}', {"a": 1}),
        (b'[{"a":1}]', {"a": 1}),
        (b"[1,2]", None),
        (b"[]", None),
        (b"12", "12"),
        (b"\xe9", "\ufffd"),
    ],
)
async def test_statuses_from_400_are_errors(content, body):
    found = await error(answer(404, content, [("X", "1"), ("X", "2")]), documentReturnFormat={"choice": "JSON"})
    headers = {"X": ["1", "2"], "Content-Length": str(len(content))}
    assert (found.code, found.message, found.input_error) == ("404", "Not Found", False)
    assert found.variables == {"response": {"headers": headers, "body": body}}


async def test_an_error_without_a_reason():
    assert (await error(answer(500, "x", reason=None))).message == ""


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
async def test_gzip_members_are_read_however_they_arrive(size):
    whole = b"".join(gzip.compress(part) for part in (b"one ", b"", b"two ", b"three"))
    for rest in (b"", b"\x1f", b"\x1fx", b"\0" * 20):
        data = whole + rest
        head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(data)}\r\n\r\n".encode()
        pieces = [data[start : start + size] for start in range(0, len(data), size)]
        assert (await result(Answer([head, *pieces], pause=0.001)))["body"] == "one two three"


STORED = {"storeResponse": True}
DOCUMENT = {"documentReturnFormat": {"choice": "DOCUMENT"}}


@pytest.mark.parametrize("coding", [[], [("Content-Encoding", "gzip")]])
@pytest.mark.parametrize(
    ("status", "variables", "body"),
    [
        (204, {}, None),
        (304, {"followRedirects": True}, None),
        (204, {"documentReturnFormat": {"choice": "TEXT"}}, ""),
        (205, {}, None),
        (300, {}, None),
        (302, {}, None),
        (302, {"followRedirects": True}, None),
    ],
)
async def test_nothing_is_decoded_where_nothing_is(status, variables, body, coding):
    found = await result(answer(status, b"", coding), **variables)
    assert (found["status"], found["body"], found["document"]) == (status, body, None)


@pytest.mark.parametrize("variables", [{}, STORED])
async def test_not_modified_is_no_result_at_all(variables):
    assert await result(answer(304), **variables) is None


@pytest.mark.parametrize("variables", [STORED, DOCUMENT])
async def test_no_content_is_a_document_without_bytes(variables):
    found = await result(answer(204), **variables)
    assert found["body"] is None
    assert found["document"]["metadata"] == {}


@pytest.mark.parametrize("status", [204, 304])
async def test_json_must_be_there(status):
    assert "payload was empty" in (await error(answer(status), documentReturnFormat={"choice": "JSON"})).message


@pytest.mark.parametrize("status", [200, 404])
@pytest.mark.parametrize("variables", [{}, DOCUMENT, {"documentReturnFormat": {"choice": "JSON"}}])
@pytest.mark.parametrize(
    "content", [b"not gzip", GZIPPED[:-3], GZIPPED[:-8] + b"\0" * 8], ids=["none", "cut", "wrong checksum"]
)
async def test_gzip_that_is_none(content, variables, status):
    found = await error(answer(status, content, [("Content-Encoding", "gzip")]), **variables)
    assert found.code == "500"
    assert found.message.startswith("Error while executing an HTTP request: Failed to read response body: ")


@pytest.mark.parametrize("announced", ["iso-8859-1", "utf-16", "nope", '"', "idna", "utf-7"])
async def test_the_announced_charset_does_not_count(announced):
    given = answer(200, '{"a":"ä+AGE-"}', [("Content-Type", f"application/json; charset={announced}")])
    assert (await result(given))["body"] == {"a": "ä+AGE-"}


async def test_head_is_no_method():
    found = await error(answer(), method="HEAD")
    assert found.message == "Json object contains an invalid field: method. It Must be `HttpMethod`"
    assert found.input_error
