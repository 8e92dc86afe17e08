"""The commands that mark papers: done, later, star, tags, notes, undo and redo.

Where the cursor goes after a mark is in cursor_after_mark.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from arxtui.lazy_sequence import some_of
from arxtui.model import Head
from arxtui.store import Library
from arxtui.text import many
from arxtui.ui.controllers.cursor_after_mark import CursorAfterMark
from arxtui.ui.controllers.reported_actions import Acts, Outcome
from arxtui.ui.controllers.tag_prompt import Tagging
from arxtui.ui.controllers.two_passes import Passes
from arxtui.ui.controllers.undo_positions import Spots
from arxtui.ui.controllers.write_queue import Writing
from arxtui.ui.unread_rows import unread_rows
from arxtui.ui.workspace import Workspace
from arxtui.work_in_steps import Progress

_AT_ONCE = 1_000  # papers that are marked while the key is handled


class MarkCommands:
    """The commands that change marks. Done and later clear the selection, and undo restores it."""

    def __init__(
        self, stage: Workspace, writing: Writing, passes: Passes, cursor: CursorAfterMark
    ) -> None:
        self._stage = stage
        self._writing = writing
        self._passes = passes
        self._cursor = cursor
        self._acts = Acts(stage.library)
        self._spots = Spots(stage)

    # done and later

    def done(self) -> None:
        """Mark the papers as read, and go to the next unread paper."""
        self._judge_papers("read")

    def later(self) -> None:
        """Set the papers aside for later, and go to the next unread paper.

        In the second pass they are set aside already, and the key leaves them so.
        """
        unchanged = "already"
        if self._passes.number == 2:
            unchanged = "still"
        self._judge_papers("later", unchanged)

    def set_aside(self, head: Head) -> None:
        """Set a paper aside for later, without a move of the cursor."""
        fields = {"pile": "later"}
        self._judge(lambda: self._acts.set([head], fields), self._passes.emptied)

    def _judge_papers(self, pile: str, unchanged: str = "already") -> None:
        """Set the pile of the papers; `unchanged` begins the message if all are in it already."""
        def judge(heads: Sequence[Head]) -> None:
            action = partial(self._acts.set, heads, {"pile": pile}, unchanged=unchanged)
            self._judge(action, partial(self._cursor.go_on, heads))

        self._stage.chosen.find(judge, is_action=True)

    def toggle_read(self) -> None:
        """Mark the papers as read, or as unread if all are read."""
        def toggle(heads: Sequence[Head]) -> None:
            self._judge(lambda: self._acts.toggle(heads, "read"), self._passes.emptied)

        self._stage.chosen.find(toggle, is_action=True)

    def again(self) -> None:
        """Set the fields that were set last on these papers too."""
        def repeat(heads: Sequence[Head]) -> None:
            if "pile" in self._acts.last:
                self._judge(lambda: self._acts.again(heads), self._passes.emptied)
            else:
                self._writing.do(lambda: self._acts.again(heads))

        self._stage.chosen.find(repeat, is_action=True)

    def catch_up(self) -> None:
        """Mark this paper and all unread papers above it as read."""
        cursor = self._stage.papers.cursor
        self._find_unread(cursor, partial(self._catch_up, cursor + 1))

    def _catch_up(self, below: int, heads: Sequence[Head]) -> None:
        """Mark papers as read, and go to the next unread paper from row `below` on."""
        if heads:
            go = self._stage.papers.go_under_the_eye
            self._mark_read(heads, partial(self._cursor.go_on_from, below, go))
        else:
            self._stage.say("nothing unread here and above", "quiet")

    def page_read(self) -> None:
        """Mark the unread papers on this page as read, and turn the page."""
        stage = self._stage
        if stage.has_class("-reader"):
            stage.say(f"the list is hidden · {stage.key('reader')} shows it", "quiet")
            return
        page = stage.papers.page_rows
        pile = stage.library.marks.pile
        heads = [stage.shown.heads[row] for row in page]
        unread = [head for head in heads if pile(head.id) == "unread"]
        if unread:
            self._all_read(unread, self._turn_page(page.stop))
        elif stage.shown.counts.unread:
            self._turn_page(page.stop)()
        else:
            self._cursor.say_finished()

    def _turn_page(self, row: int) -> Callable[[], None]:
        """Return a function that puts the next unread paper from a row on at the top."""
        return partial(self._cursor.go_on_from, row, self._stage.papers.go_to_top)

    def ask_all_read(self) -> None:
        """Ask whether to mark all unread papers as read."""
        self._find_unread(None, self._ask_read)

    def _ask_read(self, heads: Sequence[Head]) -> None:
        """Ask whether to mark these papers as read."""
        if heads:
            question = f"mark {many(len(heads), 'unread paper')} as read?"
            mark = partial(self._mark_read, heads, self._passes.emptied)
            self._stage.questions.confirm(question, mark)
        else:
            self._cursor.say_finished()

    def _find_unread(self, to: int | None, then: Callable[[Sequence[Head]], None]) -> None:
        """Call `then` with the unread papers up to a row (None = all); in a long list in steps."""
        stage = self._stage
        heads = stage.shown.heads
        steps = unread_rows(stage.library, heads, to)

        def found(rows: Sequence[int]) -> None:
            then(some_of(heads, rows))

        stage.long_work.run("looking for unread papers", steps, found, is_action=True)

    def _mark_read(self, heads: Sequence[Head], then: Callable[[], object]) -> None:
        """Mark papers as read in one action; read their versions first, if many in steps."""
        stage = self._stage
        if len(heads) <= _AT_ONCE:
            self._all_read(list(heads), then)
        else:
            steps = _read_papers(stage.library, heads)
            done = partial(self._papers_read, then)
            stage.long_work.run("reading the papers", steps, done, 0, is_action=True)

    def _papers_read(
        self, then: Callable[[], object], found: tuple[list[Head], dict[str, int]]
    ) -> None:
        heads, versions = found
        self._all_read(heads, then, versions)

    def _all_read(
        self,
        heads: Sequence[Head],
        then: Callable[[], object],
        versions: Mapping[str, int] | None = None,
    ) -> None:
        fields = {"pile": "read"}
        action = partial(self._acts.set, heads, fields, keep=False, versions=versions)
        self._judge(action, then, "marking as read")

    def _judge(
        self,
        action: Callable[[], Progress[Outcome]],
        then: Callable[[], object],
        does: str = "writing",
    ) -> None:
        """Do an action that judges papers, clear the selection, and call `then`.

        If the action had to wait for another process, `then` is not called: the user has moved on.
        """
        spot = self._spots.here()

        def done(outcome: Outcome) -> None:
            self._spots.keep(outcome, spot)
            if spot is not None and spot.rows:
                self._stage.select(frozenset())
            if not outcome.late:
                then()

        self._writing.do(action, done, does)

    # the selection

    def select(self) -> None:
        """Select or unselect the paper, and go to the next paper."""
        self._stage.papers.select()
        self._stage.first_row.show()

    def select_range(self) -> None:
        """Select all papers from the paper last selected to the cursor."""
        self._stage.papers.select_range()
        self._stage.first_row.show()

    # stars, tags, notes

    def star(self) -> None:
        """Star the papers, or unstar them if all have a star."""
        self._toggle("star")

    def quick_tag(self, key: str) -> None:
        """Set or remove the tag of a digit."""
        tag = next((tag for tag, digit in self._stage.quick().items() if str(digit) == key), None)
        if tag is None:
            self._stage.say(f"no tag on {key} yet · {self._stage.key('tag')} makes one", "quiet")
        else:
            self._toggle(f"#{tag}")

    def _toggle(self, name: str) -> None:
        def toggle(heads: Sequence[Head]) -> None:
            self._writing.do(lambda: self._acts.toggle(heads, name))

        self._stage.chosen.find(toggle, is_action=True)

    def open_tags(self) -> None:
        """Open the prompt for the tags of the papers."""
        def open_box(heads: Sequence[Head]) -> None:
            self._stage.open_box(Tagging(self._stage, heads, self._set_tags))

        self._stage.chosen.find(open_box, is_action=True)

    def _set_tags(self, heads: Sequence[Head], fields: dict[str, bool]) -> str:
        return self._writing.do(lambda: self._acts.set(heads, fields))

    def note(self, head: Head, note: str) -> None:
        """Set the note of a paper; an empty note is removed."""
        self._writing.do(lambda: self._acts.set([head], {"note": note or None}, keep=False))

    # undo

    def undo(self) -> None:
        """Undo the newest action; show its papers again, with their selection or the cursor."""
        key = self._stage.key("undo")
        self._writing.do(lambda: self._acts.undo(key), self._show_undone, "undoing")

    def redo(self) -> None:
        """Redo the action that was undone last; clear the selection if it judged papers."""
        key = self._stage.key("redo")
        self._writing.do(lambda: self._acts.redo(key), self._show_redone, "doing it again")

    def _show_undone(self, outcome: Outcome) -> None:
        self._lead_to_pass(outcome)
        self._spots.show_undone(outcome)

    def _show_redone(self, outcome: Outcome) -> None:
        self._spots.show_redone(outcome)
        self._lead_to_pass(outcome)

    def _lead_to_pass(self, outcome: Outcome) -> None:
        """Go to the pass that an undone or redone action leads to; report both in one message."""
        if self._passes.undone():
            line = outcome.line
            if self._stage.first_row.pass_name:
                line = f"{line} · {self._stage.first_row.pass_name} again"
            self._writing.report(outcome._replace(line=line))


def _read_papers(
    library: Library, heads: Sequence[Head]
) -> Progress[tuple[list[Head], dict[str, int]]]:
    """Return papers and their versions by id, read in steps; yields per cent."""
    papers: list[Head] = []
    ids_of: dict[str, list[str]] = {}
    for number, head in enumerate(heads):
        papers.append(head)
        if head.file:
            ids_of.setdefault(head.file, []).append(head.id)
        if number % 100 == 0:
            yield None
    versions = yield from library.papers.versions_in_steps(ids_of)
    return papers, versions
