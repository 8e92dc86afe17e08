"""JSON lines: one object a paper, the text as in the listing. The keys and their order are part of the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from arxtui.model import Entry, Paper

# JSON's own escapes leave these to the terminal or to the encoder; they stand only inside strings
_UNSAFE = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def record(entry: Entry[Paper]) -> dict[str, object]:
    """One paper with its mark; times ISO 8601 in UTC, None where nothing is known."""
    paper, mark = entry.paper, entry.mark
    return {
        "id": paper.id, "version": paper.version or None, "title": paper.title, "authors": list(paper.authors),
        "categories": " ".join(paper.categories.split()).split(", "), "primary": paper.primary,
        "published": paper.published, "updated": paper.updated, "doi": paper.doi, "comment": paper.comment,
        "journal_ref": paper.journal_ref, "abstract": paper.abstract, "pdf_url": paper.pdf_url,
        "abs_url": paper.abs_url, "day": paper.day, "starred": mark.star, "pile": mark.pile,
        "read": mark.pile == "read", "tags": list(mark.tags), "note": mark.note,
        "key": mark.cite.key if mark.cite else None,
    }  # fmt: skip


def dump(entries: Iterable[Entry[Paper]]) -> str:
    """One object a line; no line holds a character that a terminal obeys."""
    return "".join([_UNSAFE.sub(_escape, json.dumps(record(entry), ensure_ascii=False)) + "\n" for entry in entries])


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
