"""Acting: verdicts, stars, tags and undo by key; acts that wait for another process, lines on their way to the disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from arxtui.model import Head
from arxtui.store import Busy, NotOnDisk, Receipt
from arxtui.ui import out, words
from arxtui.ui.acts import Acts, Told
from arxtui.ui.stage import Stage
from arxtui.ui.tagging import Tagging

_WRITING = 0.3  # seconds in which silence means on disk
_EXPORTS = 0.2  # seconds after an act is on disk before exports follow
_AGAIN = 0.2  # seconds between tries while another process holds the library


class Acting:
    """What changes marks."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._acts = Acts(stage.library)
        self.waiting: list[Callable[[], Told]] = []
        """Acts that wait for another process, in order."""
        self._exporting = False
        self.leaving = False
        """Whether it was asked if they are to be left."""

    def act(self, act: Callable[[], Told]) -> Told | None:
        """Do it, tell it, repaint what it changed; None when it is not on disk."""
        stage = self._stage
        if self.waiting:
            self.waiting.append(act)
            return None
        try:
            told = act()
        except Busy as why:
            self.waiting.append(act)
            if not self.leaving:
                stage.say(f"waiting for another arxtui ({why}) · this is done when it lets go", "asks")
            stage.set_timer(_AGAIN, self._act_again)
            return None
        except NotOnDisk as why:
            stage.say(f"NOT ON DISK: {why}", "error")
            return None
        self.leaving = False
        stage.say(told.line, then=told.then)
        self.marks_changed(set(told.ids))
        if told.receipt is not None:
            stage.set_timer(_WRITING, partial(self._watch, told.receipt))
        return told

    def _act_again(self) -> None:
        """Do what waited, in order."""
        waiting, self.waiting = self.waiting, []
        for act in waiting:
            self.act(act)

    def _watch(self, receipt: Receipt) -> None:
        """Say nothing while the line is on its way for a moment, then say so."""
        stage = self._stage
        if receipt.error is not None:
            stage.say(f"NOT ON DISK: {receipt.error} · the same key tries again", "error")
        elif not receipt.settled():
            stage.say("writing…", "asks")
            stage.set_timer(_WRITING, partial(self._watch, receipt))
        else:
            if stage.message.text == "writing…":
                stage.say("")
            self.follow()

    def follow(self) -> None:
        """Let the files of [[export]] follow the marks, in a while."""
        if self._stage.settings.export:
            self._stage.later("export", _EXPORTS, self._export)

    def _export(self) -> None:
        if self._exporting:  # one at a time, else the older state might be written last
            self.follow()
        else:
            self._exporting = True
            self._stage.run_worker(self._exported, thread=True, group="export")

    def _exported(self) -> None:
        failed = out.keep_exports(self._stage.library.another(), self._stage.settings)
        self._stage.app.call_from_thread(self._told, failed)

    def _told(self, failed: list[str]) -> None:
        self._exporting = False
        if failed:
            self._stage.say(failed[0], "error")

    def marks_changed(self, ids: set[str]) -> None:
        """Show the marks of these papers as they are now."""
        stage = self._stage
        if not ids:
            return
        tags = stage.quick()
        stage.shown.changed(ids)
        here = stage.papers.current
        if tags != stage.papers.quick or ids != {here.paper.id if here else None}:
            stage.papers.quick = tags
            stage.papers.changed_all()
            stage.show_hints()
        else:
            stage.papers.changed([stage.papers.cursor])
        stage.show_counts()
        if here and here.paper.id in ids:
            stage.show_detail()

    # verbs

    def on_targets(self, act: Callable[[Sequence[Head]], Told]) -> Told | None:
        """Do it to the papers selected or under the cursor; None when there is none, or it is not on disk."""
        heads = self._stage.targets()
        if not heads:
            self._stage.no_paper()
            return None
        return self.act(lambda: act(heads))

    def step(self, *, back: bool) -> None:
        """Undo (`back`) or redo, and show the paper it was about."""
        told, shown = self.act(self._acts.undo if back else self._acts.redo), self._stage.shown
        if told is not None and len(told.ids) == 1 and (row := shown.row_of(next(iter(told.ids)))) is not None:
            self._stage.papers.go(row)

    def pile(self, pile: str) -> Sequence[Head]:
        """Put the papers on a pile; those it was done to."""
        heads = self._stage.targets()
        told = self.on_targets(lambda heads: self._acts.set(heads, {"pile": pile}, pile))
        return heads if told else ()

    def go_on(self) -> None:
        """After a verdict: the next unread paper."""
        stage, unread = self._stage, self._stage.shown.counts.unread
        if stage.settings.after == "stay":
            return
        row = stage.shown.next_unread(stage.papers.cursor, 1, wrap=False)
        if row is not None:
            stage.papers.go(row)
        elif unread:
            stage.say(f"Last row · {unread} unread above (n)")
        else:
            self.say_finished()

    def go_unread(self, step: int) -> None:
        """To the next unread paper, from the end to the other one."""
        row = self._stage.shown.next_unread(self._stage.papers.cursor, step, wrap=True)
        if row is None:
            self.say_finished()
        else:
            self._stage.papers.go(row)

    def say_finished(self) -> None:
        """Nothing is unread here; what may come next."""
        shown = self._stage.shown
        day = shown.neighbour(-1)
        before = (day, self._stage.library.unread(day)) if day is not None else None
        self._stage.say(words.finished(shown, before))

    def toggle(self, name: str, word: str, unword: str) -> None:
        """Star, tag or read, on or off."""
        self.on_targets(lambda heads: self._acts.toggle(heads, name, word=word, unword=unword))

    def quick_tag(self, key: str) -> None:
        """The tag of a digit, on or off."""
        tag = next((tag for tag, digit in self._stage.quick().items() if str(digit) == key), None)
        if tag is None:
            self._stage.say(f"no tag on {key} yet · t makes one", "quiet")
        else:
            self.toggle(f"#{tag}", f"tag {tag}", f"untag {tag}")

    def again(self) -> None:
        """What was set last, here too."""
        self.on_targets(self._acts.again)

    def catch_up(self) -> None:
        """This one and all unread above are read."""
        heads = self._unread(self._stage.papers.cursor)
        if heads:
            self._all_read(heads)
        else:
            self._stage.say("nothing unread here and above", "quiet")

    def ask_all_read(self) -> None:
        """All unread are read, if that is meant."""
        heads = self._unread()

        def answer(key: str) -> bool:
            if key == "y":
                self._all_read(heads)
            else:
                self._stage.say("nothing changed", "quiet")
            return True

        if heads:
            self._stage.ask(f"mark {len(heads)} unread papers as read?  y yes  n no", answer)
        else:
            self.say_finished()

    def _unread(self, to: int | None = None) -> list[Head]:
        return [self._stage.shown.heads[row] for row in self._stage.shown.unread_rows(to)]

    def _all_read(self, heads: Sequence[Head]) -> None:
        self.act(lambda: self._acts.set(heads, {"pile": "read"}, "read", keep=False))

    def open_tags(self) -> None:
        """Let the tags of the papers be typed."""
        heads = self._stage.targets()
        if heads:
            self._stage.open_box(Tagging(self._stage, heads, self._set_tags))
        else:
            self._stage.no_paper()

    def _set_tags(self, heads: Sequence[Head], fields: dict[str, bool]) -> None:
        said = ", ".join(f"{'tag' if on else 'untag'} {name[1:]}" for name, on in fields.items())
        self.act(lambda: self._acts.set(heads, fields, said))

    def note(self, head: Head, note: str) -> None:
        """Keep a note; an empty one goes."""
        said = "noted" if note else "note removed"
        self.act(lambda: self._acts.set([head], {"note": note or None}, said, keep=False))
