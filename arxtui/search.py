"""The search: folded lines and words -> ranked hits, and spans to mark. The only user of rapidfuzz, for typos only.

All words must be in a line, in any order, as parts of words (short ones as beginnings); what is left of the lines is
narrowed as the query grows, and at most 200 are scored. Only when nothing matches are the words corrected, against the
words of the lines and never against whole lines: no scorer over lines finds what is meant.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise, repeat
from operator import and_
from typing import Literal

from arxtui.model import parse_id
from arxtui.text import fold, words

SCORED = 200
"""Lines that are scored at most."""
_POOL = 10_000  # newest matches among which those worth scoring are picked
_MANY = 30_000  # lines beyond which one or two letters give the newest matches only
_NEWEST = 1_000
_MENDED = 16  # words that are corrected at most: of a pasted abstract the longest
_VERSION = re.compile(r"(?<=\d)v\d*$")
_ID_BEGUN = re.compile(r"\d{4}\.\d+")

Tier = Literal["exact", "close", "part"]
Allow = Callable[[int], bool]
Alternatives = tuple[tuple[str, str, float], ...]  # (word, as looked for, penalty)
Near = tuple[tuple[str, float], ...]  # (word, distance)


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found."""

    rows: tuple[int, ...]
    """Rows of the index, best first."""
    total: int
    """How many lines match; for one or two letters among more than 30,000 lines at most the newest 1,000."""
    tier: Tier
    """As the words stand, with corrected words, or with all but one of them."""
    corrected: tuple[tuple[str, str], ...] = ()
    """(typed, meant) in the best hit."""


def terms(free: Iterable[str]) -> tuple[str, ...]:
    """The free words of a query as they are looked for: ids, classes and phrases whole, the rest word by word."""
    found: list[str] = []
    for word in free:
        folded = fold(word)
        if folded.startswith('"'):
            found.append(words(folded))
        elif "." in folded.strip(".") or "/" in folded.strip("/"):
            whole = folded.strip("./,;:")
            try:
                found.append(parse_id(whole)[0])  # also arXiv: and an address
            except ValueError:
                found.append(_VERSION.sub("", whole))
        else:
            found += words(folded).split()
    return tuple(term for term in found if term)


def _apart(asked: tuple[str, ...]) -> tuple[str, ...]:
    """The terms with `gpt-3.5` and `image/video` word by word; ids stay whole."""
    found: list[str] = []
    for term in asked:
        whole = _ID_BEGUN.fullmatch(term) or not re.search("[./]", term)
        found += [term] if whole else words(term).split() or [term]
    return tuple(found)


