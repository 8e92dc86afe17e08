"""The .bib file of the settings, and the key of a paper in it. A thread reads a large file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from arxtui.locations import place
from arxtui.model import Entry, Paper
from arxtui.text import many, reason_and_file
from arxtui.ui.workspace import Workspace

if TYPE_CHECKING:
    from arxtui.export_files.papers_in_bib import Contents

_SMALL = 64 << 10
"""Bytes. A smaller .bib is read while a key waits, in 3 ms; a larger file is read by a thread."""
_FEW = 200
"""Papers that are looked up in a .bib while its name is typed."""


class BibOfSettings:
    """The entries of the .bib of the settings, read again when the file changed."""

    def __init__(self, stage: Workspace) -> None:
        self._stage = stage
        self._place: object = None  # path and signature of the file that was read last
        self._contents: Contents | None = None

    def path(self) -> Path | None:
        """Return the .bib of the settings; None without a file, or in an unknown home folder."""
        name = self._stage.settings.bib
        try:
            return place(name) if name else None
        except ValueError:
            return None

    def now(self, path: Path) -> Contents | None:
        """Return the entries of a .bib; None for a large file that changed since it was read.

        Raises OSError, and ValueError for a file to which nothing can be added.
        """
        from arxtui.export_files import papers_in_bib

        found = papers_in_bib.signature(path)
        if self._contents is not None and self._place == (path, found):
            return self._contents
        if found and found[1] > _SMALL:
            return None
        self._contents = papers_in_bib.read(path).contents
        self._place = (path, found)
        return self._contents

    def ask(self, path: Path | None, then: Callable[[Contents], object]) -> None:
        """Call `then` with the readable entries of a .bib; with no entries if it cannot be read.

        A file in another encoding or with a mistake, to which nothing can be added, has readable
        entries too.
        """
        from arxtui.export_files.papers_in_bib import Contents

        if path is None:
            then(Contents())
            return
        try:
            known = self._readable(path)
        except (OSError, ValueError):
            known = Contents()
        if known is not None:
            then(known)
        else:
            self._stage.run_worker(partial(self._read, path, then), thread=True, group="bib")

    def _readable(self, path: Path) -> Contents | None:
        """Return the readable entries of a .bib; None for a large file. Raises OSError."""
        from arxtui.export_files import papers_in_bib

        try:
            return self.now(path)
        except ValueError:
            return papers_in_bib.known_keys(path)

    def _read(self, path: Path, then: Callable[[Contents], object]) -> None:
        from arxtui.export_files import papers_in_bib

        place = (path, papers_in_bib.signature(path))
        try:
            contents = papers_in_bib.known_keys(path)
        except (OSError, ValueError):
            contents = papers_in_bib.Contents()
        self._stage.app.call_from_thread(self._was_read, place, contents, then)

    def _was_read(
        self, place: object, contents: Contents, then: Callable[[Contents], object]
    ) -> None:
        self._place = place
        self._contents = contents
        then(contents)


class Forecast:
    """The forecast of an export to a file, shown while the name is typed."""

    def __init__(
        self,
        stage: Workspace,
        mine: BibOfSettings,
        format_: str,
        ids: Sequence[str],
        after: str = "",
    ) -> None:
        self._stage = stage
        self._mine = mine
        self._format = format_
        self._ids = ids
        self._after = after
        self._entries: list[Entry[Paper]] = []

    def __call__(self, target: str) -> str:
        """Return `3 entries to add, 1 already in it`, or why no file can be written there."""
        try:
            path = place(target)
            if self._format == "bibtex":
                does = self._bib(path)
            else:
                does = self._other(path)
        except (OSError, ValueError) as why:
            return reason_and_file(why)
        return f"{does} · Enter writes{self._after} · Esc cancels"

    def _other(self, path: Path) -> str:
        if path.exists():
            return "is there already: choose another name"
        return f"{many(len(self._ids), 'paper')} to a new file"

    def _bib(self, path: Path) -> str:
        if not path.exists():
            return f"{_entries(len(self._ids))} to a new file"
        if len(self._ids) > _FEW:
            return f"{_entries(len(self._ids))} to add at most"
        contents = self._mine.now(path)
        if contents is None:
            self._mine.ask(path, lambda _: None)
            return f"{_entries(len(self._ids))} to add at most"
        if not self._entries:
            self._entries = self._stage.library.entries(self._ids)
        there = sum(contents.find(entry.paper) is not None for entry in self._entries)
        return f"{_entries(len(self._ids) - there)} to add, {there} already in it"


def _entries(count: int) -> str:
    if count == 1:
        return "1 entry"
    return f"{count} entries"
