"""The marks as a TinyDB table: pile, star, tags and note of each paper.

journal_fold.py makes the marks from the lines of the journals.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from heapq import nlargest
from typing import Any

from tinydb.table import Table

from arxtui.citation_key import is_key
from arxtui.model import UNMARKED, Citation, Head, Mark, is_time
from arxtui.store.act import PAPERS_A_STEP, Fields
from arxtui.store.changes_of_act import Changes, registers_of
from arxtui.store.fsync_worker import Receipt
from arxtui.store.journal_fold import MarksStorage
from arxtui.store.paper_record import SOUND
from arxtui.work_in_steps import Steps, finish, in_order

_MARKS_A_STEP = 2_000


class Marks(Table):
    """The TinyDB table of the marks. The document id is the arXiv id; a write is one act.

    The methods below read single fields at once; get() and search() of Table copy all documents.
    """

    document_id_class = str  # type: ignore[assignment]

    def __init__(self, storage: MarksStorage) -> None:
        super().__init__(storage, "marks", cache_size=0)
        self._marks = storage

    def _get_next_id(self) -> int:
        raise ValueError("a mark needs an arXiv id: insert a tinydb.table.Document with doc_id")

    def set(
        self, papers: Iterable[str | Head], fields: Fields, versions: Mapping[str, int]
    ) -> Steps[Receipt]:
        """Set fields on papers, given by id or head, as one act, in steps; see Library.act()."""
        changes: Changes = {}
        files: dict[str, str] = {}
        for number, paper in enumerate(papers, 1):
            if isinstance(paper, Head):
                files[paper.id] = paper.file
                changes[paper.id] = dict(fields)
            else:
                changes[paper] = dict(fields)
            if number % PAPERS_A_STEP == 0:
                yield
        if self._marks.commit is None:
            raise TypeError("these marks are only read")
        return (yield from self._marks.commit(changes, files, changes, versions))

    def of(self, paper_id: str) -> Mark:
        """Return the mark of a paper; UNMARKED if it has no mark."""
        return mark_of(self._marks.docs.get(paper_id))

    def pile(self, paper_id: str) -> str:
        """Return the pile of a paper: `unread`, `later` or `read`."""
        return str(self._marks.docs.get(paper_id, {}).get("pile", "unread"))

    def piles_and_stars(self, ids: Iterable[str]) -> Iterator[tuple[str, bool]]:
        """Yield the pile of each of these papers that has a mark, and whether it has a star."""
        docs = self._marks.docs
        for paper_id in ids:
            doc = docs.get(paper_id)
            if doc:
                yield doc.get("pile", "unread"), bool(doc.get("star"))

    def has_star(self, paper_id: str) -> bool:
        """Return whether a paper has a star."""
        return bool(self._marks.docs.get(paper_id, {}).get("star"))

    def tags_of(self, paper_id: str) -> tuple[str, ...]:
        """Return the tags of a paper, sorted."""
        return tuple(self._marks.docs.get(paper_id, {}).get("tags", ()))

    def note_of(self, paper_id: str) -> str:
        """Return the note of a paper; `` without a note."""
        return str(self._marks.docs.get(paper_id, {}).get("note") or "")

    def marked_at(self, paper_id: str) -> str:
        """Return the time of a paper's newest mark in ISO 8601 (UTC); `` without a mark."""
        doc = self._marks.docs.get(paper_id)
        if doc is None:
            return ""
        fields = registers_of(doc).keys() - {"cite", "key", "read_version", "note_over"}
        return self._marks.history.registers.newest(paper_id, fields)

    def key_by_hand(self, paper_id: str) -> str:
        """Return the citation key that was given to a paper by hand; `` without such a key."""
        return _key_by_hand(self._marks.docs.get(paper_id, {}))

    def keys_of(self, paper_id: str) -> list[str]:
        """Return the key that arxtui made for a paper, and the key given by hand."""
        doc = self._marks.docs.get(paper_id, {})
        found = [doc.get("cite", {}).get("key"), doc.get("key")]
        return [key for key in found if isinstance(key, str)]

    def by_key(self) -> dict[str, list[str]]:
        """Return citation key in lower case -> the ids of the papers that have it."""
        found: dict[str, list[str]] = {}
        for paper_id, doc in self._marks.docs.items():
            key = _key_by_hand(doc) or doc.get("cite", {}).get("key")
            if isinstance(key, str):
                found.setdefault(key.lower(), []).append(paper_id)
        return found

    def is_cited(self, paper_id: str) -> bool:
        """Return whether the marks hold the citation of a paper, which outlives the catalogue."""
        return bool(self._marks.docs.get(paper_id, {}).get("cite"))

    def ids(self) -> list[str]:
        """Return the ids of all papers with a mark, in no order."""
        return list(self._marks.docs)

    def items(self) -> Iterator[tuple[str, Mark]]:
        """Yield (id, mark) of all papers with a mark, in no order."""
        return ((paper_id, self.of(paper_id)) for paper_id in self.ids())

    def starred(self) -> list[str]:
        """Return the ids of all starred papers, in the order in which they were starred."""
        return finish(self.starred_in_steps())

    def starred_in_steps(self) -> Steps[list[str]]:
        """Return the papers that starred() returns, in steps."""
        stamps = self._marks.history.registers.stamps
        found: list[str] = []
        for number, paper_id in enumerate(self.ids(), 1):
            if self.has_star(paper_id):
                found.append(paper_id)
            if number % _MARKS_A_STEP == 0:
                yield
        return (yield from in_order(found, lambda paper_id: (stamps[paper_id]["star"], paper_id)))

    def newest_starred(self, count: int) -> Steps[list[str]]:
        """Return the ids of the newest `count` starred papers, oldest star first, in steps."""
        stamps = self._marks.history.registers.stamps
        newest: list[tuple[str, str]] = []
        for number, paper_id in enumerate(self.ids()):
            if self.has_star(paper_id):
                newest.append((stamps[paper_id]["star"], paper_id))
            if number % _MARKS_A_STEP == _MARKS_A_STEP - 1:
                newest = nlargest(count, newest)
                yield
        return [paper_id for _, paper_id in sorted(nlargest(count, newest))]

    def tags(self) -> dict[str, int]:
        """Return tag -> number of papers; the tag that was set first on any machine is first."""
        return dict(self._marks.tags)

    def bib_keys(self) -> MutableMapping[str, int]:
        """Return citation key -> how many papers have or had it, in a mapping that may be changed.

        The keys are in lower case. A paper with a key by hand counts for the key that arxtui made,
        too.
        """
        return ChainMap({}, self._marks.history.keys)

    def total(self, name: str) -> int:
        """Return how many papers have a `star`, or are in the pile `later` or `read`."""
        return self._marks.piles.get(name, 0)

    def unread(self, ids: Iterable[str]) -> int:
        """Return how many of these papers are unread."""
        docs = self._marks.docs
        return sum(docs.get(paper_id, {}).get("pile", "unread") == "unread" for paper_id in ids)


