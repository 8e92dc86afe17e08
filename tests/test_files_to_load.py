"""Files as people have them: packed files are read, bombs refused, unknown forms get advice."""

from __future__ import annotations

import gzip
import io
import sys
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arxtui import files_to_load, loader
from arxtui.cli import run
from arxtui.sources import NotAListing, packed, unknown_form
from arxtui.sources.forms import read
from arxtui.store import Library
from tests.conftest import SEEDS

SEED = (SEEDS / "cs.CV-2023-10-30.md").read_bytes()
LINE = (
    b'{"id":"2310.00001","version":1,"title":"T","authors":["A"],"categories":["cs.CV"],"primary":"cs.CV",'
    b'"published":"2023-10-30T00:00:00Z","updated":"2023-10-30T00:00:00Z","abstract":"x"}\n'
)


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


def loaded(library: Library, file: Path, data: bytes) -> loader.Report:
    file.write_bytes(data)
    return loader.load(library, [str(file)])


def messages(report: loader.Report, file: Path) -> list[str]:
    return [str(problem).replace(str(file), "F") for problem in report.problems]


# Packed files


def test_a_gzip_file_is_read_as_the_file_inside_it(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "day.md.gz"
    report = loaded(
        library, file, gzip.compress(SEED[: len(SEED) // 2]) + gzip.compress(SEED[len(SEED) // 2 :])
    )
    assert (report.new, report.problems, report.forms) == (90, (), {"listing": 1})
    assert loader.verify(library) == (1, 1)


def test_a_folder_is_searched_for_gzip_files_too(library: Library, tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "day.md.gz").write_bytes(gzip.compress(SEED))
    (tmp_path / "lists" / "other.gz").write_bytes(gzip.compress(b"no listing"))
    report = loader.load(library, [str(tmp_path / "lists")])
    assert (report.new, report.problems) == (90, ())


def test_packed_json_lines_are_read_line_by_line(library: Library, tmp_path: Path) -> None:
    lines = b"".join(LINE.replace(b"00001", b"%05d" % number) for number in range(1, 6_001))
    report = loaded(library, tmp_path / "x.jsonl.gz", gzip.compress(lines))
    assert (report.papers, report.problems) == (6_000, ())
    report = loaded(
        library, tmp_path / "archive.zip", zipped(**{"arxiv-metadata-oai-snapshot__json": lines})
    )
    assert (report.unchanged, report.problems) == (6_000, ())


def test_a_zip_file_is_read_file_by_file(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "lists.zip"
    half = SEED.index(b"### ", len(SEED) // 2)
    head = SEED.partition(b"\n")[0] + b"\n"
    report = loaded(
        library, file,
        zipped(**{"b/two__md": head + SEED[half:], "a/one__md": SEED[:half], "x__png": b"\x89PNG",
            ".hid__md": b"x",
                  "bad__bib": b"no entry", "__MACOSX/a__md": b"x"}),
    )  # fmt: skip
    assert report.new == 90
    assert [problem.split(": ", 1)[0] for problem in messages(report, file)] == ["F/bad.bib"]


def test_packed_standard_input_is_read(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    for data, new in ((gzip.compress(SEED), 90), (zipped(any=SEED), 0)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        report = loader.load(library, ["-"])
        assert (report.papers, report.new, report.problems) == (90, new, ())


@pytest.mark.parametrize("end", [20, 100, 5_000])
def test_a_cut_packed_file_is_reported(library: Library, tmp_path: Path, end: int) -> None:
    file = tmp_path / "x.gz"
    assert (
        "F: damaged gzip file: "
        in messages(loaded(library, file, gzip.compress(SEED)[:end]), file)[0]
    )
    assert (
        "F: damaged zip file: "
        in messages(loaded(library, file, zipped(a__md=SEED)[:end]), file)[0]
    )


def test_a_flipped_bit_in_a_packed_file_is_noticed(library: Library, tmp_path: Path) -> None:
    for data in (gzip.compress(SEED), zipped(a__md=SEED)):
        wrong = bytearray(data)
        wrong[len(data) // 2] ^= 16
        report = loaded(library, tmp_path / "x", bytes(wrong))
        assert (report.papers, len(report.problems)) == (0, 1)
        assert "damaged" in report.problems[0].reason


@pytest.mark.parametrize("start", [b"", LINE, b"{}\n", b"# Arxiv Papers in cs.CV on 2023-10-30\n"])
def test_a_decompression_bomb_is_read_up_to_the_limit_only(
    library: Library, tmp_path: Path, start: bytes
) -> None:
    """300 MB of zeros in 300 KB, as listing and as JSON lines: little memory, and an end."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as file:
        file.write(start)
        for _ in range(300):
            file.write(bytes(1_000_000))
    bomb = out.getvalue()
    path = tmp_path / "bomb.gz"
    path.write_bytes(bomb)
    tracemalloc.start()
    report = loader.load(library, [str(path)], limit=None)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (
        report.problems[-1].reason
        == "a gzip file that unpacks to more than 100 times its size: reading stopped"
    )
    assert most < 4 * packed.MOST_OUT


def test_the_limit_counts_all_files_of_a_zip_together(library: Library, tmp_path: Path) -> None:
    part = bytes(10_000_000)
    data = zipped(**{f"{number}__md": part for number in range(12)})
    file = tmp_path / "bomb.zip"
    report = loaded(library, file, data)
    assert (
        messages(report, file)[-1]
        == "F: a zip file that unpacks to more than 100 times its size: reading stopped"
    )
    assert len(report.problems) < 12


def test_a_packed_file_may_not_be_larger_than_a_plain_file(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "x.md.gz"
    path.write_bytes(gzip.compress(SEED))
    report = loader.load(library, [str(path)], limit=50_000)
    assert [problem.reason for problem in report.problems] == [
        "larger than 0 MiB (--no-limit reads it)"
    ]


def test_zip_files_without_papers_are_refused_with_the_reason(
    library: Library, tmp_path: Path
) -> None:
    file = tmp_path / "x.zip"
    for data, reason in (
        (
            zipped(**{"[Content_Types]__xml": b"x", "word/document__xml": b"x"}),
            "a document or program (Office, EPUB",
        ),
        (zipped(a__png=b"x", b__png=b"x"), "a zip file without files of papers (*.md *.xml"),
        (zipped(), "a zip file without files of papers"),
    ):
        assert messages(loaded(library, file, data), file)[0].startswith(f"F: {reason}")


def test_an_encrypted_zip_file_is_reported(library: Library, tmp_path: Path) -> None:
    data = bytearray(zipped(a__md=SEED))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + at] |= 1
    file = tmp_path / "x.zip"
    assert messages(loaded(library, file, bytes(data)), file) == [
        "F: an encrypted zip file: unpack it first"
    ]


@given(
    st.binary(max_size=300), st.sampled_from([b"\x1f\x8b\x08", b"PK\x03\x04", b"PK\x05\x06", b""])
)
def test_any_bytes_are_read_as_a_packed_file_or_refused(tail: bytes, start: bytes) -> None:
    file = io.BytesIO(start + tail)
    reasons = ["one line"]
    try:
        for reading, _ in files_to_load._readings_of(file, "x", 1 << 20, len(start + tail)):
            reasons += [problem.reason for problem in reading.problems]
    except (NotAListing, files_to_load.Unreadable) as why:
        reasons.append(str(why))
    assert all(len(reason.splitlines()) == 1 for reason in reasons)


# Files of no known form


@pytest.mark.parametrize(
    ("data", "meaning"),
    [
        (b"TY  - JOUR\nTI  - A title\nER  - \n", "RIS: export as BibTeX from Zotero"),
        (
            b'[\n  {\n    "id": "x",\n    "type": "article-journal",\n    "title": "x"\n  }\n]',
            "CSL-JSON: export as BibTeX",
        ),
        (
            b'[{"id":"http://zotero.org/users/1/items/A","type":"article","DOI":"10.1/x"}]',
            "CSL-JSON: export as BibTeX",
        ),
        (
            b'\xef\xbb\xbf"Key","Item Type","Publication Year","Author"\n"A","b"\n',
            "Zotero's CSV: export as BibTeX",
        ),
        (b"title,authors,year\nA,B,2020\n", "a table (CSV): export as BibTeX"),
        (
            b"2310.19231\narXiv:2310.19232v1 [cs.CV]\nhttps://arxiv.org/abs/2310.19233\n",
            "a list of arXiv ids: `arxtui fetch",
        ),
        (b"# my list\n2310.19231\n" * 900, "a list of arXiv ids"),
        (
            b"<!DOCTYPE html>\n<title>x</title>",
            "HTML page, not a listing; arxtui fetch cs.CV --day",
        ),
        (
            b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"></html>',
            "HTML page, not a listing",
        ),
        (b"%PDF-1.5\n%\xe2\xe3", "a PDF: arxtui reads listings of papers, not papers"),
        (
            b"# My project\n\nWith a [link](https://x.y).\n",
            "Markdown text, not a listing: arxtui load --help",
        ),
        (b"\\documentclass{article}\n", "LaTeX: load its .bib file"),
        (b"PMID- 123\nOWN - x\n", "PubMed's format: export as BibTeX"),
        (b"%0 Journal Article\n%T x\n", "EndNote's or Refer's format: export as BibTeX"),
        (b"<xml><records></records></xml>", "EndNote's XML: export as BibTeX"),
        (b"<opml></opml>", "OPML, a list of feeds"),
        (b"SQLite format 3\0" + bytes(90), "a database, such as Zotero keeps: export as BibTeX"),
        (b"BZh91AY&SY", "packed with bzip2: bunzip2 FILE"),
        ("\ufeffhello".encode("utf-16-le"), "UTF-16 text, not UTF-8: iconv"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "binary, not a listing"),
        (b'{\n "a": 1\n}', "a JSON object over several lines"),
        (b"[1, 2]", "not a form of papers that arxtui knows"),
        (b"buy milk", "not a form of papers that arxtui knows: arxtui load --help"),
        (b"\xef\xbb\xbf \n", "empty file"),
        (bytes(257) + b"ustar", "a tar archive: tar xf FILE"),
    ],
)
def test_a_file_of_unknown_form_is_described_in_the_error(data: bytes, meaning: str) -> None:
    with pytest.raises(NotAListing) as why:
        read(data, "x")
    assert str(why.value).startswith(meaning)
    assert len(str(why.value)) <= 200
    assert "\n" not in str(why.value)


@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda text: text.encode(errors="replace")),
    )
)
def test_any_file_is_described_in_a_single_line(data: bytes) -> None:
    line = unknown_form.describe(data * 40)
    assert line.isascii()
    assert line.isprintable()
    assert len(line) <= 200
    assert unknown_form.describe_xml("x" * 100_000).isprintable()


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("2310.19210", "; an id is not a file: arxtui fetch 2310.19210 fetches the paper"),
        (
            "arXiv:2310.19210v1 [cs.CV]",
            "; an id is not a file: arxtui fetch 2310.19210 fetches the paper",
        ),
        (
            "https://arxiv.org/abs/2310.19210",
            "; an id is not a file: arxtui fetch 2310.19210 fetches the paper",
        ),
        ("CS.cv", "; a category is not a file: arxtui fetch cs.CV fetches its papers"),
        ("https://example.org/list", "; an address is not a file"),
        ("nothing.md", ""),
    ],
)
def test_the_error_for_a_missing_file_names_the_right_command(
    word: str, says: str, library: Library, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--library", str(folder), "load", word]) == 2
    assert (
        capsys.readouterr()
        .err.splitlines()[0]
        .startswith(f"{word}: no such file or directory{says}")
    )
