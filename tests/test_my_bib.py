"""The key of a paper in my .bib: copied, in the receipt, in an export; a large file too."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from arxtui.export import bibtex
from arxtui.settings.config import Settings
from arxtui.store import Library
from tests.screen import Driver, drive

ONE = "@article{Yang:23, title = {x}, journal = {arXiv preprint arXiv:2310.19210}}\n"
"""The first paper of the seeds."""
LARGE = "@misc{other, title = {y}}\n" * 4_000


@pytest.mark.parametrize("filling", ["", LARGE])
def test_the_copied_key_is_the_key_in_my_bib(filling: str, seeded: Library, tmp_path: Path) -> None:
    path = tmp_path / "my.bib"
    path.write_text(filling + ONE)

    async def play(user: Driver) -> None:
        await user.press("y", "k")
        await user.until(lambda: user.app.clipboard == "Yang:23")
        assert user.message == "key sent to the clipboard: Yang:23"
        await user.press("y", "y")
        await user.until(lambda: user.app.clipboard.startswith("@misc{Yang:23,"))
        path.write_text(filling + ONE.replace("Yang:23", "Yang2023"))
        await user.press("y", "k")
        await user.until(lambda: user.app.clipboard == "Yang2023")
        await user.press("j", "y", "k")
        await user.until(lambda: user.app.clipboard == "li2023modular")

    drive(seeded, play, settings=Settings(bib=str(path)))


def test_without_a_readable_bib_the_key_of_the_library_is_copied(
    seeded: Library, tmp_path: Path
) -> None:
    (tmp_path / "bad.bib").write_text("@misc{a, x = {")

    for name in ("", "missing.bib", "bad.bib"):

        async def play(user: Driver) -> None:
            await user.press("y", "k")
            await user.until(lambda: user.app.clipboard == "yang2023generalized")

        drive(seeded, play, settings=Settings(bib=str(tmp_path / name) if name else ""))


def words(user: Driver) -> str:
    """Return the screen with one blank between its words."""
    return " ".join(user.text().split())


def test_an_export_reports_the_keys_and_the_receipt_shows_them(
    seeded: Library, tmp_path: Path
) -> None:
    path = tmp_path / "my.bib"
    path.write_text(ONE)

    async def play(user: Driver) -> None:
        await user.press("s", "j", "s", "e")
        assert user.message.startswith(
            "1 added to my.bib (1 was already in it) · new li2023modular · there as Yang:23"
        )
        await user.press("A", "y", "T")
        await user.until(lambda: "★ Yang:23 Generalized Category" in words(user))
        assert "★ li2023modular Modular Anti-noise" in words(user)

    drive(seeded, play, settings=Settings(bib=str(path)))


def test_the_receipt_counts_papers_matched_only_by_doi_or_title(
    seeded: Library, tmp_path: Path
) -> None:
    path = tmp_path / "my.bib"
    path.write_text("@article{Schmitt, doi = {10.1109/MGRS.2023.3293459}}\n")
    ids = ["2310.19231", "2310.19210"]
    seeded.act(ids, {"star": True})

    async def play(user: Driver) -> None:
        await user.press("e")
        await user.press("ctrl+u")
        await user.type(str(path))
        await user.until(lambda: "1 entry to add, 1 already in it" in user.message)

    drive(seeded, play, settings=Settings()._replace(bib=""))


BIBS = sorted((Path(__file__).parent / "data" / "bib").iterdir())
KEYS = {
    "ads.bib": "2023arXiv231019210Y",
    "better-bibtex.bib": "yangGeneralizedCategoryDiscovery2023",
    "datacite.bib": "https://doi.org/10.48550/arxiv.2310.19210",
    "dblp-new.bib": "DBLP:journals/corr/abs-2310-19210",
    "dblp-old.bib": "DBLP:journals/corr/abs-2310-19210",
    "endnote.bib": "RN1",
    "inspire.bib": "Yang:2023xyz",
    "jabref.bib": "Yang2023",
    "mendeley.bib": "Yang2023",
    "papis.bib": "1-generalized-category-discovery-yang-xiangli",
    "scholar.bib": "yang2023generalized",
    "semantic-scholar.bib": "Yang2023GeneralizedCD",
    "zotero.bib": "yang_generalized_2023",
}
"""File of another program -> the key of the first paper of the seeds."""


@pytest.mark.parametrize("bib", BIBS, ids=lambda path: path.name)
@pytest.mark.parametrize("damage", [b"", b"\n@misc{cut, title = {"])
def test_the_key_of_a_bib_of_another_program_is_copied_and_shown(
    bib: Path, damage: bytes, seeded: Library, tmp_path: Path
) -> None:
    path = tmp_path / bib.name
    path.write_bytes(bib.read_bytes() + damage)
    key = KEYS[bib.name]

    async def play(user: Driver) -> None:
        await user.press("s", "y", "k")
        await user.until(lambda: user.app.clipboard == key)
        await user.press("A", "y", "T")
        await user.until(lambda: f"★ {key[:20]}" in words(user))

    drive(seeded, play, settings=Settings(bib=str(path)))


CONTROLS = "\x1b[5n\x9b\x07\u202e"
PICTURES = "\u241b[5n\ufffd\u2407\ufffd"
"""The form in which they are shown."""


def test_control_characters_in_a_key_of_my_bib_are_neither_copied_nor_shown(
    seeded: Library, tmp_path: Path
) -> None:
    path = tmp_path / "my.bib"
    path.write_text(ONE.replace("Yang:23", f"Yang{CONTROLS}:23"), "utf-8")

    async def play(user: Driver) -> None:
        await user.press("s", "y", "k")
        await user.until(lambda: user.app.clipboard == f"Yang{PICTURES}:23")
        await user.press("y", "y")
        await user.until(lambda: user.app.clipboard.startswith(f"@misc{{Yang{PICTURES}:23,"))
        await user.press("A", "y", "T")
        await user.until(lambda: f"Yang{PICTURES}:23 Generalized Category" in words(user))

    drive(seeded, play, settings=Settings(bib=str(path)))


@pytest.mark.parametrize("key", [f"Yang{CONTROLS}:23", "a},\n@book{b", "größe2023"])
def test_a_stored_key_that_no_bib_can_have_is_not_copied(key: str, seeded: Library) -> None:
    fields = {"star": True, "cite": {"title": "x", "key": key}}
    line = orjson.dumps({"t": "2026-11-22T17:40:59.034295Z", "ids": ["2310.19210"], "set": fields})
    (seeded.path / "marks").mkdir(exist_ok=True)
    (seeded.path / "marks" / "evil-0001.2026.jsonl").write_bytes(line + b"\n")
    seeded.refresh()
    [entry] = seeded.entries(["2310.19210"])
    assert entry.mark.cite is not None
    assert entry.mark.cite.key == key
    assert bibtex.keys([entry]) == {"2310.19210": "yang2023generalized"}

    async def play(user: Driver) -> None:
        await user.press("y", "k")
        await user.until(lambda: user.app.clipboard == "yang2023generalized")
        await user.press("y", "y")
        await user.until(lambda: user.app.clipboard.startswith("@misc{yang2023generalized,"))
        await user.press("A", "y", "T")
        await user.until(lambda: "★ yang2023generalized x" in words(user))

    drive(seeded, play)


def test_many_papers_are_exported_by_a_thread_while_keys_work(
    long: Library, tmp_path: Path
) -> None:
    path = tmp_path / "my.bib"
    starred = long.papers.heads()[:300]
    long.act(starred, {"star": True})

    async def play(user: Driver) -> None:
        user.main.action_verb("export", "e")
        assert user.main.message.text == f"writing 300 papers to {path}…"
        user.main.action_verb("export", "e")
        assert user.main.message.text == "another export is being written"
        await user.press("j")
        assert user.main.papers.cursor == 1
        await user.until(lambda: "300 added to my.bib (0 were already in it)" in user.message)
        await user.press("e")
        await user.until(lambda: "0 added to my.bib (300 were already in it)" in user.message)

    drive(long, play, settings=Settings(bib=str(path)))
    keys = [line for line in path.read_text().splitlines() if line.startswith("@")]
    assert len(set(keys)) == 300


def test_the_first_bib_of_many_papers_is_saved_in_the_settings_once_it_is_written(
    long: Library, tmp_path: Path
) -> None:
    path = tmp_path / "my.bib"
    long.act(long.papers.heads()[:300], {"star": True})

    async def play(user: Driver) -> None:
        await user.press("e", "ctrl+u")
        await user.type(str(tmp_path / "missing" / "my.bib"))
        await user.press("enter")
        await user.until(lambda: user.message.startswith("NOT ON DISK: "))
        assert not user.main.settings.bib
        await user.press("e", "ctrl+u")
        await user.type(str(path))
        await user.press("enter")
        await user.until(lambda: user.main.settings.bib == str(path))
        assert user.message.startswith("300 added to my.bib")

    drive(long, play)
    assert path.exists()
