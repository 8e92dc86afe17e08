"""Settings (one small TOML file) and where files live. Nothing is read or made at import."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import platformdirs

from arxtui.categories import UnknownCategory, check
from arxtui.keys import checked_keys
from arxtui.model import Problem, tag_name


@dataclass(frozen=True, slots=True)
class Export:
    """A .bib that is kept current."""

    query: str
    """Which of the papers that have a mark."""
    file: str
    """Where; `~` is the home folder."""
    style: str = ""
    """One of STYLES; `` = that of the settings."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may choose."""

    bib: str = ""
    """The .bib file that `e` appends the starred papers to; `` = ask once."""
    style: str = "misc"
    """The style of BibTeX entries, one of STYLES."""
    theme: str = ""
    """One of Textual's themes; `ansi-dark` and `ansi-light` use the terminal's own colours; `` = textual-dark.
    NO_COLOR, not empty, shows no colour with every theme."""
    signs: str = "unicode"
    """`unicode` or `ascii`: the marks in the list."""
    columns: tuple[str, ...] = ("authors",)
    """What stands beside the title, of COLUMNS, as far as there is room."""
    abstract: str = "claim"
    """Where an abstract that is too long for its pane begins: `claim`, at the sentence that says what the paper does,
    or `start`."""
    rows: int = 1
    """How many rows a paper has in the list: 1, or 2 for its whole title."""
    after: str = "next"
    """Where the cursor goes after `d` and `b`: `next`, to the next unread paper, or `stay`."""
    mouse: bool = True
    """Clicks and the wheel are for arxtui; off, the terminal selects text."""
    categories: tuple[str, ...] = ()
    """arXiv classes: what `F` and `arxtui fetch` bring."""
    quick: tuple[str, ...] = ()
    """The tags of the digits 1 to 9, in order; those left over go to the first tags made."""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Verb -> its keys, in place of those it has."""
    searches: Mapping[str, str] = field(default_factory=dict)
    """Name -> query: what V and a digit show."""
    watch: Mapping[str, str] = field(default_factory=dict)
    """Name -> query: papers that fit are marked in the list."""
    export: tuple[Export, ...] = ()
    """What is written anew after each act that changes it."""


Parse = Callable[[str], object]
COLUMNS = ("authors", "venue", "code", "pages", "day", "class")
"""What may stand beside the title."""
STYLES = ("misc", "article", "biblatex")
"""Styles of BibTeX entries: arXiv's own fields, for styles that print no eprint, for biblatex."""
_NUMBERS = {"rows": (1, 2)}
THEMES = (
    *("ansi-dark", "ansi-light", "atom-one-dark", "atom-one-light", "catppuccin-frappe", "catppuccin-latte"),
    *("catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki", "gruvbox", "monokai", "nord", "rose-pine"),
    *("rose-pine-dawn", "rose-pine-moon", "solarized-dark", "solarized-light", "textual-dark", "textual-light"),
    "tokyo-night",
)
"""Textual's themes, named here because commands never import Textual."""
_ACCEPTED = {
    "signs": ("unicode", "ascii"),
    "columns": COLUMNS,
    "after": ("next", "stay"),
    "abstract": ("claim", "start"),
    "style": STYLES,
    "theme": ("", *THEMES),
}


def place(text: str) -> Path:
    """Return the path of a file name as a person types it: `~` and `~/` are the home folder.

    Raises ValueError for the home of a user who is not known: `~refs.bib` lacks a slash.
    """
    path = os.path.expanduser(text)
    if path.startswith("~"):
        name = text[1:].partition(os.sep)[0]
        raise ValueError(f"{text}: no user {name!r} here; ~/ is your home folder")
    return Path(path)


class NoHome(OSError):
    """The user has no home folder; the text says what helps."""


