"""Append to a .bib file the papers that it lacks, without a change to its other bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from arxtui import user_files
from arxtui.export import bibtex
from arxtui.export_files import papers_in_bib
from arxtui.export_files.export_form import Form
from arxtui.model import Entry, Paper


@dataclass(frozen=True, slots=True)
class Appended:
    """The outcome of an append."""

    file: str
    """The name of the file, without its folder."""
    added: Mapping[str, str]
    """arXiv id -> key, of the papers that were added."""
    there: Mapping[str, papers_in_bib.Found]
    """arXiv id -> the entry, of the papers that were in the file already."""

    def __str__(self) -> str:
        were = "were"
        if len(self.there) == 1:
            were = "was"
        added = f"{len(self.added)} added to {self.file}"
        return f"{added} ({len(self.there)} {were} already in it)"

    def with_keys(self, most: int = 2) -> str:
        """Return how many papers were added, with the first keys.

        `1 added to my.bib (1 was already in it) · new lee2024x · there as Doe2020`.
        """
        parts = [str(self)]
        if self.added:
            parts.append(f"new {_first(self.added.values(), most)}")
        if self.there:
            keys = [found.key for found in self.there.values()]
            parts.append(f"there as {_first(keys, most)}")
        return " · ".join(parts)

    def alike(self) -> Iterator[str]:
        """Yield a line for each paper recognised only by its title, first author and year."""
        for paper_id, found in self.there.items():
            if found.by_title:
                yield f"{paper_id} is there as {found.key}: same title, first author and year"


def _first(keys: Iterable[str], most: int) -> str:
    """Return the first keys, and how many more there are: `a, b, +3`."""
    every = [*keys]
    shown = every[:most]
    if len(every) > most:
        shown.append(f"+{len(every) - most}")
    return ", ".join(shown)


def append(
    path: Path,
    form: Form,
    entries: Sequence[Entry[Paper]],
    begin_file: Callable[[], object] = bool,
) -> Appended:
    """Add to a .bib the papers that it lacks, with the line ends of the file.

    `begin_file` is called before the file is written; it may raise an exception.

    Raises OSError, and ValueError if the form is not BibTeX or the file cannot be read as a .bib;
    the file is then unchanged.
    """
    if form.format != "bibtex":
        raise ValueError("papers can be added only to a .bib file")
    old = papers_in_bib.read(path)
    there: dict[str, papers_in_bib.Found] = {}
    new: list[Entry[Paper]] = []
    for entry in entries:
        found = old.contents.find(entry.paper)
        if found:
            there[entry.paper.id] = found
        else:
            new.append(entry)
    taken = old.contents.taken()
    if new:
        data = old.followed_by(bibtex.dump(new, form.options, taken=taken))
        begin_file()
        user_files.write_whole(path, data)
    return Appended(path.name, bibtex.keys(new, taken, form.options.key), there)
