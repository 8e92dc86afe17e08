"""The keys of the last row: the usual keys, or the keys for a selection. No Textual."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from arxtui.keys import Verb, shown

_SELECTED = (
    *("done", "later", "star", "tag", "copy", "export"),
    *("toggle_read", "again", "export_shown", "page", "pdf"),
)
_MODES = {
    "list": ("done", "later", "star", "tag", "undo", "export", "search", "help"),
    "reader": (
        *("done", "later", "star", "tag", "next", "previous", "more", "less"),
        *("pdf", "back", "help"),
    ),
    "first pass": ("later", "page_read", "jump", "done", "star", "undo", "passes", "help"),
    "second pass": ("done", "later", "star", "tag", "more", "less", "undo", "passes", "help"),
    "receipt": ("reader", "export", "undo", "back", "help"),
    "muted": ("reader", "previous", "undo", "search", "view", "help"),
    "empty": ("search", "view", "calendar", "fetch", "undo", "back", "help"),
    "panel": ("export", "fetch", "back", "help"),
}
_WORDS = {
    "first pass": {"passes": "stop"},
    "second pass": {"passes": "stop", "later": "still later"},
    "muted": {"reader": "show muted papers"},
    "receipt": {"reader": "open the line", "back": "close"},
}
"""Labels that a mode has in place of the labels of the commands."""
Mode = Literal["list", "reader", "first pass", "second pass", "receipt", "panel", "empty", "muted"]
"""The mode of the user, which chooses the hints."""
_MAIN = 6  # commands for a selection that are named if there is no room for all
_BEFORE_TAGS = 4  # commands before the quick tags

Pair = tuple[str, str]
"""A key as a person reads it, and its label."""


class HintLines:
    """Makes the hints from the present keys of the commands."""

    def __init__(self, verb_of: Mapping[str, Verb]) -> None:
        self._verb_of = verb_of
        self._asked: tuple[str, ...] = ()  # mode and tags of the usual keys that were made last
        self._usual: Sequence[Pair] = ()

    def usual(self, quick: Iterable[str], mode: Mode = "list") -> Sequence[Pair]:
        """Return the keys without a selection; `quick` has the quick tags, of the digits 1 to 9."""
        asked = (mode, *quick)
        if asked != self._asked:
            self._asked = asked
            self._usual = self._make_usual(quick, mode)
        return self._usual

    def _make_usual(self, quick: Iterable[str], mode: Mode) -> Sequence[Pair]:
        commands = _MODES[mode]
        pairs = self.pairs(commands, _WORDS.get(mode, {}))
        if "tag" not in commands:
            return pairs
        return [*pairs[:_BEFORE_TAGS], *_tags(quick), *pairs[_BEFORE_TAGS:]]

    def selection(self, selected: int, quick: Iterable[str]) -> list[list[Pair]]:
        """Return lines with the keys for a selection, the longest line first."""
        count = (f"{selected} selected:", "")
        ends = self.pairs(["back"])
        ends = [(key, "clear") for key, _ in ends]
        pairs = self.pairs(_SELECTED)
        before = pairs[:_BEFORE_TAGS]
        keys = " ".join(self._keys(pairs))
        tags = _tags(quick)
        return [
            [count, *before, *tags, *pairs[_BEFORE_TAGS:], *ends],
            [count, *pairs, *ends],
            [count, *before, *tags, *pairs[_BEFORE_TAGS:_MAIN], *ends],
            [count, *pairs[:_MAIN], *ends],
            [count, (keys, "apply to them"), *ends],
            [count, (keys, ""), *ends],
            [count, *ends],
        ]

    def pairs(self, commands: Iterable[str], words: Mapping[str, str] | None = None) -> list[Pair]:
        """Return key and label of the commands that have a key; `words` are other labels."""
        found = []
        for command in commands:
            verb = self._verb_of[command]
            label = (words or {}).get(command, verb.label)
            if verb.keys:
                found.append((shown(verb.keys[0]), label))
        return found

    def _keys(self, pairs: Iterable[Pair]) -> list[str]:
        """Return the keys of a selection, the digits of the quick tags among them."""
        keys = [key for key, _ in pairs]
        digits = self._verb_of["quick_tag"].keys
        if digits:
            keys.insert(_BEFORE_TAGS, f"{digits[0]}-{digits[-1]}")
        return keys


def _tags(quick: Iterable[str]) -> list[Pair]:
    return [(str(digit), tag) for digit, tag in enumerate(quick, 1)]
