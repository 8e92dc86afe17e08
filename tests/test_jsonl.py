"""JSON lines: keys in their order, text as in the listing, no control characters."""

from __future__ import annotations

import json

from arxtui import citation
from arxtui.export import jsonl
from arxtui.model import UNMARKED, Entry, Mark, Paper

PAPER = Paper(
    id="2310.19231",
    version=2,
    title="There {\\bf Are} “No” Data",
    authors=("Michael Schmitt", "Ronny Hänsch"),
    categories="cs.CV, I.2.10;\n  I.4, eess.IV",
    primary="cs.CV",
    published="2023-10-30T02:19:16Z",
    updated="2023-11-01T00:00:00Z",
    doi=None,
    comment="10 pages,\n  5 figures",
    journal_ref=None,
    abstract="One.   Two.",
)


def test_a_line_has_the_documented_keys_in_order_with_their_values() -> None:
    mark = Mark("read", True, ("gan", "nerf"), "my note", citation.cite(PAPER, "schmitt2023there"))
    assert list(jsonl.record(Entry(PAPER, mark)).items()) == [
        ("id", "2310.19231"),
        ("version", 2),
        ("title", "There {\\bf Are} “No” Data"),
        ("authors", ["Michael Schmitt", "Ronny Hänsch"]),
        ("categories", ["cs.CV", "I.2.10; I.4", "eess.IV"]),
        ("primary", "cs.CV"),
        ("published", "2023-10-30T02:19:16Z"),
        ("updated", "2023-11-01T00:00:00Z"),
        ("doi", None),
        ("comment", "10 pages,\n  5 figures"),
        ("journal_ref", None),
        ("abstract", "One.   Two."),
        ("pdf_url", "https://arxiv.org/pdf/2310.19231v2"),
        ("abs_url", "https://arxiv.org/abs/2310.19231v2"),
        ("day", "2023-10-30"),
        ("starred", True),
        ("pile", "read"),
        ("read", True),
        ("tags", ["gan", "nerf"]),
        ("note", "my note"),
        ("key", "schmitt2023there"),
        ("seen_version", 2),
        ("other_notes", []),
    ]


def test_unknown_values_are_null() -> None:
    found = jsonl.record(Entry(PAPER._replace(version=0, published=None, updated=None), UNMARKED))
    unknown = [key for key, value in found.items() if value is None]
    absent = "version published updated doi journal_ref day note key seen_version"
    assert unknown == absent.split()
    assert found["read"] is False


def test_each_line_is_an_object_and_its_text_is_read_back() -> None:
    odd = PAPER._replace(
        title='a\u2028b\x1b]52;c\x07 "q" \\n \x85\x9b31m\u202e\x7f\ud800 é 𝒪',
        abstract="a\r\nb",
    )
    text = jsonl.dump([Entry(odd, UNMARKED), Entry(PAPER, UNMARKED)])
    lines = text.split("\n")
    assert len(lines) == 3
    assert lines[2] == ""
    assert text.splitlines() == lines[:2]
    assert json.loads(lines[0])["title"] == odd.title
    assert json.loads(lines[1])["authors"] == ["Michael Schmitt", "Ronny Hänsch"]
    assert "Hänsch" in lines[1]
    assert "é 𝒪" in lines[0]
    text.encode()
    assert all(char.isprintable() for line in lines for char in line)
    assert jsonl.dump([]) == ""
