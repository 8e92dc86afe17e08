"""The options of an export, for the formats that give a choice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of a user; a format ignores the options that it does not know."""

    style: str = "misc"
    """The style of BibTeX: a name in config.STYLES."""
    unicode: bool = False
    """BibTeX: letters as they are, not as LaTeX, if XeLaTeX's default font has them."""
    abstract: bool = False
    """BibTeX and Markdown: with the abstract."""
    key: str = ""
    """The template of the keys of papers that have none, as citation_key.py reads it."""


USUAL = Options()
