"""The Textual application: theme, signals, one screen."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Sequence

from textual.app import App

from arxtui.config import Settings, settings_file
from arxtui.model import Problem
from arxtui.store import Library
from arxtui.ui.main import MainScreen


class ArxtuiApp(App[None]):
    """The screen on one library."""

    CSS_PATH = "arxtui.tcss"
    TITLE = "arxtui"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, library: Library, settings: Settings, problems: Sequence[Problem] = (), query: str = "") -> None:
        super().__init__()
        self.animation_level = "none"
        if settings.theme in self.available_themes:
            self.theme = settings.theme
        else:
            names = ", ".join(sorted(self.available_themes))
            problems = (*problems, Problem(str(settings_file()), 0, f"no theme {settings.theme!r}; there are {names}"))
        self._main = MainScreen(library, settings, problems, query)

    def get_default_screen(self) -> MainScreen:
        """The only screen but for dialogs."""
        return self._main

    def on_mount(self) -> None:
        """Leave a clean terminal also when somebody else ends the program."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.exit)

    def on_ready(self) -> None:
        """The first frame is painted: what start-up made is no garbage, look for other garbage from now on."""
        gc.freeze()
        gc.enable()
