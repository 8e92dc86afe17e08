"""Drive the app without a terminal, as its user would: keys in, the screen as text out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from textual import _wait
from textual.pilot import Pilot

from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.ui.app import ArxtuiApp
from arxtui.ui.main import MainScreen
from arxtui.ui.panes.text_field import Field

# of 0.02 and 0.001: a third of the time of all tests
_wait.SLEEP_GRANULARITY = 0.005
_wait.SLEEP_IDLE = 0.00025
Play = Callable[["Driver"], Awaitable[None]]

_TURNS = 20
"""Turns of the event loop after which until() waits longer between two looks."""
_PAUSE = 0.005
"""Seconds that it then waits."""


class Driver:
    """The app under test."""

    def __init__(self, app: ArxtuiApp, pilot: Pilot[None], library: Library) -> None:
        self.app = app
        self.pilot = pilot
        self.library = library

    @property
    def main(self) -> MainScreen:
        """The main screen, also below a dialog."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, MainScreen))

    async def press(self, *keys: str) -> None:
        """Press keys singly, and let a search that a key began come to its end before the next key.

        So a test ends on the same screen at any speed of the machine and in any order.
        """
        for key in keys:
            await self.pilot.press(key)
            await self.until(lambda: not self.main.shown.lookup.searching)
        await self.settle()
        await self.until(lambda: not self.main.shown.lookup.searching)
        await self.settle()  # the detail follows once the list is painted

    async def type(self, text: str) -> None:
        """Type a text; most of it at once into the open box, for a key takes the pilot 50 ms."""
        if self.main.box.prompt and self.app.screen is self.main:
            start, end = sorted(self.main.box.query_one(Field).selection)
            before = self.main.box.text
            self.main.box.type(before[:start] + text[:-2] + before[end:])
            await self.pilot.pause()
            await self.until(lambda: not self.main.shown.lookup.searching)
            text = text[-2:]
        await self.press(*["space" if char == " " else char for char in text])

    async def click(self, selector: str, offset: tuple[int, int] = (0, 0)) -> None:
        """Click a cell of the widget that the selector names."""
        await self.pilot.click(selector, offset=offset)
        await self.settle()

    async def resize(self, width: int, height: int) -> None:
        """Give the terminal another size, in cells."""
        await self.pilot.resize_terminal(width, height)
        await self.settle()

    def shows_first_paper(self) -> bool:
        """Return whether there is nothing to wait for before the first key."""
        if not self.main.shown.heads or self.main.screen_layers.hides_paper:
            return True
        return bool(self.main.detail.content.plain)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds.

        Raises TimeoutError if it does not within a minute, and the error that ended the app.
        """
        turns = 0
        async with asyncio.timeout(60):
            while not holds():
                if self.app._exception is not None:
                    raise self.app._exception
                turns += 1
                pause = 0.0
                if turns > _TURNS:
                    pause = _PAUSE
                await asyncio.sleep(pause)

    async def rest(self) -> None:
        """Rest on this screen until all that is looked up for it is shown."""
        await self.settle()
        while self.main.work.waiting:
            await self.until(lambda: not self.main.work.waiting)
            await self.settle()  # its result may begin more work

    async def settle(self) -> None:
        """Wait until the layout has ended and each part of the screen has read its messages.

        The pilot's pause is too short for that on a busy machine: it takes a process that is given
        no time for a process that has nothing to do.
        """
        await self.pilot.pause()
        await self.until(lambda: not self.main.screen_layers.is_laying_out)
        for part in (self.app, self.app.screen, self.main, self.main.papers, self.main.detail) * 2:
            has_read = asyncio.Event()
            part.call_later(has_read.set)
            await self.until(partial(self._is_over, has_read))
        await self.pilot.pause()

    def _is_over(self, has_read: asyncio.Event) -> bool:
        """Return whether a part has read its messages, or the program has ended."""
        return has_read.is_set() or not self.app.is_running

    async def golden(self, name: str, written: Callable[[str], str] = str) -> None:
        """Compare the screen at rest with tests/golden/<name>.txt; ARXTUI_GOLDEN=write writes it.

        `written` removes parts of the text that differ from run to run.
        """
        await self.rest()
        compare(name, written(self.text()))

    def lines(self) -> list[str]:
        """The rows of the screen as text."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    def text(self) -> str:
        """The screen as text."""
        return "\n".join(self.lines()) + "\n"

    @property
    def current(self) -> str:
        """The id of the paper under the cursor."""
        entry = self.main.papers.current
        return entry.paper.id if entry else ""

    @property
    def message(self) -> str:
        """The text of the message line."""
        return self.main.message.text


def drive(
    library: Library,
    play: Play,
    size: tuple[int, int] = (80, 24),
    settings: Settings | None = None,
    query: str = "",
) -> None:
    """Open the app on a library and play."""

    async def session() -> None:
        app = ArxtuiApp(library, settings or Settings(), (), query)
        async with app.run_test(size=size) as pilot:
            driver = Driver(app, pilot, library)
            await driver.until(
                lambda: any(isinstance(screen, MainScreen) for screen in app.screen_stack)
            )
            await driver.until(driver.shows_first_paper)
            await driver.until(lambda: driver.main.has_begun)
            await pilot.pause()
            await play(driver)
            await app.workers.wait_for_complete()

    asyncio.run(session())


def compare(name: str, text: str) -> None:
    """Compare with tests/golden/<name>.txt; ARXTUI_GOLDEN=write writes it."""
    import os

    path = Path(__file__).parent / "golden" / f"{name}.txt"
    if os.environ.get("ARXTUI_GOLDEN") == "write":
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")
