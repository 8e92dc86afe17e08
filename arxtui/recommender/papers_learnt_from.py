"""The papers that a taste is learnt from; they are read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from arxtui.model import Paper
from arxtui.store import Library
from arxtui.taste.features import LONGEST_ABSTRACT
from arxtui.taste.learnt import Taste, learn
from arxtui.work_in_steps import Steps

_PAPERS_A_STEP = 100


class PapersLearntFrom:
    """The papers of the last learning, kept in memory: learning again reads only new papers."""

    def __init__(self, library: Library) -> None:
        """Begin with no paper."""
        self._library = library
        self._papers: dict[str, Paper] = {}
        self._missing: frozenset[str] = frozenset()  # papers that are not in the library

    def forget(self) -> None:
        """Forget all papers, because they may have changed."""
        self._papers = {}
        self._missing = frozenset()

    def count(self, ids: Iterable[str]) -> int:
        """Return how many of these papers were found when they were read."""
        return sum(paper_id in self._papers for paper_id in ids)

    def read(self, starred: Sequence[str], others: Mapping[str, str]) -> Steps[None]:
        """Read the papers that are not in memory yet, and forget papers that are not named here.

        `others` has id -> day of the papers without a star; a day that is not known is ``.
        """
        known = {each: self._papers[each] for each in (*starred, *others) if each in self._papers}
        new_stars = dict.fromkeys([each for each in starred if each not in known], "")
        new_others = {}
        for each, day in others.items():
            if each not in known and each not in self._missing:
                new_others[each] = day
        papers = yield from self._library.papers.read_in_steps(new_stars)
        papers |= yield from self._library.papers.read_near(new_others)
        for number, paper in enumerate(papers.values(), 1):
            abstract = paper.abstract[:LONGEST_ABSTRACT]
            known[paper.id] = paper._replace(abstract=abstract, comment=None, journal_ref=None)
            if number % _PAPERS_A_STEP == 0:
                yield
        yield
        self._papers = known
        self._missing = frozenset(each for each in others if each not in known)

    def learn(
        self,
        starred: Sequence[str],
        others: Sequence[str],
        wishes: Sequence[str] = (),
        starred_share: float | None = None,
    ) -> Steps[Taste | None]:
        """Learn from papers that were read; ids without a paper are left out.

        `wishes` and `starred_share` go to arxtui.taste.learn().
        """
        papers = self._papers
        return learn(
            [papers[paper_id] for paper_id in starred if paper_id in papers],
            [papers[paper_id] for paper_id in others if paper_id in papers],
            wishes,
            starred_share,
        )
