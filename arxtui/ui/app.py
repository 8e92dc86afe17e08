"""The Textual application: theme, signals, one screen."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Mapping, Sequence

from textual.app import App

from arxtui.config import Settings, settings_file
from arxtui.keys import rebound
from arxtui.model import Problem
from arxtui.store import Library
from arxtui.ui.main import MainScreen, bindings


class ArxtuiApp(App[None]):
    """The screen on one library."""

    CSS_PATH = "arxtui.tcss"
    TITLE = "arxtui"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, library: Library, settings: Settings, problems: Sequence[Problem] = (), query: str = "") -> None:
        super().__init__()
        self.animation_level = "none"
        theme = settings.theme or ("ansi-dark" if os.environ.get("NO_COLOR") else "textual-dark")
        if theme in self.available_themes:
            self.theme = theme
        else:
            names = ", ".join(sorted(self.available_themes))
            problems = (*problems, Problem(str(settings_file()), 0, f"no theme {settings.theme!r}; there are {names}"))
        screen = _rebound(settings.keys) if settings.keys else MainScreen
        self._main = screen(library, settings, problems, query)

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


def _rebound(keys: Mapping[str, tuple[str, ...]]) -> type[MainScreen]:
    """The screen with other keys."""

    class Rebound(MainScreen, inherit_bindings=False):
        BINDINGS = bindings(rebound(keys))

    return Rebound
