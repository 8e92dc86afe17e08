"""The papers that a command is about: found while its key is handled, or in steps if many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from arxtui.lazy_sequence import id_at
from arxtui.model import Head, Paper
from arxtui.ui.targets import targets
from arxtui.work_in_steps import Steps

if TYPE_CHECKING:
    from arxtui.ui.workspace import Workspace

_READS = "reading the papers"
_IDS_A_STEP = 2_000


class ChosenPapers:
    """The selected papers, else the paper under the cursor, without removed papers."""

    def __init__(self, stage: Workspace) -> None:
        self._stage = stage

    def first(self) -> Head | None:
        """Return the first paper; without a paper report that and return None."""
        stage = self._stage
        here = stage.papers.current
        selected = stage.papers.selected
        found: Head | None = None
        if selected:
            rows = (row for row in range(min(selected), len(stage.shown.heads)) if row in selected)
            heads = map(stage.shown.heads.__getitem__, rows)
            found = next(filter(stage.library.papers.knows, heads), None)
        elif here is not None and stage.library.papers.knows(here.paper):
            found = here.paper
        if found is None:
            stage.no_paper()
        return found

    def find(self, then: Callable[[Sequence[Head]], object], *, is_action: bool = False) -> None:
        """Call `then` with the papers; report an empty list. `is_action` as in LongWork.run()."""

        def found(heads: Sequence[Head]) -> None:
            if heads:
                then(heads)
            else:
                self._stage.no_paper()

        self._stage.long_work.run(_READS, self.in_steps(), found, is_action=is_action)

    def in_steps(self) -> Steps[list[Head]]:
        """Return the papers, a day file a step."""
        stage = self._stage
        here = stage.papers.current
        return targets(stage.library, stage.shown.heads, stage.papers.selected, here)

    def read(self, heads: Sequence[Head], then: Callable[[Sequence[Paper]], object]) -> None:
        """Call `then` with papers, read whole."""
        files = {head.id: head.file for head in heads}
        steps = self._stage.library.papers.read_in_steps(files)
        self._stage.long_work.run(_READS, steps, lambda papers: then([*papers.values()]))

    def ids(self, then: Callable[[Sequence[str]], object], *, or_all: bool = False) -> None:
        """Call `then` with the ids of the selected papers, [] without a selection.

        `or_all` = all papers of the list without a selection. Removed papers are among them.
        """
        heads = self._stage.shown.heads
        rows: Sequence[int] = sorted(self._stage.papers.selected)
        if not rows and or_all:
            rows = range(len(heads))
        self._stage.long_work.run(_READS, _ids(heads, rows), then)


def _ids(heads: Sequence[Head], rows: Sequence[int]) -> Steps[list[str]]:
    """Return the ids of the papers at these rows, each once, in steps."""
    found: dict[str, None] = {}
    for start in range(0, len(rows), _IDS_A_STEP):
        for row in rows[start : start + _IDS_A_STEP]:
            found[id_at(heads, row)] = None
        if start + _IDS_A_STEP < len(rows):
            yield
    return list(found)