class Index:
    """The lines of one state of the library, newest first."""

    def __init__(self, lines: Sequence[str], tags: Mapping[int, str]) -> None:
        self._lines = list(lines)
        self._untagged: dict[int, str] = {}
        self._stack: list[tuple[tuple[str, ...], list[int]]] = []
        self._vocabulary: Vocabulary | None = None
        self._changed: list[tuple[int, str, str]] = []  # lines that the vocabulary has otherwise
        self._warming: Iterator[int] | None = None
        self.looked = 0
        """Lines looked at by the last search."""
        for row, text in tags.items():
            self.retag(row, text)

    def retag(self, row: int, tags: str) -> None:
        """Give a row other tags (folded, parted by blanks)."""
        before = self._lines[row]
        line = self._untagged.setdefault(row, before)
        self._lines[row] = f"{line}| {words(tags)} " if words(tags) else line
        self._stack.clear()
        self._changed.append((row, before, self._lines[row]))

    def search(self, free: Sequence[str], allow: Container[int] | Allow | None = None, limit: int = SCORED) -> Hits:
        """The best rows for the free words of a query, among those that `allow` holds or lets pass."""
        self.looked = 0
        passes = allow if allow is None or callable(allow) else allow.__contains__
        asked = terms(free)
        if not asked:
            return Hits((), 0, "exact")
        for these in dict.fromkeys((asked, _apart(asked))):
            rows = self._having(these, passes)
            if rows:
                best = self._ranked(rows, these, [*map(_alternatives, these)], limit)
                return Hits(best, len(rows), "exact")
        return self._corrected(asked, passes, limit)

    # exact

    def _having(self, asked: tuple[str, ...], passes: Allow | None) -> list[int]:
        """Rows that pass, with all terms, newest first."""
        while self._stack and not _goes_on(self._stack[-1][0], asked):
            self._stack.pop()
        if not self._stack and len(self._lines) > _MANY and all(len(term) < 3 for term in asked):
            return self._newest(asked, passes)
        rows = self._narrowed(asked)
        return rows if passes is None else [row for row in rows if passes(row)]

    def _narrowed(self, asked: tuple[str, ...]) -> list[int]:
        """Rows with all terms, out of those of the last search that these terms go on from."""
        done, rows = self._stack[-1] if self._stack else ((), None)
        if rows is not None and done == asked:
            return rows
        new = [term for at, term in enumerate(asked) if at >= len(done) or done[at] != term]
        for term in sorted(new, key=len, reverse=True):
            rows = self._with(_needle(term), range(len(self._lines)) if rows is None else rows)
        self._stack.append((asked, rows or []))
        return rows or []

    def _newest(self, asked: tuple[str, ...], passes: Allow | None) -> list[int]:
        """The newest rows that pass, with all of these short terms."""
        rows: Iterator[int] = iter(range(len(self._lines)))
        for term in asked:
            rows = self._each_with(_needle(term), rows)
        found = list(islice(rows if passes is None else filter(passes, rows), _NEWEST))
        self.looked += found[-1] + 1 if len(found) == _NEWEST else len(self._lines)
        return found

    def _each_with(self, needle: str, rows: Iterable[int]) -> Iterator[int]:
        lines = self._lines
        return (row for row in rows if needle in lines[row])

    def _with(self, needle: str, rows: Sequence[int]) -> list[int]:
        self.looked += len(rows)
        lines = self._lines
        return [row for row in rows if needle in lines[row]]

    def _ranked(
        self, rows: Sequence[int], asked: Sequence[str], looked_for: Sequence[Alternatives], limit: int
    ) -> tuple[int, ...]:
        """The best rows, and behind them the rest, newest first."""
        pairs = [f" {one} {two}" for one, two in pairwise(asked)]
        worth = self._worth_scoring(rows[:_POOL], asked, pairs, min(limit, 10))
        letters = sum(len(term) for term in asked)
        best = [row for _, row in sorted((-self._score(row, looked_for, pairs, letters), row) for row in worth)]
        if len(best) < min(limit, len(rows)):
            scored = set(best)
            best += [row for row in rows if row not in scored]
        return tuple(best[:limit])

    def _worth_scoring(
        self, rows: Sequence[int], asked: Sequence[str], pairs: Sequence[str], enough: int
    ) -> Sequence[int]:
        """At most SCORED rows: those with words begun, in the title, whole, side by side, while enough are left."""
        lines = self._lines
        for kind in ("begun", "title", "whole"):
            for term in asked:
                if len(rows) <= SCORED:
                    return rows
                self.looked += len(rows)
                needle = f" {term} " if kind == "whole" else f" {term}"
                if kind == "title":
                    fewer = [row for row in rows if 0 <= lines[row].find(needle) < lines[row].index(" |")]
                else:
                    fewer = [row for row in rows if needle in lines[row]]
                rows = fewer if len(fewer) >= enough else rows
        for pair in pairs:
            if len(rows) <= SCORED:
                return rows
            self.looked += len(rows)
            fewer = [row for row in rows if pair in lines[row]]
            rows = fewer if len(fewer) >= enough else rows
        return rows[:SCORED]

    def _score(self, row: int, looked_for: Sequence[Alternatives], pairs: Sequence[str], letters: int) -> float:
        """By field, word boundary, order and share typed; about 1 for each word found whole."""
        line = self._lines[row]
        self.looked += 1
        title = line.index(" |") + 1
        total = 0.0
        for alternatives in looked_for:
            total += max((_weight(line, title, *one) for one in alternatives), default=0.0) or -0.6
        total += 0.3 * sum(line.find(pair, 0, title) >= 0 for pair in pairs)
        return total + 0.15 * letters / title

    # corrected

    def warm(self) -> Iterator[int]:
        """Make ready for typos, a few lines at a time; yields how many are done. A typo does what is left at once."""
        if self._vocabulary is None:
            self._vocabulary = Vocabulary()
            self._changed.clear()
            self._warming = self._vocabulary.learn(tuple(self._lines))
        if self._warming is not None:
            yield from self._warming
            self._warming = None
        while self._changed:
            self._vocabulary.change(*self._changed.pop(0))

    def _corrected(self, asked: tuple[str, ...], passes: Allow | None, limit: int) -> Hits:
        for _ in self.warm():
            pass
        vocabulary = self._vocabulary or Vocabulary()
        longest = set(sorted(asked, key=len, reverse=True)[:_MENDED])
        asked = tuple(term for term in dict.fromkeys(asked) if term in longest)
        looked_for: list[Alternatives] = []
        having: list[set[int]] = []
        for term in asked:
            parts = _apart((term,))
            near = [vocabulary.near(part) for part in parts]
            looked_for += [_alternatives(part, meant) for part, meant in zip(parts, near, strict=True)]
            having.append(set.intersection(*map(self._near_rows, repeat(vocabulary), parts, near)))
        for tier, found in _fewer_and_fewer(having):
            fitting = sorted(found if passes is None else filter(passes, found))
            if fitting:
                best = self._ranked(fitting, _apart(asked), looked_for, limit)
                return Hits(best, len(fitting), tier, self._meant(best[0], looked_for))
        return Hits((), 0, "part")

    def _near_rows(self, vocabulary: Vocabulary, term: str, near: Near) -> set[int]:
        rows = self._with(_needle(term), range(len(self._lines)))
        return set(rows).union(*(vocabulary.rows[word] for word, _ in near))

    def _meant(self, row: int, looked_for: Sequence[Alternatives]) -> tuple[tuple[str, str], ...]:
        line = self._lines[row]
        changed = [(one[0][0], [word for word, sought, _ in one[1:] if sought in line]) for one in looked_for]
        return tuple((term, there[0]) for term, there in changed if there and _needle(term) not in line)


