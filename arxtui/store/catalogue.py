"""The catalogue: the papers on disk, one day file per day, and their heads; read-only outside this room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from arxtui.model import Head, Paper, Problem
from arxtui.store import dayfile, files
from arxtui.store.dayfile import UNDATED, Damaged, Record, Tables, from_record
from arxtui.store.heads import Lazy, Year, from_line, head_of, newest, to_line

_KEPT_DAYS = 64


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
        self._lines: dict[str, tuple[int, list[bytes]]] = {}

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

        return Lazy(len(found), make)

    # heads

    def lines(self, year: Year) -> list[bytes]:
        """The head lines of a year, from heads/ while fresh, else made anew in memory: a read never writes."""
        mtime = year.mtime()
        kept = self._lines.get(year.name)
        if kept is None or kept[0] != mtime:
            kept = self._lines[year.name] = (mtime, year.read() or self.made(year, {}))
        return kept[1]

    def made(self, year: Year, known: Mapping[str, list[bytes]]) -> list[bytes]:
        """The head lines of a year by its day files; those of files that are known are not made."""
        return [line for file in year.files() for line in known.get(file) or map(to_line, self.day(file))]

    def renew(self, year: Year, known: Mapping[str, list[bytes]]) -> None:
        """Write the heads of a year; OSError."""
        mtime = year.mtime()
        lines = self.made(year, known)
        if not self._unread:
            year.write(lines, mtime)

    def heads(self) -> Sequence[Head]:
        """Every paper in short, newest day first, listing order inside a day; split when looked at."""
        lines = [line for lines in self.by_year() for line in lines]
        return Lazy(len(lines), lambda at: from_line(lines[at]))

    def by_year(self) -> Iterator[Iterator[bytes]]:
        """The lines of all heads, a year at a time, newest day first; they are not kept."""
        for year in self.years():
            text = year.text()
            yield iter(self.made(year, {})) if text is None else (line[:-1] for line in BytesIO(text))

    def find(self, ids: Iterable[str]) -> dict[str, Head]:
        """The heads of these papers; those that are not in the catalogue are left out."""
        wanted = {one.encode(errors="replace") for one in ids}
        found: dict[str, Head] = {}
        likely = {f"20{one[:2].decode()}" for one in wanted if b"/" not in one}
        for year in sorted(self.years() if wanted else (), key=lambda year: year.name not in likely):
            for line in self.lines(year) if wanted else ():
                if (one := line[: line.index(b"\t")]) in wanted:
                    found[one.decode()] = from_line(line)
                    wanted.discard(one)
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
        """(id, file) of a year's papers; where the heads are not fresh the day files are read."""
        text = year.text()
        if text is None:
            yield from ((one, file) for file in year.files() for one in self.tables(file, keep=False)["papers"])
            return
        names: dict[bytes, str] = {}
        for line in text.split(b"\n")[:-1]:
            one, _, _, _, file, _ = line.split(b"\t", 5)
            yield one.decode(), names.get(file) or names.setdefault(file, file.decode())

    def stale(self) -> bool:
        """Some heads are to be made anew: that may take seconds (an interrupted load leaves it so)."""
        return not all(year.fresh() for year in self.years())

    def check(self) -> list[Problem]:
        """What is wrong with the day files and papers, and with heads that say they are fresh; all are read."""
        found = []
        for year in self.years():
            days, others = year.listing()
            self._refuse(others)
            for file in days:
                if dayfile.changed(self.tables(file)):
                    reason = "changed since it was written, by hand or by a fault; load its listing again"
                    found.append(Problem(str(self.root / file), 0, reason))
            if year.read() not in (None, self.made(year, {})):  # which reads every paper
                reason = "does not agree with the day files: arxtui check --mend"
                found.append(Problem(str(year.path), 0, reason))
        return [*self.problems.values(), *found]


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
        raise TypeError("papers come by loading; they are read-only here")
