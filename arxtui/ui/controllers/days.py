"""Days: go to the day before or after, to a day of the calendar, or to a day with unread papers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from arxtui.keys import calendar_keys
from arxtui.ui import messages
from arxtui.ui.unread_days import UnreadDays
from arxtui.ui.workspace import Workspace
from arxtui.view import View
from arxtui.work_in_steps import Steps

if TYPE_CHECKING:
    from arxtui.ui.panes.calendar import Counts, Titles


class Days:
    """The commands that go from one day to another."""

    def __init__(self, stage: Workspace) -> None:
        self._stage = stage
        self._unread = UnreadDays(stage.library, stage.shown.rules)
        self._offered: tuple[View, str, str] | None = None  # view, message, day

    def older(self) -> None:
        """Go to the day before."""
        self._go(-1, "no older day")

    def newer(self) -> None:
        """Go to the day after."""
        self._go(1, "no newer day")

    def _go(self, step: int, no_day: str) -> None:
        """Go to the day before (-1) or after (1); in a list of several days to its first paper."""
        stage = self._stage
        row = stage.papers.next_heading(-step)
        if row is not None:
            stage.papers.go_to_top(row)
            return
        day = self._neighbour(step)
        if day is None:
            stage.say(no_day, "quiet")
        else:
            stage.go_to_day(day)

    # unread papers of other days

    def count_earlier(self) -> None:
        """Count the unread papers of earlier days between the keys, and show the count."""
        stage = self._stage
        days = stage.shown.view.days
        stage.first_row.earlier = (0, 0)
        if days:
            begin = partial(self._unread.earlier, days)
            stage.work.run("earlier", begin, partial(self._show_earlier, days))

    def _neighbour(self, step: int) -> str | None:
        """Return the day before (-1) or after (1) the shown days, without shown days the newest."""
        days = self._stage.library.papers.days()
        here = self._stage.shown.view.days
        if not days:
            return None
        if not here or here[0] not in days or here[-1] not in days:
            return days[0]
        at = days.index(here[0]) - 1
        if step < 0:
            at = days.index(here[-1]) + 1
        if 0 <= at < len(days):
            return days[at]
        return None

    def _show_earlier(self, days: tuple[str, ...], earlier: tuple[int, int]) -> None:
        stage = self._stage
        if stage.shown.view.days == days:
            stage.first_row.earlier = earlier
            stage.first_row.show()

    def go_on(self, finished: str) -> None:
        """Offer the next day with unread papers; if it is offered already, go there.

        `finished` is the message that no paper is unread here.
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
        """Show that no paper is unread here, and look for the next day with unread papers."""
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
        """Open the calendar, in which the user chooses a day."""
        from arxtui.ui.panes.calendar import Calendar
        from arxtui.ui.panes.calendar_screen import CalendarScreen

        stage = self._stage
        days = [day for day in stage.library.papers.days() if day]
        if not days:
            stage.say(f"no papers yet · {stage.key('fetch')} fetches some from arXiv", "quiet")
            return
        here = stage.papers.current
        day = days[0]
        if here and here.paper.day in days:
            day = here.paper.day
        reader = _CalendarReader(stage, self._unread)

        def chosen(day: str | None) -> None:
            """Open a day; keep the cursor on its paper if the paper is of that day."""
            if not day:
                return
            stage.go_to_day(day)
            if here and here.paper.day == day:
                stage.papers.go(stage.shown.row_of(here.paper.id) or 0)

        calendar = Calendar(reader.counts_of, reader.titles_of, days, day, stage.signs)
        reader.arrived = calendar.refresh
        keys = calendar_keys(stage.verb_of.values())
        stage.app.push_screen(CalendarScreen(calendar, keys), chosen)


class _CalendarReader:
    """Reads for the calendar, between the keys: the counts of a year, the titles of a day.

    Muted papers are left out, as in the list of the day.
    """

    def __init__(self, stage: Workspace, unread: UnreadDays) -> None:
        self._stage = stage
        self._unread = unread
        self._counts: dict[str, dict[str, tuple[int, int]]] = {}
        self._counted: set[str] = set()  # years of which all days are counted
        self._titles: dict[str, Titles] = {}
        self._asked = ""  # the day whose titles are being read
        self.arrived: Callable[[], object] = bool
        """Called when counts or titles were read."""

    def counts_of(self, year: str) -> tuple[Counts, bool]:
        """Return the counts of a year so far, and whether all of its days are counted.

        The first call begins to count.
        """
        if year not in self._counts:
            self._counts[year] = {}
            begin = partial(self._unread.of_year, year, self._counts[year], self.arrived)
            self._stage.work.run(f"count {year}", begin, partial(self._year_counted, year))
        return self._counts[year], year in self._counted

    def _year_counted(self, year: str, _: bool) -> None:
        self._counted.add(year)
        self.arrived()

    def titles_of(self, day: str) -> Titles:
        """Return the papers of a day; the first call begins to read them, one day at a time."""
        if day not in self._titles and day != self._asked:
            self._asked = day
            self._stage.work.run("titles", partial(self._read, day), partial(self._read_on, day))
        return self._titles.get(day, ())

    def _read(self, day: str) -> Steps[Titles]:
        library = self._stage.library
        muted = yield from self._stage.shown.rules.muted_on(day)
        left_out = frozenset(muted)
        heads = library.papers.day(day)
        titles = []
        for row in range(len(heads)):
            yield
            head = heads[row]
            if head.id not in left_out:
                is_unread = library.marks.pile(head.id) == "unread"
                titles.append((is_unread, head.plain or head.title))
        return titles

    def _read_on(self, day: str, titles: Titles) -> None:
        self._titles[day] = titles
        self.arrived()
