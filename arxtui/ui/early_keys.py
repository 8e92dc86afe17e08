"""Keys and pastes that arrive before the first frame is painted: they wait for the commands."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from textual import events

Typed: TypeAlias = events.Key | events.Paste
"""A key or a pasted text."""


class EarlyKeys:
    """The keys and pastes that wait for the commands, in the order in which they were typed."""

    def __init__(self) -> None:
        self._typed: deque[Typed] = deque()
        self._is_over = False

    def keep(self, event: Typed) -> bool:
        """Keep a key if it has to wait for the commands or for earlier keys; return whether so."""
        if self._is_over:
            return False
        self._typed.append(_as_typed(event))
        return True

    async def release(self, handle: Callable[[Typed], Awaitable[None]]) -> None:
        """Handle the keys that waited: the commands are there. Later keys do not wait.

        It is a single message of the app, so no key that is read meanwhile comes in between.
        """
        while self._typed:
            await handle(self._typed.popleft())
        self._is_over = True


def _as_typed(event: Typed) -> Typed:
    """Return Enter for Ctrl-j, other keys unchanged.

    Before the terminal is in raw mode the kernel changes the byte of Enter to the byte of Ctrl-j.
    """
    if isinstance(event, events.Key) and event.key == "ctrl+j":
        return events.Key("enter", "\r")
    return event
