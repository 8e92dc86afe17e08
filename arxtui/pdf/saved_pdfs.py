"""The PDFs in the folder of the settings: the path of the PDF of each paper.

The whole folder is listed, and again when it has changed, instead of one look at the disk for each
paper.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Container
from pathlib import Path

from arxtui import citation_key
from arxtui.locations import place
from arxtui.model import Entry, Head, Mark, Paper
from arxtui.pdf import pdf_names
from arxtui.settings.config import Pdf
from arxtui.text import reason_of

_LOOK = 1.0
"""Seconds between two checks whether the folder has changed."""


class SavedPdfs:
    """The PDFs of the papers of a library."""

    def __init__(
        self,
        mark_of: Callable[[str], Mark],
        keys: Callable[[], Container[str]],
        template: Callable[[], str],
    ) -> None:
        """`mark_of` returns the mark of a paper by its id, `keys` the citation keys in use.

        `template` returns the template of the keys of papers that have no key yet.
        """
        self._mark_of = mark_of
        self._keys = keys
        self._template = template
        self.pdf = Pdf()
        """The settings of PDFs: folder and names."""
        self._looked = 0.0
        """The time of the last look at the folder, by time.monotonic(); 0 = never."""
        self._changed: tuple[int, int] | None = None
        """Inode and time of the last change of the folder that is listed."""
        self._names: frozenset[str] = frozenset()
        self._sieve = pdf_names.Sieve("", ())

    def use(self, pdf: Pdf) -> None:
        """Use the folder and the names of these settings from now on."""
        self.pdf = pdf
        self.look_again()

    def look_again(self) -> None:
        """List the folder anew at the next question: arxtui itself changed it."""
        self._looked = 0.0

    def make_folder(self) -> None:
        """Make the folder of the settings if it is missing, but not the folder above it.

        Raises ValueError, with a message that names the setting, if the folder cannot be made.
        """
        try:
            folder = place(self.pdf.folder)
            folder.mkdir(exist_ok=True)
        except FileExistsError:
            raise ValueError(f"[pdf] folder: {folder} is not a folder") from None
        except OSError as why:
            reason = reason_of(why)
            raise ValueError(f"[pdf] folder: {folder} cannot be made: {reason}") from None
        except ValueError as why:
            raise ValueError(f"[pdf] folder: {why}") from None

    def path(self, entry: Entry[Paper]) -> Path:
        """Return the file of a paper's PDF, which need not exist.

        Raises ValueError if the settings name no folder, or a folder in the home of an unknown
        user.
        """
        return self._path(entry, Path.is_file)

    def _path(self, entry: Entry[Paper], is_there: Callable[[Path], bool]) -> Path:
        """Return the file of a paper's PDF; `is_there` returns whether a file exists.

        If only the key identifies a file, the name for a paper without a key has its id in place of
        the key, and stays: another paper may get that key.
        """
        if not self.pdf.folder:
            raise ValueError("no folder in [pdf] of the settings")
        folder = place(self.pdf.folder).absolute()
        if pdf_names.has_only_key(self.pdf.name):
            by_id = folder / pdf_names.file_name(self.pdf.name, entry.paper, entry.paper.id)
            if entry.mark.cite is None or is_there(by_id):
                return by_id
        key = citation_key.own_key(entry, self._keys(), self._template())
        return folder / pdf_names.file_name(self.pdf.name, entry.paper, key)

    def is_saved(self, entry: Entry[Paper]) -> bool:
        """Return whether a paper's PDF is on disk, by one look at its file."""
        try:
            return bool(self.pdf.folder) and self.path(entry).is_file()
        except (OSError, ValueError):
            return False

    def find(self, entry: Entry[Paper]) -> Path | None:
        """Return the file of a paper's PDF, None if it is not on disk."""
        if not self._listed():
            return None
        path = self._path(entry, self._is_listed)
        if not self._is_listed(path):
            return None
        return path

    def _is_listed(self, path: Path) -> bool:
        return path.name in self._names

    def has(self, head: Head) -> bool:
        """Return whether the PDF of a paper is on disk."""
        if not self._listed() or not self._sieve.passes(head):
            return False
        return self.find(Entry(_paper_of(head), self._mark_of(head.id))) is not None

    def _listed(self) -> Collection[str]:
        """Return the names of the files in the folder; empty without a folder."""
        now = time.monotonic()
        if not self._looked or now - self._looked > _LOOK:
            self._looked = now
            self._list()
        return self._names

    def _list(self) -> None:
        """List the folder, if it has changed since it was listed."""
        try:
            folder = place(self.pdf.folder or os.devnull)
            found = folder.stat()
            changed = (found.st_ino, found.st_mtime_ns)
            if changed == self._changed:
                return
            names = frozenset(os.listdir(folder))
        except (OSError, ValueError):  # no folder, or an unreadable folder: it has no PDFs
            names = frozenset()
            changed = None
        self._changed = changed
        self._names = names
        self._sieve = pdf_names.Sieve(self.pdf.name, names)


def _paper_of(head: Head) -> Paper:
    """Return a paper with the fields by which its file is named: id, title, authors, day."""
    published = None
    if head.day:
        published = f"{head.day}T00:00:00Z"
    return Paper(
        id=head.id,
        version=head.version,
        title=head.title,
        authors=tuple(head.authors.split(", ")),
        categories=head.categories,
        primary=head.primary,
        published=published,
        updated=None,
        doi=None,
        comment=None,
        journal_ref=None,
        abstract="",
    )
