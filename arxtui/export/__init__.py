"""Papers and marks as text for other programs: one module per format, pure; nothing here reads or writes a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from arxtui.export import bibtex, csl, jsonl, listing, markdown, ris, table
from arxtui.model import Entry, Paper


@dataclass(frozen=True, slots=True)
class Format:
    """A form in which papers leave."""

    dump: Callable[[Iterable[Entry[Paper]]], str]
    """Entries to the text of a whole file."""
    endings: tuple[str, ...]
    """File name endings by which it is guessed, `.bib`."""


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "bibtex": Format(bibtex.dump, (".bib",)),
        "markdown": Format(markdown.dump, (".md", ".markdown")),
        "csl": Format(csl.dump, (".json",)),
        "ris": Format(ris.dump, (".ris",)),
        "csv": Format(table.dump, (".csv",)),
        "json": Format(jsonl.dump, (".jsonl", ".ndjson")),
        "listing": Format(listing.dump, ()),
    }
)
