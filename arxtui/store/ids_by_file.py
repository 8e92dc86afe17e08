"""The ids of papers by their day file, so that each day file is read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from arxtui.store.act import PAPERS_A_STEP
from arxtui.work_in_steps import Steps


def by_file(ids: Iterable[str], files: Mapping[str, str]) -> Steps[dict[str, list[str]]]:
    """Return day file -> ids, in steps; `files` has the files by id, `` is no file."""
    ids_of: dict[str, list[str]] = {}
    for number, paper_id in enumerate(ids, 1):
        ids_of.setdefault(files.get(paper_id, ""), []).append(paper_id)
        if number % PAPERS_A_STEP == 0:
            yield
    return ids_of
