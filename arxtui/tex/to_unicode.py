"""The reader of TeX: turns a text with macros and formulas into a line of Unicode."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from arxtui.tex import macros
from arxtui.tex.scanner import DEEPEST, Scanner

_LONGEST = 20_000
"""Characters of a text that is read; a longer text is no abstract."""
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_LINE_END = re.compile("[\t\n\r]")
_MACRO = r"\\[A-Za-z]+\*?|\\."
_IN_TEXT = re.compile(rf"https?://[^\s{{}}\\$]+|{_MACRO}|[{{}}$~]|``|''|-{{2,}}", re.DOTALL)
_EXPONENT = re.compile(r"(?<=[\w)\]])\^([-+−]?\d+|(?:th|st|nd|rd|[^\W\d_])(?![^\W_]))")  # UG^2
_IN_MATH = re.compile(rf"{_MACRO}|[{{}}^_~]", re.DOTALL)
_TIE = re.compile(r"(?<=[^\W\d_])~(?=\d)|(?<=[\w.,;:)\]}])~(?=[^\W\d]|[\\{$(\[])")
_BLANKS = re.compile(r"\s+")
_BASE = re.compile(r"\s*(?:\{\s*\\?([^\W\d_])\s*\}|\\([ij])(?![A-Za-z])\s?|([^\W\d_]))")
"""The letter under an accent: `{e}`, `\\i` or `e`."""
_NESTED = re.compile(r"\{\s*\\")
_NUMBER = re.compile(r"\s*(\d{1,4})")
_VERBATIM = re.compile(r"([^\sA-Za-z*])(.{0,400}?)\1")
_OPTION = re.compile(r"\s*\[[^\[\]]*\]")
_LATIN = re.compile(r"[A-Za-z]+")
_SIGNS = {"``": "“", "''": "”", "--": "–", "---": "—"}


@lru_cache(maxsize=4096)
def read(text: str) -> str:
    """Return a text with its TeX read as Unicode, in one line.

    A text of more than 20,000 characters is returned unchanged.
    """
    if len(text) > _LONGEST:
        return text
    text = _CONTROL.sub("", _LINE_END.sub(" ", text))
    return Reader(text).span(0, len(text), math=False)


def raised(shown: str) -> str:
    """Return a title that was read, with its bare exponents as superscripts.

    `UG^2` becomes UG², `12^th` becomes 12ᵗʰ.
    """
    return _EXPONENT.sub(lambda found: macros.raised(found[1], "^"), shown)


class Reader(Scanner[str]):
    """A text that is read as Unicode."""

    def span(self, start: int, stop: int, math: bool) -> str:
        """Return the text of a span."""
        return "".join(self.pieces(self.signs(math), start, stop, math))

    def signs(self, math: bool) -> re.Pattern[str]:
        """Return the pattern for the signs that have a meaning in TeX."""
        if math:
            return _IN_MATH
        return _IN_TEXT

    def letters(self, text: str) -> str:
        """Return a text without signs unchanged."""
        return text

    def special(self, found: re.Match[str], stop: int, math: bool) -> tuple[str, int]:
        """Return the text of a sign of TeX, and the place behind it."""
        if self.depth == DEEPEST:
            return found[0], found.end()
        self.depth += 1
        piece, end = self.read_sign(found, stop, math)
        self.depth -= 1
        return piece, end

    def read_sign(self, found: re.Match[str], stop: int, math: bool) -> tuple[str, int]:
        """Return the text of a formula, group, macro or sign, and the place behind it."""
        token = found[0]
        start = found.start()
        after = found.end()
        formula = self.formula_at(start, stop)
        if formula and not math:
            body = self.span(formula.start, formula.stop, math=True)
            return _BLANKS.sub(" ", body).strip(), formula.end
        if token == "{" and self.has_group(start, stop):
            end = self.ends[start]
            return self.span(after, end, math), end + 1
        if token == "~":
            if math or _TIE.match(self.text, start):
                return " ", after
            return "~", after
        if token in ("^", "_"):
            body, end = self.argument(after, stop, math=True)
            return macros.raised(body, token), end
        if token[0] == "\\":
            return self.macro(token[1:].rstrip("*") or "*", after, stop, math)
        return _SIGNS.get(token, token), after

    def argument(self, at: int, stop: int, math: bool) -> tuple[str, int]:
        """Return the argument behind blanks, and the place behind the argument.

        It is a group, a macro or one character; `` at the end of the span.
        """
        while at < stop and self.text[at].isspace():
            at += 1
        found = self.signs(math).match(self.text, at, stop)
        if found and found[0][0] in "{\\":
            return self.special(found, stop, math)
        end = min(at + 1, stop)
        return self.text[at:end], end

    def macro(self, name: str, at: int, stop: int, math: bool) -> tuple[str, int]:
        """Return the text of a macro, and the place behind it; `at` is behind its name."""
        if name in macros.ACCENTS and not (math and name.isalpha()):
            return self.accent(name, at, stop)
        if not name.isalpha():
            return self.escape(name, at, stop)
        if name in macros.SWITCHES:
            return "", self.after_blanks(at, stop)
        if name == "uppercase":
            while self.text.startswith("\\expandafter", at, stop):
                at += len("\\expandafter")
        if name == "romannumeral" and (number := _NUMBER.match(self.text, at, stop)):
            return macros.roman(int(number[1])), number.end()
        if name == "verb" and (verbatim := _VERBATIM.match(self.text, at, stop)):
            return verbatim[2], verbatim.end()
        if name == "cal":
            return self.calligraphic(at, stop)
        if name == "href" and self.ends.get(at, stop) == stop:  # the group of the link has no end
            return "", at
        if name in macros.SHAPES:
            count, shape = macros.SHAPES[name]
            given, end = self.arguments(count, at, stop, math)
            return shape.format(*given), end
        if name in macros.READINGS:
            count, reading = macros.READINGS[name]
            given, end = self.arguments(count, at, stop, math)
            return reading(name, given), end
        return self.word(name, at, stop, math)

    def escape(self, sign: str, at: int, stop: int) -> tuple[str, int]:
        """Return the text of a backslash with a sign, and the place behind it."""
        piece = macros.ESCAPES.get(sign, sign)
        if piece != " ":
            return piece, at
        if self.text[at - 3 : at - 2].isspace():  # a single blank is enough
            piece = ""
        return piece, self.after_blanks(at, stop)

    def calligraphic(self, at: int, stop: int) -> tuple[str, int]:
        r"""Return the letters after `\cal`, and the place behind them.

        They are written `{\cal NP}` or `\cal{NP}`.
        """
        start = self.after_blanks(at, stop)
        if start < stop and self.text[start] == "{":
            body, end = self.argument(start, stop, math=True)
            return macros.alphabet("mathcal", [body]), end
        found = _LATIN.match(self.text, start, stop)
        if not found:
            return "", start
        return macros.alphabet("mathcal", [found[0]]), found.end()

    def arguments(self, count: int, at: int, stop: int, math: bool) -> tuple[list[str], int]:
        r"""Return `count` arguments, and the place behind them.

        Options in brackets are skipped. The second argument of `\href{...}.` is missing: it is ``.
        """
        given: list[str] = []
        for number in range(count):
            while option := _OPTION.match(self.text, at, stop):
                at = option.end()
            piece = ""
            if not number or math or self.has_group(at, stop):
                piece, at = self.argument(at, stop, math)
            given.append(piece)
        return given, at

    def word(self, name: str, at: int, stop: int, math: bool) -> tuple[str, int]:
        r"""Return the text of a macro without a rule, and the place behind it.

        It is its sign, else its argument (a macro that the paper defines), else its name; `\n`
        stays.
        """
        sign = macros.symbols().get(name)
        shown = name
        if sign:
            shown = sign
        elif len(name) == 1:
            shown = "\\" + name
        if self.text.startswith("{}", at, stop):
            return shown, at + 2
        if sign is None and self.has_group(at, stop):
            return self.argument(at, stop, math)
        if name in macros.LETTERS and not math:
            at = self.after_blanks(at, stop)
        return shown, at

    def accent(self, name: str, at: int, stop: int) -> tuple[str, int]:
        r"""Return a letter with its accent, and the place behind it.

        Without a letter the macro is a word (`\b`) or a sign (`\~`).
        """
        base = _BASE.match(self.text, at, stop)
        in_address = name == "~" and self.text[at - 3 : at - 2] == "/"
        in_quotation = not name.isalpha() and self.text[at : at + 1].isspace()  # as in: a \" word
        if base and not in_address and not in_quotation:
            letter = base[base.lastindex or 0]
            composed = macros.with_accent(letter, macros.ACCENTS[name])
            if len(composed) == 1:
                return composed, base.end()
        if not base and _NESTED.match(self.text, at, stop) and self.has_group(at, stop):
            return self.nested_accent(name, at, stop)
        if name.isalpha():
            return self.word(name, at, stop, math=False)
        return name, at

    def nested_accent(self, name: str, at: int, stop: int) -> tuple[str, int]:
        r"""Return the letter of `\'{\^e}`, and the place behind it."""
        letter, end = self.argument(at, stop, math=False)
        composed = unicodedata.normalize("NFC", letter + macros.ACCENTS[name])
        if len(letter) == 1 and len(composed) == 1:
            return composed, end
        if name.isalpha():
            return letter, end
        return name + letter, end
