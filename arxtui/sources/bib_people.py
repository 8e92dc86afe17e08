"""The authors of an entry of a .bib, in the form of arXiv's lists of authors."""

from __future__ import annotations

import re

from arxtui import people, text
from arxtui.sources.bib_grammar import Item

_BRACE = re.compile("[{}]")
_AND = re.compile(r"[{}]|\s(?:and|AND|And)(?=\s)")
_COMMA = re.compile(r"[{},]")
_SEMICOLON = re.compile(r"[{};]")


def authors(item: Item) -> tuple[str, ...]:
    """Return the authors of an entry as `First Last Jr.`; `others` is the last.

    A team has its sign behind it.
    """
    raw = " ".join(item.fields.get("author", "").split())
    while _is_braced(raw) and " and " in raw:
        raw = raw[1:-1].strip()
    pieces = [piece.strip() for piece in _split(raw, _AND)]
    if len(pieces) == 1:
        pieces = _without_and(raw)
    teams = not all(map(_is_braced, pieces)) or len(pieces) == 1
    names: list[str] = []
    for piece in pieces:
        name = _without_et_al(piece)
        if _is_braced(name) and teams and " " in name.strip("{} "):
            names += [_readable(name), people.TEAM_SIGN]
        elif name:
            names += people.split(_in_order(name))
        if name != piece:
            names.append(people.OTHERS)
    if people.OTHERS in names:
        names = [name for name in names if name != people.OTHERS]
        names.append(people.OTHERS)
    return tuple(names)


_LONGEST_END = 20
"""Characters at the end of a name in which `et al.` is looked for."""
_ET_AL = re.compile(r"[\s,~]*(?<![^\s,~{])\{?et\.?[\s~]?al\b\.?\}?$", re.IGNORECASE)


def _without_et_al(piece: str) -> str:
    """Return a name without the `et al.` behind it; `` if the text is `et al.` alone."""
    found = _ET_AL.search(piece[-_LONGEST_END:])
    if not found:
        return piece
    return piece[: len(piece) - len(found[0])]


def _without_and(raw: str) -> list[str]:
    """Return the names of a list with commas or semicolons instead of `and`."""
    pieces = [piece.strip() for piece in _split(raw, _SEMICOLON)]
    if len(pieces) > 1:
        return pieces
    pieces = [piece.strip() for piece in _split(raw, _COMMA)]
    if len(pieces) > 2 and all(" " in piece for piece in pieces):
        return pieces
    return [raw]


def _is_braced(piece: str) -> bool:
    """Return True if a pair of braces is around the whole text: to BibTeX it is one word."""
    if not piece.startswith("{") or not piece.endswith("}"):
        return False
    depth = 0
    for found in _BRACE.finditer(piece):
        if found[0] == "{":
            depth += 1
        else:
            depth -= 1
        if depth <= 0:
            return found.end() == len(piece)
    return False


def _in_order(raw: str) -> str:
    """Return `First Last Jr` of BibTeX's `Last, Jr, First` or biblatex's `family=Last, …`."""
    parts = [_NAME_PART.fullmatch(part) for part in _split(raw, _COMMA)]
    if all(parts):
        values = {part[1]: _readable(part[2].strip('" ')) for part in parts if part}
        wanted = [values.get(name, "") for name in ("given", "prefix", "family", "suffix")]
        return " ".join(filter(None, wanted))
    last, *more = (_readable(part) for part in _split(people.without_brackets(raw), _COMMA))
    return " ".join([*more[-1:], last, *more[:-1]])


_NAME_PART = re.compile(r'\s*"?([a-z-]{3,20})\s*=\s*(.*)', re.DOTALL)
"""A part of a name as Better BibTeX writes it with particles: `family=Vries, prefix=de`."""
_NOT_OF_A_NAME = re.compile(
    r"\\(?:thanks|footnote(?:mark|text)?|textsuperscript|inst)\s*"
    r"(?:\[[^\[\]]{0,20}\])?(?:\{[^{}]{0,500}\})?|\\relax\b\s*"
)
_SPACED_ACCENT = re.compile(r"(\\[~'\"^`=.])\s+(?=[A-Za-z{\\])")


def _readable(raw: str) -> str:
    r"""Return a name without TeX and without the notes of macros such as `\thanks`."""
    if "\\" in raw:
        raw = _SPACED_ACCENT.sub(r"\1", _NOT_OF_A_NAME.sub("", raw))
    return " ".join(text.plain(raw).split())


def _split(raw: str, separator: re.Pattern[str]) -> list[str]:
    """Return the pieces between the separators outside of braces; the pattern finds braces too."""
    pieces: list[str] = []
    depth = 0
    start = 0
    for found in separator.finditer(raw):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
        elif depth <= 0:
            pieces.append(raw[start : found.start()])
            start = found.end()
    return [*pieces, raw[start:]]
