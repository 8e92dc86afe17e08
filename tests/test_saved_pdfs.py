"""PDFs on disk: `has:pdf`, the mark in the detail, the field `file` of a .bib, `O h`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from arxtui.cli import run
from arxtui.export import bibtex
from arxtui.pdf import pdf_names
from arxtui.pdf.saved_pdfs import SavedPdfs
from arxtui.settings.config import Export, Pdf, Settings
from arxtui.store import Library
from tests.command import write_settings
from tests.conftest import paper
from tests.screen import Driver, drive

FIRST = "2310.19210"
SECOND = "2310.19223"
PATTERNS = ("", "{id}", "{key}", "{title} ({year}) - {key}.pdf", "{author} {id} {id}", "{{key}}")


def saved(library: Library, paper_id: str) -> Path:
    """Make the file of a paper's PDF, with the name that `p` gives it."""
    [entry] = library.entries([paper_id])
    path = library.saved_pdfs.path(entry)
    path.write_bytes(b"%PDF-1.5\n%%EOF\n")
    library.saved_pdfs.look_again()
    return path


def ids_with_pdf(library: Library) -> list[str]:
    return [head.id for head in library.papers.heads() if library.saved_pdfs.has(head)]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_file_of_a_paper_is_known_by_every_pattern(
    seeded: Library, tmp_path: Path, pattern: str
) -> None:
    seeded.saved_pdfs.use(Pdf(str(tmp_path), pattern))
    assert ids_with_pdf(seeded) == []
    seeded.act([SECOND], {"star": True})
    for paper_id in (FIRST, SECOND):
        saved(seeded, paper_id)
    (tmp_path / "foreign - file.pdf").touch()
    assert ids_with_pdf(seeded) == [FIRST, SECOND]


def test_a_paper_does_not_inherit_a_pdf_with_a_key_it_took_over(
    library: Library, tmp_path: Path
) -> None:
    same = [paper(1, title="One title"), paper(2, title="One title")]
    with library.loading() as load:
        load.put(same, {"name": "x"})
    library.saved_pdfs.use(Pdf(str(tmp_path), "{key}"))
    path = saved(library, same[0].id)
    library.act([same[1].id], {"star": True})
    assert ids_with_pdf(library) == [same[0].id]
    library.act([same[0].id], {"star": True})
    assert ids_with_pdf(library) == [same[0].id]
    [entry] = library.entries([same[0].id])
    assert library.saved_pdfs.path(entry) == path


def test_the_quick_check_of_names_accepts_every_papers_own_file(seeded: Library) -> None:
    heads = list(seeded.papers.heads())
    entries = {entry.paper.id: entry for entry in seeded.entries([head.id for head in heads])}
    for pattern in PATTERNS:
        seeded.saved_pdfs.use(Pdf("/papers", pattern))
        for head in heads:
            name = seeded.saved_pdfs.path(entries[head.id]).name
            assert pdf_names.Sieve(pattern, [name]).passes(head), (pattern, name)


