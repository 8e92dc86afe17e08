"""Settings (one small TOML file) and where files live. Nothing is read or made at import."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import re
import tempfile
from collections.abc import Callable, Mapping
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
_ACCEPTED = {
    "signs": ("unicode", "ascii"),
    "columns": COLUMNS,
    "after": ("next", "stay"),
    "abstract": ("claim", "start"),
    "style": STYLES,
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


def read_settings(path: Path, parse: Parse = str) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings of a file; each mistake is told with its line and the accepted values, the rest still holds. `parse`
    raises ValueError for a text that is no query."""
    import tomllib

    try:
        text = path.read_text("utf-8")
        table = tomllib.loads(text)
    except FileNotFoundError:
        return Settings(), ()
    except (OSError, UnicodeDecodeError) as why:
        return Settings(), (Problem(str(path), 0, str(why)),)
    except RecursionError:
        return Settings(), (Problem(str(path), 0, "nested too deeply"),)
    except ValueError as why:
        place = re.search(r" \(at line (\d+).*\)", str(why))
        line = int(place[1]) if place else text.count("\n") + 1  # else it is the end of the document
        return Settings(), (Problem(str(path), line, str(why).partition(" (at")[0].lower()),)
    kept: dict[str, Any] = {}
    problems = []
    for name, value in table.items():
        try:
            kept[name] = _checked(name, value, parse)
        except _Mistake as why:
            problems.append(Problem(str(path), _line_of(text, why.entry or name), str(why)))
            if why.rest:
                kept[name] = why.rest
    return Settings(**kept), tuple(problems)


class _Mistake(ValueError):
    """What is wrong with a setting."""

    def __init__(self, reason: str, entry: str = "", rest: Mapping[str, Any] | tuple[Any, ...] | None = None) -> None:
        super().__init__(reason)
        self.entry, self.rest = entry, rest


def _line_of(text: str, name: str) -> int:
    begins = re.compile(rf"""\s*\[*["']?{re.escape(name)}\b""")
    return next((number for number, line in enumerate(text.split("\n"), 1) if begins.match(line)), 0)


def _checked(name: str, value: Any, parse: Parse) -> Any:
    """The value of a setting; _Mistake names what it takes."""
    kinds = {each.name: str(each.type) for each in fields(Settings)}
    kind = kinds.get(name)
    if kind is None:
        raise _Mistake(f"unknown setting {name!r}; there are {', '.join(sorted(kinds))}")
    if kind == "bool" and not isinstance(value, bool):
        raise _Mistake(f"{name} takes true or false, not {value!r}")
    if kind == "int" and (isinstance(value, bool) or value not in _NUMBERS[name]):
        raise _Mistake(f"{name} takes {' or '.join(map(str, _NUMBERS[name]))}, not {value!r}")
    if name == "export":
        return _checked_exports(value, parse)
    if kind.startswith("Mapping"):
        return _checked_table(name, value, parse)
    if kind.startswith("tuple") and not isinstance(value, list):
        raise _Mistake(f'{name} takes a list of texts such as ["a", "b"]')
    for one in value if isinstance(value, list) else [value] if kind == "str" else []:
        if not isinstance(one, str) or one not in _ACCEPTED.get(name, (one,)):
            raise _Mistake(f"{name} takes {' or '.join(_ACCEPTED.get(name, ('a text in quotes',)))}, not {one!r}")
    if name == "categories":
        return _checked_categories(value)
    if name == "quick":
        try:
            return tuple(map(tag_name, value))
        except ValueError as why:
            raise _Mistake(f"quick: {why}") from None
    return tuple(value) if isinstance(value, list) else value


def _checked_categories(names: list[str]) -> tuple[str, ...]:
    """Return categories as arXiv spells them. Raises _Mistake for the first that is none; the others apply."""
    known: list[str] = []
    mistake = ""
    for name in names:
        try:
            known.append(check(name))
        except UnknownCategory as why:
            mistake = mistake or str(why)
    if mistake:
        raise _Mistake(f"categories: {mistake}", rest=tuple(known))
    return tuple(known)


def _checked_table(name: str, value: Any, parse: Parse) -> Mapping[str, Any]:
    """[keys]: verb = keys; [searches] and [watch]: name = query. The first mistake is told, the other entries hold."""
    if not isinstance(value, dict):
        raise _Mistake(f"{name} is a table: [{name}], below it lines such as {_EXAMPLES[name]}")
    kept: dict[str, Any] = {}
    mistake = None
    for entry, one in value.items():
        try:
            if name == "keys":
                kept[entry] = checked_keys(entry, one, kept)
            elif not isinstance(one, str):
                raise ValueError(f"takes a query in quotes, not {one!r}")
            else:
                parse(one)
                kept[entry] = one
        except ValueError as why:
            mistake = mistake or (f"{name}: {entry} {why}", entry)
    if mistake:
        raise _Mistake(*mistake, kept)
    return kept


def _checked_exports(value: Any, parse: Parse) -> tuple[Export, ...]:
    """[[export]] tables; those without a mistake hold."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise _Mistake('export is a list of tables: [[export]], below it query = "is:starred" and file = "~/my.bib"')
    kept: list[Export] = []
    mistake = ""
    for one in value:
        given = {name: text for name, text in one.items() if isinstance(text, str)}
        try:
            if given != one or not {"query", "file"} <= set(one) <= {"query", "file", "style"}:
                raise ValueError("takes query and file, and style if need be, each a text in quotes")
            if not one["file"].endswith(".bib"):
                raise ValueError(f"takes a file that ends in .bib, not {one['file']!r}")
            if one.get("style", "misc") not in STYLES:
                raise ValueError(f"takes the style {' or '.join(STYLES)}, not {one['style']!r}")
            parse(one["query"])
            kept.append(Export(**one))
        except ValueError as why:
            mistake = mistake or f"export {why}"
    if mistake:
        raise _Mistake(mistake, rest=tuple(kept))
    return tuple(kept)


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
