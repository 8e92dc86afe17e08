"""Menus that did not open: the second key, typed for the menu, must not run as a command."""

from __future__ import annotations

from arxtui.keys import MENUS, shown
from arxtui.ui.workspace import Workspace


def _choices(command: str) -> frozenset[str]:
    """Return the keys of a command's menu; no keys for a command without a menu."""
    if command == "link":
        return frozenset("123456789")
    if command == "export_shown":
        from arxtui.export import letters

        return frozenset(letters())
    return frozenset(MENUS.get(command, ()))


class MissedMenu:
    """Remembers the choices of a menu that did not open, until the next key."""

    def __init__(self, stage: Workspace) -> None:
        self._stage = stage
        self._keys: frozenset[str] = frozenset()

    def note(self, command: str) -> None:
        """Remember the choices of a command whose menu did not open."""
        if self._stage.questions.asking is None and not self._stage.prompt:
            self._keys = _choices(command)

    def forget(self) -> None:
        """Forget the remembered choices."""
        self._keys = frozenset()

    def takes(self, key: str) -> bool:
        """Return whether a key was typed for a menu that did not open, and report it if so."""
        keys = self._keys
        self.forget()
        if shown(key) not in keys:
            return False
        name = shown(key)
        line = f"the menu for {name} did not open · press {name} again to run its own command"
        self._stage.say(line, "quiet")
        return True
