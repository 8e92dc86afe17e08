"""The lines of the receipt: starred papers with their keys, remaining papers, the export.

No Textual.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from arxtui.model import Mark
from arxtui.store import Library
from arxtui.text import many, plain_title
from arxtui.ui.panes.receipt import Row
from arxtui.ui.panes.render import Signs
from arxtui.ui.unread_days import NEWEST
from arxtui.view import day_name


class Morning(NamedTuple):
    """The papers of the two passes."""

    place: str
    """The view of the passes: `Mon 2023-10-30`."""
    papers: int
    """Number of papers that the user went through."""
    seconds: float
    """Seconds from the beginning of the passes to the receipt."""
    ids: tuple[str, ...]
    """The ids of all papers of the passes: the receipt lists their stars and tags."""


def summary(morning: Morning) -> str:
    """Return `Mon 2023-10-30 done · 191 papers in 11 min 5 s (3.5 s each)`.

    The seconds of a paper are left out if they are rounded to 0, and where it is a single paper.
    """
    line = f"{morning.place} done"
    if morning.papers:
        papers = many(morning.papers, "paper")
        line += f" · {papers} in {_duration(morning.seconds)}"
        each = f"{morning.seconds / morning.papers:.1f}"
        if morning.papers > 1 and each != "0.0":
            line += f" ({each} s each)"
    return line


def _duration(seconds: float) -> str:
    whole = int(seconds)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60} s"


class ReceiptRows:
    """Makes the lines of a receipt.

    Values that take long are set later, and its lines then change.
    """

    def __init__(
        self, library: Library, signs: Signs, key: Callable[[str], str], morning: Morning
    ) -> None:
        """`key` returns the key of a command."""
        self._library = library
        self._signs = signs
        self._key = key
        self._morning = morning
        self.keys: Mapping[str, str] = {}
        """Id -> citation key in the .bib of the settings, which replaces the key of the library."""
        self.unread: Sequence[tuple[str, int]] | None = None
        """(day, unread papers) of days with unread papers, newest first; None = not counted yet."""
        self.counts_others = False
        """True while only the newest of these days are counted."""
        self.exports = ""
        """A forecast of the export; `` = not known yet."""

    @property
    def starred(self) -> list[str]:
        """The ids of the papers with a star."""
        return [each for each in self._morning.ids if self._library.marks.has_star(each)]

    def rows(self) -> list[Row]:
        """Return all lines."""
        parts = [self._starred(), self._left(), self._days(), self._export()]
        rows = [Row(summary(self._morning))]
        for part in parts:
            if part:
                rows += [Row(), *part]
        return rows

    def _starred(self) -> list[Row]:
        return [self._starred_row(each, self._library.marks.of(each)) for each in self.starred]

    def _starred_row(self, paper_id: str, mark: Mark) -> Row:
        key = ""
        title = paper_id
        if mark.cite is not None:
            key = mark.cite.key
            title = plain_title(mark.cite.title)
        key = self.keys.get(paper_id, key)
        tags = " ".join(self._signs.tag + tag for tag in mark.tags)
        return Row(title, self._signs.star, key, tags, ("paper", paper_id))

    def _left(self) -> list[Row]:
        """Return the lines for the papers set aside and for the tags that were given."""
        rows = []
        later = self._library.marks.total("later")
        if later:
            rows.append(Row(f"{later:,} still set aside", self._signs.later, opens=("later", "")))
        tags: Counter[str] = Counter()
        for paper_id in self._morning.ids:
            for tag in self._library.marks.tags_of(paper_id):
                tags[tag] += 1
        for tag, count in tags.most_common():
            text = f"{many(count, 'paper')} tagged {tag}"
            rows.append(Row(text, self._signs.tag, opens=("tag", tag)))
        return rows

    def _days(self) -> list[Row]:
        if self.unread is None:
            return [Row("counting the unread days…", self._signs.unread)]
        if not self.unread:
            return [Row("no unread papers on any day", self._signs.unread)]
        rows = []
        for day, unread in self.unread[:NEWEST]:
            text = f"{day_name(day)}: {unread:,} unread"
            rows.append(Row(text, self._signs.unread, opens=("day", day)))
        others = self.unread[NEWEST:]
        if others:
            unread = sum(count for _, count in others)
            text = f"{many(len(others), 'other day')}: {unread:,} unread"
            rows.append(Row(text, self._signs.unread, opens=("calendar", "")))
        if self.counts_others:
            rows.append(Row("counting other days…", self._signs.unread))
        return rows

    def _export(self) -> list[Row]:
        key = self._key("export")
        sign = ""
        text = f"{key}  {self.exports}"
        if len(key) == 1:
            sign = key
            text = self.exports
        if not self.exports:
            return [Row("checking what the export will do…", sign)]
        return [Row(text, sign, opens=("export", ""))]
