"""`export --stale`: the entries of a .bib whose paper was published or revised since."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arxtui import locations
from arxtui.cli import run
from arxtui.export.bibtex import dump
from arxtui.export.options import Options
from arxtui.export_files import stale_entries
from arxtui.model import Paper
from arxtui.store import Library
from tests.conftest import paper

BIBS = sorted((Path(__file__).parent / "data" / "bib").iterdir())
ONE = "2310.19210"
Ran = Callable[..., tuple[int, str, str]]
PLAIN = paper(1)
VENUE = paper(2, version=3)._replace(comment="Accepted at CVPR 2024")
DOI = paper(3)._replace(doi="10.1109/CVPR52733.2024.00012")
JOURNAL = paper(4, title="A long title of a paper")._replace(
    journal_ref="Pattern Recognition 140 (2024) 109560"
)
REVISED = paper(5, version=2)


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str], folder: Path, library: Library, tmp_path: Path) -> Ran:
    """Look at a .bib with the library of five papers: status, output, errors."""
    with library.loading() as load:
        load.put([PLAIN, VENUE, DOI, JOURNAL, REVISED], {"name": "made up"})
    library.close()

    def command(bib: str | bytes, *words: str) -> tuple[int, str, str]:
        path = tmp_path / "my.bib"
        if isinstance(bib, str):
            bib = bib.encode()
        path.write_bytes(bib)
        capsys.readouterr()
        status = run(["--library", str(folder), "export", "--stale", "-o", str(path), *words])
        return status, *capsys.readouterr()

    return command


def entry(of: Paper, fields: str = "", key: str = "k", version: str = "") -> str:
    return f"@misc{{{key}, eprint = {{{of.id}{version}}}, title = {{x}}, {fields}}}\n"


@pytest.mark.parametrize(
    ("of", "fields", "now"),
    [
        (PLAIN, "", ""),
        (VENUE, "", "published\tCVPR 2024"),
        (VENUE, "journal = {arXiv preprint arXiv:2310.00002}", "published\tCVPR 2024"),
        (VENUE, "journal = {CoRR}, volume = {abs/2310.00002}", "published\tCVPR 2024"),
        (VENUE, "booktitle = {CVPR}", ""),
        (VENUE, "journal = {TPAMI}", ""),
        (VENUE, "doi = {10.1109/x.1}", ""),
        (VENUE, "doi = {10.48550/arXiv.2310.00002}", "published\tCVPR 2024"),
        (VENUE, "note = {Accepted at {CVPR} 2024}", ""),
        (VENUE, "note = {CVPR 2024, to appear}", ""),
        (VENUE, "note = {10 pages}", "published\tCVPR 2024"),
        (DOI, "", "published\tCVPR 2024, doi:10.1109/CVPR52733.2024.00012"),
        (DOI, "note = {CVPR 2024}", "published\tdoi:10.1109/CVPR52733.2024.00012"),
        (JOURNAL, "", "published\tPattern Recognition 2024"),
        (JOURNAL, "note = {Pattern Recognition 140 (2024) 109560}", ""),
    ],
)
def test_a_publication_missing_from_an_entry_is_reported(
    of: Paper, fields: str, now: str, ran: Ran
) -> None:
    status, out, err = ran(entry(of, fields))
    expected = f"{of.id}\tk\t{now}\n"
    if not now:
        expected = ""
    assert (status, out) == (0, expected)
    assert err == f"{int(bool(now))} of 1 entry of my.bib can be renewed\n"


def test_a_version_newer_than_the_entry_or_the_first_mark_is_reported(
    ran: Ran, folder: Path
) -> None:
    assert ran(entry(REVISED))[1] == ""
    assert ran(entry(REVISED, version="v1"))[1] == f"{REVISED.id}\tk\trevised\tv2 (was v1)\n"
    assert ran(entry(REVISED, version="v2"))[1] == ""
    assert ran(entry(VENUE, version="v1"))[1].endswith("published\tCVPR 2024, v3 (was v1)\n")
    library = Library(folder, "test-0001")
    library.act([REVISED.id], {"star": True})
    with library.loading() as load:
        load.put([REVISED._replace(version=4)], {"name": "made up"})
    library.close()
    assert ran(entry(REVISED))[1].endswith("revised\tv4 (was v2)\n")


def test_stale_entries_are_in_file_order_and_can_be_exported(
    ran: Ran, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = [JOURNAL, PLAIN, VENUE, DOI]
    bib = "".join(entry(each, key=f"k{number}") for number, each in enumerate(papers))
    status, out, err = ran(bib + entry(paper(77)) + "@book{b, title = {Of Its Own Kind}}\n")
    assert status == 0
    assert [line.split("\t")[1] for line in out.splitlines()] == ["k0", "k2", "k3"]
    assert (
        err == "3 of 6 entries of my.bib can be renewed; 1 arXiv paper of it not in the library: "
        "arxtui fetch 2310.00077\n"
    )
    monkeypatch.setattr("sys.stdin", io.StringIO(out))
    assert run(["--library", str(folder), "export", "-", "--style", "biblatex"]) == 0
    assert capsys.readouterr().out.count("@inproceedings{") == 2


def test_an_entry_without_id_is_found_by_title_among_marked_papers(ran: Ran, folder: Path) -> None:
    bib = "@misc{t, title = {A Long {Title} of a Paper}, author = {Lee, Ann}, year = 2023}\n"
    assert ran(bib)[1] == ""
    library = Library(folder, "test-0001")
    library.act([JOURNAL.id], {"#a": True})
    library.close()
    assert ran(bib)[1] == f"{JOURNAL.id}\tt\tpublished\tPattern Recognition 2024\n"


@pytest.mark.parametrize("style", ["misc", "article", "biblatex"])
def test_entries_written_by_arxtui_are_not_stale(style: str, ran: Ran, folder: Path) -> None:
    library = Library(folder, "test-0001")
    ids = [each.id for each in (PLAIN, VENUE, DOI, JOURNAL, REVISED)]
    bib = dump(library.entries(ids), Options(style=style))
    assert ran(bib)[1] == ""


@pytest.mark.parametrize("path", BIBS, ids=lambda path: path.name)
def test_bib_files_of_all_programs_are_read(path: Path, seeded: Library) -> None:
    report = stale_entries.look(path, seeded)
    assert ONE in [each.paper_id for each in report.stale]
    assert report.problems == ()


def test_the_bib_of_the_settings_is_the_default(
    seeded: Library, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seeded.close()
    command = ["--library", str(folder), "export", "--stale"]
    assert run(command) == 2
    assert "no .bib to look at: -o FILE, or `bib` in the settings" in capsys.readouterr().err
    settings = locations.settings_file()
    settings.parent.mkdir(parents=True)
    settings.write_text(f"bib = '{BIBS[0]}'\n")
    assert run(command) == 0
    assert ONE in capsys.readouterr().out


def test_faults_of_the_file_and_of_the_command_are_reported(
    ran: Ran, tmp_path: Path, folder: Path
) -> None:
    status, out, err = ran(entry(VENUE) + "@misc{cut, title = {")
    assert status == 1
    assert out.startswith(VENUE.id)
    assert f"{tmp_path / 'my.bib'}:2: " in err
    assert ran(entry(VENUE) + "% größe", "--append")[0] == 2
    assert ran(entry(VENUE), "is:starred")[0] == 2
    assert ran(entry(VENUE).encode() + b"% gr\xf6\xdfe\n")[0] == 0
    assert ran("")[2] == "0 of 0 entries of my.bib can be renewed\n"
    for bad in (tmp_path, tmp_path / "none.bib", "-"):
        assert run(["--library", str(folder), "export", "--stale", "-o", str(bad)]) == 2


@given(st.text('@misc{}=,"\\v12310.0000 eprintk\x1b\u202e\n', max_size=80))
def test_any_text_is_checked_without_an_error(text: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "any.bib"
        path.write_text(text, "utf-8")
        stale_entries.look(path, Library(Path(name) / "library", "test-0001"))
