"""Macros of TeX as Unicode: their signs, and the shapes that they give to their arguments.

The signs come from pylatexenc; this module has the signs that are missing there or that papers use
otherwise.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

ACCENTS = dict(
    zip(
        "' ` ^ \" ~ = . u v H c d b r k textcommabelow".split(),
        "\u0301\u0300\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0323\u0331\u030a\u0328"
        "\u0326",
        strict=True,
    )
)
"""Macro of an accent in text -> the combining character."""
_HATS = dict(
    zip(
        "hat widehat bar overline tilde widetilde vec dot ddot check".split(),
        "\u0302\u0302\u0304\u0304\u0303\u0303\u20d7\u0307\u0308\u030c",
        strict=True,
    )
)
"""Macro of an accent in formulas -> the combining character."""
_ALPHABETS = {
    "mathcal": "SCRIPT",
    "mathscr": "SCRIPT",
    "mathbb": "DOUBLE-STRUCK",
    "mathfrak": "FRAKTUR",
}
ESCAPES = {**dict.fromkeys("!-/@", ""), **dict.fromkeys(",;: \\\n", " "), "|": "‖"}
"""Sign behind a backslash -> text; every other sign is printed unchanged."""
SWITCHES = frozenset(
    "bf it em tt sc rm sl sf bfseries itshape ttfamily small large footnotesize tiny normalsize"
    " displaystyle noindent left right centering big Big bigg Bigg bigl bigr Bigl Bigr limits"
    " xspace protect negmedspace negthinspace negthickspace scriptstyle scriptscriptstyle"
    " textstyle boldmath expandafter nonumber allowbreak".split()
)
"""Macros without arguments that print nothing."""
SHAPES: dict[str, tuple[int, str]] = {
    **dict.fromkeys(
        "textbf textit texttt textsc textrm textsf textsl textup textnormal emph underline uline"
        " text mbox url mathbf mathrm mathit mathsf mathtt mathnormal boldsymbol bm operatorname"
        " ensuremath hyperref num boxed overset underset".split(),
        (1, "{0}"),
    ),
    **dict.fromkeys(
        "cite citep citet citeauthor ref eqref autoref cref label begin end color vspace"
        " hspace".split(),
        (1, ""),
    ),
    "footnote": (1, " ({0})"),
    "sqrt": (1, "√({0})"),
    "textcolor": (2, "{1}"),
    "texorpdfstring": (2, "{0}"),
    "binom": (2, "({0} over {1})"),
    "enquote": (1, "“{0}”"),
    "keywords": (1, "Keywords: {0}"),
    "hyperlink": (2, "{1}"),
    "SI": (2, "{0} {1}"),
}
"""Macro -> number of arguments, and its text, in which {0} is the first argument."""
_WORDS = {
    "deg": "°", "degree": "°", "sim": "~", "item": "•", "quad": " ", "S": "§", "P": "¶",
    "colon": ":", "checkmark": "✓", "thicksim": "~", "dag": "†", "ddag": "‡", "percent": "%",
    "textquotedbl": '"', "vs": "vs.", "wrt": "w.r.t.", "par": " ", "space": " ", "break": " ",
    "medspace": " ", "thickspace": " ", "thinspace": " ", "enspace": " ",
    "textbraceleft": "{", "textbraceright": "}", "textbar": "|",
    "textless": "<", "textgreater": ">",
    "ie": "i.e.", "eg": "e.g.", "etal": "et al.", "etc": "etc.",
}  # fmt: skip
"""Macro without arguments -> text, if pylatexenc has no text or an unsuitable text for it."""
LETTERS = frozenset("AA aa AE ae OE oe O o L l ss i j".split())
"""Macros that are letters: in text a blank behind one ends it and is not printed."""
_SUPER = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθφ∘°*′'",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᵠ°°*′′",
        strict=True,
    )
)
_SUB = dict(
    zip(
        "0123456789+-−=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_DINGS = {51: "✓", 52: "✔", 55: "✗", 56: "✘"}
_DINGS_IN_CIRCLES = ((172, 181, "①"), (182, 191, "❶"), (192, 201, "➀"), (202, 211, "➊"))
"""First and last number, and the sign of the first."""


@lru_cache(maxsize=1)
def symbols() -> dict[str, str]:
    """Return macro -> sign; pylatexenc is imported at the first macro that needs its table."""
    from pylatexenc.latex2text import (  # type: ignore[import-untyped]
        get_default_latex_context_db,
    )

    signs = {}
    for spec in get_default_latex_context_db().iter_macro_specs():
        sign = spec.simplify_repl
        if isinstance(sign, str) and sign and "%" not in sign and sign.isprintable():
            signs[str(spec.macroname)] = sign
    return signs | _WORDS


def raised(body: str, mark: str) -> str:
    """Return a text as superscript (mark `^`) or subscript (mark `_`).

    Small letters of Unicode are used if it has all of them, else `^(n+q)`.
    """
    body = body.strip()
    if mark == "^":
        table = _SUPER
    else:
        table = _SUB
    if not body:
        return mark
    if all(char in table for char in body) and (len(body) <= 3 or not body.isalpha()):
        return "".join([table[char] for char in body])
    if len(body) == 1 or body.isalnum():
        return mark + body
    return f"{mark}({body})"


def with_accent(body: str, accent: str) -> str:
    """Return a text with a combining character on its first letter, composed if Unicode can."""
    return unicodedata.normalize("NFC", body[0] + accent) + body[1:]


def roman(number: int) -> str:
    r"""Return a number as lower-case Roman numerals, as `\romannumeral` prints it."""
    written = ""
    for value, letters in _ROMAN:
        while number >= value:
            written += letters
            number -= value
    return written


def alphabet(name: str, given: list[str]) -> str:
    """Return the first argument in one of Unicode's mathematical alphabets."""
    return "".join([_styled(char, _ALPHABETS[name]) for char in given[0]])


