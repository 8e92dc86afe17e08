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
    """Return the papers of the selected rows, else the paper here, without removed papers.

    A step looks at the papers of a day file, which is read once, in whatever order the papers are.
    """
    wanted: Sequence[Head] = ()
    if selected:
        wanted = some_of(heads, sorted(selected))
    elif here is not None:
        wanted = [here.paper]
    found: dict[str, Head | None] = {}
    by_file: dict[str, list[Head]] = {}
    for number, head in enumerate(wanted, 1):
        found[head.id] = None
        by_file.setdefault(head.file, []).append(head)
        if number % PAPERS_A_STEP == 0:
            yield
    for of_file in by_file.values():
        for start in range(0, len(of_file), PAPERS_A_STEP):
            for head in of_file[start : start + PAPERS_A_STEP]:
                if library.papers.knows(head):
                    found[head.id] = head
            yield
    return [head for head in found.values() if head is not None]
