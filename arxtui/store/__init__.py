"""The library: the papers on disk and what the user said about them. Library is the one door; nothing else writes.

An act is in the journal when act() returns (it survives kill -9), and durable (it survives a power cut) when its
receipt says so.
"""

from __future__ import annotations

import os
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from heapq import nlargest
from operator import attrgetter
from pathlib import Path
from typing import Any

import orjson

from arxtui import citation
from arxtui.arxiv_id import BARE_ID
from arxtui.model import Citation, Entry, Head, Mark, Paper, Problem
from arxtui.steps import Steps, finish, in_order
from arxtui.store import backup, check, checkpoint, files, undo
from arxtui.store.act import OLDER, Act, Fields, Value, iso, valid
from arxtui.store.catalogue import Catalogue, PapersTable
from arxtui.store.checkpoint import FAR_BEHIND
from arxtui.store.dayfile import day_of, file_of_day
from arxtui.store.durability import Busy, NotOnDisk, Receipt, Syncer, busy, to_disk
from arxtui.store.exported import Exported
from arxtui.store.fetch_log import ARXIV_BEGAN, Answer, Fetched
from arxtui.store.heads import head_of
from arxtui.store.indexing import Indexing, Progress
from arxtui.store.intake import Batch, Intake, read_batch
from arxtui.store.journal import Journal, now
from arxtui.store.log import newest_first
from arxtui.store.marks import (
    Changes,
    MarksStorage,
    MarksTable,
    grouped,
    mark_of,
    plain,
    registers_of,
    wants_cite,
)
from arxtui.store.place import Place
from arxtui.store.undo import Step
from arxtui.text import many

__all__ = [
    "ARXIV_BEGAN", "FAR_BEHIND", "Answer", "Busy", "Fetched", "Library", "Loading", "NotOnDisk", "ReadOnly", "Receipt",
    "Undone", "UnknownPaper", "busy",
]  # fmt: skip

_MARKS_A_STEP = 2_000
_OPENING = 2_000  # a newest batch of more papers than this is a whole archive: open on the newest day instead


class ReadOnly(NotOnDisk):
    """The library cannot be written here; the text says why."""


class UnknownPaper(ValueError):
    """Papers that are neither in the library nor cited: nothing can be set on them."""

    def __init__(self, ids: Sequence[str]) -> None:
        more = f" and {many(len(ids) - 1, 'other paper')}" if len(ids) > 1 else ""
        super().__init__(f"no longer in the library: {ids[0]}{more}")
        self.ids = tuple(ids)
        """Their ids."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo or redo did."""

    act: Act
    """The act that was taken back or done again."""
    receipt: Receipt
    """Of the line that did it."""
    kept: int
    """Papers left as they are, because they changed since."""
    shared: int
    """Papers that stay as they are, because another machine said the same."""