def _folder_of_user(folder_of: Callable[[str], str]) -> Path:
    """Return a folder of platformdirs for arxtui. Raises NoHome where it cannot be told."""
    try:
        path = Path(folder_of("arxtui"))
    except RuntimeError:
        path = Path("~")
    if not path.is_absolute():
        raise NoHome("no home folder: HOME is not set, and the user is not in /etc/passwd; set HOME")
    return path


def settings_file() -> Path:
    """Return where the settings are looked for. Raises NoHome."""
    return _folder_of_user(platformdirs.user_config_dir) / "settings.toml"


def library_folder(chosen: str | None = None) -> Path:
    """Return the library's folder: --library, else ARXTUI_LIBRARY, else in the user's data folder.

    Raises NoHome, and ValueError as place() does.
    """
    named = chosen or os.environ.get("ARXTUI_LIBRARY")
    return place(named) if named else _folder_of_user(platformdirs.user_data_dir) / "library"


def machine_file() -> Path:
    """Return where this machine's name is kept: not in the library, so that a copied library has no
    two writers to one file. Raises NoHome.
    """
    return _folder_of_user(platformdirs.user_state_dir) / "machine"


def machine_name() -> str:
    """Return host name and four random hex digits, made at the first start and then never changed.

    Of several processes that start for the first time together, all get the name that is on disk. The file is locked
    by its folder, written whole and synced, and read again. Raises OSError if it cannot be kept.
    """
    path = machine_file()
    if name := _kept_name(path):
        return name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with suppress(OSError):  # a file system without locks: the link below decides who was first
            fcntl.flock(folder, fcntl.LOCK_EX)
        if not _kept_name(path):
            _keep_name(path, _new_name())
            os.fsync(folder)
    finally:
        os.close(folder)
    if name := _kept_name(path):
        return name
    raise OSError(errno.EIO, "the name of this machine does not stay as it was written", str(path))


