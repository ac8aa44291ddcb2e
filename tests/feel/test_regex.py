"""Regular expressions as java.util.regex reads them."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connlint.feel import regex
from connlint.feel.regex import InvalidPattern, RegexTimeout

FOUND = [
    # text, pattern, flags
    ("foobar", "^foo", ""),
    ("xfoo", "foo", ""),
    ("", "", ""),
    ("abZ", "[a-z]*", "i"),
    # a set: ranges, nested sets are a union, && an intersection, ^ the complement of it all
    ("O", "^[A-Z-[OI]]$", "i"),
    ("-", "^[A-Z-[OI]]$", ""),
    ("d", "^[a-z&&[^bc]]$", ""),
    ("c", "^[a-z&&bcd&&[^b]]$", ""),
    ("b", r"^[^\d&&[^b]]$", ""),
    ("z", "^[a-d[m-p]z]$", ""),
    ("n", "^[a-d[m-p]z]$", ""),
    ("^", "^[a^]$", ""),
    ("]", "^[]a]$", ""),
    ("-", "^[a-]$", ""),
    ("&", "^[a&]$", ""),
    ("-", r"^[\w-x]$", ""),
    ("~", "^[a~~b]$", ""),
    ("|", "^[a||b]$", ""),
    # escapes
    ("\t\n\r\f\a\x1b", r"^\t\n\r\f\a\e$", ""),
    ("A", r"^\x41$", ""),
    ("\U0001f600", r"^\x{1F600}$", ""),
    ("\u03a9", r"^\u03a9$", ""),
    ("\U0001f600", r"^\ud83d\ude00$", ""),
    ("\U0001f600", "^.$", ""),
    ("\x01", r"^\cA$", ""),
    ("\n", r"^\012$", ""),
    ("\u00e9", r"^\N{LATIN SMALL LETTER E WITH ACUTE}$", ""),
    ("a.b", r"^a\Q.\Eb$", ""),
    ("a.b*", r"^\Qa.b*", ""),
    ("a]}", "^a]}$", ""),
    ("\u00a0", r"^\h$", ""),
    ("\u2028", r"^\v$", ""),
    ("\r\n", r"^\R$", ""),
    ("\r\n", r"^\R\n$", ""),
    ("e\u0301", r"^\X$", ""),
    # properties
    ("\u00e9", r"^\p{L}$", ""),
    ("\u00e9", r"^\pL$", ""),
    ("\u00e9", r"^\P{Lower}$", ""),
    ("\u00e9", r"^\p{IsLowercase}$", ""),
    ("\u00e9", r"^\p{javaLowerCase}$", ""),
    ("\u03b1", r"^\p{IsGreek}$", ""),
    ("\u03b1", r"^\p{script=Greek}$", ""),
    ("\u03b1", r"^\p{InGreek}$", ""),
    ("a", r"^\p{InBasicLatin}$", ""),
    ("A", r"^\p{gc=Lu}$", ""),
    ("A", r"^\p{Lower}$", "i"),
    ("!", r"^\p{Punct}$", ""),
    ("[", r"^\p{Punct}$", ""),
    ("\u0660", r"(?U)^\d$", ""),
    ("\u00e9", r"(?U)^\w$", ""),
    # case: of ASCII letters only, unless told otherwise
    ("ABC", "^abc$", "i"),
    ("aB", "^(?i:A)B$", ""),
    ("Ab", "^((?i)a)b$", ""),
    ("AB", "^(?i)a|x(?-i)b$", ""),
    ("\u00e9", "(?iu)\u00c9", ""),
    ("aA", r"^(a)\1$", "i"),
    ("k", "^[j-l]$", "i"),
    ("K", "^[j-l]$", "i"),
    # lines
    ("a\n", "a$", ""),
    ("a\r\n", "a$", ""),
    ("a\u0085", "a$", ""),
    ("a\nb", "^b", "m"),
    ("a\rb", "^b$", "m"),
    ("abcd\n\ndefg\n ", "^$", "m"),
    ("a\nb", "a.b", "s"),
    ("a\rb", "(?d)a.b", ""),
    ("a\n", r"a\Z", ""),
    ("a", r"\Aa\z", ""),
    ("a", r"\Ga", ""),
    # comments
    ("ab", " a # first\n b ", "x"),
    ("a b", r"a\ b", "x"),
    ("b", "^[ b # c\n]$", "x"),
    # groups
    ("aa", r"^(a)\1$", ""),
    ("a0", r"^(a)0$", ""),
    ("aa0", r"^(a)\10$", ""),
    ("abab", r"^(?<pair>ab)\k<pair>$", ""),
    ("ab", "(?<=a)b", ""),
    ("ab", "(?<=a{1,3})b", ""),
    ("ab", "(?<!b)b", ""),
    ("ab", "a(?=b)", ""),
    ("aab", "(?>a+)b", ""),
    ("aab", "a++b", ""),
    ("aab", "a{2}+b", ""),
    ("aaa", "^a{2,}?$", ""),
    ("ab cd", r"\bcd\b", ""),
    ("abc", r"a\Bb", ""),
    ("\u00e9a", r"\ba", ""),
    ("^a", r"\^*a", ""),
    ("a", r"\b{1,}a", ""),
    ("a", "(?i){2}a", ""),
]

NOT_FOUND = [
    ("foobar", "^fo*z", ""),
    ("\u00e9", "\u00c9", "i"),
    ("\u00e9", r"\w", ""),
    ("\u0660", r"\d", ""),
    ("\u00a0", r"\s", ""),
    ("\u00e9", r"\p{Lower}", ""),
    ("\u00e9", r"\p{Alpha}", ""),
    ("b", "[a-z&&[^bc]]", ""),
    ("Q", "[^Q]", "i"),
    ("q", "[^Q]", "i"),
    ("hello", r"\p{IsGreek}", ""),
    ("a\nb", "a.b", ""),
    ("a\rb", "a.b", ""),
    ("a\u2028b", "a.b", ""),
    ("", "^", "m"),
    ("a\n", "^$", "m"),
    ("\r\n", r"\r^\n", "m"),
    ("a\nb", "a$", ""),
    ("a\n", r"a\z", ""),
    ("h", r"(.)\3", ""),
    ("input", r"\3", ""),
    ("b", r"^(a)?\1b$", ""),
    ("aB", "^(?i:A)b$", ""),
    ("aaa", "a++a", ""),
    ("aaa", "(?>a+)a", ""),
    ("ab", "A", "q"),
    ("xy", r"x\Q.\Ey", ""),
]

REFUSED = [
    *("*", "+a", "?", "a**", "a+*", "a???", "(?i)*", "{", "a{", "a{x}", "a{,2}", "a{2", "a{2,1}", "a{99999999999}"),
    *("(", ")", "(?", "(?<a", "(?P<a>b)", "(?#x)", "(?<1a>b)", "(?<a_b>c)", "(?<a>b)(?<a>c)", "(?z)", "a)b"),
    *("[", "[]", "[^]", "[a", "[b-a]", "[a-\\d]", "[&&", "[&&]", "[a&&"),
    *(
        "\\",
        "\\q",
        "\\y",
        "\\E",
        r"[\1]",
        r"[\b]",
        r"[\R]",
        "\\x4",
        "\\x{110000}",
        "\\u12",
        "\\08",
        "\\c",
        "\\N{NO SUCH}",
    ),
    *("\\p", "\\p{", "\\p{Foo}", "\\p{ L}", "\\p{IsBasicLatin}", "\\p{InNowhere}", "\\p{lower}", "\\p{x=y}", "\\k<a>"),
    *("(?<=a*)b", "(?<=a+)b", r"(?<=(a)\1)b", r"\b{g}"),
]


@pytest.mark.parametrize(("text", "pattern", "flags"), FOUND)
def test_found(text, pattern, flags):
    assert regex.matches(text, pattern, flags)


@pytest.mark.parametrize(("text", "pattern", "flags"), NOT_FOUND)
def test_not_found(text, pattern, flags):
    assert not regex.matches(text, pattern, flags)


@pytest.mark.parametrize("pattern", REFUSED, ids=lambda pattern: pattern[:20])
def test_a_pattern_that_java_refuses(pattern):
    with pytest.raises(InvalidPattern):
        regex.matches("a", pattern)


@pytest.mark.parametrize("pattern", ["he ll o[ ]worl d", r"\p{ I s B a s i c L a t i n }+"])
def test_a_pattern_that_java_refuses_with_comments(pattern):
    with pytest.raises(InvalidPattern):
        regex.matches("hello world", pattern, "x")


@pytest.mark.parametrize(
    ("text", "pattern", "replacement", "flags", "result"),
    [
        ("abcd", "(ab)|(a)", "[1=$1][2=$2]", "", "[1=ab][2=]cd"),
        ("abracadabra", "a(.)", "a$1$1", "", "abbraccaddabbra"),
        ("AAAA", "A+?", "b", "", "bbbb"),
        ("reluctant", "r.*?t", "X", "", "Xant"),
        ("abc", "[A-Z]", "#", "i", "###"),
        ("abc", "e", "$9", "", "abc"),
        ("abc", "b", "[$0]", "", "a[b]c"),
        ("abc", "b", r"\$", "", "a$c"),
        ("abc", "b", r"\\", "", "a\\c"),
        ("abc", "b", r"\n", "", "anc"),
        ("abc", "(?<n>b)", "${n}${n}", "", "abbc"),
        ("abc", "(b)", "$12", "", "ab2c"),
        ("abc", "(b)", "$01", "", "abc"),
        ("abcdefghijk", "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)", "$10", "", "jk"),
        ("abc", "x*", "-", "", "-a-b-c-"),
        ("baac", "a*", "-", "", "-b--c-"),
        ("abc", "|[a-c]", "-", "", "-a-b-c-"),
        ("", "^", "x", "", "x"),
        ("abc", "b", "", "", "ac"),
    ],
)
def test_replace(text, pattern, replacement, flags, result):
    assert regex.replace(text, pattern, replacement, flags) == result


@pytest.mark.parametrize("replacement", ["$", "$x", "$1", "$9", "${", "${}", "${n", "${n}", "${1}", "a\\"])
def test_a_replacement_that_java_refuses_once_there_is_a_match(replacement):
    with pytest.raises(InvalidPattern):
        regex.replace("abc", "b", replacement)
    assert regex.replace("abc", "x", replacement) == "abc"


@pytest.mark.parametrize(
    ("text", "delimiter", "parts"),
    [
        ("John Doe", r"\s", ["John", "Doe"]),
        ("a;b;c;;", ";", ["a", "b", "c", "", ""]),
        (";a", ";", ["", "a"]),
        ("abc", "", ["a", "b", "c", ""]),
        ("ab12", r"(?=\d)", ["ab", "1", "2"]),
        ("12", r"(?=\d)", ["1", "2"]),
        ("abc", "x", ["abc"]),
        ("", ",", [""]),
        ("", "", [""]),
        ("a(b)c", r"[()]", ["a", "b", "c"]),
    ],
)
def test_split(text, delimiter, parts):
    assert regex.split(text, delimiter) == parts


@pytest.mark.parametrize(
    ("text", "pattern", "found"),
    [
        ("references are 1234, 1256, 1378", "12[0-9]*", ["1234", "1256"]),
        ("nothing", "fo[a-z]*", []),
        ("ab", "(a)|b", ["a", "b"]),
        ("ab", "x*", ["", "", ""]),
    ],
)
def test_extract(text, pattern, found):
    assert regex.extract(text, pattern) == found


@pytest.mark.parametrize("pattern", ["(a|aa)+$", "(.*)*(.*)*(.*)*[^ab]$", "((a*)*)*c"])
def test_a_pattern_that_does_not_come_to_an_end_is_given_up(pattern):
    text = "a" * 60 + "b"
    # Some of them the engine sees through; a search that hangs would hang this test.
    for search in (regex.matches, regex.extract, regex.split):
        with contextlib.suppress(RegexTimeout):
            search(text, pattern, seconds=0.05)


@pytest.mark.parametrize(
    "pattern",
    [
        "(" * 200 + ")" * 200,
        "[" * 200,
        "[" * 10_000,
        "[a" + "&&b" * 3_000 + "]",
        "[" + "[^a]&&" * 1_000 + "b]",
        "a" * 20_000,
        "((((a{100}){100}){100}){100}){100}",
        "(?:a{9999}){9999}",
        "a{9999999}",
    ],
    ids=lambda pattern: pattern[:20],
)
def test_a_pattern_that_takes_too_much_room_is_not_searched(pattern):
    with pytest.raises(RegexTimeout):
        regex.matches("a", pattern)


def test_waiting_is_not_searching():
    found = regex._found(regex._compiled("a", ""), "aaaa", "a", 0.05)
    next(found)
    time.sleep(0.1)
    assert len(list(found)) == 3


def test_many_quick_matches_take_time_too():
    with pytest.raises(RegexTimeout):
        regex.extract("a" * 1_000_000, "a", seconds=0.01)


def test_a_search_that_is_given_up_says_so():
    with pytest.raises(RegexTimeout, match=r"\(a\|aa\)\+\$"):
        regex.matches("a" * 60 + "b", "(a|aa)+$", seconds=0.05)


def test_a_replacement_that_grows_without_bounds_is_given_up(monkeypatch):
    monkeypatch.setattr(regex, "MAX_RESULT", 1000)
    with pytest.raises(RegexTimeout):
        regex.replace("a" * 100, "(a)", "$1" * 50)


@given(
    st.text(alphabet="ab()[]{}|*+?^$.\\-&<>=!:#,12pPdwLQExs \n", max_size=25), st.sampled_from(["", "i", "x", "smix"])
)
def test_any_pattern_is_read_or_refused(pattern, flags):
    with contextlib.suppress(InvalidPattern, RegexTimeout):
        regex.matches("ab a1\n", pattern, flags)
    with contextlib.suppress(InvalidPattern, RegexTimeout):
        regex.replace("ab a1\n", "(a)(b)?", pattern, flags)


@given(st.text(max_size=20))
def test_a_quoted_text_finds_itself(text):
    quoted = "\\Q" + text.replace("\\E", "") + "\\E"
    assert regex.matches(text.replace("\\E", ""), rf"\A{quoted}\z")


@given(st.text(alphabet="abc,", max_size=20))
def test_split_and_join(text):
    assert ",".join(regex.split(text, ",")) == text
    assert regex.replace(text, ",", ";") == text.replace(",", ";")
