"""The character classes of java.util.regex, as fragments for inside the brackets of a set of the `regex` package.

Run time: without `(?U)` Java's `\\d`, `\\w`, `\\s`, `\\b` and its POSIX names know ASCII only; general categories,
scripts, blocks and the binary properties know all of Unicode.
"""

from __future__ import annotations

import re

LINE_ENDS = r"\n\r\x85\u2028\u2029"

WORD = "A-Za-z0-9_"

SHORTHANDS = {
    "d": "0-9",
    "w": WORD,
    "s": r"\x20\t\n\x0b\f\r",
    "h": r"\x20\t\xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000",
    "v": r"\n\x0b\f\r\x85\u2028\u2029",
}
"""`\\d` and its like; the upper-case letter is the complement."""

UNICODE_SHORTHANDS = {
    "d": r"\p{Nd}",
    "w": r"\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}",
    "s": r"\p{White_Space}",
    "h": SHORTHANDS["h"],
    "v": SHORTHANDS["v"],
}
"""The same under `(?U)`."""

_POSIX = {
    "Lower": "a-z",
    "Upper": "A-Z",
    "ASCII": r"\x00-\x7f",
    "Alpha": "A-Za-z",
    "Digit": "0-9",
    "Alnum": "A-Za-z0-9",
    "Punct": r"!-/:-@\[-`{-~",
    "Graph": "!-~",
    "Print": r"\x20-~",
    "Blank": r"\x20\t",
    "Cntrl": r"\x00-\x1f\x7f",
    "XDigit": "0-9A-Fa-f",
    "Space": SHORTHANDS["s"],
}

_UNICODE_POSIX = {
    "Lower": r"\p{Lowercase}",
    "Upper": r"\p{Uppercase}",
    "Alpha": r"\p{Alphabetic}",
    "Digit": r"\p{Nd}",
    "Alnum": r"\p{Alphabetic}\p{Nd}",
    "Punct": r"\p{P}",
    "Graph": r"[^\p{White_Space}\p{Cc}\p{Cs}\p{Cn}]",
    "Print": r"[[^\p{White_Space}\p{Cc}\p{Cs}\p{Cn}]\p{Zs}]",
    "Blank": r"\p{Zs}\t",
    "Cntrl": r"\p{Cc}",
    "XDigit": r"\p{Nd}\p{Hex_Digit}",
    "Space": r"\p{White_Space}",
}

_CATEGORY = re.compile("C[cfnos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?")

_COMBINED = {
    "LC": r"\p{Lu}\p{Ll}\p{Lt}",
    "LD": r"\p{L}\p{Nd}",
    "L1": r"\x00-\xff",
    "all": r"\x00-\U0010ffff",
}

_JAVA_METHODS = {
    "javaLowerCase": r"\p{Lowercase}",
    "javaUpperCase": r"\p{Uppercase}",
    "javaAlphabetic": r"\p{Alphabetic}",
    "javaIdeographic": r"\p{Ideographic}",
    "javaTitleCase": r"\p{Lt}",
    "javaDigit": r"\p{Nd}",
    "javaDefined": r"\P{Cn}",
    "javaLetter": r"\p{L}",
    "javaLetterOrDigit": r"\p{L}\p{Nd}",
    "javaSpaceChar": r"\p{Z}",
    "javaWhitespace": r"[\p{Z}--[\xa0\u2007\u202f]]\t\n\x0b\f\r\x1c-\x1f",
    "javaISOControl": r"\x00-\x1f\x7f-\x9f",
    "javaMirrored": r"\p{Bidi_Mirrored}",
    "javaJavaIdentifierStart": r"\p{L}\p{Nl}\p{Sc}\p{Pc}",
    "javaJavaIdentifierPart": r"\p{L}\p{Nl}\p{Sc}\p{Pc}\p{Nd}\p{Mn}\p{Mc}\p{Cf}\x00-\x08\x0e-\x1b\x7f-\x9f",
}

