"""The settings file: read with its mistakes, and changed one setting at a time."""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from arxtui import locations
from arxtui.model import Problem
from arxtui.settings.config import Settings
from arxtui.text import reason_of

if TYPE_CHECKING:
    from arxtui.settings.settings_check import Mistake, Parse


class Unusable(Problem):
    """The reason why no setting of a file applies."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"{Problem.__str__(self)} · none of this file applies"


def unusable(problems: Iterable[Problem]) -> Unusable | None:
    """Return the reason why no setting of the file applies; None if the file could be read."""
    for problem in problems:
        if isinstance(problem, Unusable):
            return problem
    return None


def fault() -> str:
    """Return why no setting of the user's file applies; `` if they apply.

    While there is a fault, code must not take a default in place of a setting.
    """
    _, problems = read_settings(locations.settings_file())
    found = unusable(problems)
    if found is None:
        return ""
    return str(found)


def read_settings(path: Path, parse: Parse = str) -> tuple[Settings, tuple[Problem, ...]]:
    """Return the settings of a file, and each mistake in it with its line and the accepted values.

    Settings without a mistake apply. If the file is no TOML, the defaults are returned, and the
    only problem is an Unusable. `parse` raises ValueError for a text that is no query.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Settings(), ()
    except UnicodeDecodeError as why:
        line = why.object.count(b"\n", 0, why.start) + 1
        reason = f"byte {why.object[why.start]:#04x} is not UTF-8: save the file as UTF-8"
        return Settings(), (Unusable(str(path), line, reason),)
    except OSError as why:
        return Settings(), (Unusable(str(path), 0, f"cannot be read: {reason_of(why)}"),)
    if _has_only_comments(text):
        return Settings(), ()
    return _applying(path, text, parse)


def _has_only_comments(text: str) -> bool:
    """Return True for a file without settings, such as the file that the first start writes.

    A start need not import the modules that read and check settings then. A comment with a control
    character is left to them: TOML forbids it.
    """
    for line in text.split("\n"):
        if line and not (line.startswith("#") and line.isprintable()):
            return False
    return True


def _applying(path: Path, text: str, parse: Parse) -> tuple[Settings, tuple[Problem, ...]]:
    """Return the settings in the text of a file, and the mistakes in it."""
    import tomllib

    from arxtui.settings.settings_check import checked

    try:
        table = tomllib.loads(text)
    except RecursionError:
        return Settings(), (Unusable(str(path), 0, "lists are nested too deeply"),)
    except tomllib.TOMLDecodeError as why:
        from arxtui.settings.toml_fault import explain

        return Settings(), (Unusable(str(path), *explain(text, why)),)
    applying: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, value in table.items():
        applies, mistakes = checked(name, value, parse)
        for mistake in mistakes:
            problems.append(Problem(str(path), _line_of(text, name, mistake), mistake.reason))
        if applies is not None:
            applying[name] = applies
    return Settings(**applying), tuple(problems)


def _line_of(text: str, name: str, mistake: Mistake) -> int:
    """Return the line, from 1, of a mistake in a setting; 0 if it is not found."""
    begins = re.compile(rf"""\s*\[*\s*["']?{re.escape(name)}\b""")
    lines = [number for number, line in enumerate(text.split("\n"), 1) if begins.match(line)]
    if not lines:
        return 0
    start = lines[min(mistake.number, len(lines) - 1)]
    if not mistake.entry:
        return start
    table = rf"\[\s*{re.escape(name)}\s*\.\s*"
    entry = re.compile(rf"""\s*(?:{table})?["']?{re.escape(mistake.entry)}(?!\w)""")
    for number, line in enumerate(text.split("\n")[start - 1 :], start):
        if entry.match(line):
            return number
    return start


def save(name: str, value: str | tuple[str, ...], table: str = "") -> str:
    """Write a setting into the user's settings file; return the message if that failed, else ``.

    A missing file is made; a file that is no UTF-8 or no TOML is not changed.
    """
    try:
        _write(name, value, table)
    except OSError as why:
        reason = reason_of(why)
        return f"applies until you quit: the settings could not be written: {reason}"
    return ""


def _write(name: str, value: str | tuple[str, ...], table: str) -> None:
    """Write a setting. Raises OSError, also for a file that is no UTF-8 or no TOML."""
    import tomllib

    from arxtui import user_files
    from arxtui.store import files

    path = locations.settings_file()
    try:
        if path.exists():
            text = path.read_text("utf-8")
        else:
            text = commented()
        changed = with_setting(text, name, value, table)
        tomllib.loads(changed)
    except ValueError as why:
        raise OSError(errno.EINVAL, f"{path}: {why}") from why
    files.make_folder(path.parent)
    user_files.write_whole(path, changed.encode())


def with_setting(text: str, name: str, value: str | tuple[str, ...], table: str = "") -> str:
    """Return the text of a settings file with one setting changed.

    Its line is replaced, or put first in `table`, and all other lines stay. A missing table is
    added; the table `` is the part before all tables.
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
    """Return a text as a basic string of TOML, with the escapes of JSON, and an escape for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def commented() -> str:
    """Return a settings file with every setting commented out, for `arxtui config`."""
    return (Path(__file__).parent / "settings.toml").read_text("utf-8")
