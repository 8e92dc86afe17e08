"""pybtex, bibtexparser and bibtex itself read the data of the listing from our BibTeX."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
from bibtexparser import middlewares
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import BibliographyData, Person
from pybtex.database.input import bibtex as pybtex_reader

from arxtui import citation, people, text
from arxtui.export import bibtex, latex
from arxtui.export.options import Options
from arxtui.model import UNMARKED, Citation, Entry, Mark, Paper
from arxtui.settings.config import STYLES
from arxtui.sources import bib_entry
from arxtui.sources import bib_grammar as bib_reader
from arxtui.sources.forms import read
from tests.needs import need

HERE = Path(__file__).parent
GOLDEN = [
    json.loads(line)
    for line in (HERE / "data" / "golden_bibtex.jsonl").read_text("utf-8").splitlines()
]
SEEDS = HERE.parent / "seeds" / "cs.CV-2023-10-30.md"
PAPER = Paper(
    id="2310.19231",
    version=1,
    title="There Are No Data Like More Data- Datasets for NeRF with $\\ell_1$",
    authors=("Michael Schmitt", "Ronny Hänsch"),
    categories="cs.CV, cs.LG",
    primary="cs.CV",
    published="2023-10-30T02:19:16Z",
    updated="2023-11-30T02:19:16Z",
    doi="10.1109/MGRS_2023.3293459 10.1109/other",
    comment="10 pages",
    journal_ref="IEEE Geoscience & Remote Sensing\n  Magazine, vol. 11",
    abstract="We gain 5% & more.",
)
CORPUS = os.environ.get("ARXTUI_CORPUS", "")
FULL = Options(abstract=True)


def paper_of(case: dict[str, Any]) -> Paper:
    given = case["input"]
    return PAPER._replace(
        id=given["arxiv_id"],
        title=given["title"],
        authors=tuple(given["authors"]),
        primary=given["primary_category"],
        published=given["published"].replace(" ", "T").replace("+00:00", "Z"),
        doi=given["doi"],
        journal_ref=given["journal_ref"],
    )


def with_pybtex(bib: str) -> BibliographyData:
    return pybtex_reader.Parser().parse_stream(io.StringIO(bib))


def with_bibtexparser(bib: str, *parts: Any) -> Any:
    library = bibtexparser.parse_string(bib, append_middleware=list(parts))
    assert not library.failed_blocks, [block.error for block in library.failed_blocks]
    return library


def eprints(written: str) -> dict[str, str]:
    items, mistakes = bib_reader.read(written)
    assert not mistakes
    ids = [(bib_entry.arxiv_id(item), item.key) for item in items]
    return {found[0]: key for found, key in ids if found}


def decoded(value: str) -> str:
    """Return a name in the form in which it is printed: LaTeX read, ties as blanks."""
    return unicodedata.normalize("NFC", text.plain(value))


def parts(person: Person) -> tuple[str, str, str, str]:
    names = (
        person.first_names + person.middle_names,
        person.prelast_names,
        person.last_names,
        person.lineage_names,
    )
    given, von, family, junior = (decoded(" ".join(words)) for words in names)
    return given, von, family, junior


def test_an_entry_has_the_fields_of_the_listing() -> None:
    assert (
        bibtex.entry(PAPER, "schmitt2023there", ("earth_obs", "gan"), FULL)
        == "@misc{schmitt2023there,\n  title         = {There Are No Data Like More Data- Datasets"
        ' for {NeRF} with {$\\ell_1$}},\n  author        = {Schmitt, Michael and H{\\"a}nsch,'
        " Ronny},\n  year          = {2023},\n  month         = oct,\n  eprint        ="
        " {2310.19231},\n  archivePrefix = {arXiv},\n  primaryClass  = {cs.CV},\n  doi          "
        " = {10.1109/MGRS_2023.3293459},\n  url           ="
        " {https://arxiv.org/abs/2310.19231},\n  note          = {IEEE Geoscience \\& Remote"
        " Sensing Magazine, vol. 11},\n  keywords      = {earth\\_obs, gan},\n  abstract      ="
        " {We gain 5\\% \\& more.},\n}\n"
    )


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("${S}^{2}$Net: Depth", "{${S}^{2}$Net}: Depth"),
        ("A$^2$-UAV", "{A$^2$-UAV}"),
        (r"$\alpha$-Blending", r"{$\alpha$}-Blending"),
        (r"360$^\circ$ Videos", r"360{$^\circ$} Videos"),
    ],
)
def test_a_capital_beside_a_formula_is_protected(raw: str, written: str) -> None:
    assert latex.title(raw) == written


@pytest.mark.parametrize("case", GOLDEN, ids=[case["id"] for case in GOLDEN])
def test_entries_equal_the_golden_file(case: dict[str, Any]) -> None:
    paper = paper_of(case)
    expect = case["expect"]
    bib = bibtex.dump([Entry(paper, UNMARKED)])
    (key, found), *more = with_pybtex(bib).entries.items()
    assert not more
    assert (found.original_type, key) == ("misc", expect["key"])
    people = [
        tuple(one[part] for part in ("given", "von", "family", "jr")) for one in expect["persons"]
    ]
    assert [parts(person) for person in found.persons["author"]] == people
    fields = {name.lower(): value for name, value in found.fields.items()}
    for name in ("year", "eprint", "archiveprefix", "primaryclass", "doi", "url"):
        assert fields.get(name) == expect[name], name
    assert text.plain(fields["title"]) == expect["title_text"]
    assert ("note" in fields) == expect["note_has_journal"]
    assert f"month         = {expect['month']},\n" in bib
    (other,) = with_bibtexparser(bib, middlewares.SeparateCoAuthors()).entries
    assert (other.key, other["title"]) == (key, found.fields["title"])
    assert len(other["author"]) == len(people)


@pytest.mark.tools
def test_bibtex_keeps_the_case_of_golden_titles(tmp_path: Path) -> None:
    entries = [
        Entry(paper_of(case)._replace(id=f"2310.{n:05}"), UNMARKED) for n, case in enumerate(GOLDEN)
    ]
    printed = text.plain(re.sub(r"\s+", " ", bibliography(bibtex.dump(entries), tmp_path, "abbrv")))
    for case in GOLDEN:
        for word in case["expect"]["case_must_survive"]:
            assert word in printed


@pytest.mark.tools
@pytest.mark.parametrize("style", STYLES[:2])
def test_bibtex_reads_the_seeds(tmp_path: Path, style: str) -> None:
    papers = read(SEEDS.read_bytes(), SEEDS.name).papers
    bib = bibtex.dump(
        [Entry(paper, UNMARKED) for paper in papers], options=replace(FULL, style=style)
    )
    assert bibliography(bib, tmp_path, "plain").count("\\bibitem") == 90


def bibliography(bib: str, folder: Path, style: str) -> str:
    """The .bbl of all entries; bibtex has neither errors nor warnings."""
    need("bibtex", f"{style}.bst")
    (folder / "out.bib").write_text(bib, "utf-8")
    (folder / "t.aux").write_text(
        f"\\relax\n\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{out}}\n"
    )
    run = subprocess.run(["bibtex", "t"], cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
    assert "Warning--" not in run.stdout
    return (folder / "t.bbl").read_text("utf-8")


def test_the_seeds_are_read_by_both_readers() -> None:
    papers = read(SEEDS.read_bytes(), SEEDS.name).papers
    assert len(papers) == 90
    bib = bibtex.dump([Entry(paper, UNMARKED) for paper in papers], options=FULL)
    one = with_pybtex(bib).entries
    two = with_bibtexparser(bib).entries_dict
    assert list(one) == list(two)
    assert eprints(bib) == dict(zip([paper.id for paper in papers], one, strict=True))
    for paper, key in zip(papers, one, strict=True):
        assert [text.fold(parts(person)[2][-1:]) for person in one[key].persons["author"]] == [
            text.fold(name.last[-1:]) for name in people.names(paper.authors)
        ]
        assert (
            text.plain(one[key].fields["title"]) == text.plain(paper.title).replace('"', "”")
            or '"' in paper.title
        )
        assert two[key]["title"] == one[key].fields["title"]


SIGNS = [
    *r"{ } \ $ % & # _ ^ ~ < > | , ; @ = ' ` - / ( ) [ ] ! A b 7 é Ł ﬁ 中 𝒪 and".split(),
    *r"\{ \} \\ \' \textbf{ {\bf \( \) $$ \unicode{x7d} \c \i \href{".split(),
    *(
        " ",
        " and ",
        '"',
        "\x7f",
        "\x00",
        "\u202e",
        "\ud800",
        "\u0301",
        "\n  ",
        "@misc{x,",
        "}\n\n@misc{y,",
    ),
]
ANY = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(SIGNS), max_size=9).map("".join))


@settings(max_examples=4 * settings().max_examples)
@given(
    title=ANY,
    journal=ANY,
    doi=ANY,
    tag=ANY,
    names=st.lists(ANY, max_size=4),
    style=st.sampled_from(STYLES),
)
def test_any_text_at_all_breaks_neither_its_own_entry_nor_the_next(
    title: str, journal: str, doi: str, tag: str, names: list[str], style: str
) -> None:
    good = PAPER._replace(id="2310.00002", authors=("Ada Lovelace",))
    odd = PAPER._replace(
        title=title,
        journal_ref=journal,
        doi="10.1234/" + doi,
        authors=tuple(names),
        abstract=title,
    )
    entries = [Entry(odd, UNMARKED._replace(tags=(tag,))), Entry(good, UNMARKED)]
    for options in (Options(style, abstract=True), Options(style, unicode=True)):
        bib = bibtex.dump(entries, options=options)
        bib.encode()
        assert not re.search(r"\\\},\n", bib)
        one = with_pybtex(bib).entries
        two = with_bibtexparser(bib).entries
        assert len(one) == len(two) == len(eprints(bib)) == 2
        for found in two:
            assert {"title", "eprint", "url"} <= set(found.fields_dict)
        assert one["lovelace2023there"].fields["title"] == latex.title(good.title)


@pytest.mark.parametrize(
    ("source", "field"),
    [
        ("", ""),
        ("3D U-Net A B of Q1", "{3D} {U-Net} A {B} of {Q1}"),
        ("(NeRF): “GANs”!", "({NeRF}): {{\\textquotedblleft}GANs{\\textquotedblright}}!"),
        ("Is “it” so?", "Is {\\textquotedblleft}it{\\textquotedblright} so?"),
        ("$L_1$-norm of $M\\in\\{4,8\\}$", "{$L_1$}-norm of {$M\\in\\lbrace 4,8\\rbrace$}"),
        ("$\\sim$100 of $5 and $10", "{$\\sim$}100 of \\$5 and \\$10"),
        ("$σ$ and $\\mathscr{É}$", "{${\\sigma}$} and {$\\mathcal{\\text{{\\'E}}}$}"),
        ("Table~3 and ~5", "Table~3 and {\\textasciitilde}5"),
        ("Erd\\H{o}s, \\c c, \\'{\\i}, \\'e", "Erd\\H{o}s, {\\c{c}}, {\\'i}, {\\'e}"),
        ("\\href{http://a.b}{Code} \\url{http://a.b/c_d}", "Code http://a.b/c\\_d"),
        ("\\ours wins", "{\\textbackslash}ours wins"),
        ("x^{th} y^2", "x\\textsuperscript{th} y\\textsuperscript{2}"),
        ("\x1b[31m red", "[31m red"),
    ],
)
def test_titles_are_written_so_that_readers_restore_them(source: str, field: str) -> None:
    assert latex.title(source) == field


def test_a_paper_without_a_title_gets_its_id_as_title() -> None:
    assert "title         = {2310.19231},\n" in bibtex.entry(PAPER._replace(title=" "), "k")


def test_teams_and_odd_author_names_are_written() -> None:
    authors = (
        "the BIG and SMALL Team",
        "Smith,Jr",
        "Ada and Bob Roe",
        "others",
        "Mausam",
        "others",
    )
    expect = (
        "{the BIG and SMALL Team} and {Smith,Jr} and Ada and Roe, Bob and {others} and Mausam and"
        " others"
    )
    assert f"author        = {{{expect}}},\n" in bibtex.entry(PAPER._replace(authors=authors), "k")
    assert "author" not in bibtex.entry(PAPER._replace(authors=(":",)), "k")


def test_the_year_is_that_of_the_first_version_also_for_old_ids() -> None:
    old = bibtex.entry(PAPER._replace(id="cs/0007026", published=None), "k")
    assert (
        "year          = {2000},\n  month         = jul,\n  eprint        = {cs/0007026},\n" in old
    )


def keyed(paper_id: str, key: str | None, published: str = "2023-10-30T00:00:00Z") -> Entry[Paper]:
    paper = PAPER._replace(id=paper_id, published=published)
    kept: Citation | None = citation.cite(paper, "")._replace(key=key) if key is not None else None
    return Entry(paper, Mark(cite=kept))


def keys(bib: str) -> list[str]:
    return re.findall(r"^@misc\{(.*),$", bib, re.MULTILINE)


def test_no_key_is_given_twice_and_the_later_paper_gets_the_letter() -> None:
    later = keyed("2310.00002", "li2023gan", "2023-10-31T00:00:00Z")
    first = keyed("2310.00001", "li2023gan")
    assert keys(bibtex.dump([later, first])) == ["li2023gana", "li2023gan"]
    holder = keyed("2310.00003", "li2023gana")
    assert keys(bibtex.dump([later, first, holder])) == ["li2023ganb", "li2023gan", "li2023gana"]
    made = [keyed(f"2310.0000{n}", None) for n in (6, 5)]
    assert keys(bibtex.dump([*made, keyed("2310.00009", "schmitt2023there")])) == [
        "schmitt2023thereb",
        "schmitt2023therea",
        "schmitt2023there",
    ]


def test_the_same_paper_twice_gives_a_single_entry() -> None:
    assert keys(bibtex.dump([keyed("2310.00001", None)] * 2)) == ["schmitt2023there"]


def test_a_key_in_the_target_file_wins_and_no_other_paper_gets_it() -> None:
    taken = {"2310.00001": "My:Key", "2310.00007": "Schmitt2023There"}
    bib = bibtex.dump([keyed("2310.00001", "li2023gan"), keyed("2310.00002", None)], taken=taken)
    assert keys(bib) == ["My:Key", "schmitt2023therea"]


def test_a_stored_key_that_bibtex_cannot_read_is_not_used() -> None:
    assert keys(bibtex.dump([keyed("2310.00001", "a b},")])) == ["schmitt2023there"]


def test_entries_are_separated_by_a_single_blank_line() -> None:
    bib = bibtex.dump([keyed("2310.00001", None), keyed("2310.00002", None)])
    assert bib.startswith("@misc{")
    assert bib.endswith(",\n}\n")
    assert bib.count("\n\n") == 1
    assert bibtex.dump([]) == ""


def bare(said: str) -> str:
    """Return a text without signs that are typeset differently: quotes, `^2`, hyphens, braces."""
    return re.sub(r"[\"“”‘’`'^{}]", "", unicodedata.normalize("NFKC", said)).replace("‐", "-")


def test_letters_that_pylatexenc_confuses_are_written_right() -> None:
    assert [latex.text(char) for char in "űŰőɛħ♯⅓ℋ"] == [
        "{\\H{u}}", "{\\H{U}}", "{\\H{o}}", "{\\ensuremath{\\varepsilon}}",
        "{\\ensuremath{\\hbar}}",
        "{\\ensuremath{\\sharp}}", "1/3", "{\\ensuremath{\\mathcal{H}}}",
    ]  # fmt: skip
    assert decoded(latex.text("Szűcs")) == "Szűcs"


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS, reason="ARXTUI_CORPUS names no folder of listings")
def test_both_readers_restore_the_corpus() -> None:
    papers = {
        one.id: one
        for path in Path(CORPUS).rglob("*.md")
        for one in read(path.read_bytes(), path.name).papers
    }
    entries = [Entry(paper, UNMARKED) for paper in papers.values()]
    seen = 0
    assert len({key.lower() for key in bibtex.keys(entries).values()}) == len(papers)
    for at in range(0, len(entries), 2_000):
        some = entries[at : at + 2_000]
        written = bibtex.dump(some)
        keys_of = bibtex.keys(some)
        one = with_pybtex(written).entries
        two = with_bibtexparser(written).entries_dict
        seen += len(one)
        for paper in (entry.paper for entry in some):
            found = one[keys_of[paper.id]]
            assert two[keys_of[paper.id]]["title"] == found.fields["title"]
            assert bare(text.plain(found.fields["title"])) == bare(
                text.plain(text.clean(paper.title))
            ), paper.id
            names = [" ".join(filter(None, parts(person))) for person in found.persons["author"]]
            said = [
                " ".join(filter(None, (n.first, n.last, n.suffix)))
                for n in people.names(paper.authors)
            ]
            assert [*map(bare, names)] == [bare(decoded(name)) for name in said], paper.id
    assert seen == len(papers)
