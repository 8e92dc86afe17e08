"""Settings as values, with their defaults; settings_file reads and writes them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from arxtui.keys import MENUS

COLUMNS = ("authors", "venue", "code", "pages", "day", "class")
"""Facts that may stand beside the title."""
ORDERS = tuple(MENUS["order"].values())
"""Orders of a list: listing, for you, newest and so on."""
ANNOUNCED = ("new", "cross", "replaced")
"""The kinds of announcements that `fetch --new` may bring."""
STYLES = ("misc", "article", "biblatex")
"""Styles of BibTeX entries: arXiv's own fields, for styles that print no eprint, for biblatex."""
KEY = "{author}{year}{word}"
"""The usual template of citation keys: `schmitt2023there`."""
THEMES = (
    *("ansi-dark", "ansi-light", "atom-one-dark", "atom-one-light", "catppuccin-frappe"),
    *("catppuccin-latte", "catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki"),
    *("gruvbox", "monokai", "nord", "rose-pine", "rose-pine-dawn", "rose-pine-moon"),
    *("solarized-dark", "solarized-light", "textual-dark", "textual-light", "tokyo-night"),
)
"""Textual's themes, named here because commands never import Textual."""


class Export(NamedTuple):
    """A .bib file or folder of notes kept up to date: written after each action that changes it."""

    query: str
    """The query that chooses among the papers with a mark."""
    file: str = ""
    """The .bib file; `~` is the home folder."""
    style: str = ""
    """One of STYLES; `` = the style of the settings."""
    folder: str = ""
    """The folder of notes in place of a file."""
    files: bool | None = None
    """Whether the entries name the PDFs on disk; None = as the settings say."""


class Pdf(NamedTuple):
    """Where PDFs are saved and how they are opened."""

    folder: str = ""
    """The folder; `~` is the home folder; `` = PDFs are not saved, the browser shows them."""
    name: str = ""
    """The pattern of file names, as pdf_names.py reads it; `` = pdf_names.PATTERN."""
    viewer: tuple[str, ...] = ()
    """The program that opens a PDF, with its arguments; () = the system's program."""


COMMAND_SECONDS = 120
"""Seconds that a command of the user may run, where the settings give it no other limit."""


class Command(NamedTuple):
    """A command of the user, in the menu of `|`."""

    name: str
    """Its name in the menu."""
    key: str
    """Its letter or digit in the menu."""
    run: tuple[str, ...] = ()
    """The program and its arguments, with fields of a paper in braces; () = it opens an address."""
    open: str = ""
    """The address that the browser opens, with fields in braces; `` = it runs a program."""
    terminal: bool = False
    """Whether the program gets the terminal until it ends."""
    window: bool = False
    """Whether the program opens its own window: it is started and not waited for."""
    seconds: int = COMMAND_SECONDS
    """Seconds that a program in the background may run."""


class Notes(NamedTuple):
    """Where notes are exported to, and how."""

    folder: str = ""
    """The folder; `~` is the home folder; `` = the user is asked each time."""
    name: str = ""
    """The pattern of file names, as pdf_names.py reads it; `` = the key."""
    template: str = ""
    """The file of the template, as export/note_template.py reads it; `` = arxtui's template."""


class Settings(NamedTuple):
    """The choices of the user."""

    bib: str = ""
    """The .bib file that `e` appends the starred papers to; `` = ask once."""
    style: str = "misc"
    """The style of BibTeX entries, one of STYLES."""
    key: str = KEY
    """The template of new citation keys, as citation_key/ reads it.

    A key that a paper has stays when the template changes.
    """
    theme: str = ""
    """One of Textual's themes; `ansi-dark` and `ansi-light` use the terminal's own colours.

    `` = textual-dark. NO_COLOR, not empty, shows no colour with every theme.
    """
    signs: str = "auto"
    """`unicode` or `ascii`: the signs on the screen; `auto`: as the terminal can show them."""
    columns: tuple[str, ...] = ("authors",)
    """The facts beside the title, of COLUMNS, as far as there is room."""
    abstract: str = "claim"
    """Where an abstract that is too long for its pane begins.

    `claim`: at the sentence that says what the paper does; `start`: at its first.
    """
    rows: int = 1
    """How many rows a paper has in the list: 1, or 2 for its whole title."""
    order: str = "listing"
    """The order of a day or of the newest papers when they are opened, one of ORDERS."""
    after: str = "next"
    """Where the cursor goes after `d` and `b`: `next`, to the next unread paper, or `stay`."""
    mouse: bool = True
    """True: arxtui gets clicks and the wheel; False: the terminal selects text with them."""
    full_text: bool = True
    """Whether the words of all abstracts are kept in files for searches, 1.5 MB per 1,000 papers.

    If not, searches read the abstracts out of the papers, which takes twenty times as long.
    """
    categories: tuple[str, ...] = ()
    """arXiv classes that `F` and `arxtui fetch` fetch."""
    announced: tuple[str, ...] = ANNOUNCED
    """The announcements that `fetch --new` brings, of ANNOUNCED.

    A new version of a paper in the library is always fetched.
    """
    quick: tuple[str, ...] = ()
    """The tags of the digits 1 to 9, in order; digits left over go to the first tags made."""
    keys: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """Command -> its keys, in place of its usual keys."""
    searches: Mapping[str, str] = MappingProxyType({})
    """Name -> query, for V and a digit."""
    watch: Mapping[str, str] = MappingProxyType({})
    """Name -> query: papers that fit are marked in the list."""
    mute: Mapping[str, str] = MappingProxyType({})
    """Name -> query: papers that fit are folded into the last row of a day."""
    export: tuple[Export, ...] = ()
    """.bib files kept up to date."""
    notes: Notes = Notes()
    """Where notes are exported to, and how."""
    files: bool = False
    """Whether entries of a .bib name the PDFs on disk in the field `file`."""
    pdf: Pdf = Pdf()
    """Where PDFs are saved and how they are opened."""
    commands: tuple[Command, ...] = ()
    """The commands of `|` and `arxtui run`."""
