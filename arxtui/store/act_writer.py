"""The reader and writer of acts: reads journals into the marks; writes, undoes and redoes acts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import orjson

from arxtui import citation, citation_key
from arxtui.arxiv_id import BARE_ID
from arxtui.model import GivenMark
from arxtui.store import backup, files, undo
from arxtui.store.act import Act, Fields, Value, iso, valid
from arxtui.store.acts_newest_first import newest_first
from arxtui.store.changes_of_act import Changes, grouped, plain, wants_cite
from arxtui.store.fsync_worker import Receipt, Syncer, to_disk
from arxtui.store.journal import Journal
from arxtui.store.journal_fold import MarksStorage
from arxtui.store.library_folder import Place
from arxtui.store.loaded_marks import LoadedMarks, Union
from arxtui.store.marks import Marks
from arxtui.store.papers import Papers
from arxtui.store.refusals import KeyTaken, ReadOnly, UnknownPaper

_NONE_READ: Mapping[str, int] = {}


class Undone(NamedTuple):
    """The result of an undo or redo."""

    act: Act
    """The act that was undone or redone."""
    receipt: Receipt
    """The receipt of the line that was written for it."""
    kept: int
    """Papers that were not changed back, because they changed since."""
    shared: int
    """Papers that were not changed back, because another machine set the same value."""


class Acts:
    """All acts of the library, to fold and to write."""

    def __init__(
        self,
        place: Place,
        journal: Journal,
        storage: MarksStorage,
        marks: Marks,
        papers: Papers,
        fsync: Callable[[Path], None],
    ) -> None:
        self.journal = journal
        self.storage = storage
        self.behind = 0
        """Number of folded acts that marks.json lacks."""
        self.key_template = ""
        """The template of citation keys, as citation_key/ reads it; `` = config.KEY."""
        self.waiting: Callable[[str], None] = lambda _: None
        """Called with the id of a process that has held the lock for long; raises to give up."""
        self._place = place
        self._marks = marks
        self._papers = papers
        self._lock = place.path / "marks" / ".lock"
        self._syncer = Syncer(self._lock, fsync, self._back_up)
        self._backed_up = ""
        self._mine: set[str] = set()

    def refresh(self, *, anew: bool = False) -> set[str]:
        """Fold the new lines of the journals, or all lines `anew`; see Library.refresh()."""
        self._place.check()
        before: set[str] = set()
        found = self.journal.look()
        if anew or self.journal.rewritten(found):
            before = set(self.storage.docs)
            self.journal.forget()
            self.storage.clear()
        changed = self.storage.fold(self._counted(self.journal.read(found)))
        if self.journal.newer:
            self._place.readonly = "written by a newer arxtui, upgrade this one"
        return before | changed

    def _counted(self, acts: Iterator[Act]) -> Iterator[Act]:
        """Yield acts and count them."""
        for act in acts:
            self.behind += 1
            yield act

    def commit(
        self,
        changes: Changes,
        files: Mapping[str, str],
        known: Iterable[str],
        versions: Mapping[str, int] = _NONE_READ,
    ) -> Receipt:
        """Write changes as one act; see fold.Commit."""
        with self.writing():
            self._refuse_taken(changes)
            self._complete(changes, files, set(known), versions)
            return self.append(self._compose(changes))

    def load(self, given: Sequence[GivenMark]) -> LoadedMarks:
        """Set the marks of a file as one act; see loaded_marks.py."""
        with self.writing():
            union = Union(self.storage, partial(newest_first, self.journal.folder))
            there = self._papers.find(mark.paper_id for mark in given)
            for mark in given:
                if mark.paper_id in there:
                    union.add(mark)
            self._complete(union.changes, {}, set(), {})
            act = self._compose(union.changes)
            if act is not None:
                act = act._replace(loaded=True)
            return LoadedMarks(self.append(act), tuple(union.kept))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock while all lines of the journals are folded. Raises ReadOnly, NotOnDisk."""
        if self._place.readonly:
            raise ReadOnly(self._place.readonly)
        with to_disk(), self.locked(self._lock):
            self.refresh()
            if self._place.readonly:
                raise ReadOnly(self._place.readonly)
            yield

    @contextmanager
    def locked(self, lock: Path) -> Iterator[None]:
        """Hold a lock of this library, whose folder is made if it is missing. Raises OSError."""
        self._place.check()
        with files.locked(lock, self.waiting):
            self._place.check()
            yield

    def append(self, act: Act | None) -> Receipt:
        """Write an act and fold it; None writes nothing.

        The caller is inside writing(). Raises OSError.
        """
        if act is None:
            return Receipt()
        path = self.journal.write(act)
        self._mine.add(act.t)
        self.storage.fold([act])
        self.behind += 1
        return self._syncer.hand(Receipt(act.ids, path, act.t))

    def _back_up(self) -> None:
        """Copy the journals unless they were copied today."""
        today = iso(self.journal.clock())[:10]
        if self._backed_up != today:
            self._backed_up = today
            folder = self._place.path / "backup"
            with self._place.reporting(folder, "the marks could not be copied: "):
                self._place.check()
                self._copy(today)

    def _copy(self, name: str) -> None:
        """Copy the journals into backup/<name>/. Raises OSError."""
        year = min(iso(self.journal.clock())[:4], self.journal.newest[:4])
        backup.keep(self._place.path, name, year)

    def _compose(
        self, changes: Changes, undo: str | None = None, redo: str | None = None
    ) -> Act | None:
        """Return the act of these changes, without fields that change nothing.

        None if no field is left. Raises ValueError if an id or a value is not allowed.
        """
        registers = self.storage.history.registers
        new: Changes = {}
        was: dict[str, dict[str, tuple[Value, str | None]]] = {}
        for paper_id, fields in changes.items():
            if not BARE_ID.fullmatch(paper_id):
                raise ValueError(f"not an arXiv id: {paper_id!r}")
            for name, value in fields.items():
                if not valid(name, value):
                    raise ValueError(f"{paper_id!r} cannot be given {name!r}")
                old = self.storage.value(paper_id, name)
                if plain(name, value) != plain(name, old):
                    t, _ = registers.last(paper_id, name)
                    new.setdefault(paper_id, {})[name] = value
                    was.setdefault(paper_id, {})[name] = (old, t)
        if not new and not undo and not redo:
            return None
        common, each = grouped(new)
        t = self.journal.stamp()
        return Act(t, self.journal.machine, tuple(new), common, each, was, undo, redo)

    def _complete(
        self,
        changes: Changes,
        files: Mapping[str, str],
        known: set[str],
        versions: Mapping[str, int],
    ) -> None:
        """Add to changes the version read, the citation, and the other notes that a note replaces.

        Raises UnknownPaper if the library lacks a paper that needs a citation or is in `known`.
        """
        uncited = {paper_id for paper_id in changes if not self._marks.is_cited(paper_id)}
        citing = {paper_id for paper_id in uncited if wants_cite(changes[paper_id])}
        read = {paper_id for paper_id in changes if changes[paper_id].get("pile") == "read"}
        needed = citing | (uncited & known)
        unread = (needed | read) - versions.keys()
        papers = self._papers.find_surely(citing | unread, files)
        self._refuse_unknown(changes, needed - papers.keys() - versions.keys())
        keys = self._marks.bib_keys()
        keys.update((fields["key"].lower(), 1) for fields in changes.values() if fields.get("key"))
        tried: dict[str, int] = {}
        for paper_id, fields in changes.items():
            paper = papers.get(paper_id)
            version = versions.get(paper_id)
            if paper is not None:
                version = paper.version
            if version and paper_id in read:
                fields.setdefault("read_version", version)
            if "note" in fields and (others := self.storage.open_notes(paper_id)):
                replaced = self.storage.value(paper_id, "note_over") or ()
                fields["note_over"] = sorted({*replaced, *others})
            if paper and paper_id in citing:
                base = citation_key.key_base(paper, self.key_template)
                copy = citation.cite(paper, citation_key.free_key(base, keys, tried))
                keys[copy.key.lower()] = 1
                fields.setdefault("cite", orjson.loads(orjson.dumps(copy)))

    def _refuse_taken(self, changes: Changes) -> None:
        """Raise KeyTaken if changes give a key that another paper has, or give a key twice."""
        keys: dict[str, str] = {}
        for paper_id, fields in changes.items():
            if fields.get("key"):
                keys[paper_id] = fields["key"]
        if not keys:
            return
        given: dict[str, str] = {}
        there = self._marks.by_key()
        for paper_id, key in keys.items():
            others = [other for other in there.get(key.lower(), ()) if other not in keys]
            first = given.setdefault(key.lower(), paper_id)
            if first != paper_id:
                others.append(first)
            if others:
                raise KeyTaken(key, others[0])

    def _refuse_unknown(self, changes: Changes, lacking: set[str]) -> None:
        """Raise UnknownPaper for papers that the library lacks.

        A mark that another machine set on such a paper may be removed. An id that is no arXiv id is
        refused later, with its own error.
        """
        marked = lacking & self.storage.docs.keys()
        lacking = lacking - {paper_id for paper_id in marked if _only_removes(changes[paper_id])}
        unknown = [
            paper_id for paper_id in changes if paper_id in lacking and BARE_ID.fullmatch(paper_id)
        ]
        if unknown:
            raise UnknownPaper(unknown)

    def step(self, only: str, *, back: bool) -> Undone | None:
        """Undo the newest act of this machine (`back`), or redo the act last undone.

        See Library.undo() and redo().
        """
        with self.writing():
            acts = newest_first(self.journal.folder, self.journal.machine)
            step = undo.find(acts, undone=not back)
            if step is None or only not in ("", step.act.t):
                return None
            found = undo.work_out(step, self.storage, back=back)
            if back:
                line = self._compose(found.changes, undo=step.act.t)
            else:
                line = self._compose(found.changes, redo=step.act.t)
            return Undone(step.act, self.append(line), len(found.kept), len(found.shared))

    def close(self) -> None:
        """Wait until every act is on disk or has failed, and the journals are copied."""
        self._syncer.close()
        if self._mine:
            self._back_up()


def _only_removes(fields: Fields) -> bool:
    """Return whether fields only remove: no star, tag or note is set, and no pile but unread."""
    return not any(value and value != "unread" for value in fields.values())
