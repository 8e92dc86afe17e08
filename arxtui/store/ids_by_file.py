"""Long lists of ids, in steps: by day file, so that each is read once; found papers and others."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import TypeVar

from arxtui.store.act import PAPERS_A_STEP
from arxtui.work_in_steps import Steps

T = TypeVar("T")


def by_file(ids: Iterable[str], files: Mapping[str, str]) -> Steps[dict[str, list[str]]]:
    """Return day file -> ids, in steps; `files` has the files by id, `` is no file."""
    ids_of: dict[str, list[str]] = {}
    for number, paper_id in enumerate(ids, 1):
        ids_of.setdefault(files.get(paper_id, ""), []).append(paper_id)
        if number % PAPERS_A_STEP == 0:
            yield
    return ids_of


def lacking(ids: Iterable[str], found: Container[str]) -> Steps[set[str]]:
    """Return the ids without a found item, in steps."""
    absent: set[str] = set()
    for number, paper_id in enumerate(ids, 1):
        if paper_id not in found:
            absent.add(paper_id)
        if number % PAPERS_A_STEP == 0:
            yield
    return absent


def in_order_of(ids: Iterable[str], found: Mapping[str, T]) -> Steps[dict[str, T]]:
    """Return the items that were found, in the order of the ids, in steps."""
    ordered: dict[str, T] = {}
    for number, paper_id in enumerate(ids, 1):
        if paper_id in found:
            ordered[paper_id] = found[paper_id]
        if number % PAPERS_A_STEP == 0:
            yield
    return ordered
