"""The terminal, given to another program until it ends."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from textual.app import App


@contextmanager
def terminal_away(app: App[Any]) -> Iterator[None]:
    """Let another program use the terminal; Ctrl-C is for that program alone.

    Nothing may be raised inside, for Textual would not take the terminal back. Raises
    SuspendNotSupported where there is no terminal.
    """
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        with app.suspend():
            yield
    finally:
        signal.signal(signal.SIGINT, before)
