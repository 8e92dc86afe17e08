"""The day file of each paper."""

from __future__ import annotations

from collections.abc import Iterator

from arxtui.store.catalogue import Catalogue

Places = dict[str, str]
"""id -> its file."""
Doubles = dict[str, set[str]]
"""File -> ids of papers that are in another file too, and are to be removed from this file."""


def places(catalogue: Catalogue) -> tuple[Places, Doubles]:
    """Return the file of each paper, and the copies to remove.

    A move that was cut short leaves two copies; the copy in the file of the paper's day stays.
    """
    files: Places = {}
    doubles: Doubles = {}
    for paper_id, file in _ids(catalogue):
        first = files.setdefault(paper_id, file)
        if first == file:
            continue
        leaving = file
        paper = catalogue.days.paper(paper_id, file)
        if paper and paper.published:
            files[paper_id] = file
            leaving = first
        doubles.setdefault(leaving, set()).add(paper_id)
    return files, doubles


def _ids(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield (id, file) of all papers, newest day first."""
    for year in catalogue.years():
        for of_file in catalogue.ids_by_file(year):
            if of_file is not None:
                file, ids = of_file
                for paper_id in ids:
                    yield paper_id, file
