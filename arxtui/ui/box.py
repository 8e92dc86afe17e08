"""The box: a text field of one row at the bottom, for search, tags and file names. Knows nothing of what is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.highlighter import Highlighter
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from arxtui.text import visible

Complete = Callable[[str], Sequence[str]]
"""The whole text -> whole texts it may be completed to, best first."""


class Field(Input):
    """One row of text. Keys with a meaning are handled in the order typed; a binding would let later keys overtake."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"field--mistake"}

    @dataclass
    class Pressed(Message):
        """One of the keys that are no text was pressed."""

        key: str
        """Its Textual name: enter, escape, up, down, tab, ctrl+p."""
        text: str
        """The text at that moment."""

    def __init__(self, placeholder: str = "", *, id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, select_on_focus=False, compact=True, id=id)
        self.cursor_blink = False
        self.mistake_at: int | None = None
        """From which character on the text is underlined as a mistake; None = nowhere."""
        self.highlighter = _Mistake(self)

    def validate_value(self, value: str) -> str:
        """What is pasted may hold anything; the field shows it as it stands."""
        return visible(value)

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "escape", "up", "down", "tab", "shift+tab", "ctrl+p", "ctrl+n"):
            event.stop()
            event.prevent_default()
            self.post_message(self.Pressed(event.key, self.value))


class _Mistake(Highlighter):
    """Underlines the mistake of a field."""

    def __init__(self, field: Field) -> None:
        self._field = field

    def highlight(self, text: Text) -> None:
        """Underline from the mistake to the end."""
        at = self._field.mistake_at
        if at is not None:
            text.stylize(self._field.get_component_rich_style("field--mistake", partial=True), at)


class Box(Horizontal):
    """A label and a field; not displayed while it is closed."""

    @dataclass
    class Changed(Message):
        """The text was changed by the user."""

        text: str
        """The whole text."""

    @dataclass
    class Submitted(Message):
        """Enter was pressed. The box stays open until close()."""

        text: str
        """The whole text."""

    @dataclass
    class Dismissed(Message):
        """Esc was pressed. The box stays open until close()."""

    @dataclass
    class Stepped(Message):
        """An arrow was pressed."""

        by: int
        """1 = down, -1 = up."""

    @dataclass
    class Recalled(Message):
        """Ctrl-p or Ctrl-n was pressed."""

        by: int
        """1 = the text before, -1 = the one after."""

    _complete: Complete | None = None
    _choices: Sequence[str] = ()

    def compose(self) -> ComposeResult:
        """Label and field."""
        yield Static(id="box-label", markup=False)
        yield Field(id="box-field")

    def on_mount(self) -> None:
        """Closed at first."""
        self.display = False

    @property
    def is_open(self) -> bool:
        """Whether it is displayed."""
        return self.display

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.query_one(Field).value

    def open(self, label: str, value: str = "", complete: Complete | None = None) -> None:
        """Display it with this text, and give it the focus at once: the next key is already its own."""
        self._complete, self._choices = complete, ()
        self.query_one("#box-label", Static).update(Content(visible(label)))
        self._fill(value)
        self.display = True
        self.screen.set_focus(self.query_one(Field))

    def close(self) -> None:
        """Take it away; the focus is the screen's to give."""
        self.display = False
        self._fill("")

    def _fill(self, value: str) -> None:
        field = self.query_one(Field)
        with field.prevent(Input.Changed):
            field.value = value
        field.cursor_position = len(field.value)
        self.error_at = None

    @property
    def error_at(self) -> int | None:
        """From which character on the text is marked as a mistake; None = nowhere. Any change of the text unsets it."""
        return self.query_one(Field).mistake_at

    @error_at.setter
    def error_at(self, at: int | None) -> None:
        field = self.query_one(Field)
        field.mistake_at = at
        field.refresh()

    @on(Input.Changed)
    def _text_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.error_at = None
        if self.is_open:
            self.post_message(self.Changed(event.value))

    @on(Field.Pressed)
    def _key_pressed(self, event: Field.Pressed) -> None:
        event.stop()
        match event.key:
            case "enter":
                self.post_message(self.Submitted(event.text))
            case "escape":
                self.post_message(self.Dismissed())
            case "up" | "down":
                self.post_message(self.Stepped(1 if event.key == "down" else -1))
            case "ctrl+p" | "ctrl+n":
                self.post_message(self.Recalled(1 if event.key == "ctrl+p" else -1))
            case _:
                self._fill_in(event.text, 1 if event.key == "tab" else -1)

    def _fill_in(self, text: str, step: int) -> None:
        """Put the first completion, or the next one, in place of the text."""
        if text in self._choices:
            self.type(self._choices[(self._choices.index(text) + step) % len(self._choices)])
        elif self.text == text and self._complete and (choices := self._complete(text)):
            self._choices = choices
            self.type(choices[0])

    def type(self, text: str) -> None:
        """Put a text into the field as if it had been typed."""
        field = self.query_one(Field)
        field.value = text
        field.cursor_position = len(field.value)
