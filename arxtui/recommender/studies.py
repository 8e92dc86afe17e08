"""Papers that a taste is learnt from, with their features; they are read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from arxtui.model import Paper
from arxtui.steps import Steps
from arxtui.store import Library
from arxtui.taste import Taste, learn
from arxtui.taste.features import Features, features_of

_PAPERS_A_STEP = 10


@dataclass(frozen=True, slots=True)
class _Studied:
    """A paper that was learnt from."""

    paper: Paper
    """The paper without its abstract, which takes most of the memory."""
    features: Features
    """Its features."""


class Studies:
    """The papers that were learnt from last: learning again reads only those that are new."""

    def __init__(self, library: Library) -> None:
        """Begin with no paper."""
        self._library = library
        self._studied: dict[str, _Studied] = {}

    def forget(self) -> None:
        """Forget all papers, because they may have changed."""
        self._studied = {}

    def read(self, files: Mapping[str, str]) -> Steps[None]:
        """Read the papers of these ids that are not studied yet, and forget all others.

        `files` has the day file of each, `` where it is not known.
        """
        studied = {}
        missing = {}
        for paper_id, file in files.items():
            if paper_id in self._studied:
                studied[paper_id] = self._studied[paper_id]
            else:
                missing[paper_id] = file
        papers = yield from self._library.papers.read_in_steps(missing)
        for number, paper in enumerate(papers.values(), 1):
            studied[paper.id] = _Studied(replace(paper, abstract=""), features_of(paper))
            if number % _PAPERS_A_STEP == 0:
                yield
        self._studied = studied

    def learn(
        self, starred: Sequence[str], others: Sequence[str], wishes: Sequence[str] = ()
    ) -> Steps[Taste | None]:
        """Learn from papers that were read; ids without a paper are left out."""
        studied = self._studied
        return (
            yield from learn(
                [studied[paper_id].paper for paper_id in starred if paper_id in studied],
                [studied[paper_id].paper for paper_id in others if paper_id in studied],
                wishes,
                lambda paper: studied[paper.id].features,
            )
        )
