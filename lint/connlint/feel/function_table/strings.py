"""The table's entries for texts. The form is explained in `table`."""

GROUP = "string"

ENTRIES = """
substring(string: string, start position: number): string
substring(string: string, start position: number, length: number): string
    A part of a text. Positions count from 1, negative ones from the end.
    > substring("foobar", -4, 3) = "oba"

string length(string: string): number
    The number of characters, as UTF-16 counts them: most emoji count as two.
    > string length("foo") = 3

upper case(string: string): string
    The text in capitals.
    > upper case("aBc") = "ABC"

lower case(string: string): string
    The text in small letters.
    > lower case("aBc") = "abc"

substring before(string: string, match: string): string
    What stands before the first match; an empty text without one.
    > substring before("foobar", "bar") = "foo"

substring after(string: string, match: string): string
    What stands behind the first match; an empty text without one.
    > substring after("foobar", "foo") = "bar"

contains(string: string, match: string): boolean
    Whether the text holds the match.
    > contains("foobar", "oba") = true

starts with(string: string, match: string): boolean
    Whether the text begins with the match.
    > starts with("foobar", "foo") = true

ends with(string: string, match: string): boolean
    Whether the text ends with the match.
    > ends with("foobar", "bar") = true

matches(input: string, pattern: string): boolean
matches(input: string, pattern: string, flags: string): boolean
    Whether a Java regular expression is found anywhere in the text. Flags: s, m, i, x.
    > matches("FooBar", "^foo", "i") = true

replace(input: string, pattern: string, replacement: string): string
replace(input: string, pattern: string, replacement: string, flags: string): string
    Replaces each match of a Java regular expression; `$1` in the replacement is its first group. Flags: s, m, i, x.
    > replace("2024-02", "(\\\\d+)-(\\\\d+)", "$2/$1") = "02/2024"

split(string: string, delimiter: string): list
    The pieces of a text between the matches of a Java regular expression.
    > split("a;b;c", ";") = ["a", "b", "c"]

extract(input [string]: string, pattern: string): list
    All matches of a Java regular expression.
    > extract("a1b22", "[0-9]+") = ["1", "22"]

trim(string: string): string
    The text without blanks at both ends.
    since 8.6
    > trim("  a b ") = "a b"

uuid(): string
    A new random UUID with every call.
    since 8.6
    > uuid()

to base64(value: string): string
    The text's UTF-8 bytes in Base64.
    since 8.6
    > to base64("FEEL") = "RkVFTA=="

from base64(value: string): string
    The text whose UTF-8 bytes stand in Base64.
    since 8.9
    > from base64("RkVFTA==") = "FEEL"

is blank(string: string): boolean
    Whether the text is empty or of white space only.
    since 8.7
    > is blank(" ") = true
"""
