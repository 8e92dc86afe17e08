"""The scanner from a cleaned text to LaTeX: macros, formulas, groups and characters as pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from arxtui.export.characters import Target
from arxtui.export.characters import latex as character
from arxtui.tex.macros import ACCENTS, with_accent
from arxtui.tex.scanner import DEEPEST, Scanner, balanced


class Piece(NamedTuple):
    """A part of a text with its LaTeX."""

    kind: Literal["text", "group", "math", "space"]
    """`math` is a formula, `group` is text in braces."""
    latex: str
    """The part as LaTeX."""
    source: str
    """The letters that BibTeX could change; empty for a formula."""


_SPECIAL = re.compile(r"\\[A-Za-z]+|\\.|[\\{}$~^<>|\"&%#_ ]|[^\x00-\x7f]", re.DOTALL)
_ESCAPED = {char: "\\" + char for char in "&%#_$"} | {
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}",
    "^": r"{\textasciicircum}", "~": r"{\textasciitilde}", "|": r"{\textbar}",
    "<": r"{\textless}", ">": r"{\textgreater}",
}  # fmt: skip
_KNOWN = frozenset(
    "textbf textit texttt textsc textrm textsf textsl textup emph underline textsuperscript"
    " textsubscript textdegree textendash textemdash textregistered texttrademark textcopyright"
    " textbackslash textasciitilde textasciicircum textless textgreater textbar textquotedblleft"
    " textquotedblright ldots dots textellipsis textmu textperthousand textbullet"
    " textpertenthousand ss ae AE oe OE aa AA o O l L i j dag ddag S P copyright pounds LaTeX TeX"
    " c v u H d b r t k".split()
)
"""Macros that LaTeX has without further packages."""
_FONTS = {font: "text" + font for font in ("bf", "it", "tt", "sc", "rm", "sl", "sf")}
_FONTS["em"] = "emph"
_FONT = re.compile(r"\\(bf|it|em|tt|sc|rm|sl|sf)\b\s*")
_ACCENT = re.compile(r"(\\[`'^\"~=.])\s*(\{\\?[a-zA-Z]\}|\\[ij](?![a-zA-Z]) ?|[a-zA-Z])")
_TIE = re.compile(r"(?<=[\w.,;:)\]}])~(?=[\w\\{$(\[])")
_SPACED_ACCENT = re.compile(r"(\\[cvuHdbrtk])\s+([a-zA-Z])")


def pieces_of(raw: str, target: Target) -> list[Piece]:
    """Return the pieces of a cleaned text, in order."""
    return _Scan(raw, target).span(0, len(raw))


def joined(pieces: Iterable[Piece]) -> str:
    """Return the LaTeX of some pieces."""
    return "".join([piece.latex for piece in pieces])


def plain(raw: str, target: Target = "bibtex") -> str:
    """Return a text without TeX, such as an address, as LaTeX that prints it."""
    return "".join([_ESCAPED.get(char) or character(char, target) for char in raw])


class _Scan(Scanner[Piece]):
    """A cleaned text that is written as LaTeX; its formulas are taken whole."""

    def __init__(self, raw: str, target: Target) -> None:
        super().__init__(raw)
        self.target = target

    def span(self, start: int, stop: int) -> list[Piece]:
        """Return the pieces of a span."""
        return self.pieces(_SPECIAL, start, stop)

    def letters(self, text: str) -> Piece:
        """Return the piece for a text without signs."""
        return Piece("text", text, text)

    def inside(self, start: int, stop: int) -> str:
        """Return a span as LaTeX; text that is nested too deep is plain."""
        if self.depth == DEEPEST:
            return plain(self.text[start:stop], self.target)
        self.depth += 1
        latex = joined(self.span(start, stop))
        self.depth -= 1
        return latex

    def special(self, found: re.Match[str], stop: int, math: bool) -> tuple[Piece, int]:
        """Return the piece at a sign of TeX, and the place behind it."""
        token = found[0]
        start = found.start()
        after = found.end()
        span = self.formula_at(start, stop)
        if span:
            formula = _formula(self.text[span.start : span.stop])
            if formula:
                return Piece("math", formula, ""), span.end
        if token[0] == "\\" and len(token) > 1:
            if token[1].isalpha():
                return self.word(token[1:], after, stop)
            return self.escape(token[1], start, after, stop)
        if token == "{" and self.has_group(start, stop):
            return self.braced(after, self.ends[start])
        if token == "^":
            return self.raised(after, stop)
        if token == " ":
            return Piece("space", " ", ""), after
        if token == "~" and _TIE.match(self.text, start):
            return Piece("space", "~", ""), after
        if token == '"':
            return self.quotation_mark(start), after
        return self.printed(token), after

    def printed(self, char: str) -> Piece:
        """Return the piece that prints a character."""
        return Piece("text", _ESCAPED.get(char) or character(char, self.target), char)

    def quotation_mark(self, at: int) -> Piece:
        if at == 0 or self.text[at - 1] in " ([-/":
            return Piece("text", "``", '"')
        return Piece("text", "''", '"')

    def braced(self, start: int, stop: int) -> tuple[Piece, int]:
        r"""Return a group and the place behind it; `{\bf ...}` becomes the macro of LaTeX 2e."""
        source = self.text[start:stop]
        font = _FONT.match(self.text, start, stop)
        if font:
            inside = self.inside(font.end(), stop)
            latex = f"\\{_FONTS[font[1]]}{{{inside}}}"
        else:
            latex = f"{{{self.inside(start, stop)}}}"
        return Piece("group", latex, source), stop + 1

    def argument(self, at: int) -> tuple[str, str, int]:
        """Return the group that begins at a place: its LaTeX, its source, the place behind it."""
        end = self.ends[at]
        return self.inside(at + 1, end), self.text[at + 1 : end], end + 1

    def raised(self, at: int, stop: int) -> tuple[Piece, int]:
        """Return `^th` or `^{th}` outside a formula, and the place behind it."""
        if self.has_group(at, stop):
            latex, source, after = self.argument(at)
            return Piece("group", f"\\textsuperscript{{{latex}}}", source), after
        char = self.text[at : min(at + 1, stop)]
        if char.isalnum():
            latex = character(char, self.target)
            return Piece("group", f"\\textsuperscript{{{latex}}}", char), at + 1
        return self.printed("^"), at

    def word(self, name: str, at: int, stop: int) -> tuple[Piece, int]:
        """Return a macro with a name, and the place behind it.

        A macro that LaTeX knows stays, a link becomes its text, another macro prints its name.
        """
        if len(name) == 1:
            spaced = _SPACED_ACCENT.match(self.text, at - 2, stop)
            if spaced:
                return Piece("group", f"{{{spaced[1]}{{{spaced[2]}}}}}", spaced[2]), spaced.end()
        if not self.has_group(at, stop):
            if name in _KNOWN:
                return Piece("group", f"{{\\{name}}}", ""), at
            return Piece("text", _ESCAPED["\\"] + name, name), at
        end = self.ends[at]
        if name in ACCENTS and self.text[at + 1 : end] in ("\\i", "\\j"):  # \v{\i}
            letter = self.text[end - 1]
            return Piece("group", f"{{\\{name}{{{letter}}}}}", letter), end + 1
        if name in _KNOWN:
            return self.known(name, at), end + 1
        if name == "url":
            return Piece("text", plain(self.text[at + 1 : end], self.target), ""), end + 1
        if name == "href" and self.has_group(end + 1, stop):
            latex, source, after = self.argument(end + 1)
            return Piece("text", latex, source), after
        return Piece("text", _ESCAPED["\\"] + name, name), at

    def known(self, name: str, at: int) -> Piece:
        """Return a macro that LaTeX knows, with the group that begins at a place."""
        latex, source, _ = self.argument(at)
        if not source:
            return Piece("group", f"{{\\{name}}}", "")
        return Piece("group", f"\\{name}{{{latex}}}", source)

    def escape(self, char: str, start: int, after: int, stop: int) -> tuple[Piece, int]:
        """Return a backslash with a sign (an accent, an escaped character, a blank).

        The second part is the place behind it.
        """
        accent = _ACCENT.match(self.text, start, stop)
        if accent:
            return self.accented(accent[1], accent[2]), accent.end()
        if char in "\\,;: ":
            return Piece("space", " ", ""), after
        if char in "!-/":
            return Piece("text", "", ""), after
        return self.printed(char), after

    def accented(self, macro: str, base: str) -> Piece:
        """Return a letter with an accent, as the character if Unicode has it composed."""
        letter = base.strip("{}\\ ")  # \'{\i}
        composed = with_accent(letter, ACCENTS[macro[1:]])
        if len(composed) > 1:
            return Piece("group", f"{{{macro}{letter}}}", letter)
        return Piece("group", character(composed, self.target), letter)


_IN_FORMULA = re.compile(r"\\(?:mathscr(?![a-zA-Z])|.)|[%&#]|[^\x00-\x7f]", re.DOTALL)
_ENSURED = re.compile(r"\{\\ensuremath\{(.*)\}\}")


def _formula(body: str) -> str:
    """Return `$...$` as bibtex and LaTeX can read it, `` if its braces do not match."""
    formula = _IN_FORMULA.sub(_in_formula, body).strip()
    if not balanced(formula) or formula.endswith("\\"):
        return ""
    return f"${formula}$"


def _in_formula(found: re.Match[str]) -> str:
    token = found[0]
    if token in "%&#":
        return "\\" + token
    if not token.isascii():
        latex = character(token[-1])
        ensured = _ENSURED.fullmatch(latex)
        if ensured:
            return f"{{{ensured[1]}}}"
        return f"\\text{{{latex}}}"
    # BibTeX counts the braces of \{ and \}, other readers do not
    return {r"\mathscr": r"\mathcal", r"\{": r"\lbrace ", r"\}": r"\rbrace "}.get(token, token)
