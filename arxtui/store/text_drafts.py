"""The new text of the years that a load changes, until it is written to the text files."""

from __future__ import annotations

import os
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from arxtui.store import files
from arxtui.store.catalogue import Catalogue
from arxtui.store.file_stamp import Stamp
from arxtui.store.heads import id_of
from arxtui.store.paper_record import Record
from arxtui.store.text_line import to_line
from arxtui.store.year import Indexed, Year
from arxtui.store.year_text import Opened, Unusable, YearText


class Draft:
    """The new lines of a year, kept out of memory in a file without a name until they are written.

    Errors of that file are raised by write().
    """

    def __init__(self, year: YearText) -> None:
        self._year = year
        self._fd = -1  # -1 = no file yet
        self._close: weakref.finalize[[int], Draft] | None = None
        self._new: dict[str, tuple[Stamp, int, int]] = {}  # stamp, start, size
        self._size = 0
        self._failed: OSError | None = None

    def _open(self) -> None:
        """Make the file and remove its name at once, so that a kill leaves no file behind."""
        folder = self._year.path.parent
        files.make_folder(folder)
        self._fd, name = tempfile.mkstemp(prefix=f".{self._year.name}.", suffix=".tmp", dir=folder)
        self._close = weakref.finalize(self, os.close, self._fd)
        os.unlink(name)

    def put(self, file: str, stamp: Stamp, lines: Iterable[bytes]) -> None:
        """Take the lines of a day file, in place of its old lines."""
        if self._failed:
            return
        data = b"".join(lines)
        try:
            if self._close is None:
                self._open()
            files.append(self._fd, data)
        except OSError as why:
            self._failed = why
            self.close()
            return
        self._new[file] = (stamp, self._size, len(data))
        self._size += len(data)

    def write(self, stamps: Mapping[str, Stamp]) -> None:
        """Write the lines of these day files, newest first: the lines put here, else the old lines.

        Raises OSError.
        """
        if self._failed:
            raise self._failed
        old: Opened | None = None
        with suppress(Unusable):  # lines of an unusable file are made anew
            old = self._year.opened()
        self._year.write(self._days(stamps, old))

    def _days(
        self, stamps: Mapping[str, Stamp], old: Opened | None
    ) -> Iterator[tuple[str, Stamp, Iterable[bytes]]]:
        for file, stamp in stamps.items():
            if file in self._new and self._new[file][0] == stamp:
                _, start, size = self._new[file]
                yield file, stamp, (os.pread(self._fd, size, start),)
            elif old is not None and file in old.parts and old.parts[file].stamp == stamp:
                yield file, stamp, (old.lines_of(file),)

    def close(self) -> None:
        """Forget the lines."""
        self._new.clear()
        if self._close is not None:
            self._close()


class Drafts:
    """The drafts of a load, by year."""

    def __init__(self, catalogue: Catalogue, failed: Callable[[Path, OSError], None]) -> None:
        """Begin without drafts.

        `failed` gets each reason why a text file was not written, since a derived file must not
        fail a load.
        """
        self._catalogue = catalogue
        self._failed = failed
        self._drafts: dict[str, Draft] = {}

    def put(self, year: Year, file: str, indexed: Indexed, records: Mapping[str, Record]) -> None:
        """Add the head lines of a day file and its records, which have the abstracts."""
        if not self._catalogue.full_text:
            return
        if year.name not in self._drafts:
            self._drafts[year.name] = Draft(self._catalogue.text(year.name))
        lines = (to_line(line, records[id_of(line)]["abstract"]) for line in indexed.lines)
        self._drafts[year.name].put(file, indexed.stamp, lines)

    def write(self, name: str, stamps: Mapping[str, Stamp]) -> None:
        """Write the text of a year that has these day files, newest first."""
        text = self._catalogue.text(name)
        draft = self._drafts.pop(name, None) or Draft(text)
        try:
            if not stamps:
                text.path.unlink(missing_ok=True)
            elif self._catalogue.full_text:
                draft.write(stamps)
        except OSError as why:
            self._failed(text.path, why)
        finally:
            draft.close()

    def close(self) -> None:
        """Forget the lines that were not written."""
        for draft in self._drafts.values():
            draft.close()
        self._drafts.clear()
