"""Markdown: a list of links with authors, date, tags and the note; what Markdown or HTML could take for its own is
escaped (CommonMark 0.31, section 2.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from arxtui import text
from arxtui.model import Entry, Paper

_NAMED = 6  # authors that are named
_MEANS = re.compile(r"[\\`*_{}\[\]<>()#+!|~&$-]")


def dump(entries: Iterable[Entry[Paper]]) -> str:
    """One item a paper."""
    return "".join(map(_item, entries))


def _item(entry: Entry[Paper]) -> str:
    paper, mark = entry.paper, entry.mark
    names = [*paper.authors[:_NAMED], *["et al."] * (len(paper.authors) > _NAMED)]
    said = ", ".join([*map(_escaped, names), *filter(None, (paper.day,))])
    tags = "".join([f" `#{tag}`" for tag in mark.tags])
    note = "".join([f"  > {_escaped(line)}\n" for line in (mark.note or "").split("\n") if line.strip()])
    return f"- [{_escaped(text.plain(paper.title)) or paper.id}]({paper.abs_url}) – {said}{tags}\n{note}"


def _escaped(raw: str) -> str:
    return _MEANS.sub(r"\\\g<0>", text.visible(text.clean(raw)))
