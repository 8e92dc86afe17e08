"""Keys that wait for hits: they were typed behind a search, for the papers that it finds."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping

from textual import events

from arxtui.ui.workspace import Workspace

_LEAVING = ("back", "quit", "leave", "suspend")
"""Commands that do not wait for hits."""
_AT_ONCE = ("back", "leave")
"""Commands that do not wait for an action either."""
_FREE = (
    "older", "newer", "calendar", "view", "search", "fetch", "problems", "palette", "help",
    "redraw",
)  # fmt: skip
"""Commands that need no papers in the list: they wait only behind other keys."""
_PAGED = ("page_read", "jump", "half_down", "half_up", "page_down", "page_up")
"""Commands for the shown page: they wait for the frame after a change of the layout."""
_SCROLLING = ("more", "less")
"""Commands that scroll the detail: they wait for the first paper."""
_DIALOGS = ("calendar", "palette", "help")
"""Commands that open another screen, which gets the keys typed behind them."""


class HeldKeys:
    """The keys that wait, in the order in which they were typed.

    Every key of the terminal is passed to take() first. While hits are awaited, take() keeps the
    keys for them; release() runs their commands when the hits are shown. If a command opens the box
    or a dialog, the keys behind it are sent to the box or dialog.
    """

    def __init__(
        self, stage: Workspace, verb_of_key: Mapping[str, str], run: Callable[[str, str], None]
    ) -> None:
        """`run(verb, key)` runs a command."""
        self._stage = stage
        self._verb_of_key = verb_of_key
        self._run = run
        self._keys: deque[events.Key] = deque()
        self._sent: list[events.Key] = []  # keys on their way to the box or dialog

    def command_of(self, key: str) -> str | None:
        """Return the command of a key by its Textual name; None without a command."""
        return self._verb_of_key.get(key)

    def take(self, event: events.Key) -> bool:
        """Keep a key if it has to wait; return whether it was kept."""
        stage = self._stage
        for sent in self._sent:
            if sent is event:
                self._sent.remove(sent)
                stage.call_later(self.release)
                return False
        verb = self.command_of(event.key)
        if not self._keys and not self._sent:
            if verb is not None and verb not in (*_FREE, *_LEAVING) and not self._is_elsewhere:
                stage.search_progress.keep_listing()
            if verb is None or not self._waits(verb):
                return False
            if self._is_elsewhere:
                return False
        if self._leaves(verb) and not self._sent:
            self.drop()
            return False
        self._keys.append(event)
        if stage.shown.lookup.awaited:
            stage.search_progress.say_awaited(len(self._keys))
        return True

    @property
    def _is_elsewhere(self) -> bool:
        """True if keys go to the box, a question or a dialog."""
        stage = self._stage
        return bool(stage.prompt or stage.questions.asking or stage.app.screen is not stage)

    def _leaves(self, verb: str | None) -> bool:
        """Return whether a command is run at once, and the keys that wait are forgotten."""
        if self._stage.long_work.is_action:
            return verb in _AT_ONCE
        return verb in _LEAVING

    def _waits(self, verb: str) -> bool:
        """Return whether a command has to wait for hits or for the panes."""
        stage = self._stage
        if stage.long_work.is_running:
            return True
        if self._waits_for_panes(verb):
            return True
        return stage.shown.lookup.awaited and verb not in _FREE

    def _waits_for_panes(self, verb: str | None) -> bool:
        """Return whether a command has to wait for a new layout or for the first paper."""
        stage = self._stage
        if verb in _PAGED:
            return stage.screen_layers.is_laying_out
        return verb in _SCROLLING and not stage.reading.has_begun

    def _must_wait(self) -> bool:
        """Return whether every key has to wait."""
        return self._stage.shown.lookup.awaited or self._stage.long_work.is_running

    def drop(self) -> None:
        """Forget the keys that wait."""
        self._keys.clear()

    def release(self) -> None:
        """Run the waiting keys, up to a command that the next keys must wait for."""
        stage = self._stage
        while self._keys and not self._sent and not self._must_wait():
            verb = self.command_of(self._keys[0].key)
            if self._waits_for_panes(verb):
                return
            event = self._keys.popleft()
            if stage.prompt or stage.app.screen is not stage:
                self._sent.append(event)
                stage.app.post_message(event)
            elif stage.questions.asking:
                stage.questions.answered(event.key, event.character or event.key)
            elif verb is not None:
                self._run(verb, event.key)
                if verb in _DIALOGS:
                    stage.call_after_refresh(self.release)
                    return
