"""The help: all verbs with their keys, a filter on top; Enter runs the verb. It is the palette too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import ClassVar, get_args

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from arxtui.keys import HELP_KEYS, VERBS, Group, Verb
from arxtui.ui.panes.dialog import Dialog
from arxtui.ui.panes.prompt_box import Field

_GROUPS = get_args(Group)


class HelpScreen(Dialog):
    """All verbs; ends with the id of the chosen one, or None."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"help--group", "help--key"}
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(keys, action, show=False) for keys, action in HELP_KEYS.items()),
    ]

    def __init__(self, verbs: Sequence[Verb] = VERBS) -> None:
        super().__init__()
        self._verbs = verbs

    def compose(self) -> ComposeResult:
        """The filter and the list."""
        with Vertical(id="help"):
            yield Field(self._pressed, "type to find a key or a command", id="help-field")
            verbs = OptionList(id="help-verbs", markup=False)
            verbs.can_focus = False
            yield verbs

    def on_mount(self) -> None:
        """The filter has the focus."""
        self.set_focus(self.query_one(Field))

    def on_resize(self) -> None:
        """Lay the help texts out for the width."""
        self.call_after_refresh(self._fill)

    @on(Input.Changed)
    def _filter(self) -> None:
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
            case "enter" if verbs.highlighted_option is not None:
                self.end(verbs.highlighted_option.id)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.end(event.option_id)

    async def action_page(self, direction: str) -> None:
        """A page of verbs down or up."""
        await self.query_one(OptionList).run_action(f"page_{direction}")

    def _fill(self) -> None:
        """Show the verbs that fit the filter, and put the cursor on the one that is meant."""
        typed = self.query_one(Field).value.strip()
        found = [verb for verb in self._verbs if _fits(verb, typed)]
        verbs = self.query_one(OptionList)
        verbs.clear_options()
        verbs.add_options(_options(found, verbs.scrollable_content_region.width))
        if found:
            verbs.highlighted = verbs.get_option_index(min(found, key=lambda verb: _distance(verb, typed)).id)
            if not typed:
                verbs.scroll_home(animate=False)


def _fits(verb: Verb, typed: str) -> bool:
    """Whether every typed word is in what is shown of the verb."""
    shown = f"{verb.id} {verb.label} {verb.shown} {verb.help} {verb.group}".lower()
    return all(word in shown for word in typed.lower().split())


def _distance(verb: Verb, typed: str) -> int:
    """How far the verb is from what was typed: its key, its name, the beginning of its name, a word of its help."""
    label = verb.label.lower()
    if not typed or typed in verb.shown.split():
        return 0
    if typed.lower() in (label, verb.id):
        return 1
    return 2 if label.startswith(typed.lower()) else 3


def _options(verbs: list[Verb], width: int) -> Iterator[Option | None]:
    """The verbs under the names of their groups, the help texts beside the keys, hanging where they need more lines."""
    keys = max([cell_len(_keys(verb)) for verb in VERBS])
    indent = " " * (keys + 4)
    for group in _GROUPS:
        of_group = [verb for verb in verbs if verb.group == group]
        if of_group:
            yield Option(Content.assemble((group, ".help--group")), disabled=True)
        for verb in of_group:
            text = wrap(verb.help, max(20, width - len(indent) - 1)) or [""]
            shown = _keys(verb) + " " * (keys - cell_len(_keys(verb)))
            yield Option(
                Content.assemble("  ", (shown, ".help--key"), "  ", f"\n{indent}".join(text)),
                id=verb.id,
            )


def _keys(verb: Verb) -> str:
    """The keys as shown, a run of digits as `1-9`."""
    digits = "".join(verb.keys)
    return f"{digits[0]}-{digits[-1]}" if len(digits) > 2 and digits.isdigit() else verb.shown
