"""The queue of writing: actions are written in turn, and wait while another process writes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from arxtui.store import Busy, NotOnDisk, Receipt, UnknownPaper
from arxtui.ui.background_work import after
from arxtui.ui.controllers.for_you import ForYou
from arxtui.ui.controllers.reported_actions import Outcome
from arxtui.ui.workspace import Workspace
from arxtui.work_in_steps import Steps

_WRITING = 0.3  # seconds; an action that is on disk earlier gets no message `writing…`
_EXPORTS = 0.2  # seconds after an action is on disk before files of [[export]] are written
_AGAIN = 0.2  # seconds between tries while another process holds the library

_AT_ONCE = 20  # steps of an action that are taken in the turn of its key: some hundred papers

Action = Callable[[], Steps[Outcome]]
Then = Callable[[Outcome], None]


class Writing:
    """Writes marks, action after action, and shows the new marks."""

    def __init__(self, stage: Workspace, for_you: ForYou) -> None:
        self._stage = stage
        self._for_you = for_you
        self.waiting: list[Callable[[], object]] = []
        """Actions that wait for another process, or a long action of this one, in order."""
        self._exporting = False
        self.leaving = False
        """True once the user was asked whether to lose the waiting actions."""

    def do(
        self,
        action: Action,
        then: Then = lambda _: None,
        does: str = "writing",
        *,
        late: bool = False,
    ) -> str:
        """Do an action, report it, repaint the changed papers, and call `then`.

        It waits for its turn while another process holds the library. An action on many papers
        goes on behind this call, and `does` is the message meanwhile; `late` = it waited before.
        Returns why the action is not on disk; `` if it is on disk, waits or goes on.
        """
        if self.waiting or self._stage.long_work.is_running:
            self._wait(partial(self.do, action, then, does, late=True))
            return ""
        refused: list[str] = []

        def done(result: Outcome | OSError | UnknownPaper) -> None:
            if isinstance(result, Outcome):
                self._done(result._replace(late=late), then)
            elif isinstance(result, Busy):
                self._say_busy(result)
                self._wait(partial(self.do, action, then, does, late=True))
            else:
                refused.append(self._refuse(result))

        marks = self._stage.library.checkpoint
        work = self._stage.long_work
        work.run(does, _tried(action), done, _AT_ONCE, may_stop=lambda: not marks.is_folding)
        return "".join(refused)

    def _done(self, outcome: Outcome, then: Then) -> None:
        """Report an action that was done, repaint the changed papers, and call `then`."""
        self.leaving = False
        self.report(outcome)
        self.marks_changed(set(outcome.ids))
        if outcome.receipt is not None:
            after(self._stage, _WRITING, partial(self._watch, outcome.receipt))
        then(outcome)

    def _refuse(self, why: OSError | UnknownPaper) -> str:
        """Report why an action was not done, and return the message."""
        line = f"NOT ON DISK: {why}"
        if isinstance(why, UnknownPaper):
            line = str(why)
        self._stage.say(line, "error")
        return line

    def _say_busy(self, why: Busy) -> None:
        if not self.leaving:
            waits = f"waiting for another arxtui ({why}) · done when it releases the library"
            self._stage.say(waits, "asks", lasts=True)

    def _wait(self, action: Callable[[], object]) -> None:
        """Let an action wait for its turn."""
        if not self.waiting:
            after(self._stage, _AGAIN, self._again)
        self.waiting.append(action)

    def report(self, outcome: Outcome) -> None:
        """Report an action, with the key that reverses it."""
        self._stage.say(outcome.line, then=self._offer(outcome.offer))

    def _offer(self, command: str) -> str:
        """Return how to reverse an action, with the present key: `u undoes`."""
        does = {"undo": "undoes", "redo": "does it again"}
        return f"{self._stage.key(command)} {does[command]}" if command else ""

    def _again(self) -> None:
        """Do the waiting actions, in order."""
        waiting = self.waiting
        self.waiting = []
        for action in waiting:
            action()

    def _watch(self, receipt: Receipt) -> None:
        """Show `writing…` if the line of an action is not on disk after a moment."""
        stage = self._stage
        if receipt.error is not None:
            stage.say(f"NOT ON DISK: {receipt.error} · press again to retry", "error")
        elif not receipt.settled():
            stage.say("writing…", "asks", lasts=True)
            after(stage, _WRITING, partial(self._watch, receipt))
        else:
            if stage.message.text == "writing…":
                stage.say("")
            self.follow()

    def follow(self) -> None:
        """Write the files of [[export]] anew after a while."""
        if self._stage.settings.export:
            self._stage.work.later("export", _EXPORTS, self._export)

    def _export(self) -> None:
        if self._exporting:  # a second thread might write the older state last
            self.follow()
        else:
            self._exporting = True
            self._stage.run_worker(self._exported, thread=True, group="export")

    def _exported(self) -> None:
        from arxtui.export_files import automatic_exports

        settings = self._stage.settings
        library = self._stage.library.another()
        failed = automatic_exports.keep_current(library, settings)
        self._stage.app.call_from_thread(self._report_exports, failed)

    def _report_exports(self, failed: list[str]) -> None:
        self._exporting = False
        if failed:
            self._stage.say(failed[0], "error")

    def marks_changed(self, ids: set[str]) -> None:
        """Show the present marks of these papers."""
        stage = self._stage
        if not ids:
            return
        tags = stage.quick()
        people = stage.shown.changed(ids)
        here = stage.papers.current
        if tags != stage.papers.quick or ids != {here.paper.id if here else None}:
            stage.papers.quick = tags
            stage.papers.changed((), people)
            stage.papers.refresh()
        else:
            stage.papers.changed([stage.papers.cursor], people)
        stage.first_row.show()
        self._for_you.marks_changed()
        if here and here.paper.id in ids:
            stage.reading.show()


def _tried(action: Action) -> Steps[Outcome | OSError | UnknownPaper]:
    """Take the steps of an action; return its outcome, or why it was not done."""
    try:
        return (yield from action())
    except (NotOnDisk, UnknownPaper) as why:
        return why