_BINARY = {
    "ALPHABETIC": r"\p{Alphabetic}",
    "LETTER": r"\p{L}",
    "IDEOGRAPHIC": r"\p{Ideographic}",
    "LOWERCASE": r"\p{Lowercase}",
    "UPPERCASE": r"\p{Uppercase}",
    "TITLECASE": r"\p{Lt}",
    "WHITE_SPACE": r"\p{White_Space}",
    "WHITESPACE": r"\p{White_Space}",
    "CONTROL": r"\p{Cc}",
    "PUNCTUATION": r"\p{P}",
    "HEX_DIGIT": r"\p{Nd}\p{Hex_Digit}",
    "HEXDIGIT": r"\p{Nd}\p{Hex_Digit}",
    "ASSIGNED": r"\P{Cn}",
    "NONCHARACTER_CODE_POINT": r"\p{Noncharacter_Code_Point}",
    "NONCHARACTERCODEPOINT": r"\p{Noncharacter_Code_Point}",
    "DIGIT": r"\p{Nd}",
    "ALNUM": r"\p{Alphabetic}\p{Nd}",
    "BLANK": r"\p{Zs}\t",
    "GRAPH": _UNICODE_POSIX["Graph"],
    "PRINT": _UNICODE_POSIX["Print"],
    "WORD": UNICODE_SHORTHANDS["w"],
    "JOIN_CONTROL": r"\p{Join_Control}",
    "JOINCONTROL": r"\p{Join_Control}",
    "EMOJI": r"\p{Emoji}",
    "EMOJI_PRESENTATION": r"\p{Emoji_Presentation}",
    "EMOJI_MODIFIER": r"\p{Emoji_Modifier}",
    "EMOJI_MODIFIER_BASE": r"\p{Emoji_Modifier_Base}",
    "EMOJI_COMPONENT": r"\p{Emoji_Component}",
    "EXTENDED_PICTOGRAPHIC": r"\p{Extended_Pictographic}",
}

_CASELESS = {
    "Lower": "A-Za-z",
    "Upper": "A-Za-z",
    **dict.fromkeys(("Lu", "Ll", "Lt"), _COMBINED["LC"]),
    **dict.fromkeys(("javaLowerCase", "javaUpperCase", "javaTitleCase"), r"\p{Lowercase}\p{Uppercase}\p{Lt}"),
    **dict.fromkeys(("LOWERCASE", "UPPERCASE", "TITLECASE"), r"\p{Lowercase}\p{Uppercase}\p{Lt}"),
}
"""Where upper and lower case do not count, these mean letters of either (since Java 15)."""

_NAME = re.compile(r"[A-Za-z0-9_ -]+")


def property_fragment(name: str, *, unicode_classes: bool, ignore_case: bool) -> str | None:
    """What `\\p{name}` holds, or None for a name that Java does not know.

    A script or block is not looked up here: the `regex` package refuses the unknown ones.
    """
    key, separator, value = name.partition("=")
    if separator:
        return _keyed(key.strip().lower(), value, ignore_case=ignore_case)
    if name.startswith("In"):
        return _block(name[2:])
    if name.startswith("Is"):
        return _unicode_property(name[2:], ignore_case=ignore_case)
    if unicode_classes and name in _UNICODE_POSIX:
        if ignore_case and name in ("Lower", "Upper"):
            return _CASELESS["LOWERCASE"]
        return _UNICODE_POSIX[name]
    return _plain(name, ignore_case=ignore_case)


def _keyed(key: str, value: str, *, ignore_case: bool) -> str | None:
    if key in ("sc", "script"):
        return _script(value)
    if key in ("blk", "block"):
        return _block(value)
    if key in ("gc", "general_category"):
        return _plain(value, ignore_case=ignore_case)
    return None


def _unicode_property(name: str, *, ignore_case: bool) -> str | None:
    upper = name.upper()
    if ignore_case and upper in _CASELESS:
        return _CASELESS[upper]
    return _BINARY.get(upper) or _plain(name, ignore_case=ignore_case) or _script(name)


def _plain(name: str, *, ignore_case: bool) -> str | None:
    if ignore_case and name in _CASELESS:
        return _CASELESS[name]
    if _CATEGORY.fullmatch(name):
        return rf"\p{{{name}}}"
    return _POSIX.get(name) or _COMBINED.get(name) or _JAVA_METHODS.get(name)


def _script(name: str) -> str | None:
    # Blanks are refused here because the `regex` package would overlook them and Java does not.
    return rf"\p{{Script={name}}}" if _NAME.fullmatch(name) and " " not in name else None


def _block(name: str) -> str | None:
    return rf"\p{{Block={name}}}" if _NAME.fullmatch(name) and name == name.strip() else None
