"""Out of the program: browser and .bib. Addresses are built from checked ids; no shell."""

from __future__ import annotations

import webbrowser
from collections.abc import Container
from pathlib import Path

from arxtui import cite, config
from arxtui.model import Entry, Paper
from arxtui.store import Library
from arxtui.text import visible


def browse(url: str) -> bool:
    """Open an address in the user's browser; False when there is none. May take a while: for a thread."""
    try:
        return webbrowser.get().open(url)
    except webbrowser.Error:
        return False


def append_starred(library: Library, target: Path) -> str:
    """Append the starred papers of all days to a .bib, and say what was done; OSError leaves the file as it was."""
    from arxtui import deliver

    entries = library.entries(library.starred())
    if not entries:
        return "no starred papers yet · s stars one"
    if not target.parent.is_dir():
        raise FileNotFoundError(2, "no such folder", str(target.parent))
    added, there = deliver.append(target, deliver.Form(), entries)
    return f"{added} added, {there} already there · {target}"


def keep_bib(target: str) -> None:
    """Write the .bib of `e` into the settings; OSError."""
    path = config.settings_file()
    text = path.read_text("utf-8") if path.exists() else config.commented()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(config.with_setting(text, "bib", target), "utf-8")


def copied(entry: Entry[Paper], what: str, taken: Container[str]) -> str:
    """What `y` copies of a paper: BibTeX, key, id, URL or title, safe for a terminal's clipboard."""
    from arxtui.export import bibtex

    paper, copy = entry.paper, entry.mark.cite
    key = copy.key if copy else cite.free_key(cite.key_base(paper), taken)
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
