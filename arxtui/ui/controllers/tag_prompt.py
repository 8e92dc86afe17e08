"""The prompt for tags: its first text, completions, messages, and the tags that it sets."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from arxtui.model import Head, tag_name
from arxtui.text import fold
from arxtui.ui.panes.prompt_box import Prompt
from arxtui.ui.workspace import Workspace

SetTags = Callable[[Sequence[Head], dict[str, bool]], str]


class Tagging(Prompt):
    """The prompt for the tags of some papers: it begins with the tags that all have, in commas."""

    label = "tags:"
    keys = (("Tab", "complete"), ("Enter", "save"), ("Esc", "cancel"))
    replaced = False  # typing adds a tag: it must not replace the present tags

    def __init__(self, stage: Workspace, heads: Sequence[Head], set_: SetTags) -> None:
        """`set_` sets tags on papers, and returns why they are not on disk, else ``."""
        self._stage = stage
        self._heads = heads
        self._set = set_
        self._counts = stage.library.marks.tags()
        self._common = self._in_common()
        self.text = "".join(f"{tag}, " for tag in sorted(self._common))
        self.changed("")

    def _in_common(self) -> set[str]:
        """Return the tags that all papers have."""
        tags_of = self._stage.library.marks.tags_of
        common = set(tags_of(self._heads[0].id))
        for head in self._heads:
            if not common:
                break
            common.intersection_update(tags_of(head.id))
        return common

    def complete(self, text: str) -> list[str]:
        """Return whole texts in which the last tag is complete, best first."""
        *before, last = text.split(",")
        typed = fold(last.strip())
        if not typed:
            return []
        start = "".join(f"{piece}," for piece in before)
        if before:
            start += " "
        there = {piece.strip() for piece in before}
        near = [tag for tag in self._counts if fold(tag).startswith(typed) and tag not in there]
        return [f"{start}{tag}" for tag in near]

    def changed(self, text: str) -> None:
        """Show completions of the last tag, with their digits and numbers of papers."""
        typed = fold(text.rpartition(",")[2].strip())
        digits = {tag: f"{digit} " for tag, digit in self._stage.quick().items()}
        fitting = [(tag, count) for tag, count in self._counts.items() if typed in fold(tag)]
        known = " · ".join(f"{digits.get(tag, '')}{tag} {count}" for tag, count in fitting)
        new = "new tag · separate several with commas · Enter saves"
        self._stage.say(known or new, "quiet")

    def entered(self, text: str) -> str:
        """Set the changed tags; return the reason if a text cannot be a tag."""
        try:
            wanted = {tag_name(piece) for piece in text.split(",") if piece.strip()}
        except ValueError as why:
            return str(why)
        fields = {f"#{tag}": tag in wanted for tag in sorted(wanted ^ self._common)}
        if fields:
            return self._set(self._heads, fields)
        self._stage.say("tags unchanged", "quiet")
        return ""

    def left(self) -> None:
        """Remove the message; all tags stay unchanged."""
        self._stage.say("")
