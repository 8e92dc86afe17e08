"""Text of papers as values of BibTeX fields: characters, macros, formulas, and braces where BibTeX would change case.

What comes out has balanced braces, by BibTeX's count and by one that heeds backslashes, and never ends in a backslash.
Fields and entries are made in bibtex.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import Literal, NamedTuple

from arxtui.tex import balanced, formulas, groups
from arxtui.text import clean


def text(raw: str, *, unicode: bool = False) -> str:
    """A note, an abstract, a name: LaTeX that prints what the listing says; `unicode` leaves letters as they are."""
    return _letters(_join([_latex(_pieces(clean(raw)))]), raw, unicode)


def title(raw: str, *, unicode: bool = False) -> str:
    """A title: likewise, each word with inner capitals and each formula in braces."""
    words = groupby(_pieces(clean(raw)), key=lambda piece: piece.kind == "space")
    latex = _join(_latex(word) if blank else _protected(tuple(word)) for blank, word in words)
    return _letters(latex, raw, unicode)


def _letters(latex: str, raw: str, unicode: bool) -> str:
    """With `unicode`, the letters of the raw text back in place of what they became."""
    for char in sorted(set(clean(raw))) if unicode and not raw.isascii() else ():
        if not char.isascii():
            latex = latex.replace(_character(char), char)
    return latex


def plain(raw: str) -> str:
    """Text in which nothing is TeX, such as an address that is to be printed."""
    return "".join([_ESCAPED.get(char) or _character(char) for char in raw])


def _latex(pieces: Iterable[_Piece]) -> str:
    return "".join([piece.latex for piece in pieces])


def _join(pieces: Iterable[str]) -> str:
    return re.sub(" {2,}", " ", "".join(pieces)).strip(" ")


class _Piece(NamedTuple):
    kind: Literal["text", "group", "math", "space"]
    latex: str
    source: str
    """The letters that BibTeX could change; empty for a formula."""


_DEEPEST = 40
_SPECIAL = re.compile(r"\\[A-Za-z]+|\\.|[\\{}$~^<>|\"&%#_ ]|[^\x00-\x7f]", re.DOTALL)
_ESCAPED = {char: "\\" + char for char in "&%#_$"} | {
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "^": r"{\textasciicircum}",
    "~": r"{\textasciitilde}", "<": r"{\textless}", ">": r"{\textgreater}", "|": r"{\textbar}",
}  # fmt: skip
_KNOWN = frozenset(
    "textbf textit texttt textsc textrm textsf textsl textup emph underline textsuperscript textsubscript textdegree "
    "textendash textemdash textregistered texttrademark textcopyright textbackslash textasciitilde textasciicircum "
    "textless textgreater textbar textquotedblleft textquotedblright ldots dots textellipsis textmu textperthousand "
    "textbullet textpertenthousand ss ae AE oe OE aa AA o O l L i j dag ddag S P copyright "
    "pounds LaTeX TeX c v u H d b r t k".split()
)
_FONTS = {font: "text" + font for font in ("bf", "it", "tt", "sc", "rm", "sl", "sf")} | {"em": "emph"}
_FONT = re.compile(r"\\(bf|it|em|tt|sc|rm|sl|sf)\b\s*")
_ACCENT = re.compile(r"(\\[`'^\"~=.])\s*(\{\\?[a-zA-Z]\}|\\[ij](?![a-zA-Z])|[a-zA-Z])")
_TIE = re.compile(r"(?<=[\w.,;:)\]}])~(?=[\w\\{$(\[])")
_CARON = re.compile(r"(\\[cvuHdbrtk])\s+([a-zA-Z])")


def _pieces(raw: str) -> list[_Piece]:
    scan = _Scan(raw)
    return scan.span(0, len(raw))


class _Scan:
    """One cleaned text on its way to LaTeX; places are indexes into it, a span is [start, stop)."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.ends = groups(raw)
        self.formulas = formulas(raw)
        self.depth = 0

    def span(self, start: int, stop: int) -> list[_Piece]:
        """The pieces of a span."""
        pieces: list[_Piece] = []
        while found := _SPECIAL.search(self.raw, start, stop):
            if found.start() > start:
                pieces.append(_same(self.raw[start : found.start()]))
            piece, start = self.special(found, stop)
            pieces.append(piece)
        if start < stop:
            pieces.append(_same(self.raw[start:stop]))
        return pieces

    def inside(self, start: int, stop: int) -> str:
        """A span as LaTeX; nested too deep, as text."""
        if self.depth == _DEEPEST:
            return plain(self.raw[start:stop])
        self.depth += 1
        latex = _latex(self.span(start, stop))
        self.depth -= 1
        return latex

    def special(self, found: re.Match[str], stop: int) -> tuple[_Piece, int]:
        """The piece at a place that means something to TeX, and where the text goes on."""
        token, start, after = found[0], found.start(), found.end()
        if start in self.formulas and self.formulas[start][2] <= stop:
            body_start, body_stop, end = self.formulas[start]
            formula = _formula(self.raw[body_start:body_stop])
            if formula:
                return _Piece("math", formula, ""), end
        if token[0] == "\\" and len(token) > 1:
            return self.word(token[1:], after, stop) if token[1].isalpha() else self.sign(token[1], start, after, stop)
        if token == "{" and self.group(start, stop):
            return self.braced(after, self.ends[start])
        if token == "^":
            return self.raised(after, stop)
        if token == " ":
            return _Piece("space", " ", ""), after
        if token == "~" and _TIE.match(self.raw, start):
            return _Piece("space", "~", ""), after
        if token == '"':
            opening = start == 0 or self.raw[start - 1] in " ([-/"
            return _Piece("text", "``" if opening else "''", token), after
        return _Piece("text", _ESCAPED.get(token) or _character(token), token), after

    def group(self, at: int, stop: int) -> bool:
        """Whether a group begins here that ends within the span."""
        return self.ends.get(at, stop) < stop

    def braced(self, start: int, stop: int) -> tuple[_Piece, int]:
        """A group, and `{\\bf …}` as the macro of today."""
        font = _FONT.match(self.raw, start, stop)
        inside = self.inside(font.end() if font else start, stop)
        latex = f"\\{_FONTS[font[1]]}{{{inside}}}" if font else f"{{{inside}}}"
        return _Piece("group", latex, self.raw[start:stop]), stop + 1

    def raised(self, at: int, stop: int) -> tuple[_Piece, int]:
        """`^th` and `^{th}` outside a formula."""
        if self.group(at, stop):
            end = self.ends[at]
            return _Piece("group", f"\\textsuperscript{{{self.inside(at + 1, end)}}}", self.raw[at + 1 : end]), end + 1
        char = self.raw[at : min(at + 1, stop)]
        if char.isalnum():
            return _Piece("group", f"\\textsuperscript{{{_character(char)}}}", char), at + 1
        return _Piece("text", _ESCAPED["^"], "^"), at

    def word(self, name: str, at: int, stop: int) -> tuple[_Piece, int]:
        """A macro with a name: what LaTeX knows stays, links become their text, the rest prints its name."""
        caron = _CARON.match(self.raw, at - 2, stop) if len(name) == 1 else None
        if caron:
            return _Piece("group", f"{{{caron[1]}{{{caron[2]}}}}}", caron[2]), caron.end()
        end = self.ends[at] if self.group(at, stop) else 0
        if name in _KNOWN and end > at + 1:
            return _Piece("group", f"\\{name}{{{self.inside(at + 1, end)}}}", self.raw[at + 1 : end]), end + 1
        if name in _KNOWN:
            return _Piece("group", f"{{\\{name}}}", ""), end + 1 if end else at
        if name == "url" and end:
            return _Piece("text", plain(self.raw[at + 1 : end]), ""), end + 1
        if name == "href" and end and self.group(end + 1, stop):
            last = self.ends[end + 1]
            return _Piece("text", self.inside(end + 2, last), self.raw[end + 2 : last]), last + 1
        return _Piece("text", _ESCAPED["\\"] + name, name), at

    def sign(self, char: str, start: int, after: int, stop: int) -> tuple[_Piece, int]:
        """A backslash with a sign: an accent, an escaped character, a space."""
        accent = _ACCENT.match(self.raw, start, stop)
        if accent:
            letter = accent[2].strip("{}")
            macro = letter if letter.isalpha() else f"{{{letter}}}"  # \'{\i}
            return _Piece("group", f"{{{accent[1]}{macro}}}", letter), accent.end()
        if char in "\\,;: ":
            return _Piece("space", " ", ""), after
        if char in "!-/":
            return _Piece("text", "", ""), after
        return _Piece("text", _ESCAPED.get(char) or _character(char), char), after


