"""`export -f notes`: a Markdown file a paper; the user's parts and other people's files stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arxtui.cli import run
from arxtui.export import note_file, note_template
from arxtui.export.note_file import BORDER, NotOurs
from arxtui.model import Entry, Mark
from arxtui.store import Library
from tests.conftest import paper

ONE = "2310.19210"


@pytest.fixture
def folder_of_notes(tmp_path: Path, seeded: Library) -> Path:
    """A folder for notes; one paper is starred, with a note and a tag."""
    seeded.act([ONE], {"star": True, "note": "Read *section 3*.", "#gcd": True}).wait()
    return tmp_path / "notes"


def export(library: Path, folder: Path) -> int:
    return run(["--library", str(library), "export", "-f", "notes", "-o", str(folder)])


def test_a_notes_file_has_front_matter_and_the_note(folder: Path, folder_of_notes: Path) -> None:
    assert export(folder, folder_of_notes) == 0
    [path] = folder_of_notes.iterdir()
    lines = path.read_text("utf-8").splitlines()
    assert lines[0] == "---"
    assert lines[1] == f"key: {path.stem}"
    assert 'tags: ["gcd"]' in lines
    assert f'id: "{ONE}"' in lines
    assert f"url: https://arxiv.org/abs/{ONE}" in lines
    assert lines[lines.index("---", 1) + 2].startswith("# Generalized Category Discovery")
    assert lines[-3:] == ["Read *section 3*.", "", BORDER]


def test_the_users_part_of_a_note_stays_byte_for_byte(
    folder: Path, folder_of_notes: Path, seeded: Library
) -> None:
    export(folder, folder_of_notes)
    [path] = folder_of_notes.iterdir()
    mine = b"\r\n\r\nmy own words \xff\xfe\r\n---\r\n"
    path.write_bytes(path.read_bytes().rstrip(b"\n") + mine)
    seeded.act([ONE], {"note": "another note"}).wait()
    for _ in range(3):
        assert export(folder, folder_of_notes) == 0
        data = path.read_bytes()
        assert data.endswith(BORDER.encode() + mine)
        assert b"another note" in data
        assert b"section 3" not in data


def test_unchanged_notes_are_not_rewritten(
    folder: Path, folder_of_notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export(folder, folder_of_notes)
    before = next(folder_of_notes.iterdir()).stat()
    export(folder, folder_of_notes)
    after = next(folder_of_notes.iterdir()).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert f"0 notes written, 1 unchanged · {folder_of_notes}\n" in capsys.readouterr().err


def test_a_notes_file_is_renamed_with_the_key_of_its_paper(
    folder: Path, folder_of_notes: Path
) -> None:
    export(folder, folder_of_notes)
    [path] = folder_of_notes.iterdir()
    old = path.rename(path.with_name("an-older-key.md"))
    old.write_bytes(old.read_bytes() + b"mine\n")
    assert export(folder, folder_of_notes) == 0
    assert [found.name for found in folder_of_notes.iterdir()] == [path.name]
    assert path.read_bytes().endswith(b"mine\n")


@pytest.mark.parametrize("theirs", ["# my thoughts\n", "---\nid: 1\n---\n", "another paper"])
def test_a_file_of_another_program_is_left_alone(
    folder: Path, folder_of_notes: Path, theirs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    export(folder, folder_of_notes)
    [path] = folder_of_notes.iterdir()
    if theirs == "another paper":
        theirs = path.read_text("utf-8").replace(ONE, "2310.19223")
    path.write_text(theirs, "utf-8")
    assert export(folder, folder_of_notes) == 1
    assert path.read_text("utf-8") == theirs
    assert str(path) in capsys.readouterr().err


def test_export_of_notes_needs_a_folder(
    folder: Path, folder_of_notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--library", str(folder), "export", "-f", "notes"]) == 2
    assert "-o FOLDER" in capsys.readouterr().err
    (tmp_path / "file").write_text("")
    assert export(folder, tmp_path / "file") == 2
    assert export(folder, tmp_path / "none" / "notes") == 2
    assert str(tmp_path / "none") in capsys.readouterr().err


@given(st.text(), st.binary())
def test_any_note_and_any_text_of_the_user_stay_separate(note: str, mine: bytes) -> None:
    for text in (note, f"{note}{BORDER}{note}"):
        entry = Entry(paper(1), Mark(note=text))
        own = note_file.own_part(entry, "k", note_template.read(note_template.USUAL))
        first = note_file.merged(b"", own) + mine
        again = note_file.merged(first, own)
        assert again == first
        assert note_file.id_of(first) == "2310.00001"


def test_a_file_without_the_border_is_left_alone() -> None:
    with pytest.raises(NotOurs):
        note_file.merged(b"something", "ours")
    assert note_file.id_of(b"---\nid: 2310.00001\n---\n") == ""
