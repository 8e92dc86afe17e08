"""Text of papers as values of BibTeX fields: characters, macros, formulas, and braces where BibTeX would change case.

What comes out has balanced braces, by BibTeX's count and by one that heeds backslashes, and never ends in a backslash.
Fields and entries are made in bibtex.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Literal, NamedTuple

from arxtui import tex
from arxtui.export import capitals
from arxtui.export.characters import Target
from arxtui.export.characters import latex as character
from arxtui.tex import balanced, formulas, groups
from arxtui.text import clean


def text(raw: str, target: Target = "bibtex") -> str:
    """Return a note, an abstract or a name as LaTeX that prints what the listing says."""
    cleaned = clean(raw)
    if not _SIGN.search(cleaned):  # most names
        return cleaned
    return _join([_latex(_pieces(cleaned, target))])


def title(raw: str, target: Target = "bibtex") -> str:
    """Return a title as LaTeX, with braces wherever a style's change of case would damage it."""
    words: list[tuple[_Piece, ...]] = []
    for _, pieces in groupby(_pieces(clean(raw), target), key=lambda piece: piece.kind == "space"):
        words.append(tuple(pieces))
    before = ""
    written: list[str] = []
    for word in words:
        if word[0].kind == "space":
            written.append(_latex(word))
            continue
        written.append(_protected(word, before))
        before = _letters(word)
    return _join(written)


def plain(raw: str, target: Target = "bibtex") -> str:
    """Return text in which nothing is TeX, such as an address that is to be printed, as LaTeX."""
    return "".join([_ESCAPED.get(char) or character(char, target) for char in raw])


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
_SIGN = re.compile(r"[\\{}$~^<>|\"&%#_]|[^\x00-\x7f]")
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
_ACCENT = re.compile(r"(\\[`'^\"~=.])\s*(\{\\?[a-zA-Z]\}|\\[ij](?![a-zA-Z]) ?|[a-zA-Z])")
_TIE = re.compile(r"(?<=[\w.,;:)\]}])~(?=[\w\\{$(\[])")
_CARON = re.compile(r"(\\[cvuHdbrtk])\s+([a-zA-Z])")


def _pieces(raw: str, target: Target) -> list[_Piece]:
    scan = _Scan(raw, target)
    return scan.span(0, len(raw))


class _Scan:
    """One cleaned text on its way to LaTeX; places are indexes into it, a span is [start, stop)."""

    def __init__(self, raw: str, target: Target) -> None:
        self.raw = raw
        self.target = target
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
            return plain(self.raw[start:stop], self.target)
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
        return _Piece("text", _ESCAPED.get(token) or character(token, self.target), token), after

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
            return _Piece("group", f"\\textsuperscript{{{character(char, self.target)}}}", char), at + 1
        return _Piece("text", _ESCAPED["^"], "^"), at

    def word(self, name: str, at: int, stop: int) -> tuple[_Piece, int]:
        """A macro with a name: what LaTeX knows stays, links become their text, the rest prints its name."""
        caron = _CARON.match(self.raw, at - 2, stop) if len(name) == 1 else None
        if caron:
            return _Piece("group", f"{{{caron[1]}{{{caron[2]}}}}}", caron[2]), caron.end()
        end = self.ends[at] if self.group(at, stop) else 0
        if name in tex.ACCENTS and self.raw[at + 1 : end] in ("\\i", "\\j"):  # \v{\i}
            return _Piece("group", f"{{\\{name}{{{self.raw[end - 1]}}}}}", self.raw[end - 1]), end + 1
        if name in _KNOWN and end > at + 1:
            return _Piece("group", f"\\{name}{{{self.inside(at + 1, end)}}}", self.raw[at + 1 : end]), end + 1
        if name in _KNOWN:
            return _Piece("group", f"{{\\{name}}}", ""), end + 1 if end else at
        if name == "url" and end:
            return _Piece("text", plain(self.raw[at + 1 : end], self.target), ""), end + 1
        if name == "href" and end and self.group(end + 1, stop):
            last = self.ends[end + 1]
            return _Piece("text", self.inside(end + 2, last), self.raw[end + 2 : last]), last + 1
        return _Piece("text", _ESCAPED["\\"] + name, name), at

    def sign(self, char: str, start: int, after: int, stop: int) -> tuple[_Piece, int]:
        """A backslash with a sign: an accent, an escaped character, a space."""
        accent = _ACCENT.match(self.raw, start, stop)
        if accent:
            letter = accent[2].strip("{}\\ ")  # \'{\i}
            composed = tex.accented(letter, accent[1][1:])
            latex = f"{{{accent[1]}{letter}}}" if len(composed) > 1 else character(composed, self.target)
            return _Piece("group", latex, letter), accent.end()
        if char in "\\,;: ":
            return _Piece("space", " ", ""), after
        if char in "!-/":
            return _Piece("text", "", ""), after
        return _Piece("text", _ESCAPED.get(char) or character(char, self.target), char), after


def _same(raw: str) -> _Piece:
    return _Piece("text", raw, raw)


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
        latex = character(token[-1])
        ensured = _ENSURED.fullmatch(latex)
        return f"{{{ensured[1]}}}" if ensured else f"\\text{{{latex}}}"
    # BibTeX counts the braces of \{ and \}, other readers do not
    return {r"\mathscr": r"\mathcal", r"\{": r"\lbrace ", r"\}": r"\rbrace "}.get(token, token)


_CORE = re.compile(r"((?:``|['(\[])*)(.*?)((?:''|[')\],.:;?!])*)", re.DOTALL)


def _letters(word: tuple[_Piece, ...]) -> str:
    """Return the letters and signs of a word as typed; a formula stands as `0`, a group is left out."""
    return "".join([piece.source if piece.kind == "text" else "0" for piece in word if piece.kind != "group"])


def _protected(word: tuple[_Piece, ...], before: str) -> str:
    """Return a word with braces where BibTeX's change of case would damage it.

    `before` is the word before it, as _letters() returns it, empty at the start of the title.
    """
    letters = _letters(word)
    in_group = any(piece.kind == "group" and capitals.has_upper(piece.source) for piece in word)
    if not in_group and not capitals.must_stay(letters, before):
        parts = [f"{{{piece.latex}}}" if piece.kind == "math" else piece.latex for piece in word]
        return capitals.braced_names("".join(parts))
    opening, core, closing = _core(_latex(word))
    if core.startswith("\\"):  # {\x…} is one special character to BibTeX, lowered inside
        core = f"{{{core}}}"
    return f"{opening}{{{core}}}{closing}"


def _core(latex: str) -> tuple[str, str, str]:
    """Return a word in three: brackets and quotation marks before it, the word, brackets and punctuation after it.

    Punctuation stays outside of braces, or BibTeX would not see that a colon ends a sentence.
    """
    found = _CORE.fullmatch(latex)
    if found and found[2] and _is_whole(found[2]):
        return found[1], found[2], found[3]
    core = latex.rstrip(",.:;?!")
    if core and _is_whole(core):
        return "", core, latex[len(core) :]
    return "", latex, ""


def _is_whole(core: str) -> bool:
    """Return whether every brace and bracket has its partner."""
    return balanced(core) and core.count("(") == core.count(")") and core.count("[") == core.count("]")