def _same(raw: str) -> _Piece:
    return _Piece("text", raw, raw)


# where pylatexenc's table names what LaTeX has under another name, or in formulas only
_MATH_SIGNS = {"ɛ": "varepsilon", "ϒ": "Upsilon", "ħ": "hbar", "♭": "flat", "♮": "natural", "♯": "sharp"}


@lru_cache(maxsize=4096)
def _character(char: str) -> str:
    """One character as pdfLaTeX and bibtex read it, in braces; one that pylatexenc does not know stays."""
    if char.isascii():
        return "''" if char == '"' else char
    if char in _MATH_SIGNS:
        return f"{{\\ensuremath{{\\{_MATH_SIGNS[char]}}}}}"
    if unicodedata.decomposition(char).startswith("<fraction>"):
        return unicodedata.normalize("NFKC", char).replace("\N{FRACTION SLASH}", "/")
    if char in "űŰ":
        return f"{{\\H{{{unicodedata.normalize('NFD', char)[0]}}}}}"
    from pylatexenc.latexencode import UnicodeToLatexEncoder  # type: ignore[import-untyped]

    encoder = UnicodeToLatexEncoder(
        non_ascii_only=True, replacement_latex_protection="braces-all", unknown_char_policy="keep",
        unknown_char_warning=False,
    )  # fmt: skip
    return str(encoder.unicode_to_latex(char)).replace(r"\mathscr", r"\mathcal")


