"""Bibliographies by other hands: entries, eprints, and what BibTeX would stumble over."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from arxtui.sources import bib

BIB = """% a comment with @misc{no
@comment{jabref-meta: databaseType:bibtex;}
@string{cv = "cs.CV"}
@article{Doe2020, title = {A {nested {deep}} one, eprint = {9999.99999}}, eprint = {2001.00001}}
@misc {quoted,
  title="with {"} quote", month = oct # "~1", EPRINT = "arXiv:2001.00002v3" }
@online(parens, author = {A}, eprint = {cs/0007026}, )
@book{none, title = {No eprint}}
@misc{broken, title = {never closed, eprint = {1}
@misc{after, year = 2020, eprint = 2001.00003,}
@misc{twice, eprint = {2001.00003}}
@misc{later
"""


def test_entries_and_eprints() -> None:
    items, mistakes = bib.read(BIB)
    assert bib.eprints(items) == {
        "2001.00001": "Doe2020",
        "2001.00002": "quoted",
        "cs/0007026": "parens",
        "none": "none",
        "broken": "broken",
        "2001.00003": "after",
    }
    assert mistakes == [(9, "the value of title in broken has no end")]
    assert [item.line for item in items] == [4, 5, 7, 8, 9, 10, 11]
    assert items[0].fields == {"title": "A {nested {deep}} one, eprint = {9999.99999}", "eprint": "2001.00001"}
    assert items[1].fields == {"title": 'with {"} quote', "month": "oct~1", "eprint": "arXiv:2001.00002v3"}


def test_an_entry_without_an_end_is_told_by_its_line() -> None:
    assert bib.read("@misc{a, x = 1,\n y = {2}\n\n")[1] == [(2, "the entry a has no end")]
    assert bib.read("@misc{a, x = 1,\n y = {2},\n")[1] == [(2, "the entry a has no end")]
    assert bib.read("@misc{a, x = {" + "{" * 5000)[1] == [(1, "the value of x in a has no end")]
    assert bib.read("@misc{a, x = 1 y = 2}\n@misc{b, x = 1}\n")[1] == []


@given(st.lists(st.sampled_from([*'{}"@,=#% \n', "@misc{a,", " x = ", "{b}", "1"]), max_size=60).map("".join))
def test_any_text_gives_entries_and_mistakes(text: str) -> None:
    items, mistakes = bib.read(text)
    lines = text.count("\n") + 1
    assert all(1 <= item.line <= lines for item in items)
    assert all(1 <= line <= lines for line, _ in mistakes)
    assert len(bib.eprints(items)) <= len(items)
