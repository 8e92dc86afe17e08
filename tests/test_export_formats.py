"""The other formats: their readers get the data of the listing."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
from pathlib import Path
from typing import Any

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from arxtui import people, text
from arxtui.export import FORMATS, bibtex, commonmark, csl, csv_table, listing, markdown, ris
from arxtui.export.options import USUAL, Options
from arxtui.export.published import publication
from arxtui.model import Entry, Mark, Paper
from arxtui.sources.forms import read

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds" / "cs.CV-2023-10-30.md"
SEED_PAPERS = read(SEEDS.read_bytes(), SEEDS.name).papers
MARK = Mark(star=True, tags=("gan", "to read"), note="first line\n=second [line](x)")
CORPUS = os.environ.get("ARXTUI_CORPUS", "")


def entries(*papers: Paper, mark: Mark = MARK) -> list[Entry[Paper]]:
    return [Entry(paper, mark) for paper in papers or SEED_PAPERS]


def odd_papers() -> list[Paper]:
    """Return papers whose text is made of signs that are special in some format."""
    dice = random.Random(6)
    signs = [
        *"[ ] ( ) < > & * _ ` # + - ! | ~ $ \\ { } = @ ' \" , ; : / % ^ A é 中 𝒪 ﬁ".split(),
        *(
            " ",
            "\n",
            "\r\n",
            "\t",
            "\x1b]52;c;QQ\x07",
            "\x00",
            "\x85",
            "\u2028",
            "\u202e",
            "\ud800",
            "\u0301",
        ),
        *(
            "](http://x)",
            "<script>",
            "&lt;",
            "ER  - ",
            "\nTY  - JOUR",
            "=cmd|' /C calc'!A0",
            "$x_1$",
            "http://a.b",
        ),
    ]

    def some() -> str:
        return "".join(dice.choices(signs, k=dice.randrange(1, 8)))

    return [
        SEED_PAPERS[0]._replace(
            id=f"2310.{number:05}",
            title=some(),
            authors=(some(), "Ada Lovelace"),
            comment=some(),
            journal_ref=some(),
            doi="10.1000/" + some(),
            abstract=some(),
        )
        for number in range(200)
    ]


def test_every_format_has_a_letter_endings_and_a_purpose_of_its_own() -> None:
    formats = FORMATS.values()
    endings = [ending for each in formats for ending in each.endings]
    assert len(endings) == len(set(endings))
    assert len({each.letter for each in formats}) == len(formats)
    for each in formats:
        assert each.letter.isalpha()
        assert each.help
        assert each.ending.startswith(".")


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_writes_a_control_sequence(name: str) -> None:
    papers = odd_papers()
    if name == "listing":  # it is read back byte for byte
        papers = [paper._replace(title="x", comment=None, journal_ref=None, doi=None,
            authors=("A",), abstract="y")
                  for paper in papers]  # fmt: skip
    written = FORMATS[name].dump(entries(*papers), USUAL)
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
def test_markdown_is_a_single_list_with_a_link_to_each_paper(papers: list[Paper]) -> None:
    tokens = MarkdownIt("commonmark").parse(markdown.dump(entries(*papers)))
    assert [token.type for token in tokens].count("list_item_open") == len(papers)
    assert [token.type for token in tokens].count("bullet_list_open") == 1
    assert not any(
        token.type in ("html_block", "heading_open", "fence", "code_block") for token in tokens
    )
    assert all(child.type != "html_inline" for token in tokens for child in token.children or [])
    titles = [text.visible(text.clean(text.plain(paper.title))) or paper.id for paper in papers]
    to_papers = [(title, link) for title, link in links(tokens) if "//arxiv.org/abs/" in link]
    assert to_papers == list(zip(titles, [paper.abs_url for paper in papers], strict=True))
    with_doi = [paper for paper in papers if (place := publication(paper)) and place.doi]
    assert len(links(tokens)) == len(papers) + len(with_doi)


def test_markdown_has_authors_date_tags_and_note() -> None:
    paper = SEED_PAPERS[0]._replace(title="A_b [c]", authors=tuple(f"Ada B{n}" for n in range(8)))
    assert (
        markdown.dump(entries(paper))
        == "- [A_b [c]](https://arxiv.org/abs/2310.19210v1) – Ada B0, Ada B1, Ada B2, Ada B3, Ada"
        " B4, Ada B5, et al., 2023-10-30, ICONIP 2023, arXiv:2310.19210 `#gan` `#to read`\n  >"
        " first line\n  > =second \\[line\\](x)\n"
    )


PIECES = [
    *"* ** _ __ ` `` [ ] ( ) ! < > & # + - ~ ~~~ = \\ : . 1. 2) --- === | $ a Bc é 中 ° — “ ”"
    " \u00a0".split(" "),
    *(
        " ",
        "](",
        "][",
        "]: ",
        "&amp;",
        "&no;",
        "&#35;",
        "<b>",
        "<!--",
        "<http://a.b>",
        "http://a.b",
        "a_b",
        "[x](y)",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map(
    lambda pieces: text.clean("".join(pieces))
)


def shown(markdown_text: str) -> str | None:
    """Return CommonMark of a paragraph as bare text, line ends as `/`; None for anything else."""
    tokens = MarkdownIt("commonmark").parse(markdown_text)
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return None
    children = tokens[1].children or []
    if {child.type for child in children} - {"text", "text_special", "softbreak"}:
        return None
    return "".join("/" if child.type == "softbreak" else child.content for child in children)


@settings(max_examples=5 * settings().max_examples)
@given(raw=TEXTS)
def test_markdown_shows_any_text_and_has_no_backslash_too_many(raw: str) -> None:
    """Without all backslashes, or the backslashes of a sign, the text is shown differently."""
    if not raw:
        return
    assert shown(f"x {commonmark.inline(raw)}") == f"x {raw}"
    written = commonmark.line(raw)
    assert shown(written) == raw
    assert shown(f"x\n{written}") == f"x/{raw}"
    for sign in {found[1] for found in re.findall(r"\\[!-/:-@\[-`{-~]", written)} - {"\\"}:
        if (sign in "[]" and "](" in raw) or (
            sign == "<" and ">" in raw
        ):  # not every text in angles is an address or a tag
            continue
        if sign in "*_" and re.search(
            r"\*.*_|_.*\*|\*\*|__", raw
        ):  # nor which of several runs are partners
            continue
        bare = written.replace("\\" + sign, sign)
        needed = shown(bare) != raw or shown(f"x\n{bare}") != f"x/{raw}"
        assert needed or "\\\\" in written, (written, sign)


@pytest.mark.parametrize(
    ("raw", "escaped"),
    [
        ("Text-based A_b (c) + d! #1 ~ x & y > z $5", "Text-based A_b (c) + d! #1 ~ x & y > z $5"),
        ("[CLS] token, A* search, 2 * 3", "[CLS] token, A* search, 2 * 3"),
        ("[a](b)", "\\[a\\](b)"),
        ("open [ bracket", "open [ bracket"),
        ("*so* and _so_", "\\*so\\* and \\_so\\_"),
        ("a <b> &amp; &co; a < b", "a \\<b> \\&amp; &co; a < b"),
        ("\\ours, \\, and C:\\", "\\ours, \\\\, and C:\\\\"),
        ("one ` and two `x`", "one \\` and two \\`x\\`"),
    ],
)
def test_markdown_escapes_the_characters_that_commonmark_reads_as_markup(
    raw: str, escaped: str
) -> None:
    assert commonmark.inline(raw) == escaped


def test_unpaired_brackets_are_escaped_in_links() -> None:
    assert commonmark.inline("open [ bracket", link=True) == "open \\[ bracket"
    assert commonmark.inline("[CLS] token", link=True) == "[CLS] token"


@pytest.mark.parametrize(
    "raw", ["# a", "- a", "+ a", "1. a", "2) a", "> a", "---", "===", "~~~", "```", "* * *", "<p"]
)
def test_no_line_of_a_title_begins_a_markdown_block(raw: str) -> None:
    assert shown(commonmark.line(raw)) == raw
    assert commonmark.line("#a -b 1.5") == "#a -b 1.5"


def test_markdown_with_abstracts_is_a_single_list_with_an_extra_paragraph_each() -> None:
    tokens = MarkdownIt("commonmark").parse(markdown.dump(entries(), Options(abstract=True)))
    assert [token.type for token in tokens].count("bullet_list_open") == 1
    assert [token.type for token in tokens].count("list_item_open") == len(SEED_PAPERS)
    inlines = [token for token in tokens if token.type == "inline"]
    texts = ["".join(child.content for child in token.children or []) for token in inlines]
    for paper in SEED_PAPERS:
        assert text.visible(text.clean(text.plain(paper.abstract))) in texts


def test_a_tag_with_a_backtick_is_a_single_code_span() -> None:
    written = markdown.dump(entries(SEED_PAPERS[0], mark=Mark(tags=("a`b", "c"))))
    children = [
        child for token in MarkdownIt("commonmark").parse(written) for child in token.children or []
    ]
    assert [child.content for child in children if child.type == "code_inline"] == ["#a`b", "#c"]


# CSL-JSON: types of the fields we write, as in csl-data.json of CSL 1.0.2, which allows no others

_TEXTS = {
    "id", "title", "publisher", "number", "DOI", "URL", "note", "keyword", "abstract", "archive",
    "archive_location",
    "container-title", "volume", "issue", "page",
}  # fmt: skip


def assert_valid(item: dict[str, Any]) -> None:
    assert {"id", "type"} <= set(item) <= _TEXTS | {"type", "author", "issued"}
    assert item["type"] in ("article", "article-journal", "paper-conference")
    assert (item["type"] == "article") == ("container-title" not in item)
    assert all(isinstance(item[name], str) and item[name] for name in _TEXTS & set(item))
    (parts,) = item["issued"]["date-parts"]
    assert 1 <= len(parts) <= 3
    assert all(isinstance(part, int) for part in parts)
    for name in item["author"]:
        assert set(name) <= {"family", "given", "suffix", "literal"}
        assert ("literal" in name) != ("family" in name)
        assert all(isinstance(value, str) and value for value in name.values())


@pytest.mark.parametrize("papers", [SEED_PAPERS, odd_papers()], ids=["seeds", "odd"])
def test_csl_is_valid_and_has_the_data_of_the_listing(papers: list[Paper]) -> None:
    items = json.loads(csl.dump(entries(*papers)))
    keys = bibtex.keys(entries(*papers))
    for item, paper in zip(items, papers, strict=True):
        assert_valid(item)
        assert item["id"] == keys[paper.id]
        assert item["number"] == f"arXiv:{paper.id}"
        if item["type"] == "article":
            assert item["issued"]["date-parts"] == [[2023, 10, int((paper.day or "")[8:])]]
        assert len(item["author"]) == len(people.names(paper.authors))
    assert json.loads(csl.dump([])) == []


# RIS


@pytest.mark.parametrize("papers", [SEED_PAPERS, odd_papers()], ids=["seeds", "odd"])
def test_rispy_reads_the_written_ris(papers: list[Paper]) -> None:
    found = rispy.loads(ris.dump(entries(*papers)))
    for one, paper in zip(found, papers, strict=True):
        assert one["type_of_reference"] in ("UNPB", "JOUR", "CONF")
        assert one["title"] == (text.clean(text.plain(paper.title)) or paper.id)
        names = people.names(paper.authors)
        assert one["authors"] == [
            ", ".join(filter(None, (n.last, n.first, n.suffix))) for n in names
        ]
        assert one["keywords"] == ["gan", "to read"]
        assert one["type_of_reference"] != "UNPB" or one["year"] == "2023"
        assert one["urls"] == [f"https://arxiv.org/abs/{paper.id}"]
        assert one["accession_number"] == f"arXiv:{paper.id}"


# CSV


@pytest.mark.parametrize("papers", [SEED_PAPERS, odd_papers()], ids=["seeds", "odd"])
def test_written_csv_is_read_back_and_no_cell_is_a_formula(papers: list[Paper]) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_table.dump(entries(*papers)))))
    for row, paper in zip(rows, papers, strict=True):
        assert row["id"] == paper.id
        authors = "; ".join(map(people.readable, paper.authors))
        for cell, said in ((row["title"], paper.title), (row["authors"], authors)):
            assert cell in (text.clean(said), "'" + text.clean(said))
        assert (row["starred"], row["tags"], row["note"]) == (
            "yes",
            "gan; to read",
            "first line =second [line](x)",
        )
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


# Listing


def test_a_listing_is_exported_byte_for_byte() -> None:
    assert listing.dump(entries()).encode() == SEEDS.read_bytes()
    for name in ("listing_https.md", "listing_quirks.md"):  # of many days each
        papers = read((HERE / "data" / name).read_bytes(), name).papers
        again = read(listing.dump(entries(*papers)).encode(), name)
        assert (again.papers, again.problems) == (papers, ())


def test_several_days_are_exported_as_listings_below_each_other() -> None:
    other = SEED_PAPERS[0]._replace(
        id="2310.00001",
        published="2023-10-29T10:00:00Z",
        updated="2023-10-29T10:00:00Z",
    )
    written = listing.dump(entries(*SEED_PAPERS[:2], other))
    assert written.count("# Arxiv Papers in cs.CV on 2023-10-30\n") == 1
    assert written.count("\n# Arxiv Papers in cs.CV on 2023-10-29\n") == 1
    assert read(written.encode(), "x").papers == (*SEED_PAPERS[:2], other)
    assert not read(written.encode(), "x").problems


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS, reason="ARXTUI_CORPUS names no folder of listings")
def test_the_corpus_is_exported_byte_for_byte() -> None:
    paths = sorted(Path(CORPUS).rglob("*.md"))
    assert paths
    for path in paths:
        data = path.read_bytes()
        assert listing.dump(entries(*read(data, path.name).papers)).encode() == data, path


def test_every_format_writes_a_shortened_author_list_and_a_team() -> None:
    authors = ("BigScience Workshop", ":", "Jane Doe", "others")
    cut = entries(SEED_PAPERS[0]._replace(authors=authors))
    assert "author        = {{BigScience Workshop} and Doe, Jane and others}" in bibtex.dump(cut)
    assert [one["author"] for one in json.loads(csl.dump(cut))] == [
        [
            {"literal": "BigScience Workshop"},
            {"family": "Doe", "given": "Jane"},
            {"literal": "others"},
        ]
    ]
    assert "AU  - BigScience Workshop\r\nAU  - Doe, Jane\r\nAU  - et al.\r\n" in ris.dump(cut)
    assert "BigScience Workshop, Jane Doe, et al., 20" in markdown.dump(cut)
