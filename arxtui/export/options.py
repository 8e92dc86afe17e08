"""The options of an export, for the formats that give a choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from arxtui.model import Entry, Paper


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of a user; a format ignores the options that it does not know."""

    style: str = "misc"
    """The style of BibTeX: a name in config.STYLES."""
    unicode: bool = False
    """BibTeX: letters as they are, not as LaTeX, if XeLaTeX's default font has them."""
    abstract: bool = False
    """BibTeX and Markdown: with the abstract."""
    files: Callable[[Entry[Paper]], Path | None] | None = None
    """BibTeX: returns the PDF of a paper, for the field `file`; None = no such field."""
    key: str = ""
    """The template of the keys of papers that have none, as citation_key.py reads it."""


USUAL = Options()