def mark_of(doc: Mapping[str, Any] | None) -> Mark:
    """Return a document of the table as a Mark."""
    if not doc:
        return UNMARKED
    copy = None
    if doc.get("cite"):
        copy = cite_of(doc["cite"])
        if key := _key_by_hand(doc):
            copy = copy._replace(key=key)
    return Mark(
        doc.get("pile", "unread"),
        doc.get("star", False),
        tuple(doc.get("tags", ())),
        doc.get("note"),
        copy,
        doc.get("read_version"),
        tuple(doc.get("other_notes", {}).items()),
    )


def _key_by_hand(doc: Mapping[str, Any]) -> str:
    """Return the key by hand in a document; `` if it is missing or not valid in a .bib."""
    key = doc.get("key", "")
    if not key or not is_key(key):
        return ""
    return str(key)


def cite_of(fields: Mapping[str, Any]) -> Citation:
    """Return the citation of a journal line.

    A field is absent if the line lacks it or has it in a wrong type.
    """
    sound = {name: value for name, value in fields.items() if (name, type(value)) in SOUND}
    authors = tuple(name for name in sound.get("authors", ()) if isinstance(name, str))
    return Citation(
        sound.get("title", ""),
        authors,
        _time_in(sound, "published"),
        _time_in(sound, "updated"),
        sound.get("doi"),
        sound.get("journal_ref"),
        sound.get("primary", ""),
        sound.get("version", 0),
        sound.get("key", ""),
    )


def _time_in(fields: Mapping[str, Any], name: str) -> str | None:
    """Return the time in a field; None without a time."""
    time = fields.get(name)
    if time and is_time(time):
        return str(time)
    return None
