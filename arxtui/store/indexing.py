"""Indexing: heads that are missing or not fresh are checked and made anew, in steps.

The newest year comes first.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from arxtui.store.catalogue import Catalogue
from arxtui.store.library_folder import Place
from arxtui.store.text_files import Texts
from arxtui.store.text_indexing import TextIndexing
from arxtui.store.year import Indexed, Look, Year
from arxtui.work_in_steps import each_as

_FIRST = 10  # day files after which the heads of a year are written; then twice as many, and so on


class Progress(NamedTuple):
    """The progress of the indexing."""

    done: int
    """Day files whose heads were made anew."""
    of: int
    """Day files whose heads have to be made anew, as far as known."""
    written: bool = False
    """True if more heads are on disk than at the step before."""


class _Run:
    """A run over all years. steps() may be left at any time: heads that were written stay."""

    def __init__(
        self,
        catalogue: Catalogue,
        check: Callable[[], None],
        failed: Callable[[Path, OSError], None],
    ) -> None:
        """Take the catalogue and two functions.

        `check` raises OSError if nothing may be written; `failed` gets each reason why heads were
        not written, since an error in a derived file must not fail other work.
        """
        self._catalogue = catalogue
        self._check = check
        self._failed = failed
        self._done = 0
        self._of = 0

    def steps(self) -> Iterator[Progress]:
        """Yield after each day file that was checked and each paper whose head was made."""
        stale: list[Year] = []
        for year in self._catalogue.years():
            look = year.look()  # not year.fresh(): heads may be damaged behind their first line
            if not look.fresh:
                stale.append(year)
                self._of += len(look.missing)
            yield self._at()
        for year in stale:
            yield from self._index(year)

    def _at(self, *, written: bool = False) -> Progress:
        return Progress(self._done, self._of, written)

    def _index(self, year: Year) -> Iterator[Progress]:
        """Check the heads of a year, and make the missing heads."""
        try:
            mtime = year.mtime()
        except FileNotFoundError:  # its last paper was removed meanwhile
            return
        look = year.look()
        expected = len(look.missing)
        look = yield from each_as(year.verified_in_steps(look), self._at)
        self._of += len(look.missing) - expected
        if look.missing:
            yield from self._make(year, look, mtime)
        else:
            self._write(year, partial(year.write_look, look, mtime))

    def _make(self, year: Year, look: Look, mtime: int) -> Iterator[Progress]:
        """Make the missing heads of a year that had this mtime, and write them in between too."""
        there = look.by_file()
        complete_for = mtime
        made_some = False
        write_at = _FIRST
        for number, file in enumerate(look.missing, 1):
            making = self._catalogue.indexed_in_steps(year, file)
            made = yield from each_as(making, self._at)
            self._done += 1
            if made is None:
                complete_for = 0
            else:
                there[file] = made
                made_some = True
            if number == write_at and number < len(look.missing):
                write_at *= 2
                self._write(year, partial(year.write, _in_order(there), 0))
                yield self._at(written=True)
        if complete_for or made_some:  # else the heads on disk are right already
            self._write(year, partial(year.write, _in_order(there), complete_for))
        yield self._at(written=made_some)

    def _write(self, year: Year, write: Callable[[], None]) -> None:
        try:
            self._check()
            write()
        except OSError as why:
            self._failed(year.path, why)


def _in_order(indexed: Mapping[str, Indexed]) -> dict[str, Indexed]:
    """Return the day files, newest first."""
    return {file: indexed[file] for file in sorted(indexed, reverse=True)}


class Indexing:
    """Heads and text of a library: whether they are fresh, and the work that renews them."""

    def __init__(self, place: Place, catalogue: Catalogue, texts: Texts, machine: str) -> None:
        self._place = place
        self._heads = os.fspath(place.path / "heads")
        self._texts = texts
        self._catalogue = catalogue
        self._machine = machine
        self._misses_known = 0  # when steps() was begun
        self._damages_known = 0

    def use_indexed(self) -> None:
        """Answer only with papers that have heads from now on; the caller runs steps()."""
        self._catalogue.only_indexed = True

    def lacks_heads(self) -> bool:
        """Return whether a year has no heads at all, so that searches miss all its papers."""
        return any(year.identity() is None for year in self._catalogue.years())

    def written_at(self) -> int:
        """Return when any process last wrote heads, in ns since 1970; 0 = never.

        A load or a removal writes them at its end.
        """
        try:
            return os.stat(self._heads).st_mtime_ns
        except OSError:
            return 0

    def stale(self) -> bool:
        """Return whether steps() has something to do, without reading all heads."""
        if self._catalogue.misses > self._misses_known:
            return True
        return self._texts.damages > self._damages_known or self._catalogue.stale()

    @property
    def misses(self) -> int:
        """How many times papers were left out of an answer because their days are not indexed."""
        return self._catalogue.misses

    def run(self) -> None:
        """Bring heads and text up to date, all steps at once."""
        for _ in self.steps():
            pass

    def steps(self) -> Iterator[Progress]:
        """Bring heads and text up to date, newest year first, a few milliseconds a step.

        A thread may run it beside the library. Never fails.
        """
        self._misses_known = self._catalogue.misses
        self._damages_known = self._texts.damages
        if not self._place.readonly:
            catalogue = Catalogue(self._place.path, self._machine)
            catalogue.full_text = self._texts.wanted
            yield from _index(catalogue, self._place)
        # days that answers missed meanwhile are indexed now, or the next answer misses them again
        self._misses_known = self._catalogue.misses


def _index(catalogue: Catalogue, place: Place) -> Iterator[Progress]:
    """Bring the heads up to date and then the text."""
    texts = TextIndexing(catalogue, place.check, place.report)
    expected = texts.expected()
    done = 0
    heads = Progress(0, 0)
    for heads in _Run(catalogue, place.check, place.report).steps():
        yield heads._replace(of=heads.of + expected)
    for done, of, written in texts.steps():
        left = max(of, expected)
        yield Progress(heads.done + done, heads.of + left, written)
    yield Progress(heads.done + done, heads.of + done)
