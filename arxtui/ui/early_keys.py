"""Keys that are typed before the first frame is painted: they wait for the commands."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from textual import events


class EarlyKeys:
    """The keys that wait for the commands, in the order in which they were typed."""

    def __init__(self, has_begun: Callable[[], bool], send: Callable[[events.Key], object]) -> None:
        """`has_begun` tells whether the commands are there; `send` sends a key to the app again."""
        self._has_begun = has_begun
        self._send = send
        self._keys: deque[events.Key] = deque()

    def keep(self, event: events.Key) -> bool:
        """Keep a key if it has to wait for the commands or for earlier keys; return whether so.

        A key that was read behind the waiting keys may be handled before they come back. It is sent
        again behind them.
        """
        if not self._has_begun():
            self._keys.append(event)
            return True
        if not self._keys:
            return False
        if event is self._keys[0]:
            self._keys.popleft()
            return False
        self._keys.append(event)
        self._send(event)
        return True

    def release(self) -> None:
        """Send the keys that waited: the commands are there."""
        for event in self._keys:
            self._send(event)