def _alternatives(term: str, near: Near = ()) -> Alternatives:
    return ((term, " " + term, 0.0), *((word, " " + word, 0.15 + 0.2 * far) for word, far in near))


def _needle(term: str) -> str:
    return term if len(term) > 2 and " " not in term else " " + term


def _fewer_and_fewer(having: Sequence[set[int]]) -> Iterator[tuple[Tier, set[int]]]:
    """The rows that have all the terms, then those that have all but one (of two: the rarer one)."""
    few = sorted(having, key=len)
    yield "close", set.intersection(*few)
    if len(few) == 2:
        yield from (("part", rows) for rows in few)
    elif len(few) > 2:
        before = [*accumulate(few, and_)]
        after = [*accumulate(reversed(few), and_)][::-1]
        between = (one & other for one, other in zip(before, after[2:], strict=False))
        yield "part", after[1].union(before[-2], *between)


def _goes_on(before: tuple[str, ...], now: tuple[str, ...]) -> bool:
    """Whether every line of these terms also was a line of those before."""
    if len(before) > len(now) or before[:-1] != now[: len(before) - 1]:
        return False
    last, same = before[-1], now[len(before) - 1]
    return last == same or (same.startswith(last) and _needle(last).strip() == last and _needle(last) in _needle(same))


def _weight(line: str, title: int, word: str, sought: str, penalty: float) -> float:
    """What one word found in a line is worth; 0 = not found."""
    at = line.find(sought)
    if at >= 0:
        end = at + len(sought)
        if line[end] == " " or line.find(sought + " ") >= 0:
            worth = 1.0 if at < title or line.find(sought + " ,") >= 0 else 0.9
        else:
            worth = (0.6 if at < title else 0.5) + 0.3 * len(word) / (line.index(" ", end) - at - 1)
        return worth - penalty
    if penalty:
        return 0.0
    at = line.find(word)
    return 0.0 if at < 0 else 0.4 if at < title else 0.25


