"""A key of wrong authors is made anew when they are corrected, unless it was exported."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from arxtui.export_files import automatic_exports
from arxtui.model import Paper
from arxtui.settings.config import Export, Settings
from arxtui.store import Library
from tests.test_citation import PAPER

WRONG = PAPER._replace(
    authors=("Jane Doe (A Lab", "A City)"), version=1, published=None, listed="2023-10-30"
)
RIGHT = PAPER._replace(authors=("Jane Doe", "Richard Roe"), version=1)


def load(library: Library, *papers: Paper) -> None:
    with library.loading() as loading:
        loading.put(papers, {"name": "x"})


def key(library: Library, one: str = PAPER.id) -> str:
    copy = library.marks.of(one).cite
    assert copy is not None
    return copy.key


@pytest.fixture
def starred(folder: Path) -> Library:
    library = Library(folder, "here")
    load(library, WRONG._replace(authors=("A Lab", "Jane Doe")))
    library.act([PAPER.id], {"star": True})
    assert key(library) == "lab2023there"
    return library


def test_a_key_of_wrong_authors_is_replaced(starred: Library, folder: Path) -> None:
    load(starred, RIGHT)
    assert key(starred) == "doe2023there"
    again = Library(folder, "here")
    assert (key(again), again.marks.of(PAPER.id).star) == ("doe2023there", True)
    assert again.check() == []
    assert next(iter(starred.log.newest_first())).summary() == f"key doe2023there · {PAPER.id}"
    load(starred, RIGHT)
    assert len([*starred.log.newest_first()]) == 2


def test_an_exported_key_stays(starred: Library) -> None:
    starred.note_export()
    load(starred, RIGHT)
    assert key(starred) == "lab2023there"


def test_a_key_exported_on_another_machine_stays(starred: Library, folder: Path) -> None:
    Library(folder, "there").note_export()
    load(starred, RIGHT)
    assert key(starred) == "lab2023there"


def test_an_export_noted_before_a_key_was_made_does_not_fix_it(starred: Library) -> None:
    starred.note_export()
    other = WRONG._replace(id="2310.00007", authors=("B Lab",))
    load(starred, other)
    starred.act([other.id], {"#a": True})
    load(starred, RIGHT._replace(id="2310.00007"), RIGHT)
    assert (key(starred), key(starred, other.id)) == ("lab2023there", "doe2023there")


def test_an_export_of_the_settings_fixes_its_keys(starred: Library, tmp_path: Path) -> None:
    export = Export("is:starred", str(tmp_path / "my.bib"), "misc")
    assert automatic_exports.keep_current(starred, Settings(export=(export,))) == []
    load(starred, RIGHT)
    assert key(starred) == "lab2023there"


@pytest.mark.parametrize("data", [b"", b"nonsense", b"\xff\xfe"])
def test_a_damaged_record_of_exports_fixes_every_key(
    starred: Library, folder: Path, data: bytes
) -> None:
    (folder / "exported").mkdir()
    (folder / "exported" / "here").write_bytes(data)
    load(starred, RIGHT)
    assert key(starred) == "lab2023there"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_export_that_cannot_be_recorded_is_reported(starred: Library, folder: Path) -> None:
    folder.chmod(0o500)
    try:
        starred.note_export()
        assert "citation keys may still change: Permission denied" in str(starred.problems[-1])
    finally:
        folder.chmod(0o700)


def test_a_key_stays_if_the_corrected_authors_give_the_same_key(starred: Library) -> None:
    load(starred, RIGHT._replace(authors=("A Lab", "Richard Roe")))
    assert (key(starred), len([*starred.log.newest_first()])) == ("lab2023there", 1)


def test_two_keys_of_the_same_base_are_both_replaced(starred: Library) -> None:
    other = WRONG._replace(id="2310.00007", authors=("A Lab",))
    load(starred, other)
    starred.act([other.id], {"star": True})
    assert key(starred, other.id) == "lab2023therea"
    load(starred, RIGHT, RIGHT._replace(id=other.id))
    assert {key(starred), key(starred, other.id)} == {"doe2023there", "doe2023therea"}


def test_undo_removes_the_star_but_not_the_key(starred: Library) -> None:
    load(starred, RIGHT)
    undone = starred.undo()
    assert undone is not None
    assert (undone.kept, starred.marks.of(PAPER.id).star) == (0, False)
    starred.redo()
    assert (starred.marks.of(PAPER.id).star, key(starred)) == (True, "doe2023there")


def test_looking_up_keys_records_no_export(starred: Library, folder: Path) -> None:
    starred.entries([PAPER.id])
    starred.marks.bib_keys()
    assert not (folder / "exported").exists()
