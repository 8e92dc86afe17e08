"""The choices of a menu in one or two rows. No choice is ever left out. No Textual."""

from __future__ import annotations

from collections.abc import Mapping

from arxtui.ui.panes.line import width_of
from arxtui.ui.panes.render import Signs, cut

_ROWS = 2
_LENGTHS = (99, 16, 12, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
"""Cells of the longest choice, tried in this order until all choices fit."""

_MORE_WORD = "more"
MORE = "+"
"""The key that shows the next page of a menu that needs more than two rows."""

Pair = tuple[str, str]


def menu_lines(
    label: str,
    choices: Mapping[str, str],
    width: int,
    signs: Signs,
    plain: Mapping[str, str] | None = None,
) -> list[list[Pair]]:
    """Return rows of (key, choice) in `width` cells, at most two; the label stands first.

    If they do not fit, first the label is left out, then the choices are taken from `plain`,
    without counts, then names of the user, which have digits, are cut, then all choices, longest
    first.
    """
    words = plain or choices
    forms = [dict(choices)]
    forms += [_cut(words, length, signs, only_digits=True) for length in _LENGTHS]
    forms += [_cut(words, length, signs) for length in _LENGTHS]
    for form in forms:
        pairs = list(form.items())
        for begin in _beginnings(label):
            lines = _wrapped([*begin, *pairs], width)
            if len(lines) <= _ROWS:
                return lines
    return _wrapped([(key, "") for key in choices], width)[:_ROWS]


def _cut(
    choices: Mapping[str, str], length: int, signs: Signs, *, only_digits: bool = False
) -> dict[str, str]:
    """Return choices cut to `length` cells; with `only_digits` only choices that have a digit."""
    found = {}
    for key, word in choices.items():
        found[key] = word
        if key.isdigit() or not only_digits:
            found[key] = cut(word, length, signs.ellipsis)
    return found


def menu_pages(label: str, choices: Mapping[str, str], width: int) -> list[dict[str, str]]:
    """Return the choices in pages, so that each choice of a page fits uncut into `width` cells.

    If they need several pages, each page ends with MORE.
    """
    if _fits(label, choices, width):
        return [dict(choices)]
    pages: list[dict[str, str]] = [{}]
    for key, word in choices.items():
        page = {**pages[-1], key: word}
        if pages[-1] and not _fits(label, {**page, MORE: _MORE_WORD}, width):
            pages.append({key: word})
        else:
            pages[-1] = page
    return [{**page, MORE: _MORE_WORD} for page in pages]


def _fits(label: str, choices: Mapping[str, str], width: int) -> bool:
    return len(_wrapped([(f"{label}:", ""), *choices.items()], width)) <= _ROWS


def _beginnings(label: str) -> list[list[Pair]]:
    """Return the texts that may be before the choices, best first."""
    if not label:
        return [[]]
    return [[(f"{label}:", "")], []]


def _wrapped(pairs: list[Pair], width: int) -> list[list[Pair]]:
    """Return pairs in rows of at most `width` cells."""
    lines: list[list[Pair]] = [[]]
    for pair in pairs:
        if lines[-1] and width_of([*lines[-1], pair]) > width + 1:  # the last blank may be cut off
            lines.append([])
        lines[-1].append(pair)
    return lines
