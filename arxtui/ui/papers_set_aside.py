"""The papers that were set aside for later, which the second pass goes through. No Textual."""

from __future__ import annotations

from collections.abc import Sequence

from arxtui.lazy_sequence import id_at
from arxtui.model import Head
from arxtui.store import Library
from arxtui.ui.view_counts import COUNTED

SET_ASIDE = "set aside"
"""The name of the view of the second pass."""


def set_aside(library: Library, heads: Sequence[Head]) -> list[Head]:
    """Return the papers set aside, this list's papers first."""
    pile = library.marks.pile
    rows = range(min(len(heads), COUNTED))
    found = [heads[row] for row in rows if pile(id_at(heads, row)) == "later"]
    ids = {head.id for head in found}
    found += [head for head in library.papers.marked("later") if head.id not in ids]
    return found
