"""TeX as people write it in titles and abstracts, read as Unicode; finds formulas and groups, for export/ too.

It works on the text by place, reads every character once and never fails: what it cannot read stays as it was.
The signs are pylatexenc's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_LONGEST = 20_000  # characters; a longer text is no abstract
_DEEPEST = 40  # groups and macros in one another


def groups(text: str) -> dict[int, int]:
    """Where each `{` is and where its `}`; braces after a backslash and those without a partner are left out."""
    ends: dict[int, int] = {}
    waiting: list[int] = []
    for found in _BRACE.finditer(text):
        if found[0] == "{":
            waiting.append(found.start())
        elif found[0] == "}" and waiting:
            ends[waiting.pop()] = found.start()
    return ends


def balanced(text: str) -> bool:
    """Whether every brace without a backslash before it has its partner."""
    depth = 0
    for found in _BRACE.finditer(text):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth < 0:
            return False
    return depth == 0


_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_FORMULA = re.compile(
    r"(?<!\\)\$\$([^$]{1,400})\$\$|(?<!\\)\$((?:\\.|[^$\\]){1,400}?)\$|\\\((.{1,400}?)\\\)|\\\[(.{1,400}?)\\\]",
    re.DOTALL,
)
_SIGN = re.compile(r"[\\^_<>=]|^\s?\S\s?$")
_PROSE = re.compile(r"\b[A-Za-z]{4,} [a-z]{3,}\b")
_WITH_ARGUMENT = re.compile(r"\\[a-zA-Z]+\s*\{[^}]*\}")


def formulas(text: str) -> dict[int, tuple[int, int, int]]:
    """Where each formula begins, its body begins and ends, and it ends. A `$` by pandoc's rule (no blank inside the
    dollars, no digit after them), or with a mathematical sign between; never prose and never money."""
    spans: dict[int, tuple[int, int, int]] = {}
    at = 0
    while found := _FORMULA.search(text, at):
        at = found.start() + 1
        which = found.lastindex or 0
        body, after = found[which], text[found.end() : found.end() + 1]
        if which == 2 and not _is_dollar_math(body, after):
            continue
        if body.strip() and balanced(body) and not _PROSE.search(_WITH_ARGUMENT.sub("", body)):
            spans[found.start()] = (*found.span(which), found.end())
            at = found.end()
    return spans


def _is_dollar_math(body: str, after: str) -> bool:
    if body[0].isdigit() and after.isdigit() and " " in body:  # $5 and $10
        return False
    return bool(_SIGN.search(body)) or not (body[0].isspace() or body[-1].isspace() or after.isdigit())


@lru_cache(maxsize=4096)
def read(text: str) -> str:
    """The text with its TeX read as Unicode, in one line; more than 20,000 characters come back as they are."""
    if len(text) > _LONGEST:
        return text
    text = _CONTROL.sub("", _LINE_END.sub(" ", text))
    return _Reader(text).span(0, len(text), False)


def raised(shown: str) -> str:
    """Return a title that was read with its bare exponents set high: `UG^2` is UG², `12^th` is 12ᵗʰ."""
    return _EXPONENT.sub(lambda found: _raised(found[1], "^"), shown)


_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_LINE_END = re.compile("[\t\n\r]")
_MACRO = r"\\[A-Za-z]+\*?|\\."
_IN_TEXT = re.compile(rf"https?://[^\s{{}}\\$]+|{_MACRO}|[{{}}$~]|``|''|-{{2,}}", re.DOTALL)
_EXPONENT = re.compile(r"(?<=[\w)\]])\^([-+−]?\d+|(?:th|st|nd|rd|[^\W\d_])(?![^\W_]))")  # UG^2
_IN_MATH = re.compile(rf"{_MACRO}|[{{}}^_~]", re.DOTALL)
_TIE = re.compile(r"(?<=[^\W\d_])~(?=\d)|(?<=[\w.,;:)\]}])~(?=[^\W\d]|[\\{$(\[])")
_BLANKS = re.compile(r"\s+")
_BASE = re.compile(r"\s*(?:\{\s*\\?([^\W\d_])\s*\}|\\([ij])(?![A-Za-z])\s?|([^\W\d_]))")
_NESTED = re.compile(r"\{\s*\\")
_NUMBER = re.compile(r"\s*(\d{1,4})")
_VERBATIM = re.compile(r"([^\sA-Za-z*])(.{0,400}?)\1")
_OPTION = re.compile(r"\s*\[[^\[\]]*\]")
_LATIN = re.compile(r"[A-Za-z]+")
_SIGNS = {"``": "“", "''": "”", "--": "–", "---": "—"}

ACCENTS = dict(zip(
    "' ` ^ \" ~ = . u v H c d b r k textcommabelow".split(),
    "\u0301\u0300\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0323\u0331\u030a\u0328\u0326", strict=True,
))  # fmt: skip
_HATS = dict(zip(
    "hat widehat bar overline tilde widetilde vec dot ddot check".split(),
    "\u0302\u0302\u0304\u0304\u0303\u0303\u20d7\u0307\u0308\u030c", strict=True,
))  # fmt: skip
_ALPHABETS = {"mathcal": "SCRIPT", "mathscr": "SCRIPT", "mathbb": "DOUBLE-STRUCK", "mathfrak": "FRAKTUR"}
_ESCAPES = dict.fromkeys("!-/@", "") | dict.fromkeys(",;: \\\n", " ") | {"|": "‖"}
# what stands for a macro, {0} its first argument; the number of arguments goes before
_SHAPES: dict[str, tuple[int, str]] = {
    **dict.fromkeys(
        "textbf textit texttt textsc textrm textsf textsl textup textnormal emph underline uline text mbox url mathbf "
        "mathrm mathit mathsf mathtt mathnormal boldsymbol bm operatorname ensuremath".split(),
        (1, "{0}"),
    ),
    **dict.fromkeys(
        "cite citep citet citeauthor ref eqref autoref cref label begin end color vspace hspace".split(), (1, "")
    ),
    "footnote": (1, " ({0})"),
    "sqrt": (1, "√({0})"),
    "textcolor": (2, "{1}"),
    "texorpdfstring": (2, "{0}"),
    "binom": (2, "({0} over {1})"),
    "enquote": (1, "“{0}”"),
    **dict.fromkeys(("hyperref", "num", "boxed", "overset", "underset"), (1, "{0}")),
    "keywords": (1, "Keywords: {0}"),
    "hyperlink": (2, "{1}"),
    "SI": (2, "{0} {1}"),
}
_SWITCHES = frozenset(
    "bf it em tt sc rm sl sf bfseries itshape ttfamily small large footnotesize tiny normalsize displaystyle noindent "
    "left right centering big Big bigg Bigg bigl bigr Bigl Bigr limits xspace protect negmedspace negthinspace "
    "negthickspace scriptstyle scriptscriptstyle textstyle boldmath expandafter nonumber allowbreak".split()
)
_WORDS = {
    "deg": "°", "degree": "°", "sim": "~", "item": "•", "quad": " ", "S": "§", "P": "¶", "colon": ":", "checkmark": "✓",
    "thicksim": "~", "dag": "†", "ddag": "‡", "percent": "%", "textquotedbl": '"', "vs": "vs.", "wrt": "w.r.t.",
    "par": " ", "space": " ", "break": " ", "medspace": " ", "thickspace": " ", "thinspace": " ", "enspace": " ",
    "textbraceleft": "{", "textbraceright": "}", "textbar": "|", "textless": "<", "textgreater": ">",
    "ie": "i.e.", "eg": "e.g.", "etal": "et al.", "etc": "etc.",
}  # fmt: skip
_LETTERS = frozenset("AA aa AE ae OE oe O o L l ss i j".split())  # in text these end at the blank, which is no blank
_SUPER = dict(zip(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθφ∘°*′'",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᵠ°°*′′", strict=True,
))  # fmt: skip
_SUB = dict(zip("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))


@lru_cache(maxsize=1)
def _symbols() -> dict[str, str]:
    """Macro name -> sign; the table is pylatexenc's, imported at the first macro that needs it."""
    from pylatexenc.latex2text import get_default_latex_context_db  # type: ignore[import-untyped]

    signs = {}
    for spec in get_default_latex_context_db().iter_macro_specs():
        sign = spec.simplify_repl
        if isinstance(sign, str) and sign and "%" not in sign and sign.isprintable():
            signs[str(spec.macroname)] = sign
    return signs | _WORDS