def test_the_folder_is_listed_once_for_all_papers(
    seeded: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[object] = []
    real = os.listdir

    def counting(folder: Path) -> list[str]:
        if folder == tmp_path:
            listed.append(folder)
        return real(folder)

    monkeypatch.setattr(os, "listdir", counting)
    seeded.saved_pdfs.use(Pdf(str(tmp_path)))
    assert ids_with_pdf(seeded) == []
    saved(seeded, FIRST)
    assert ids_with_pdf(seeded) == [FIRST]
    seeded.saved_pdfs.look_again()
    assert ids_with_pdf(seeded) == [FIRST]
    assert listed == [tmp_path, tmp_path]


@pytest.mark.parametrize("place", ["", "~nobody-at-all/x", "/dev/null/none", "/dev/null"])
def test_without_a_pdf_folder_no_paper_has_a_pdf(seeded: Library, place: str) -> None:
    seeded.saved_pdfs.use(Pdf(place))
    assert ids_with_pdf(seeded) == []
    [entry] = seeded.entries([FIRST])
    assert seeded.saved_pdfs.find(entry) is None
    assert not seeded.saved_pdfs.is_saved(entry)


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("/dev/null", "/dev/null is not a folder"),
        ("/dev/null/x/papers", "/dev/null/x/papers cannot be made: Not a directory"),
        ("~nobody-at-all/x", "~nobody-at-all/x: no user 'nobody-at-all' here"),
    ],
)
def test_an_unusable_pdf_folder_is_reported_in_a_single_sentence(
    seeded: Library,
    folder: Path,
    place: str,
    reason: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_settings(f'[pdf]\nfolder = "{place}"\n')
    assert run(["--library", str(folder), "pdf", FIRST]) == 2
    assert capsys.readouterr().err.startswith(f"arxtui: [pdf] folder: {reason}")

    async def play(user: Driver) -> None:
        await user.press("p")
        assert user.message.startswith(f"[pdf] folder: {reason}")

    drive(seeded, play, settings=Settings(pdf=Pdf(place)))


def test_has_pdf_finds_the_papers_on_the_command_line(
    seeded: Library, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_settings(f'[pdf]\nfolder = "{tmp_path}"\n')
    seeded.saved_pdfs.use(Pdf(str(tmp_path)))
    saved(seeded, SECOND)
    assert run(["--library", str(folder), "list", "--ids", "has:pdf"]) == 0
    assert capsys.readouterr().out == f"{SECOND}\n"
    assert run(["--library", str(folder), "list", "--ids", "--", "has:code", "-has:pdf"]) == 0
    assert SECOND not in capsys.readouterr().out


def test_the_detail_shows_that_the_pdf_is_on_disk(seeded: Library, tmp_path: Path) -> None:
    async def play(user: Driver) -> None:
        assert "PDF on disk" not in user.text()
        saved(seeded, SECOND)
        await user.press("j")
        assert "PDF on disk" in user.text()
        await user.press("k")
        assert "PDF on disk" not in user.text()

    drive(seeded, play, settings=Settings(pdf=Pdf(str(tmp_path))))


def test_o_h_opens_the_html_of_a_paper(seeded: Library, opened_addresses: Path) -> None:
    async def play(user: Driver) -> None:
        await user.press("O", "h")
        await user.until(lambda: user.message.startswith("opened https"))

    drive(seeded, play)
    assert opened_addresses.read_text() == f"https://arxiv.org/html/{FIRST}v1\n"


# the field `file`


def as_jabref_reads(value: str) -> list[str]:
    """Return description, path and type, as JabRef's FileFieldParser separates them."""
    parts = [""]
    escaped = False
    for char in value:
        if not escaped and char == "\\":
            escaped = True
            continue
        if not escaped and char == ":":
            parts.append("")
        else:
            assert escaped or char != ";"
            parts[-1] += char
        escaped = False
    return parts


@pytest.mark.parametrize(
    "path",
    [
        "/home/ada/papers/a2023b - A title.pdf",
        "/home/ada/c:d/e;f/g\\h.pdf",
        "/home/ada/{x}/é 中 %#&_$~^.pdf",
    ],
)
def test_a_written_path_is_read_back_unchanged(path: str) -> None:
    text = bibtex.entry(paper(1), "key", file=Path(path))
    [line] = [line for line in text.splitlines() if line.strip().startswith("file")]
    value = line.partition("= {")[2].removesuffix("},")
    assert as_jabref_reads(value) == ["", path, "PDF"]


@pytest.mark.parametrize("path", ["/a/{.pdf", "/a/}{.pdf", "/a/\n.pdf", "/a/\udcff.pdf"])
def test_a_path_that_an_entry_cannot_express_is_left_out(path: str) -> None:
    assert "file" not in bibtex.entry(paper(1), "key", file=Path(path))


def test_entries_name_their_files_with_the_option(
    seeded: Library, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seeded.saved_pdfs.use(Pdf(str(tmp_path)))
    path = saved(seeded, FIRST)
    table = f'[pdf]\nfolder = "{tmp_path}"\n'
    write_settings(table)
    words = ["--library", str(folder), "export", f"id:{FIRST}"]
    assert run(words) == 0
    assert "file" not in capsys.readouterr().out
    assert run([*words, "--files"]) == 0
    assert f"  file          = {{:{path}:PDF}},\n" in capsys.readouterr().out
    write_settings(f"files = true\n{table}")
    assert run(words) == 0
    assert f"{{:{path}:PDF}}" in capsys.readouterr().out
    assert run([*words, "-f", "csl", "--files"]) == 2
    assert "csl does not know --files: it is for bibtex" in capsys.readouterr().err


def test_an_export_of_the_settings_names_files_if_its_table_asks_for_it(
    seeded: Library, folder: Path, tmp_path: Path
) -> None:
    seeded.saved_pdfs.use(Pdf(str(tmp_path)))
    seeded.act([FIRST], {"star": True})
    path = saved(seeded, FIRST)
    table = '[[export]]\nquery = "is:starred"\nfile = '
    write_settings(
        f"files = true\n[pdf]\nfolder = '{tmp_path}'\n"
        f"{table}'{tmp_path}/with.bib'\n{table}'{tmp_path}/without.bib'\nfiles = false\n"
    )
    assert run(["--library", str(folder), "tag", "x", FIRST]) == 0
    assert f"{{:{path}:PDF}}" in (tmp_path / "with.bib").read_text()
    assert "PDF}" not in (tmp_path / "without.bib").read_text()


def test_an_export_of_the_settings_from_the_screen_names_files(
    seeded: Library, tmp_path: Path
) -> None:
    bib = tmp_path / "kept.bib"
    exports = (Export("is:starred", str(bib)),)

    async def play(user: Driver) -> None:
        path = saved(seeded, FIRST)
        await user.press("s")
        await user.until(lambda: bib.exists() and f"{{:{path}:PDF}}" in bib.read_text())

    drive(seeded, play, settings=Settings(export=exports, files=True, pdf=Pdf(str(tmp_path))))


def test_e_exports_names_of_files_if_the_settings_ask_for_it(
    seeded: Library, tmp_path: Path
) -> None:
    bib = tmp_path / "my.bib"
    settings = Settings(bib=str(bib), files=True, pdf=Pdf(str(tmp_path)))

    async def play(user: Driver) -> None:
        await user.press("s")
        path = saved(seeded, FIRST)
        await user.press("e")
        await user.until(lambda: bib.exists())
        assert f"{{:{path}:PDF}}" in bib.read_text()

    drive(seeded, play, settings=settings)


def test_before_the_settings_are_read_no_pdf_is_known(seeded: Library) -> None:
    assert isinstance(seeded.saved_pdfs, SavedPdfs)
    assert ids_with_pdf(seeded) == []
