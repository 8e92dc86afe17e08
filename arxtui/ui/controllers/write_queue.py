"""The queue of writing: actions are written in turn, and wait while another process writes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from arxtui.store import Busy, NotOnDisk, Receipt, UnknownPaper
from arxtui.ui.background_work import after
from arxtui.ui.controllers.for_you import ForYou
from arxtui.ui.controllers.reported_actions import Outcome
from arxtui.ui.workspace import Workspace

_WRITING = 0.3  # seconds; an action that is on disk earlier gets no message `writing…`
_EXPORTS = 0.2  # seconds after an action is on disk before files of [[export]] are written
_AGAIN = 0.2  # seconds between tries while another process holds the library

Action = Callable[[], Outcome]
Then = Callable[[Outcome], None]


class Writing:
    """Writes marks, action after action, and shows the new marks."""

    def __init__(self, stage: Workspace, for_you: ForYou) -> None:
        self._stage = stage
        self._for_you = for_you
        self.waiting: list[tuple[Action, Then]] = []
        """Actions that wait for another process, in order, and the function to call after each."""
        self._exporting = False
        self.leaving = False
        """True once the user was asked whether to lose the waiting actions."""

    def do(self, action: Action, then: Then = lambda _: None) -> str:
        """Do an action, report it, repaint the changed papers, and call `then`.

        It waits for its turn while another process holds the library. Returns why the action is not
        on disk; `` if it is on disk or waits.
        """
        stage = self._stage
        if self.waiting:
            self.waiting.append((action, then))
            return ""
        try:
            outcome = action()
        except Busy as why:
            self.waiting.append((action, then))
            if not self.leaving:
                waits = f"waiting for another arxtui ({why}) · done when it releases the library"
                stage.say(waits, "asks", lasts=True)
            after(stage, _AGAIN, self._again)
            return ""
        except NotOnDisk as why:
            stage.say(f"NOT ON DISK: {why}", "error")
            return f"NOT ON DISK: {why}"
        except UnknownPaper as why:
            stage.say(str(why), "error")
            return str(why)
        self.leaving = False
        self.report(outcome)
        self.marks_changed(set(outcome.ids))
        if outcome.receipt is not None:
            after(stage, _WRITING, partial(self._watch, outcome.receipt))
        then(outcome)
        return ""

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
        for action, then in waiting:
            self.do(action, then)

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
