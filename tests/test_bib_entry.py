"""The paper of an entry of a .bib, in the forms of many programs; appending to a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from arxtui.arxiv_id import NotAnId
from arxtui.export_files import append_to_bib, export_form, papers_in_bib
from arxtui.model import UNMARKED, Entry, Paper
from arxtui.sources import bib_entry, bib_grammar, bib_people
from arxtui.sources.forms import read
from tests.test_citation import PAPER


def item(fields: str, kind: str = "article") -> bib_grammar.Item:
    return bib_grammar.read(f"@{kind}{{key, {fields}}}")[0][0]


ID = "2310.19231"


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("eprint={2310.19231}", ID),
        ("eprint={2310.19231}, archivePrefix={arXiv}", ID),
        ("eprint={2310.19231v2}, eprinttype={arXiv}", ID),
        ("eprint={arXiv:2310.19231v2}", ID),
        ("eprint={arXiv:2310.19231 [cs.CV]}", ID),
        ("eprint={2310.19231 [cs]}", ID),
        ("eprint={https://arxiv.org/abs/2310.19231v1}", ID),
        ("eprint={{2310.19231}}, archiveprefix={{arXiv}}", ID),
        ("eprint={9901001}, archivePrefix={hep-th}", "hep-th/9901001"),
        ("eprint={hep-th/9901001}, archivePrefix={arXiv}", "hep-th/9901001"),
        ("eprint={9901001}, archivePrefix={arXiv}, primaryClass={hep-th}", "hep-th/9901001"),
        ("eprint={math.GT/0309136}", "math/0309136"),
        ("eprint={123456}, archivePrefix={jstor}, url={https://arxiv.org/abs/2310.19231}", ID),
        ("arxivId={2310.19231}", ID),
        ("arxiv={arXiv:2310.19231}", ID),
        ("url={http://arxiv.org/abs/2310.19231v3}", ID),
        ("url={https://www.arxiv.org/pdf/2310.19231.pdf}", ID),
        (r"url={\url{https://arxiv.org/abs/2310.19231}}", ID),
        ("ee={https://doi.org/10.48550/arXiv.2310.19231}", ID),
        ("doi={10.48550/arXiv.2310.19231}", ID),
        ("doi={10.48550/ARXIV.2310.19231}", ID),
        ("doi={https://doi.org/10.48550/arXiv.2310.19231}", ID),
        ("doi={arXiv:2310.19231}", ID),
        ("url={https://dx.doi.org/10.48550/arxiv.2310.19231}", ID),
        ("journal={arXiv preprint arXiv:2310.19231}", ID),
        ("journal={arXiv preprint arXiv: 2310.19231}", ID),
        ("journal={arXiv preprint arXiv-2310.19231}", ID),
        ("journal={arXiv preprint arXiv.2310.19231}", ID),
        (r"note={\arxiv{2310.19231}}", ID),
        (r"note={\eprint{arXiv}{2310.19231}}", ID),
        ("journal={arXiv preprint arXiv:math/0309136}", "math/0309136"),
        ("journal={ArXiv}, volume={abs/2310.19231}", ID),
        ("journal={CoRR}, volume={abs/2310.19231}", ID),
        ("journal={CoRR}, volume={cs.CV/0102001}", "cs/0102001"),
        ("journal={arXiv}, volume={2310.19231}", ID),
        ("journal={arXiv e-prints}, eid={arXiv:2310.19231}, pages={arXiv:2310.19231}", ID),
        ("journal={arXiv:2310.19231 [cs]}", ID),
        ("journal={arXiv preprint 2310.19231}", ID),
        ("publisher={arXiv}, number={arXiv:2310.19231}", ID),
        ("publisher={arXiv}, number={2310.19231}", ID),
        ("institution={arXiv}, type={{arXiv} e-print}, number={arXiv:2310.19231}", ID),
        ("note={arXiv:2310.19231 [cs]}", ID),
        (r"note={{\tt arXiv:2310.19231}}", ID),
        (r"howpublished={\url{https://arxiv.org/abs/2310.19231}}", ID),
        (r"howpublished={\href{https://arxiv.org/abs/2310.19231}{arXiv:2310.19231}}", ID),
        ("howpublished={arXiv:2310.19231}", ID),
        ("howpublished={arXiv preprint, 2310.19231}", ID),
        ("note={Preprint at https://arxiv.org/abs/2310.19231 (2023)}", ID),
    ],
)
def test_the_arxiv_id_of_an_entry_is_read_from_every_field_that_may_have_it(
    fields: str, found: str
) -> None:
    one = bib_entry.arxiv_id(item(fields))
    assert one is not None
    assert one[0] == found


@pytest.mark.parametrize(
    "fields",
    [
        "title={arXiv:2310.19231}",
        "abstract={We extend arXiv:2310.19231}",
        "note={This extends arXiv:2310.19231}",
        "note={See arXiv:2310.19231 and arXiv:2310.19232}",
        "eprint={2310.19231}, archivePrefix={PubMed}",
        "eprint={12345678}",
        "journal={Nature}, volume={2310}, pages={19231}",
        "doi={10.1109/2310.19231}",
        "pages={2310.1923}",
        "url={https://a.org/2310.19231}",
    ],
)
def test_an_entry_without_an_arxiv_paper_gives_no_id(fields: str) -> None:
    assert bib_entry.arxiv_id(item(fields)) is None


@pytest.mark.parametrize("eprint", ["2310.1921", "2313.12345", "nonsense"])
def test_an_impossible_eprint_is_refused_unless_another_field_has_the_id(eprint: str) -> None:
    with pytest.raises(NotAnId):
        bib_entry.arxiv_id(item(f"eprint={{{eprint}}}, archivePrefix={{arXiv}}"))
    fields = (
        f"eprint={{{eprint}}}, archivePrefix={{arXiv}}, url={{https://arxiv.org/abs/2310.19231}}"
    )
    assert bib_entry.arxiv_id(item(fields)) == (ID, 0)


@pytest.mark.parametrize(
    ("fields", "doi"),
    [
        (r"doi={10.1007/978-3-030-01234-2{\_}1}", "10.1007/978-3-030-01234-2_1"),
        (r"doi={10.1007/978-3-030-01234-2\_1}", "10.1007/978-3-030-01234-2_1"),
        (r"doi={10.1002/(SICI)1(19980815)17:15{\textless}1661::A{\textgreater}3.0.CO;2-2}",
         "10.1002/(SICI)1(19980815)17:15<1661::A>3.0.CO;2-2"),
        (r"doi={10.1002/x{\%}2Fy}", "10.1002/x/y"),
        (r"doi={10.1002/(x)17:15$<$1::A$>$3}", "10.1002/(x)17:15<1::A>3"),
        ("doi={https://doi.org/10.1109/A.2023.1}", "10.1109/A.2023.1"),
        ("url={https://dx.doi.org/10.1109/A.2023.1}", "10.1109/A.2023.1"),
        ("doi={10.48550/arXiv.2310.19231}", ""),
        ("doi={10.48550/arXiv.2310.19231}, url={https://doi.org/10.1109/A.2023.1}",
         "10.1109/A.2023.1"),
        ("url={https://a.org/10.1109/x}", ""),
    ],
)  # fmt: skip
def test_the_publishers_doi_is_read_in_the_escapes_of_other_programs(fields: str, doi: str) -> None:
    assert bib_entry.doi(item(fields)) == doi


@pytest.mark.parametrize(
    ("journal", "name"),
    [
        (r"\mnras", "Monthly Notices of the Royal Astronomical Society"),
        (r"{\apj}", "Astrophysical Journal"),
        ("mnras", "Monthly Notices of the Royal Astronomical Society"),
        (r"\nobodysjournal", None),
        ("arXiv preprint arXiv:2310.19231", None),
        ("CoRR", None),
        ("ArXiv e-prints", None),
        (r"IEEE Trans.\ on {P}attern Analysis", r"IEEE Trans.\ on {P}attern Analysis"),
    ],
)
def test_the_journal_of_an_entry_is_read(journal: str, name: str | None) -> None:
    assert bib_entry.journal(item(f"journal={{{journal}}}")) == name


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Doe, Jane and Roe, Jr., Richard", "Jane Doe|Richard Roe Jr."),
        ("Jane Doe and Richard Roe and others", "Jane Doe|Richard Roe|others"),
        ("Doe, Jane and et al.", "Jane Doe|others"),
        ("Jane Doe et al.", "Jane Doe|others"),
        ("{BigScience Workshop} and Doe, Jane", "BigScience Workshop|:|Jane Doe"),
        ("{OpenAI}", "OpenAI"),
        ("{{The Great Team}}", "The Great Team|:"),
        ("{{Jane Doe and Richard Roe}}", "Jane Doe|Richard Roe"),
        ("{Jane Doe} and {Richard Roe}", "Jane Doe|Richard Roe"),
        ("{Doe}, J. and {van der Roe}, R.", "J. Doe|R. van der Roe"),
        (r"G{\"o}del, Kurt and Garc{\'\i}a, Ana", "Kurt Gödel|Ana García"),
        ("Jane Doe, Richard Roe, Ann Lee", "Jane Doe|Richard Roe|Ann Lee"),
        ("Doe, Jane; Roe, Richard", "Jane Doe|Richard Roe"),
        ("Doe, Jane (A Lab, A City) and Roe, R.", "Jane Doe|R. Roe"),
        ("Doe, Jane and Roe, Richard et al.", "Jane Doe|Richard Roe|others"),
        ("Jane Doe and ... and Richard Roe", "Jane Doe|Richard Roe|others"),
        ("Doe, Jane et~al.", "Jane Doe|others"),
        ("Doe, Jane and {et al.}", "Jane Doe|others"),
        ("Doe, Metal", "Metal Doe"),
        ("family=Vries, given=Jan, prefix=de, useprefix=true and Lee, Ann", "Jan de Vries|Ann Lee"),
        ("given=Sam, suffix=Jr., family={van der Berg}", "Sam van der Berg Jr."),
        (r"Jane Doe\thanks{A Lab} and Roe, Richard\footnotemark[1]", "Jane Doe|Richard Roe"),
        (r"{\relax Ch}ristos Gon{\c c}alves and Jo{\~ a}o Lee", "Christos Gonçalves|João Lee"),
        ("Smith, John AND Lee, Ann", "John Smith|Ann Lee"),
        ("", ""),
    ],
)
def test_the_authors_of_an_entry_are_read(author: str, names: str) -> None:
    assert "|".join(bib_people.authors(item(f"author={{{author}}}"))) == names


def test_the_primary_class_of_an_entry_is_read() -> None:
    assert bib_entry.primary(item("primaryClass={cs.CV}")) == "cs.CV"
    assert bib_entry.primary(item("eprintclass={cs.cv}")) == "cs.CV"
    assert bib_entry.primary(item("note={arXiv:2310.19231 [cs.LG]}")) == "cs.LG"
    assert bib_entry.primary(item("note={[sic]}")) == ""


# The entries of a .bib


def found(fields: str, paper: Paper = PAPER) -> papers_in_bib.Found | None:
    return papers_in_bib.contents([item(fields)]).find(paper)


SAME = "title={There are no data like more data}, author={Schmitt, M. and others}, year=2023"


def test_a_paper_is_found_by_its_id_its_doi_or_its_title() -> None:
    assert found("url={https://arxiv.org/abs/2310.19231}") == papers_in_bib.Found("key")
    assert found("doi={10.1109/mgrs.2023.3293459}") == papers_in_bib.Found("key")
    assert found("url={https://doi.org/10.1109/MGRS.2023.3293459}") == papers_in_bib.Found("key")
    assert found(SAME) == papers_in_bib.Found("key", by_title=True)
    assert found(
        "title={{There} Are No {D}ata Like More Data}, author={M. {Schmitt}}, date={2023-10-30}"
    )
    assert found("eprint={2310.19232}") is None


@pytest.mark.parametrize(
    "fields",
    [
        SAME.replace("2023", "2019"),
        SAME.replace("Schmitt", "Lee"),
        SAME.replace("more", "less"),
        SAME + ", eprint={2310.99999}",
        "title={Title}, author={Schmitt, M.}, year=2023",
    ],
)
def test_a_similar_paper_is_not_taken_for_the_entrys_paper(fields: str) -> None:
    assert found(fields) is None
    assert found(fields, PAPER._replace(title="Title")) is None


def test_a_paper_is_found_by_the_year_of_its_venue() -> None:
    assert found(SAME.replace("2023", "2025")) is None
    assert found(SAME.replace("2023", "2025"), PAPER._replace(comment="Accepted to CVPR 2025"))


def test_a_surname_may_lack_its_particles() -> None:
    paper = PAPER._replace(authors=("Anton van den Hengel",))
    assert found(SAME.replace("Schmitt", "Hengel"), paper)
    assert found(SAME.replace("Schmitt, M.", "van den Hengel, Anton"), paper)
    assert found(SAME.replace("Schmitt", "Mengel"), paper) is None


# Appending to it


def append(path: Path, *papers: Paper) -> append_to_bib.Appended:
    return append_to_bib.append(
        path, export_form.Form(), [Entry(paper, UNMARKED) for paper in papers or (PAPER,)]
    )


def test_append_names_the_papers_that_it_matched_by_title_only(tmp_path: Path) -> None:
    path = tmp_path / "my.bib"
    path.write_text(f"@article{{Schmitt:23, {SAME}}}\n")
    did = append(path)
    assert (str(did), [*did.alike()]) == (
        "0 added to my.bib (1 was already in it)",
        ["2310.19231 is there as Schmitt:23: same title, first author and year"],
    )
    assert did.with_keys() == "0 added to my.bib (1 was already in it) · there as Schmitt:23"
    assert path.read_text() == f"@article{{Schmitt:23, {SAME}}}\n"


@pytest.mark.parametrize(
    ("ending", "tail"), [("\r\n", "\r\n"), ("\r\n", ""), ("\n", "\n"), ("\r", "\r")]
)
def test_append_follows_the_line_ends_of_the_file(ending: str, tail: str, tmp_path: Path) -> None:
    path = tmp_path / "my.bib"
    old = f"@misc{{a,{ending} x = 1{ending}}}{tail}".encode()
    path.write_bytes(old)
    append(path)
    new = path.read_bytes()
    assert new.startswith(
        old + ending.encode() * (2 if not tail else 1) + b"@misc{schmitt2023there,"
    )
    assert (
        new.replace(ending.encode(), b"").count(b"\n")
        + new.replace(ending.encode(), b"").count(b"\r")
        == 0
    )
    assert str(append(path)) == "0 added to my.bib (1 was already in it)"


def test_an_entry_in_a_comment_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "my.bib"
    path.write_text("@comment{@misc{old, eprint = {2310.19231}}}\n")
    assert str(append(path)) == "1 added to my.bib (0 were already in it)"


def test_a_key_of_the_file_is_not_given_to_another_paper(tmp_path: Path) -> None:
    path = tmp_path / "my.bib"
    path.write_text(
        "@misc{Schmitt2023There, title = {Another}}\n@misc{2310.19231, title = {A key like an"
        " id}}\n"
    )
    assert append(path).added == {ID: "schmitt2023therea"}


LATIN = (
    "@misc{a, title = {Études}, author = {Müller, Jürgen and Doe, Jane}, eprint = {2310.00001}}\n"
)


@pytest.mark.parametrize(
    ("head", "encoding", "name"),
    [
        ("", "latin-1", "WINDOWS-1252"),
        ("", "cp1252", "WINDOWS-1252"),
        ("% Encoding: ISO-8859-1\n", "latin-1", "ISO-8859-1"),
        ("% Encoding: Cp1252\n", "cp1252", "WINDOWS-1252"),
        ("% -*- coding: iso-8859-2 -*-\n", "iso-8859-2", "ISO-8859-2"),
        ("% Encoding: MacRoman\n", "mac_roman", "MAC-ROMAN"),
    ],
)
def test_a_file_in_an_older_encoding_is_read_but_refused_for_append(
    head: str, encoding: str, name: str, tmp_path: Path
) -> None:
    text = LATIN if encoding != "iso-8859-2" else LATIN.replace("Études", "Čas")
    data = (head + text).encode(encoding)
    paper = read(data, "x").papers[0]
    assert paper.authors == ("Jürgen Müller", "Jane Doe")
    assert paper.title == ("Études" if encoding != "iso-8859-2" else "Čas")
    path = tmp_path / "my.bib"
    path.write_bytes(data)
    with pytest.raises(
        ValueError,
        match=rf"my\.bib: {name}, not UTF-8; nothing was added.*iconv -f {name} -t UTF-8",
    ):
        append(path)
    assert path.read_bytes() == data


def test_a_file_that_is_not_text_is_refused() -> None:
    data = LATIN.encode() + b"@misc{b, title = {\xff\xfe}, eprint = {2310.00002}}\n"
    reading = read(data, "x")
    assert [paper.id for paper in reading.papers] == ["2310.00001"]
    assert [str(problem) for problem in reading.problems] == ["x:2: not UTF-8"]
