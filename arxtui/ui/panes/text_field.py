"""A row of text that is typed: the field of the box and of the help."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.highlighter import Highlighter
from rich.text import Text
from textual import events
from textual.widgets import Input

from arxtui.text import visible

_NO_TEXT = "enter escape up down pageup pagedown tab shift+tab ctrl+p ctrl+n".split()
"""Keys that do not edit the text of a field."""


class Field(Input):
    """A row of text that handles keys in the order typed; with bindings later keys overtake."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"field--mistake"}

    def __init__(
        self, pressed: Callable[[str], None], placeholder: str = "", *, id: str | None = None
    ) -> None:
        """`pressed` gets the Textual name of a key of _NO_TEXT."""
        super().__init__(placeholder=placeholder, select_on_focus=False, compact=True, id=id)
        self._pressed = pressed
        self.cursor_blink = False
        self.coming = 0
        """Number of keys that were sent here and are not handled yet."""
        self.returned: list[events.Key] = []
        """Keys that were typed behind the key that closed the box, and that the program handles."""
        self.mistake_at: int | None = None
        """The offset from which on the text is underlined as a mistake; None = no mistake."""
        self.highlighter = _Mistake(self)

    def validate_value(self, value: str) -> str:
        """Return pasted text unchanged, whatever signs it has."""
        return visible(value)

    def _on_paste(self, event: events.Paste) -> None:
        """Insert a pasted text as one line: a title may have two lines."""
        event.stop()
        event.prevent_default()
        self.replace(joined(event.text), *self.selection)

    def _forward_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            self.coming += 1
        super()._forward_event(event)

    async def _on_key(self, event: events.Key) -> None:
        self.coming -= 1
        if self.screen.focused is not self:  # the key before moved the focus
            event.stop()
            event.prevent_default()
            back = events.Key(event.key, event.character)
            self.returned.append(back)
            self.app.post_message(back)
        elif event.key in _NO_TEXT:
            event.stop()
            event.prevent_default()
            self._pressed(event.key)
        elif not event.is_printable:
            await self._edit(event)

    async def _edit(self, event: events.Key) -> None:
        """Run the command that Input has for a key, such as Backspace, before the next key."""
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            event.stop()
            event.prevent_default()
            await self.run_action(binding.action)


class _Mistake(Highlighter):
    """Underlines the mistake in a field."""

    def __init__(self, field: Field) -> None:
        self._field = field

    def highlight(self, text: Text) -> None:
        """Underline from the mistake to the end."""
        at = self._field.mistake_at
        if at is not None:
            text.stylize(self._field.get_component_rich_style("field--mistake", partial=True), at)


def joined(text: str) -> str:
    """Return the lines of a text as a single line; a word hyphenated at a line's end is joined."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) == 1:
        return lines[0]
    whole = ""
    for line in (" ".join(line.split()) for line in lines):
        if whole and not (whole.endswith("-") and whole[-2:-1].isalpha() and line[0].isalpha()):
            whole += " "
        whole += line
    return whole
