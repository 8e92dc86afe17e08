"""A query put to the library: the predicate of query.py, the ranking of search.py, abstracts last. All in steps."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, islice
from typing import Literal

from arxtui.model import Head
from arxtui.query import Case, Query
from arxtui.search import Index, Steps, apart, needle, terms
from arxtui.store import Library
from arxtui.store.heads import Lazy, from_line
from arxtui.text import fold, words

_FEW = 5
"""Papers found by their heads below which the abstracts are looked through too."""
_ENOUGH = 1_000
"""Papers found by their abstracts after which the older ones are left out."""
_ASKED = 2_000  # newest papers whose authors, classes and venues are offered
_HEADS_AT_ONCE = 200
_AT_ONCE = 1_000  # heads read in one step
_PAPERS_AT_ONCE = 20  # where a predicate opens day files


@dataclass(frozen=True, slots=True)
class Found:
    """What a query found, or found so far."""

    heads: Sequence[Head]
    """Best first where words rank them, else newest day first."""
    total: int
    """How many papers fit; more than len(heads) where a ranking stops early."""
    tier: Literal["exact", "close", "part"] = "exact"
    """As the words stand, with corrected words, or with all but one word: the papers found by their heads."""
    corrected: tuple[tuple[str, str], ...] = ()
    """(typed, meant)."""
    by_abstract: int = 0
    """How many of the papers have some of the words in their abstracts only."""
    more: bool = False
    """The rest of the library is still looked through."""
    missing: tuple[str, ...] = ()
    """Ids that were asked for and are not in the library."""

    def told(self) -> str:
        """How it was found, in words; `` when the heads have the words as they were typed."""
        if self.missing:
            return f"not in the library: {' '.join(self.missing)}"
        close = ", ".join(f"{typed} → {meant}" for typed, meant in self.corrected)
        parts = [f"no exact match · close: {close}"] if close and not (self.tier == "part" and self.by_abstract) else []
        if self.by_abstract:
            parts += [f"{self.total - self.by_abstract} by title or author"] if self.tier == "exact" else []
            parts.append(f"{self.by_abstract} by abstract")
        elif self.more:
            parts.append("looking on…")
        elif self.tier == "part" and not parts:
            parts.append("no paper has all the words")
        return " · ".join(parts)


Finding = Generator[Found | None, None, None]
"""What was found so far, now and then; None = nothing else than before. Each step takes a few milliseconds."""


class Finder:
    """Finds in the library; renew() when papers came, retag() when tags changed."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._index = Index()
        self._heads: list[bytes] = []  # head lines without what the index has; a place is a row of the index
        self._reading: Iterator[None] | None = None
        self._newest = ""
        self._tagged: dict[str, tuple[str, ...]] = {}
        self._starred: Counter[str] | None = None  # starred papers by folded author
        self._written: dict[str, int] = {}  # papers by folded author, of those looked up

    def _read(self) -> Iterator[None]:
        """Read the heads and make the index, tags and all."""
        self._newest = batch.loaded if (batch := self._library.batch()) else ""
        texts: list[str] = []
        for lines in self._library.catalogue.by_year():
            for number, line in enumerate(lines):
                head, _, text = line.rpartition(b"\t")
                self._heads.append(head)
                texts.append(text.decode())
                if number % _AT_ONCE == 0:
                    yield
        self._heads.reverse()
        self._index = Index(reversed(texts))
        self._retag(None)

    def ready(self) -> Steps[None]:
        """Read what has to be read before anything is found."""
        if self._reading is None:
            self._reading = self._read()
        for _ in self._reading:
            yield

    def warm(self) -> Steps[None]:
        """Make ready for typos too."""
        yield from self.ready()
        yield from self._index.warm()

    def renew(self) -> None:
        """Take over papers that came, changed or left."""
        if self._reading is None:
            return
        for _ in self._reading:
            pass
        self._newest = batch.loaded if (batch := self._library.batch()) else ""
        fresh = dict(line.rsplit(b"\t", 1) for lines in self._library.catalogue.by_year() for line in lines)
        known = set(self._heads)
        rows = {_id_of(head): row for row, head in enumerate(self._heads) if head not in fresh}
        for head in reversed([head for head in fresh if head not in known]):
            row, text = rows.pop(_id_of(head), None), fresh[head].decode()
            if row is None:
                self._heads.append(head)
                self._index.add(text)
            else:
                self._heads[row] = head
                self._index.change(row, text)
        for row in rows.values():
            self._index.change(row, "")
        self._written.clear()
        self._retag(None)

    def retag(self, ids: set[str]) -> None:
        """Take over that tags and stars of these papers changed."""
        self._starred = None
        if self._reading is not None and ids:
            self._retag(ids)

    def _retag(self, ids: set[str] | None) -> None:
        """Give these papers, or all that have tags, their tags."""
        if ids is None:
            self._tagged, ids = {}, {one for one, mark in self._library.marked() if mark.tags}
        new = {one: self._library.mark(one).tags for one in ids}
        new = {one: tags for one, tags in new.items() if tags != self._tagged.get(one, ())}
        self._tagged |= new
        for row, head in enumerate(self._heads) if new else ():
            if (one := _id_of(head)) in new:
                self._index.retag(row, fold(" ".join(new[one])))

    def starred_by(self, names: Sequence[str]) -> Steps[dict[str, tuple[int, int]]]:
        """(starred, all) papers of those of these authors who have several, and any starred."""
        if self._starred is None:
            cites = [mark.cite for one in self._library.starred() if (mark := self._library.mark(one))]
            self._starred = Counter(words(fold(name)) for cite in cites if cite for name in set(cite.authors))
        found = {}
        for name in names:
            folded = words(fold(name))
            if folded and self._starred[folded]:
                if folded not in self._written:
                    yield from self.ready()
                    self._written[folded] = len((yield from self._index.with_name(folded)))
                if self._written[folded] > 1:
                    found[name] = (self._starred[folded], self._written[folded])
        return found

    def find(self, query: Query, limit: int = 200) -> Found:
        """The papers of a query, all steps at once; nothing for an empty one."""
        return [found for found in self.steps(query, limit) if found is not None][-1]

    def steps(self, query: Query, limit: int = 200) -> Finding:
        """The papers of a query, step by step."""
        yield from self.ready()
        if query.ids:
            yield from self._named(query.ids)
        elif query.words:
            yield from self._ranked(query, limit)
        elif query.plain:
            yield Found((), 0)
        else:
            yield from self._fitting(query)

    def _named(self, ids: Sequence[str]) -> Finding:
        """Yield the papers of these ids, newest day first, and then which of the ids have none."""
        wanted = set(ids)
        found = Found((), 0)
        for step in self.every(wanted.__contains__):
            found = step or found
            yield None
        there = {head.id for head in found.heads}
        yield replace(found, missing=tuple(paper_id for paper_id in ids if paper_id not in there))

    def _fitting(self, query: Query) -> Finding:
        """All papers that fit, newest day first."""
        rows, at_once = [*self._newest_first()], _PAPERS_AT_ONCE if query.needs_paper else _HEADS_AT_ONCE
        found: list[int] = []
        for start in range(0, len(rows), at_once):
            fitting = [row for row in rows[start : start + at_once] if self._fits(query, self._head(row))]
            found += fitting
            yield Found(self._lazy(found[:]), len(found), more=True) if fitting and len(found) < 500 else None
        yield Found(self._lazy(found), len(found))

    def values(self, field: str, typed: str) -> list[str]:
        """Authors, classes or venues with a word that begins as typed, most frequent in the newest papers first."""
        for _ in self.ready():
            pass
        sought = f" {words(fold(typed))}"
        of: dict[str, Callable[[Head], Iterable[str]]] = {
            "au": lambda head: head.authors.split(", "),
            "cat": lambda head: head.categories.split(),
            "venue": lambda head: [head.venue] if head.venue else [],
        }
        newest = (row for row in self._newest_first() if field != "au" or sought in self._index.line(row))
        heads = map(self._head, islice(newest, _ASKED if field in of else 0))
        counted = Counter(value for head in heads for value in of[field](head))
        return [value for value, _ in counted.most_common() if sought in f" {words(fold(value))}"]

    def _ranked(self, query: Query, limit: int) -> Finding:
        """Papers found by their heads, where those are few also by their abstracts; with all but one word the last."""
        passes = None if query.plain else lambda row: self._fits(query, self._head(row))
        hits = yield from self._index.search(query.words, passes, limit)
        found = Found(self._lazy(hits.rows), hits.total, hits.tier, hits.corrected)
        asked = apart(terms(query.words))
        if not asked or (hits.total >= _FEW and hits.tier != "part"):
            yield found
            return
        yield replace(found, more=True)
        first, last = ((), hits.rows) if hits.tier == "part" else (hits.rows, ())
        scored: list[tuple[float, int]] = []
        for rows in self._with_abstracts(asked):
            new = [one for one in rows if one[1] not in first and (passes is None or passes(one[1]))]
            if new:
                scored += [(-worth, -row) for worth, row in new]
                best = [-row for _, row in heapq.nsmallest(limit, scored)]
                heads = self._lazy(list(dict.fromkeys((*first, *best, *last)))[:limit])
                total = hits.total + sum(-row not in last for _, row in scored)
                found = replace(found, heads=heads, total=total, by_abstract=len(scored))
            yield replace(found, more=True) if new else None
            if len(scored) >= _ENOUGH:
                break
        yield found

    def _with_abstracts(self, asked: Sequence[str]) -> Iterator[list[tuple[float, int]]]:
        """(worth, row) of those whose line and abstract together have all the terms, a day at a time."""
        needles = [needle(term) for term in asked]
        pieces = [piece for term in asked for piece in term.split()]
        for file, rows in groupby(self._newest_first(), lambda row: self._heads[row].split(b"\t", 5)[4]):
            row_of, found = {_id_of(self._heads[row]): row for row in rows}, []
            for one, abstract in self._library.catalogue.abstracts(file.decode()):
                line, folded = self._index.line(row_of[one]) if one in row_of else "", fold(abstract)
                if line and all(piece in folded or piece in line for piece in pieces):
                    text = f" {words(folded)} "
                    if all(sought in text or sought in line for sought in needles):
                        found.append((self._index.weigh(row_of[one], asked, text), row_of[one]))
            yield found

    def every(self, keep: Callable[[str], bool]) -> Finding:
        """All papers whose id is to be kept, newest day first, step by step."""
        yield from self.ready()
        rows: list[int] = []
        for number, row in enumerate(self._newest_first()):
            if keep(_id_of(self._heads[row])):
                rows.append(row)
            if number % _AT_ONCE == 0:
                yield None
        yield Found(self._lazy(rows), len(rows))

    def _newest_first(self) -> Iterator[int]:
        return (row for row in range(len(self._heads) - 1, -1, -1) if self._index.line(row))

    def _lazy(self, rows: Sequence[int]) -> Sequence[Head]:
        return Lazy(len(rows), lambda at: self._head(rows[at]))

    def _head(self, row: int) -> Head:
        return from_line(self._heads[row] + b"\t" + self._index.line(row).encode())

    def _fits(self, query: Query, head: Head) -> bool:
        paper = partial(self._library.catalogue.paper, head.id, head.file)
        return query.matches(Case(head, self._library.mark(head.id), paper, self._newest))


def _id_of(line: bytes) -> str:
    return line[: line.index(b"\t")].decode()
