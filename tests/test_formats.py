"""The other formats: what their readers make of them is what the listing says."""

from __future__ import annotations

import csv
import io
import json
import os
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rispy
from markdown_it import MarkdownIt

from arxtui import people, text
from arxtui.export import FORMATS, bibtex, csl, listing, markdown, ris, table
from arxtui.model import Entry, Mark, Paper
from arxtui.sources import read

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds" / "cs.CV-2023-10-30.md"
SEED_PAPERS = read(SEEDS.read_bytes(), SEEDS.name).papers
MARK = Mark(star=True, tags=("gan", "to read"), note="first line\n=second [line](x)")
CORPUS = os.environ.get("ARXTUI_CORPUS", "")


def entries(*papers: Paper, mark: Mark = MARK) -> list[Entry[Paper]]:
    return [Entry(paper, mark) for paper in papers or SEED_PAPERS]


def odd_papers() -> list[Paper]:
    """Papers whose text is made of what formats stumble over."""
    dice = random.Random(6)
    signs = [
        *"[ ] ( ) < > & * _ ` # + - ! | ~ $ \\ { } = @ ' \" , ; : / % ^ A é 中 𝒪 ﬁ".split(),
        *(" ", "\n", "\r\n", "\t", "\x1b]52;c;QQ\x07", "\x00", "\x85", "\u2028", "\u202e", "\ud800", "\u0301"),
        *("](http://x)", "<script>", "&lt;", "ER  - ", "\nTY  - JOUR", "=cmd|' /C calc'!A0", "$x_1$", "http://a.b"),
    ]

    def some() -> str:
        return "".join(dice.choices(signs, k=dice.randrange(1, 8)))

    return [
        replace(
            SEED_PAPERS[0], id=f"2310.{number:05}", title=some(), authors=(some(), "Ada Lovelace"), comment=some(),
            journal_ref=some(), doi="10.1000/" + some(), abstract=some(),
        )
        for number in range(200)
    ]  # fmt: skip


def test_formats_and_their_endings() -> None:
    assert list(FORMATS) == ["bibtex", "markdown", "csl", "ris", "csv", "json", "listing"]
    endings = [ending for one in FORMATS.values() for ending in one.endings]
    assert len(endings) == len(set(endings))


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_holds_nothing_that_a_terminal_obeys(name: str) -> None:
    papers = odd_papers()
    if name == "listing":  # which gives back what was read
        papers = [replace(paper, title="x", comment=None, journal_ref=None, doi=None, authors=("A",), abstract="y")
                  for paper in papers]  # fmt: skip
    written = FORMATS[name].dump(entries(*papers))
    written.encode()
    for line in written.replace("\r\n", "\n").split("\n"):
        assert line.isprintable(), ascii(line)


# Markdown


def links(tokens: list[Any]) -> list[tuple[str, str]]:
    found = []
    for token in tokens:
        children = token.children or []
        for at, child in enumerate(children):
            if child.type == "link_open":
                end = next(n for n in range(at, len(children)) if children[n].type == "link_close")
                inside = children[at + 1 : end]
                assert {one.type for one in inside} <= {"text", "text_special"}, inside
                found.append(("".join(one.content for one in inside), str(child.attrs["href"])))
    return found


@pytest.mark.parametrize("papers", [SEED_PAPERS, odd_papers()], ids=["seeds", "odd"])
def test_markdown_is_one_list_with_a_link_to_each_paper(papers: list[Paper]) -> None:
    tokens = MarkdownIt("commonmark").parse(markdown.dump(entries(*papers)))
    assert [token.type for token in tokens].count("list_item_open") == len(papers)
    assert [token.type for token in tokens].count("bullet_list_open") == 1
    assert not any(token.type in ("html_block", "heading_open", "fence", "code_block") for token in tokens)
    assert all(child.type != "html_inline" for token in tokens for child in token.children or [])
    titles = [text.visible(text.clean(text.plain(paper.title))) or paper.id for paper in papers]
    assert links(tokens) == list(zip(titles, [paper.abs_url for paper in papers], strict=True))


def test_markdown_says_authors_date_tags_and_note() -> None:
    paper = replace(SEED_PAPERS[0], title="A_b [c]", authors=tuple(f"Ada B{n}" for n in range(8)))
    assert markdown.dump(entries(paper)) == (
        "- [A\\_b \\[c\\]](https://arxiv.org/abs/2310.19210v1) – "
        "Ada B0, Ada B1, Ada B2, Ada B3, Ada B4, Ada B5, et al., 2023-10-30 `#gan` `#to read`\n"
        "  > first line\n  > =second \\[line\\](x)\n".replace("](x)", "]\\(x\\)")
    )


# CSL-JSON: types of the fields we write, as in csl-data.json of CSL 1.0.2, which allows no others

_TEXTS = {"id", "title", "publisher", "number", "DOI", "URL", "note", "keyword", "abstract"}


