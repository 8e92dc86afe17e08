"""Every command of the screen once: its keys, its label in the hints, its help. No Textual.

Bindings, hints, help, palette, the table of the manual and `arxtui keys` derive from it. A key runs
the same command everywhere. A command that takes a second key is a menu: its choices are in MENUS.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

Group = Literal["MOVE", "MARK", "FIND", "OUT", "OTHER"]
"""The headings of the help, in their order."""


class Verb(NamedTuple):
    """A command of the screen."""

    id: str
    """Its name in the code, in the settings and in `arxtui keys --json`."""
    keys: tuple[str, ...]
    """Textual key names; the first is shown."""
    label: str
    """One or two words, for the hints."""
    help: str
    """One clause, for the help and the manual; `{star}` stands for the key of that command."""
    group: Group
    """The heading in the help."""

    @property
    def shown(self) -> str:
        """The keys as a person reads them: `j ↓`."""
        return " ".join(shown(key) for key in self.keys)

    @property
    def first_key(self) -> str:
        """The key that messages name; a command without a key is found by its label: `:star`."""
        if self.keys:
            return shown(self.keys[0])
        return f":{self.label}"


SIGNS = {
    "down": "↓", "up": "↑", "left": "←", "right": "→",
    "pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End",
    "enter": "Enter", "escape": "Esc", "space": "Space",
    "slash": "/", "question_mark": "?", "colon": ":", "full_stop": ".", "comma": ",",
    "semicolon": ";", "exclamation_mark": "!", "minus": "-", "plus": "+", "at": "@",
    "underscore": "_", "backslash": "\\", "number_sign": "#", "percent_sign": "%",
    "ampersand": "&", "asterisk": "*", "equals_sign": "=", "tilde": "~",
    "left_square_bracket": "[", "right_square_bracket": "]",
    "less_than_sign": "<", "greater_than_sign": ">",
    "apostrophe": "'", "quotation_mark": '"', "vertical_line": "|",
}  # fmt: skip
"""Textual key name -> how a person reads it, if the two differ."""


def shown(key: str) -> str:
    """Return a Textual key name as a person reads it: `ctrl+d` is `Ctrl-d`, `slash` is `/`."""
    if key.startswith("ctrl+"):
        return "Ctrl-" + shown(key[5:])
    return SIGNS.get(key, key)


def rebound(changed: Mapping[str, tuple[str, ...]]) -> tuple[Verb, ...]:
    """Return the commands with other keys, and with these keys in their help.

    A key that is given to a command is taken from the command that had it, even if that command
    then has no key.
    """
    taken = {key for keys in changed.values() for key in keys}
    commands = []
    for command in _COMMANDS:
        keys = tuple(key for key in command.keys if key not in taken)
        commands.append(command._replace(keys=changed.get(command.id) or keys))
    return _with_keys_in_help(commands)


def _with_keys_in_help(commands: Iterable[Verb]) -> tuple[Verb, ...]:
    """Return the commands with `{star}` in their help replaced by the key of that command.

    `{choices}` are the choices of the command's own menu: `y BibTeX, k key`.
    """
    by_name = {command.id: command.first_key for command in commands}
    filled = []
    for command in commands:
        choices = MENUS.get(command.id, {})
        by_name["choices"] = ", ".join(f"{key} {word}" for key, word in choices.items())
        filled.append(command._replace(help=command.help.format_map(by_name)))
    return tuple(filled)


# the commands

MENUS: dict[str, dict[str, str]] = {
    "filter": {
        "u": "unread", "l": "later", "r": "read", "s": "starred", "t": "tagged", "n": "noted",
        "w": "watched", "c": "code", "f": "all",
    },
    "view": {
        "n": "newest", "u": "unread", "l": "later", "s": "starred", "t": "tagged", "w": "watched",
        "a": "all",
    },
    "order": {
        "l": "listing", "r": "for you", "n": "newest", "t": "title", "a": "author", "s": "stars",
        "m": "marked", "w": "watched",
    },
    "keep_search": {"s": "saved search", "w": "watch rule", "m": "mute rule"},
    "copy": {"y": "BibTeX", "k": "key", "i": "id", "u": "URL", "t": "title"},
}  # fmt: skip
"""Second keys of the menus, with the word of each; the menu of `export_shown` has the formats."""

_COMMANDS = (
    Verb("next", ("j", "down"), "next", "next paper (also in full screen)", "MOVE"),
    Verb("previous", ("k", "up"), "previous", "previous paper", "MOVE"),
    Verb("first", ("g", "home"), "first", "first paper", "MOVE"),
    Verb("last", ("G", "end"), "last", "last paper", "MOVE"),
    Verb("half_down", ("ctrl+d",), "half down", "half a page down", "MOVE"),
    Verb("half_up", ("ctrl+u",), "half up", "half a page up", "MOVE"),
    Verb("page_down", ("pagedown", "ctrl+f"), "page down", "one page down", "MOVE"),
    Verb("page_up", ("pageup", "ctrl+b"), "page up", "one page up", "MOVE"),
    Verb("more", ("J",), "more", "scroll the abstract down", "MOVE"),
    Verb("less", ("K",), "less", "scroll the abstract up", "MOVE"),
    Verb("next_unread", ("n",), "next unread",
         "next unread paper, then the next day with unread papers", "MOVE"),
    Verb("previous_unread", ("N",), "previous unread",
         "previous unread paper (wraps around)", "MOVE"),
    Verb("older", ("h", "left", "left_square_bracket"), "older day",
         "older day (also within a list of several days)", "MOVE"),
    Verb("newer", ("l", "right", "right_square_bracket"), "newer day",
         "newer day (also within a list of several days)", "MOVE"),
    Verb("jump", ("apostrophe",), "jump",
         "show a letter on each row and jump to it; its capital also sets the paper aside", "MOVE"),
    Verb("calendar", ("D",), "days", "calendar of days with their unread papers", "MOVE"),
    Verb("reader", ("enter",), "reader", "full-screen paper (again: back)", "MOVE"),
    Verb("zoom", ("z",), "zoom", "list only (again: back)", "MOVE"),
    Verb("rows", ("L",), "rows", "one or two rows per paper", "MOVE"),
    Verb("done", ("d",), "done", "mark as read, go to the next unread", "MARK"),
    Verb("later", ("b",), "later", "set aside for later, go to the next unread", "MARK"),
    Verb("star", ("s",), "star", "star or unstar", "MARK"),
    Verb("toggle_read", ("r",), "read", "mark as read or unread", "MARK"),
    Verb("catch_up", ("c",), "catch up",
         "mark this and everything unread above as read, go to the next unread", "MARK"),
    Verb("page_read", ("C",), "page read",
         "mark what is unread on this page as read, turn the page", "MARK"),
    Verb("all_read", ("A",), "all read",
         "mark all unread papers shown as read (asks first)", "MARK"),
    Verb("tag", ("t",), "tag", "edit the tags", "MARK"),
    Verb("quick_tag", tuple("123456789"), "quick tag",
         "set or remove the tag with that digit", "MARK"),
    Verb("again", ("full_stop",), "again",
         "repeat the last {star} {later} {done} {toggle_read} {tag} or digit here", "MARK"),
    Verb("note", ("m",), "note", "edit the note in $EDITOR", "MARK"),
    Verb("select", ("space",), "select", "select or unselect, go down", "MARK"),
    Verb("range", ("v",), "range", "select from the last selected paper to here", "MARK"),
    Verb("undo", ("u",), "undo", "undo, even from an earlier session", "MARK"),
    Verb("redo", ("U", "ctrl+r"), "redo", "redo what was undone", "MARK"),
    Verb("search", ("slash",), "search",
         "search all days, typos forgiven; fields: au: ti: cat: tag: is: day:", "FIND"),
    Verb("filter", ("f",), "filter", "filter this list: {choices}", "FIND"),
    Verb("view", ("V",), "view", "papers of all days: {choices}, 1-9 saved searches", "FIND"),
    Verb("order", ("S",), "order", "order: {choices}", "FIND"),
    Verb("authors", ("a",), "authors",
         "papers by an author of this paper (again: by any of them)", "FIND"),
    Verb("more_like", ("M",), "more like", "more papers like this one", "FIND"),
    Verb("keep_search", ("w",), "save", "save this search: {choices}", "FIND"),
    Verb("page", ("o",), "page", "open the abstract page in the browser", "OUT"),
    Verb("pdf", ("p",), "PDF", "open the PDF, fetched once if [pdf] names a folder", "OUT"),
    Verb("link", ("O",), "link",
         "open a link of the paper by its digit, or h its HTML at arXiv", "OUT"),
    Verb("copy", ("y",), "copy", "copy: {choices}", "OUT"),
    Verb("command", ("vertical_line",), "command",
         "run a command from the settings on this paper or the selection", "OUT"),
    Verb("export", ("e",), "export",
         "append all starred papers (or the selection) to my .bib", "OUT"),
    Verb("export_shown", ("E",), "export shown",
         "export this list (or the selection) to a file, in any format", "OUT"),
    Verb("fetch", ("F",), "fetch",
         "fetch new papers from arXiv in the background (again: stop)", "OUT"),
    Verb("passes", ("T",), "two passes",
         "triage in two passes: titles, then the set-aside papers in full", "OTHER"),
    Verb("source", ("x",), "source", "TeX source of title and abstract (again: back)", "OTHER"),
    Verb("problems", ("exclamation_mark",), "problems",
         "problems: rejected or damaged records", "OTHER"),
    Verb("palette", ("colon",), "palette", "command palette", "OTHER"),
    Verb("help", ("question_mark",), "help", "all keys; type to filter, Enter runs", "OTHER"),
    Verb("redraw", ("ctrl+l",), "redraw", "refresh the view", "OTHER"),
    Verb("back", ("escape",), "back",
         "back one step: selection, search, filter, full screen, list only", "OTHER"),
    Verb("quit", ("q",), "quit", "back one step; on the main list, quit", "OTHER"),
    Verb("leave", ("ctrl+c",), "leave", "quit at once", "OTHER"),
    Verb("suspend", ("ctrl+z",), "suspend", "suspend to the shell; fg returns", "OTHER"),
)  # fmt: skip
"""The commands with `{star}` and the like in their help."""

VERBS = _with_keys_in_help(_COMMANDS)
"""The commands with their default keys."""
BY_ID: dict[str, Verb] = {verb.id: verb for verb in VERBS}
"""The commands by id."""

_ALWAYS_IN_CALENDAR = {
    "left": "move(-7)",
    "right": "move(7)",
    "up": "move(-1)",
    "down": "move(1)",
    "pageup": "move(-364)",
    "left_square_bracket": "move(-364)",
    "pagedown": "move(364)",
    "right_square_bracket": "move(364)",
    "enter": "open",
    "escape": "leave",
}
_IN_CALENDAR = {
    "older": "move(-7)",
    "newer": "move(7)",
    "previous": "move(-1)",
    "next": "move(1)",
    "calendar": "leave",
    "back": "leave",
    "quit": "leave",
}


def calendar_keys(commands: Iterable[Verb]) -> dict[str, str]:
    """Return key -> action of the calendar's screen.

    Arrows and the like always work; the keys that these commands have in the list work too.
    """
    keys = dict(_ALWAYS_IN_CALENDAR)
    for command in commands:
        if command.id in _IN_CALENDAR:
            for key in command.keys:
                keys.setdefault(key, _IN_CALENDAR[command.id])
    return keys
