"""Text files that are missing, damaged or older than the heads are made anew, in steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from arxtui.store.catalogue import Catalogue
from arxtui.store.file_stamp import Stamp
from arxtui.store.heads import by_file
from arxtui.store.text_drafts import Draft
from arxtui.store.year import Look, Year
from arxtui.store.year_text import Opened, Unusable
from arxtui.work_in_steps import Steps

_FIRST = 20  # day files after which the lines of a year are written; then twice as many, and so on
_PAPERS_AT_ONCE = 20


class TextIndexing:
    """A run over all years. steps() may be left at any time: written files stay."""

    def __init__(
        self,
        catalogue: Catalogue,
        check: Callable[[], None],
        failed: Callable[[Path, OSError], None],
    ) -> None:
        """Prepare a run.

        `check` raises OSError if the library must not be written; `failed` gets each reason why a
        file was not written, since a derived file must not fail other work.
        """
        self._catalogue = catalogue
        self._check = check
        self._failed = failed

    def expected(self) -> int:
        """Return how many day files have no lines, by the last lines of the text files."""
        count = 0
        for year in self._catalogue.years() if self._catalogue.full_text else ():
            if not self._catalogue.has_text(year):
                count += len(year.files())
        return count

    def steps(self) -> Iterator[tuple[int, int, bool]]:
        """Yield (day files done, day files to do in the years begun, whether lines were written).

        The newest year comes first. If text files are not wanted, they are removed.
        """
        if not self._catalogue.full_text:
            self._remove()
            return
        done = 0
        of = 0
        for year in self._catalogue.years():
            for done_here, of_here, written in self._index(year):
                yield done + done_here, of + of_here, written
            done += done_here
            of += of_here

    def _remove(self) -> None:
        for path in self._catalogue.text_files():
            try:
                self._check()
                path.unlink(missing_ok=True)
            except OSError as why:
                self._failed(path, why)

    def _index(self, year: Year) -> Iterator[tuple[int, int, bool]]:
        """Yield as steps() does, for a year. The whole file is checked, even if it seems fresh."""
        text = self._catalogue.text(year.name)
        old: Opened | None = None
        checking = text.opened_in_steps()
        while True:
            try:
                next(checking)
            except StopIteration as end:
                old = end.value
                break
            except Unusable:  # the file is made anew
                break
            yield 0, 0, False
        look = year.look()
        missing = [file for file, stamp in look.stamps.items() if not _has(old, file, stamp)]
        if missing or (old is not None and old.parts.keys() != look.stamps.keys()):
            yield from self._make(year, look, missing)
        else:
            yield 0, 0, False

    def _make(self, year: Year, look: Look, missing: list[str]) -> Iterator[tuple[int, int, bool]]:
        lines_of = by_file(look.text.split(b"\n")[:-1])
        draft = Draft(self._catalogue.text(year.name))
        write_at = _FIRST
        try:
            for number, file in enumerate(missing, 1):
                making = self._lines(year, file, look.stamps[file], lines_of.get(file, []))
                while True:
                    try:
                        next(making)
                    except StopIteration as end:
                        lines = end.value
                        break
                    yield number - 1, len(missing), False
                if lines is not None:
                    draft.put(file, look.stamps[file], lines)
                if number == write_at and number < len(missing):
                    write_at *= 2
                    self._write(year, draft, look.stamps)
                    yield number, len(missing), True
            self._write(year, draft, look.stamps)
            yield len(missing), len(missing), True
        finally:
            draft.close()

    def _lines(
        self, year: Year, file: str, stamp: Stamp, heads: list[bytes]
    ) -> Steps[list[bytes] | None]:
        """Return the lines of a day file; None if it has changed since its heads were made."""
        try:
            if year.stamp(file) != stamp:
                return None
        except OSError:
            return None
        lines: list[bytes] = []
        making = self._catalogue.text_lines(heads)
        for number, line in enumerate(making, 1):
            lines.append(line)
            if number % _PAPERS_AT_ONCE == 0:
                yield
        yield
        return lines

    def _write(self, year: Year, draft: Draft, stamps: Mapping[str, Stamp]) -> None:
        try:
            self._check()
            draft.write(stamps)
        except OSError as why:
            self._failed(self._catalogue.text(year.name).path, why)


def _has(old: Opened | None, file: str, stamp: Stamp) -> bool:
    return old is not None and file in old.parts and old.parts[file].stamp == stamp
