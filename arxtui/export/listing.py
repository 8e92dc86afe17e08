"""Listings as the generator writes them: a listing read without a problem comes out byte for byte."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from arxtui.categories import classes
from arxtui.model import Entry, Paper

_HTTPS_SINCE = "2025-11-07"  # the generator's links to PDFs, in 1,077 listings of cs.CV


def dump(entries: Iterable[Entry[Paper]]) -> str:
    """Listings one below the other, one a day: of the class that most of all papers have."""
    papers = [entry.paper for entry in entries]
    counts = Counter(one for paper in papers for one in classes(paper.categories))
    parts = []
    for day, of_day in groupby(papers, key=lambda paper: paper.day or ""):
        some = list(of_day)
        common = set.intersection(*[set(classes(paper.categories)) for paper in some]) or {some[0].primary}
        category = max(common, key=lambda one: (counts[one], one == some[0].primary))
        parts.append(write(some, category, day, "https" if day >= _HTTPS_SINCE else "http"))
    return "".join(parts)


def write(papers: Iterable[Paper], category: str, day: str, pdf: str = "http") -> str:
    """A whole listing; `pdf` is the scheme of its PDF links. What a paper lacks is `None`."""
    heading = f"# Arxiv Papers in {category} on {day}\n" if day else ""
    return "".join([heading, *(_record(paper, pdf) for paper in papers)])


def _record(paper: Paper, pdf: str) -> str:
    primary = re.compile(rf"(?:\A|(?<=, )|(?<=\n  )){re.escape(paper.primary)}(?![^,\n])")
    address = paper.versioned
    if paper.subject:
        address = address.replace("/", f".{paper.subject}/")
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
