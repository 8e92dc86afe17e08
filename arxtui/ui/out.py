"""Out of the program: .bib files, the settings file, the editor. No shell."""

from __future__ import annotations

import errno
import os
import shlex
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from arxtui import config
from arxtui.config import Settings
from arxtui.model import Entry, Paper
from arxtui.store import Library, files
from arxtui.text import many, visible


def deliver_to(target: str, format_: str, style: str, entries: Sequence[Entry[Paper]]) -> str:
    """Write papers to a file, a .bib is added to; return what was done.

    Raises OSError, and ValueError for a name that is none; both leave the file as it was.
    """
    from arxtui import exporter
    from arxtui.export.options import Options

    path = config.place(target)
    if not path.parent.is_dir():
        raise FileNotFoundError(2, "no such folder", str(path.parent))
    form = exporter.Form(format_, Options(style=style))
    if format_ != "bibtex":
        return f"{many(exporter.write(path, form, entries), 'paper')} as {format_} · {path}"
    return f"{exporter.append(path, form, entries).with_keys()} · {path}"


def keep_exports(library: Library, settings: Settings) -> list[str]:
    """Write the .bib files of [[export]] anew where they changed; why one could not be written."""
    from arxtui import exporter

    return exporter.keep_current(library, settings.export, settings.style)


def keep(name: str, value: str | tuple[str, ...], table: str = "") -> None:
    """Write a setting into the settings file.

    Raises OSError if the file cannot be written, or is no UTF-8 or no TOML: then it stays as it is.
    """
    import tomllib

    from arxtui import exporter

    path = config.settings_file()
    try:
        text = path.read_text("utf-8") if path.exists() else config.commented()
        changed = config.with_setting(text, name, value, table)
        tomllib.loads(changed)
    except ValueError as why:
        raise OSError(errno.EINVAL, f"{path}: {why}") from why
    files.make_folder(path.parent)
    exporter.write_whole(path, changed.encode())


def settings_fault() -> str:
    """Return why nothing of the settings file applies, and so no default may be taken for it; `` when it does."""
    _, problems = config.read_settings(config.settings_file())
    return str(config.unusable(problems) or "")


def not_kept(why: OSError) -> str:
    """Return what is said when keep() failed."""
    return f"applies until you quit: the settings could not be written: {why.strerror or why}"


def edit(text: str) -> str:
    """Return a text as the user's editor leaves it: $VISUAL, else $EDITOR, else vi.

    Raises OSError if there is no such editor, it fails, or what it leaves is not UTF-8.
    """
    names = (os.environ.get(name, "").strip() for name in ("VISUAL", "EDITOR"))
    words = next(filter(None, names), "vi")
    try:
        command = shlex.split(words)
    except ValueError as why:
        raise OSError(f"the editor {words!r} is not a command: {why}") from None
    with tempfile.NamedTemporaryFile("w+", suffix=".md", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        status = subprocess.run([*command, file.name], check=False).returncode
        if status:
            raise OSError(f"{command[0]} ended with {status}")
        try:
            return Path(file.name).read_text("utf-8").strip()
        except UnicodeDecodeError as why:
            raise OSError(f"what the editor left is not UTF-8: {why.reason} at byte {why.start}") from None


def copied(entry: Entry[Paper], what: str, key: str) -> str:
    """Return what `y` copies of a paper: BibTeX, key, id, URL or title, safe for a terminal's clipboard."""
    from arxtui.export import bibtex

    paper = entry.paper
    match what:
        case "BibTeX":
            return bibtex.entry(paper, key, entry.mark.tags)
        case "key":
            return key
        case "id":
            return paper.id
        case "URL":
            return paper.abs_url
        case _:
            return visible(paper.title)
