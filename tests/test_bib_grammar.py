"""Bibliographies by other programs: entries, eprints, and mistakes that BibTeX would stop at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arxtui.export_files import papers_in_bib
from arxtui.sources import bib_grammar
from arxtui.sources.forms import read
from tests.test_people import count_lines
from tests.test_sources import bib_entry

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


def test_entries_are_read_and_mistakes_reported() -> None:
    items, mistakes = bib_grammar.read(BIB)
    assert [item.key for item in items] == [
        "Doe2020",
        "quoted",
        "parens",
        "none",
        "broken",
        "after",
        "twice",
        "later",
    ]
    assert mistakes == [
        (9, "the value of title in broken has no end"),
        (12, "the entry later has no end"),
    ]
    assert [item.line for item in items] == [4, 5, 7, 8, 9, 10, 11, 12]
    assert [item.key for item in items if not item.whole] == ["broken", "later"]
    assert items[0].fields == {
        "title": "A {nested {deep}} one, eprint = {9999.99999}",
        "eprint": "2001.00001",
    }
    assert items[1].fields == {
        "title": 'with {"} quote',
        "month": "oct~1",
        "eprint": "arXiv:2001.00002v3",
    }


def test_an_entry_without_an_end_is_reported_with_its_line() -> None:
    assert bib_grammar.read("@misc{a, x = 1,\n y = {2}\n\n")[1] == [(2, "the entry a has no end")]
    assert bib_grammar.read("@misc{a, x = 1,\n y = {2},\n")[1] == [(2, "the entry a has no end")]
    assert bib_grammar.read("@misc{a, x = {" + "{" * 5000)[1] == [
        (1, "the value of x in a has no end")
    ]
    assert bib_grammar.read("@misc{a, x = 1 y = 2}\n@misc{b, x = 1}\n")[1] == []


def test_entries_inside_a_comment_are_ignored() -> None:
    source = (
        "@comment{@misc{a, eprint = {2310.00001}}}\n@Comment(x {y} @misc)\n"
        '@preamble{ "@misc{b, x={1}}" }\n@misc{c, x=1}'
    )
    items, mistakes = bib_grammar.read(source)
    assert ([item.key for item in items], mistakes) == (["c"], [])
    assert bib_grammar.read("@comment jabref\n@misc{c, x=1}")[0][0].key == "c"
    assert bib_grammar.read("@comment{open\n@misc{c, x=1}")[1] == [(1, "@comment has no end")]


def test_macros_defined_in_the_file_are_expanded() -> None:
    source = """@string{cv = {Comp. Vis.}}
@STRING(long = "J. of " # CV # " and " # unknown)
@string{more = long # { (} # 2020 # ")"}
@article{a, journal = more, number = cv # "1", month = oct # "~1", note = 12}
"""
    (item,), mistakes = bib_grammar.read(source)
    assert mistakes == []
    assert item.fields["journal"] == "J. of Comp. Vis. and unknown (2020)"
    assert (item.fields["number"], item.fields["month"], item.fields["note"]) == (
        "Comp. Vis.1",
        "oct~1",
        "12",
    )
    assert bib_grammar.read('@string{a = "b\n@misc{c, x = 1}')[1] == [
        (1, "the @string a has no end")
    ]


def test_expansion_of_macros_that_double_at_each_step_is_bounded() -> None:
    chain = ["@string{m0 = {0123456789}}"] + [
        f"@string{{m{n + 1} = m{n} # m{n}}}" for n in range(60)
    ]
    items, _ = bib_grammar.read(
        "\n".join([*chain, "@misc{a, x = " + " # ".join(["m6"] * 50_000) + ", y = m60}"])
    )
    assert len(items[0].fields["x"]) < 10_000_000
    assert items[0].fields["y"] == "m60"


def test_keys_in_the_forms_that_people_use_are_read() -> None:
    source = (
        "@misc{a b, x=1}@misc{10.1016/S0(99)1, x=1}@misc{, x=1}@misc{x=1}@misc{lone}@misc{c\n"
        " x=1}@misc(d, x=1)"
    )
    items, mistakes = bib_grammar.read(source)
    assert ([item.key for item in items], mistakes) == (
        ["a b", "10.1016/S0(99)1", "", "", "lone", "c", "d"],
        [],
    )
    assert [item.fields.get("x") for item in items] == ["1", "1", "1", "1", None, "1", "1"]


def test_an_extra_or_missing_comma_or_line_loses_no_field() -> None:
    item = bib_grammar.read("@misc{a,, x = 1,, y = {2} z = 3,\n % a remark\n w = 4 }")[0][0]
    assert item.fields == {"x": "1", "y": "2", "z": "3", "w": "4"}


@pytest.mark.parametrize(
    "piece",
    ["@", "@ ", "@a", "@a{", "@a{b", "@a{b,", "@a{b,x", "@a{b,x=", "@a{b,x={", '@a{b,x="',
     "@comment{", "@string{a=",
     "{", "}", '"', "%", "% ", "#", "a#", " ", "\n", ",", "=", "(", ")", "@a{(", "@a(b)",
     "@a{b,x=1#", "@string{a={",
     "@a{b c "],
)  # fmt: skip
def test_the_work_grows_with_the_text(piece: str) -> None:
    for before, after in (
        ("", ""),
        ("@misc{a, x = {1}}\n@", "1"),
        ("@misc{a, x = 1", "1"),
        ("@misc{", ""),
    ):
        steps = [
            count_lines(before + piece * size + after, bib_grammar.read) for size in (300, 600)
        ]
        assert steps[1] < 2.2 * steps[0] + 100
        bib_grammar.read(
            before + piece * (40_000 // len(piece)) + after
        )  # a pattern that goes back takes minutes


def test_a_file_ending_in_an_at_sign_and_blanks_is_read_in_steps_that_grow_with_it() -> None:
    source = bib_entry() + "@" + " " * 65_536 + "1"
    assert [one.id for one in read(source.encode(), "x").papers] == ["2310.00005"]


@given(
    st.lists(st.sampled_from([*'{}"@,=#% \n', "@misc{a,", " x = ", "{b}", "1"]), max_size=60).map(
        "".join
    )
)
def test_any_text_gives_entries_and_mistakes_without_an_error(text: str) -> None:
    items, mistakes = bib_grammar.read(text)
    lines = text.count("\n") + 1
    assert all(1 <= item.line <= lines for item in items)
    assert all(1 <= line <= lines for line, _ in mistakes)
    assert len(papers_in_bib.contents(items).ids) <= len(items)
