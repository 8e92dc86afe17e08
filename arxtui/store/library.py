"""Library: the papers and the user's marks in a folder.

Other rooms write into it through this class only.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from arxtui import citation_key
from arxtui.model import Entry, GivenMark, Head, Paper, Problem
from arxtui.pdf.saved_pdfs import SavedPdfs
from arxtui.store import check, checkpoint, files
from arxtui.store.act import Fields, iso
from arxtui.store.act_writer import Acts, Undone
from arxtui.store.acts_newest_first import Log
from arxtui.store.catalogue import Catalogue
from arxtui.store.changes_of_act import Changes
from arxtui.store.checkpoint import Checkpoint
from arxtui.store.exported_keys import Exported
from arxtui.store.fetch_log import Fetched
from arxtui.store.fsync_worker import Receipt, to_disk
from arxtui.store.indexing import Indexing
from arxtui.store.intake import Intake
from arxtui.store.journal import Journal, now
from arxtui.store.journal_fold import MarksStorage
from arxtui.store.key_corrections import correct_keys
from arxtui.store.library_folder import Place, holds_only
from arxtui.store.loaded_marks import LoadedMarks
from arxtui.store.marks import Marks
from arxtui.store.papers import Papers
from arxtui.store.refusals import ReadOnly
from arxtui.store.text_files import Texts
from arxtui.work_in_steps import Steps, finish


class Library:
    """The folder of a library: journals, day files, and the files derived from them.

    Methods that change the library are in this class; methods that read it are in its parts:
    `marks`, `papers`, `log`, `indexing`, `checkpoint`. A library opens in any state; OSError is
    raised only if the path is no folder.
    """

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
        self._catalogue = Catalogue(path, machine)
        self._journal = Journal(path / "marks", machine, clock)
        self._storage = MarksStorage()
        self._exported = Exported(path, machine)
        self.marks = Marks(self._storage)
        """The mark of each paper: a TinyDB table."""
        self.papers = Papers(self._catalogue, self.marks)
        """The papers, to read."""
        self.log = Log(self._journal.folder, machine)
        """The acts, newest first."""
        self.texts = Texts(self._place, self._catalogue)
        """The words of the papers, abstracts among them, for searches."""
        self.indexing = Indexing(self._place, self._catalogue, self.texts, machine)
        """Renews heads and text, which lists and searches read."""
        self._acts = Acts(self._place, self._journal, self._storage, self.marks, self.papers, fsync)
        self._storage.commit = self._acts.commit
        self.saved_pdfs = SavedPdfs(self.marks.of, self.marks.bib_keys, lambda: self.key_template)
        """The PDFs in the folder of the settings."""
        self.checkpoint = Checkpoint(self._place, self._acts)
        """marks.json, from which the next start reads the marks."""
        if path.exists() and not path.is_dir():
            raise NotADirectoryError(20, "not a folder", str(path))
        folder = self._journal.folder if self._journal.folder.exists() else path
        if folder.exists() and not os.access(folder, os.W_OK):
            self.readonly = f"no permission to write in {folder}"
        checkpoint.restore(path / "marks.json", self._storage, self._journal)
        self.refresh()

    @property
    def readonly(self) -> str | None:
        """Why the library cannot be written; None if it can."""
        return self._place.readonly

    @readonly.setter
    def readonly(self, reason: str | None) -> None:
        self._place.readonly = reason

    @property
    def missing(self) -> str:
        """Why the folder is not where it was opened; `` if it is there."""
        return self._place.missing

    def wait_with(self, waiting: Callable[[str], None]) -> None:
        """Call `waiting` with the id of a process that holds the lock; it raises to give up."""
        self._acts.waiting = waiting

    @property
    def acts_written(self) -> int:
        """Number of acts that this process has written."""
        return self._acts.written

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Damage and failures that were found. The library works in spite of them."""
        days = self._catalogue.days.problems.values()
        return (*self._journal.problems, *days, *self._place.problems)

    def refresh(self, *, anew: bool = False) -> set[str]:
        """Fold the new lines of all journals, of other machines too; or all lines `anew`.

        Return the ids of the papers that may have changed. Raises OSError; all marks are then
        unchanged.
        """
        return finish(self.refresh_in_steps(anew=anew))

    def refresh_in_steps(self, *, anew: bool = False) -> Steps[set[str]]:
        """Do as refresh() in steps; an act in between first takes the steps that are left."""
        return self._acts.refresh_in_steps(anew=anew)

    def another(self) -> Library:
        """Return the library opened anew, for another thread. Raises NotOnDisk."""
        with to_disk():
            self._place.check()
            other = Library(self.path, self._journal.machine)
        other.texts.wanted = self.texts.wanted
        other.key_template = self.key_template
        other.saved_pdfs.use(self.saved_pdfs.pdf)
        return other

    def entry(self, head: Head) -> Entry[Head]:
        """Return a head with its present mark."""
        return Entry(head, self.marks.of(head.id))

    def entries(self, ids: Iterable[str]) -> list[Entry[Paper]]:
        """Return papers whole with their marks; unknown ids are left out."""
        papers = self.papers.find(ids)
        return [Entry(papers[paper_id], self.marks.of(paper_id)) for paper_id in papers]

    # acts

    def act(
        self,
        papers: Iterable[str | Head],
        fields: Fields,
        versions: Mapping[str, int] | None = None,
    ) -> Receipt:
        """Set fields (`pile`, `star`, `note`, `#tag`) on papers, given by id or head, as one act.

        The pile `read` also sets the version read; the first star, tag, note or later takes the
        citation. `versions` (id -> version) has papers that papers.versions_in_steps() read just
        now: they are not read again. Raises UnknownPaper if a paper is neither in the library nor
        cited (but fields that another machine set on it may be removed), NotOnDisk if the act
        cannot be written, ValueError if an id or a value is not allowed. After an error all marks
        are unchanged.
        """
        return finish(self.act_in_steps(papers, fields, versions))

    def act_in_steps(
        self,
        papers: Iterable[str | Head],
        fields: Fields,
        versions: Mapping[str, int] | None = None,
    ) -> Steps[Receipt]:
        """Do as act() in steps; nothing changes if they end before acts_written grows."""
        return self.marks.set(papers, fields, versions or {})

    def load_marks(self, given: Sequence[GivenMark]) -> LoadedMarks:
        """Set the marks of a file as one act, beside the marks of the library; see loaded_marks.py.

        Marks of papers that are not in the library are left out. Raises NotOnDisk.
        """
        return self._acts.load(given)

    def rekey(self, keys: Mapping[str, str]) -> Receipt:
        """Give papers citation keys by hand as one act; `keys` is id -> key.

        Papers that have the key already are left unchanged. Raises KeyTaken if another paper has a
        key, ValueError if a text cannot be a key, and as act() does.
        """
        changes: Changes = {}
        for paper_id, key in keys.items():
            if not citation_key.is_key(key):
                raise ValueError(citation_key.why_no_key(key))
            copy = self.marks.of(paper_id).cite
            if copy is None or copy.key != key:
                changes[paper_id] = {"key": key}
        return finish(self._acts.commit(changes, {}, changes))

    @property
    def key_template(self) -> str:
        """The template of new citation keys; `` = config.KEY.

        A template that citation_key.check() refuses may not be set.
        """
        return self._acts.key_template

    @key_template.setter
    def key_template(self, template: str) -> None:
        self._acts.key_template = template

    def undo(self, only: str = "") -> Undone | None:
        """Undo the newest act of this machine; see reverse_in_steps()."""
        return finish(self.reverse_in_steps(only, back=True))

    def redo(self, only: str = "") -> Undone | None:
        """Redo the act that was last undone; see reverse_in_steps()."""
        return finish(self.reverse_in_steps(only, back=False))

    def reverse_in_steps(self, only: str, *, back: bool) -> Steps[Undone | None]:
        """Undo (`back`) or redo in steps, except on papers that changed since.

        Return None without an act to reverse, or if `only` is the t of another act. Raises
        ReadOnly, NotOnDisk.
        """
        return self._acts.step(only, back=back)

    # papers

    def is_new(self) -> bool:
        """Return whether no paper and no mark was ever written here."""
        return holds_only(self.path, self._catalogue.lock)

    @contextmanager
    def loading(self, *, examples: bool = False) -> Iterator[Intake]:
        """Add papers through an Intake, one loader at a time; added papers stay after any error.

        Raises ReadOnly, NotOnDisk.
        """
        if self.readonly:
            raise ReadOnly(self.readonly)
        with to_disk(), self._acts.locked(self._catalogue.lock):
            self.refresh()  # examples marked by any process since the start must stay
            loaded = iso(self._journal.clock())
            load = Intake(
                self._catalogue,
                self._storage.docs,
                loaded,
                examples=examples,
                failed=self._place.report,
            )
            with closing(load):
                yield load
        correct_keys(load.marked, self.marks, self.papers, self._acts, self._exported)

    def forget(self, days: Iterable[str], ids: Iterable[str]) -> int:
        """Remove papers from the catalogue; return their number.

        Marks and citations stay. Raises ReadOnly, NotOnDisk.
        """
        with self.loading() as load:
            leaving = set(ids)
            for day in days:
                leaving.update(self.papers.day_ids(day))
            return load.forget(leaving)

    @property
    def fetched(self) -> Fetched:
        """The present record of the days that were fetched, read from disk."""
        return Fetched(self._catalogue.root)

    def note_export(self) -> None:
        """Store that the BibTeX keys given until now may be in a file: they never change again.

        Called before keys are written, copied or shown. A failure is a problem, not an error.
        """
        if self._journal.newest and not self.readonly:
            prefix = "the export could not be recorded, so citation keys may still change: "
            with self._place.reporting(self._exported.folder, prefix):
                self._place.check()
                self._exported.note(self._journal.newest)

    # upkeep

    def check(self) -> list[Problem]:
        """Return all damage, and how to mend it. All files are read again. Raises OSError."""
        self.refresh()
        found = check.marks(self.path / "marks.json", self._storage, self._journal)
        papers = check.papers(Catalogue(self.path, self._journal.machine))
        return [*found, *self._place.problems, *papers, *check.shared_keys(self.marks.items())]

    def mend(self) -> None:
        """Delete all derived files and make them anew. Raises OSError."""
        for derived in ("marks.json", "heads/*.tsv", "text/*.txt"):
            for path in self.path.glob(derived):
                path.unlink(missing_ok=True)
        self.refresh(anew=True)
        self.indexing.run()
        self._acts.behind += 1
        self.checkpoint.save()

    def close(self) -> None:
        """Wait until every act is settled and copied."""
        self._acts.close()
