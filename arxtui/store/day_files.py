"""The day files of a library, read as TinyDB tables; a damaged file or record is reported."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from arxtui.lazy_sequence import Lazy
from arxtui.model import Head, Paper, Problem
from arxtui.store import day_table
from arxtui.store.day_table import Damaged, DayFile, DayTable
from arxtui.store.heads import head_of
from arxtui.store.paper_record import NotAPaper, Record, from_record
from arxtui.text import reason_of

_KEPT_DAYS = 64


class DayFiles:
    """The day files below a folder. A file is named by its path relative to the folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        """catalogue/ of the library."""
        self.problems: dict[str, Problem] = {}
        """File, or `file id` -> the reason why the file or the paper in it cannot be read."""
        self._kept: dict[str, DayTable] = {}
        self._unread: set[str] = set()

    def refuse(self, files: Iterable[str]) -> None:
        """Report files whose name is no day."""
        for file in files:
            reason = "its name is not a day of its folder's year; its papers are not shown"
            self.problems[file] = Problem(str(self.root / file), 0, reason)

    def table(self, file: str, *, keep: bool = True) -> DayTable:
        """Return the papers of a day file as a table, an empty table if it cannot be read.

        The file is parsed again only if it has changed. With `keep` it stays in memory, among the
        last 64. A file that is damaged, or refused by the system, is reported.
        """
        path = self.root / file
        table = self._kept.pop(file, None)
        keep = keep or table is not None
        if table is None:
            table = DayTable(DayFile(path))
        try:
            table.file.renew()
        except FileNotFoundError:
            return DayTable(DayFile(path, day_table.empty()))
        except OSError as why:
            self.problems[file] = Problem(str(path), 0, f"cannot be read: {reason_of(why)}")
            if not isinstance(why, Damaged):
                self._unread.add(file)
            return DayTable(DayFile(path, day_table.empty()))
        if keep:
            self._kept[file] = table
        if len(self._kept) > _KEPT_DAYS:
            del self._kept[next(iter(self._kept))]
        self.problems.pop(file, None)
        self._unread.discard(file)
        return table

    def was_unread(self, file: str) -> bool:
        """Return whether the system refused a file: heads made without it must not be cached."""
        return file in self._unread

    def probe(self) -> None:
        """Read unreadable files again. Raises OSError if one still cannot be read."""
        if self.root.exists():
            for folder in (self.root, *(path for path in self.root.iterdir() if path.is_dir())):
                os.listdir(folder)
        for file in sorted(self._unread):
            with suppress(FileNotFoundError, Damaged):
                day_table.read(self.root / file)

    def file_of(self, paper_id: str) -> str | None:
        """Return the file of a paper if it is in memory, else None."""
        for file, table in self._kept.items():
            if table.has(paper_id):
                return file
        return None

    def abstracts(self, file: str) -> Iterator[tuple[str, str]]:
        """Yield (id, abstract) of a file, which does not stay in memory."""
        for paper_id, record in self.table(file, keep=False).records():
            abstract = record.get("abstract")
            if isinstance(abstract, str):
                yield paper_id, abstract

    def paper(self, paper_id: str, file: str) -> Paper | None:
        """Return a paper of a file; None if it is missing or damaged."""
        return self.papers(file, [paper_id], keep=True).get(paper_id)

    def papers(self, file: str, ids: Iterable[str], *, keep: bool = False) -> dict[str, Paper]:
        """Return id -> paper of those papers of a file that are there and not damaged."""
        table = self.table(file, keep=keep)
        found: dict[str, Paper] = {}
        for paper_id in ids:
            record = table.record(paper_id)
            if record is None:
                continue
            paper = self.whole(paper_id, record, file)
            if paper is not None:
                found[paper_id] = paper
        return found

    def whole(self, paper_id: str, record: Record, file: str) -> Paper | None:
        """Return the paper of a record; report a damaged record and return None."""
        try:
            return from_record(paper_id, record)
        except NotAPaper as why:
            reason = f"{why}; {day_table.again(file)}"
            self.problems[f"{file} {paper_id}"] = Problem(str(self.root / file), 0, reason)
            return None

    def day(self, file: str) -> Sequence[Head]:
        """Return the heads of a file in listing order, each made when it is looked at."""
        return self.heads_of(file, self.table(file), {})

    def heads_of(self, file: str, table: DayTable, known: Mapping[str, Paper]) -> Sequence[Head]:
        """Return the heads of a table in its order, each made when it is looked at.

        Records of papers that are `known` are not read.
        """
        found: list[tuple[Paper, str]] = []
        for paper_id, record in table.records():
            paper = known.get(paper_id) or self.whole(paper_id, record, file)
            if paper:
                found.append((paper, str(record.get("loaded", ""))))

        @cache
        def make(row: int) -> Head:
            paper, loaded = found[row]
            return head_of(paper, loaded, file)

        def day(row: int) -> str:
            return found[row][0].day or ""

        ids = [paper.id for paper, _ in found]
        return Lazy(len(found), make, ids.__getitem__, day)
