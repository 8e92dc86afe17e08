"""The watch rules and mute rules in use, and the papers of the list that they match. No Textual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING

from arxtui.model import Head
from arxtui.store import Library
from arxtui.work_in_steps import Steps

if TYPE_CHECKING:
    from arxtui.watch_and_mute_rules import Rules


class RuleHits:
    """The watch rules and the mute rules of the settings, and the papers that they match."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.watch: Rules | None = None
        """The watch rules; None without rules."""
        self.mute: Rules | None = None
        """The mute rules; None without rules."""
        self._by_day: dict[str, tuple[str, ...]] = {}  # day -> ids that a mute rule matches
        self._changed: set[str] = set()  # papers of these days whose marks changed

    def use(self, watch: Mapping[str, str], mute: Mapping[str, str]) -> list[str]:
        """Use these rules, name -> query, from now on; return messages for unusable rules."""
        self.watch = self._rules(watch)
        self.mute = self._rules(mute)
        self._by_day.clear()
        faults = []
        for kind, rules in (("watch", self.watch), ("mute", self.mute)):
            if rules is not None:
                for name, reason in rules.faults.items():
                    faults.append(f"{kind} rule {name} does not apply: {reason}")
        return faults

    def _rules(self, queries: Mapping[str, str]) -> Rules | None:
        if not queries:
            return None
        from arxtui.watch_and_mute_rules import Rules

        return Rules(self._library, queries)

    def watched(self, head: Head) -> tuple[str, ...]:
        """Return the names of the watch rules that match a paper."""
        if self.watch is None:
            return ()
        return self.watch.names(head)

    def is_muted(self, head: Head) -> bool:
        """Return whether a paper is muted: a mute rule matches it, and the user did not mark it."""
        if self.mute is None:
            return False
        return self.mute.mutes(head, self._library.marks.of(head.id))

    def unmuted(self, heads: Sequence[Head]) -> Steps[list[int]]:
        """Return the rows of the papers that are not muted, a paper a step."""
        rows: list[int] = []
        for row in range(len(heads)):
            if not self.is_muted(heads[row]):
                rows.append(row)
            yield
        return rows

    def muted_on(self, day: str) -> Steps[Sequence[str]]:
        """Return the ids of the muted papers of a day, a paper a step the first time."""
        if self.mute is None:
            return ()
        self._forget_changed(day)
        if day not in self._by_day:
            heads = self._library.papers.day(day)
            matched = []
            for row in range(len(heads)):
                head = heads[row]
                if self.mute.names(head):
                    matched.append(head.id)
                yield
            self._by_day[day] = tuple(matched)
        from arxtui.watch_and_mute_rules import may_be_muted

        mark_of = self._library.marks.of
        return [paper_id for paper_id in self._by_day[day] if may_be_muted(mark_of(paper_id))]

    def _forget_changed(self, day: str) -> None:
        """Compare a day anew if the marks of its papers changed: rules may ask for marks."""
        if day in self._by_day and self._changed:
            changed = self._changed.intersection(self._library.papers.day_ids(day))
            if changed:
                self._changed -= changed
                del self._by_day[day]

    def muted_by(self, heads: Sequence[Head]) -> Steps[dict[str, int]]:
        """Return mute rule -> number of these papers that it matches, a paper a step."""
        counts: dict[str, int] = {}
        for row in range(len(heads)):
            if self.mute is not None:
                for name in self.mute.names(heads[row]):
                    counts[name] = counts.get(name, 0) + 1
            yield
        return counts

    def forget(self, ids: Set[str]) -> None:
        """Compare these papers anew: their marks changed."""
        if self._by_day:
            self._changed |= ids
        for rules in (self.watch, self.mute):
            if rules is not None:
                rules.forget(ids)

    def forget_all(self) -> None:
        """Compare all papers anew: papers arrived or were removed."""
        self._by_day.clear()
        for rules in (self.watch, self.mute):
            if rules is not None:
                rules.forget_all()
