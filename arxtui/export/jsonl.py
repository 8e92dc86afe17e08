"""JSON lines: one object a paper, the text as in the listing.

The keys and their order are part of the command line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from arxtui.model import Entry, Paper
from arxtui.text import SHAPELESS, SURROGATES

_UNSAFE = re.compile(f"[\x7f-\x9f\u200d\u2028\u2029{SHAPELESS}{SURROGATES}]")
"""Characters that JSON's own escapes leave to the terminal or the encoder; only inside strings."""


def record(entry: Entry[Paper]) -> dict[str, object]:
    """Return a paper with its mark; times are ISO 8601 in UTC, None stands for an absent value."""
    paper = entry.paper
    mark = entry.mark
    key = None
    if mark.cite:
        key = mark.cite.key
    return {
        "id": paper.id,
        "version": paper.version or None,
        "title": paper.title,
        "authors": list(paper.authors),
        "categories": " ".join(paper.categories.split()).split(", "),
        "primary": paper.primary,
        "published": paper.published,
        "updated": paper.updated,
        "doi": paper.doi,
        "comment": paper.comment,
        "journal_ref": paper.journal_ref,
        "abstract": paper.abstract,
        "pdf_url": paper.pdf_url,
        "abs_url": paper.abs_url,
        "day": paper.day,
        "starred": mark.star,
        "pile": mark.pile,
        "read": mark.pile == "read",
        "tags": list(mark.tags),
        "note": mark.note,
        "key": key,
        "seen_version": mark.seen or None,
        "other_notes": [text for _, text in mark.other_notes],
    }


def dump(
    entries: Iterable[Entry[Paper]], watched: Mapping[str, Sequence[str]] | None = None
) -> str:
    """Return one object a line; no line has a control character.

    `watched` has the names of the watch rules of each paper by its id: the field `watch`, a list.
    Without it the field is absent.
    """
    lines = []
    for entry in entries:
        fields = record(entry)
        if watched is not None:
            fields["watch"] = list(watched.get(entry.paper.id, ()))
        line = json.dumps(fields, ensure_ascii=False)
        lines.append(_UNSAFE.sub(_escape, line) + "\n")
    return "".join(lines)


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
