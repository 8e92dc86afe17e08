"""Go one step back, or end the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from arxtui.text import many
from arxtui.ui.controllers.receipt_keys import Receipt
from arxtui.ui.controllers.two_passes import Passes
from arxtui.ui.controllers.write_queue import Writing
from arxtui.ui.workspace import Workspace


class BackAndQuit:
    """The commands of Esc, q, Ctrl-c and Ctrl-z."""

    def __init__(
        self,
        stage: Workspace,
        passes: Passes,
        receipt: Receipt,
        writing: Writing,
        end_command: Callable[[], bool],
        ends: Sequence[Callable[[], None]],
    ) -> None:
        """`end_command` ends the command that runs and returns whether a command ran.

        Each of `ends` ends some background work.
        """
        self._stage = stage
        self._passes = passes
        self._receipt = receipt
        self._writing = writing
        self._end_command = end_command
        self._ends = tuple(ends)

    def escape(self) -> None:
        """End the command that runs; if no command runs, go one step back."""
        if self._stage.long_work.end():
            self._writing.leaving = False
        elif not self._stage.file_thread.stay() and not self._end_command():
            self.back()

    def back(self) -> bool:
        """Go one step back; return False if the list is shown and there is no step."""
        stage = self._stage
        stage.say("")
        if stage.shown.lookup.awaited:
            stage.search_progress.end_awaited()
        elif stage.papers.selected:
            stage.select(frozenset())
        elif self._passes.number:
            self._passes.stop()
        elif not self._receipt.returns():
            return self._leave_layer() or stage.back_place()
        return True

    def _leave_layer(self) -> bool:
        """Leave the paper alone or the list alone; return True if either filled the screen."""
        stage = self._stage
        for layer in ("-reader", "-zoom"):
            if stage.has_class(layer):
                stage.screen_layers.change(remove=[layer])
                stage.set_focus(stage.papers)
                return True
        return False

    def quit(self) -> None:
        """Stop long work, go one step back, or end the program if there is no step."""
        if not self._stage.long_work.end() and not self.back():
            self.leave()

    def end_work(self) -> None:
        """End the threads beside the screen; a second call changes nothing."""
        self._stage.file_thread.leave()
        for end in self._ends:
            end()

    def leave(self) -> None:
        """End the program; if actions or files are not written yet, ask first."""
        if not self._loses_actions():
            files = self._stage.file_thread
            if not files.is_running or not files.quit_after(self.leave):
                self.end_work()
                self._stage.app.exit()

    def _loses_actions(self) -> bool:
        """Ask once whether to lose unwritten actions; return False if nothing was asked."""
        writing = self._writing
        work = self._stage.long_work
        why = "another arxtui has the library"
        unsaved = len(writing.waiting)
        if work.has_unwritten_action:
            why = "it is being written"
            unsaved += 1
        if not unsaved or writing.leaving:
            return False
        writing.leaving = True
        work.says_progress = False
        line = f"press again to quit and lose {many(unsaved, 'unsaved action')} ({why})"
        self._stage.say(line, "asks", lasts=True)
        return True

    def suspend(self) -> None:
        """Give the terminal back to the shell."""
        self._stage.app.action_suspend_process()
