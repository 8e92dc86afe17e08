"""Markdown: a list of links with authors, date, tags and the note; what Markdown or HTML could take for its own is
escaped (CommonMark 0.31, section 2.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from arxtui import people, text
from arxtui.model import Entry, Paper

_NAMED = 6  # authors that are named
_MEANS = re.compile(r"[\\`*_{}\[\]<>()#+!|~&$-]")


def dump(entries: Iterable[Entry[Paper]]) -> str:
    """One item a paper."""
    return "".join(map(_item, entries))


def _item(entry: Entry[Paper]) -> str:
    paper, mark = entry.paper, entry.mark
    names = _names(paper)
    said = ", ".join([*map(_escaped, names), *filter(None, (paper.day,))])
    tags = "".join([f" `#{tag}`" for tag in mark.tags])
    note = "".join([f"  > {_escaped(line)}\n" for line in (mark.note or "").split("\n") if line.strip()])
    return f"- [{_escaped(text.plain(paper.title)) or paper.id}]({paper.abs_url}) – {said}{tags}\n{note}"


def _names(paper: Paper) -> list[str]:
    """Return the first names as typed, and `et al.` where there are more or the list was cut."""
    typed = [name for name in paper.authors if name != people.TEAM_SIGN]
    whole = [name for name in typed if name != people.OTHERS]
    shown = whole[:_NAMED]
    if len(shown) < len(typed):
        shown.append("et al.")
    return shown


def _escaped(raw: str) -> str:
    return _MEANS.sub(r"\\\g<0>", text.visible(text.clean(raw)))