def _kept_name(path: Path) -> str | None:
    """Return the name in the file; None when there is no file, or a power cut or an editor left no name in it."""
    try:
        name = path.read_text("ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    if re.fullmatch(r"[A-Za-z0-9-]{1,80}", name):
        return name
    return None


def _new_name() -> str:
    import secrets
    import socket

    letters = re.sub(r"[^A-Za-z0-9]+", "-", socket.gethostname().partition(".")[0])
    host = letters.strip("-")[:40] or "host"
    return f"{host}-{secrets.token_hex(2)}"


def _keep_name(path: Path, name: str) -> None:
    """Write a name to a file that has none; where another process was faster its name stays. Raises OSError."""
    fd, coming = tempfile.mkstemp(".tmp", ".machine.", path.parent)
    try:
        with open(fd, "wb") as file:
            file.write(name.encode() + b"\n")
            file.flush()
            os.fsync(fd)
        try:
            os.link(coming, path)
        except OSError:  # a file without a name is there, or the file system has no links
            if not _kept_name(path):
                os.replace(coming, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(coming)


class Unusable(Problem):
    """What is wrong with a settings file of which nothing applies."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"{Problem.__str__(self)} · none of this file applies"


def unusable(problems: Iterable[Problem]) -> Unusable | None:
    """Return the problem for which nothing of the settings file applies; None when the file could be read."""
    for problem in problems:
        if isinstance(problem, Unusable):
            return problem
    return None


def read_settings(path: Path, parse: Parse = str) -> tuple[Settings, tuple[Problem, ...]]:
    """Return the settings of a file, and each mistake in it with its line and the accepted values.

    What has no mistake applies. Of a file that is no TOML nothing applies, and the only problem is an Unusable.
    `parse` raises ValueError for a text that is no query.
    """
    import tomllib

    try:
        text = path.read_text("utf-8")
        table = tomllib.loads(text)
    except FileNotFoundError:
        return Settings(), ()
    except UnicodeDecodeError as why:
        line = why.object.count(b"\n", 0, why.start) + 1
        reason = f"byte {why.object[why.start]:#04x} is not UTF-8: save the file as UTF-8"
        return Settings(), (Unusable(str(path), line, reason),)
    except OSError as why:
        return Settings(), (Unusable(str(path), 0, f"cannot be read: {why.strerror or why}"),)
    except RecursionError:
        return Settings(), (Unusable(str(path), 0, "lists are nested too deeply"),)
    except tomllib.TOMLDecodeError as why:
        from arxtui.toml_fault import explain

        return Settings(), (Unusable(str(path), *explain(text, why)),)
    kept: dict[str, Any] = {}
    problems = []
    for name, value in table.items():
        mistakes: list[Mistake] = []
        checked = _checked(name, value, parse, mistakes)
        problems += [Problem(str(path), _line_of(text, name, one), one.reason) for one in mistakes]
        if checked is not None:
            kept[name] = checked
    return Settings(**kept), tuple(problems)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a setting."""

    reason: str
    """What it takes."""
    entry: str = ""
    """The entry of its table that is wrong; `` = the setting as a whole."""
    number: int = 0
    """Which of several tables of this name is wrong, from 0."""


def _line_of(text: str, name: str, mistake: Mistake) -> int:
    """Return the line, from 1, that a mistake in a setting is about; 0 when it is not found."""
    begins = re.compile(rf"""\s*\[*\s*["']?{re.escape(name)}\b""")
    lines = [number for number, line in enumerate(text.split("\n"), 1) if begins.match(line)]
    if not lines:
        return 0
    start = lines[min(mistake.number, len(lines) - 1)]
    if not mistake.entry:
        return start
    entry = re.compile(rf"""\s*["']?{re.escape(mistake.entry)}\b""")
    for number, line in enumerate(text.split("\n")[start:], start + 1):
        if entry.match(line):
            return number
    return start


def _checked(name: str, value: Any, parse: Parse, mistakes: list[Mistake]) -> Any:
    """Return what applies of a setting, None for nothing; each mistake in it is put into `mistakes`."""
    kinds = {each.name: str(each.type) for each in fields(Settings)}
    if name not in kinds:
        mistakes.append(Mistake(f"unknown setting {name!r}; there are {', '.join(sorted(kinds))}"))
        return None
    kind = kinds[name]
    if kind == "int" and (isinstance(value, bool) or value not in _NUMBERS[name]):
        mistakes.append(Mistake(f"{name} takes {' or '.join(map(str, _NUMBERS[name]))}, not {value!r}"))
        return None
    if name == "export":
        return _checked_exports(value, parse, mistakes)
    if kind.startswith("Mapping"):
        return _checked_table(name, value, parse, mistakes)
    if kind.startswith("tuple"):
        return _checked_list(name, value, mistakes)
    if kind == "bool" and not isinstance(value, bool):
        mistakes.append(Mistake(f"{name} takes true or false, not {value!r}"))
        return None
    if kind == "str" and not _accepted(name, value, mistakes):
        return None
    return value


def _accepted(name: str, value: Any, mistakes: list[Mistake]) -> bool:
    """True if a text is one of those that a setting takes; else that is put into `mistakes`."""
    texts = _ACCEPTED.get(name)
    if isinstance(value, str) and (texts is None or value in texts):
        return True
    takes = "a text in quotes"
    if texts is not None:
        takes = " or ".join(text for text in texts if text)
    mistakes.append(Mistake(f"{name} takes {takes}, not {value!r}"))
    return False


def _checked_list(name: str, value: Any, mistakes: list[Mistake]) -> tuple[str, ...] | None:
    """Return the texts of a list that have no mistake; None when it is no list, or none of them applies."""
    if not isinstance(value, list):
        mistakes.append(Mistake(f'{name} takes a list of texts such as ["a", "b"]'))
        return None
    read: dict[str, Callable[[str], str]] = {"categories": check, "quick": tag_name}
    applies: list[str] = []
    for text in value:
        if not _accepted(name, text, mistakes):
            continue
        try:
            applies.append(read.get(name, str)(text))
        except (UnknownCategory, ValueError) as why:
            mistakes.append(Mistake(f"{name}: {why}"))
    if value and not applies:
        return None
    return tuple(applies)


def _checked_table(name: str, value: Any, parse: Parse, mistakes: list[Mistake]) -> Mapping[str, Any] | None:
    """Return the entries without a mistake of [keys] (command = keys), [searches] and [watch] (name = query)."""
    if not isinstance(value, dict):
        mistakes.append(Mistake(f"{name} is a table: [{name}], below it lines such as {_EXAMPLES[name]}"))
        return None
    kept: dict[str, Any] = {}
    for entry, given in value.items():
        try:
            if name == "keys":
                kept[entry] = checked_keys(entry, given, kept)
            elif not isinstance(given, str):
                raise ValueError(f"takes a query in quotes, not {given!r}")
            else:
                parse(given)
                kept[entry] = given
        except ValueError as why:
            mistakes.append(Mistake(f"{name}: {entry} {why}", entry))
    return kept


def _checked_exports(value: Any, parse: Parse, mistakes: list[Mistake]) -> tuple[Export, ...] | None:
    """Return the [[export]] tables without a mistake."""
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        example = '[[export]], below it query = "is:starred" and file = "~/my.bib"'
        mistakes.append(Mistake(f"export is a list of tables: {example}"))
        return None
    kept: list[Export] = []
    for number, table in enumerate(value):
        try:
            kept.append(_checked_export(table, parse))
        except ValueError as why:
            mistakes.append(Mistake(f"export {why}", number=number))
    return tuple(kept)


def _checked_export(table: Mapping[str, Any], parse: Parse) -> Export:
    """Return one [[export]] table. Raises ValueError with what it takes."""
    texts = all(isinstance(text, str) for text in table.values())
    if not texts or not {"query", "file"} <= set(table) <= {"query", "file", "style"}:
        raise ValueError("takes query and file, and style if need be, each a text in quotes")
    if not table["file"].endswith(".bib"):
        raise ValueError(f"takes a file that ends in .bib, not {table['file']!r}")
    if table.get("style", "misc") not in STYLES:
        raise ValueError(f"takes the style {' or '.join(STYLES)}, not {table['style']!r}")
    parse(table["query"])
    return Export(**table)


_EXAMPLES = {"keys": 'done = ["d", "x"]', "searches": 'gans = "ti:gan"', "watch": 'he = "au:\\"Kaiming He\\""'}


def with_setting(text: str, name: str, value: str | tuple[str, ...], table: str = "") -> str:
    """Return a settings file's text with one setting changed: its line replaced or put first, the rest kept.

    The setting stands in `table`, which is added where it is missing; `` = before all tables.
    """
    if isinstance(value, str):
        quoted = _quoted(value)
    else:
        quoted = f"[{', '.join(map(_quoted, value))}]"
    key = name
    if not re.fullmatch(r"[\w-]+", name, re.ASCII):
        key = _quoted(name)
    line = f"{key} = {quoted}"
    start = 0
    if table:
        head = re.search(rf"(?m)^\[{table}\][^\n]*\n?", text)
        if not head:
            return f"{text.rstrip()}\n\n[{table}]\n{line}\n".lstrip()
        start = head.end()
    following = re.compile(r"(?m)^\s*\[").search(text, start)
    stop = len(text)
    if following:
        stop = following.start()
    before = text[:start]
    if before and not before.endswith("\n"):
        before += "\n"
    section = text[start:stop]
    spellings = "|".join(map(re.escape, (name, _quoted(name), f"'{name}'")))
    same = rf"(?m)^[ \t]*(?:{spellings})[ \t]*=.*$"
    changed, times = re.subn(same, lambda _: line, section, count=1)
    if not times:
        changed = f"{line}\n{section}"
    return f"{before}{changed}{text[stop:]}"


def _quoted(text: str) -> str:
    """Return a text as a basic string of TOML, whose escapes are those of JSON, and DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def commented() -> str:
    """A settings file with every setting commented out, for `arxtui config`."""
    return (Path(__file__).parent / "settings.toml").read_text("utf-8")