class _Reader:
    """One text on its way to Unicode; places are indexes into it, a span is [start, stop)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ends = groups(text)
        self.formulas = formulas(text)
        self.depth = 0

    def span(self, start: int, stop: int, math: bool) -> str:
        """What stands in a span."""
        pieces: list[str] = []
        special = _IN_MATH if math else _IN_TEXT
        while found := special.search(self.text, start, stop):
            pieces.append(self.text[start : found.start()])
            piece, start = self.special(found, stop, math)
            pieces.append(piece)
        pieces.append(self.text[start:stop])
        return "".join(pieces)

    def special(self, found: re.Match[str], stop: int, math: bool) -> tuple[str, int]:
        """What stands at a place that means something to TeX, and where the text goes on."""
        if self.depth == _DEEPEST:
            return found[0], found.end()
        self.depth += 1
        token, start, after = found[0], found.start(), found.end()
        piece, end = _SIGNS.get(token, token), after
        formula = self.formulas.get(start)
        if formula and formula[2] <= stop and not math:
            piece, end = _BLANKS.sub(" ", self.span(formula[0], formula[1], True)).strip(), formula[2]
        elif token == "{" and self.ends.get(start, stop) < stop:
            end = self.ends[start] + 1
            piece = self.span(after, end - 1, math)
        elif token == "~":
            piece = " " if math or _TIE.match(self.text, start) else "~"
        elif token in ("^", "_"):
            piece, end = self.script(token, after, stop)
        elif token[0] == "\\":
            piece, end = self.macro(token[1:].rstrip("*") or "*", after, stop, math)
        self.depth -= 1
        return piece, end

    def argument(self, at: int, stop: int, math: bool) -> tuple[str, int]:
        """The argument that begins after blanks: a group, a macro or one character; `` when nothing is left."""
        while at < stop and self.text[at].isspace():
            at += 1
        found = (_IN_MATH if math else _IN_TEXT).match(self.text, at, stop)
        if found and found[0][0] in "{\\":
            return self.special(found, stop, math)
        return self.text[at : min(at + 1, stop)], min(at + 1, stop)

    def script(self, mark: str, at: int, stop: int) -> tuple[str, int]:
        """An index or exponent that begins at a place."""
        body, end = self.argument(at, stop, True)
        return _raised(body, mark), end

    def macro(self, name: str, at: int, stop: int, math: bool) -> tuple[str, int]:
        """What stands for a macro whose arguments begin at a place."""
        if name in ACCENTS and not (math and name.isalpha()):
            return self.accent(name, at, stop)
        if not name.isalpha():
            piece = _ESCAPES.get(name, name)
            if piece != " ":
                return piece, at
            return piece * (not self.text[at - 3 : at - 2].isspace()), self.after_blanks(at, stop)
        if name in _SWITCHES:
            return "", self.after_blanks(at, stop)
        if name == "uppercase":
            while self.text.startswith("\\expandafter", at, stop):
                at += len("\\expandafter")
        if name == "romannumeral" and (number := _NUMBER.match(self.text, at, stop)):
            return _roman(int(number[1])), number.end()
        if name == "verb" and (verbatim := _VERBATIM.match(self.text, at, stop)):
            return verbatim[2], verbatim.end()
        if name == "cal":
            return self.calligraphic(at, stop)
        if name == "href" and self.ends.get(at, stop) == stop:  # its group has no end
            return "", at
        if name in _SHAPES:
            count, shape = _SHAPES[name]
            given, end = self.arguments(count, at, stop, math)
            return shape.format(*given), end
        if name in _READINGS:
            count, reading = _READINGS[name]
            given, end = self.arguments(count, at, stop, math)
            return reading(name, given), end
        return self.word(name, at, stop, math)

    def calligraphic(self, at: int, stop: int) -> tuple[str, int]:
        """Return the letters that `\\cal` is before, `{\\cal NP}` and `\\cal{NP}`, and where the text goes on."""
        start = self.after_blanks(at, stop)
        if start < stop and self.text[start] == "{":
            body, end = self.argument(start, stop, True)
        else:
            found = _LATIN.match(self.text, start, stop)
            body = found[0] if found else ""
            end = start + len(body)
        return _alphabet("mathcal", [body]), end

    def arguments(self, count: int, at: int, stop: int, math: bool) -> tuple[list[str], int]:
        """So many arguments; those in brackets are passed over, and one that is missing (`\\href{…}.`) is ``."""
        given: list[str] = []
        for number in range(count):
            while option := _OPTION.match(self.text, at, stop):
                at = option.end()
            piece = ""
            if not number or math or self.ends.get(at, stop) < stop:
                piece, at = self.argument(at, stop, math)
            given.append(piece)
        return given, at

    def word(self, name: str, at: int, stop: int, math: bool) -> tuple[str, int]:
        """A sign; else a macro of the paper's own: what it is given, and if that is nothing, its name; `\\n` stays."""
        sign = _symbols().get(name)
        shown = sign or (name if len(name) > 1 else "\\" + name)
        if self.text.startswith("{}", at, stop):
            return shown, at + 2
        if sign is None and self.ends.get(at, stop) < stop:
            return self.argument(at, stop, math)
        if name in _LETTERS and not math:
            at = self.after_blanks(at, stop)
        return shown, at

    def accent(self, name: str, at: int, stop: int) -> tuple[str, int]:
        """A letter with its accent; where none follows the macro is a word (`\\b`) or a sign (`\\~`)."""
        base = _BASE.match(self.text, at, stop)
        in_address = name == "~" and self.text[at - 3 : at - 2] == "/"
        quotation = not name.isalpha() and self.text[at : at + 1].isspace()  # a \" word
        if base and not in_address and not quotation:
            composed = _accented(base[base.lastindex or 0], ACCENTS[name])
            if len(composed) == 1:
                return composed, base.end()
        if not base and _NESTED.match(self.text, at, stop) and self.ends.get(at, stop) < stop:
            letter, end = self.argument(at, stop, False)  # \'{\^e}
            composed = unicodedata.normalize("NFC", letter + ACCENTS[name])
            if len(letter) == 1 and len(composed) == 1:
                return composed, end
            return letter if name.isalpha() else name + letter, end
        return (name, at) if not name.isalpha() else self.word(name, at, stop, False)

    def after_blanks(self, at: int, stop: int) -> int:
        """The first place from here that is no blank."""
        while at < stop and self.text[at] == " ":
            at += 1
        return at


