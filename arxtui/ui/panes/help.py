"""The help and palette: all commands with their keys, and a filter; Enter runs a command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import ClassVar, get_args

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from arxtui.keys import VERBS, Group, Verb
from arxtui.ui.panes.dialog import Dialog
from arxtui.ui.panes.render import UNICODE, Signs, key_in
from arxtui.ui.panes.text_field import Field

_GROUPS = get_args(Group)
_HOW = "type to find a command · Enter runs it · Esc closes"


class Commands(OptionList):
    """The list of commands."""

    class Resized(Message):
        """The size of the list changed: its help texts may need other lines."""

    def on_resize(self) -> None:
        """Post Resized."""
        self.post_message(self.Resized())


class HelpScreen(Dialog):
    """All commands; the result is the id of the chosen command, or None."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"help--group", "help--key"}
    DEFAULT_CSS = """
    HelpScreen { align: center middle; overflow: hidden; }
    /* In the colours of the terminal Textual would show the list behind it. */
    HelpScreen, HelpScreen:ansi { background: $background; }
    HelpScreen > .help--group { color: $foreground-muted; text-style: bold; }
    HelpScreen > .help--key { color: $text-accent; text-style: bold; }
    #help {
        width: 76; max-width: 100%; height: 90%; min-height: 10; max-height: 100%;
        border: round $foreground 40%;
    }
    #help-field { padding: 0 1; margin: 0 0 1 0; }
    #help-commands {
        height: 1fr; border: none; padding: 0 1; background: transparent;
        scrollbar-size-vertical: 1;
    }
    #help-commands > .option-list--option-highlighted {
        background: $primary 30%; color: $foreground; text-style: bold;
    }
    #help-commands > .option-list--option-disabled { color: $foreground-muted; }
    #help-commands:ansi > .option-list--option-highlighted {
        background: ansi_blue; color: ansi_default;
    }
    /* Without colour an underline shows the highlighted command: OptionList forgets `reverse`. */
    #help-commands:nocolor > .option-list--option-highlighted { text-style: bold underline; }
    """

    def __init__(
        self, verbs: Sequence[Verb] = VERBS, first: Group = "MOVE", signs: Signs = UNICODE
    ) -> None:
        """Show these commands, the group `first` before the other groups."""
        super().__init__()
        self._verbs = verbs
        self._signs = signs
        self._laid_out_for = 0
        """The width, in cells, for which the help texts were laid out."""
        self._groups: tuple[Group, ...] = (first, *(each for each in _GROUPS if each != first))

    def compose(self) -> ComposeResult:
        """Yield the filter and the list."""
        with Vertical(id="help"):
            yield Field(self._pressed, _HOW, id="help-field")
            verbs = Commands(id="help-commands", markup=False)
            verbs.can_focus = False
            yield verbs

    def on_mount(self) -> None:
        """Give the filter the focus."""
        self.set_focus(self.query_one(Field))

    @on(Commands.Resized)
    def _fit(self) -> None:
        """Lay the help texts out for the present width of the list."""
        if self.query_one(OptionList).scrollable_content_region.width != self._laid_out_for:
            self._fill()

    @on(Input.Changed)
    def _filter(self) -> None:
        """Show the commands that fit; the key that opened the help closes it again."""
        opens = [verb.shown for verb in self._verbs if verb.id == "help"]
        if self.query_one(Field).value in opens:
            self.end(None)
        else:
            self._fill()

    def _pressed(self, key: str) -> None:
        verbs = self.query_one(OptionList)
        match key:
            case "escape":
                self.end(None)
            case "down":
                verbs.action_cursor_down()
            case "up":
                verbs.action_cursor_up()
            case "pagedown":
                verbs.action_page_down()  # type: ignore[no-untyped-call] # untyped in Textual
            case "pageup":
                verbs.action_page_up()  # type: ignore[no-untyped-call] # untyped in Textual
            case "enter" if verbs.highlighted_option is not None:
                self.end(verbs.highlighted_option.id)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.end(event.option_id)

    def _fill(self) -> None:
        """Show the commands that fit the filter, the cursor on the nearest."""
        typed = self.query_one(Field).value.strip()
        found = [verb for verb in self._verbs if _fits(verb, typed)]
        verbs = self.query_one(OptionList)
        verbs.clear_options()
        width = verbs.scrollable_content_region.width
        self._laid_out_for = width
        verbs.add_options(_options(found, self._verbs, self._groups, width, self._signs))
        if not found:
            verbs.add_option(Option("no command has these words", disabled=True))
        else:
            found.sort(key=lambda verb: self._groups.index(verb.group))
            nearest = min(found, key=lambda verb: _distance(verb, typed))
            verbs.highlighted = verbs.get_option_index(nearest.id)
            if not typed:
                verbs.scroll_home(animate=False)


def _fits(verb: Verb, typed: str) -> bool:
    """Return whether every typed word is in the shown text of the command."""
    shown = f"{verb.id} {verb.label} {verb.shown} {verb.help} {verb.group}".lower()
    return all(word in shown for word in typed.lower().split())


def _distance(verb: Verb, typed: str) -> int:
    """Return the distance of a command from the typed text.

    0: its key; 1: its name; 2: the beginning of its name; 3: a word of its help.
    """
    label = verb.label.lower()
    if not typed or typed in verb.shown.split():
        return 0
    if typed.lower() in (label, verb.id):
        return 1
    if label.startswith(typed.lower()):
        return 2
    return 3


def _options(
    found: Sequence[Verb],
    every: Sequence[Verb],
    groups: Sequence[Group],
    width: int,
    signs: Signs,
) -> Iterator[Option]:
    """Yield the commands found, under the names of their groups.

    The help texts are in a column beside the keys, whose column is wide enough for the keys of
    `every` command; a long text continues in the next lines of its column.
    """
    column = max(cell_len(_keys(verb, signs)) for verb in every)
    indent = " " * (column + 4)
    for group in groups:
        of_group = [verb for verb in found if verb.group == group]
        if of_group:
            yield Option(Content.assemble((group, ".help--group")), disabled=True)
        for verb in of_group:
            lines = wrap(verb.help, max(20, width - len(indent) - 1)) or [""]
            keys = _keys(verb, signs)
            keys += " " * (column - cell_len(keys))
            help_ = f"\n{indent}".join(lines)
            text = Content.assemble("  ", (keys, ".help--key"), "  ", help_)
            yield Option(text, id=verb.id)


def _keys(verb: Verb, signs: Signs) -> str:
    """Return the keys of a command, a run of digits as `1-9`."""
    digits = "".join(verb.keys)
    if len(digits) > 2 and digits.isdigit():
        return f"{digits[0]}-{digits[-1]}"
    return key_in(signs, verb.shown)
