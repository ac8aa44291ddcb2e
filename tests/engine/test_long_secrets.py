"""Keys and tokens of thousands of characters: masked in every form, without an expression of that length."""

from __future__ import annotations

import base64
import random
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connlint_server.engine import Redactor, secret_patterns
from connlint_server.engine.character_forms import forms_of
from connlint_server.engine.secret_patterns import Haystack, Pattern, coded, written
from engine.test_redaction import TEXT_FORMS

ALPHABET = "abK7%25\\+/=&;'\" \nüß€😀"
PLAIN_FORMS = [*TEXT_FORMS.values(), lambda value: base64.b64encode(value.encode()).decode()]


def token(length: int, alphabet: str) -> str:
    return "".join(random.Random(length).choices(alphabet, k=length))


@pytest.mark.parametrize(
    ("length", "alphabet"),
    [(3000, "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789"), (300, 'aB3-_./+=%\\& "ü€\n')],
)
@pytest.mark.parametrize("form", range(len(PLAIN_FORMS)))
def test_every_form_of_a_long_secret_is_masked(length: int, alphabet: str, form: int) -> None:
    secret = token(length, alphabet)
    shown = PLAIN_FORMS[form](secret)
    masked = Redactor({"TOKEN": secret}).text(f"before {shown} after")
    assert masked.startswith("before ***")
    assert masked.endswith("*** after")
    assert len(masked) < 40, masked[:200]


def test_its_hexadecimal_digits_and_the_base64_in_lines_are_masked() -> None:
    secret = token(3000, "abcxyz0189-_")
    redactor = Redactor({"TOKEN": secret})
    assert redactor.text(secret.encode().hex(":")) == "***"
    assert redactor.text(base64.encodebytes(secret.encode()).decode()).strip() == "***"
    assert redactor.text(quote(base64.b64encode(secret.encode()).decode())) == "***"


def test_most_of_it_is_none_of_it() -> None:
    secret = token(3000, "abcxyz0189-_")
    text = f"{secret[:-1]}! {secret[1:]}"
    assert Redactor({"TOKEN": secret}).text(text) == text


def test_no_expression_grows_with_the_secret() -> None:
    for pattern in (*written(token(100_000, "abcxyz0189")), *coded(token(10_000, "abc-_"))):
        assert len(pattern.expression.pattern) < 50_000


@pytest.mark.parametrize(
    "secret", ["x" * 120_000, "ab" * 30_000, "aXb" * 20, "abaaba", "a" * 20_000 + "b" + "a" * 20_000]
)
def test_secrets_that_repeat_themselves_are_masked_where_they_overlap(secret: str) -> None:
    redactor = Redactor({"TOKEN": secret})
    assert redactor.text(f"Bearer {secret}") == "Bearer ***"
    period = next(count for count in range(1, len(secret)) if secret.startswith(secret[count:]))
    assert redactor.text(f"Bearer {secret[:period] * 3}{secret}.") == "Bearer ***."
    assert redactor.text(f"{secret[:-1]}.{secret[1:]}") == f"{secret[:-1]}.{secret[1:]}"


def whole_and_parted(pattern: Pattern, text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[list[bool], list[bool]]:
    """Which characters are masked: by one expression for everything, and by one for the beginning."""
    found = []
    for head in (10_000, 2):
        monkeypatch.setattr(secret_patterns, "_HEAD", head)
        vars(pattern).pop("expression", None)
        vars(pattern).pop("_head", None)
        covered = [False] * len(text)
        for start, end in pattern.spans(Haystack(text)):
            covered[start:end] = [True] * (end - start)
        found.append(covered)
    return found[0], found[1]


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_what_one_expression_for_everything_finds_is_found(data: st.DataObject) -> None:
    secret = data.draw(st.text(ALPHABET, min_size=3, max_size=14))
    pieces = st.lists(
        st.sampled_from([secret, quote(secret), secret[:2], secret[2:], "%25", "\\", "a", "%"]), max_size=5
    )
    form = data.draw(st.sampled_from(PLAIN_FORMS))
    text = "".join(form(piece) if data.draw(st.booleans()) else piece for piece in data.draw(pieces))
    with pytest.MonkeyPatch.context() as monkeypatch:
        for pattern in (*written(secret), *coded(secret)):
            whole, parted = whole_and_parted(pattern, text, monkeypatch)
            missed = [place for place, (one, other) in enumerate(zip(whole, parted, strict=True)) if one and not other]
            assert not missed, (secret, text)


def test_only_of_what_is_no_letter_one_form_begins_another() -> None:
    """So an expression for the beginning of a secret may end with a letter or a digit: there it ends in one way only."""
    import re

    for character in map(chr, range(0x30, 0x7B)):
        if not character.isalnum():
            continue
        forms = [re.compile(form) for form in forms_of(character)]
        for shown in (
            character,
            f"%{ord(character):x}",
            f"%25{ord(character):x}",
            f"\\u00{ord(character):x}",
            f"&#{ord(character)};",
        ):
            assert len({match.end() for form in forms if (match := form.match(shown + "25;41"))}) == 1
