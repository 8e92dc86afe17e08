"""Keys and pastes that arrive before the first frame is painted: they wait for the commands."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TypeAlias

from textual import events

Typed: TypeAlias = events.Key | events.Paste
"""A key or a pasted text."""


class EarlyKeys:
    """The keys and pastes that wait for the commands, in the order in which they were typed."""

    def __init__(self, has_begun: Callable[[], bool], send: Callable[[Typed], object]) -> None:
        """`has_begun` tells whether the commands are there; `send` sends a key to the app again."""
        self._has_begun = has_begun
        self._send = send
        self._typed: deque[Typed] = deque()

    def keep(self, event: Typed) -> bool:
        """Keep a key if it has to wait for the commands or for earlier keys; return whether so.

        A key that was read behind the waiting keys may be handled before they come back. It is sent
        again behind them.
        """
        if not self._has_begun():
            self._typed.append(_as_typed(event))
            return True
        if not self._typed:
            return False
        if event is self._typed[0]:
            self._typed.popleft()
            return False
        self._typed.append(event)
        self._send(event)
        return True

    def release(self) -> None:
        """Send the keys that waited: the commands are there."""
        for event in self._typed:
            self._send(event)


def _as_typed(event: Typed) -> Typed:
    """Return Enter for Ctrl-j, other keys unchanged.

    Before the terminal is in raw mode the kernel changes the byte of Enter to the byte of Ctrl-j.
    """
    if isinstance(event, events.Key) and event.key == "ctrl+j":
        return events.Key("enter", "\r")
    return event
