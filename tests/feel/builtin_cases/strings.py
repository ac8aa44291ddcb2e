"""Calls of the functions for texts, with what the engine gives. `test_builtins` explains the form."""

NORMAL = r"""
substring("foobar", 3) => "obar"
substring("foobar", 3, 3) => "oba"
substring("foobar", -2) => "ar"
substring("foobar", -2, 9) => "ar"
substring("foobar", 0) => ""
substring("foobar", 7) => ""
substring("a😀b", 4) => "b"
string length("foo") => 3
string length("a😀") => 3
upper case("straße") => "STRASSE"
lower case("ABC") => "abc"
substring before("foobar", "bar") => "foo"
substring before("foobar", "xyz") => ""
substring before("foobar", "f") => ""
substring after("foobar", "ob") => "ar"
substring after("foobar", "xyz") => ""
substring after("foobar", "") => "foobar"
contains("foobar", "of") => false
contains("foobar", "oba") => true
starts with("foobar", "fo") => true
ends with("foobar", "r") => true
matches("foobar", "^fo*bar") => true
matches("foobar", "o") => true
matches("FOO", "foo", "i") => true
matches("a\nb", "a.b", "s") => true
replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") => "[1=ab][2=]cd"
replace("AbC", "[a-z]", "x", "i") => "xxx"
replace("abc", "x", "$9") => "abc"
split("a;b;;", ";") => ["a", "b", "", ""]
split("a1b22c", "[0-9]+") => ["a", "b", "c"]
split("", ";") => [""]
extract("references are 1234, 1256", "12[0-9]*") => ["1234", "1256"]
extract("abc", "[0-9]") => []
trim("  a b\t") => "a b"
trim("\u00a0") => "\u00a0"
uuid() = uuid() => true
matches(uuid(), "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$") => true
to base64("FEEL") => "RkVFTA=="
to base64("ü") => "w7w="
from base64("w7w=") => "ü"
from base64("") => ""
is blank(" \n\t") => true
is blank("") => true
is blank("a ") => false
"""

NULL = r"""
substring(null, 1) => null ! Illegal arguments: 'null', '1'
substring("a", null) => null ! Illegal arguments: '"a"', 'null'
string length(null) => null ! Illegal arguments: 'null'
upper case(null) => null ! Illegal arguments: 'null'
lower case(null) => null ! Illegal arguments: 'null'
substring before("a", null) => null ! Illegal arguments: '"a"', 'null'
substring after(null, "a") => null ! Illegal arguments: 'null', '"a"'
contains(null, "a") => null ! Illegal arguments: 'null', '"a"'
starts with("a", null) => null ! Illegal arguments: '"a"', 'null'
ends with(null, null) => null ! Illegal arguments: 'null', 'null'
matches(null, "a") => null ! Illegal arguments: 'null', '"a"'
matches("a", "a", null) => null ! Illegal arguments: '"a"', '"a"', 'null'
replace("a", "a", null) => null ! Illegal arguments: '"a"', '"a"', 'null'
split(null, ";") => null ! Illegal arguments: 'null', '";"'
extract("a", null) => null ! Illegal arguments: '"a"', 'null'
trim(null) => null ! Illegal arguments: 'null'
to base64(null) => null ! Illegal arguments: 'null'
from base64(null) => null ! Illegal arguments: 'null'
is blank(null) => null ! Illegal arguments: 'null'
"""

WRONG = r"""
substring(1, 1) => null ! Illegal arguments: '1', '1'
substring("a", "1") => null ! Illegal arguments: '"a"', '"1"'
string length([1]) => null ! Illegal arguments: '[1]'
upper case(1) => null ! Illegal arguments: '1'
lower case(true) => null ! Illegal arguments: 'true'
substring before(1, "a") => null ! Illegal arguments: '1', '"a"'
substring after("a", 1) => null ! Illegal arguments: '"a"', '1'
contains("a1", 1) => null ! Illegal arguments: '"a1"', '1'
starts with(1, "a") => null ! Illegal arguments: '1', '"a"'
ends with("a", 1) => null ! Illegal arguments: '"a"', '1'
matches("a", "(") => null ! Invalid pattern '('
matches(1, "1") => null ! Illegal arguments: '1', '"1"'
replace("abc", "b", "$1") => null ! Invalid pattern 'b'
replace("a", "[", "b") => null ! Invalid pattern '['
split("a", "(") => null ! Invalid pattern for delimiter '('
extract("a", "*") => null ! Invalid pattern '*'
extract(1, "1") => null ! Illegal arguments: '1', '"1"'
trim(1) => null ! Illegal arguments: '1'
uuid(1) => null ! NO_FUNCTION_FOUND: No function found with name 'uuid' and 1 parameters
to base64(1) => null ! Illegal arguments: '1'
from base64("!!!") => null ! Invalid Base64 value '!!!'
from base64("A") => null ! Invalid Base64 value 'A'
is blank(1) => null ! Illegal arguments: '1'
"""

NAMED = r"""
substring(start position: 2, string: "abc") => "bc"
substring(string: "abc", start position: 2, length: 1) => "b"
string length(string: "abc") => 3
upper case(string: "a") => "A"
lower case(string: "A") => "a"
substring before(match: "b", string: "abc") => "a"
substring after(match: "b", string: "abc") => "c"
contains(string: "abc", match: "b") => true
starts with(string: "abc", match: "a") => true
ends with(string: "abc", match: "c") => true
matches(pattern: "a", input: "abc") => true
replace(input: "abc", pattern: "b", replacement: "x") => "axc"
split(delimiter: "b", string: "abc") => ["a", "c"]
extract(input: "abc", pattern: "b") => ["b"]
extract(string: "abc", pattern: "b") => null ! NO_FUNCTION_FOUND: No function found with name 'extract' and parameters: string,pattern
trim(string: " a") => "a"
to base64(value: "a") => "YQ=="
from base64(value: "YQ==") => "a"
is blank(string: "") => true
"""
