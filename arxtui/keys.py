"""Every verb once: pure data. Bindings, hints, help, palette, README's table and `arxtui keys` derive from it.

A key never changes its verb. A verb that takes a second key is a menu: its choices stand in MENUS.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing the user can do with a key."""

    id: str
    """Name of the action (`action_<id>` of the main screen) and in the settings."""
    keys: tuple[str, ...]
    """Textual key names, the first is the one that is shown."""
    label: str
    """One or two words, for the hints."""
    help: str
    """One clause, for help and README."""
    group: str
    """MOVE, VERDICT, FIND, OUT or ELSE."""

    @property
    def shown(self) -> str:
        """The keys as a person reads them: `j ↓`."""
        return " ".join(shown(key) for key in self.keys)


_SIGNS = {
    "down": "↓", "up": "↑", "left": "←", "right": "→", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home",
    "end": "End", "slash": "/", "question_mark": "?", "colon": ":", "full_stop": ".", "enter": "Enter",
    "escape": "Esc", "left_square_bracket": "[", "right_square_bracket": "]", "space": "Space", "exclamation_mark": "!",
    "minus": "-", "plus": "+", "at": "@", "underscore": "_", "backslash": "\\", "comma": ",", "semicolon": ";",
    "number_sign": "#", "percent_sign": "%", "ampersand": "&", "asterisk": "*", "equals_sign": "=", "tilde": "~",
    "less_than_sign": "<", "greater_than_sign": ">", "apostrophe": "'", "quotation_mark": '"', "vertical_line": "|",
}  # fmt: skip


def shown(key: str) -> str:
    """A Textual key name as a person reads it: `ctrl+d` is `Ctrl-d`, `slash` is `/`."""
    if key.startswith("ctrl+"):
        return "Ctrl-" + shown(key[5:])
    return _SIGNS.get(key, key)


_BY_SIGN = {sign: name for name, sign in _SIGNS.items()}
_SAME = re.compile(r"ctrl\+[imjh]|ctrl\+left_square_bracket|(alt|meta|super)\+.*")  # terminals take these for others
_NAMED = re.compile(r"(?:ctrl\+|shift\+)?(?:[a-z]|f[1-9]|f1[0-2]|tab|insert|delete|backspace|[a-z]+(?:_[a-z]+)*)")


