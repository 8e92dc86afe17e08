"""Searches with words: by title, author, id, tag and note, then by abstract; best first."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

from arxtui.finder.full_text import SHORT, FullText
from arxtui.finder.heads_and_text import HeadsAndText, Wanted
from arxtui.finder.rows import Rows
from arxtui.search import Hits, in_text, needle, terms
from arxtui.search_result import Finding, Lacking, SearchResult

_LOOKED_AT = 16
"""Words of a query that are looked for in the abstracts; the longest of more words."""
_CORRECTED = 4
"""Words of a query that are corrected by the abstracts."""
_KNOWN = 10_000
"""Papers with corrected words that are known not to be counted again when their abstract fits."""


class WordSearch:
    """Finds the papers that have the words of a query, in their heads or in their abstracts."""

    def __init__(self, text: FullText) -> None:
        self._text = text

    def steps(
        self,
        papers: Rows,
        words: Sequence[str],
        passes: Callable[[int], bool] | None,
        limit: int,
    ) -> Finding:
        """Yield papers found by their heads, then also papers found by their abstracts.

        `passes` returns whether a row is wanted. Papers that lack a word come last.
        """
        hits = yield from papers.index.search(words, passes, max(limit, _KNOWN))
        if hits is None:
            return
        rows = hits.rows[:limit]
        found = SearchResult(papers.some(rows), hits.total, hits.tier, hits.corrected)
        asked = in_text(terms(words))
        if all(len(term) < SHORT for term in asked):
            yield found
            return
        yield found._replace(more=True, share=0.0)
        first: Sequence[int] = ()
        last: Sequence[int] = rows
        if hits.tier == "exact":
            first = rows
            last = ()
        wanted = Wanted(papers, tuple(map(needle, asked)), frozenset(hits.rows), passes)
        wanted.also_known = hits.tier == "part"
        both = HeadsAndText(papers, found, (first, last), wanted, limit)
        for step in self._text.find(papers, asked, wanted, limit):
            yield both.found(step)
        if hits.tier == "exact" or both.now.by_abstract:
            yield both.now
            return
        meant = yield from self._meant(papers, asked, hits)
        if meant:
            other = tuple(meant.get(term, term) for term in asked)
            both.correct(meant, tuple(map(needle, other)))
            for step in self._text.find(papers, other, wanted, limit):
                yield both.found(step)
        if both.now.by_abstract:
            found = both.now
        elif hits.lacking:
            found = found._replace(lacking=(yield from self._lacking(papers, hits, asked)))
        yield found

    def _meant(
        self, papers: Rows, asked: Sequence[str], hits: Hits
    ) -> Generator[None, None, dict[str, str]]:
        """Return typed -> meant for words that no paper has: by heads, else by abstracts."""
        meant: dict[str, str] = {}
        if hits.tier == "close":
            meant.update(hits.corrected)
        longest = set(sorted(asked, key=len, reverse=True)[:_LOOKED_AT])
        for term in dict.fromkeys(asked):
            if len(meant) >= _CORRECTED:
                break
            if term in longest and term not in meant and len(term) > SHORT:
                word = yield from self._text.meant(papers, term)
                if word:
                    meant[term] = word
        return meant

    def _lacking(
        self, papers: Rows, hits: Hits, asked: Sequence[str]
    ) -> Generator[None, None, Lacking]:
        """Return which words no hit has; looks into the abstracts whether any paper has them."""
        unknown = hits.unknown
        for word in hits.lacking:
            if not unknown:
                break
            for step in self._text.find(papers, in_text((word,)), None, 1):
                if step is not None and step.total:
                    unknown = False
                    break
                yield None
        meant = dict(hits.corrected)
        shown = [meant.get(word, word) for word in asked if word not in hits.lacking]
        return Lacking(hits.lacking, tuple(dict.fromkeys(shown)), unknown)
