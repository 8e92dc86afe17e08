"""Out of the program: browser and .bib. Addresses are built from checked ids; no shell."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
import webbrowser
from collections.abc import Sequence
from pathlib import Path

from arxtui import config
from arxtui.config import Settings
from arxtui.model import Entry, Paper
from arxtui.store import Library, files
from arxtui.text import many, visible


def browse(url: str) -> bool:
    """Open an address in the user's browser; False when there is none. May take a while: for a thread."""
    try:
        return webbrowser.get().open(url)
    except webbrowser.Error:
        return False


def deliver_to(target: Path, format_: str, style: str, entries: Sequence[Entry[Paper]]) -> str:
    """Papers into a file, a .bib is added to; what was done. OSError and ValueError leave the file as it was."""
    from arxtui import deliver
    from arxtui.export.bibtex import Options

    if not target.parent.is_dir():
        raise FileNotFoundError(2, "no such folder", str(target.parent))
    form = deliver.Form(format_, Options(style=style))
    if format_ != "bibtex":
        return f"{many(deliver.write(target, form, entries), 'paper')} as {format_} · {target}"
    return f"{deliver.append(target, form, entries).with_keys()} · {target}"


def ending(format_: str) -> str:
    """How the name of a file of a format ends."""
    from arxtui.export import FORMATS

    return (*FORMATS[format_].endings, ".md")[0]


def keep_exports(library: Library, settings: Settings) -> list[str]:
    """Write the .bib files of [[export]] anew where they changed; why one could not be written."""
    from arxtui import deliver

    return deliver.keep_current(library, settings.export, settings.style)


def keep(name: str, value: str | tuple[str, ...], table: str = "") -> None:
    """Write a setting into the settings file; OSError."""
    from arxtui import deliver

    path = config.settings_file()
    text = path.read_text("utf-8") if path.exists() else config.commented()
    files.make_folder(path.parent)
    deliver.write_whole(path, config.with_setting(text, name, value, table).encode())


def not_kept(why: OSError) -> str:
    """What is said when keep() failed."""
    return f"holds until the end: the settings could not be written: {why.strerror}"


def edit(text: str) -> str:
    """A text as the user's editor leaves it ($VISUAL, $EDITOR, vi); OSError when there is none or it failed."""
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    with tempfile.NamedTemporaryFile("w+", suffix=".md", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        status = subprocess.run([*command, file.name], check=False).returncode
        if status:
            raise OSError(f"{command[0]} ended with {status}")
        return Path(file.name).read_text("utf-8").strip()


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
