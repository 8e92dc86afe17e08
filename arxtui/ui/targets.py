"""The papers that a command is about. No Textual."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from arxtui.lazy_sequence import some_of
from arxtui.model import Entry, Head
from arxtui.store import PAPERS_A_STEP, Library
from arxtui.work_in_steps import Steps


def targets(
    library: Library,
    heads: Sequence[Head],
    selected: Collection[int],
    here: Entry[Head] | None,
) -> Steps[list[Head]]:
    """Return the papers of the selected rows, else the paper here, without removed papers."""
    wanted: Sequence[Head] = ()
    if selected:
        wanted = some_of(heads, sorted(selected))
    elif here is not None:
        wanted = [here.paper]
    found: list[Head] = []
    for number, head in enumerate(wanted, 1):
        if library.papers.knows(head):
            found.append(head)
        if number % PAPERS_A_STEP == 0:
            yield
    return found
