"""The Textual application: theme, signals, one screen."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Mapping, Sequence

from textual import events
from textual.app import App
from textual.worker import WorkerFailed

from arxtui.keys import rebound
from arxtui.model import Problem
from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.terminal_text import TerminalText
from arxtui.ui.bindings import bindings
from arxtui.ui.early_keys import EarlyKeys
from arxtui.ui.main import MainScreen
from arxtui.ui.terminal_driver import TerminalDriver, driver_for
from arxtui.ui.terminal_keys import split

_OBJECTS_A_COLLECTION = 10_000
"""New objects after which the garbage collector looks for cycles among them."""


class ArxtuiApp(App[None]):
    """The screen on one library."""

    CSS_PATH = "arxtui.tcss"
    TITLE = "arxtui"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        library: Library,
        settings: Settings,
        problems: Sequence[Problem] = (),
        query: str = "",
        terminal_text: TerminalText | None = None,
    ) -> None:
        """Open a library; `terminal_text` makes the text for the terminal, None for all Unicode."""
        shows = terminal_text or TerminalText()
        if shows.ascii_signs:
            settings = settings._replace(signs="ascii")
        colourless = _no_colour()
        super().__init__(driver_class=driver_for(shows), ansi_color=colourless or None)
        self.animation_level = "none"
        theme = settings.theme or "textual-dark"
        if colourless and theme not in ("ansi-dark", "ansi-light"):
            self.theme = "ansi-dark"
        elif theme in self.available_themes:
            self.theme = theme
        screen = _rebound(settings.keys) if settings.keys else MainScreen
        self._main = screen(library, settings, problems, query)
        self._main.forget_screen = self.forget_screen
        self._early = EarlyKeys()
        self._main.begun = lambda: self.call_later(self._early.release, self._handle)

        self.fault: BaseException | None = None
        """The exception that ended the screen; None without an exception."""

    def _handle_exception(self, error: Exception) -> None:
        """Keep the exception that ends the screen, of a worker too; Textual does not print it.

        Textual has no public method for this: every exception of a handler, timer or worker passes
        through here.
        """
        if self.fault is None:
            self.fault = error
            if isinstance(error, WorkerFailed):
                self.fault = error.error
        super()._handle_exception(error)
        if not self.is_headless:
            self._exit_renderables.clear()

    def get_default_screen(self) -> MainScreen:
        """Return the main screen, over which only dialogs are shown."""
        return self._main

    def on_load(self) -> None:
        """Restore the terminal also when a signal ends the program.

        This is done before the terminal is changed.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.exit)

    def forget_screen(self) -> None:
        """Send every cell of the next frames: another program may have written on the terminal."""
        if isinstance(self._driver, TerminalDriver):
            self._driver.forget_screen()

    async def on_event(self, event: events.Event) -> None:
        """Run the command of a key, or hold the key back if its hits or commands are not there yet.

        A key is also held back if it would overtake another key. No widget sees it then.
        """
        if isinstance(event, events.Resize):
            self.forget_screen()
        if not self._is_early(event):
            await self._handle(event)

    def _is_early(self, event: events.Event) -> bool:
        """Return True if a key or a paste was kept until the commands are there."""
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded:
            return False
        return self._early.keep(event)

    async def _handle(self, event: events.Event) -> None:
        """Handle an event that does not wait for the start."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            keys = split(event, in_text=self._is_in_text())
            for key in keys:
                await self._handle(key)
            if keys or self._waits(event) or self._runs(event):
                return
        await super().on_event(event)

    def _is_in_text(self) -> bool:
        """Return True if keys go to a field of text."""
        from textual.widgets import Input

        return isinstance(self.focused, Input)

    def _waits(self, event: events.Key) -> bool:
        """Return True if a key waits or answered a question: no binding gets it then."""
        main = self._main
        if self.screen is main and main.box.take_behind(event):
            return True
        if main.held.take(event):
            return True
        if self.screen is not main or main.questions.asking is None or main.prompt is not None:
            return False
        main.questions.answered(event.key, event.character or event.key)
        return True

    def _runs(self, event: events.Key) -> bool:
        """Run the command of a key of the main screen; return False if it is left to Textual.

        Textual would do the same, as the bindings have priority, but for each key it copies all
        bindings, asks the widgets above the focus about each of them, and reads the action as code.
        Keys with Ctrl are left to it: it has some of its own.
        """
        main = self._main
        command = main.held.command_of(event.key)
        if command is None or "+" in event.key:
            return False
        if self.screen is not main or main.prompt is not None or not self.app_focus:
            return False
        main.action_verb(command, event.key)
        return True

    def on_ready(self) -> None:
        """Switch the garbage collector on: the first frame is painted.

        The objects of the start are frozen, so that it does not visit them again. A key makes some
        thousand objects, of which nearly all are freed without the collector.
        """
        gc.freeze()
        gc.set_threshold(_OBJECTS_A_COLLECTION)
        gc.enable()


def _no_colour() -> bool:
    """Return True if NO_COLOR is set and not empty (no-color.org).

    Textual takes an empty value as set and shows greys, so it is removed from the environment.
    """
    if os.environ.get("NO_COLOR"):
        return True
    os.environ.pop("NO_COLOR", None)
    return False


def _rebound(keys: Mapping[str, tuple[str, ...]]) -> type[MainScreen]:
    """Return a class of the main screen with other keys."""

    class Rebound(MainScreen, inherit_bindings=False):
        BINDINGS = bindings(rebound(keys))

    return Rebound
