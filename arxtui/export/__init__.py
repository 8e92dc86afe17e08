"""Papers and marks as text for other programs, one module per format.

No file is read or written here: user_files.py and export_to_file.py do that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType

from arxtui.export import bibtex, csl, csv_table, jsonl, listing, markdown, ris
from arxtui.export.options import Options
from arxtui.model import Entry, Paper


@dataclass(frozen=True, slots=True)
class Format:
    """A format of exports; the menu of the screen, the help and the manual derive from it."""

    letter: str
    """Its key in the menu of the screen."""
    help: str
    """Its purpose, in a few words."""
    dump: Callable[[Iterable[Entry[Paper]], Options], str]
    """Returns the text of a whole file for entries and options."""
    endings: tuple[str, ...]
    """Endings of file names that choose the format, `.bib`; a new file gets the first."""
    options: tuple[str, ...] = ()
    """The fields of Options that change the output of the format."""
    always: tuple[str, ...] = ()
    """The fields of Options that apply to the format without being asked for."""

    @property
    def ending(self) -> str:
        """The ending of a new file; `.md` for a format without endings."""
        if self.endings:
            return self.endings[0]
        return ".md"


def _without_options(
    dump: Callable[[Iterable[Entry[Paper]]], str],
) -> Callable[[Iterable[Entry[Paper]], Options], str]:
    """Return a writer that takes options and ignores them, for a format without options."""

    def write(entries: Iterable[Entry[Paper]], options: Options) -> str:
        return dump(entries)

    return write


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "bibtex": Format(
            "b", "LaTeX", bibtex.dump, (".bib",), options=("style", "unicode", "abstract", "files"),
        ),
        "markdown": Format(
            "m", "notes and messages", markdown.dump, (".md", ".markdown"), options=("abstract",)
        ),
        "csl": Format(
            "c", "CSL-JSON: Zotero, pandoc", csl.dump, (".csl.json", ".csljson"),
            always=("abstract",),
        ),
        "ris": Format(
            "r", "EndNote, Mendeley, Zotero", _without_options(ris.dump), (".ris",),
            always=("abstract",),
        ),
        "csv": Format("v", "spreadsheets", _without_options(csv_table.dump), (".csv",)),
        "json": Format(
            "j", "JSON lines with everything; `arxtui load` reads them",
            _without_options(jsonl.dump), (".json", ".jsonl", ".ndjson"), always=("abstract",),
        ),
        "listing": Format(
            "l", "the format of arxtui's examples; `arxtui load` reads it",
            _without_options(listing.dump), (), always=("abstract",),
        ),
    }
)  # fmt: skip
"""Name -> format."""


@dataclass(frozen=True, slots=True)
class FolderFormat:
    """A format that writes one file for each paper into a folder; note_folder.py writes them."""

    letter: str
    """Its key in the menu of the screen."""
    help: str
    """Its purpose, in a few words."""


FOLDERS: Mapping[str, FolderFormat] = MappingProxyType(
    {"notes": FolderFormat("n", "Obsidian, Zettlr: a Markdown file for each paper, in a folder")}
)
"""Name -> format that takes a folder in place of a file."""


def letters() -> dict[str, str]:
    """Return the key in the menu of the screen -> the name, of all formats."""
    found = {each.letter: name for name, each in FORMATS.items()}
    return found | {each.letter: name for name, each in FOLDERS.items()}


def of_file(name: str) -> str:
    """Return the format of a file by its name, BibTeX for a name without an ending.

    Raises ValueError, with the known endings, for an unknown ending.
    """
    path = PurePath(name)
    lowered = path.name.lower()
    fits = [(ending, format_) for format_, each in FORMATS.items() for ending in each.endings]
    matching = [(len(ending), format_) for ending, format_ in fits if lowered.endswith(ending)]
    if matching:
        return max(matching)[1]
    if not path.suffix:
        return "bibtex"
    endings = ", ".join([ending for ending, _ in fits])
    reason = f"no format ends in {path.suffix}; there are {endings}"
    raise ValueError(f"{path.name}: {reason}; -f FORMAT writes to any name")


def refuse_unknown(format_: str, asked: Iterable[str]) -> None:
    """Raise ValueError if a format has no use for an option that was asked for.

    The error names the formats that use it.
    """
    for option in asked:
        each = FORMATS[format_]
        if option in each.options or option in each.always:
            continue
        know = " and ".join([name for name, other in FORMATS.items() if option in other.options])
        have = [name for name, other in FORMATS.items() if option in other.always]
        also = ""
        if have:
            also = f" ({', '.join(have)} always have it)"
        raise ValueError(f"{format_} does not know --{option}: it is for {know}{also}")
