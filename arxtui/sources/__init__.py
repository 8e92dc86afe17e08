"""One module for each form of papers: bytes are turned into papers and problems.

forms.py finds the form of a file and calls its module. No file is opened here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from arxtui.model import Paper, Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """The content of a source."""

    papers: tuple[Paper, ...]
    """In file order; the same id may come twice."""
    problems: tuple[Problem, ...]
    """The records that were refused, with their places."""
    category: str = ""
    """The category in the heading; `` without a heading."""
    day: str = ""
    """The day in the heading, `YYYY-MM-DD`; `` without a heading."""
    pdf: str = "http"
    """`http` or `https`: the scheme of the PDF links, to write the file back byte for byte."""
    form: str = "listing"
    """One of forms.FORMS."""
    marked: tuple[tuple[int, str, Mapping[str, object]], ...] = ()
    """(line, id, object) of each line of arxtui's JSON with marks, for given_marks.py."""


class NotAListing(Exception):
    """Bytes in no known form; the message has a guess at their form."""


UNKNOWN = "not a listing that arxtui knows: "
