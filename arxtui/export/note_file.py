"""A note as a Markdown file with front matter, as Obsidian, Zettlr and pandoc read it.

A file has a part of arxtui's, which each export writes anew, and below a line that says so a part
of the user's, which no export changes. Front matter is YAML
(https://yaml.org/spec/1.2.2/); its texts are JSON strings, which are YAML's double-quoted scalars.
"""

from __future__ import annotations

import json
import re

from arxtui.export import commonmark
from arxtui.export.markdown import venue_text
from arxtui.export.published import publication
from arxtui.model import Entry, Paper
from arxtui.text import plain_title, visible

BORDER = "<!-- arxtui writes what is above this line; what is below it is yours -->"
"""The line between the two parts."""
_NO_BORDER = BORDER.replace("<!--", "<! --")
"""The border as it stands in a note: there it divides nothing."""
_ID = re.compile(r'^id: "?([^"\s]+)"?\s*$', re.MULTILINE)


class NotOurs(ValueError):
    """A file was not written by arxtui: nothing of it may be changed."""


def own_part(entry: Entry[Paper], key: str) -> str:
    """Return arxtui's part of the file of a paper: front matter, title, note and the border.

    It ends with the border, without a line end.
    """
    paper = entry.paper
    lines = [
        "---",
        f"key: {key}",
        f"title: {_quoted(plain_title(paper.title))}",
        f"authors: [{', '.join(map(_quoted, paper.authors))}]",
        f"tags: [{', '.join(map(_quoted, entry.mark.tags))}]",
        f"id: {_quoted(paper.id)}",
        f"url: https://arxiv.org/abs/{paper.id}",
    ]
    place = publication(paper)
    if place is not None and venue_text(place):
        lines.append(f"venue: {_quoted(venue_text(place))}")
    title = commonmark.inline(visible(plain_title(paper.title)))
    lines += ["---", "", f"# {title}", ""]
    note = (entry.mark.note or "").strip()
    if note:
        lines += [*map(visible, note.replace(BORDER, _NO_BORDER).split("\n")), ""]
    return "\n".join([*lines, BORDER])


def merged(old: bytes, own: str) -> bytes:
    """Return a file with arxtui's part written anew, and the bytes of the user's part as they were.

    Raises NotOurs if the file has no border, so that somebody else wrote it.
    """
    if not old.strip():
        return f"{own}\n".encode()
    _, border, theirs = old.partition(BORDER.encode())
    if not border:
        raise NotOurs("arxtui did not write it")
    return own.encode() + theirs


def id_of(data: bytes) -> str:
    """Return the arXiv id in the front matter of a file that arxtui wrote, else ``."""
    head, border, _ = data.partition(BORDER.encode())
    if not border or not head.startswith(b"---"):
        return ""
    found = _ID.search(head.decode(errors="replace"))
    if found is None:
        return ""
    return found[1]


def _quoted(text: str) -> str:
    """Return a text as a double-quoted scalar."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
