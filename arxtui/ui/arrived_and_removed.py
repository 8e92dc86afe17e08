"""Update a shown list when papers arrive or are removed. No Textual."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from arxtui.lazy_sequence import id_at, some_of
from arxtui.model import Head
from arxtui.store import Batch, Library
from arxtui.ui.back_place import all_ids, fewer, rows_left, take_removed_out
from arxtui.ui.for_you_order import places_of
from arxtui.ui.list_state import ListState
from arxtui.work_in_steps import Steps


class PapersOnDisk(NamedTuple):
    """The state of the papers on disk, to find out later whether it changed."""

    newest_batch: Batch | None
    indexed: int


def papers_on_disk(library: Library) -> PapersOnDisk:
    """Return the newest batch on disk, and the time at which papers were indexed last."""
    return PapersOnDisk(library.papers.newest_batch(), library.indexing.written_at())


class ArrivedAndRemoved:
    """Brings a list up to date with the papers of the library."""

    def __init__(self, library: Library, shown: ListState) -> None:
        self._library = library
        self._shown = shown
        self.on_disk = papers_on_disk(library)
        """The state of the disk that the list shows, or is about to show."""

    def read_days_again(self) -> bool:
        """Read a list of days again when papers arrived or were removed; return whether it changed.

        A list in the order `for you` or with muted papers is read in steps, and has not changed
        yet.
        """
        shown = self._shown
        shown.rules.forget_all()
        shown.for_you.changed(papers=True)
        wanted = shown.lookup.wanted
        if shown.lookup.awaited and wanted is not None and wanted.opens:
            shown.open_days(wanted.view.days or ())
            return False
        if shown.view.days is None or shown.view.only != "all" or shown.view.unfolded:
            return False
        before = shown.heads
        if shown.view.order == "for you":
            self._read_ranked()
        else:
            shown.begin_days(shown.view)
        return _ids(before) != _ids(shown.heads)

    def _read_ranked(self) -> None:
        """Read the days again, keeping the order of the list: papers that arrived are last."""
        shown = self._shown
        base = shown.retrieval.papers_of(shown.view.days or ())
        heads: Sequence[Head] = base
        if shown.retrieval.folds(shown.view):
            heads = [head for head in base if not shown.rules.is_muted(head)]
        heads = shown.view.apply(heads, self._library.marks.of, places_of(shown.for_you.shown))
        shown.show(shown.view, base, heads, recommended=shown.for_you.shown)

    def catch_up(self, *, whole: bool) -> Steps[bool | None]:
        """Search the papers that arrived too, and remove missing papers from the list and places.

        Missing papers are removed only if the heads are `whole`. The value is whether the list
        changed; None if a later catch_up() ended this call.
        """
        shown = self._shown
        if not (yield from shown.renew_finder()):
            return None
        if not whole:
            return False
        there = yield from all_ids(self._library)
        yield from take_removed_out(self._library, shown.places, there)
        while True:
            heads = shown.heads
            old_base = shown.base
            rows = yield from rows_left(self._library, heads, there)
            base = yield from rows_left(self._library, old_base, there)
            if heads is shown.heads and old_base is shown.base:
                break
        if len(rows) == len(heads):
            return False
        left = some_of(heads, rows)
        found = fewer(shown.found, left)
        shown.set_shown(shown.view, some_of(old_base, base), left, found, shown.for_you.shown)
        return True


def _ids(heads: Sequence[Head]) -> list[str]:
    return [id_at(heads, row) for row in range(len(heads))]
