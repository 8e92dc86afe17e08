"""Intake: papers are added to the library or removed, under the lock of the loaders."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from pathlib import Path

from arxtui.model import Paper
from arxtui.store import files
from arxtui.store.catalogue import Catalogue
from arxtui.store.day_of_paper import places
from arxtui.store.day_table import Damaged, DayFile, DayTable, Newer, Source, day_of, file_of_day
from arxtui.store.file_stamp import Stamp
from arxtui.store.heads import to_line
from arxtui.store.last_batch import Batch, read_batch, write_batch
from arxtui.store.paper_record import Record, merged, to_record
from arxtui.store.text_drafts import Drafts
from arxtui.store.year import Indexed

_YEARS = 3  # years whose head lines are in memory; the lines of all arXiv would not fit


class Counts:
    """The results of a load."""

    def __init__(self) -> None:
        self.new = 0
        """Papers that were not in the library."""
        self.updated = 0
        """Papers whose record in the library changed."""
        self.unchanged = 0
        """Papers whose record in the library was the same already."""
        self.days: set[str] = set()
        """Days of the new papers."""


class Intake:
    """A load in progress. Library.loading() makes it, under the lock of the loaders."""

    def __init__(
        self,
        catalogue: Catalogue,
        marked: Container[str],
        loaded: str,
        *,
        examples: bool,
        failed: Callable[[Path, OSError], None],
    ) -> None:
        """Take the ids of the marked papers and the time of the load, ISO 8601 in UTC.

        `failed` gets each reason why a derived file was not written.
        """
        self.counts = Counts()
        """The results until now."""
        self.dropped = 0
        """Shipped examples that were removed."""
        self.marked: set[str] = set()
        """Papers of this load that have a mark: their citation may have better fields now."""
        self._catalogue = catalogue
        self._marked = marked
        self._loaded = loaded
        self._examples = examples
        self._changed: set[str] = set()
        self._put: set[str] = set()  # files of loaded papers, changed or not
        self._last: Callable[[], None] | None = None
        self._places: dict[str, str] = {}  # id -> file
        self._begun = False
        self._lines: dict[str, dict[str, Indexed]] = {}  # changed year -> file -> head lines
        self._drafts = Drafts(catalogue, failed)

    def put(self, papers: Sequence[Paper], source: Source) -> None:
        """Add or update the papers of a source. Raises OSError; files already written stay."""
        if not self._begun:
            self._begun = True
            self._places, doubles = places(self._catalogue)
            for file, ids in doubles.items():
                self._take_out(file, ids)
        if papers and not self._examples and not self._changed:
            self._drop_examples({paper.id for paper in papers})
        self.marked.update(paper.id for paper in papers if paper.id in self._marked)
        papers_of: dict[str, list[Paper]] = {}
        for paper in papers:
            papers_of.setdefault(self._file_for(paper), []).append(paper)
        for file, some in papers_of.items():
            self._put_file(file, some, source)
            self._put.add(file)

    def when_durable(self, write: Callable[[], None]) -> None:
        """Call `write` at the end, under the lock, once all these papers survive a power cut."""
        self._last = write

    def forget(self, ids: Container[str]) -> int:
        """Remove papers; return their number. Raises OSError; files already written stay."""
        files_of, _ = places(self._catalogue)
        affected = {file for paper_id, file in files_of.items() if paper_id in ids}
        return sum(self._take_out(file, ids) for file in affected)

    def _take_out(self, file: str, ids: Container[str]) -> int:
        """Remove papers from a file; return their number. Raises OSError."""
        table = self._catalogue.days.table(file)
        leaving = {paper_id for paper_id in table.ids() if paper_id in ids}
        if leaving:
            lines = self._lines_of(file)
            table.take_out(leaving)
            self._changed_to(file, table, lines, {})
        return len(leaving)

    def _file_for(self, paper: Paper) -> str:
        """Return the file for a paper: the file of its day.

        A paper that is in the library stays in its file, unless its day was not known before.
        """
        file = file_of_day(paper.day or "")
        there = self._places.get(paper.id)
        if there is None or there == file:
            return file
        known = self._catalogue.days.paper(paper.id, there)
        day_was_known = known is not None and known.published is not None
        if paper.published and not day_was_known:
            return file
        return there

    def _put_file(self, file: str, papers: Sequence[Paper], source: Source) -> None:
        """Put papers into one file. Raises OSError."""
        table = self._table(file)
        coming: dict[str, Record] = {}
        fresh: dict[str, Paper] = {}
        moved: dict[str, set[str]] = {}
        is_changed = False
        for paper in papers:
            old = coming.get(paper.id) or table.record(paper.id)
            new = to_record(paper, self._loaded)
            there = self._places.get(paper.id, file)
            if there != file:
                old = self._catalogue.days.table(there).record(paper.id)
                moved.setdefault(there, set()).add(paper.id)
            self._places[paper.id] = file
            if old is not None and self._catalogue.days.whole(paper.id, old, file):
                new = merged(old, new)
            if old is None:
                fresh[paper.id] = paper
                self.counts.new += 1
                self.counts.days.add(day_of(file))
            elif new == old:
                self.counts.unchanged += 1
            else:
                fresh.pop(paper.id, None)
                self.counts.updated += 1
            is_changed = is_changed or new != old
            coming[paper.id] = new
        if is_changed or moved:
            lines = self._lines_of(file)
            table.put(coming, source)
            self._changed_to(file, table, lines, fresh)
        for there, ids in moved.items():
            self._take_out(there, ids)

    def _table(self, file: str) -> DayTable:
        """Return the table of a file to write; a damaged file is set aside. Raises OSError."""
        path = self._catalogue.root / file
        table = DayTable(DayFile(path))
        try:
            table.ids()
        except Newer as why:
            raise OSError(f"{path}: {why.strerror}") from None
        except Damaged:
            files.set_aside(path)
            table = DayTable(DayFile(path))
        return table

    def _lines_of(self, file: str) -> dict[str, Indexed]:
        """Return file -> head lines of the year of a file that is about to change.

        After the change heads/ is stale. The year becomes the last in the order of changes.
        """
        year = self._catalogue.year(file)
        lines = self._lines.pop(year.name, None)
        if lines is None:
            lines = year.verified(year.look()).by_file()
        self._lines[year.name] = lines
        return lines

    def _changed_to(
        self, file: str, table: DayTable, lines: dict[str, Indexed], fresh: Mapping[str, Paper]
    ) -> None:
        """Make the head lines and text of a file that was written. Raises OSError.

        `fresh` are papers of the table that need not be read.
        """
        year = self._catalogue.year(file)
        self._changed.add(file)
        if table.ids():
            heads = self._catalogue.days.heads_of(file, table, fresh)
            indexed = Indexed(year.stamp(file), [*map(to_line, heads)])
            lines[file] = indexed
            self._drafts.put(year, file, indexed, dict(table.records()))
        else:
            lines.pop(file, None)
        if len(self._lines) > _YEARS:
            self._renew_year(next(iter(self._lines)))

    def _renew_year(self, name: str) -> None:
        """Write the heads and the text of a year that changed. Raises OSError."""
        lines = self._lines.pop(name)
        stamps: Mapping[str, Stamp] = {}
        for year in self._catalogue.years():
            if year.name == name:
                stamps = self._catalogue.renew(year, lines)
        self._drafts.write(name, stamps)

    def _drop_examples(self, coming: Container[str]) -> None:
        """Remove the shipped examples, except papers that are marked or loaded now.

        Papers of the same days that the user loaded stay. Raises OSError.
        """
        batch = read_batch(self._catalogue.root)
        if not batch or not batch.examples:
            return
        for file in map(file_of_day, batch.days):
            leaving: set[str] = set()
            for paper_id, record in self._catalogue.days.table(file).records():
                is_wanted = paper_id in coming or paper_id in self._marked
                if record.get("loaded") == batch.loaded and not is_wanted:
                    leaving.add(paper_id)
            self.dropped += self._take_out(file, leaving)
        write_batch(self._catalogue.root, Batch(self._loaded, (), 0, examples=False))

    def close(self) -> None:
        """Write the batch, renew derived files, and make all papers durable. Raises OSError."""
        try:
            if self._changed:
                self._renew()
        finally:
            self._drafts.close()
        if self._last:
            self._sync(self._changed | self._put)
            self._last()
        elif self._changed:
            self._sync(self._changed)

    def _renew(self) -> None:
        """Write the batch, and heads and text of the years that changed. Raises OSError."""
        if self.counts.new:
            days = tuple(sorted(self.counts.days, reverse=True))
            batch = Batch(self._loaded, days, self.counts.new, self._examples)
            write_batch(self._catalogue.root, batch)
        for name in sorted(self._lines, reverse=True):
            self._renew_year(name)

    def _sync(self, names: Iterable[str]) -> None:
        """Make day files durable, with the names in their folders. Raises OSError."""
        root = self._catalogue.root
        paths = [path for name in (*names, "batch.json") if (path := root / name).exists()]
        if paths:
            files.sync_all([*paths, root])
