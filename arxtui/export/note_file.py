"""A note as a Markdown file with front matter, as Obsidian, Zettlr and pandoc read it.

Each export writes the upper part of a file anew. The part below the line BORDER belongs to the user
and is never changed. note_template.py makes the upper part.
"""

from __future__ import annotations

import codecs
import re

from arxtui.export.note_template import Template
from arxtui.model import Entry, Paper

BORDER = "<!-- arxtui writes what is above this line; what is below it is yours -->"
"""The line between the two parts."""
_NO_BORDER = BORDER.replace("<!--", "<! --")
"""The border in a note of the user, changed so that it does not divide the file."""
_ID = re.compile(r'^id: "?([^"\s]+)"?\s*$', re.MULTILINE)


class NotOurs(ValueError):
    """A file was not written by arxtui: it must not be changed."""


def own_part(entry: Entry[Paper], key: str, template: Template) -> str:
    """Return arxtui's part of the file of a paper: the filled template and the border.

    It ends with the border, without a line end.
    """
    own = template.fill(entry, key).replace(BORDER, _NO_BORDER)
    return f"{own}\n\n{BORDER}"


def merged(old: bytes, own: str) -> bytes:
    """Return a file with the upper part written anew, and the bytes below the border unchanged.

    Raises NotOurs for a file without the border, which another program wrote.
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