def _raised(body: str, mark: str) -> str:
    """Text set high (mark `^`) or low (`_`): with Unicode's small letters where it has all, else `^(n+q)`."""
    body = body.strip()
    table = _SUPER if mark == "^" else _SUB
    if all(char in table for char in body) and (len(body) <= 3 or not body.isalpha()):
        return "".join([table[char] for char in body]) if body else mark
    return mark + (body if len(body) == 1 or body.isalnum() else f"({body})")


def accented(letter: str, accent: str) -> str:
    """Return a letter with the accent of a macro's name (`'`, `v`), composed where Unicode has it composed."""
    return _accented(letter, ACCENTS[accent])


def _accented(body: str, accent: str) -> str:
    return unicodedata.normalize("NFC", body[0] + accent) + body[1:]


def _hat(name: str, given: list[str]) -> str:
    return _accented(given[0], _HATS[name]) if given[0] else name


def _alphabet(name: str, given: list[str]) -> str:
    return "".join([_styled(char, _ALPHABETS[name]) for char in given[0]])


def _styled(char: str, style: str) -> str:
    """A letter of one of Unicode's mathematical alphabets, some of which have their own names (ℝ, ℋ, ℭ)."""
    if char.isascii() and char.isalpha():
        letter = f"{'CAPITAL' if char.isupper() else 'SMALL'} {char.upper()}"
        for alphabet in (f"MATHEMATICAL {style}", style, "BLACK-LETTER"):
            try:
                return unicodedata.lookup(f"{alphabet} {letter}")
            except KeyError:
                continue
    return char


