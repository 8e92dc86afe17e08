"""A note as a Markdown file with front matter, as Obsidian, Zettlr and pandoc read it.

A file has a part of arxtui's, which each export writes anew, and below a line that says so a part
of the user's, which no export changes. What stands in arxtui's part is in note_template.py.
"""

from __future__ import annotations

import codecs
import re

from arxtui.export.note_template import Template
from arxtui.model import Entry, Paper

BORDER = "<!-- arxtui writes what is above this line; what is below it is yours -->"
"""The line between the two parts."""
_NO_BORDER = BORDER.replace("<!--", "<! --")
"""The border as it stands in a note: there it divides nothing."""
_ID = re.compile(r'^id: "?([^"\s]+)"?\s*$', re.MULTILINE)


class NotOurs(ValueError):
    """A file was not written by arxtui: nothing of it may be changed."""


def own_part(entry: Entry[Paper], key: str, template: Template) -> str:
    """Return arxtui's part of the file of a paper: the filled template and the border.

    It ends with the border, without a line end.
    """
    own = template.fill(entry, key).replace(BORDER, _NO_BORDER)
    return f"{own}\n\n{BORDER}"


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
    head, border, _ = data.removeprefix(codecs.BOM_UTF8).partition(BORDER.encode())
    if not border or not head.startswith(b"---"):
        return ""
    found = _ID.search(head.decode(errors="replace"))
    if found is None:
        return ""
    return found[1]
