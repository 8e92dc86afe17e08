"""One character as LaTeX: accents, other alphabets, signs.

The tables have the letters that a document prints without macros. Whole texts are in latex.py.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from arxtui.tex.macros import ACCENTS

Target = Literal["bibtex", "biber", "unicode"]
"""The reader of the entry.

BibTeX with pdfLaTeX; biber with pdfLaTeX, which gets the letters that biber decodes; or XeLaTeX and
LuaLaTeX, which print letters without macros.
"""

_ACCENTS = {combining: macro for macro, combining in ACCENTS.items()}
"""Combining character -> the macro that both T1 and OT1 have (ltoutenc.dtx)."""

_MATH_SIGNS = {
    "ɛ": "varepsilon",
    "ϒ": "Upsilon",
    "ħ": "hbar",
    "♭": "flat",
    "♮": "natural",
    "♯": "sharp",
    "ς": "varsigma",
}
"""Signs for which pylatexenc's table has no macro of LaTeX, or a macro for formulas only."""

_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўђјљњћџѓќѕѐѝ",
        "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch ' y ' e yu ya yo i yi ye g w "
        "dj j lj nj c dz g k dz e i".split(),
        strict=True,
    )
)
"""Cyrillic romanised, since pdfLaTeX and Latin Modern lack it.

BGN/PCGN for Russian, Ukrainian and Belarusian, and Serbian and Macedonian letters without accents.
"""

_AS_LATIN = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧοϹϲĦŦŧ", "ABEZHIKMNOPTXoCcHTt", strict=True))
"""Letters without a macro in LaTeX -> the Latin letter that looks like them."""


def _ranges(text: str) -> frozenset[str]:
    """Return the characters of ranges such as `A0-17E 192`, hexadecimal."""
    chars: set[str] = set()
    for part in text.split():
        first, _, last = part.partition("-")
        chars.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(chars)


_LATIN_MODERN = _ranges(
    "A0-137 139-148 14A-165 168-17E 18E 192 1A0-1A1 1AF-1B0 1CD-1D4 1D7-1DD 1E6-1E7 1EA-1EB 1F0"
    " 1F4-1F5 1FA-201 204-205 208-209 20C-20D 210-211 214-215 218-21B 237 258-259 391-3A1 3A3-3A9"
    " 1E0C-1E0F 1E24-1E27 1E2A-1E2B 1E2E-1E2F 1E36-1E39 1E42-1E47 1E58-1E5D 1E62-1E63 1E6C-1E6F"
    " 1E80-1E85 1E92-1E93 1E97 1EA0-1EF9 2010-2011 2013-2014 2016 2018-201A 201C-201E 2020-2022"
    " 2026 2030-2031 2039-203B 203D 2044-2046 2052 20AB-20AC 2103 2116-2117 2120 2122 2126-2127"
    " 212E 2190-2193 2212 2215 2217 221A 221E"
)
"""Letters that Latin Modern has in upright, italic, bold and small capitals.

Source: the tables of lmroman10-regular.otf, -italic.otf, -bold.otf and lmromancaps10-regular.otf,
version 2.004. It is XeLaTeX's default font, and prints nothing for other letters.
"""

_PDFLATEX = _ranges(
    "A0-B7 B9-125 128-137 139-13E 141-148 14A-165 168-17E 192 1CD-1D4 1E2-1E3 1E6-1EB 1F0 1F4-1F5"
    " 218-21B 232-233 1E02-1E03 1E20-1E21 1E9E"
)
"""Letters that pdfLaTeX prints in T1 if a file has them as UTF-8.

Source: t1enc.dfu and ts1enc.dfu of LaTeX 2022.
"""


@lru_cache(maxsize=8192)
def latex(char: str, target: Target = "bibtex") -> str:
    """Return one character as the target reads it, in braces if it is a macro.

    A letter loses the accents that LaTeX's fonts cannot set; a character of an alphabet that
    neither LaTeX nor this table has (中) is returned unchanged.
    """
    if char == '"':
        return "''"
    if char.isascii():
        return char
    if target == "unicode" and char in _LATIN_MODERN:
        return char
    return _written(char, target)


def foreign(text: str, target: Target) -> bool:
    """Return True if a text has letters that neither LaTeX nor this table can write."""
    if text.isascii():
        return False
    for char in text:
        written = latex(char, target)
        if not written.isascii() and written not in _LATIN_MODERN:
            return True
    return False


def _written(char: str, target: Target) -> str:
    """Return a character beyond ASCII as LaTeX, without regard for fonts."""
    if char in _MATH_SIGNS:
        return f"{{\\ensuremath{{\\{_MATH_SIGNS[char]}}}}}"
    if char in _AS_LATIN:
        return _AS_LATIN[char]
    if char.lower() in _CYRILLIC:
        romanised = _CYRILLIC[char.lower()]
        if char.islower():
            return romanised
        return romanised.capitalize()
    if unicodedata.decomposition(char).startswith("<fraction>"):
        return unicodedata.normalize("NFKC", char).replace("\N{FRACTION SLASH}", "/")
    decomposed = unicodedata.normalize("NFD", char)
    if len(decomposed) > 1:
        return _accented(decomposed[0], decomposed[1:], target)
    return _from_table(char)


def _accented(base: str, marks: str, target: Target) -> str:
    r"""Return a letter with its accents, in braces: `{\'i}`, `{\'{\^e}}`.

    BibTeX takes `{\'...}` for one letter, and every reader decodes `\'i`; to biber `\'\i` is U+0131
    with an accent.
    """
    if not base.isascii():
        return latex(base, target)
    letter = base
    written = base
    for mark in marks:
        composed = unicodedata.normalize("NFC", letter + mark)
        printable = target != "biber" or composed in _PDFLATEX
        if mark not in _ACCENTS or len(composed) > 1 or not printable:
            continue
        macro = _ACCENTS[mark]
        if macro.isalpha() or len(written) > 1:
            written = f"\\{macro}{{{written}}}"
        else:
            written = f"\\{macro}{written}"
        letter = composed
    if written == base:
        return base
    return f"{{{written}}}"


def _from_table(char: str) -> str:
    """Return a character by pylatexenc's table, else its plainer spelling (Ⅳ), else unchanged."""
    from pylatexenc.latexencode import UnicodeToLatexEncoder  # type: ignore[import-untyped]

    encoder = UnicodeToLatexEncoder(
        non_ascii_only=True,
        replacement_latex_protection="braces-all",
        unknown_char_policy="keep",
        unknown_char_warning=False,
    )
    found = str(encoder.unicode_to_latex(char)).replace(r"\mathscr", r"\mathcal")
    if found.isascii() and not _NOT_IN_LATEX.search(found):
        return found
    plainer = unicodedata.normalize("NFKC", char)
    if plainer == char:
        return char
    return "".join(map(latex, plainer)).strip()


_NOT_IN_LATEX = re.compile(r"\\(?:cyr|CYR|ElsevierGlyph|nument|text(?:hvlig|nrleg))")
"""Macros of pylatexenc's table that need a package: without it they stop a document."""
