"""Days: the day before and after, the calendar, and on to days with unread papers."""

from __future__ import annotations

from functools import partial

from arxtui.keys import calendar_keys
from arxtui.ui import messages
from arxtui.ui.panes import render
from arxtui.ui.unread_days import UnreadDays
from arxtui.ui.workspace import Workspace
from arxtui.view import View


class Days:
    """What goes from one day to another."""

    def __init__(self, stage: Workspace) -> None:
        self._stage = stage
        self._unread = UnreadDays(stage.library, stage.shown.rules)
        self._offered: tuple[View, str, str] | None = None  # where, the message, the day

    def older(self) -> None:
        """Go to the day before."""
        self._go(-1, "no older day")

    def newer(self) -> None:
        """Go to the day after."""
        self._go(1, "no newer day")

    def _go(self, step: int, no_day: str) -> None:
        """Go to another day: in a list of several days to its first paper."""
        stage = self._stage
        row = stage.papers.next_heading(-step)
        if row is not None:
            stage.papers.go_to_top(row)
            return
        day = stage.shown.neighbour(step)
        if day is None:
            stage.say(no_day, "quiet")
        else:
            stage.go_to_day(day)

    # unread papers of other days

    def count_earlier(self) -> None:
        """Count the unread papers of the days before those shown, between the keys; show them."""
        stage = self._stage
        days = stage.shown.view.days
        stage.earlier = (0, 0)
        if days:
            begin = partial(self._unread.earlier, days)
            stage.work.run("earlier", begin, partial(self._show_earlier, days))

    def _show_earlier(self, days: tuple[str, ...], earlier: tuple[int, int]) -> None:
        stage = self._stage
        if stage.shown.view.days == days:
            stage.earlier = earlier
            stage.show_counts()

    def go_on(self, finished: str) -> None:
        """Offer the next day with unread papers; if it is offered already, go there.

        `finished` says that nothing is unread here.
        """
        stage = self._stage
        view = stage.shown.view
        if self._offered is not None:
            where, line, day = self._offered
            self._offered = None
            if where is view and stage.message.text == line:
                stage.go_to_day(day)
                return
        self.offer(finished)

    def offer(self, finished: str) -> None:
        """Say that nothing is unread here, and look for the next day with unread papers."""
        stage = self._stage
        view = stage.shown.view
        stage.say(finished)
        if view.days is not None:
            begin = partial(self._unread.next, view.days)
            stage.work.run("next day", begin, partial(self._offer, view, finished))

    def _offer(self, view: View, finished: str, found: tuple[str, int]) -> None:
        stage = self._stage
        day, unread = found
        if stage.shown.view is not view or not day or stage.message.text != finished:
            return
        line = messages.next_day(finished, day, unread, stage.key("next_unread"))
        stage.say(line, lasts=True)
        self._offered = (view, stage.message.text, day)

    # the calendar

    def open_calendar(self) -> None:
        """Let a day be chosen."""
        from arxtui.ui.panes.calendar import Calendar, CalendarScreen, Counts

        stage = self._stage
        days = [day for day in stage.library.papers.days() if day]
        if not days:
            stage.say("no days yet · arxtui load FILE brings some", "quiet")
            return
        here = stage.papers.current
        day = days[0]
        if here and here.paper.day in days:
            day = here.paper.day
        counted: dict[str, Counts] = {}

        def counts_of(year: str) -> Counts:
            """Return what is counted of a year; the first time its counting begins."""
            if year not in counted:
                counted[year] = {}
                begin = partial(stage.library.papers.unread_by_day, year)
                stage.work.run(f"count {year}", begin, partial(counted_of, year))
            return counted[year]

        def counted_of(year: str, counts: Counts) -> None:
            counted[year] = counts
            calendar.refresh()

        def chosen(day: str | None) -> None:
            """Open a day, on the paper that the cursor was on where it is of that day."""
            if not day:
                return
            stage.go_to_day(day)
            if here and here.paper.day == day:
                stage.papers.go(stage.shown.row_of(here.paper.id) or 0)

        calendar = Calendar(counts_of, days, day, ascii_=stage.signs is render.ASCII)
        keys = calendar_keys(stage.verb_of.values())
        stage.app.push_screen(CalendarScreen(calendar, keys), chosen)
