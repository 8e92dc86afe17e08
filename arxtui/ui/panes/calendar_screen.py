"""The dialog with the calendar of days."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events, on
from textual.app import ComposeResult

from arxtui.ui.panes.calendar import Calendar
from arxtui.ui.panes.dialog import Dialog
from arxtui.ui.panes.line import Pressed


class CalendarScreen(Dialog):
    """The dialog with the calendar; its result is the day to open, or None."""

    DEFAULT_CSS = """
    CalendarScreen { overflow: hidden; }
    CalendarScreen, CalendarScreen:ansi { background: $background; }
    """

    def __init__(self, calendar: Calendar, keys: Mapping[str, str]) -> None:
        """Take the calendar, and key -> action of the screen."""
        super().__init__()
        self._calendar = calendar
        self._keys = keys

    def compose(self) -> ComposeResult:
        """Yield the calendar, the only widget of this screen."""
        yield self._calendar

    async def on_key(self, event: events.Key) -> None:
        """Run the action of a key."""
        if event.key in self._keys:
            event.stop()
            await self.run_action(self._keys[event.key])

    @on(Pressed)
    async def _key_clicked(self, event: Pressed) -> None:
        """Run the action of a key that was clicked."""
        event.stop()
        await self.run_action(self._keys[event.key])

    def action_move(self, days: int) -> None:
        """Move the cursor."""
        self._calendar.move(days)

    def action_open(self) -> None:
        """End with the cursor's day, if it has papers."""
        if day := self._calendar.chosen():
            self.end(day)