def checked_keys(verb: str, typed: Any, before: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The Textual names of the keys typed for a verb; ValueError when it is no verb, or a key is none or not free."""
    keys: list[str] = [typed] if isinstance(typed, str) else typed
    if verb not in BY_ID:
        raise ValueError(f"is no verb; there are {', '.join(BY_ID)}")
    if not isinstance(keys, list) or not keys or not all(isinstance(key, str) for key in keys):
        raise ValueError(f'takes keys such as "x", "ctrl+x" or ["d", "x"], not {typed!r}')
    names = [_BY_SIGN.get(key, key if len(key) == 1 else key.lower().replace("ctrl-", "ctrl+")) for key in keys]
    taken = {key: other for other, those in before.items() for key in those}
    for key, name in zip(keys, names, strict=True):
        if _SAME.fullmatch(name) or not ((name.isalnum() and len(name) == 1) or _NAMED.fullmatch(name)):
            raise ValueError(f"cannot have {key!r}: no terminal tells that key apart")
        if name in taken:
            raise ValueError(f"cannot have {key!r}: {taken[name]} has it")
    return tuple(names)


def rebound(changed: Mapping[str, tuple[str, ...]]) -> tuple[Verb, ...]:
    """The verbs with other keys; a key that goes to a verb is taken from the one that had it, if need be its last."""
    taken = {key for keys in changed.values() for key in keys}
    return tuple(
        replace(verb, keys=changed.get(verb.id) or tuple(key for key in verb.keys if key not in taken))
        for verb in VERBS
    )


VERBS: tuple[Verb, ...] = (
    Verb("next", ("j", "down"), "next", "next paper, in the reader too", "MOVE"),
    Verb("previous", ("k", "up"), "previous", "previous paper", "MOVE"),
    Verb("first", ("g", "home"), "first", "first paper", "MOVE"),
    Verb("last", ("G", "end"), "last", "last paper", "MOVE"),
    Verb("half_down", ("ctrl+d",), "half down", "half a page down of what fills the screen", "MOVE"),
    Verb("half_up", ("ctrl+u",), "half up", "half a page up", "MOVE"),
    Verb("page_down", ("pagedown",), "page down", "a page down", "MOVE"),
    Verb("page_up", ("pageup",), "page up", "a page up", "MOVE"),
    Verb("more", ("J",), "more", "scroll the abstract down", "MOVE"),
    Verb("less", ("K",), "less", "scroll the abstract up", "MOVE"),
    Verb("next_unread", ("n",), "next unread", "next unread paper shown, wraps", "MOVE"),
    Verb("previous_unread", ("N",), "previous unread", "previous unread paper shown, wraps", "MOVE"),
    Verb("older", ("h", "left", "left_square_bracket"), "older day", "older day, also in a list of several", "MOVE"),
    Verb("newer", ("l", "right", "right_square_bracket"), "newer day", "newer day, also in a list of several", "MOVE"),
    Verb("calendar", ("D",), "days", "calendar of days, a year of unread papers; Enter opens", "MOVE"),
    Verb("reader", ("enter",), "reader", "the paper on the whole screen, and back", "MOVE"),
    Verb("zoom", ("z",), "zoom", "the list alone, and back", "MOVE"),
    Verb("rows", ("L",), "rows", "one or two rows a paper", "MOVE"),
    Verb("done", ("d",), "done", "read, on to the next unread", "VERDICT"),
    Verb("later", ("b",), "later", "look again later, on to the next unread", "VERDICT"),
    Verb("star", ("s",), "star", "star or unstar, stay", "VERDICT"),
    Verb("toggle_read", ("r",), "read", "read or unread, stay", "VERDICT"),
    Verb("catch_up", ("c",), "catch up", "this and all unread above are read, on to the next unread", "VERDICT"),
    Verb("all_read", ("A",), "all read", "all unread shown are read (asks, with the number)", "VERDICT"),
    Verb("tag", ("t",), "tag", "set the tags of this paper", "VERDICT"),
    Verb("quick_tag", tuple("123456789"), "quick tag", "the tag with that digit, on or off", "VERDICT"),
    Verb("again", ("full_stop",), "again", "what the last s b d r t or digit set, on this paper", "VERDICT"),
    Verb("note", ("m",), "note", "the note of this paper, in $EDITOR", "VERDICT"),
    Verb("select", ("space",), "select", "select or unselect, and down", "VERDICT"),
    Verb("range", ("v",), "range", "select from the last one selected to here", "VERDICT"),
    Verb("undo", ("u",), "undo", "take the last act back, of any start", "VERDICT"),
    Verb("redo", ("U", "ctrl+r"), "redo", "do again what was taken back", "VERDICT"),
    Verb("search", ("slash",), "search", "search all days: words, typos and all; au: ti: cat: tag: is: day:", "FIND"),
    Verb("filter", ("f",), "filter", "filter: u unread, l later, r read, s starred, t tagged, n noted, f all", "FIND"),
    Verb("view", ("V",), "view", "all days: u unread, l later, s starred, t tagged, a all, 1-9 saved searches", "FIND"),
    Verb("order", ("S",), "order", "order: l listing, n newest, t title, a author, s stars", "FIND"),
    Verb("authors", ("a",), "authors", "all papers of these authors, of all days", "FIND"),
    Verb("keep_search", ("w",), "keep", "save this search: s as a saved search, w as a watch rule", "FIND"),
    Verb("page", ("o",), "page", "open the abstract page", "OUT"),
    Verb("pdf", ("p",), "PDF", "open the PDF", "OUT"),
    Verb("link", ("O",), "link", "open a link of the paper by its digit", "OUT"),
    Verb("copy", ("y",), "copy", "copy: y BibTeX, k key, i id, u URL, t title", "OUT"),
    Verb("export", ("e",), "export", "starred of all days (or the selection) to my .bib, what is there stays", "OUT"),
    Verb("export_shown", ("E",), "export shown", "what is shown (or the selection) to a file, in any format", "OUT"),
    Verb("fetch", ("F",), "fetch", "fetch new papers from arXiv, in the background; again ends it", "OUT"),
    Verb("passes", ("T",), "two passes", "first pass by titles, second the later ones at length, then the end", "ELSE"),
    Verb("source", ("x",), "source", "the TeX source of title and abstract, and back", "ELSE"),
    Verb("problems", ("exclamation_mark",), "problems", "what was refused or is damaged", "ELSE"),
    Verb("palette", ("colon",), "palette", "find a verb by name and run it", "ELSE"),
    Verb("help", ("question_mark",), "help", "all keys, filtered as you type, Enter runs", "ELSE"),
    Verb("redraw", ("ctrl+l",), "redraw", "apply the view anew", "ELSE"),
    Verb("back", ("escape",), "back", "back one layer: selection, search, filter, reader, zoom", "ELSE"),
    Verb("quit", ("q",), "quit", "back one layer, on the plain list quit", "ELSE"),
    Verb("leave", ("ctrl+c",), "leave", "quit at once", "ELSE"),
    Verb("suspend", ("ctrl+z",), "suspend", "to the shell, fg comes back", "ELSE"),
)  # fmt: skip

MENUS: dict[str, dict[str, str]] = {
    "filter": {"u": "unread", "l": "later", "r": "read", "s": "starred", "t": "tagged", "n": "noted", "f": "all"},
    "view": {"u": "unread", "l": "later", "s": "starred", "t": "tagged", "a": "all"},
    "order": {"l": "listing", "n": "newest", "t": "title", "a": "author", "s": "stars"},
    "keep_search": {"s": "saved search", "w": "watch rule"},
    "export_shown": {
        "b": "bibtex",
        "m": "markdown",
        "c": "csl",
        "r": "ris",
        "v": "csv",
        "j": "json",
        "l": "listing",
    },
    "copy": {"y": "BibTeX", "k": "key", "i": "id", "u": "URL", "t": "title"},
}
"""Second keys of the menus, with the word of each."""

BY_ID: dict[str, Verb] = {verb.id: verb for verb in VERBS}
"""The verbs by id."""

CALENDAR_KEYS = {
    "left,h": "move(-7)",
    "right,l": "move(7)",
    "up,k": "move(-1)",
    "down,j": "move(1)",
    "pageup,left_square_bracket": "move(-364)",
    "pagedown,right_square_bracket": "move(364)",
    "enter": "open",
    "escape,q,D": "leave",
}
"""Keys of the calendar -> the action of its screen."""
HELP_KEYS = {"pagedown": "page('down')", "pageup": "page('up')"}
"""Keys of the help, besides those of its box -> the action of its screen."""
