"""CSV (RFC 4180) for spreadsheets. What one would take for a formula has a `'` before it (OWASP: CSV injection)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from arxtui import people
from arxtui.export import jsonl
from arxtui.model import Entry, Paper
from arxtui.text import clean

_COLUMNS = (
    "id", "title", "authors", "categories", "day", "starred", "pile", "tags", "note", "key", "doi", "journal_ref",
    "comment", "abs_url", "pdf_url",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def dump(entries: Iterable[Entry[Paper]]) -> str:
    """A row of names, then one a paper, as in JSON; several values of a cell are parted by `; `."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(_COLUMNS)
    for entry in entries:
        record = jsonl.record(entry)
        record["authors"] = [people.readable(name) for name in entry.paper.authors]
        rows.writerow([_cell(record[name]) for name in _COLUMNS])
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = clean("; ".join(value) if isinstance(value, list) else "" if value is None else str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text
