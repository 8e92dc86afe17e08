"""`arxtui rekey`: another citation key for a paper, by hand or by the template of the settings."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from arxtui import citation_key
from arxtui.cli import settings as settings_
from arxtui.cli.library import open_library, written
from arxtui.cli.marks import known
from arxtui.cli.terminal import Refused, say, tell, warn
from arxtui.text import reason_of

if TYPE_CHECKING:
    from arxtui.export_files.papers_in_bib import Contents
    from arxtui.model import Entry, Paper
    from arxtui.store import Library


@dataclass(frozen=True, slots=True)
class _Bib:
    """The .bib of the settings."""

    name: str
    """The path as the settings have it; `` if they name no file, or it cannot be read."""
    contents: Contents

    def has_for_another(self, key: str, paper: Paper) -> bool:
        """Return True if another paper's entry in the file has this key, in any case."""
        there = self.contents.keys.get(key.lower())
        if there is None:
            return False
        own = self.contents.find(paper)
        return own is None or own.key != there


def rekey(args: argparse.Namespace) -> int:
    """Give a paper a key, or papers their keys by the template; return the exit status.

    Raises Refused if a key cannot be given; then no paper has another key.
    """
    library = open_library(args.library)
    settings, broken = settings_.read()
    mine = _my_bib(settings.bib)
    by_hand = len(args.ids) == 2 and not _is_id(args.ids[1])
    if by_hand:
        ids, status = known(library, args.ids[:1])
        keys = {ids[0]: args.ids[1]}
    elif broken or settings_.has_mistake("key"):
        raise Refused("no key is changed: the template of the settings is not known")
    else:
        ids, status = known(library, args.ids)
        keys = _by_template(library, ids, mine)
    entries = library.entries(ids)
    if by_hand and mine.has_for_another(args.ids[1], entries[0].paper):
        raise Refused(f"{mine.name} has {args.ids[1]} for another entry: choose another key")
    written(library, partial(library.rekey, keys))
    for entry in entries:
        _report(entry, keys[entry.paper.id], mine)
    return status


def _is_id(word: str) -> bool:
    """Return True if a word names a paper, or is `-` for standard input."""
    from arxtui.arxiv_id import NotAnId, parse_id

    if word == "-":
        return True
    try:
        parse_id(word)
    except NotAnId:
        return False
    return True


def _my_bib(name: str) -> _Bib:
    """Return the .bib of the settings; an unreadable file is reported and counts as empty."""
    from arxtui.export_files import papers_in_bib
    from arxtui.locations import place

    if name:
        try:
            items, problems = papers_in_bib.readable_items(place(name))
        except FileNotFoundError:
            pass
        except (OSError, ValueError) as why:
            warn(f"arxtui: {name} is not compared: {reason_of(why)}")
        else:
            tell(problems)
            return _Bib(name, papers_in_bib.contents(items))
    return _Bib("", papers_in_bib.Contents())


def _by_template(library: Library, ids: Iterable[str], mine: _Bib) -> dict[str, str]:
    """Return id -> key by the template of the settings; a key that fits the template stays."""
    taken = library.marks.bib_keys()
    entries = library.entries(ids)
    for entry in entries:
        for key in library.marks.keys_of(entry.paper.id):
            taken[key.lower()] -= 1
    used = {key for key, count in taken.items() if count}
    keys: dict[str, str] = {}
    for entry in entries:
        key = _made(entry, used, mine, library.key_template)
        used.add(key.lower())
        keys[entry.paper.id] = key
    return keys


def _made(entry: Entry[Paper], used: set[str], mine: _Bib, template: str) -> str:
    """Return the key of a paper by a template, unlike the keys in `used` and of other entries."""
    base = citation_key.key_base(entry.paper, template)
    tried = [base]
    if entry.mark.cite is not None and citation_key.is_made_of(entry.mark.cite.key, base):
        tried.insert(0, entry.mark.cite.key)
    for key in tried:
        if key.lower() not in used and not mine.has_for_another(key, entry.paper):
            return key
    return citation_key.free_key(base, used | mine.contents.keys.keys())


def _report(entry: Entry[Paper], key: str, mine: _Bib) -> None:
    """Print a paper's new key and its old key; warn if the .bib has a third key for the paper."""
    was = "had no key yet"
    if entry.mark.cite is not None:
        was = f"was {entry.mark.cite.key}"
    if was == f"was {key}":
        was = "unchanged"
    say(entry.paper.id, key, was)
    found = mine.contents.find(entry.paper)
    if found is not None and found.key != key:
        warn(
            f"arxtui: {mine.name} has {entry.paper.id} as {found.key}: correct it there, "
            f"arxtui does not; until then the screen copies {found.key}"
        )
