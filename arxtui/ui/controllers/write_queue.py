"""The queue of writing: actions are written in turn, and wait while another process writes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from itertools import islice

from arxtui.store import PAPERS_A_STEP, Busy, NotOnDisk, Receipt, UnknownPaper
from arxtui.ui.background_work import after
from arxtui.ui.controllers.for_you import ForYou
from arxtui.ui.controllers.reported_actions import Outcome
from arxtui.ui.workspace import Workspace
from arxtui.work_in_steps import Progress, Steps, finish

_WRITING = 0.3  # seconds; an action that is on disk earlier gets no message `writing…`
_EXPORTS = 0.2  # seconds after an action is on disk before files of [[export]] are written
_AGAIN = 0.2  # seconds between tries while another process holds the library

Action = Callable[[], Progress[Outcome]]
Then = Callable[[Outcome], None]


class Writing:
    """Writes marks, action after action, and shows the new marks."""

    def __init__(self, stage: Workspace, for_you: ForYou) -> None:
        self._stage = stage
        self._for_you = for_you
        self.waiting: list[Callable[[], object]] = []
        """Actions that wait for another process, or for a long action of this process, in order."""
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

        library = self._stage.library
        before = library.acts_written

        def may_stop() -> bool:
            return library.acts_written == before

        steps = self._tried(action)
        self._stage.long_work.run(does, steps, done, may_stop=may_stop, is_action=True)
        return "".join(refused)

    def _tried(self, action: Action) -> Progress[Outcome | OSError | UnknownPaper]:
        """Take the steps of an action; return its outcome, or why it was not done."""
        try:
            outcome = yield from action()
        except (NotOnDisk, UnknownPaper) as why:
            return why
        if len(outcome.ids) > PAPERS_A_STEP:
            yield from self._take_over(outcome.ids)
        return outcome

    def _take_over(self, ids: Collection[str]) -> Steps[None]:
        """Take over the changed marks of papers, some of them a step."""
        rest = iter(ids)
        only = ""
        if len(ids) == 1:
            only = next(iter(ids))
        people: set[str] = set()
        while some := set(islice(rest, PAPERS_A_STEP)):
            people |= self._stage.shown.changed(some)
            yield
        self._stage.papers.stars_changed(frozenset(people), only)

    def _done(self, outcome: Outcome, then: Then) -> None:
        """Report an action that was done, repaint the changed papers, and call `then`."""
        self.leaving = False
        self.report(outcome)
        if len(outcome.ids) <= PAPERS_A_STEP:
            self.marks_changed(outcome.ids)
        else:
            self._show_marks(outcome.ids)
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

    def marks_changed(self, ids: Collection[str]) -> None:
        """Take over and show the present marks of these papers."""
        finish(self.marks_changed_in_steps(ids))

    def marks_changed_in_steps(self, ids: Collection[str]) -> Steps[None]:
        """Do as marks_changed(), some papers a step."""
        if ids:
            yield from self._take_over(ids)
            self._show_marks(ids)

    def _show_marks(self, ids: Collection[str]) -> None:
        """Paint the present marks of these papers."""
        stage = self._stage
        tags = stage.quick()
        here = stage.papers.current
        is_shown = here is not None and here.paper.id in ids
        if is_shown and len(ids) == 1 and tags == stage.papers.quick:
            stage.papers.changed([stage.papers.cursor])
        else:
            stage.papers.quick = tags
            stage.papers.refresh()
        stage.first_row.show()
        self._for_you.marks_changed()
        if is_shown:
            stage.reading.show()
