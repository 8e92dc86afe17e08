"""Titles in short, to name a starred paper in a reason."""

from __future__ import annotations

from collections.abc import Sequence

from arxtui.tex.macros import symbols
from arxtui.text import plain_title
from arxtui.work_in_steps import Steps, imported

_SHORT_TITLE = 24  # characters of the name before a title's colon
_TITLE_WORDS = 4
_LITTLE = frozenset(
    "a an and are as at be by for from in into is not of on or the to toward towards using via "
    "with".split()
)
"""Words with which a short title does not end."""


_TABLE = ("pylatexenc.latexwalker", "pylatexenc.latex2text")


def signs_read(titles: Sequence[str]) -> Steps[None]:
    """Read the table of TeX's signs if a title has TeX: in one step it takes twice as long."""
    if not any("\\" in title for title in titles):
        return
    yield from imported(_TABLE)
    symbols()
    yield


def short_title(title: str) -> str:
    """Return the name before a title's colon if it is short, else the title's first four words."""
    shown = plain_title(title)
    name, colon, _ = shown.partition(":")
    if colon and len(name) <= _SHORT_TITLE:
        return name
    words = shown.split()
    if len(words) <= _TITLE_WORDS:
        return shown
    first = _trimmed(words[:_TITLE_WORDS])
    return " ".join(first).rstrip(",;:-") + "…"


def _trimmed(words: Sequence[str]) -> Sequence[str]:
    """Return words without little words at their end: `Analysis` of `Analysis on the`."""
    count = len(words)
    while count > 1 and words[count - 1].lower() in _LITTLE:
        count -= 1
    return words[:count]
