"""Actions on papers: piles, stars, tags, notes, undo and redo, each reported in one line.

No Textual.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import NamedTuple, TypeVar

from arxtui.lazy_sequence import id_at
from arxtui.model import Head, Mark
from arxtui.store import PAPERS_A_STEP, Act, Library, Receipt, Undone, Value, in_words
from arxtui.text import many, plain_title
from arxtui.work_in_steps import Progress, Steps, each_as

T = TypeVar("T")

_SETTING = 12.3 / PAPERS_A_STEP  # steps for each paper of an action
_REVERSING = 10.5 / PAPERS_A_STEP  # the same for undo and redo, once the action is found


class Outcome(NamedTuple):
    """The outcome of a command that changes marks."""

    line: str
    """The text of the message line."""
    ids: frozenset[str] = frozenset()
    """The papers whose marks changed."""
    action: str = ""
    """The t of the action that was done, undone or redone; `` without an action."""
    offer: str = ""
    """The command that reverses it, `undo` or `redo`; `` = no action can be reversed."""
    late: bool = False
    """True if the action had to wait for another process: the user has moved on by now."""
    receipt: Receipt | None = None
    """Shows when the action is on disk; None if nothing was written."""


class Acts:
    """Does actions on papers, in steps.

    Remembers the last action for `.`, and all actions of this window for undo. Undo is about the
    newest action of this machine, on which other windows may run. So this window stores the times
    of its own actions: its newest action is undone at once, any other action is named first and
    undone by a second key. Every method may raise NotOnDisk.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self.last: Mapping[str, Value] = {}
        """The fields that `.` sets again."""
        self._done: list[str] = []
        self._undone: list[str] = []
        self._named = ""
        """The time of the action that was named, so that a second key reverses it."""

    def set(
        self,
        heads: Sequence[Head],
        fields: Mapping[str, Value],
        *,
        keep: bool = True,
        versions: Mapping[str, int] | None = None,
        unchanged: str = "already",
    ) -> Progress[Outcome]:
        """Set fields on papers; with `keep`, `.` repeats it.

        `versions` has the version by id of papers that were read already. If no paper changes, the
        message begins with the word `unchanged`.
        """
        if keep:
            self.last = dict(fields)
        self._named = ""
        steps = self._library.act_in_steps(heads, fields, versions)
        if versions is None:  # papers are read too, in an unknown number of steps
            receipt = yield from steps
        else:
            receipt = yield from _in_per_cent(steps, len(heads) * _SETTING)
        changed = frozenset(receipt.ids)
        words = _words(fields)
        if not changed:
            return Outcome(f"{unchanged} {words}: {_papers(heads)}")
        self._done.append(receipt.action)
        self._undone.clear()
        line = f"{words}: {_papers(heads)}"
        same = len(heads) - len(changed)
        if same:
            line = f"{words}: {len(changed)} of {many(len(heads), 'paper')}, {same} already"
        return Outcome(line, changed, receipt.action, "undo", receipt=receipt)

    def toggle(self, heads: Sequence[Head], name: str) -> Progress[Outcome]:
        """Set or remove `star`, `read` or a `#tag`; papers that differ all get it."""
        on = yield from self._some_lack(heads, name)
        if name != "read":
            fields: dict[str, Value] = {name: on}
        elif on:
            fields = {"pile": "read"}
        else:
            fields = {"pile": "unread"}
        return (yield from self.set(heads, fields))

    def _some_lack(self, heads: Sequence[Head], name: str) -> Steps[bool]:
        """Return whether a paper lacks `star`, `read` or a `#tag`."""
        for row in range(len(heads)):
            if not _has(self._library.marks.of(id_at(heads, row)), name):
                return True
            if row % PAPERS_A_STEP == PAPERS_A_STEP - 1:
                yield
        return False

    def again(self, heads: Sequence[Head]) -> Progress[Outcome]:
        """Set the fields that were set last on these papers."""
        if not self.last:
            return Outcome("nothing to repeat yet")
        return (yield from self.set(heads, self.last))

    # undo

    def undo(self, key: str) -> Progress[Outcome]:
        """Undo the newest action, or name it if it is not the newest of this window.

        `key` is the key of undo, for the message.
        """
        act, taken = yield from _counted(self._library.log.undoable())
        if act is None:
            return self._nothing("nothing to undo", "already undone elsewhere", self._done)
        if self._due(act, self._done):
            undone = yield from self._reverse(act, taken, back=True)
            if undone is None:  # another window undid it first
                return (yield from self.undo(key))
            _move(act.t, self._done, self._undone)
            return self._reversed(undone, "undone", "redo")
        offer = f"{key} again undoes"
        if self._done and act.t < self._done[-1]:
            offer = f"already undone elsewhere · {offer}"
            _forget_newer(self._done, act.t)
        return self._name(act, offer)

    def redo(self, key: str) -> Progress[Outcome]:
        """Redo the action that was undone last, or name it if another window undid it.

        `key` is the key of redo, for the message.
        """
        act, taken = yield from _counted(self._library.log.redoable())
        if act is None:
            elsewhere = "already redone elsewhere, or a new action followed"
            return self._nothing("nothing to redo", elsewhere, self._undone)
        if self._due(act, self._undone):
            redone = yield from self._reverse(act, taken, back=False)
            if redone is None:
                return (yield from self.redo(key))
            _move(act.t, self._undone, self._done)
            return self._reversed(redone, "redone", "undo")
        offer = f"{key} again redoes"
        if act.t in self._undone:
            offer = f"already redone elsewhere · {offer}"
            _forget_newer(self._undone, act.t)
        return self._name(act, offer)

    def _reverse(self, act: Act, found_in: int, *, back: bool) -> Progress[Undone | None]:
        """Undo (`back`) or redo an action that was found in this number of steps.

        Return None if another window did so first.
        """
        steps = self._library.reverse_in_steps(act.t, back=back)
        return (yield from _in_per_cent(steps, found_in + len(act.ids) * _REVERSING))

    def _due(self, act: Act, own: Sequence[str]) -> bool:
        """Return whether an action is the newest of this window, or was named before."""
        return act.t == self._named or (bool(own) and own[-1] == act.t)

    def _nothing(self, line: str, elsewhere: str, own: list[str]) -> Outcome:
        """Report that there is nothing to reverse; `elsewhere` if another window reversed it."""
        self._named = ""
        if own:
            line = f"{line}: {elsewhere}"
        own.clear()
        return Outcome(line)

    def _name(self, act: Act, offer: str) -> Outcome:
        """Name the action that a second key would reverse."""
        self._named = act.t
        when = act.t[:16].replace("T", " ")
        return Outcome(f"{offer} an action of {when} UTC: {self._summary(act)}")

    def _reversed(self, done: Undone, word: str, offer: str) -> Outcome:
        """Report an undo or redo by its changes; papers that changed since stay unchanged."""
        self._named = ""
        act = done.act
        changed = done.changed
        ids = frozenset(done.receipt.ids)
        if done.kept and not changed:
            line = f"not {word}: {self._summary(act)} · changed since"
            return Outcome(line, ids, act.t, receipt=done.receipt)
        line = f"{word}: {self._summary(act)}"
        if done.kept and changed < len(act.ids):
            line += f" · {changed} of {len(act.ids)}, {done.kept} changed since"
        elif done.kept:
            line += " · in part, the rest changed since"
        if done.shared:
            line += f" · {_also_elsewhere(done)}"
        return Outcome(line, ids, act.t, offer, receipt=done.receipt)

    def _summary(self, act: Act) -> str:
        """Return the action in a few words, with the title of a single paper."""
        summary = act.summary()
        if len(act.ids) == 1:
            paper = self._library.papers.find(act.ids).get(act.ids[0])
            if paper:
                return f"{summary.partition(' · ')[0]} · {plain_title(paper.title)}"
        return summary


