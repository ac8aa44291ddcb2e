"""Jackson's coercions: what each field takes, and the texts where it refuses."""

from __future__ import annotations

import pytest

from connlint_server.engine.authentication import BearerAuthentication
from connlint_server.engine.binding import bind, parse_variables
from connlint_server.engine.errors import ConnectorError

INT = "Json object contains an invalid field: readTimeoutInSeconds. It Must be `Integer`"
METHOD = "Json object contains an invalid field: method. It Must be `HttpMethod`"
BOOL = "Json object contains an invalid field: followRedirects. It Must be `boolean`"
AUTH = "Json object contains an invalid field: authentication"
UNWRAP = (
    "value from an array (with `DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS`) but it contains more than one value"
)


def refusal(variables) -> str:
    with pytest.raises(ConnectorError) as raised:
        bind(variables)
    assert raised.value.input_error
    assert raised.value.code is None
    return raised.value.message


@pytest.mark.parametrize(
    ("value", "bound"),
    [
        ("7", 7),
        (" 7\n", 7),
        ("+7", 7),
        ("-7", -7),
        ("0007", 7),
        (7, 7),
        (7.9, 7),
        (-0.5, 0),
        ([7], 7),
        ("", None),
        ("   ", None),
        ("null", None),
        (None, None),
    ],
)
def test_timeouts(value, bound):
    assert bind({"readTimeoutInSeconds": value}).read_timeout == bound


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("7s", INT),
        ("7.5", INT),
        ("0x7", INT),
        ("9" * 60, INT),
        (2**31, "Numeric value (2147483648) out of range of int (-2147483648 - 2147483647)"),
        (1e20, "Numeric value (1.0E20) out of range of int (-2147483648 - 2147483647)"),
        (
            False,
            "Cannot deserialize value of type `java.lang.Integer` from Boolean value (token `JsonToken.VALUE_FALSE`)",
        ),
        ({}, "Cannot deserialize value of type `java.lang.Integer` from Object value (token `JsonToken.START_OBJECT`)"),
        ([], "Cannot deserialize value of type `java.lang.Integer` from Array value (token `JsonToken.START_ARRAY`)"),
        (
            [1, 2],
            "Unexpected token (VALUE_NUMBER_INT), expected END_ARRAY: Attempted to unwrap 'java.lang.Integer' "
            + UNWRAP,
        ),
    ],
)
def test_timeouts_that_are_refused(value, message):
    assert refusal({"readTimeoutInSeconds": value}) == message


@pytest.mark.parametrize(
    ("value", "bound"),
    [("put", "PUT"), ("\tDeLeTe ", "DELETE"), (["patch"], "PATCH"), (0, "POST"), ("4", "PUT"), (None, None)],
)
def test_methods(value, bound):
    assert bind({"method": value}).method == bound


@pytest.mark.parametrize("value", ["", "  ", "OPTIONS", "GETS", 5, -1, "05", "9"])
def test_methods_that_are_refused(value):
    assert refusal({"method": value}) == METHOD


def test_methods_of_a_wrong_type():
    assert refusal({"method": 1.5}).startswith(
        "Cannot deserialize value of type `io.camunda.connector.http.base.model.Http"
    )
    assert "from Floating-point value (token `JsonToken.VALUE_NUMBER_FLOAT`)" in refusal({"method": 1.5})


@pytest.mark.parametrize(
    ("value", "bound"),
    [
        (True, True),
        (" True", True),
        ("TRUE", True),
        ("false", False),
        ("", False),
        ("null", False),
        (None, False),
        (3, True),
        (0, False),
        ([True], True),
    ],
)
def test_booleans(value, bound):
    assert bind({"followRedirects": value}).follow_redirects is bound


@pytest.mark.parametrize("value", ["yes", "1", "tRUE"])
def test_booleans_that_are_refused(value):
    assert refusal({"followRedirects": value}) == BOOL


@pytest.mark.parametrize(
    ("value", "bound"),
    [("x", "x"), (12, "12"), (1.0, "1.0"), (1e20, "1.0E20"), (False, "false"), (["x"], "x"), (None, None)],
)
def test_texts(value, bound):
    assert bind({"url": value}).url == bound


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            {"a": 1},
            "Cannot deserialize value of type `java.lang.String` from Object value (token `JsonToken.START_OBJECT`)",
        ),
        (["a", "b"], "Unexpected token (null), expected END_ARRAY: Attempted to unwrap 'java.lang.String' " + UNWRAP),
        ([], "Cannot deserialize value of type `java.lang.String` from Array value (token `JsonToken.START_ARRAY`)"),
    ],
)
def test_texts_that_are_refused(value, message):
    assert refusal({"url": value}) == message
    assert refusal({"headers": {"X": value}}) == message


