"""The reader and writer of acts: reads journals into the marks; writes, undoes and redoes acts."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from arxtui.model import GivenMark
from arxtui.store import backup, files, undo
from arxtui.store.act import Act, iso
from arxtui.store.acts_newest_first import newest_first, newest_lines_first
from arxtui.store.changes_of_act import Changes
from arxtui.store.fsync_worker import Receipt, Syncer, to_disk
from arxtui.store.journal import Journal
from arxtui.store.journal_fold import MarksStorage
from arxtui.store.journal_position import Identity
from arxtui.store.library_folder import Place
from arxtui.store.loaded_marks import LoadedMarks, Union
from arxtui.store.marks import Marks
from arxtui.store.new_act import NewAct
from arxtui.store.papers import Papers
from arxtui.store.refusals import ReadOnly
from arxtui.work_in_steps import Steps, finish, let_go

_NONE_READ: Mapping[str, int] = {}


class Undone(NamedTuple):
    """The result of an undo or redo."""

    act: Act
    """The act that was undone or redone; the fields of single papers only for the first paper."""
    receipt: Receipt
    """The receipt of the line that was written for it."""
    kept: int
    """Papers that were not changed back, because they changed since."""
    shared: int
    """Papers that were not changed back, because another machine set the same value."""
    changed: int
    """Papers whose pile, star, tags or note differ now."""


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
        self.written = 0
        """Number of acts that were written since the start."""
        self.key_template = ""
        """The template of citation keys, as citation_key/ reads it; `` = config.KEY."""
        self.waiting: Callable[[str], None] = lambda _: None
        """Called with the id of a process that has held the lock for long; raises to give up."""
        self._place = place
        self._marks = marks
        self._papers = papers
        self._lock = place.path / "marks" / ".lock"
        self._syncer = Syncer(self._lock, fsync, self._back_up)
        self._folding: Steps[None] | None = None
        self._changed: set[str] = set()  # papers whose new lines nobody asked for yet
        self._is_writing = False
        self._backed_up = ""
        self._mine: set[str] = set()

    def refresh_in_steps(self, *, anew: bool = False) -> Steps[set[str]]:
        """Fold the new lines of the journals in steps, or all lines `anew`; see Library.refresh().

        While an action of this process is being written no line is read: the action began with
        all lines, and other processes wait for its end.
        """
        if self._is_writing:
            yield from self.settle_in_steps()
        else:
            yield from self._catch_up(anew=anew)
        changed = self._changed
        self._changed = set()
        return changed

    def _catch_up(self, *, anew: bool = False) -> Steps[None]:
        """Fold the new lines of the journals, or all lines `anew`. Raises OSError.

        If the steps end early, settle_in_steps() takes the others before anything else is folded.
        """
        yield from self.settle_in_steps()
        self._place.check()
        found = self.journal.look()
        if anew or self.journal.rewritten(found):
            self._folding = self._fold_all(found)
        else:
            self._folding = self.storage.fold_in_steps(self._new_acts(found), self._changed)
        yield from self.settle_in_steps()
        if self.journal.newer:
            self._place.readonly = "written by a newer arxtui, upgrade this one"

    def _fold_all(self, found: Mapping[str, Identity]) -> Steps[None]:
        """Fold all lines of the journals; until all are folded the old marks stay."""
        self.journal.forget()
        folded = MarksStorage()
        yield from folded.fold_in_steps(self._new_acts(found), self._changed)
        self._changed.update(self.storage.docs)
        yield from let_go(self.storage.replace(folded))

    def _new_acts(self, found: Mapping[str, Identity]) -> Iterator[Act | None]:
        """Yield the new acts of the journals and count them; None is a step without an act."""
        for act in self.journal.read(found):
            if act is not None:
                self.behind += 1
            yield act

    def commit(
        self,
        changes: Changes,
        files: Mapping[str, str],
        known: Container[str],
        versions: Mapping[str, int] = _NONE_READ,
    ) -> Steps[Receipt]:
        """Write changes as one act, in steps; see changes_of_act.Commit."""
        with self._lock_held():
            yield from self._prepare()
            new = self._new_act()
            yield from new.refuse_taken(changes)
            yield from new.complete(changes, files, known, versions)
            act = yield from new.compose(changes)
            path = yield from self._write(act)
        receipt = yield from self._fold(act, path)
        yield from let_go(changes)
        return receipt

    def load(self, given: Sequence[GivenMark]) -> LoadedMarks:
        """Set the marks of a file as one act; see loaded_marks.py."""
        with self.writing():
            union = Union(self.storage, partial(newest_first, self.journal.folder))
            there = self._papers.find(mark.paper_id for mark in given)
            for mark in given:
                if mark.paper_id in there:
                    union.add(mark)
            new = self._new_act()
            finish(new.complete(union.changes, {}, (), {}))
            act = finish(new.compose(union.changes))
            if act is not None:
                act = act._replace(loaded=True)
            return LoadedMarks(self.append(act), tuple(union.kept))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock while all lines of the journals are folded. Raises ReadOnly, NotOnDisk."""
        with self._lock_held():
            finish(self._prepare())
            yield

    @contextmanager
    def _lock_held(self) -> Iterator[None]:
        """Hold the lock of the journals. Raises ReadOnly, NotOnDisk."""
        self._refuse_readonly()
        with to_disk(), self.locked(self._lock):
            self._is_writing = True
            try:
                yield
            finally:
                self._is_writing = False

    def _prepare(self) -> Steps[None]:
        """Fold all lines of the journals, and read the origin of the marks, before an act.

        The caller holds the lock. Raises ReadOnly, OSError.
        """
        yield from self._catch_up()
        self._refuse_readonly()
        yield from self.storage.read_history_in_steps()

    def _refuse_readonly(self) -> None:
        """Raise ReadOnly if the library cannot be written."""
        if self._place.readonly:
            raise ReadOnly(self._place.readonly)

    @contextmanager
    def locked(self, lock: Path) -> Iterator[None]:
        """Hold a lock of this library, whose folder is made if it is missing. Raises OSError."""
        self._place.check()
        with files.locked(lock, self.waiting):
            self._place.check()
            yield

    def append(self, act: Act | None) -> Receipt:
        """Write an act and fold it; without an act do nothing.

        The caller is inside writing(). Raises OSError.
        """
        path = finish(self._write(act))
        return finish(self._fold(act, path))

    def _new_act(self) -> NewAct:
        """Return the maker of acts from changes. The caller is inside writing()."""
        return NewAct(self.journal, self.storage, self._marks, self._papers, self.key_template)

    def _write(self, act: Act | None) -> Steps[Path | None]:
        """Write the line of an act, and return the path of its journal; without an act do nothing.

        If the steps end before the last step, nothing is written. Raises OSError.
        """
        if act is None:
            return None
        path = yield from self.journal.write(act)
        self.written += 1
        self._mine.add(act.t)
        self._folding = self.storage.fold_in_steps([act], set())
        self.behind += 1
        return path

    def _fold(self, act: Act | None, path: Path | None) -> Steps[Receipt]:
        """Fold the act that was written, and return its receipt.

        Steps that are not taken are taken by settle(), before anything else is written or read.
        """
        if act is None:
            return Receipt()
        receipt = self._syncer.hand(Receipt(act.ids, path, act.t))
        yield from self.settle_in_steps()
        yield from let_go(act.each, act.was)
        return receipt

    def settle_in_steps(self) -> Steps[None]:
        """Fold the acts that were written or read but are not in the marks yet."""
        while self._folding is not None:
            try:
                next(self._folding)
            except StopIteration:
                self._folding = None
            except BaseException:
                self._folding = None
                raise
            if self._folding is not None:
                yield

    def settle(self) -> None:
        """Take all steps of settle_in_steps() at once."""
        finish(self.settle_in_steps())

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

    def step(self, only: str, *, back: bool) -> Steps[Undone | None]:
        """Undo the newest act of this machine (`back`), or redo the act last undone, in steps.

        See Library.undo() and redo().
        """
        with self._lock_held():
            yield from self._prepare()
            lines = newest_lines_first(self.journal.folder, self.journal.machine)
            step = yield from undo.find(lines, undone=not back)
            if step is None or only not in ("", step.act.t):
                return None
            found = yield from undo.work_out(step, self.storage, back=back)
            about = {"redo": step.act.t}
            if back:
                about = {"undo": step.act.t}
            act = yield from self._new_act().compose(found.changes, **about)
            path = yield from self._write(act)
        changed = 0
        if act is not None:
            changed = yield from act.visibly_changed()
        receipt = yield from self._fold(act, path)
        brief = step.act.in_brief()
        yield from let_go(found.changes)
        yield from step.let_go()
        return Undone(brief, receipt, len(found.kept), len(found.shared), changed)

    def close(self) -> None:
        """Wait until every act is on disk or has failed, and the journals are copied."""
        self.settle()
        self._syncer.close()
        if self._mine:
            self._back_up()
