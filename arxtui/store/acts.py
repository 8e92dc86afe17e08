"""Acts: read from the journals into the marks, and written, undone and done again under the lock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson

from arxtui import citation
from arxtui.arxiv_id import BARE_ID
from arxtui.store import backup, files, undo
from arxtui.store.act import Act, Fields, Value, iso, valid
from arxtui.store.durability import NotOnDisk, Receipt, Syncer, to_disk
from arxtui.store.fold import Changes, MarksStorage, grouped, plain, wants_cite
from arxtui.store.journal import Journal
from arxtui.store.log import newest_first
from arxtui.store.marks import Marks
from arxtui.store.papers import Papers
from arxtui.store.place import Place
from arxtui.text import many


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


class Acts:
    """All acts of the library: those that the journals have, and those that are written here."""

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
        """Acts folded that marks.json does not have yet."""
        self.waiting: Callable[[str], None] = lambda _: None
        """Called with the process that holds the library for long; raises to give up, else the writer waits on."""
        self._place = place
        self._marks = marks
        self._papers = papers
        self._lock = place.path / "marks" / ".lock"
        self._syncer = Syncer(self._lock, fsync, self._back_up)
        self._backed_up = ""
        self._mine: set[str] = set()

    def refresh(self, *, anew: bool = False) -> set[str]:
        """Fold what came into the journals, also from other processes and machines, or all of them `anew`.

        Return the papers that may have changed. Raises OSError, and leaves everything as it was.
        """
        self._place.check()
        before: set[str] = set()
        found = self.journal.look()
        if anew or self.journal.rewritten(found):
            before = set(self.storage.docs)
            self.journal.forget()
            self.storage.clear()
        changed = self.storage.fold(self._counted(self.journal.read(found)))
        if self.journal.newer:
            self._place.readonly = "written by a newer arxtui"
        return before | changed

    def _counted(self, acts: Iterator[Act]) -> Iterator[Act]:
        for act in acts:
            self.behind += 1
            yield act

    def commit(
        self, changes: Changes, files: Mapping[str, str] | None = None, known: Iterable[str] = ()
    ) -> Receipt:
        """Write changes as one act; papers that are `known` have to be so, whatever is set on them."""
        with self.writing():
            return self.append(self._compose(self._completed(changes, files or {}, set(known))))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock, with everybody's acts known; ReadOnly, NotOnDisk."""
        if self._place.readonly:
            raise ReadOnly(self._place.readonly)
        with to_disk(), self.locked(self._lock):
            self.refresh()
            if self._place.readonly:
                raise ReadOnly(self._place.readonly)
            yield

    @contextmanager
    def locked(self, lock: Path) -> Iterator[None]:
        """Hold a lock of this library, whose folder is made by the first write. Raises OSError."""
        self._place.check()
        with files.locked(lock, self.waiting):
            self._place.check()
            yield

    def append(self, act: Act | None) -> Receipt:
        """Write an act and fold it (lock held)."""
        if act is None:
            return Receipt()
        path = self.journal.write(act)
        self._mine.add(act.t)
        self.storage.fold([act])
        self.behind += 1
        return self._syncer.hand(Receipt(act.ids, path, act.t))

    def _back_up(self) -> None:
        """Copy the journals when that was not yet done today."""
        today = iso(self.journal.clock())[:10]
        if self._backed_up != today:
            self._backed_up = today
            with self._place.reporting(self._place.path / "backup", "no copy of the marks: "):
                self._place.check()
                self._copy(today)

    def _copy(self, name: str) -> None:
        """Copy the journals into backup/<name>/. Raises OSError."""
        year = min(iso(self.journal.clock())[:4], self.journal.newest[:4])
        backup.keep(self._place.path, name, year)

    def _compose(self, changes: Changes, undo: str | None = None, redo: str | None = None) -> Act | None:
        """The act that makes these changes, without what changes nothing; None when nothing is left. ValueError."""
        registers = self.storage.history.registers
        kept: Changes = {}
        was: dict[str, dict[str, tuple[Value, str | None]]] = {}
        for one, fields in changes.items():
            if not BARE_ID.fullmatch(one):
                raise ValueError(f"not an arXiv id: {one!r}")
            for name, value in fields.items():
                if not valid(name, value):
                    raise ValueError(f"{one!r} cannot be given {name!r}")
                old = self.storage.value(one, name)
                if plain(name, value) != plain(name, old):
                    kept.setdefault(one, {})[name] = value
                    was.setdefault(one, {})[name] = (old, registers.last(one, name)[0])
        if not kept and not undo and not redo:
            return None
        common, each = grouped(kept)
        return Act(self.journal.stamp(), self.journal.machine, tuple(kept), common, each, was, undo, redo)

    def _completed(self, changes: Changes, files: Mapping[str, str], known: set[str]) -> Changes:
        """Add to changes what goes with them: the version read, the citation, the other notes that a note
        replaces. Raises UnknownPaper if a citation is wanted, or the paper has to be known, and is not.
        """
        value = self.storage.value
        uncited = {paper_id for paper_id in changes if not self._marks.is_cited(paper_id)}
        citing = {paper_id for paper_id in uncited if wants_cite(changes[paper_id])}
        read = {paper_id for paper_id, fields in changes.items() if fields.get("pile") == "read"}
        papers = self._papers.find_surely(citing | read | (uncited & known), files)
        lacking = (citing | (uncited & known)) - papers.keys()
        marked = lacking & self.storage.docs.keys()
        lacking -= {paper_id for paper_id in marked if _only_removes(changes[paper_id])}
        unknown = [paper_id for paper_id in changes if paper_id in lacking and BARE_ID.fullmatch(paper_id)]
        if unknown:
            raise UnknownPaper(unknown)
        keys = self._marks.bib_keys()
        tried: dict[str, int] = {}
        for paper_id, fields in changes.items():
            paper = papers.get(paper_id)
            if paper and paper.version and paper_id in read:
                fields["read_version"] = paper.version
            if "note" in fields and (others := self.storage.open_notes(paper_id)):
                fields["note_over"] = sorted({*(value(paper_id, "note_over") or ()), *others})
            if paper and paper_id in citing:
                copy = citation.cite(paper, keys, tried)
                keys[copy.key] = 1
                fields.setdefault("cite", orjson.loads(orjson.dumps(copy)))
        return changes

    def step(self, only: str, *, back: bool) -> Undone | None:
        """Take the newest act of this machine back, or do again the one last undone; None if there is none.

        With the time of an act, `only` that one. What changed since is left as it is.
        """
        with self.writing():
            step = undo.find(newest_first(self.journal.folder, self.journal.machine), undone=not back)
            if step is None or only not in ("", step.act.t):
                return None
            found = undo.work_out(step, self.storage, back=back)
            if back:
                line = self._compose(found.changes, undo=step.act.t)
            else:
                line = self._compose(found.changes, redo=step.act.t)
            return Undone(step.act, self.append(line), len(found.kept), len(found.shared))

    def close(self) -> None:
        """Wait until every act is settled and copied."""
        self._syncer.close()
        if self._mine:
            self._back_up()


def _only_removes(fields: Fields) -> bool:
    """Return whether fields give a paper nothing: no star, tag, note, and no pile but unread."""
    return not any(value and value != "unread" for value in fields.values())
