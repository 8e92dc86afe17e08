"""Lend the terminal to another program until it ends."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from textual.app import App


@contextmanager
def terminal_away(app: App[Any]) -> Iterator[None]:
    """Let another program use the terminal; Ctrl-C is for that program alone.

    The block must not raise an exception, because Textual would not take the terminal back. Raises
    SuspendNotSupported without a terminal.
    """
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        with app.suspend():
            yield
    finally:
        signal.signal(signal.SIGINT, before)
