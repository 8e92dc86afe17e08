"""Reasons to refuse an act: the library is read-only, papers are unknown, a key is taken."""

from __future__ import annotations

from collections.abc import Sequence

from arxtui.store.fsync_worker import NotOnDisk
from arxtui.text import many


class ReadOnly(NotOnDisk):
    """The library cannot be written here; the message is the reason."""


class UnknownPaper(ValueError):
    """Papers that are neither in the library nor cited: nothing can be set on them."""

    def __init__(self, ids: Sequence[str]) -> None:
        more = ""
        if len(ids) > 1:
            more = f" and {many(len(ids) - 1, 'other paper')}"
        super().__init__(f"no longer in the library: {ids[0]}{more}")
        self.ids = tuple(ids)
        """Ids of the papers."""


class KeyTaken(ValueError):
    """A citation key that another paper has: it cannot be given."""

    def __init__(self, key: str, paper_id: str) -> None:
        super().__init__(f"{key} is the key of {paper_id}: each paper needs a key of its own")
