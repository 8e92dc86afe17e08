"""How papers are written, for the formats that give a choice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may choose of a format; a format that has no such choice leaves it aside."""

    style: str = "misc"
    """BibTeX: one of config.STYLES."""
    unicode: bool = False
    """BibTeX: letters as they are instead of as LaTeX, as far as XeLaTeX's default font has them."""
    abstract: bool = False
    """BibTeX and Markdown: with the abstract."""


USUAL = Options()
