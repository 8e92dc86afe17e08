"""The options of an export, for the formats that give a choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from arxtui.model import Entry, Paper


@dataclass(frozen=True, slots=True)
class Options:
    """The options that a user chose; a format ignores the options that it has no use for."""

    style: str = "misc"
    """The style of BibTeX: a name in config.STYLES."""
    unicode: bool = False
    """BibTeX: whether letters that XeLaTeX's default font has are written without LaTeX macros."""
    abstract: bool = False
    """BibTeX and Markdown: whether the abstract is written."""
    files: Callable[[Entry[Paper]], Path | None] | None = None
    """BibTeX: returns the PDF of a paper, for the field `file`; None = no field."""
    key: str = ""
    """The template of the keys of papers that have no key, as citation_key/ reads it."""


USUAL = Options()
