"""Listings as the generator writes them: a listing read without a problem comes out byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterable

from arxtui.model import Paper


def write(papers: Iterable[Paper], category: str, day: str, pdf: str = "http") -> str:
    """A whole listing; `pdf` is the scheme of its PDF links. What a paper lacks is `None`."""
    return "".join([f"# Arxiv Papers in {category} on {day}\n", *(_record(paper, pdf) for paper in papers)])


def _record(paper: Paper, pdf: str) -> str:
    primary = re.compile(rf"(?:\A|(?<=, )|(?<=\n  )){re.escape(paper.primary)}(?![^,\n])")
    address = f"{paper.id}v{paper.version or 1}"
    values = {
        "Arxiv ID": f"http://arxiv.org/abs/{address}", "DOI": paper.doi,
        "Categories": primary.sub(f"**{paper.primary}**", paper.categories, count=1),
        "Links": f"[PDF]({pdf}://arxiv.org/pdf/{address})", "Published": _time(paper.published),
        "Updated": _time(paper.updated), "Authors": ", ".join(paper.authors), "Comment": paper.comment,
        "Journal": paper.journal_ref, "Summary": paper.abstract,
    }  # fmt: skip
    lines = [f"- **{name}**: {value}\n" for name, value in values.items()]
    return f"### {paper.title}\n{''.join(lines)}\n\n\n"


def _time(time: str | None) -> str | None:
    return time and f"{time[:10]} {time[11:19]}+00:00"
