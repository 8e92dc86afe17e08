"""Papers and problems of a fetch on their way from arXiv into the library."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from arxtui.arxiv_id import parse_id
from arxtui.loader import Report, dated, last_day
from arxtui.model import Paper, Problem, is_time
from arxtui.settings.config import ANNOUNCED
from arxtui.store import Library

if TYPE_CHECKING:
    import arxiv

VERSION = re.compile(r"v\d+$")
"""The version at the end of an id or address."""
_DAMAGED = "catalogue/fetched.json is damaged: days may be asked for again, or need --since DAY"


class Arrivals:
    """The papers that arrived and are not in the library yet, and the problems so far."""

    def __init__(self, library: Library, latest: Callable[[], datetime]) -> None:
        self._library = library
        self._latest = latest
        """Returns the later time of this machine and arXiv; no paper may have a later day."""
        self._papers: list[Paper] = []
        self._problems: list[Problem] = []
        self._counts: Counter[str] = Counter()
        self._named: list[str] = []
        self._left_out: set[str] = set()
        self.log = library.fetched
        """The days that were fetched."""
        if self.log.damaged:
            self.report_problem(_DAMAGED)

    @property
    def waiting(self) -> int:
        """Number of papers that are not in the library yet."""
        return len(self._papers)

    def report_problem(self, reason: str) -> None:
        """Add a problem to the report."""
        self._problems.append(Problem("fetch", 0, reason))

    def skipped(self, reason: str, query: str = "") -> None:
        """Add the reason for which the `arxiv` package skipped an entry to the report."""
        reason = reason[:1].lower() + reason[1:]
        if query:
            reason = f"{query}: {reason}"
        self.report_problem(reason)

    def take(self, result: arxiv.Result) -> bool:
        """Add the paper of a result; return False, and add a problem, if it is no valid paper."""
        try:
            paper = paper_of(result)
        except ValueError as why:
            self.report_problem(str(why))
            return False
        return self.add([paper])

    def add(
        self,
        papers: Iterable[Paper],
        problems: Iterable[Problem] = (),
        announced: Sequence[str] = ANNOUNCED,
    ) -> bool:
        """Add papers; return False, and add problems, if the day of a paper is in the future.

        Papers that the library lacks are left out unless they were announced as one of `announced`.
        """
        taken, wrong = dated(self._wanted(papers, announced), last_day(self._latest()))
        self._papers += taken
        for reason in wrong:
            self.report_problem(reason)
        self._problems += problems
        return not wrong

    def _wanted(self, papers: Iterable[Paper], announced: Sequence[str]) -> list[Paper]:
        """Return the papers that are in the library or were announced as one of `announced`."""
        papers = list(papers)
        others = {paper.id for paper in papers if not _announcements(paper) <= set(announced)}
        out = others - self._library.papers.find(others).keys()
        self._left_out |= out
        return [paper for paper in papers if paper.id not in out]

    def arrived(self, ids: Sequence[str]) -> None:
        """Note ids that were asked for by name and arrived."""
        self._named += ids

    def save(self, clock: datetime) -> None:
        """Write the papers into the library; once that is durable, note the days that are complete.

        Raises NotOnDisk: the papers then stay in memory, and their days are not noted.
        """
        if not self._papers and not self.log.changed:
            return
        with self._library.loading() as loading:
            loading.put(self._papers, {"name": "arXiv"})
            loading.when_durable(partial(self.log.save, clock))
        counts = loading.counts
        self._counts.update(
            papers=len(self._papers),
            new=counts.new,
            updated=counts.updated,
            unchanged=counts.unchanged,
            dropped=loading.dropped,
        )
        self._papers = []

    def report(self) -> Report:
        """Return the report of the fetch."""
        counts = self._counts
        ids = tuple(dict.fromkeys(VERSION.sub("", paper_id) for paper_id in self._named))
        return Report(
            papers=counts["papers"],
            forms={},
            new=counts["new"],
            updated=counts["updated"],
            unchanged=counts["unchanged"],
            dropped=counts["dropped"],
            problems=tuple(self._problems),
            ids=ids,
            left_out=len(self._left_out),
        )


def _announcements(paper: Paper) -> set[str]:
    """Return the kinds of config.ANNOUNCED as which a paper was announced; empty if not known."""
    found = set()
    if paper.announced == "new":
        found.add("new")
    if paper.is_announced_cross:
        found.add("cross")
    if paper.is_announced_replacement:
        found.add("replaced")
    return found


def paper_of(result: arxiv.Result) -> Paper:
    """Return a result as the paper of a listing. Raises ValueError if it is no paper."""
    paper_id, version = parse_id(result.entry_id)
    names = tuple(" ".join(author.name.split()) for author in result.authors)
    if not result.title.strip() or not names or not all(names):
        raise ValueError(f"{paper_id}: no title or an author without a name")
    published = f"{result.published:%Y-%m-%dT%H:%M:%SZ}"
    updated = f"{result.updated:%Y-%m-%dT%H:%M:%SZ}"
    if not is_time(published) or not is_time(updated):
        raise ValueError(f"{paper_id}: not a time: {published}, {updated}")
    return Paper(
        id=paper_id,
        version=version or 0,
        title=result.title.strip(),
        authors=names,
        categories=", ".join(result.categories),
        primary=result.primary_category,
        published=published,
        updated=updated,
        doi=result.doi,
        comment=result.comment,
        journal_ref=result.journal_ref,
        abstract=result.summary.strip().replace("\n", " "),
    )


def names_of(result: arxiv.Result) -> tuple[str, str]:
    """Return the id of a result without and with its version."""
    paper_id, version = parse_id(result.entry_id)
    return paper_id, f"{paper_id}v{version}"