def _roman(number: int) -> str:
    """Return a number as lower-case Roman numerals, such as `\\romannumeral` prints."""
    written = ""
    for value, letters in _ROMAN:
        while number >= value:
            written += letters
            number -= value
    return written


_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _upper(_: str, given: list[str]) -> str:
    return given[0].upper()


def _arrow(name: str, given: list[str]) -> str:
    """Return `\\xrightarrow{f}` as `–f→`, without a label as `→`."""
    label = given[0].strip()
    if name == "xrightarrow":
        return f"–{label}→" if label else "→"
    return f"←{label}–" if label else "←"


def _ding(_: str, given: list[str]) -> str:
    """Return a sign of the font Zapf Dingbats: digits in circles, a check mark, a cross; else nothing."""
    number = int(given[0]) if given[0].strip().isdecimal() else 0
    for first, last, sign in ((172, 181, "①"), (182, 191, "❶"), (192, 201, "➀"), (202, 211, "➊")):
        if first <= number <= last:
            return chr(ord(sign) + number - first)
    return {51: "✓", 52: "✔", 55: "✗", 56: "✘"}.get(number, "")


def _link(_: str, given: list[str]) -> str:
    address, label = given[0].strip(), given[1].strip()
    same = not address or address.rstrip("/") == label.rstrip("/") or label.startswith("http")
    return label if same else f"{label} ({address})" if label else address


def _fraction(_: str, given: list[str]) -> str:
    return "/".join([part if part.isalnum() else f"({part})" for part in given])


def _character(_: str, given: list[str]) -> str:
    """MathJax's `\\unicode{x2014}`."""
    try:
        char = chr(int(given[0].lstrip("x"), 16))
    except (ValueError, OverflowError):
        return given[0]
    return char if char.isprintable() else ""


# what is made of a macro's name and its arguments; the number of these goes before
_READINGS: dict[str, tuple[int, Callable[[str, list[str]], str]]] = {
    **dict.fromkeys(_HATS, (1, _hat)),
    **dict.fromkeys(_ALPHABETS, (1, _alphabet)),
    **dict.fromkeys(("frac", "dfrac", "tfrac"), (2, _fraction)),
    "href": (2, _link),
    "uppercase": (1, _upper),
    "xrightarrow": (1, _arrow),
    "xleftarrow": (1, _arrow),
    "ding": (1, _ding),
    "unicode": (1, _character),
    "textsuperscript": (1, lambda _, given: _raised(given[0], "^")),
    "textsubscript": (1, lambda _, given: _raised(given[0], "_")),
}
