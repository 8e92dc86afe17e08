"""Settings (one small TOML file) and where files live. Nothing is read or made at import."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import platformdirs

from arxtui.model import Problem


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may choose."""

    bib: str = ""
    """The .bib file that `e` appends the starred papers to; `` = ask once."""
    theme: str = "textual-dark"
    """One of Textual's themes; `ansi-dark` and `ansi-light` use the terminal's own colours."""
    signs: str = "unicode"
    """`unicode` or `ascii`: the marks in the list."""
    columns: tuple[str, ...] = ("authors",)
    """What stands beside the title, of COLUMNS, as far as there is room."""


COLUMNS = ("authors", "venue", "code", "pages", "day", "class")
"""What may stand beside the title."""
_ACCEPTED = {"signs": ("unicode", "ascii"), "columns": COLUMNS}


def settings_file() -> Path:
    """Where the settings are looked for."""
    return Path(platformdirs.user_config_dir("arxtui")) / "settings.toml"


def library_folder(chosen: str | None = None) -> Path:
    """The library: --library, else ARXTUI_LIBRARY, else the user's data folder."""
    place = chosen or os.environ.get("ARXTUI_LIBRARY")
    return Path(os.path.expanduser(place)) if place else Path(platformdirs.user_data_dir("arxtui")) / "library"


def machine_file() -> Path:
    """Where this machine's name is kept: not in the library, so that a copied library has no two writers to a file."""
    return Path(platformdirs.user_state_dir("arxtui")) / "machine"


def machine_name() -> str:
    """Host name and four random hex digits, made once; OSError when it cannot be kept."""
    path = machine_file()
    try:
        name = path.read_text("ascii").strip()
        if re.fullmatch(r"[A-Za-z0-9-]{1,80}", name):
            return name
    except (FileNotFoundError, UnicodeDecodeError):
        pass
    import secrets
    import socket

    host = re.sub(r"[^A-Za-z0-9]+", "-", socket.gethostname().partition(".")[0]).strip("-")[:40] or "host"
    name = f"{host}-{secrets.token_hex(2)}"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_text(name + "\n", "ascii")
    return name


def read_settings(path: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings of a file; each mistake is told with its line and the accepted values, the rest still holds."""
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
    known = {each.name: each.default for each in fields(Settings)}
    kept: dict[str, Any] = {}
    problems = []
    for name, value in table.items():
        values = value if isinstance(value, list) else [value]
        line = next((n for n, one in enumerate(text.split("\n"), 1) if re.match(rf"\s*\[*{re.escape(name)}\b", one)), 0)
        if name not in known:
            problems.append(Problem(str(path), line, f"unknown setting {name!r}; there are {', '.join(sorted(known))}"))
        elif isinstance(known[name], tuple) != isinstance(value, list):
            takes = 'a list of texts such as ["a", "b"]' if isinstance(known[name], tuple) else "a text in quotes"
            problems.append(Problem(str(path), line, f"{name} takes {takes}"))
        elif wrong := [one for one in values if not isinstance(one, str) or one not in _ACCEPTED.get(name, (one,))]:
            accepted = " or ".join(_ACCEPTED.get(name, ("a text in quotes",)))
            problems.append(Problem(str(path), line, f"{name} takes {accepted}, not {wrong[0]!r}"))
        else:
            kept[name] = tuple(value) if isinstance(value, list) else value
    return Settings(**kept), tuple(problems)


def with_setting(text: str, name: str, value: str) -> str:
    """A settings file's text with one setting changed, its line replaced or put first; the rest stays as it is."""
    quoted = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    line = f"{name} = {quoted}"
    changed, times = re.subn(rf"(?m)^{re.escape(name)}\s*=.*$", lambda _: line, text, count=1)
    return changed if times else f"{line}\n{text}"


def commented() -> str:
    """A settings file with every setting commented out, for `arxtui config`."""
    return """# Settings of arxtui. Take the # off a line to change it.

# The .bib file that e appends the starred papers to:
# bib = "~/papers/starred.bib"

# One of Textual's themes; ansi-dark and ansi-light use the terminal's own colours:
# theme = "textual-dark"

# The marks in the list: unicode or ascii
# signs = "unicode"

# What stands beside the title, as far as there is room: authors, venue, code, pages, day, class
# columns = ["authors"]
"""