_IN_FORMULA = re.compile(r"\\(?:mathscr(?![a-zA-Z])|.)|[%&#]|[^\x00-\x7f]", re.DOTALL)
_ENSURED = re.compile(r"\{\\ensuremath\{(.*)\}\}")


def _formula(body: str) -> str:
    """`$…$` that bibtex and LaTeX can read, or `` when its braces do not match."""
    formula = _IN_FORMULA.sub(_in_formula, body).strip()
    return f"${formula}$" if balanced(formula) and not formula.endswith("\\") else ""


def _in_formula(found: re.Match[str]) -> str:
    token = found[0]
    if token in "%&#":
        return "\\" + token
    if not token.isascii():
        latex = _character(token[-1])
        ensured = _ENSURED.fullmatch(latex)
        return f"{{{ensured[1]}}}" if ensured else f"\\text{{{latex}}}"
    # BibTeX counts the braces of \{ and \}, other readers do not
    return {r"\mathscr": r"\mathcal", r"\{": r"\lbrace ", r"\}": r"\rbrace "}.get(token, token)


_PARTS = re.compile(r"[-/:–—.]")
_MARKS = "()[],;?!'\"`*_&#“”‘’"
_CORE = re.compile(r"((?:``|['(\[])*)(.*?)((?:''|[')\],.:;?!])*)", re.DOTALL)


def _protected(word: tuple[_Piece, ...]) -> str:
    """A word in braces when BibTeX's change of case would damage it; else only its formulas are."""
    latex = _latex(word)
    if not _has_inner_capital(word):
        return "".join([f"{{{piece.latex}}}" if piece.kind == "math" else piece.latex for piece in word])
    found = _CORE.fullmatch(latex)
    before, core, after = found.groups() if found else ("", latex, "")
    if not core or not balanced(core) or core.count("(") != core.count(")") or core.count("[") != core.count("]"):
        before, core, after = "", latex, ""
    if core.startswith("\\"):  # {\x…} is one special character to BibTeX, lowered inside
        core = f"{{{core}}}"
    return f"{before}{{{core}}}{after}"


def _has_inner_capital(word: tuple[_Piece, ...]) -> bool:
    if any(piece.kind == "group" and _has_upper(piece.source) for piece in word):
        return True
    letters = "".join([piece.source if piece.kind == "text" else "0" for piece in word if piece.kind != "group"])
    whole = letters.strip(_MARKS + ":.")
    if len(whole) == 1 and whole.isupper():
        return whole not in "AI"
    for part in _PARTS.split(letters):
        part = part.strip(_MARKS)
        lone = len(part) == 1 or any(map(str.isdigit, part))
        if _has_upper(part[1:]) or (lone and _has_upper(part)):
            return True
    return False


def _has_upper(source: str) -> bool:
    return any(map(str.isupper, source))
