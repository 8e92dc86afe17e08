"""Text for a terminal that cannot show every sign: other signs and letters in their place.

A terminal that is not in UTF-8 gets each letter without its accent, and `?` for a letter that has
no such form. lazygit does the same by the table of replacements of its library tcell. Python would
write an escape of six letters for a star, which moves the letters behind it.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, TextIO

_SIGNS = {
    "·": "-", "…": ".", "★": "*", "☆": "*", "•": "*", "▌": ">", "▐": "|", "▼": "v", "▲": "^",
    "←": "<", "→": ">", "↑": "^", "↓": "v", "×": "x",
    "─": "-", "━": "-", "│": "|", "┃": "|", "╭": "+", "╮": "+", "╰": "+", "╯": "+",
    "┌": "+", "┐": "+", "└": "+", "┘": "+", "▁": "_", "▂": "_", "▃": "_", "▄": "#", "▅": "#",
    "▆": "#", "▇": "#", "█": "#", "▉": "#", "▊": "#", "▋": "#", "▍": "|", "▎": "|", "▏": "|",
    "▕": "|", "▔": "-", "░": ".", "▒": "+", "▓": "#",
}  # fmt: skip
"""The signs that the program draws itself, each one cell wide -> the sign of ASCII for it."""
_LETTERS = {
    **dict(zip("‘’‚“”„–—−‐‑«»", '\'\',"""-----<>', strict=True)),
    **dict(zip("øØłŁđĐıßæÆœŒðÐþÞ", "oOlLdDisaAoOdDtT", strict=True)),
    **dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω", "abgdezhqiklmnxoprsstufcyw", strict=True)),
    **dict(zip("ΓΔΘΛΞΠΣΦΨΩ", "GDQLXPSFYW", strict=True)),
}
"""Letters that are no letter of ASCII with an accent -> the letter that stands for each."""
_IN_ASCII = str.maketrans(_SIGNS)
_ERRORS = "arxtui-readable"
_UTF_8 = "utf-8"
_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")
"""The values that Python gives LC_CTYPE where the locale is C (PEP 538)."""
_FEW_SIGNS = ("linux", "vt1", "vt2", "vt3", "vt4", "vt5", "ansi", "cons")
"""Beginnings of TERM of terminals whose fonts lack stars and arrows."""


class TerminalText(NamedTuple):
    """The text that a terminal can show."""

    encoding: str = _UTF_8
    """The encoding of the terminal."""
    ascii_signs: bool = False
    """True if the signs of the program are to be of ASCII."""

    def of(self, text: str) -> str:
        """Return a text that the terminal can show, with as many cells."""
        if self.ascii_signs and not text.isascii():
            text = text.translate(_IN_ASCII)
        if self.encoding != _UTF_8 and not text.isascii():
            text = text.encode(self.encoding, _ERRORS).decode(self.encoding)
        return text

    def use(self, stream: TextIO) -> None:
        """Let a stream write letters that it has no bytes for in a readable form."""
        if self.encoding != _UTF_8 and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=self.encoding, errors=_ERRORS)


def of_terminal(signs: str, stream: TextIO | None) -> TerminalText:
    """Return the text for the terminal of a stream.

    `signs` is the setting: `auto`, `unicode` or `ascii`. With `unicode` only the stream counts, not
    the locale.
    """
    encoding = _of_stream(stream)
    if signs == "unicode":
        return TerminalText(encoding)
    if encoding == _UTF_8 and "PYTHONIOENCODING" not in os.environ:
        encoding = _of_locale(os.environ, coerced=bool(sys.flags.utf8_mode))
    term = os.environ.get("TERM", "")
    few_signs = encoding != _UTF_8 or term.startswith(_FEW_SIGNS)
    return TerminalText(encoding, signs == "ascii" or few_signs)


def _of_stream(stream: TextIO | None) -> str:
    if stream is None or not stream.encoding:
        return _UTF_8
    return _known(stream.encoding)


def _of_locale(environ: Mapping[str, str], *, coerced: bool) -> str:
    """Return the encoding of the locale that the user set; without a locale it is UTF-8.

    The names are read, because Python takes UTF-8 for the locale C (PEP 540), in which terminals
    show ASCII. tcell does the same. `coerced` is True if Python may have set LC_CTYPE itself.
    """
    names = [environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG")]
    if coerced and names[1] in _COERCED:
        names[1] = ""
    name = next(filter(None, names), "")
    if name in ("C", "POSIX"):
        return "ascii"
    _, dot, encoding = name.partition("@")[0].partition(".")
    if not dot:
        return _UTF_8
    return _known(encoding)


def _known(encoding: str) -> str:
    """Return the name of an encoding as Python spells it; UTF-8 for an unknown encoding."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return _UTF_8


def _readable(error: UnicodeError) -> tuple[str, int]:
    """Return the replacement of the letters that an encoding lacks, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(map(_in_ascii, lacking)), error.end


@lru_cache(maxsize=4096)
def _in_ascii(sign: str) -> str:
    """Return a sign in ASCII, in as many cells: without its accent, else `?`."""
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return ""
    cells = 1
    if unicodedata.east_asian_width(sign) in ("W", "F"):
        cells = 2
    parts = _SIGNS.get(sign) or _LETTERS.get(sign) or unicodedata.normalize("NFKD", sign)
    written = "".join(filter(str.isascii, parts)).strip()
    return (written or "?" * cells)[:cells].ljust(cells)


codecs.register_error(_ERRORS, _readable)
