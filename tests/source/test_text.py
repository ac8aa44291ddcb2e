"""Bytes to text and back."""

from __future__ import annotations

import codecs

import pytest

from connlint.source import DecodeError, SourceText, decode, encode

BODY = '<a b="Grüße"/>\n'


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (BODY.encode(), SourceText(BODY, "utf-8", bom=False)),
        (codecs.BOM_UTF8 + BODY.encode(), SourceText(BODY, "utf-8", bom=True)),
        (codecs.BOM_UTF16_LE + BODY.encode("utf-16-le"), SourceText(BODY, "utf-16-le", bom=True)),
        (codecs.BOM_UTF16_BE + BODY.encode("utf-16-be"), SourceText(BODY, "utf-16-be", bom=True)),
    ],
)
def test_marks_and_defaults(data, expected):
    assert decode(data) == expected
    assert encode(expected, BODY) == data


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("ISO-8859-1", "iso8859-1"),
        ("latin1", "iso8859-1"),
        ("windows-1252", "cp1252"),
        ("UTF-8", "utf-8"),
        ("utf8", "utf-8"),
    ],
)
def test_the_declaration_names_the_encoding(declared, codec):
    text = f'<?xml version="1.0" encoding="{declared}"?>{BODY}'
    source = decode(text.encode(codec))
    assert source == SourceText(text, codec, bom=False)
    assert encode(source, text) == text.encode(codec)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(codec):
    text = '<?xml version="1.0" encoding="UTF-16"?><a/>'
    assert decode(text.encode(codec)) == SourceText(text, codec, bom=False)


def test_the_mark_outweighs_the_declaration():
    text = '<?xml version="1.0" encoding="UTF-8"?><a/>'
    assert decode(codecs.BOM_UTF16_LE + text.encode("utf-16-le")).text == text


def test_line_ends_stay_as_they_are():
    assert decode(b"<a>\r\n\r</a>").text == "<a>\r\n\r</a>"


def test_what_the_encoding_lacks_becomes_a_reference():
    source = SourceText("", "iso8859-1", bom=False)
    assert encode(source, "é €") == b"\xe9 &#8364;"


@pytest.mark.parametrize(
    ("data", "offset", "words"),
    [
        (b"<a>\xff</a>", 3, "UTF-8"),
        (codecs.BOM_UTF8 + b"<a>\xff</a>", 6, "UTF-8"),
        (b"\x89PNG\r\n\0", 6, "binary"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', 30, "klingon"),
        (b'<?xml version="1.0" encoding="rot13"?><a/>', 30, "rot13"),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', 30, "utf-7"),
        (b'<?xml version="1.0" encoding="UTF-16"?><a/>', 30, "UTF-16"),
        (codecs.BOM_UTF16_LE + b"<\0a", 4, "UTF-16"),
    ],
)
def test_what_is_no_text(data, offset, words):
    with pytest.raises(DecodeError) as caught:
        decode(data)
    assert caught.value.offset == offset
    assert words in caught.value.message