class Library:
    """One folder: journals, day files, and what is derived from them. Opens in whatever state, or raises OSError."""

    def __init__(
        self,
        path: Path,
        machine: str,
        *,
        clock: Callable[[], int] = now,
        fsync: Callable[[Path], None] = files.sync,
    ) -> None:
        self.path = path
        self._place = Place(path)
        self.readonly: str | None = None
        """Why nothing can be written here, or None."""
        self.catalogue = Catalogue(path, machine)
        self._misses_known = 0  # when index_in_steps() was begun
        self._journal = Journal(path / "marks", machine, clock)
        self._storage = MarksStorage(self._commit)
        self._marks_file = path / "marks.json"
        self._lock = path / "marks" / ".lock"
        self._syncer = Syncer(self._lock, fsync, self._back_up)
        self._backed_up = ""
        self._exported = Exported(path, machine)
        self.waiting: Callable[[str], None] = lambda _: None
        """Called with the process that holds the library for long; raises to give up, else the writer waits on."""
        self._mine: set[str] = set()
        self._told: list[Problem] = []
        self.behind = 0
        """Acts folded that marks.json does not have yet."""
        if path.exists() and not path.is_dir():
            raise NotADirectoryError(20, "not a folder", str(path))
        folder = self._journal.folder if self._journal.folder.exists() else path
        if folder.exists() and not os.access(folder, os.W_OK):
            self.readonly = "no right to write"
        checkpoint.restore(self._marks_file, self._storage, self._journal)
        self.refresh()
        self.marks = MarksTable(self._storage, "marks", cache_size=0)
        """The marks as a TinyDB table: every write is one act."""
        self.papers = PapersTable(self.catalogue)
        """The papers as a TinyDB table, not to be written."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found damaged or refused, never fatal."""
        return (*self._journal.problems, *self.catalogue.problems.values(), *self._told)

    # marks

    def refresh(self, *, anew: bool = False) -> set[str]:
        """Fold what came into the journals, also from other processes and machines, or all of them `anew`.

        Return the papers that may have changed. Raises OSError, and leaves everything as it was.
        """
        self._place.check()
        before: set[str] = set()
        found = self._journal.look()
        if anew or self._journal.rewritten(found):
            before = set(self._storage.docs)
            self._journal.forget()
            self._storage.clear()
        changed = self._storage.fold(self._counted(self._journal.read(found)))
        if self._journal.newer:
            self.readonly = "written by a newer arxtui"
        return before | changed

    def _counted(self, acts: Iterator[Act]) -> Iterator[Act]:
        for act in acts:
            self.behind += 1
            yield act

    def mark(self, one: str) -> Mark:
        """What the user said about a paper."""
        return mark_of(self._storage.docs.get(one))

    def pile(self, paper_id: str) -> str:
        """Return the pile of a paper."""
        return str(self._storage.docs.get(paper_id, {}).get("pile", "unread"))

    def has_star(self, paper_id: str) -> bool:
        """Return whether a paper has a star."""
        return bool(self._storage.docs.get(paper_id, {}).get("star"))

    def tags_of(self, paper_id: str) -> tuple[str, ...]:
        """Return the tags of a paper, sorted."""
        return tuple(self._storage.docs.get(paper_id, {}).get("tags", ()))

    def marked_at(self, paper_id: str) -> str:
        """Return the time of a paper's newest mark in ISO 8601 (UTC), `` where it has none."""
        doc = self._storage.docs.get(paper_id)
        if doc is None:
            return ""
        marks = registers_of(doc).keys() - {"cite", "read_version", "note_over"}
        return self._storage.history.registers.newest(paper_id, marks)

    def is_cited(self, paper_id: str) -> bool:
        """Return whether the marks hold the citation of a paper, which outlives the catalogue."""
        return bool(self._storage.docs.get(paper_id, {}).get("cite"))

    def marked_ids(self) -> list[str]:
        """Return the ids of all papers with a mark, in no order."""
        return list(self._storage.docs)

    def marked(self) -> Iterator[tuple[str, Mark]]:
        """Yield all papers with a mark as (id, mark), in no order."""
        return ((paper_id, self.mark(paper_id)) for paper_id in self.marked_ids())

    def marked_heads(self) -> Sequence[Head]:
        """Return what marked_in_steps() returns, all steps at once."""
        return finish(self.marked_in_steps())

    def marked_in_steps(self) -> Steps[Sequence[Head]]:
        """Return the papers with a mark in short, newest day first; of those that are gone, what their
        citation knows."""
        marked = self.marked_ids()
        heads = yield from self.catalogue.find_in_steps(marked)
        found = list(heads.values())
        for paper_id in marked:
            if paper_id not in heads and (copy := self.mark(paper_id).cite):
                found.append(head_of(citation.paper_of(paper_id, copy), "", ""))
                yield
        return (yield from in_order(found, attrgetter("day"), reverse=True))

    def another(self) -> Library:
        """Return the library opened anew, for another thread: as it is on disk. Raises NotOnDisk."""
        with to_disk():
            self._place.check()
            return Library(self.path, self._journal.machine)

    def starred(self) -> list[str]:
        """All starred papers, in the order in which they were starred."""
        docs = self._storage.docs
        stamps = self._storage.history.registers.stamps
        return sorted((one for one in docs if docs[one].get("star")), key=lambda one: (stamps[one]["star"], one))

    def newest_starred(self, count: int) -> Steps[list[str]]:
        """Return the ids of the newest `count` starred papers, the last one starred last, in steps."""
        stamps = self._storage.history.registers.stamps
        newest: list[tuple[Any, str]] = []
        for number, paper_id in enumerate(self.marked_ids()):
            if self.has_star(paper_id):
                newest.append((stamps[paper_id]["star"], paper_id))
            if number % _MARKS_A_STEP == _MARKS_A_STEP - 1:
                newest = nlargest(count, newest)
                yield
        return [paper_id for _, paper_id in sorted(nlargest(count, newest))]

    def tags(self) -> dict[str, int]:
        """Return every tag in use and on how many papers it is, the one first set on any machine first."""
        return dict(self._storage.tags)

    def count(self, what: str) -> int:
        """How many papers of the library lie in a pile (`later`, `read`), or have a `star`."""
        return self._storage.piles.get(what, 0)

    def act(self, papers: Iterable[str | Head], fields: Fields) -> Receipt:
        """Set fields (`pile`, `star`, `note`, `#tag`) on papers, given by id or head, as one act.

        A read also notes the version read; the first star, tag, note or later takes the citation.
        Raises UnknownPaper if one of them has neither a paper in the library nor a citation (but what
        another machine set on it may be removed), NotOnDisk if it cannot be written; both leave everything
        as it was.
        """
        changes: Changes = {}
        files: dict[str, str] = {}
        for paper in papers:
            if isinstance(paper, Head):
                files[paper.id] = paper.file
                changes[paper.id] = dict(fields)
            else:
                changes[paper] = dict(fields)
        return self._commit(changes, files, changes)

    def _commit(
        self, changes: Changes, files: Mapping[str, str] | None = None, known: Iterable[str] = ()
    ) -> Receipt:
        """Write changes as one act; papers that are `known` have to be so, whatever is set on them."""
        with self._writing():
            return self._append(self._compose(self._completed(changes, files or {}, set(known))))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the lock, with everybody's acts known; ReadOnly, NotOnDisk."""
        if self.readonly:
            raise ReadOnly(self.readonly)
        with to_disk(), self._locked(self._lock):
            if not self._mine:
                day = self._journal.stamp()[:10]
                self._journal.migrate(day[:4], lambda: self._copy(f"{day}-schema{OLDER}"))
            self.refresh()
            if self.readonly:
                raise ReadOnly(self.readonly)
            yield

    @contextmanager
    def _locked(self, lock: Path) -> Iterator[None]:
        """Hold a lock of this library, whose folder is made by the first write. Raises OSError."""
        self._place.check()
        with files.locked(lock, self.waiting):
            self._place.check()
            yield

    def _append(self, act: Act | None) -> Receipt:
        """Write an act and fold it (lock held)."""
        if act is None:
            return Receipt()
        path = self._journal.write(act)
        self._mine.add(act.t)
        self._storage.fold([act])
        self.behind += 1
        return self._syncer.hand(Receipt(act.ids, path, act.t))

    def _back_up(self) -> None:
        """Copy the journals when that was not yet done today."""
        today = iso(self._journal.clock())[:10]
        if self._backed_up != today:
            self._backed_up = today
            with self._telling(self.path / "backup", "no copy of the marks: "):
                self._place.check()
                self._copy(today)

    def _copy(self, name: str) -> None:
        """Copy the journals into backup/<name>/. Raises OSError."""
        year = min(iso(self._journal.clock())[:4], self._journal.newest[:4])
        backup.keep(self.path, name, year)

    @contextmanager
    def _telling(self, path: Path, what: str = "") -> Iterator[None]:
        """Nothing needs what is made in here: a failure is only told."""
        try:
            yield
        except OSError as why:
            self._told.append(Problem(str(path), 0, f"{what}{why.strerror or why}"))

    def _compose(self, changes: Changes, undo: str | None = None, redo: str | None = None) -> Act | None:
        """The act that makes these changes, without what changes nothing; None when nothing is left. ValueError."""
        registers = self._storage.history.registers
        kept: Changes = {}
        was: dict[str, dict[str, tuple[Value, str | None]]] = {}
        for one, fields in changes.items():
            if not BARE_ID.fullmatch(one):
                raise ValueError(f"not an arXiv id: {one!r}")
            for name, value in fields.items():
                if not valid(name, value):
                    raise ValueError(f"{one!r} cannot be given {name!r}")
                old = self._storage.value(one, name)
                if plain(name, value) != plain(name, old):
                    kept.setdefault(one, {})[name] = value
                    was.setdefault(one, {})[name] = (old, registers.last(one, name)[0])
        if not kept and not undo and not redo:
            return None
        common, each = grouped(kept)
        return Act(self._journal.stamp(), self._journal.machine, tuple(kept), common, each, was, undo, redo)

    def _completed(self, changes: Changes, files: Mapping[str, str], known: set[str]) -> Changes:
        """Add to changes what goes with them: the version read, the citation, the other notes that a note
        replaces. Raises UnknownPaper if a citation is wanted, or the paper has to be known, and is not."""
        value = self._storage.value
        uncited = {paper_id for paper_id in changes if not self.is_cited(paper_id)}
        citing = {paper_id for paper_id in uncited if wants_cite(changes[paper_id])}
        read = {paper_id for paper_id, fields in changes.items() if fields.get("pile") == "read"}
        papers = self._found(citing | read | (uncited & known), files)
        lacking = (citing | (uncited & known)) - papers.keys()
        marked = lacking & self._storage.docs.keys()
        lacking -= {paper_id for paper_id in marked if _only_removes(changes[paper_id])}
        unknown = [paper_id for paper_id in changes if paper_id in lacking and BARE_ID.fullmatch(paper_id)]
        if unknown:
            raise UnknownPaper(unknown)
        keys = self.keys()
        tried: dict[str, int] = {}
        for paper_id, fields in changes.items():
            paper = papers.get(paper_id)
            if paper and paper.version and paper_id in read:
                fields["read_version"] = paper.version
            if "note" in fields and (others := self._storage.open_notes(paper_id)):
                fields["note_over"] = sorted({*(value(paper_id, "note_over") or ()), *others})
            if paper and paper_id in citing:
                copy = citation.cite(paper, keys, tried)
                keys[copy.key] = 1
                fields.setdefault("cite", orjson.loads(orjson.dumps(copy)))
        return changes

    def _found(self, ids: set[str], files: Mapping[str, str]) -> dict[str, Paper]:
        """Return these papers as papers_of() does. A paper is missing only if the catalogue can be read: raises
        OSError where the disk fails, lest a paper that is there be called removed."""
        papers = self.papers_of(ids, files)
        if ids - papers.keys():
            self.catalogue.probe()
            papers = self.papers_of(ids, files)
        return papers

    def keys(self) -> MutableMapping[str, int]:
        """The BibTeX keys in use; what is put in stays there and goes nowhere else."""
        return ChainMap({}, self._storage.history.keys)

    # undo

    def undoable(self) -> Step | None:
        """Return what undo() would take back, None if there is nothing."""
        return undo.find(self._own_acts(), undone=False)

    def redoable(self) -> Step | None:
        """Return what redo() would do again, None if there is nothing."""
        return undo.find(self._own_acts(), undone=True)

    def undo(self, only: str = "") -> Undone | None:
        """Take the newest action of this machine back, all but what changed since; None if there is none.

        With the time of an action, `only` that one: None if another one is the newest by now.
        """
        return self._step(only, back=True)

    def redo(self, only: str = "") -> Undone | None:
        """Do again what was last undone, all but what changed since; None if there is nothing, or not `only` that."""
        return self._step(only, back=False)

    def _step(self, only: str, *, back: bool) -> Undone | None:
        with self._writing():
            step = undo.find(self._own_acts(), undone=not back)
            if step is None or only not in ("", step.act.t):
                return None
            found = undo.work_out(step, self._storage, back=back)
            if back:
                line = self._compose(found.changes, undo=step.act.t)
            else:
                line = self._compose(found.changes, redo=step.act.t)
            return Undone(step.act, self._append(line), len(found.kept), len(found.shared))

    def log(self) -> Iterator[Act]:
        """Yield the acts of all machines, newest first; only as much of the journals is read as is asked for."""
        return newest_first(self._journal.folder)

    def _own_acts(self) -> Iterator[Act]:
        return newest_first(self._journal.folder, self._journal.machine)

    # papers

    def days(self) -> tuple[str, ...]:
        """All days with papers, newest first; no file is opened. `` stands for papers whose day is not known."""
        return tuple(day_of(file) for file in self.catalogue.all_files())

    def day(self, day: str) -> Sequence[Head]:
        """The papers of a day in listing order."""
        return self.catalogue.day(file_of_day(day))

    def day_ids(self, day: str) -> tuple[str, ...]:
        """The ids of a day's papers, without making heads."""
        return tuple(self.catalogue.records(file_of_day(day)))

    def heads(self) -> Sequence[Head]:
        """All papers in short, newest day first."""
        return self.catalogue.heads()

    def head_lines(self) -> Iterator[Iterator[bytes]]:
        """Yield the head lines of all papers, a year at a time, newest day first."""
        return self.catalogue.by_year()

    def abstracts(self, file: str) -> Iterator[tuple[str, str]]:
        """Yield (id, abstract) of the papers of a day file."""
        return self.catalogue.abstracts(file)

    def paper(self, paper_id: str, file: str) -> Paper | None:
        """Return a paper of a day file; None when it is not there or damaged."""
        return self.catalogue.paper(paper_id, file)

    def papers_of(
        self, ids: Iterable[str], files: Mapping[str, str] | None = None
    ) -> dict[str, Paper]:
        """Return these papers whole: from the catalogue, else as far as their citation knows them; unknown
        ids are left out. `files` has the day files in which they are looked for first, by id; `` for one
        that is in none."""
        wanted = dict.fromkeys(ids)
        files = files or {}
        places: dict[str, str] = {}
        for paper_id in wanted:
            if file := self.catalogue.kept(paper_id) or files.get(paper_id):
                places[paper_id] = file
        here = self._at(places)
        lost = wanted.keys() - here.keys()  # also those that moved to another file since
        sought = [paper_id for paper_id in lost if files.get(paper_id) != ""]
        here |= self._at({paper_id: head.file for paper_id, head in self.catalogue.find(sought).items()})
        for paper_id in lost - here.keys():
            if copy := self.mark(paper_id).cite:
                here[paper_id] = citation.paper_of(paper_id, copy)
        return {paper_id: here[paper_id] for paper_id in wanted if paper_id in here}

    def read_in_steps(self, files: Mapping[str, str]) -> Steps[dict[str, Paper]]:
        """Return papers whole, by id, a day file a step; no day file is kept in memory.

        `files` has the day file of each id, `` where it is not known: the citation of a marked paper
        tells its day, the others are looked for in the heads. A paper that was removed is returned as
        far as its citation knows it, without abstract; unknown ids are left out.
        """
        found: dict[str, Paper] = {}
        copies = {paper_id: self.mark(paper_id).cite for paper_id in files}
        likely = dict(files)
        for paper_id, copy in copies.items():
            if not files[paper_id] and copy is not None and copy.published:
                likely[paper_id] = file_of_day(copy.published[:10])
        yield from self._read_files(likely, found)
        lost = [paper_id for paper_id in files if paper_id not in found]
        heads = yield from self.catalogue.find_in_steps(lost)
        yield from self._read_files({paper_id: head.file for paper_id, head in heads.items()}, found)
        for paper_id, copy in copies.items():
            if paper_id not in found and copy is not None:
                found[paper_id] = citation.paper_of(paper_id, copy)
        return {paper_id: found[paper_id] for paper_id in files if paper_id in found}

    def _read_files(self, files: Mapping[str, str], found: dict[str, Paper]) -> Steps[None]:
        ids_of_file: dict[str, list[str]] = {}
        for paper_id, file in files.items():
            if file:
                ids_of_file.setdefault(file, []).append(paper_id)
        for file, ids in ids_of_file.items():
            found.update(self.catalogue.papers_in(file, ids))
            yield

    def knows(self, head: Head) -> bool:
        """Return whether a paper is in the library, or its citation is."""
        if self.is_cited(head.id) or (head.file and head.id in self.catalogue.records(head.file)):
            return True
        return bool(self.catalogue.find([head.id]))

    def _at(self, places: Mapping[str, str]) -> dict[str, Paper]:
        """Return the papers at these places, by id; each day file is read once, however they are mixed."""
        ids_of_file: dict[str, list[str]] = {}
        for paper_id, file in places.items():
            ids_of_file.setdefault(file, []).append(paper_id)
        found: dict[str, Paper] = {}
        for file, ids in ids_of_file.items():
            for paper_id in ids:
                paper = self.catalogue.paper(paper_id, file)
                if paper is not None:
                    found[paper_id] = paper
        return found

    def entry(self, head: Head) -> Entry[Head]:
        """A head with its present mark."""
        return Entry(head, self.mark(head.id))

    def entries(self, ids: Iterable[str]) -> list[Entry[Paper]]:
        """Papers whole with their marks; unknown ids are left out."""
        return [Entry(paper, self.mark(one)) for one, paper in self.papers_of(ids).items()]

    def batch(self) -> Batch | None:
        """The newest batch; None when it is not known."""
        return read_batch(self.catalogue.root)

    def opening(self) -> tuple[str, ...]:
        """The days to open on: those of the newest batch while it holds unread papers, else the newest day."""
        batch = self.batch()
        if batch and (batch.papers <= _OPENING or len(batch.days) == 1) and any(map(self.unread, batch.days)):
            return batch.days
        return self.days()[:1]

    def unread(self, day: str) -> int:
        """How many papers of a day are unread."""
        docs = self._storage.docs
        return sum(docs.get(one, {}).get("pile", "unread") == "unread" for one in self.day_ids(day))

    def unread_by_day(self, year: str) -> Steps[dict[str, tuple[int, int]]]:
        """Return day -> (papers, unread ones), of the days of a year, counted a day a step."""
        counts: dict[str, tuple[int, int]] = {}
        for one_year in self.catalogue.years():
            if one_year.name == year:
                for file, ids in self.catalogue.ids_by_file(one_year):
                    unread = sum(self.pile(paper_id) == "unread" for paper_id in ids)
                    counts[day_of(file)] = (len(ids), unread)
                    yield
        return counts

    # loading

    def is_new(self) -> bool:
        """True if nothing was ever written here: there is no folder, or only the lock of a load that
        came no further.
        """
        lock = self.catalogue.lock
        if not lock.exists():
            return not self.path.exists()
        inside = {path for folder in (self.path, lock.parent) for path in folder.iterdir()}
        return inside == {lock.parent, lock}

    @contextmanager
    def loading(self, *, examples: bool = False) -> Iterator[Intake]:
        """Bring papers in, one loader at a time; what was put is kept whatever ends the block. ReadOnly, NotOnDisk."""
        if self.readonly:
            raise ReadOnly(self.readonly)
        with to_disk(), self._locked(self.catalogue.lock):
            self.refresh()  # what is marked stays, also what was marked since this was opened
            loaded = iso(self._journal.clock())
            load = Intake(self.catalogue, self._storage.docs, loaded, examples=examples)
            with closing(load):
                yield load
        self._correct_keys(load.marked)

    # keys

    def keys_leave(self) -> None:
        """Note that the keys given until now may stand in somebody's file from here on, so that none of them changes.

        Called before keys are written, copied or shown. A failure is a problem, not an error.
        """
        if self._journal.newest and not self.readonly:
            with self._telling(self._exported.folder, "no note of an export: "):
                self._place.check()
                self._exported.note(self._journal.newest)

    def _correct_keys(self, ids: Iterable[str]) -> None:
        """Make those keys of papers anew that came from authors who were wrong, unless they were ever handed out.

        Only a key that arxtui made of the old authors is made anew; the line in the journal is no action of the user's
        and cannot be undone.
        """
        copies = {one: copy for one in ids if (copy := self.mark(one).cite)}
        wrong = {one: paper for one, paper in self.papers_of(copies).items() if _is_corrected(paper, copies[one])}
        if not wrong:
            return
        with self._writing():
            until = self._exported.until()
            keys = self.keys()
            each: dict[str, Fields] = {}
            for one, paper in wrong.items():
                given = self._storage.history.registers.last(one, "cite")[0] or ""
                if given > until and self.mark(one).cite == copies[one]:
                    copy = citation.cite(paper, keys)
                    keys[copy.key] = 1
                    each[one] = {"cite": orjson.loads(orjson.dumps(copy))}
            if each:
                self._append(Act(self._journal.stamp(), self._journal.machine, tuple(each), {}, each, None))

    def forget(self, days: Iterable[str], ids: Iterable[str]) -> int:
        """Take papers out of the catalogue; how many. Marks and citations stay. ReadOnly, NotOnDisk."""
        with self.loading() as load:
            return load.forget({*ids, *(one for day in days for one in self.day_ids(day))})

    def before(self, head: Head) -> tuple[int, str, str] | None:
        """(version, title, abstract) of the version before the present one, where it was here."""
        match self.catalogue.records(head.file).get(head.id, {}).get("before"):
            case {"version": int(version), "title": str(title), "abstract": str(abstract)}:
                return version, title, abstract
        return None

    @property
    def fetched(self) -> Fetched:
        """Which days were fetched."""
        return Fetched(self.catalogue.root)

    # upkeep

    def use_indexed(self) -> None:
        """Answer with the papers that have heads from now on: index_in_steps() is run beside this."""
        self.catalogue.only_indexed = True

    def lacks_heads(self) -> bool:
        """Return whether a year has no heads at all: a search would find nothing of it."""
        return any(year.identity() is None for year in self.catalogue.years())

    def indexed_at(self) -> int:
        """Return when heads were last written, by whatever process (ns); 0 = never. A load or a removal
        ends with that."""
        try:
            return (self.path / "heads").stat().st_mtime_ns
        except OSError:
            return 0

    def stale(self) -> bool:
        """Return whether index_in_steps() has something to do, as far as is known without reading all heads."""
        return self.catalogue.misses > self._misses_known or self.catalogue.stale()

    @property
    def misses(self) -> int:
        """How often papers were left out of an answer because their days are not indexed."""
        return self.catalogue.misses

    def tidy(self) -> None:
        """Bring the heads up to date, all steps at once."""
        for _ in self.index_in_steps():
            pass

    def index_in_steps(self) -> Iterator[Progress]:
        """Bring the heads up to date, newest year first, a few milliseconds a step.

        A thread may do it beside this object; never fails.
        """
        self._misses_known = self.catalogue.misses
        if not self.readonly:
            catalogue = Catalogue(self.path, self._journal.machine)
            yield from Indexing(catalogue, self._place.check, self._report).steps()

    def _report(self, path: Path, why: OSError) -> None:
        self._told.append(Problem(str(path), 0, why.strerror or str(why)))

    def save_marks(self) -> None:
        """Write marks.json if it is behind; it is derived, so a failure is only reported."""
        if self.behind and not self.readonly:
            with self._telling(self._marks_file):
                self._place.check()
                checkpoint.save(self._marks_file, self._storage, self._journal)
                self.behind = 0

    def catch_up(self) -> None:
        """Write marks.json if it is far behind and was not written today: what a command does after its answer."""
        if self.behind < FAR_BEHIND:
            return
        try:
            written = iso(self._marks_file.stat().st_mtime_ns // 1000)[:10]
        except (OSError, ValueError, OverflowError):  # not there, or of a time that is none
            written = ""
        if written != iso(self._journal.clock())[:10]:
            self.save_marks()

    def check(self) -> list[Problem]:
        """Read all journals and day files again: what is wrong with them, with what is derived, and how to mend it."""
        self.refresh()
        found = check.marks(self._marks_file, self._storage, self._journal)
        papers = Catalogue(self.path, self._journal.machine).check()
        return [*found, *self._told, *papers, *check.shared_keys(self.marked())]

    def mend(self) -> None:
        """Delete what is derived and make it anew; OSError."""
        for path in (self._marks_file, *self.path.glob("heads/*.tsv")):
            path.unlink(missing_ok=True)
        self.refresh(anew=True)
        self.tidy()
        self.behind += 1
        self.save_marks()

    def close(self) -> None:
        """Wait until every act is settled and copied."""
        self._syncer.close()
        if self._mine:
            self._back_up()


def _only_removes(fields: Fields) -> bool:
    """Return whether fields give a paper nothing: no star, tag, note, and no pile but unread."""
    return not any(value and value != "unread" for value in fields.values())


def _is_corrected(paper: Paper, copy: Citation) -> bool:
    """Return True if the key of a citation was made of authors that a better source has corrected since."""
    if paper.authors == copy.authors or not paper.authors:
        return False
    made_of = citation.key_base(citation.paper_of(paper.id, copy))
    return citation.is_made_of(copy.key, made_of) and made_of != citation.key_base(paper)