def test_maps_take_an_object_or_a_list_of_one():
    assert bind({"headers": [{"A": 1, "B": None}]}).headers == {"A": "1", "B": None}
    assert bind({"queryParameters": {}}).query_parameters == {}
    assert bind({"queryParameters": None}).query_parameters is None


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("", "Json object contains an invalid field: headers. It Must be `LinkedHashMap`"),
        (
            "a=b",
            "Cannot construct instance of `java.util.LinkedHashMap` (although at least one Creator exists): "
            "no String-argument constructor/factory method to deserialize from String value ('a=b')",
        ),
        (
            True,
            "Cannot deserialize value of type `java.util.LinkedHashMap<java.lang.String,java.lang.String>` "
            "from Boolean value (token `JsonToken.VALUE_TRUE`)",
        ),
    ],
)
def test_maps_that_are_refused(value, message):
    assert refusal({"headers": value}) == message


@pytest.mark.parametrize("value", [{}, "basic", "", 7, {"type": None}, {"type": "BASIC"}, {"type": 3}, {"token": "t"}])
def test_authentications_without_a_known_type(value):
    assert refusal({"authentication": value}) == AUTH


def test_the_location_of_an_api_key():
    message = refusal({"authentication": {"type": "apiKey", "apiKeyLocation": "path", "name": "n", "value": "v"}})
    assert (
        message == "Json object contains an invalid field: authentication, apiKeyLocation. It Must be `ApiKeyLocation`"
    )


def test_fields_of_an_authentication_may_be_numbers_and_others_are_ignored():
    job = bind({"authentication": {"token": 12, "more": {"x": 1}, "type": "bearer"}})
    assert job.authentication == BearerAuthentication("12")


def test_a_configuration_object_switches_the_inline_authentication_off():
    inline = {"type": "bearer", "token": "inline"}
    assert bind({"authentication": inline, "authenticationConfiguration": None}).authentication is not None
    assert bind({"authentication": inline, "authenticationConfiguration": {}}).authentication is None
    other = {"authentication": {"type": "bearer", "token": "other"}}
    job = bind({"authentication": inline, "authenticationConfiguration": other})
    assert job.authentication == BearerAuthentication("other")


def test_only_the_exact_text_true_skips_the_encoding():
    bound = [bind({"skipEncoding": value}).skip_encoding for value in ("true", True, "TRUE", " true", 1, None)]
    assert bound == [True, True, False, False, False, False]


def test_the_first_bad_field_in_the_text_is_reported():
    assert refusal({"readTimeoutInSeconds": "x", "method": "x"}) == INT
    assert refusal({"method": "x", "readTimeoutInSeconds": "x"}) == METHOD


@pytest.mark.parametrize("text", ["", "{", "nonsense", '{"a":NaN}', "{'a':1}", '{"a":01}', '{"a":"\t"}'])
def test_what_is_no_json(text):
    with pytest.raises(ConnectorError) as raised:
        parse_variables(text)
    assert raised.value.message == "This is not a JSON object"
    assert raised.value.input_error


def test_roots_that_are_no_object():
    assert parse_variables('[{"a":1}] and more') == {"a": 1}
    with pytest.raises(ConnectorError) as raised:
        parse_variables('"text"')
    assert raised.value.message.endswith(
        "no String-argument constructor/factory method to deserialize from String value ('text')"
    )


def test_documents_and_functions_are_resolved():
    document = {"camunda.document.type": "inline", "content": "hi", "name": "a.json"}
    job = bind(
        {"body": [document], "headers": {"X": document}, "url": {"camunda.function.type": "base64", "params": ["hi"]}}
    )
    assert job.headers == {"X": "aGk="}
    assert job.url == "aGk="
    assert job.body[0].content_type == "application/json"
    assert job.body[0].bytes() == b"hi"


def test_functions_that_need_a_cluster_are_refused_by_name():
    assert "'createLink'" in refusal({"url": {"camunda.function.type": "createLink", "params": []}})
    eleven = [{"camunda.function.type": "base64", "params": ["x"]}] * 11
    assert "10 intrinsic functions" in refusal({"body": eleven})


def test_a_document_of_an_unknown_kind():
    assert refusal({"body": {"camunda.document.type": "tar"}}) == "Json object contains an invalid field: body"
