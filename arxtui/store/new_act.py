"""A new act: the changes that a user asked for, completed, checked and composed, in steps.

Nothing is written here. The lock must be held, and the lines of all journals folded.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, MutableMapping

from arxtui import citation, citation_key
from arxtui.arxiv_id import BARE_ID
from arxtui.model import Paper
from arxtui.store.act import PAPERS_A_STEP, Act, Fields, Value, valid
from arxtui.store.changes_of_act import Changes, grouped, plain, wants_cite
from arxtui.store.ids_by_file import lacking
from arxtui.store.journal import Journal
from arxtui.store.journal_fold import MarksStorage
from arxtui.store.marks import Marks
from arxtui.store.paper_record import citation_record
from arxtui.store.papers import Papers
from arxtui.store.refusals import KeyTaken, UnknownPaper
from arxtui.work_in_steps import Steps, let_go

_CITED_A_STEP = 100
"""Papers in a step that get their citation, which takes longer than all else."""


class _Needs:
    """The papers and keys that changes need before they are an act."""

    def __init__(self) -> None:
        self.papers: set[str] = set()
        """Papers that have to be read."""
        self.known: set[str] = set()
        """Papers that have to be in the library."""
        self.citations: set[str] = set()
        """Papers that get their citation."""
        self.keys: dict[str, int] = {}
        """Keys given by hand, in lower case, as marks.bib_keys() has them."""


class NewAct:
    """Makes acts of changes."""

    def __init__(
        self,
        journal: Journal,
        storage: MarksStorage,
        marks: Marks,
        papers: Papers,
        key_template: str,
    ) -> None:
        self.journal = journal
        """The journals, for the time of the act."""
        self.storage = storage
        """The present marks."""
        self.marks = marks
        """The same, as a table."""
        self.papers = papers
        """The papers, for versions and citations."""
        self.key_template = key_template
        """The template of new citation keys; `` = config.KEY."""

    def compose(
        self, changes: Changes, undo: str | None = None, redo: str | None = None
    ) -> Steps[Act | None]:
        """Return the act of these changes, without fields that change nothing.

        None if no field is left. Raises ValueError if an id or a value is not allowed.
        """
        new: Changes = {}
        was: dict[str, dict[str, tuple[Value, str | None]]] = {}
        for number, (paper_id, fields) in enumerate(changes.items(), 1):
            if not BARE_ID.fullmatch(paper_id):
                raise ValueError(f"not an arXiv id: {paper_id!r}")
            self._compare(paper_id, fields, new, was)
            if number % PAPERS_A_STEP == 0:
                yield
        if not new and not undo and not redo:
            return None
        ids = tuple(new)
        common, each = yield from grouped(new)
        yield from let_go(new)
        t = self.journal.stamp()
        return Act(t, self.journal.machine, ids, common, each, was, undo, redo)

    def _compare(
        self,
        paper_id: str,
        fields: Fields,
        new: Changes,
        was: dict[str, dict[str, tuple[Value, str | None]]],
    ) -> None:
        """Add the fields of a paper that change something to `new`, and their old values to `was`.

        Raises ValueError if a value is not allowed.
        """
        registers = self.storage.history.registers
        for name, value in fields.items():
            if not valid(name, value):
                raise ValueError(f"{paper_id!r} cannot be given {name!r}")
            old = self.storage.value(paper_id, name)
            if plain(name, value) != plain(name, old):
                t, _ = registers.last(paper_id, name)
                new.setdefault(paper_id, {})[name] = value
                was.setdefault(paper_id, {})[name] = (old, t)

    def complete(
        self,
        changes: Changes,
        files: Mapping[str, str],
        known: Container[str],
        versions: Mapping[str, int],
    ) -> Steps[None]:
        """Add to changes the version read, the citation, and the other notes that a note replaces.

        Raises UnknownPaper if the library lacks a paper that needs a citation or is in `known`.
        """
        needs = yield from self._look_at(changes, known, versions)
        papers = yield from self.papers.find_surely(needs.papers, files)
        unknown = yield from lacking(needs.known, papers)
        self._refuse_unknown(changes, unknown)
        keys = self.marks.bib_keys()
        keys.update(needs.keys)
        tried: dict[str, int] = {}
        cited = 0
        for number, (paper_id, fields) in enumerate(changes.items(), 1):
            paper = papers.get(paper_id)
            version = versions.get(paper_id)
            if paper is not None:
                version = paper.version
            if version and fields.get("pile") == "read":
                fields.setdefault("read_version", version)
            if "note" in fields and (others := self.storage.open_notes(paper_id)):
                replaced = self.storage.value(paper_id, "note_over") or ()
                fields["note_over"] = sorted({*replaced, *others})
            if paper and paper_id in needs.citations:
                self._cite(paper, fields, keys, tried)
                cited += 1
            if number % PAPERS_A_STEP == 0 or cited == _CITED_A_STEP:
                cited = 0
                yield
        yield from let_go(papers, tried)

    def _look_at(
        self, changes: Changes, known: Container[str], versions: Mapping[str, int]
    ) -> Steps[_Needs]:
        """Return the papers and keys that these changes need. Papers in `versions` exist."""
        needs = _Needs()
        for number, (paper_id, fields) in enumerate(changes.items(), 1):
            cited = self.marks.is_cited(paper_id)
            cites = not cited and wants_cite(fields)
            if cites:
                needs.citations.add(paper_id)
            if paper_id not in versions and (cites or (not cited and paper_id in known)):
                needs.known.add(paper_id)
            if cites or paper_id in needs.known or self._reads(paper_id, fields, versions):
                needs.papers.add(paper_id)
            if fields.get("key"):
                needs.keys[fields["key"].lower()] = 1
            if number % PAPERS_A_STEP == 0:
                yield
        return needs

    @staticmethod
    def _reads(paper_id: str, fields: Fields, versions: Mapping[str, int]) -> bool:
        """Return True if a paper becomes read whose version has to be found."""
        return fields.get("pile") == "read" and paper_id not in versions

    def _cite(
        self,
        paper: Paper,
        fields: dict[str, Value],
        keys: MutableMapping[str, int],
        tried: dict[str, int],
    ) -> None:
        """Add the citation of a paper to its fields, with a key that no other paper has."""
        base = citation_key.key_base(paper, self.key_template)
        copy = citation.cite(paper, citation_key.free_key(base, keys, tried))
        keys[copy.key.lower()] = 1
        fields.setdefault("cite", citation_record(copy))

    def refuse_taken(self, changes: Changes) -> Steps[None]:
        """Raise KeyTaken if changes give a key that another paper has, or give a key twice."""
        keys: dict[str, str] = {}
        for number, (paper_id, fields) in enumerate(changes.items(), 1):
            if fields.get("key"):
                keys[paper_id] = fields["key"]
            if number % PAPERS_A_STEP == 0:
                yield
        if not keys:
            return
        given: dict[str, str] = {}
        there = self.marks.by_key()
        for paper_id, key in keys.items():
            others = [other for other in there.get(key.lower(), ()) if other not in keys]
            first = given.setdefault(key.lower(), paper_id)
            if first != paper_id:
                others.append(first)
            if others:
                raise KeyTaken(key, others[0])

    def _refuse_unknown(self, changes: Changes, absent: set[str]) -> None:
        """Raise UnknownPaper for papers that the library lacks.

        A mark that another machine set on such a paper may be removed. An id that is no arXiv id is
        refused later, with its own error.
        """
        if not absent:
            return
        marked = absent & self.storage.docs.keys()
        absent = absent - {paper_id for paper_id in marked if _only_removes(changes[paper_id])}
        unknown = [
            paper_id for paper_id in changes if paper_id in absent and BARE_ID.fullmatch(paper_id)
        ]
        if unknown:
            raise UnknownPaper(unknown)


def _only_removes(fields: Fields) -> bool:
    """Return whether fields only remove: no star, tag or note is set, and no pile but unread."""
    return not any(value and value != "unread" for value in fields.values())
