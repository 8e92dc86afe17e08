"""One module per form in which papers come: bytes in, papers and problems out; nothing here opens a file."""

from __future__ import annotations

from dataclasses import dataclass

from arxtui.model import Paper, Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source held."""

    papers: tuple[Paper, ...]
    """In file order; the same id may come twice."""
    problems: tuple[Problem, ...]
    """What was refused, with its place."""
    category: str
    """The category that the heading names, `` = none."""
    day: str
    """The day that the heading names, `YYYY-MM-DD`, `` = none."""
    pdf: str
    """`http` or `https`: the scheme of the PDF links, needed to write the file back byte for byte."""


class NotAListing(Exception):
    """Bytes of no known form; the text says what they look like."""


def read(data: bytes, file: str) -> Reading:
    """Papers and problems of a source, its form found by content; NotAListing. `file` is how problems name it."""
    from arxtui.sources import listing  # which needs the names above

    return listing.read(data, file)
