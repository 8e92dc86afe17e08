"""Whole .bib files in the forms of programs: load adds their papers, append adds no paper twice.

The files in tests/data/bib are written in the forms of Google Scholar, Zotero, Better BibTeX,
Mendeley, Semantic Scholar, DBLP (old and new), ADS, INSPIRE, DataCite, JabRef (in Latin-1), papis
and EndNote (with CRLF).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pybtex.database import parse_string

from arxtui.export_files import append_to_bib, export_form
from arxtui.loader import load
from arxtui.model import UNMARKED, Entry
from arxtui.sources.forms import read
from arxtui.store import Library

HERE = Path(__file__).parent
FILES = HERE / "data" / "bib"
SEEDS = HERE.parent / "seeds" / "cs.CV-2023-10-30.md"
PAPERS = {paper.id: paper for paper in read(SEEDS.read_bytes(), SEEDS.name).papers}

LOADED = {
    "ads": "2310.19210 2310.19515",
    "better-bibtex": "2310.19210 2310.19252 2310.19368",
    "datacite": "2310.19210 2310.19342",
    "dblp-new": "2310.19210 2310.19444",
    "dblp-old": "2310.19210 2310.19464 cs/0102001",
    "endnote": "2310.19210 2310.19380",
    "inspire": "2310.19210 hep-th/9901001 hep-ex/0101001",
    "jabref": "2310.19210 2310.19495",
    "mendeley": "2310.19210 2310.19297",
    "papis": "2310.19210 2310.19415 2310.19378",
    "scholar": "2310.19210 2310.19512",
    "semantic-scholar": "2310.19210 2310.19272",
    "zotero": "2310.19210 2310.19515",
}
"""File -> the papers whose arXiv id its entries have."""
BY_DOI = {
    "better-bibtex": {"2310.19359": "moralesalvarezIntroducingInstanceLabel2024"},
    "datacite": {"2310.19582": "Baranouskaya_2023"},
    "jabref": {"2310.19359": "MoralesAlvarez2023"},
    "mendeley": {"2310.19986": "Dammu2023"},
    "zotero": {"2310.19231": "schmitt_there_2023"},
}
"""File -> the papers that only their publisher's DOI shows."""
BY_TITLE = {
    "ads": {"2310.19411": "2023own....1....1Y"},
    "dblp-old": {"2310.19583": "DBLP:conf/wacv/VatsJCRJ24"},
    "endnote": {"2310.19447": "RN3"},
    "scholar": {"2310.19231": "schmitt2023there", "2310.19248": "cao2023impress"},
    "semantic-scholar": {"2310.19936": "Bouniot2023TowardsFL"},
}
"""File -> the papers that only title, first author and year show."""


def in_utf8(name: str) -> bytes:
    data = (FILES / f"{name}.bib").read_bytes()
    return data if name != "jabref" else data.decode("latin-1").encode()


def test_every_bib_file_of_the_samples_is_tested() -> None:
    assert {path.stem for path in FILES.glob("*.bib")} == {*LOADED}


@pytest.mark.parametrize("name", LOADED)
def test_load_reads_the_papers_of_a_bib_file(name: str) -> None:
    reading = read((FILES / f"{name}.bib").read_bytes(), name)
    assert " ".join(paper.id for paper in reading.papers) == LOADED[name]
    assert not [
        problem
        for problem in reading.problems
        if not problem.reason.endswith("without an arXiv id")
    ]
    for paper in reading.papers:
        known = PAPERS.get(paper.id)
        if known:
            assert paper.title.replace("{", "").casefold() == known.title.casefold()
            assert paper.authors[:2] == known.authors[:2]
        assert not any(
            "\\" in text or "{" in text
            for text in (paper.title, *paper.authors, paper.journal_ref or "")
        )


@pytest.mark.parametrize("name", LOADED)
def test_append_adds_no_paper_twice(name: str, tmp_path: Path) -> None:
    path = tmp_path / "my.bib"
    path.write_bytes(old := in_utf8(name))
    entries = [Entry(paper, UNMARKED) for paper in PAPERS.values()]
    did = append_to_bib.append(path, export_form.Form(), entries)
    titled = BY_TITLE.get(name, {})
    assert {one: found.key for one, found in did.there.items() if found.by_title} == titled
    assert {*did.there} == {*LOADED[name].split(), *titled, *BY_DOI.get(name, {})} & {*PAPERS}
    assert (
        BY_DOI.get(name, {}).items() <= {one: found.key for one, found in did.there.items()}.items()
    )
    new = path.read_bytes()
    assert new.startswith(old)
    ending = b"\r\n" if name == "endnote" else b"\n"
    assert new.count(b"\n") == new.count(ending)
    assert (
        str(append_to_bib.append(path, export_form.Form(), entries))
        == f"0 added to my.bib ({len(PAPERS)} were already in it)"
    )
    assert path.read_bytes() == new
    added = parse_string(new.removeprefix(old).decode(), "bibtex").entries
    assert {*added} == {*did.added.values()}
    assert len(added) == len(PAPERS) - len(did.there)


def test_macros_and_dois_of_other_programs_are_read_right() -> None:
    papers = {
        paper.id: paper
        for name in LOADED
        for paper in read((FILES / f"{name}.bib").read_bytes(), name).papers
    }
    assert papers["2310.19515"].journal_ref in (
        None,
        "Monthly Notices of the Royal Astronomical Society",
    )
    assert papers["hep-ex/0101001"].authors == ("The Great Collaboration", ":", "Richard Roe")
    assert papers["hep-ex/0101001"].doi == "10.1103/PhysRevLett.86.0001"
    assert papers["2310.19512"].authors[-1] == "others"
    assert papers["2310.19210"].journal_ref is None
    ads = read((FILES / "ads.bib").read_bytes(), "ads").papers[1]
    assert (ads.journal_ref, ads.primary) == (
        "Monthly Notices of the Royal Astronomical Society",
        "physics.ao-ph",
    )


def test_entries_by_several_programs_merge_into_a_single_whole_paper(tmp_path: Path) -> None:
    """A version without a summary, then an entry without a version: the record stays readable."""
    entry = (
        "@misc{k, title={A Title of a Paper}, author={Lee, Ann}, eprint={%s},"
        " archivePrefix={arXiv}}\n"
    )
    for name, paper_id in (("a", "2310.19231v1"), ("b", "2310.19231"), ("c", "2310.19231v1")):
        (tmp_path / f"{name}.bib").write_text(entry % paper_id, encoding="utf-8")
    library = Library(tmp_path / "library", "test-0001")
    paths = [
        *map(str, sorted(tmp_path.glob("*.bib"))),
        *(str(FILES / f"{name}.bib") for name in LOADED),
    ]
    load(library, paths)
    ids = {"2310.19231", *" ".join(LOADED.values()).split()}
    assert library.papers.find(ids).keys() == ids
    assert not library.problems
    library.close()
