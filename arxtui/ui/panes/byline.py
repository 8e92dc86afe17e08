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
    if not head.authors.strip(", "):
        return ""
    names = _Byline(head, signs, known)
    return names.whole(width) or cut(names.first, width, signs.ellipsis)


def whole_byline(head: Head, width: int, signs: Signs, known: Known) -> str:
    """Return the longest form of a byline that fits into `width` cells; `` if they are too few."""
    if not head.authors.strip(", "):
        return ""
    return _Byline(head, signs, known).whole(width)


def longest_byline(head: Head, signs: Signs, known: Known) -> str:
    """Return the longest form of a byline: `Kim … Ye (4)`."""
    if not head.authors.strip(", "):
        return ""
    return _Byline(head, signs, known).from_long_to_short()[0]


def shortest_byline(head: Head, signs: Signs, known: Known) -> str:
    """Return the shortest form of a byline: `Kim +3`."""
    if not head.authors.strip(", "):
        return ""
    return _Byline(head, signs, known).from_long_to_short()[-1]


def finds_author(head: Head, known: Known) -> bool:
    """Return whether the search found a paper by one of its authors."""
    if known.sought is nobody:
        return False
    return any(known.sought(fold(name)) for name in _authors(head))


def _authors(head: Head) -> list[str]:
    return [name for name in head.authors.split(", ") if name]


class _Byline:
    """The forms of a byline, from long to short."""

    def __init__(self, head: Head, signs: Signs, known: Known) -> None:
        """Take a paper with at least one author."""
        full = _authors(head)
        self._paper_id = head.id
        self._signs = signs
        self._known = known
        self._count = len(full) - (people.TEAM_SIGN in full)
        self._last_name = full[-1]
        self.first = self._named(self._foremost(full))

    def _foremost(self, full: Sequence[str]) -> str:
        """Return the author to name in the first place, unless the last author is wanted too."""
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

    def whole(self, width: int) -> str:
        """Return the longest form that fits into `width` cells; `` if they are too few."""
        for text in self.from_long_to_short():
            if cell_len(text) <= width:
                return text
        return ""

    def from_long_to_short(self) -> Sequence[str]:
        """Return the forms, longest first."""
        if self._count < 2:
            return (self.first,)
        last = self._named(self._last_name)
        only = self.first
        if self._known.sought(fold(self._last_name)):
            only = last  # the paper was found by this name
        if self._count == 2:
            return (f"{self.first}, {last}", f"{only} +1")
        both = f"{self.first} {self._signs.ellipsis} {last}"
        return (f"{both} ({self._count})", both, f"{only} +{self._count - 1}")
