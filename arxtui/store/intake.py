"""A load under way, and the batch it leaves: what came that was new, and whether the shipped examples have to go."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from arxtui.model import Paper, is_day
from arxtui.store import dayfile, files
from arxtui.store.catalogue import Catalogue
from arxtui.store.drafts import Drafts
from arxtui.store.heads import Indexed, to_line
from arxtui.store.stamp import Stamp

_YEARS = 3  # whose head lines are held; the corpus of all arXiv does not fit into memory


@dataclass(frozen=True, slots=True)
class Batch:
    """What one load or fetch brought that was new."""

    loaded: str
    """When, ISO 8601 in UTC; the `loaded` of its papers."""
    days: tuple[str, ...]
    """Their days, newest first."""
    papers: int
    """How many."""
    examples: bool
    """They are the shipped seeds, which leave with the first load."""


def read_batch(catalogue: Path) -> Batch | None:
    """The newest batch, from catalogue/batch.json; None when it is not known."""
    try:
        told = orjson.loads((catalogue / "batch.json").read_bytes())["batch"]["1"]
        days = tuple(day for day in told["days"] if is_day(day))
        return Batch(str(told["loaded"]), days, int(told["papers"]), bool(told["examples"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


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


class Intake:
    """A load under way: made by Library.loading(), under the lock of the loaders."""

    def __init__(
        self,
        catalogue: Catalogue,
        marked: Container[str],
        loaded: str,
        *,
        examples: bool,
        failed: Callable[[Path, OSError], None],
    ) -> None:
        """`failed` gets each reason why something derived was not written."""
        self.counts = Counts()
        """What it did so far."""
        self.dropped = 0
        """Shipped examples taken out."""
        self.marked: set[str] = set()
        """Papers that came and have a mark: their citation may be better known now."""
        self._catalogue = catalogue
        self._marked = marked
        self._loaded = loaded
        self._examples = examples
        self._changed: set[str] = set()
        self._put: set[str] = set()  # files of papers that were put, changed or not
        self._last: Callable[[], None] | None = None
        self._places: dict[str, str] = {}  # id -> file
        self._begun = False
        self._lines: dict[str, dict[str, Indexed]] = {}  # year -> file -> head lines, of years that change
        self._drafts = Drafts(catalogue, failed)

    def put(self, papers: Sequence[Paper], source: Mapping[str, object]) -> None:
        """Bring the papers of one source in; OSError keeps what was written before."""
        if not self._begun:
            self._begun = True
            self._places, doubles = self._catalogue.places()
            for file, ids in doubles.items():
                self._take_out(file, ids)
        if papers and not self._examples and not self._changed:
            self._drop_examples({paper.id for paper in papers})
        groups: dict[str, list[Paper]] = {}
        self.marked.update(paper.id for paper in papers if paper.id in self._marked)
        for paper in papers:
            groups.setdefault(self._file_for(paper), []).append(paper)
        for file, some in groups.items():
            self._put_file(file, some, source)
            self._put.add(file)

    def when_durable(self, write: Callable[[], None]) -> None:
        """Call `write` at the end, under the lock, once all that was put survives a power cut."""
        self._last = write

    def forget(self, ids: Container[str]) -> int:
        """Take papers out; how many. OSError keeps what was taken out before."""
        gone = 0
        for file in {file for one, file in self._catalogue.places()[0].items() if one in ids}:
            gone += self._take_out(file, ids)
        return gone

    def _take_out(self, file: str, ids: Container[str]) -> int:
        tables = self._catalogue.tables(file)
        stay = {one: it for one, it in tables["papers"].items() if one not in ids}
        if gone := len(tables["papers"]) - len(stay):
            self._write(file, {**tables, "papers": stay}, {})
        return gone

    def _file_for(self, paper: Paper) -> str:
        """The file of its day, but where it stands already, unless its day is known better now."""
        there, file = self._places.get(paper.id), dayfile.file_of_day(paper.day or "")
        if there in (None, file):
            return file
        known = self._catalogue.paper(paper.id, there)
        return file if paper.published and not (known and known.published) else there

    def _put_file(self, file: str, papers: Sequence[Paper], source: Mapping[str, object]) -> None:
        counts, path = self.counts, self._catalogue.root / file
        try:
            tables = dayfile.read(path)
        except dayfile.Newer as why:
            raise OSError(f"{path}: {why.strerror}") from None
        except dayfile.Damaged:
            files.set_aside(path)
            tables = dayfile.empty()
        records, meta = tables["papers"], tables["_meta"]["1"]
        before = counts.new + counts.updated
        fresh: dict[str, Paper] = {}
        moved: dict[str, set[str]] = {}
        for paper in papers:
            old, new = records.get(paper.id), dayfile.to_record(paper, self._loaded)
            there = self._places.get(paper.id, file)
            if there != file:
                old = self._catalogue.records(there).get(paper.id)
                moved.setdefault(there, set()).add(paper.id)
            self._places[paper.id] = file
            if old is not None and self._catalogue.whole(paper.id, old, file):
                new = dayfile.merged(old, new)
            if old is None:
                fresh[paper.id] = paper
                counts.new += 1
                counts.days.add(dayfile.day_of(file))
            elif new == old:
                counts.unchanged += 1
            else:
                fresh.pop(paper.id, None)
                counts.updated += 1
            records[paper.id] = new
        if counts.new + counts.updated > before or moved:
            meta["sources"] = [one for one in meta["sources"] if one != source] + [dict(source)]
            self._write(file, tables, fresh)
        for there, ids in moved.items():
            self._take_out(there, ids)

    def _write(self, file: str, tables: dayfile.Tables, fresh: Mapping[str, Paper]) -> None:
        """Replace a day file (an empty one goes) and know its head lines, some of whose papers are at hand."""
        catalogue, path, year = self._catalogue, self._catalogue.root / file, self._catalogue.year(file)
        if year.name not in self._lines:  # the last moment at which heads/ may be trusted
            self._lines[year.name] = year.verified(year.look()).by_file()
        lines = self._lines.pop(year.name)
        self._lines[year.name] = lines  # the year that was touched last is the last one
        self._changed.add(file)
        if tables["papers"]:
            dayfile.write(path, tables)
            heads = catalogue.in_short(file, tables["papers"], fresh)
            indexed = Indexed(year.stamp(file), [*map(to_line, heads)])
            lines[file] = indexed
            self._drafts.put(year, file, indexed, tables["papers"])
        else:
            path.unlink()
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
        """Take the shipped examples out, but for those that are marked or come now.

        Papers that others loaded of the same days stay. Raises OSError.
        """
        batch = read_batch(self._catalogue.root)
        if not batch or not batch.examples:
            return
        for file in map(dayfile.file_of_day, batch.days):
            leaving = set()
            for paper_id, record in self._catalogue.records(file).items():
                is_example = isinstance(record, dict) and record.get("loaded") == batch.loaded
                if is_example and paper_id not in coming and paper_id not in self._marked:
                    leaving.add(paper_id)
            self.dropped += self._take_out(file, leaving)
        self._write_batch(Batch(self._loaded, (), 0, False))

    def _write_batch(self, batch: Batch) -> None:
        data = orjson.dumps({"batch": {"1": batch}})
        files.write_atomic(self._catalogue.root / "batch.json", data, durable=False)

    def close(self) -> None:
        """Name the batch, renew what is derived, make it all durable. Raises OSError."""
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
            self._write_batch(Batch(self._loaded, days, self.counts.new, self._examples))
        for name in sorted(self._lines, reverse=True):
            self._renew_year(name)

    def _sync(self, names: Iterable[str]) -> None:
        """Make day files durable, with the names of the folders that hold them. Raises OSError."""
        root = self._catalogue.root
        paths = [path for name in (*names, "batch.json") if (path := root / name).exists()]
        if paths:
            files.sync_all([*paths, root])