def assert_valid(item: dict[str, Any]) -> None:
    assert {"id", "type"} <= set(item) <= _TEXTS | {"type", "author", "issued"}
    assert item["type"] == "article"
    assert all(isinstance(item[name], str) and item[name] for name in _TEXTS & set(item))
    (parts,) = item["issued"]["date-parts"]
    assert 1 <= len(parts) <= 3
    assert all(isinstance(part, int) for part in parts)
    for name in item["author"]:
        assert set(name) <= {"family", "given", "suffix", "literal"}
        assert ("literal" in name) != ("family" in name)
        assert all(isinstance(value, str) and value for value in name.values())


@pytest.mark.parametrize("papers", [SEED_PAPERS, odd_papers()], ids=["seeds", "odd"])
def test_csl_is_valid_and_says_what_the_listing_says(papers: list[Paper]) -> None:
    items = json.loads(csl.dump(entries(*papers)))
    keys = bibtex.keys(entries(*papers))
    for item, paper in zip(items, papers, strict=True):
        assert_valid(item)
        assert item["id"] == keys[paper.id]
        assert item["number"] == f"arXiv:{paper.id}"
        assert item["issued"]["date-parts"] == [[2023, 10, int((paper.day or "")[8:])]]
        assert len(item["author"]) == len(people.names(paper.authors))
    assert json.loads(csl.dump([])) == []


# RIS


@pytest.mark.parametrize("papers", [SEED_PAPERS, odd_papers()], ids=["seeds", "odd"])
def test_ris_comes_back_from_rispy(papers: list[Paper]) -> None:
    found = rispy.loads(ris.dump(entries(*papers)))
    for one, paper in zip(found, papers, strict=True):
        assert one["type_of_reference"] == "UNPB"
        assert one["title"] == (text.clean(text.plain(paper.title)) or paper.id)
        names = people.names(paper.authors)
        assert one["authors"] == [", ".join(filter(None, (n.last, n.first, n.suffix))) for n in names]
        assert one["keywords"] == ["gan", "to read"]
        assert one["year"] == "2023"
        assert one["urls"] == [f"https://arxiv.org/abs/{paper.id}"]
        assert one["accession_number"] == f"arXiv:{paper.id}"


# CSV


@pytest.mark.parametrize("papers", [SEED_PAPERS, odd_papers()], ids=["seeds", "odd"])
def test_csv_comes_back_and_no_cell_is_a_formula(papers: list[Paper]) -> None:
    rows = list(csv.DictReader(io.StringIO(table.dump(entries(*papers)))))
    for row, paper in zip(rows, papers, strict=True):
        assert row["id"] == paper.id
        authors = "; ".join(map(people.readable, paper.authors))
        for cell, said in ((row["title"], paper.title), (row["authors"], authors)):
            assert cell in (text.clean(said), "'" + text.clean(said))
        assert (row["starred"], row["tags"], row["note"]) == ("yes", "gan; to read", "first line =second [line](x)")
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


# Listing


def test_a_listing_comes_out_byte_for_byte() -> None:
    assert listing.dump(entries()).encode() == SEEDS.read_bytes()
    for name in ("listing_https.md", "listing_quirks.md"):  # of many days each
        papers = read((HERE / "data" / name).read_bytes(), name).papers
        again = read(listing.dump(entries(*papers)).encode(), name)
        assert (again.papers, again.problems) == (papers, ())


def test_days_are_listings_one_below_the_other() -> None:
    other = replace(SEED_PAPERS[0], id="2310.00001", published="2023-10-29T10:00:00Z", updated="2023-10-29T10:00:00Z")
    written = listing.dump(entries(*SEED_PAPERS[:2], other))
    assert written.count("# Arxiv Papers in cs.CV on 2023-10-30\n") == 1
    assert written.count("\n# Arxiv Papers in cs.CV on 2023-10-29\n") == 1
    assert read(written.encode(), "x").papers == (*SEED_PAPERS[:2], other)
    assert not read(written.encode(), "x").problems


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS, reason="ARXTUI_CORPUS names no folder of listings")
def test_the_corpus_comes_out_byte_for_byte() -> None:
    paths = sorted(Path(CORPUS).rglob("*.md"))
    assert paths
    for path in paths:
        data = path.read_bytes()
        assert listing.dump(entries(*read(data, path.name).papers)).encode() == data, path


def test_a_list_that_was_cut_and_a_team_in_every_format() -> None:
    authors = ("BigScience Workshop", ":", "Jane Doe", "others")
    cut = entries(replace(SEED_PAPERS[0], authors=authors))
    assert "author        = {{BigScience Workshop} and Doe, Jane and others}" in bibtex.dump(cut)
    assert [one["author"] for one in json.loads(csl.dump(cut))] == [
        [{"literal": "BigScience Workshop"}, {"family": "Doe", "given": "Jane"}, {"literal": "others"}]
    ]
    assert "AU  - BigScience Workshop\r\nAU  - Doe, Jane\r\nAU  - et al.\r\n" in ris.dump(cut)
    assert "BigScience Workshop, Jane Doe, et al., 20" in markdown.dump(cut)
