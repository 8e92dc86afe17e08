"""A load under way, and the batch it leaves: what came that was new, and whether the shipped examples have to go."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from arxtui.model import Paper, is_day
from arxtui.store import files
from arxtui.store.catalogue import Catalogue, Counts
from arxtui.store.dayfile import Damaged, file_of_day
from arxtui.store.sync import NotOnDisk, to_disk


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


class Loading:
    """A load under way: made by Library.loading(), under the lock of the loaders."""

    def __init__(self, catalogue: Catalogue, marked: Container[str], loaded: str, *, examples: bool) -> None:
        self.counts = Counts()
        """What it did so far."""
        self.dropped = 0
        """Shipped examples taken out."""
        self.ids: dict[str, None] = {}
        """All papers that came."""
        self._catalogue = catalogue
        self._marked = marked
        self._loaded = loaded
        self._examples = examples
        self._changed: dict[str, list[bytes]] = {}
        self._fresh: dict[str, dict[str, list[bytes]] | None] = {}

    def put(self, papers: Sequence[Paper], source: Mapping[str, object]) -> None:
        """Bring the papers of one source in; NotOnDisk keeps what was written before."""
        catalogue = self._catalogue
        self.ids.update(dict.fromkeys(paper.id for paper in papers))
        try:
            with to_disk():
                if not self._examples and not self._changed:
                    self._drop_examples({paper.id for paper in papers})
                for year in {paper.day[:4] if paper.day else "undated" for paper in papers} - self._fresh.keys():
                    self._fresh[year] = catalogue.fresh(year)
                for file, lines in catalogue.put(papers, self._loaded, source, self.counts):
                    self._changed[file] = lines
        except Damaged as why:
            raise NotOnDisk(str(why)) from None

    def _drop_examples(self, coming: set[str]) -> None:
        """The first load takes the shipped seeds out again, but for what is marked or comes now."""
        catalogue, batch = self._catalogue, read_batch(self._catalogue.root)
        if not batch or not batch.examples:
            return
        for day in batch.days:
            file = file_of_day(day)
            gone = [one for one in catalogue.records(file) if one not in coming and one not in self._marked]
            self._fresh.setdefault(day[:4], catalogue.fresh(day[:4]))
            if gone:
                self._changed[file] = catalogue.drop(file, gone)
            self.dropped += len(gone)
        self._write_batch(Batch(self._loaded, (), 0, False))

    def _write_batch(self, batch: Batch) -> None:
        data = orjson.dumps({"batch": {"1": asdict(batch)}})
        files.write_atomic(self._catalogue.root / "batch.json", data, durable=False)

    def finish(self) -> None:
        """Name the batch, renew what is derived, make it all durable."""
        catalogue = self._catalogue
        if not self._changed:
            return
        with to_disk():
            if self.counts.new:
                days = tuple(sorted(self.counts.days, reverse=True))
                self._write_batch(Batch(self._loaded, days, self.counts.new, self._examples))
            catalogue.renew_heads(self._changed, self._fresh)
            there = [path for file in self._changed if (path := catalogue.root / file).exists()]
            files.sync_all([*there, catalogue.root / "batch.json"] if self.counts.new else there)
