"""Tags as they are typed: the text to begin with, its completions, what is said beside it, what it sets. No Textual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from arxtui.model import Head
from arxtui.store import Library, tag_name
from arxtui.text import fold


class Tagging:
    """The tags of some papers under edit: those that all have, parted by commas."""

    def __init__(self, library: Library, heads: Sequence[Head], quick: Mapping[str, int]) -> None:
        self.heads = heads
        """The papers."""
        self._counts = library.tags()
        self._quick = quick
        self._common = set.intersection(*(set(library.mark(head.id).tags) for head in heads))

    def text(self) -> str:
        """What stands in the box at first."""
        return "".join(f"{tag}, " for tag in sorted(self._common))

    def complete(self, text: str) -> list[str]:
        """Whole texts in which the last tag is complete, best first."""
        *before, last = text.split(",")
        start = ",".join(before) + ", " if before else ""
        typed, there = fold(last.strip()), {piece.strip() for piece in before}
        near = [tag for tag in self._counts if fold(tag).startswith(typed) and tag not in there]
        return [f"{start}{tag}" for tag in near] if typed else []

    def near(self, text: str) -> str:
        """The known tags that the last one may become, with their digits and how many papers have them."""
        typed = fold(text.rpartition(",")[2].strip())
        digits = {tag: f"{digit} " for tag, digit in self._quick.items()}
        known = [f"{digits.get(tag, '')}{tag} {count}" for tag, count in self._counts.items() if typed in fold(tag)]
        return " · ".join(known) or "a new tag · commas part tags · Enter sets them"

    def fields(self, text: str) -> dict[str, bool]:
        """What the text sets: `#tag` on or off; ValueError for what is no tag."""
        wanted = {tag_name(piece) for piece in text.split(",") if piece.strip()}
        return {f"#{tag}": tag in wanted for tag in sorted(wanted ^ self._common)}
