"""Listings as the generator writes them.

A listing that was read without a problem is exported byte for byte.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from arxtui.categories import classes
from arxtui.model import Entry, Paper

_HTTPS_SINCE = "2025-11-07"
"""Day since which the generator's links to PDFs are https, in 1,077 listings of cs.CV."""


def dump(entries: Iterable[Entry[Paper]]) -> str:
    """Return a listing for each day, under the category that most of the papers have."""
    papers = [entry.paper for entry in entries]
    counts: Counter[str] = Counter()
    for paper in papers:
        counts.update(classes(paper.categories))
    parts = []
    for day, group in groupby(papers, key=lambda paper: paper.day or ""):
        papers_of_day = list(group)
        scheme = "http"
        if day >= _HTTPS_SINCE:
            scheme = "https"
        parts.append(write(papers_of_day, _category(papers_of_day, counts), day, scheme))
    return "".join(parts)


def _category(papers: Sequence[Paper], counts: Mapping[str, int]) -> str:
    """Return the most frequent of the categories that all papers have.

    The primary category of the first paper wins a tie; it is returned too if they have no category
    in common.
    """
    primary = papers[0].primary
    common = set.intersection(*[set(classes(paper.categories)) for paper in papers])
    return max(common or {primary}, key=lambda category: (counts[category], category == primary))


def write(papers: Iterable[Paper], category: str, day: str, pdf: str = "http") -> str:
    """Return a whole listing; `pdf` is the scheme of its PDF links. An absent field is `None`."""
    heading = ""
    if day:
        heading = f"# Arxiv Papers in {category} on {day}\n"
    return "".join([heading, *(_record(paper, pdf) for paper in papers)])


def _record(paper: Paper, pdf: str) -> str:
    primary = re.compile(rf"(?:\A|(?<=, )|(?<=\n  )){re.escape(paper.primary)}(?![^,\n])")
    address = paper.versioned
    if paper.subject:
        address = address.replace("/", f".{paper.subject}/")
    values = {
        "Arxiv ID": f"http://arxiv.org/abs/{address}",
        "DOI": paper.doi,
        "Categories": primary.sub(f"**{paper.primary}**", paper.categories, count=1),
        "Links": f"[PDF]({pdf}://arxiv.org/pdf/{address})",
        "Published": _time(paper.published),
        "Updated": _time(paper.updated),
        "Authors": ", ".join(paper.authors),
        "Comment": paper.comment,
        "Journal": paper.journal_ref,
        "Summary": paper.abstract,
    }
    lines = [f"- **{name}**: {value}\n" for name, value in values.items()]
    return f"### {paper.title}\n{''.join(lines)}\n\n\n"


def _time(time: str | None) -> str | None:
    if time is None:
        return None
    return f"{time[:10]} {time[11:19]}+00:00"
