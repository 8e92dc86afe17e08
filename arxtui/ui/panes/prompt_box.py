"""The box: a text field in a row at the bottom, for searches, tags and file names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from arxtui.text import visible
from arxtui.ui.panes.box_keys import NAMES, BoxKeys
from arxtui.ui.panes.line import Pressed
from arxtui.ui.panes.render import Signs
from arxtui.ui.panes.text_field import Field

_LEAST_TEXT = 14  # cells of the field beside its keys, at least


class Prompt:
    """A prompt in the box; it gets the typed text and the keys that are no text."""

    label = ""
    """The label before the field."""
    text = ""
    """The first text of the field."""
    keys: Sequence[tuple[str, str]] = (("Enter", "confirm"), ("Esc", "cancel"))
    """The keys of the box as a person reads them, each with its label, the most important last."""
    replaced = True
    """True if the first text is selected, so that typing replaces it; else typing appends."""

    def changed(self, text: str) -> None:
        """Handle a text that the user changed."""

    def entered(self, text: str) -> str:
        """Use the text after Enter.

        Return why it is refused, which keeps the box open; `` if it is accepted.
        """
        return ""

    def left(self) -> None:
        """Handle Esc, which has closed the box."""

    def stepped(self, by: int) -> None:
        """Handle an arrow: 1 = down, -1 = up."""

    def recalled(self, by: int) -> str | None:
        """Return the text for Ctrl-p (1) or Ctrl-n (-1); None keeps the text."""

    def complete(self, text: str) -> Sequence[str]:
        """Return whole texts that begin with this text, best first."""
        return ()


class Box(Horizontal):
    """A label, a field and its keys; not displayed while it is closed."""

    prompt: Prompt | None = None
    """The prompt; None while the box is closed."""
    _choices: Sequence[str] = ()

    def __init__(
        self, closed: Callable[[], None], refused: Callable[[str], None], signs: Signs, *, id: str
    ) -> None:
        """Take `closed`, which moves the focus, and `refused`, which shows a refusal."""
        super().__init__(id=id)
        self._signs = signs
        self._after = closed
        self._refused = refused
        self.display = False

    def compose(self) -> ComposeResult:
        """Yield label, field and keys."""
        yield Static(id="box-label", markup=False)
        yield Field(self._pressed, id="box-field")
        yield BoxKeys(self._signs, id="box-keys")

    def on_resize(self) -> None:
        """Show the keys that fit into the new width."""
        self._show_keys()

    def _show_keys(self) -> None:
        """Show the keys that fit beside the text."""
        if self.prompt is not None:
            label = cell_len(visible(self.prompt.label)) + 2
            text = max(_LEAST_TEXT, cell_len(self.text) + 2)
            width = self.size.width or self.app.size.width
            self.query_one(BoxKeys).show(self.prompt.keys, width - label - text)

    @on(Pressed)
    def _key_clicked(self, event: Pressed) -> None:
        """Press the key that was clicked."""
        event.stop()
        self._pressed(NAMES[event.key])

    @property
    def text(self) -> str:
        """The text of the field."""
        return self.query_one(Field).value

    def open(self, prompt: Prompt) -> None:
        """Display the box with a prompt, and focus it at once, before the next key."""
        self.prompt = prompt
        self._choices = ()
        self.query_one("#box-label", Static).update(Content(visible(prompt.label)))
        self._fill(prompt.text)
        self.display = True
        self._show_keys()
        field = self.query_one(Field)
        self.screen.set_focus(field)
        if prompt.replaced:
            field.select_all()

    def take_behind(self, event: events.Key) -> bool:
        """Send a key that would overtake others through the field; return whether it was sent.

        Keys that were typed behind the key that closed the box are still on their way through the
        field. A key that is typed meanwhile goes the same way, so that all keep their order.
        """
        field = self.query_one(Field)
        if event in field.returned:
            field.returned.remove(event)
            return False
        if self.prompt is not None or not (field.coming or field.returned):
            return False
        field._forward_event(event)
        return True

    def close(self) -> None:
        """Close the box and give the focus back."""
        self.prompt = None
        self.display = False
        self._fill("")
        self._after()

    def _fill(self, value: str) -> None:
        field = self.query_one(Field)
        with field.prevent(Input.Changed):
            field.value = value
        field.cursor_position = len(field.value)
        self.error_at = None

    @property
    def error_at(self) -> int | None:
        """The offset from which the text is marked as a mistake; None = no mistake."""
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
        self._show_keys()
        if self.prompt:
            self.prompt.changed(event.value)

    def _pressed(self, key: str) -> None:
        prompt = self.prompt
        text = self.text
        if prompt is None:
            return
        match key:
            case "escape":
                self.close()
                prompt.left()
            case "enter":
                self._enter(prompt, text)
            case "up" | "down":
                prompt.stepped(1 if key == "down" else -1)
            case "ctrl+p" | "ctrl+n":
                other = prompt.recalled(1 if key == "ctrl+p" else -1)
                if other is not None:
                    self.type(other)
            case "tab" | "shift+tab":
                self._complete(prompt, text, 1 if key == "tab" else -1)

    def _enter(self, prompt: Prompt, text: str) -> None:
        """Close the box if the text is accepted; a refused text stays for correction."""
        reason = prompt.entered(text)
        if reason:
            self._refused(reason)
        elif self.prompt is prompt:  # else the prompt has opened another prompt
            self.close()

    def _complete(self, prompt: Prompt, text: str, step: int) -> None:
        """Put the first or next completion in place of the text."""
        if text in self._choices:
            self.type(self._choices[(self._choices.index(text) + step) % len(self._choices)])
        else:
            self.offer(text, prompt.complete(text))

    def offer(self, text: str, choices: Sequence[str]) -> None:
        """Put the first completion in place of the text, if the field still has this text."""
        if choices and self.prompt and self.text == text:
            self._choices = choices
            self.type(choices[0])

    def type(self, text: str) -> None:
        """Put a text into the field as if it had been typed."""
        field = self.query_one(Field)
        field.value = text
        field.cursor_position = len(field.value)
