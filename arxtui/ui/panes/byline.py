"""The people of a paper in a few words: `Kim … ★Ye (4)`. No colour, no state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from arxtui import people
from arxtui.model import Head
from arxtui.text import fold
from arxtui.ui.panes.render import Signs, cut, one_line


def nobody(_: str) -> bool:
    """Return False: the search asks for no author."""
    return False


def without_stars(_: str, __: str) -> bool:
    """Return False: no author has a starred paper."""
    return False


class Known(NamedTuple):
    """The facts that the list shows of a paper beside its head and mark."""

    starred: Callable[[str, str], bool] = without_stars
    """True for (folded name, id) if the author has a starred paper with another id."""
    sought: Callable[[str], bool] = nobody
    """True for the folded name of an author whom the search found."""
    days: bool = False
    """True if the list has papers of several days, so that each row shows its day."""


def byline(head: Head, width: int, signs: Signs, known: Known) -> str:
    """Return the people of a paper in at most `width` cells: `Kim … ★Ye (4)`.

    It names the first and the last author, and how many they are. An author with another starred
    paper, or whom the search found, is named in place of the first. If it is too wide, the number
    is left out, then it is the first author and how many more there are, then it is cut.
    """
    full = [name for name in head.authors.split(", ") if name]
    if not full:
        return ""
    names = _First(full, head.id, signs, known)
    for text in names.from_long_to_short():
        if cell_len(text) <= width:
            return text
    return cut(names.first, width, signs.ellipsis)


class _First:
    """The forms of a byline, from long to short."""

    def __init__(self, full: Sequence[str], paper_id: str, signs: Signs, known: Known) -> None:
        self._paper_id = paper_id
        self._signs = signs
        self._known = known
        self._count = len(full) - (people.TEAM_SIGN in full)
        self._last_name = full[-1]
        self.first = self._named(self._foremost(full))

    def _foremost(self, full: Sequence[str]) -> str:
        """Return the author to name in the first place."""
        for is_wanted in (self._known.sought, self._is_starred):
            wanted = [name for name in full if is_wanted(fold(name))]
            if wanted and full[-1] not in wanted:
                return wanted[0]
        return full[0]

    def _named(self, name: str) -> str:
        parts = people.names([name])
        surname = one_line(parts[0].last if parts else name)
        if self._is_starred(fold(name)):
            return self._signs.star + surname
        return surname

    def _is_starred(self, folded: str) -> bool:
        return self._known.starred(folded, self._paper_id)

    def from_long_to_short(self) -> Sequence[str]:
        """Return the forms, longest first."""
        if self._count < 2:
            return (self.first,)
        last = self._named(self._last_name)
        if self._count == 2:
            return (f"{self.first}, {last}", f"{self.first} +1")
        both = f"{self.first} {self._signs.ellipsis} {last}"
        return (f"{both} ({self._count})", both, f"{self.first} +{self._count - 1}")
