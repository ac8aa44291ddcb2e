"""The function table: what a place and a version offer, and that its text is read as meant."""

from __future__ import annotations

import pytest

from connlint.feel.function_table import Place, functions
from connlint.feel.function_table.table import version_key

CONNECTOR_FUNCTIONS = {"bpmnError", "jobError", "ignoreError", "backoff", "createDocument"}
KNOWN_TYPES = {
    "any", "null", "number", "string", "boolean", "list", "context", "function", "range", "date", "time",
    "date and time", "days and time duration", "years and months duration",
}  # fmt: skip


def test_the_engine_has_103_functions_with_137_signatures():
    own = [info for info in functions().values() if info.group != "connector"]
    assert len(own) == 103
    assert sum(len(info.signatures) for info in own) == 137


def test_every_entry_is_complete():
    for info in functions().values():
        assert info.documentation.endswith("."), info.name
        assert info.example[0].startswith(f"{info.name}("), info.name
        for signature in info.signatures:
            assert signature.result in KNOWN_TYPES, info.name
            for parameter in signature.parameters:
                assert set(parameter.types) <= KNOWN_TYPES, info.name


@pytest.mark.parametrize("place", [Place.RESULT_EXPRESSION, Place.ERROR_EXPRESSION])
def test_the_connector_runtime_offers_its_own_functions(place):
    assert functions(place).keys() >= CONNECTOR_FUNCTIONS
    assert "fromAi" not in functions(place)


@pytest.mark.parametrize("place", [Place.INPUT_MAPPING, Place.OUTPUT_MAPPING, Place.CONDITION, Place.OTHER])
def test_the_engine_does_not(place):
    assert not functions(place).keys() & CONNECTOR_FUNCTIONS
    assert "fromAi" in functions(place)


@pytest.mark.parametrize(
    ("name", "before", "since"),
    [
        ("random number", "8.1", "8.2"),
        ("get or else", "8.2", "8.3.1"),
        ("trim", "8.5", "8.6"),
        ("partition", "8.6", "8.7"),
        ("fromAi", "8.7", "8.8"),
        ("from json", "8.8", "8.9"),
        ("backoff", "8.9", "8.10.0-alpha2"),
    ],
)
def test_versions(name, before, since):
    assert name not in functions(engine_version=before)
    assert name in functions(engine_version=since)


def test_versions_compare_as_numbers():
    assert version_key("8.10.0-alpha2") > version_key("8.9")
    with pytest.raises(ValueError, match="is not a version"):
        version_key("latest")


def test_parameter_names_are_the_engines_own():
    floor = functions()["floor"].signatures[1].parameters[1]
    assert (floor.name, floor.documented_name, floor.types) == ("scala", "scale", ("number",))
    assert [parameter.name for parameter in functions()["finished by"].signatures[0].parameters] == ["point", "range"]


def test_signatures_show_as_one_line():
    labels = [signature.label("sublist") for signature in functions()["sublist"].signatures]
    assert labels == [
        "sublist(list: list, start: number): list",
        "sublist(list: list, start: number, length: number): list",
    ]
    assert functions()["append"].signatures[0].label("append") == "append(list: list, items...: any): list"


def test_calls_are_matched_by_count_or_names():
    append = functions()["append"].signatures[0]
    assert [append.fits_count(count) for count in range(5)] == [False, False, True, True, True]
    sublist = functions()["sublist"].signatures
    assert sublist[1].fits_names({"list", "length"})
    assert not sublist[1].fits_names({"list", "start position"})