class Vocabulary:
    """The words of the lines, to correct typed ones."""

    def __init__(self) -> None:
        self.rows: dict[str, array[int]] = {}
        """Word -> rows that have it."""
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._by_first: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._by_start: dict[str, list[str]] = defaultdict(list)
        self._known: dict[str, Near] = {}

    def learn(self, lines: Sequence[str], at_once: int = 200) -> Iterator[int]:
        """Learn the words of all lines, stopping for a moment after each few; yields how many lines are done."""
        for start in range(0, len(lines), at_once):
            for row, line in enumerate(lines[start : start + at_once], start):
                for word in _words_of(line):
                    self._rows_of(word).append(row)
            yield min(start + at_once, len(lines))

    def change(self, row: int, before: str, after: str) -> None:
        """Take over that a line became another."""
        old, new = _words_of(before), _words_of(after)
        for word in old - new:
            self.rows[word].remove(row)
        for word in new - old:
            self._rows_of(word).append(row)
        self._known.clear()

    def _rows_of(self, word: str) -> array[int]:
        rows = self.rows.get(word)
        if rows is None:
            rows = self.rows[word] = array("I")
            self._by_length[len(word)].append(word)
            self._by_first[word[0], len(word)].append(word)
            self._by_start[word[:2]].append(word)
        return rows

    def near(self, term: str) -> Near:
        """(word, distance) of at most 15 words that may have been meant, nearest and most frequent first."""
        if term not in self._known:
            allowed = 0 if len(term) < 3 or not term.isalpha() else 1 if len(term) < 8 else 2
            found = [one for one in self._near(term, allowed) if self.rows[one[0]]] if allowed else []
            found.sort(key=lambda one: (one[1], -len(self.rows[one[0]]), one[0]))
            if len(self._known) > 1_000:
                self._known.clear()
            self._known[term] = tuple(found[:15])
        return self._known[term]

    def _near(self, term: str, allowed: int) -> list[tuple[str, float]]:
        size = len(term)
        sizes = range(size - allowed, size + allowed + 1)
        pool = [word for n in sizes for word in self._by_first.get((term[0], n), ())]
        found = [(word, far) for word, far, _ in _close(term, pool, allowed, 60) if word != term]
        if size >= 5:  # the beginning of a longer word, with a typo in it
            longer = [word for word in self._by_start.get(term[:2], ()) if len(word) > size + allowed]
            found += [(longer[at], far + 0.5) for _, far, at in _close(term, [word[:size] for word in longer], 1, 60)]
        if not found or max(len(self.rows[word]) for word, _ in found) < 3:  # the first letter may be the typo
            others = [
                word
                for n in range(size - 1, size + 2)
                for word in self._by_length.get(n, ())
                if word[0] != term[0] and (word[1:3] == term[1:3] or word[1] == term[0] or word[0] == term[1])
            ]
            found += [(word, far) for word, far, _ in _close(term, others, 1, 30)]
        return list(dict(sorted(found, key=lambda one: -one[1])).items())


def _words_of(line: str) -> set[str]:
    return {word for word in line.split() if len(word) > 2 and word.isalpha()}


def _close(term: str, pool: Sequence[str], allowed: int, limit: int) -> list[tuple[str, float, int]]:
    from rapidfuzz import process  # 30 ms that the exact search does without
    from rapidfuzz.distance import OSA

    found = process.extract(term, pool, scorer=OSA.distance, processor=None, score_cutoff=allowed, limit=limit)
    return [(word, float(far), int(at)) for word, far, at in found]


def spans(text: str, free: Sequence[str], corrected: Sequence[tuple[str, str]] = ()) -> tuple[tuple[int, int], ...]:
    """The parts of a shown text that the words hit, as (start, end) in it, in order, apart from each other."""
    folded, places = _folded_with_places(text)
    meant = dict(corrected)
    hit = bytearray(len(text))
    for term in terms(free):
        needles = {term, meant.get(term, term)}
        for word in needles if term in folded else needles.union(_apart((term,))):
            begin = r"\b" if len(word) < 3 or " " in word else ""
            for found in re.finditer(begin + " +".join(map(re.escape, word.split())), folded):
                first, last = places[found.start()], places[found.end() - 1]
                hit[first : last + 1] = b"\1" * (last + 1 - first)
    return tuple((found.start(), found.end()) for found in re.finditer(b"\1+", hit))


def _folded_with_places(text: str) -> tuple[str, Sequence[int]]:
    """The text folded, punctuation as blanks, and for each of its characters the place in the text."""
    if text.isascii():
        return re.sub(r"[\W_](?<![./])", " ", text.lower()), range(len(text))
    folded: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        plain = fold(char)
        folded.append(plain)
        places += [at] * len(plain)
    return re.sub(r"[\W_](?<![./])", " ", "".join(folded)), places
