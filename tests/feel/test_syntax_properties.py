"""What holds for every text: it parses to something, what is printed means the same, and damage is found."""

from __future__ import annotations

import random
import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from connlint.feel import evaluate, free_names, nodes, parse, parse_unary, print_expression, tokens
from connlint.feel.call_checks import unknown_functions, wrong_arguments
from connlint.feel.places import Place, environment_of, result_names
from connlint.feel.scopes import visit
from connlint.feel.value_checks import impossible_comparisons, never_a_context, never_an_error, zero_indexes
from feel.expressions import EXPRESSIONS, GARBAGE, shape

ENVIRONMENT = environment_of(Place.RESULT_EXPRESSION, None, result_names())


@given(
    st.one_of(
        GARBAGE, st.text(max_size=60), EXPRESSIONS.flatmap(lambda text: st.sampled_from([text, text[:-2], text[1:]]))
    )
)
@settings(max_examples=150, deadline=None)
@example("{" * 300)
@example("a b (" * 50)
def test_every_text_parses_and_is_analysed(text: str) -> None:
    for parsed in (parse(text), parse_unary(text)):
        for error in parsed.errors:
            assert 0 <= error.span.start <= error.span.end <= len(text)
            if error.remedy is not None and error.remedy.edit is not None:
                assert 0 <= error.remedy.edit.span.start <= error.remedy.edit.span.end <= len(text)
        starts = [error.span.start for error in parsed.errors]
        assert starts == sorted(starts)
        tree = parsed.tree
        free_names(tree)
        for problems in (
            unknown_functions(tree, Place.INPUT_MAPPING, "8.6"),
            wrong_arguments(tree, ENVIRONMENT),
            impossible_comparisons(tree, ENVIRONMENT),
            zero_indexes(tree),
            never_a_context(tree, ENVIRONMENT),
            never_an_error(tree, ENVIRONMENT),
        ):
            for problem in problems:
                assert 0 <= problem.span.start <= problem.span.end <= len(text)
        print_expression(tree)


@given(EXPRESSIONS, st.sets(st.sampled_from(nodes.Node.__subclasses__()), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_a_visit_of_some_nodes_is_a_part_of_the_visit_of_all(text: str, classes: set[type[nodes.Node]]) -> None:
    tree = parse(text).tree
    some = list(visit(tree, only=tuple(classes)))
    assert [id(node) for node, _ in some] == [id(node) for node, _ in visit(tree) if type(node) in classes]
    scopes = {id(node): scope for node, scope in visit(tree)}
    for node, scope in some:
        for name in ("a", "b", "x", "item", "partial"):
            found, expected = scope.find(name), scopes[id(node)].find(name)
            assert (found and (found.kind, found.node, found.position)) == (
                expected and (expected.kind, expected.node, expected.position)
            )
            assert scope.is_certain(name) == scopes[id(node)].is_certain(name)


@given(st.lists(st.sampled_from([*"abn /`{}", '"', "\\\\", "\\n", "\\'", '\\"', "\\d"]), max_size=12).map("".join))
@settings(max_examples=150, deadline=None)
def test_a_string_in_single_quotes_means_the_same_in_double_ones(inner: str) -> None:
    error = parse(f"'{inner}'").errors[0]
    assert error.remedy is not None
    if error.remedy.edit is not None:
        meaning = re.sub(r"""\\(["'\\n])""", lambda pair: "\n" if pair[1] == "n" else pair[1], inner)
        assert evaluate(error.remedy.edit.replacement).value == meaning


@given(st.one_of(GARBAGE, st.text(max_size=60)))
@settings(max_examples=100, deadline=None)
def test_tokens_cover_the_text_in_order(text: str) -> None:
    found = tokens(text)
    position = 0
    for token in found:
        assert position <= token.start <= token.end
        assert text[token.start : token.end] == token.text
        position = token.end
    assert found[-1].kind == "end"


@given(EXPRESSIONS)
@settings(max_examples=150, deadline=None)
@example("date and\ntime(x)")
@example("`a` between (1) and 2")
@example('{"": 1, a\\: 2}')
@example(r'"\\\"x"')
def test_what_is_printed_parses_to_the_same_tree(text: str) -> None:
    parsed = parse(text)
    assert parsed.errors == ()
    again = parse(print_expression(parsed.tree))
    assert again.errors == ()
    assert shape(again.tree) == shape(parsed.tree)


VALID = (
    '{orderId: response.body.order.id, status: if response.status = 200 then "OK" else "FAILED"}',
    'if error.code = "404" then bpmnError("NOT_FOUND", error.message) else null',
    "for item in response.body.items return {name: upper case(item.name), price: item.price * 1.19}",
    'sum(order.positions[price > 100 and category = "book"].price) / count(order.positions)',
    '"https://api.example.com/customers/" + string(customer.id) + "/orders?limit=" + string(limit)',
    'if is defined(customer) then {name: customer.name, mails: [customer.mail, "a@b.c"]} else {}',
    "some x in [1, 2, 3] satisfies x > limit and not(x = 5)",
    'date and time(order.date) + duration("P1D") < now()',
    '{"Content-Type": "application/json", Authorization: "Bearer " + token.access_token}',
    "x in [1..10] or y between 5 and 7 or z instance of number",
)


def test_damage_is_found_where_it_is() -> None:
    """A token is deleted, doubled or garbled: where the text no longer parses, the first error lies near."""
    chance = random.Random(20_250_101)
    near = broken = 0
    for text in VALID * 30:
        token = chance.choice(tokens(text)[:-1])
        kind = chance.choice(("delete", "double", "garble"))
        if kind == "delete":
            damaged, start, end = text[: token.start] + text[token.end :], token.start, token.start
        elif kind == "double":
            damaged = f"{text[: token.end]} {text[token.start :]}"
            start, end = token.start, token.end + 1 + len(token.text)
        else:
            start = chance.randrange(token.start, token.end)
            damaged, end = text[:start] + chance.choice("#~\\§;") + text[start + 1 :], start + 1
        errors = parse(damaged).errors
        if errors:
            broken += 1
            span = errors[0].span
            near += span.start - end <= 5 and start - span.end <= 5
    assert broken > 150
    assert near / broken >= 0.85
