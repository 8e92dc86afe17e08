"""The papers of the library: on disk, or else with the fields in the citations of marked papers."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from arxtui import citation
from arxtui.model import Head, Paper
from arxtui.store.act import PAPERS_A_STEP
from arxtui.store.catalogue import Catalogue
from arxtui.store.day_table import Source, day_of, file_of_day
from arxtui.store.heads import head_of
from arxtui.store.ids_by_file import by_file, in_order_of, lacking
from arxtui.store.last_batch import Batch, NewestBatch
from arxtui.store.marks import Marks
from arxtui.store.months_in_ids import months
from arxtui.work_in_steps import Steps, finish, in_order, let_go

_OPENING = 2_000  # a batch of more papers is a whole archive: open on the newest day instead
_FILES_A_STEP = 50  # day files whose names are looked at
_FEW = 100  # papers that are read at once


class Papers:
    """Reads the papers of a library."""

    def __init__(self, catalogue: Catalogue, marks: Marks) -> None:
        self._catalogue = catalogue
        self._marks = marks
        self._batch = NewestBatch(catalogue.root)

    def days(self) -> tuple[str, ...]:
        """Return all days with papers, newest first; `` stands for papers whose day is not known.

        No file is opened.
        """
        return tuple(day_of(file) for file in self._catalogue.all_files())

    def day(self, day: str) -> Sequence[Head]:
        """Return the papers of a day in listing order."""
        return self._catalogue.days.day(file_of_day(day))

    def day_ids(self, day: str) -> tuple[str, ...]:
        """Return the ids of a day's papers in listing order, without making heads."""
        return tuple(self._catalogue.days.table(file_of_day(day)).ids())

    def heads(self) -> Sequence[Head]:
        """Return all papers in short, newest day first."""
        return self._catalogue.heads()

    def head_lines(self) -> Iterator[list[bytes]]:
        """Yield the head lines of all papers, newest day first, as many as a step takes.

        [] is a step without a line.
        """
        return self._catalogue.head_lines()

    def abstracts(self, file: str) -> Iterator[tuple[str, str]]:
        """Yield (id, abstract) of the papers of a day file."""
        return self._catalogue.days.abstracts(file)

    def read(self, paper_id: str, file: str) -> Paper | None:
        """Return a paper of a day file; None if it is missing or damaged."""
        return self._catalogue.days.paper(paper_id, file)

    def whole_day(self, day: str) -> Iterator[Paper]:
        """Yield the papers of a day whole, in listing order, without damaged papers."""
        file = file_of_day(day)
        for paper_id, record in self._catalogue.days.table(file).records():
            if paper := self._catalogue.days.whole(paper_id, record, file):
                yield paper

    def sources(self, day: str) -> list[Source]:
        """Return the listings or answers from which the papers of a day came, oldest first."""
        return self._catalogue.days.table(file_of_day(day)).file.sources()

    def find(self, ids: Iterable[str], files: Mapping[str, str] | None = None) -> dict[str, Paper]:
        """Return id -> paper, whole: from the catalogue, else with the fields of its citation.

        Unknown ids are left out. `files` has the day files to look into first, by id; `` for a
        paper that is in no file.
        """
        wanted = dict.fromkeys(ids)
        files = files or {}
        places: dict[str, str] = {}
        for paper_id in wanted:
            if file := files.get(paper_id) or self._catalogue.days.file_of(paper_id):
                places[paper_id] = file
        found = self._read_files(places)
        lost = wanted.keys() - found.keys()  # also papers that were moved to another file
        sought = [paper_id for paper_id in lost if files.get(paper_id) != ""]
        heads = self._catalogue.find(sought)
        found |= self._read_files({paper_id: heads[paper_id].file for paper_id in heads})
        for paper_id in lost - found.keys():
            if copy := self._marks.of(paper_id).cite:
                found[paper_id] = citation.paper_of(paper_id, copy)
        return {paper_id: found[paper_id] for paper_id in wanted if paper_id in found}

    def find_surely(self, ids: set[str], files: Mapping[str, str]) -> Steps[dict[str, Paper]]:
        """Return papers as find() does; where there are many, a day file a step.

        Raises OSError if papers are missing and the disk fails, so that no existing paper is taken
        for removed.
        """
        papers: dict[str, Paper] = {}
        lost = ids
        if len(ids) > _FEW:
            lost = set()
            ids_of = yield from by_file(ids, files)
            lost.update(ids_of.pop("", ()))
            for file, some in ids_of.items():
                papers |= self._catalogue.days.papers(file, some)
                lost.update(paper_id for paper_id in some if paper_id not in papers)
                yield
        if lost:
            papers |= self.find(lost, files)
        if lost := lost - papers.keys():
            self._catalogue.probe()
            papers |= self.find(lost, files)
        return papers

    def _read_files(self, files: Mapping[str, str]) -> dict[str, Paper]:
        """Return the papers of these day files (by id), which stay in memory; each is read once."""
        found: dict[str, Paper] = {}
        for file, ids in finish(by_file(files, files)).items():
            found |= self._catalogue.days.papers(file, ids, keep=True)
        return found

    def versions_in_steps(
        self, ids_of: Mapping[str, Sequence[str]]
    ) -> Generator[int, None, dict[str, int]]:
        """Return id -> version of the papers that are in their day files, a file a step.

        `ids_of` has the ids by day file. Yields how many per cent of the files are done. No day
        file stays in memory.
        """
        versions: dict[str, int] = {}
        for number, (file, ids) in enumerate(ids_of.items(), 1):
            for paper_id, paper in self._catalogue.days.papers(file, ids).items():
                if paper.version:
                    versions[paper_id] = paper.version
            yield number * 100 // len(ids_of)
        return versions

    def read_in_steps(self, files: Mapping[str, str]) -> Steps[dict[str, Paper]]:
        """Return id -> paper, whole, a day file a step; no day file stays in memory.

        `files` has the day file of each id, or `` if it is not known: then the day comes from the
        citation of a marked paper, and other papers are found by their heads. A removed paper is
        returned with the fields of its citation, without abstract; unknown ids are left out.
        """
        found: dict[str, Paper] = {}
        likely: dict[str, str] = {}
        for number, (paper_id, file) in enumerate(files.items(), 1):
            likely[paper_id] = file or self._cited_file(paper_id)
            if number % PAPERS_A_STEP == 0:
                yield
        yield from self._read_each(likely, found)
        lost = yield from lacking(files, found)
        yield from let_go(likely)
        heads = yield from self._catalogue.find_in_steps(lost)
        yield from self._read_each({paper_id: heads[paper_id].file for paper_id in heads}, found)
        for paper_id in lost:
            if paper_id not in found and (copy := self._marks.of(paper_id).cite):
                found[paper_id] = citation.paper_of(paper_id, copy)
        ordered = yield from in_order_of(files, found)
        yield from let_go(found)
        return ordered

    def _cited_file(self, paper_id: str) -> str:
        """Return the day file that the citation of a marked paper leads to, or ``."""
        copy = self._marks.of(paper_id).cite
        if copy is None or not copy.published:
            return ""
        return file_of_day(copy.published[:10])

    def read_near(self, days: Mapping[str, str]) -> Steps[dict[str, Paper]]:
        """Return papers whole, by id, a day file a step; neither heads nor day files are kept.

        `days` has the day of each id. If it is `` (not known), the paper is looked for in the days
        of the month in its id, and in the last days of the month before. Papers that are elsewhere
        are left out.
        """
        found: dict[str, Paper] = {}
        by_day = {paper_id: file_of_day(day) for paper_id, day in days.items() if day}
        yield from self._read_each(by_day, found)
        of_month: dict[str, set[str]] = {}
        for paper_id, day in days.items():
            if not day:
                of_month.setdefault(paper_id[:4], set()).add(paper_id)
        for number, file in enumerate(self._catalogue.all_files(), 1):
            if len(found) == len(days):
                break
            here = set[str]().union(*(of_month.get(month, ()) for month in months(day_of(file))))
            here -= found.keys()
            if here:
                found.update(self._catalogue.days.papers(file, here))
            if here or number % _FILES_A_STEP == 0:
                yield
        yield
        return {paper_id: found[paper_id] for paper_id in days if paper_id in found}

    def _read_each(self, files: Mapping[str, str], found: dict[str, Paper]) -> Steps[None]:
        """Add the papers of these day files (by id) to `found`, a day file a step."""
        ids_of = yield from by_file(files, files)
        ids_of.pop("", None)
        for file, ids in ids_of.items():
            found.update(self._catalogue.days.papers(file, ids))
            yield

    def knows(self, head: Head) -> bool:
        """Return whether the library has a paper or its citation."""
        if self._marks.is_cited(head.id):
            return True
        if head.file and self._catalogue.days.table(head.file).has(head.id):
            return True
        return bool(self._catalogue.find([head.id]))

    def earlier_version(self, head: Head) -> tuple[int, str, str] | None:
        """Return (version, title, abstract) of the previous version; None if unknown."""
        record = self._catalogue.days.table(head.file).record(head.id) or {}
        match record.get("before"):
            case {"version": int(version), "title": str(title), "abstract": str(abstract)}:
                return version, title, abstract
        return None

    def marked(self, pile: str = "") -> Sequence[Head]:
        """Do all steps of marked_in_steps() at once, and return its result."""
        return finish(self.marked_in_steps(pile))

    def marked_in_steps(self, pile: str = "") -> Steps[Sequence[Head]]:
        """Return the marked papers in short, newest day first; `pile` limits them to a pile."""
        marked: list[str] = []
        for number, paper_id in enumerate(self._marks.ids(), 1):
            if not pile or self._marks.pile(paper_id) == pile:
                marked.append(paper_id)
            if number % PAPERS_A_STEP == 0:
                yield
        found = yield from self._heads_in_steps(marked)
        return (yield from in_order(found, attrgetter("day"), reverse=True))

    def heads_of(self, ids: Sequence[str]) -> list[Head]:
        """Return marked papers in short, in this order."""
        heads = {head.id: head for head in finish(self._heads_in_steps(ids))}
        return [heads[paper_id] for paper_id in ids if paper_id in heads]

    def _heads_in_steps(self, ids: Sequence[str]) -> Steps[list[Head]]:
        """Return papers in short; removed papers have the fields of their citation."""
        heads = yield from self._catalogue.find_in_steps(ids)
        found = list(heads.values())
        for number, paper_id in enumerate(ids, 1):
            if paper_id not in heads and (copy := self._marks.of(paper_id).cite):
                found.append(head_of(citation.paper_of(paper_id, copy), "", ""))
                yield
            elif number % PAPERS_A_STEP == 0:
                yield
        return found

    def newest_batch(self) -> Batch | None:
        """Return the newest batch; None if it is not known."""
        return self._batch.now()

    def newest_days(self) -> tuple[str, ...]:
        """Return the days of the newest batch, newest first; of a long batch its newest day."""
        batch = self.newest_batch()
        if batch and (batch.papers <= _OPENING or len(batch.days) == 1):
            there = frozenset(self.days())
            days = tuple(day for day in batch.days if day in there)
            if days:
                return days
        return self.days()[:1]

    def opening_days(self, is_muted: Callable[[Head], bool] = lambda _: False) -> tuple[str, ...]:
        """Return the days of the newest batch while it has unread papers, else the newest day."""
        days = self.newest_days()
        if any(self._has_unread(day, is_muted) for day in days):
            return days
        return self.days()[:1]

    def _has_unread(self, day: str, is_muted: Callable[[Head], bool]) -> bool:
        if not self._marks.unread(self.day_ids(day)):
            return False
        pile = self._marks.pile
        return any(pile(head.id) == "unread" and not is_muted(head) for head in self.day(day))

    def unread_by_day(self, year: str) -> Steps[dict[str, tuple[int, int]]]:
        """Return day -> (papers, unread papers), of the days of a year, counted a day a step."""
        counts: dict[str, tuple[int, int]] = {}
        for of_year in self._catalogue.years():
            if of_year.name == year:
                for day in self._catalogue.ids_by_file(of_year):
                    if day is not None:
                        file, ids = day
                        counts[day_of(file)] = (len(ids), self._marks.unread(ids))
                    yield
        return counts
