"""The text of a .bib: UTF-8, or an older encoding that the file declares or that its bytes show."""

from __future__ import annotations

import codecs
import re

from arxtui.sources.records import decode as decode_utf8

_DECLARED = re.compile(
    rb"(?:encoding|coding|inputenc)\s{0,3}[:=}{]\s{0,3}\[?([A-Za-z][\w.-]{2,20})", re.IGNORECASE
)
_HEAD = 2_000
"""Bytes at the start of a file in which the encoding is declared: `% Encoding: ISO-8859-1`."""
_NAMES = {"ansinew": "cp1252", "applemac": "mac_roman", "latin": "latin-1", "macroman": "mac_roman"}
_EIGHT_BITS = ("iso8859", "cp12", "cp8", "mac", "koi8", "big5", "gb", "euc", "shift_jis", "cp9")
"""Beginnings of the names of text encodings; Python's other codecs are not for text."""
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")
_HIGH = re.compile(rb"[\x80-\xff]")
_LETTER = re.compile(
    rb"(?<=[A-Za-z\x8a\x8e\x9a\x9e\xc0-\xd6\xd8-\xf6\xf8-\xfd])"
    rb"[\x8a\x8e\x91-\x97\x9a\x9e\x9f\xa0\xc0-\xd6\xd8-\xf6\xf8-\xfd]"
    rb"|[\x8a\x8e\x91-\x97\x9a\x9e\x9f\xa0\xc0-\xd6\xd8-\xf6\xf8-\xfd](?=[A-Za-z])"
)


def decode(data: bytes) -> tuple[str, bool]:
    """Return the text without BOM, and True if every byte of it was text.

    A file that is not UTF-8 is read in the encoding that it declares, or as Windows-1252 if all
    other bytes are letters inside words; else these bytes become surrogates, as in
    records.decode().
    """
    found, whole = decode_utf8(data)
    if whole:
        return found, True
    encoding = encoding_of(data)
    if not encoding:
        return found, False
    try:
        return data.decode(encoding), True
    except UnicodeDecodeError:
        return found, False


def encoding_of(data: bytes) -> str:
    """Return the encoding of a .bib that is no UTF-8, as declared or as its bytes show; or ``."""
    if declared := _DECLARED.search(data[:_HEAD]):
        name = declared[1].decode().lower()
        try:
            name = codecs.lookup(_NAMES.get(name, name)).name
        except LookupError:
            name = ""
        if name.startswith(_EIGHT_BITS):
            return name
    high = len(_HIGH.findall(data))
    if high and not _MULTIBYTE.search(data) and len(_LETTER.findall(data)) == high:
        return "cp1252"
    return ""
