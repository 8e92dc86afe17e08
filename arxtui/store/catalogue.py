"""The catalogue: the papers on disk, one day file per day, and their heads; read-only outside this room."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tinydb.table import Document, Table

from arxtui.model import Head, Paper, Problem
from arxtui.store.dayfile import (
    SCHEMA,
    UNDATED,
    Damaged,
    DayStorage,
    Newer,
    Record,
    day_of,
    file_for,
    from_record,
    merged,
    to_record,
)
from arxtui.store.heads import HeadFile, Lazy, by_file, from_line, head_of, ordered, to_line

_KEPT_DAYS = 64


@dataclass(slots=True)
class Counts:
    """What a load did."""

    new: int = 0
    """Papers that were not there."""
    updated: int = 0
    """Papers of which something is known now that was not."""
    unchanged: int = 0
    """Papers known as they came."""
    days: set[str] = field(default_factory=set)
    """Days in which new papers came."""


class Catalogue:
    """The day files of a library and their heads."""

    def __init__(self, root: Path) -> None:
        self.root = root / "catalogue"
        self.heads_root = root / "heads"
        self.problems: dict[str, Problem] = {}
        self._kept: OrderedDict[str, tuple[tuple[int, int, int], dict[str, Record]]] = OrderedDict()
        self._unread: set[str] = set()  # day files that the system refused: heads without them are not to be kept
        self._lines: dict[str, tuple[int, list[bytes]]] = {}

    # days

    def years(self) -> list[str]:
        """The years that have papers, newest first."""
        try:
            return sorted((name for name in os.listdir(self.root) if name.isdigit() and len(name) == 4), reverse=True)
        except FileNotFoundError:
            return []

    def files(self, year: str) -> list[str]:
        """The day files of a year, newest first."""
        try:
            names = os.listdir(self.root / year)
        except FileNotFoundError:
            return []
        found = [name for name in names if name.endswith(".json") and len(name) == 13 and name[:8].isdigit()]
        return [f"{year}/{name}" for name in sorted(found, reverse=True)]

    def all_files(self) -> Iterator[str]:
        """Every file of papers, newest day first."""
        for year in self.years():
            yield from self.files(year)
        if (self.root / UNDATED).exists():
            yield UNDATED

    def records(self, file: str) -> dict[str, Record]:
        """The papers of a file as they stand in it, in listing order; empty and a problem told when it is damaged."""
        path = self.root / file
        try:
            stat = path.stat()
            seen = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
            kept = self._kept.get(file)
            if kept is None or kept[0] != seen:
                tables = DayStorage(path).read() or {"papers": {}}
                kept = (seen, tables["papers"])
                self._kept[file] = kept
                if len(self._kept) > _KEPT_DAYS:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(file)
        except FileNotFoundError:
            return {}
        except OSError as why:
            self.problems[file] = Problem(str(path), 0, why.strerror or str(why))
            self._unread.add(file)
            return {}
        except Damaged as why:
            self.problems[file] = why.problem
            return {}
        self.problems.pop(file, None)
        self._unread.discard(file)
        return kept[1]

    def kept(self, one: str) -> str | None:
        """The file of a paper, when it was read lately."""
        return next((file for file, (_, records) in self._kept.items() if one in records), None)

    def paper(self, one: str, file: str) -> Paper | None:
        """A paper of a file, None when it is not there or damaged."""
        record = self.records(file).get(one)
        return None if record is None else self._paper(one, record, file)

    def _paper(self, one: str, record: Record, file: str) -> Paper | None:
        try:
            return from_record(one, record, self.root / file)
        except Damaged as why:
            self.problems[f"{file} {one}"] = why.problem
            return None

    def day(self, file: str) -> Sequence[Head]:
        """The heads of a file in listing order, each made when it is looked at."""
        records = self.records(file)
        papers = {one: paper for one, record in records.items() if (paper := self._paper(one, record, file))}
        ids = list(papers)
        made: dict[int, Head] = {}

        def make(at: int) -> Head:
            if at not in made:
                made[at] = head_of(papers[ids[at]], str(records[ids[at]].get("loaded", "")), file)
            return made[at]

        return Lazy(len(ids), make)

    # heads

    def _head_file(self, year: str) -> HeadFile:
        if year == "undated":
            return HeadFile(self.heads_root / "undated.tsv", self.root)
        return HeadFile(self.heads_root / f"{year}.tsv", self.root / year)

    def _head_years(self) -> list[str]:
        return self.years() + (["undated"] if (self.root / UNDATED).exists() else [])

    def lines(self, year: str) -> list[bytes]:
        """The head lines of a year, from heads/ while fresh, else made anew in memory: a read never writes."""
        head_file = self._head_file(year)
        mtime = head_file.mtime()
        kept = self._lines.get(year)
        if kept is None or kept[0] != mtime:
            lines = head_file.read()
            kept = (mtime, self._made(year) if lines is None else lines)
            self._lines[year] = kept
        return kept[1]

    def _made(self, year: str) -> list[bytes]:
        found = [UNDATED] if year == "undated" else self.files(year)
        return [to_line(head) for file in found for head in self.day(file)]

    def heads(self) -> Sequence[Head]:
        """Every paper in short, newest day first, listing order inside a day; split when looked at."""
        lines = [line for year in self._head_years() for line in self.lines(year)]
        return Lazy(len(lines), lambda at: from_line(lines[at]))

    def find(self, ids: Iterable[str]) -> dict[str, Head]:
        """The heads of these papers; those that are not in the catalogue are left out."""
        wanted = {one.encode(errors="replace") for one in ids}
        found: dict[str, Head] = {}
        likely = {f"20{one[:2].decode()}" for one in wanted if b"/" not in one}
        for year in sorted(self._head_years() if wanted else (), key=lambda year: year not in likely):
            if not wanted:
                break
            for line in self.lines(year):
                one = line[: line.index(b"\t")]
                if one in wanted:
                    found[one.decode()] = from_line(line)
                    wanted.discard(one)
        return found

    def stale(self) -> bool:
        """Some heads are to be made anew: that may take seconds (an interrupted load leaves it so)."""
        return not all(self._head_file(year).fresh() for year in self._head_years())

    def sources(self, file: str) -> list[dict[str, object]]:
        """What listings a day file came from: name, sha256, papers, category, pdf; empty when it cannot be read."""
        try:
            tables = DayStorage(self.root / file).read()
        except (Damaged, OSError):
            return []
        return [one for one in tables["_meta"]["1"]["sources"] if isinstance(one, dict)] if tables else []

    def check_file(self, file: str) -> list[Problem]:
        """What is wrong with a day file that can be read: its check sum, its count of papers."""
        try:
            if DayStorage(self.root / file).changed():
                reason = "changed since it was written, by hand or by a fault; load its listing again"
                return [Problem(str(self.root / file), 0, reason)]
        except (Damaged, OSError):
            pass  # records() has told it
        return []

    def check_heads(self) -> list[Problem]:
        """Years whose heads do not say what the day files say; those that are not fresh are made anew anyhow."""
        return [
            Problem(str(self._head_file(year).path), 0, "does not agree with the day files: arxtui check --mend")
            for year in self._head_years()
            if self._head_file(year).read() not in (None, self._made(year))
        ]

    def write_heads(self, problem: Callable[[Problem], None]) -> None:
        """Write the heads that are not fresh; derived, so a failure is only told."""
        for year in self._head_years():
            head_file = self._head_file(year)
            try:
                mtime = head_file.mtime()
                lines = self._made(year) if head_file.read() is None else None
                if lines is not None and not self._unread:
                    head_file.write(lines, mtime)
            except OSError as why:
                problem(Problem(str(head_file.path), 0, why.strerror or str(why)))

    # writing, under the lock of the loaders

    @property
    def lock(self) -> Path:
        """Held by loaders; readers don't."""
        return self.root / ".lock"

    def put(
        self, papers: Iterable[Paper], loaded: str, source: Mapping[str, object], counts: Counts
    ) -> Iterator[tuple[str, list[bytes]]]:
        """Bring papers in, a file at a time; each file that changed, written whole, with its new head lines. OSError
        keeps what was written."""
        groups: dict[str, list[Paper]] = {}
        for paper in papers:
            groups.setdefault(file_for(paper), []).append(paper)
        for file, some in groups.items():
            lines = self._put_file(file, some, loaded, source, counts)
            if lines is not None:
                yield file, lines

    def _put_file(
        self, file: str, papers: list[Paper], loaded: str, source: Mapping[str, object], counts: Counts
    ) -> list[bytes] | None:
        storage = DayStorage(self.root / file)
        try:
            tables = storage.read()
        except Newer:
            raise
        except Damaged:
            aside = storage.path.with_name(storage.path.name + ".damaged")
            os.replace(storage.path, aside)
            tables = None
        tables = tables or {"papers": {}, "_meta": {"1": {"schema": SCHEMA, "sources": []}}}
        records = tables["papers"]
        before = counts.new + counts.updated
        fresh: dict[str, Paper] = {}
        for paper in papers:
            old = records.get(paper.id)
            sound = old is not None and self._paper(paper.id, old, file) is not None
            new = merged(old, paper) if old is not None and sound else to_record(paper, loaded)
            if old is None:
                fresh[paper.id] = paper
                counts.new += 1
                counts.days.add(day_of(file))
            elif new == old:
                counts.unchanged += 1
            else:
                fresh.pop(paper.id, None)
                counts.updated += 1
            records[paper.id] = new
        if counts.new + counts.updated == before:
            return None
        meta = tables["_meta"]["1"]
        meta["sources"] = [s for s in meta["sources"] if s != source] + [dict(source)]
        storage.write(tables)
        whole = {one: fresh.get(one) or self._paper(one, record, file) for one, record in records.items()}
        return [to_line(head_of(it, str(records[one].get("loaded", "")), file)) for one, it in whole.items() if it]

    def drop(self, file: str, ids: Iterable[str]) -> list[bytes]:
        """Take papers out of a file, an empty file goes; the head lines that stay."""
        storage = DayStorage(self.root / file)
        tables = storage.read()
        if tables is None:
            return []
        for one in ids:
            tables["papers"].pop(one, None)
        if tables["papers"]:
            storage.write(tables)
        else:
            storage.path.unlink()
        return [to_line(head) for head in self.day(file)]

    def renew_heads(
        self, changed: Mapping[str, list[bytes]], fresh: Mapping[str, dict[str, list[bytes]] | None]
    ) -> None:
        """Bring heads/ up to date: the lines of files that changed, and what was good of each year before. OSError."""
        for year, old in fresh.items():
            some = {file: lines for file, lines in changed.items() if file.startswith(year)}
            if some and year in self._head_years():
                groups = {file: lines for file, lines in {**(old or {}), **some}.items() if lines}
                lines = self._made(year) if old is None else list(ordered(groups))
                if not self._unread:
                    self._head_file(year).write(lines, self._head_file(year).mtime())

    def fresh(self, year: str) -> dict[str, list[bytes]] | None:
        """A year's head lines by file when heads/ may be trusted, else None."""
        lines = [] if year not in self._head_years() else self._head_file(year).read()
        return None if lines is None else by_file(lines)


class PapersTable(Table):
    """The papers as a TinyDB table: document id = arXiv id; a search streams day by day; not to be written."""

    document_id_class = str  # type: ignore[assignment]

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(DayStorage(catalogue.root), "papers", cache_size=0)
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
