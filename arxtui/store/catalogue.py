"""The catalogue: the papers on disk, one day file per day, and their heads; read-only outside this room."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from arxtui.lazy import Lazy
from arxtui.model import Head, Paper, Problem
from arxtui.steps import Steps, finish
from arxtui.store import dayfile, files
from arxtui.store.abstracts import Unusable, YearText
from arxtui.store.dayfile import UNDATED, Damaged, Record, Tables, from_record
from arxtui.store.heads import (
    Indexed,
    Look,
    Year,
    by_file,
    file_of,
    from_line,
    head_of,
    id_of,
    lines_of,
    newest,
    to_line,
)
from arxtui.store.stamp import Stamp, stamps_line
from arxtui.store.text_line import to_line as to_text_line

_KEPT_DAYS = 64
_AT_ONCE = 5_000  # head lines looked at in one step


class Catalogue:
    """The day files of a library and their heads."""

    def __init__(self, library: Path, machine: str) -> None:
        self.root = library / "catalogue"
        self.lock = self.root / ".lock"
        """Held by loaders; readers don't."""
        self.problems: dict[str, Problem] = {}
        self._library, self._machine = library, machine
        self._kept: dict[str, tuple[tuple[int, int, int], Tables]] = {}
        self._unread: set[str] = set()  # day files that the system refused: heads without them are not to be kept
        self._lines: dict[str, tuple[object, list[bytes]]] = {}
        self.only_indexed = False
        """True: days without heads are left out of what is read from heads, and heads are believed where
        the sizes of the day files are the same; somebody else indexes and checks in the background. False:
        heads that are not fresh are checked, and missing ones made, in memory, by whoever asks."""
        self.misses = 0
        """How often days without heads were left out of something."""
        self.full_text = True
        """False: text/ is neither made nor read."""
        self.stamps: dict[str, Mapping[str, Stamp]] = {}
        """By year: the stamps of the day files whose heads were last read from heads/."""

    # days

    def years(self) -> list[Year]:
        """The years that have papers, newest first; undated.json is the last of them."""
        names = newest(self.root, "[0-9]" * 4) + [UNDATED] * (self.root / UNDATED).exists()
        return [self.year(name) for name in names]

    def year(self, file: str) -> Year:
        """The year of a day file."""
        return Year(self._library, file.partition("/")[0], self._machine)

    def all_files(self) -> Iterator[str]:
        """Every file of papers, newest day first."""
        for year in self.years():
            days, others = year.listing()
            self._refuse(others)
            yield from days

    def _refuse(self, files: Iterable[str]) -> None:
        """Report files whose name is no day."""
        for file in files:
            reason = "the name is no day of its folder's year; its papers are not shown"
            self.problems[file] = Problem(str(self.root / file), 0, reason)

    def tables(self, file: str, *, keep: bool = True) -> Tables:
        """A day file as it stands, in listing order; an empty one, and a problem told, when it is damaged."""
        path = self.root / file
        kept = self._kept.pop(file, None)
        keep = keep or kept is not None
        try:
            seen = files.identity(path.stat())
            if kept is None or kept[0] != seen:
                kept = (seen, dayfile.read(path))
        except FileNotFoundError:
            return dayfile.empty()
        except OSError as why:
            self.problems[file] = Problem(str(path), 0, why.strerror or str(why))
            if not isinstance(why, Damaged):
                self._unread.add(file)
            return dayfile.empty()
        if keep:
            self._kept[file] = kept
        if len(self._kept) > _KEPT_DAYS:
            del self._kept[next(iter(self._kept))]
        self.problems.pop(file, None)
        self._unread.discard(file)
        return kept[1]

    def probe(self) -> None:
        """Read what could not be read before, and forget what was read of it; raises OSError if it still cannot be."""
        self._lines.clear()
        if self.root.exists():
            for folder in (self.root, *(path for path in self.root.iterdir() if path.is_dir())):
                os.listdir(folder)
        for file in sorted(self._unread):
            with suppress(FileNotFoundError, Damaged):
                dayfile.read(self.root / file)

    def records(self, file: str) -> dict[str, Record]:
        """The papers of a file as they stand in it, in listing order."""
        return self.tables(file)["papers"]

    def abstracts(self, file: str) -> Iterator[tuple[str, str]]:
        """(id, abstract) of a file, which is not kept in memory."""
        for one, record in self.tables(file, keep=False)["papers"].items():
            if isinstance(record, dict) and isinstance(abstract := record.get("abstract"), str):
                yield one, abstract

    def kept(self, one: str) -> str | None:
        """The file of a paper, when it was read lately."""
        return next((file for file, (_, tables) in self._kept.items() if one in tables["papers"]), None)

    def paper(self, one: str, file: str) -> Paper | None:
        """A paper of a file, None when it is not there or damaged."""
        record = self.records(file).get(one)
        return None if record is None else self.whole(one, record, file)

    def papers_in(self, file: str, ids: Iterable[str]) -> dict[str, Paper]:
        """Return the papers of a file that are there and not damaged, by id. The file is not kept in memory."""
        records = self.tables(file, keep=False)["papers"]
        found = {}
        for paper_id in ids:
            record = records.get(paper_id)
            paper = None if record is None else self.whole(paper_id, record, file)
            if paper is not None:
                found[paper_id] = paper
        return found

    def whole(self, one: str, record: Record, file: str) -> Paper | None:
        """The paper of a record; None and a problem told when it is damaged."""
        try:
            return from_record(one, record, self.root / file)
        except Damaged as why:
            self.problems[f"{file} {one}"] = Problem(str(self.root / file), 0, why.strerror or str(why))
            return None

    def day(self, file: str) -> Sequence[Head]:
        """The heads of a file in listing order, each made when it is looked at."""
        return self.in_short(file, self.records(file), {})

    def in_short(self, file: str, records: Mapping[str, Record], known: Mapping[str, Paper]) -> Sequence[Head]:
        """The heads of records in their order, each made when it is looked at; papers that are known are not read."""
        whole = [(known.get(one) or self.whole(one, record, file), record) for one, record in records.items()]
        found = [(paper, str(record.get("loaded", ""))) for paper, record in whole if paper]

        @cache
        def make(at: int) -> Head:
            return head_of(*found[at], file)

        return Lazy(len(found), make, lambda at: found[at][0].id)

    # heads

    def look(self, year: Year) -> Look:
        """Return what there is of the heads of a year, checked unless only_indexed."""
        look = year.look()
        if not self.only_indexed:
            look = year.verified(look)
        elif look.missing:
            self.misses += 1
        self.stamps[year.name] = look.stamps
        return look

    def lines(self, year: Year) -> list[bytes]:
        """Return the head lines of a year, newest day first. A read never writes."""
        state = (year.mtime(), year.identity(), self.only_indexed)
        kept = self._lines.get(year.name)
        if kept is None or kept[0] != state:
            kept = (state, [*self._lines_of(year)])
            self._lines[year.name] = kept
        return kept[1]

    def _lines_of(self, year: Year) -> Iterator[bytes]:
        look = self.look(year)
        if self.only_indexed or not look.missing:
            return (line[:-1] for line in BytesIO(look.text))
        return self._merged(look)

    def _merged(self, look: Look) -> Iterator[bytes]:
        """Yield the lines of all day files, newest first, those that are missing made from their papers."""
        there = look.by_file()
        for file in sorted({*there, *look.missing}, reverse=True):
            yield from there[file].lines if file in there else map(to_line, self.day(file))

    def indexed(self, year: Year, file: str) -> Indexed | None:
        """Return what indexed_in_steps() returns, all steps at once."""
        return finish(self.indexed_in_steps(year, file))

    def indexed_in_steps(self, year: Year, file: str) -> Steps[Indexed | None]:
        """Return the head lines of a day file, made a paper a step; None if it cannot be read now."""
        try:
            stamp = year.stamp(file)  # before the lines are made: what changes between them is found out
        except OSError:
            return None
        lines = []
        for head in self.day(file):
            lines.append(to_line(head))
            yield
        return None if file in self._unread else Indexed(stamp, lines)

    def renew(self, year: Year, known: Mapping[str, Indexed]) -> dict[str, Stamp]:
        """Write the heads of a year and return the stamps of its day files, newest first; the heads of
        those that are known are not made anew. Raises OSError."""
        mtime = year.mtime()
        there: dict[str, Indexed] = {}
        whole = True
        for file in year.files():
            indexed = known.get(file) or self.indexed(year, file)
            if indexed is None:
                whole = False
            else:
                there[file] = indexed
        year.write(there, mtime if whole else 0)
        return {file: indexed.stamp for file, indexed in there.items()}

    def heads(self) -> Sequence[Head]:
        """Return every paper in short, newest day first, listing order inside a day; split when looked at."""
        lines = [line for lines in self.by_year() for line in lines]
        return Lazy(len(lines), lambda at: from_line(lines[at]), lambda at: id_of(lines[at]))

    def by_year(self) -> Iterator[Iterator[bytes]]:
        """Yield the lines of all heads, a year at a time, newest day first; they are not kept."""
        return map(self._lines_of, self.years())

    def find(self, ids: Iterable[str]) -> dict[str, Head]:
        """Return what find_in_steps() returns, all steps at once."""
        return finish(self.find_in_steps(ids))

    def find_in_steps(self, ids: Iterable[str]) -> Steps[dict[str, Head]]:
        """Return the heads of these papers; those that are not in the catalogue are left out."""
        wanted = {paper_id.encode(errors="replace") for paper_id in ids}
        found: dict[str, Head] = {}
        likely = {f"20{paper_id[:2].decode()}" for paper_id in wanted if b"/" not in paper_id}
        years: list[Year] = []
        if wanted:
            years = sorted(self.years(), key=lambda year: year.name not in likely)
        for year in years:
            if not wanted:
                break
            lines = self.lines(year)
            for start in range(0, len(lines), _AT_ONCE):
                for paper_id, line in lines_of(wanted, lines[start : start + _AT_ONCE]).items():
                    found[paper_id.decode()] = from_line(line)
                    wanted.discard(paper_id)
                yield
        return found

    def places(self) -> tuple[dict[str, str], dict[str, set[str]]]:
        """(id -> its file, file -> ids whose better copy is in another one): a move that was cut short leaves two, and
        the one in the file of its day is kept."""
        places: dict[str, str] = {}
        doubles: dict[str, set[str]] = {}
        for year in self.years():
            for one, file in self._ids(year):
                there = places.setdefault(one, file)
                if there != file:
                    if (paper := self.paper(one, file)) and paper.published:
                        places[one], file = file, there
                    doubles.setdefault(file, set()).add(one)
        return places, doubles

    def _ids(self, year: Year) -> Iterator[tuple[str, str]]:
        """Yield (id, file) of a year's papers."""
        for file, ids in self.ids_by_file(year):
            for paper_id in ids:
                yield paper_id, file

    def ids_by_file(self, year: Year) -> Iterator[tuple[str, list[str]]]:
        """Yield (file, ids of its papers) of a year, newest day first; where there are no heads the day
        file is read."""
        look = self.look(year)
        there = by_file(look.text.split(b"\n")[:-1])
        for file in sorted({*look.stamps, *look.missing}, reverse=True):
            if file in look.stamps:
                yield file, [id_of(line) for line in there.get(file, ())]
            else:
                yield file, [*self.tables(file, keep=False)["papers"]]

    # text

    def text(self, year: str) -> YearText:
        """Return the text file of a year."""
        return YearText(self._library, year, self._machine)

    def text_files(self) -> list[Path]:
        """Return the text files that there are, of whatever year."""
        return sorted((self._library / "text").glob("*.txt"))

    def has_text(self, year: Year) -> bool:
        """Return whether the text file of a year says that it is of the same day files as the heads."""
        text = self.text(year.name).stamps_crc()
        heads = year.stamps_crc()
        return text == heads or (text == -1 and heads == zlib.crc32(stamps_line({})))

    def text_lines(self, heads: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the lines of text/ of these head lines, whose abstracts are read from their day files."""
        for file, lines in groupby(heads, key=file_of):
            abstracts = dict(self.abstracts(file))
            for line in lines:
                if (abstract := abstracts.get(id_of(line))) is not None:
                    yield to_text_line(line, abstract)

    def stale(self) -> bool:
        """Return whether some heads or texts are to be checked or made anew: of a copied library, after
        a killed load."""
        years = self.years()
        if not all(year.fresh() for year in years):
            return True
        if self.full_text:
            return not all(map(self.has_text, years))
        return bool(self.text_files())

    def check(self) -> list[Problem]:
        """What is wrong with the day files and papers, and with heads that say they are fresh; all are read."""
        found = []
        for year in self.years():
            days, others = year.listing()
            self._refuse(others)
            for file in days:
                if dayfile.changed(self.tables(file)):
                    reason = f"changed since it was written, by hand or by a fault; {dayfile.again(file)}"
                    found.append(Problem(str(self.root / file), 0, reason))
            look = year.look()
            made = [line + b"\n" for file in year.files() for line in map(to_line, self.day(file))]
            if look.fresh and look.text != b"".join(made) and year.look() == look:  # else a load came in between
                reason = "does not agree with the day files: arxtui check --mend"
                found.append(Problem(str(year.path), 0, reason))
            found += self._check_text(year, look, made)
        return [*self.problems.values(), *found]


    def _check_text(self, year: Year, look: Look, heads: Iterable[bytes]) -> list[Problem]:
        """Return what is wrong with the text of a year, whose heads are at hand, if it is believed."""
        text = self.text(year.name)
        try:
            opened = text.opened()
            if opened is None or not self.full_text:
                return []
            lines_of = by_file(line[:-1] for line in heads)
            for file, part in opened.parts.items():
                made = b"".join(self.text_lines(lines_of.get(file, ())))
                if look.stamps.get(file) == part.stamp and opened.lines_of(file) != made:
                    raise Unusable(text.path, "does not agree with the day files")
        except Unusable as why:
            return [Problem(str(text.path), 0, f"{why.strerror}: arxtui check --mend")]
        return []


class PapersTable(Table):
    """The papers as a TinyDB table: document id = arXiv id; a search streams day by day; not to be written."""

    document_id_class = str  # type: ignore[assignment]

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(MemoryStorage(), "papers", cache_size=0)  # type: ignore[no-untyped-call]
        self._catalogue = catalogue

    def __iter__(self) -> Iterator[Document]:
        for file in self._catalogue.all_files():
            for one, record in self._catalogue.records(file).items():
                yield Document(record, one)  # type: ignore[arg-type]

    def __len__(self) -> int:
        return len(self._catalogue.heads())

    def search(self, cond: Any) -> list[Document]:
        """As TinyDB."""
        return [doc for doc in self if cond(doc)]

    def get(self, cond: Any = None, doc_id: Any = None, doc_ids: Any = None) -> Any:
        """As TinyDB; ids are looked up in heads/."""
        if doc_id is None and doc_ids is None:
            return next((doc for doc in self if cond(doc)), None)
        ids = [doc_id] if doc_ids is None else list(doc_ids)
        heads = self._catalogue.find(ids)
        found = [Document(self._catalogue.records(heads[one].file)[one], one) for one in ids if one in heads]
        return found if doc_ids is not None else next(iter(found), None)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        raise TypeError("papers are added by loading; this table is read-only")
