"""Conditions have three answers."""

from __future__ import annotations

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from connlint.templates import UNKNOWN, Binding, Content, Property, holds, input_binding, is_active
from connlint.templates.model import AllMatch, Equals, IsActive, IsEmpty, OneOf, Unreadable
from templates.given_values import Values


def prop(id, type="String", condition=None, default=None):
    return Property(id=id, binding=input_binding(id), type=type, condition=condition, default=default)


def content(*properties):
    return Content(tuple(properties))


COLOUR = content(prop("colour"))


@pytest.mark.parametrize(
    ("source", "equal", "one_of", "empty"),
    [
        ("red", True, True, False),
        ("blue", False, True, False),
        ("Red", False, False, False),
        ("", False, False, True),
        (None, False, False, True),
        ("=colour", None, None, None),
        ('="red"', None, None, None),
        (UNKNOWN, None, None, None),
        ("=", False, False, False),
    ],
)
def test_what_a_value_answers(source, equal, one_of, empty):
    values = Values({"colour": source})
    assert holds(Equals("colour", "red"), COLOUR, values) is equal
    assert holds(OneOf("colour", ("red", "blue")), COLOUR, values) is one_of
    assert holds(IsEmpty("colour", True), COLOUR, values) is empty
    assert holds(IsEmpty("colour", False), COLOUR, values) is (None if empty is None else not empty)


def test_nothing_given_is_empty_unless_the_template_has_a_default():
    assert holds(IsEmpty("colour", True), COLOUR, Values()) is True
    assert holds(Equals("colour", "red"), COLOUR, Values()) is False
    with_default = content(prop("colour", default="red"))
    assert holds(Equals("colour", "red"), with_default, Values()) is None
    assert holds(Equals("colour", "blue"), with_default, Values()) is False
    assert holds(IsEmpty("colour", True), with_default, Values()) is None


@pytest.mark.parametrize(
    ("type", "source", "expected", "answer"),
    [
        ("Boolean", "=true", True, True),
        ("Boolean", "=false", True, False),
        ("Boolean", "true", True, True),
        ("Boolean", "=flag", True, None),
        ("Number", "=20", 20, True),
        ("Number", "20", 20, True),
        ("Number", "=-1", 20, False),
        ("Number", "=1 + 1", 2, None),
        ("String", "=true", True, None),
    ],
)
def test_numbers_and_booleans_are_written_as_feel(type, source, expected, answer):
    assert holds(Equals("x", expected), content(prop("x", type)), Values({"x": source})) is answer


def test_all_must_match_and_a_certain_no_beats_an_unknown():
    two = content(prop("a"), prop("b"))
    both = AllMatch((Equals("a", "1"), Equals("b", "1")))
    assert holds(both, two, Values({"a": "1", "b": "1"})) is True
    assert holds(both, two, Values({"a": "=x", "b": "1"})) is None
    assert holds(both, two, Values({"a": "=x", "b": "2"})) is False
    assert holds(AllMatch(()), two, Values()) is True


def test_active_follows_the_conditions_of_the_property_that_is_named():
    shown = prop("shown", condition=Equals("kind", "yes"))
    hangs_on = prop("hangs", condition=IsActive("shown", True))
    opposite = prop("opposite", condition=IsActive("shown", False))
    chain = prop("chain", condition=IsActive("hangs", True))
    all_of_them = content(prop("kind"), shown, hangs_on, opposite, chain)
    for source, answer in (("yes", True), ("no", False), ("=x", None)):
        values = Values({"kind": source})
        assert is_active(hangs_on, all_of_them, values) is answer
        assert is_active(chain, all_of_them, values) is answer
        assert is_active(opposite, all_of_them, values) is (None if answer is None else not answer)


def test_a_circle_has_no_answer():
    first, second = prop("first", condition=IsActive("second", True)), prop("second", condition=IsActive("first", True))
    itself = prop("itself", condition=IsActive("itself", True))
    circle = content(first, second, itself)
    assert is_active(first, circle, Values()) is None
    assert is_active(itself, circle, Values()) is None


def test_what_cannot_be_read_has_no_answer():
    assert holds(Unreadable(), COLOUR, Values()) is None
    assert holds(Equals("not there", "x"), COLOUR, Values()) is None
    assert holds(IsActive("not there", True), COLOUR, Values()) is False


def test_several_properties_of_one_id_must_agree():
    double = Content(
        (prop("kind"), Property(id="kind", binding=Binding("header", "kind"), type="String", condition=None))
    )
    assert holds(Equals("kind", "a"), double, Values({"kind": "a", "header:kind": "a"})) is True
    assert holds(Equals("kind", "a"), double, Values({"kind": "a", "header:kind": "b"})) is None


_NAMES = st.sampled_from(["a", "b", "c"])
_LEAVES = st.one_of(
    st.builds(Equals, _NAMES, st.sampled_from(["1", "2"])),
    st.builds(OneOf, _NAMES, st.lists(st.sampled_from(["1", "2", "3"])).map(tuple)),
    st.builds(IsEmpty, _NAMES, st.booleans()),
    st.builds(IsActive, _NAMES, st.booleans()),
)
_CONDITIONS = st.recursive(_LEAVES, lambda inner: st.lists(inner, max_size=3).map(lambda each: AllMatch(tuple(each))))


@settings(max_examples=150)
@for_all(
    conditions=st.tuples(_CONDITIONS, _CONDITIONS, _CONDITIONS),
    known=st.fixed_dictionaries({name: st.sampled_from(["", "1", "2"]) for name in "abc"}),
    hidden=st.sets(_NAMES),
)
def test_knowing_less_never_turns_an_answer_round(conditions, known, hidden):
    whole = Content(tuple(prop(name, condition=each) for name, each in zip("abc", conditions, strict=True)))
    less = Values({name: UNKNOWN if name in hidden else text for name, text in known.items()})
    for each in whole.properties:
        answer = is_active(each, whole, less)
        assert (
            answer is None
            or answer is is_active(each, whole, Values(known))
            or is_active(each, whole, Values(known)) is None
        )
