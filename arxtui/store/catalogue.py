"""The catalogue for readers: the papers on disk and, derived from them, their heads and text."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from arxtui.lazy_sequence import Lazy
from arxtui.model import Head
from arxtui.store.day_files import DayFiles
from arxtui.store.day_table import UNDATED
from arxtui.store.file_stamp import Stamp, stamps_line
from arxtui.store.file_times import FileTimes
from arxtui.store.heads import day_of, file_of, from_line, id_of, lines_of, to_line
from arxtui.store.text_line import to_line as to_text_line
from arxtui.store.year import Indexed, Look, Year, newest
from arxtui.store.year_text import YearText
from arxtui.work_in_steps import Steps, each_as, finish

_AT_ONCE = 5_000  # head lines looked at in one step


class Catalogue:
    """The years of a library: their day files, heads and text."""

    def __init__(self, library: Path, machine: str) -> None:
        self.root = library / "catalogue"
        self.lock = self.root / ".lock"
        """The lock of processes that load papers; readers need no lock."""
        self.days = DayFiles(self.root)
        """The day files."""
        self._library = library
        self._machine = machine
        self._lines: dict[str, tuple[object, list[bytes]]] = {}  # year -> its state, head lines
        self.only_indexed = False
        """True: days without heads are left out of answers, and heads count as fresh if the day
        files have the same sizes, because the screen indexes and checks in the background. False: a
        read checks heads that may be stale, and makes missing heads in memory."""
        self.misses = 0
        """How many times days without heads were left out of an answer."""
        # by full_text: the times of the files that were fresh at the last look
        self._fresh = {True: FileTimes(), False: FileTimes()}
        self.full_text = True
        """Whether text/ is made and read."""
        self.stamps: dict[str, Mapping[str, Stamp]] = {}
        """By year: the stamps of the day files whose heads were last read from heads/."""

    # years

    def years(self) -> list[Year]:
        """Return the years that have papers, newest first; the year of undated.json is last."""
        names = newest(self.root, "[0-9]" * 4)
        if (self.root / UNDATED).exists():
            names.append(UNDATED)
        return [self.year(name) for name in names]

    def year(self, file: str) -> Year:
        """Return the year of a day file."""
        return Year(self._library, file.partition("/")[0], self._machine)

    def all_files(self) -> Iterator[str]:
        """Yield every file of papers, newest day first."""
        for year in self.years():
            yield from self.files_of(year)

    def files_of(self, year: Year) -> list[str]:
        """Return the day files of a year, newest first; report files whose name is no day."""
        files, others = year.listing()
        self.days.refuse(others)
        return files

    def probe(self) -> None:
        """Forget head lines, and read unreadable files again.

        Raises OSError if one still cannot be read.
        """
        self._lines.clear()
        self.days.probe()

    # heads

    def look(self, year: Year) -> Look:
        """Do all steps of look_in_steps() at once, and return its result."""
        return finish(self.look_in_steps(year))

    def look_in_steps(self, year: Year) -> Steps[Look]:
        """Return the heads of a year that are on disk, checked unless only_indexed."""
        look = yield from year.look_in_steps()
        if not self.only_indexed:
            look = yield from year.verified_in_steps(look)
        elif look.missing:
            self.misses += 1
        self.stamps[year.name] = look.stamps
        return look

    def lines(self, year: Year) -> list[bytes]:
        """Do all steps of lines_in_steps() at once, and return its result."""
        return finish(self.lines_in_steps(year))

    def lines_in_steps(self, year: Year) -> Steps[list[bytes]]:
        """Return the head lines of a year, newest day first. A read never writes."""
        state = (year.mtime(), year.identity(), self.only_indexed)
        kept = self._lines.get(year.name)
        if kept is None or kept[0] != state:
            lines: list[bytes] = []
            for some in self._lines_of(year):
                lines += some
                yield
            kept = (state, lines)
            self._lines[year.name] = kept
        return kept[1]

    def _lines_of(self, year: Year) -> Iterator[list[bytes]]:
        """Yield the head lines of a year, as many as a step takes."""
        look = yield from each_as(self.look_in_steps(year), list[bytes])
        if look.missing and not self.only_indexed:
            yield from self._merged(look)
            return
        for piece in look.pieces:
            yield piece.split(b"\n")[:-1]

    def _merged(self, look: Look) -> Iterator[list[bytes]]:
        """Yield the head lines of all day files, newest first; missing lines are made here."""
        there = look.by_file()
        for file in sorted({*there, *look.missing}, reverse=True):
            if file in there:
                yield there[file].lines
            else:
                yield [*map(to_line, self.days.day(file))]

    def indexed(self, year: Year, file: str) -> Indexed | None:
        """Do all steps of indexed_in_steps() at once, and return its result."""
        return finish(self.indexed_in_steps(year, file))

    def indexed_in_steps(self, year: Year, file: str) -> Steps[Indexed | None]:
        """Return the head lines of a day file, made a paper a step; None if it cannot be read."""
        try:
            stamp = year.stamp(file)  # before the lines are made: later changes are noticed then
        except OSError:
            return None
        lines = []
        for head in self.days.day(file):
            lines.append(to_line(head))
            yield
        if self.days.was_unread(file):
            return None
        return Indexed(stamp, lines)

    def renew(self, year: Year, known: Mapping[str, Indexed]) -> dict[str, Stamp]:
        """Write the heads of a year and return the stamps of its day files, newest first.

        The heads of day files that are `known` are not made anew. Raises OSError.
        """
        mtime = year.mtime()
        there: dict[str, Indexed] = {}
        written_for = mtime
        for file in year.files():
            indexed = known.get(file) or self.indexed(year, file)
            if indexed is None:
                written_for = 0
            else:
                there[file] = indexed
        year.write(there, written_for)
        return {file: indexed.stamp for file, indexed in there.items()}

    def heads(self) -> Sequence[Head]:
        """Return the heads of all papers, newest day first, in listing order inside a day.

        A head is made when it is looked at.
        """
        lines = [line for some in self.head_lines() for line in some]
        return Lazy(
            len(lines),
            lambda at: from_line(lines[at]),
            lambda at: id_of(lines[at]),
            lambda at: day_of(lines[at]),
        )

    def head_lines(self) -> Iterator[list[bytes]]:
        """Yield the lines of all heads from disk, newest day first, as many as a step takes."""
        for year in self.years():
            yield from self._lines_of(year)

    def find(self, ids: Iterable[str]) -> dict[str, Head]:
        """Do all steps of find_in_steps() at once, and return its result."""
        return finish(self.find_in_steps(ids))

    def find_in_steps(self, ids: Iterable[str]) -> Steps[dict[str, Head]]:
        """Return id -> head, for the papers that are in the catalogue."""
        wanted: set[bytes] = set()
        likely: set[str] = set()
        for number, paper_id in enumerate(ids, 1):
            wanted.add(paper_id.encode(errors="replace"))
            if "/" not in paper_id:
                likely.add(f"20{paper_id[:2]}")
            if number % _AT_ONCE == 0:
                yield
        found: dict[str, Head] = {}
        years: list[Year] = []
        if wanted:
            years = sorted(self.years(), key=lambda year: year.name not in likely)
        for year in years:
            if not wanted:
                break
            lines = yield from self.lines_in_steps(year)
            for start in range(0, len(lines), _AT_ONCE):
                for encoded, line in lines_of(wanted, lines[start : start + _AT_ONCE]).items():
                    found[encoded.decode()] = from_line(line)
                    wanted.discard(encoded)
                yield
        return found

    def ids_by_file(self, year: Year) -> Iterator[tuple[str, list[str]] | None]:
        """Yield (file, ids of its papers) of a year, newest day first; None is a step of reading.

        A day file without heads is read.
        """
        look = yield from each_as(self.look_in_steps(year), lambda: None)
        there: dict[str, list[str]] = {}
        for piece in look.pieces:
            for file, lines in groupby(piece.split(b"\n")[:-1], key=file_of):
                there.setdefault(file, []).extend(map(id_of, lines))
            yield None
        for file in sorted({*look.stamps, *look.missing}, reverse=True):
            if file in look.stamps:
                yield file, there.get(file, [])
            else:
                yield file, self.days.table(file, keep=False).ids()

    # text

    def text(self, year: str) -> YearText:
        """Return the text file of a year."""
        return YearText(self._library, year, self._machine)

    def text_files(self) -> list[Path]:
        """Return the existing text files of all years."""
        return sorted((self._library / "text").glob("*.txt"))

    def has_text(self, year: Year) -> bool:
        """Return whether the text file of a year names the same day files as the heads."""
        text = self.text(year.name).stamps_crc()
        heads = year.stamps_crc()
        return text == heads or (text == -1 and heads == zlib.crc32(stamps_line({})))

    def text_lines(self, heads: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the lines of text/ of these head lines, with abstracts from their day files."""
        for file, lines in groupby(heads, key=file_of):
            abstracts = dict(self.days.abstracts(file))
            for line in lines:
                if (abstract := abstracts.get(id_of(line))) is not None:
                    yield to_text_line(line, abstract)

    def stale(self) -> bool:
        """Return whether some heads or texts have to be checked or made anew.

        This is so in a copied library, and after a load that was killed. The screen asks each
        second: no file is opened while no file has another time than when all were fresh.
        """
        fresh = self._fresh[self.full_text]
        if fresh.are_same():
            return False
        years = self.years()
        fresh.see(self._files_to_see(years))
        is_stale = self._is_stale(years)
        if is_stale:
            fresh.forget()
        return is_stale

    def _files_to_see(self, years: Iterable[Year]) -> Iterator[Path]:
        """Yield the files and folders whose times tell whether heads and texts are still fresh."""
        yield from (self.root, self._library / "heads", self._library / "text")
        for year in years:
            yield from (self.root / year.name, year.path, self.text(year.name).path)

    def _is_stale(self, years: Sequence[Year]) -> bool:
        if not all(year.fresh() for year in years):
            return True
        if self.full_text:
            return not all(map(self.has_text, years))
        return bool(self.text_files())
