"""Indexing: heads that are missing or not fresh are checked and made anew, in steps, newest year first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from arxtui.store.catalogue import Catalogue
from arxtui.store.heads import Indexed, Year

_FIRST = 10  # day files of a year whose heads are written when they are there; then twice as many, and so on


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the indexing has come."""

    done: int
    """Day files whose heads were made anew."""
    of: int
    """Day files whose heads have to be, as far as is known."""
    written: bool = False
    """There are more heads on the disk than there were at the step before."""


class Indexing:
    """One run over all years; made for steps(), which may be left at any time: what was written stays."""

    def __init__(
        self, catalogue: Catalogue, check: Callable[[], None], failed: Callable[[Path, OSError], None]
    ) -> None:
        """`check` raises OSError where nothing may be written; `failed` gets each reason why something was
        not: nothing derived may fail anything."""
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
        try:
            mtime = year.mtime()
        except FileNotFoundError:  # its last paper was removed meanwhile
            return
        look = year.look()
        expected = len(look.missing)
        checking = year.verified_in_steps(look)
        while True:
            try:
                next(checking)
            except StopIteration as end:
                look = end.value
                break
            yield self._at()
        self._of += len(look.missing) - expected
        if not look.missing:
            self._write(year, partial(year.write_look, look, mtime))
            return
        there = look.by_file()
        whole = True
        made_some = False
        write_at = _FIRST
        for number, file in enumerate(look.missing, 1):
            making = self._catalogue.indexed_in_steps(year, file)
            while True:
                try:
                    next(making)
                except StopIteration as end:
                    made = end.value
                    break
                yield self._at()
            self._done += 1
            if made is None:
                whole = False
            else:
                there[file] = made
                made_some = True
            if number == write_at and number < len(look.missing):
                write_at *= 2
                self._write(year, partial(year.write, _in_order(there), 0))
                yield self._at(written=True)
        if whole or made_some:  # else what was written last time is what there is
            self._write(year, partial(year.write, _in_order(there), mtime if whole else 0))
        yield self._at(written=made_some)

    def _write(self, year: Year, write: Callable[[], None]) -> None:
        try:
            self._check()
            write()
        except OSError as why:
            self._failed(year.path, why)


def _in_order(indexed: Mapping[str, Indexed]) -> dict[str, Indexed]:
    """Return the day files with the newest one first."""
    return {file: indexed[file] for file in sorted(indexed, reverse=True)}
