"""Papers and marks as text for other programs: one module per format, pure; nothing here reads or writes a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType

from arxtui.export import bibtex, csl, jsonl, listing, markdown, ris, table
from arxtui.export.options import Options
from arxtui.model import Entry, Paper


@dataclass(frozen=True, slots=True)
class Format:
    """A form in which papers leave."""

    dump: Callable[[Iterable[Entry[Paper]], Options], str]
    """Entries to the text of a whole file."""
    endings: tuple[str, ...]
    """File name endings by which it is guessed, `.bib`."""
    options: tuple[str, ...] = ()
    """The fields of Options that it knows."""
    always: tuple[str, ...] = ()
    """The fields of Options that it needs not be asked for."""


def _without_options(dump: Callable[[Iterable[Entry[Paper]]], str]) -> Callable[[Iterable[Entry[Paper]], Options], str]:
    """Return the writer of a format that gives no choice, to be called like the others."""

    def write(entries: Iterable[Entry[Paper]], options: Options) -> str:
        return dump(entries)

    return write


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "bibtex": Format(bibtex.dump, (".bib",), options=("style", "unicode", "abstract")),
        "markdown": Format(markdown.dump, (".md", ".markdown"), options=("abstract",)),
        "csl": Format(_without_options(csl.dump), (".csl.json", ".csljson"), always=("abstract",)),
        "ris": Format(_without_options(ris.dump), (".ris",), always=("abstract",)),
        "csv": Format(_without_options(table.dump), (".csv",)),
        "json": Format(_without_options(jsonl.dump), (".json", ".jsonl", ".ndjson"), always=("abstract",)),
        "listing": Format(_without_options(listing.dump), (), always=("abstract",)),
    }
)
"""Name -> format."""


def of_file(name: str) -> str:
    """Return the format that a file's name tells, BibTeX for a name without an ending.

    Raises ValueError, with the endings there are, for an ending that no format has.
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
    raise ValueError(f"{path.name}: no format ends in {path.suffix}; there are {endings}; -f FORMAT writes to any name")


def refuse_unknown(format_: str, asked: Iterable[str]) -> None:
    """Raise ValueError, with the formats that know it, if a format does not know an option that was asked for."""
    for option in asked:
        each = FORMATS[format_]
        if option in each.options or option in each.always:
            continue
        know = " and ".join([name for name, other in FORMATS.items() if option in other.options])
        have = [name for name, other in FORMATS.items() if option in other.always]
        also = f" ({', '.join(have)} always have it)" if have else ""
        raise ValueError(f"{format_} does not know --{option}: it is for {know}{also}")
