"""CSV (RFC 4180) for spreadsheets.

A cell that looks like a formula has a `'` before it (OWASP: CSV injection).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from arxtui import people
from arxtui.export import jsonl
from arxtui.model import Entry, Paper
from arxtui.text import clean

_COLUMNS = (
    *("id", "title", "authors", "categories", "day", "starred", "pile", "tags", "note", "key"),
    *("doi", "journal_ref", "comment", "abs_url", "pdf_url"),
)
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def dump(entries: Iterable[Entry[Paper]]) -> str:
    """Return a row of names, then a row for each paper, with the values of JSON.

    Several values in a cell are separated by `; `.
    """
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(_COLUMNS)
    for entry in entries:
        record = jsonl.record(entry)
        authors = people.without_team_signs(entry.paper.authors)
        record["authors"] = [people.readable(name) for name in authors]
        rows.writerow([_cell(record[name]) for name in _COLUMNS])
    return out.getvalue()


def _cell(value: object) -> str:
    text = clean(_text(value))
    if text.startswith(_FORMULA):
        return f"'{text}"
    return text


def _text(value: object) -> str:
    if value is None:
        return ""
    if value is True:
        return "yes"
    if value is False:
        return "no"
    if isinstance(value, list):
        return "; ".join(value)
    return str(value)