def _counted(steps: Steps[T]) -> Steps[tuple[T, int]]:
    """Take steps; return their value and their number."""
    taken = 0
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value, taken
        taken += 1
        yield


def _in_per_cent(steps: Steps[T], expected: float) -> Progress[T]:
    """Take about as many steps as expected; yield how many per cent of them are done."""
    number = count(1)

    def per_cent() -> int:
        return min(99, int(next(number) * 100 / max(1, expected)))

    return each_as(steps, per_cent)


def _also_elsewhere(done: Undone) -> str:
    """Return how many papers keep a mark, because another machine set it too."""
    if len(done.act.ids) == 1:
        return "another machine has the same mark"
    return f"{done.shared} stay, as another machine has the same marks"


def _move(action: str, here: list[str], there: list[str]) -> None:
    """Move an action to the end of list `there`, from list `here` if it is last in it."""
    if here and here[-1] == action:
        here.pop()
    there.append(action)


def _forget_newer(own: list[str], action: str) -> None:
    """Forget the actions behind an action, which are reversed already; without it forget all."""
    if action in own:
        del own[own.index(action) + 1 :]
    else:
        own.clear()


def _has(mark: Mark, name: str) -> bool:
    if name == "read":
        return mark.pile == "read"
    if name == "star":
        return mark.star
    return name[1:] in mark.tags


def _words(fields: Mapping[str, Value]) -> str:
    """Return the fields set on a paper in words: `starred`, `tagged nerf, untagged gan`."""
    return ", ".join(in_words(name, value) for name, value in fields.items())


def _papers(heads: Sequence[Head]) -> str:
    """Return the title of a single paper, else the number of papers."""
    if len(heads) == 1:
        return heads[0].plain
    return many(len(heads), "paper")
