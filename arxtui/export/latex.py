"""Text of papers as values of BibTeX fields.

Characters, macros and formulas are written as LaTeX, with braces where BibTeX would change case.
The result has balanced braces, by BibTeX's count and by a count that heeds backslashes, and never
ends in a backslash. Fields and entries are made in bibtex.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from arxtui.export import capitals
from arxtui.export.characters import Target
from arxtui.export.latex_pieces import Piece, joined, pieces_of
from arxtui.tex.scanner import balanced
from arxtui.text import clean

_SIGN = re.compile(r"[\\{}$~^<>|\"&%#_]|[^\x00-\x7f]")


def text(raw: str, target: Target = "bibtex") -> str:
    """Return a note, an abstract or a name as LaTeX that prints the text of the listing."""
    cleaned = clean(raw)
    if not _SIGN.search(cleaned):  # as for most names
        return cleaned
    return _join([joined(pieces_of(cleaned, target))])


def title(raw: str, target: Target = "bibtex") -> str:
    """Return a title as LaTeX, with braces where a style's change of case would damage it."""
    words: list[tuple[Piece, ...]] = []
    pieces = pieces_of(clean(raw), target)
    for _, word in groupby(pieces, key=lambda piece: piece.kind == "space"):
        words.append(tuple(word))
    before = ""
    written: list[str] = []
    for parts in words:
        if parts[0].kind == "space":
            written.append(joined(parts))
            continue
        written.append(_protected(parts, before))
        before = _letters(parts)
    return _join(written)


def _join(pieces: Iterable[str]) -> str:
    return re.sub(" {2,}", " ", "".join(pieces)).strip(" ")


_CORE = re.compile(r"((?:``|['(\[])*)(.*?)((?:''|[')\],.:;?!])*)", re.DOTALL)


def _letters(word: tuple[Piece, ...]) -> str:
    """Return the letters and signs of a word as typed; a formula is `0`, a group is left out."""
    typed = []
    for piece in word:
        if piece.kind == "text":
            typed.append(piece.source)
        elif piece.kind != "group":
            typed.append("0")
    return "".join(typed)


def _protected(word: tuple[Piece, ...], before: str) -> str:
    """Return a word with braces where BibTeX's change of case would damage it.

    `before` is the word before it, as _letters() returns it, empty at the start of the title.
    """
    letters = _letters(word)
    groups = [piece.source for piece in word if piece.kind == "group"]
    in_group = any(map(capitals.has_upper, groups))
    if not in_group and not capitals.must_stay(letters, before):
        return capitals.braced_names("".join(map(_in_title, word)))
    opening, core, closing = _core(joined(word))
    if core.startswith("\\"):  # {\x…} is one special character to BibTeX, lowered inside
        core = f"{{{core}}}"
    return f"{opening}{{{core}}}{closing}"


def _in_title(piece: Piece) -> str:
    """Return a piece of a word whose case BibTeX may change; formulas are braced in any case."""
    if piece.kind == "math":
        return f"{{{piece.latex}}}"
    return piece.latex


def _core(latex: str) -> tuple[str, str, str]:
    """Return a word in three parts: the signs before it, the word, and the signs after it.

    Brackets, quotation marks and punctuation stay outside of braces: BibTeX would not see otherwise
    that a colon ends a sentence.
    """
    found = _CORE.fullmatch(latex)
    if found and found[2] and _is_whole(found[2]):
        return found[1], found[2], found[3]
    core = latex.rstrip(",.:;?!")
    if core and _is_whole(core):
        return "", core, latex[len(core) :]
    return "", latex, ""


def _is_whole(core: str) -> bool:
    """Return True if every brace and bracket has its partner."""
    if core.count("(") != core.count(")") or core.count("[") != core.count("]"):
        return False
    return balanced(core)