def _styled(char: str, style: str) -> str:
    """Return a letter in a style of Unicode's mathematical alphabets.

    Some of the letters have special names: ℝ, ℋ, ℭ.
    """
    if not char.isascii() or not char.isalpha():
        return char
    case = "SMALL"
    if char.isupper():
        case = "CAPITAL"
    for name in (f"MATHEMATICAL {style}", style, "BLACK-LETTER"):
        try:
            return unicodedata.lookup(f"{name} {case} {char.upper()}")
        except KeyError:
            continue
    return char


def _hat(name: str, given: list[str]) -> str:
    if not given[0]:
        return name
    return with_accent(given[0], _HATS[name])


def _upper(_: str, given: list[str]) -> str:
    return given[0].upper()


def _superscript(_: str, given: list[str]) -> str:
    return raised(given[0], "^")


def _subscript(_: str, given: list[str]) -> str:
    return raised(given[0], "_")


def _arrow(name: str, given: list[str]) -> str:
    r"""Return `\xrightarrow{f}` as `–f→`, without a label as `→`."""
    label = given[0].strip()
    if name == "xrightarrow":
        if label:
            return f"–{label}→"
        return "→"
    if label:
        return f"←{label}–"
    return "←"


def _ding(_: str, given: list[str]) -> str:
    """Return a sign of the font Zapf Dingbats: a digit in a circle, a check mark, a cross or ``."""
    number = 0
    if given[0].strip().isdecimal():
        number = int(given[0])
    for first, last, sign in _DINGS_IN_CIRCLES:
        if first <= number <= last:
            return chr(ord(sign) + number - first)
    return _DINGS.get(number, "")


def _link(_: str, given: list[str]) -> str:
    """Return the label of a link, and its address unless the label is the address."""
    address = given[0].strip()
    label = given[1].strip()
    same = address.rstrip("/") == label.rstrip("/")
    if not address or same or label.startswith("http"):
        return label
    if label:
        return f"{label} ({address})"
    return address


def _fraction(_: str, given: list[str]) -> str:
    parts = []
    for part in given:
        if part.isalnum():
            parts.append(part)
        else:
            parts.append(f"({part})")
    return "/".join(parts)


def _character(_: str, given: list[str]) -> str:
    r"""Return the character of MathJax's `\unicode{x2014}`."""
    try:
        char = chr(int(given[0].lstrip("x"), 16))
    except (ValueError, OverflowError):
        return given[0]
    if char.isprintable():
        return char
    return ""


READINGS: dict[str, tuple[int, Callable[[str, list[str]], str]]] = {
    **dict.fromkeys(_HATS, (1, _hat)),
    **dict.fromkeys(_ALPHABETS, (1, alphabet)),
    **dict.fromkeys(("frac", "dfrac", "tfrac"), (2, _fraction)),
    "href": (2, _link),
    "uppercase": (1, _upper),
    "xrightarrow": (1, _arrow),
    "xleftarrow": (1, _arrow),
    "ding": (1, _ding),
    "unicode": (1, _character),
    "textsuperscript": (1, _superscript),
    "textsubscript": (1, _subscript),
}
"""Macro -> number of arguments, and the function from its name and arguments to its text."""
