"""Changes from outside: actions of other processes, papers that arrived or were removed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from arxtui.store import FAR_BEHIND
from arxtui.text import many, reason_of
from arxtui.ui.arrived_and_removed import ArrivedAndRemoved, papers_on_disk
from arxtui.ui.controllers.indexing import Indexing
from arxtui.ui.controllers.write_queue import Writing
from arxtui.ui.workspace import Workspace
from arxtui.view import day_name
from arxtui.work_in_steps import Steps

_CHANGES = "changes"  # names of work between two keys
_MARKS = "marks.json"
_QUIET = 5.0
"""Seconds before marks.json is written: an action in between ends the writing."""


class Arrivals:
    """Looks for changes of the library from outside, and updates the shown list."""

    def __init__(self, stage: Workspace, writing: Writing, papers: ArrivedAndRemoved) -> None:
        self._stage = stage
        self._writing = writing
        self._papers = papers
        self.indexing = Indexing(stage, self._more_indexed)
        """Renews heads in the background."""

    def look(self) -> None:
        """Show the changes of other processes and machines, in steps if they are many."""
        work = self._stage.work
        if not self._stage.long_work.is_running and _CHANGES not in work.waiting:
            work.run_now(_CHANGES, self._take_over, self._taken_over)

    def _take_over(self) -> Steps[str]:
        """Fold the new actions of others and show them; return why that failed, else ``."""
        try:
            ids = yield from self._stage.library.refresh_in_steps()
        except OSError as why:
            return reason_of(why)
        yield from self._writing.marks_changed_in_steps(ids)
        return ""

    def _taken_over(self, failed: str) -> None:
        """Look at the papers too, unless the journals could not be read."""
        if not failed:
            self._save_marks()
            if not self._stage.long_work.is_running:
                self._look_at_papers()
        elif not self._stage.message.is_error:  # an error such as NOT ON DISK stays
            self._stage.say(f"the journals cannot be read: {failed}", "error")

    def _save_marks(self) -> None:
        """Write marks.json in steps, once it lacks many actions and the user pauses."""
        stage = self._stage
        checkpoint = stage.library.checkpoint
        if checkpoint.behind >= FAR_BEHIND and _MARKS not in stage.work.waiting:
            stage.work.run(_MARKS, checkpoint.save_in_steps, lambda _: None, _QUIET)

    def _look_at_papers(self) -> None:
        """Show papers that another process loaded or removed."""
        stage = self._stage
        before = self._papers.on_disk
        now = papers_on_disk(stage.library)
        self._papers.on_disk = now
        batch = now.newest_batch
        if batch != before.newest_batch:
            self._papers_came()
            if batch and batch.days:
                stage.say(self._arrived(batch.papers, batch.days), lasts=True)
            else:
                stage.say("papers were removed", lasts=True)
        elif now.indexed != before.indexed and not self.indexing.running:
            self._papers_came()
        else:
            self.indexing.begin()

    def _arrived(self, papers: int, days: Sequence[str]) -> str:
        """Return the message for new papers, with the keys that show them if they are not shown."""
        line = f"{many(papers, 'new paper')} arrived · {day_name(days[0])}"
        shown = self._stage.shown.view.days
        if shown is None or not set(days) <= set(shown):
            line += f" · {self._stage.key('view')} n shows them"
        return line

    def _papers_came(self) -> None:
        """Show papers that arrived or were removed: in a list of days at once, else in steps."""
        stage = self._stage
        changed = self._papers.read_days_again()
        if stage.shown.lookup.awaited:
            stage.keep_paper()
            stage.search_progress.go_on()
        elif not stage.shown.heads and stage.shown.view.days is not None:
            stage.open_days(stage.shown.retrieval.opening_days())
        elif changed:
            stage.refill()
        self.indexing.begin()
        if not self.indexing.running:
            self._catch_up(True)

    def _catch_up(self, whole: bool) -> None:
        """Search the papers that arrived; if all heads are read (`whole`) remove missing papers."""
        begin = partial(self._papers.catch_up, whole=whole)
        self._stage.work.run("catch up", begin, self._caught_up)

    def _caught_up(self, changed: bool) -> None:
        if changed:
            self._stage.refill()
            if not self._stage.shown.heads:
                self._look_elsewhere()
        self._find_missing()

    def _find_missing(self) -> None:
        """Search again for ids that the library lacked: they may have arrived."""
        stage = self._stage
        found = stage.shown.found
        if found is not None and found.missing:
            stage.shown.look_again(emptied=True)
            stage.search_progress.go_on()

    def _look_elsewhere(self) -> None:
        """Look for the papers of the view again: all papers that it showed were removed."""
        stage = self._stage
        if stage.shown.view.days is None:
            stage.shown.look_again(emptied=True)
            stage.search_progress.go_on()
        else:
            stage.open_days(stage.shown.retrieval.opening_days())

    def _more_indexed(self, whole: bool) -> None:
        """Search the papers that were indexed meanwhile, and run the shown search again."""
        begin = partial(self._papers.catch_up, whole=whole)
        self._stage.work.run("catch up", begin, self._look_again)

    def _look_again(self, changed: bool) -> None:
        stage = self._stage
        self._caught_up(changed)
        if not stage.shown.lookup.searching:
            stage.keep_paper()
            stage.shown.look_again()
            stage.search_progress.go_on()
