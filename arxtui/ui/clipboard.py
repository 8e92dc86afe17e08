"""The clipboard, which gets its text through the terminal."""

from __future__ import annotations

from typing import Any

from textual.app import App

MOST = 4 << 20
"""Bytes that are sent at most: the terminal reads them before the next frame.

Terminals drop a longer text without a word; tmux takes 1 MB.
"""


def send(app: App[Any], text: str) -> bool:
    """Send a text to the clipboard; return False if it is too long, and send nothing."""
    if len(text.encode()) > MOST:
        return False
    app.copy_to_clipboard(text)
    return True
