"""`arxtui rekey`: another key for a paper, as an action that is undone, merged and exported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from arxtui.export import bibtex
from arxtui.settings.config import Settings
from arxtui.store import KeyTaken, Library, UnknownPaper
from arxtui.store.act import micros
from tests.command import RunCommand, write_settings
from tests.screen import Driver, drive
from tests.test_citation import PAPER
from tests.test_exported_keys import load
from tests.test_synced_machines import Machine

ONE = "2310.19231"
TWO = "2310.19210"
OLD = "schmitt2023there"
OTHER = "yang2023generalized"


@pytest.fixture
def ran(ran: RunCommand, seeded: Library) -> RunCommand:
    """Run commands on a library in which two papers are starred."""
    seeded.act([ONE, TWO], {"star": True}).wait()
    return ran


def key(library: Library, paper_id: str = ONE) -> str:
    copy = library.marks.of(paper_id).cite
    assert copy is not None
    return copy.key


def test_setting_a_key_is_an_action_that_is_logged_undone_and_redone(
    ran: RunCommand, seeded: Library, folder: Path
) -> None:
    assert ran("rekey", ONE, "Schmitt:2023") == (0, f"{ONE}\tSchmitt:2023\twas {OLD}\n", "")
    assert key(seeded) == "Schmitt:2023"
    assert key(Library(folder, "another")) == "Schmitt:2023"
    assert "@misc{Schmitt:2023,\n" in ran("export")[1]
    assert f"key Schmitt:2023 · {ONE}" in ran("log", "-n", "1")[1]
    assert ran("undo")[1] == f"undone: key Schmitt:2023 · {ONE}\n"
    assert key(seeded) == OLD
    assert ran("redo")[0] == 0
    assert key(seeded) == "Schmitt:2023"
    assert orjson.loads(ran("list", f"id:{ONE}", "--json")[1])["key"] == "Schmitt:2023"
    assert ran("check")[0] == 0


def test_setting_the_same_key_is_not_an_action(ran: RunCommand, seeded: Library) -> None:
    before = len([*seeded.log.newest_first()])
    assert ran("rekey", ONE, OLD) == (0, f"{ONE}\t{OLD}\tunchanged\n", "")
    assert len([*seeded.log.newest_first()]) == before


@pytest.mark.parametrize("taken", [OTHER, OTHER.upper()])
def test_a_key_of_another_paper_is_refused(taken: str, ran: RunCommand, seeded: Library) -> None:
    status, out, err = ran("rekey", ONE, taken)
    assert (status, out) == (2, "")
    assert err == f"arxtui: {taken} is the key of {TWO}: each paper needs a key of its own\n"
    assert key(seeded) == OLD
    with pytest.raises(KeyTaken):
        seeded.rekey({ONE: "x1", TWO: "X1"})


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("a b", "it has ' '"),
        ("a,b", "it has ','"),
        ("größe", "it has 'ö'"),
        ("a{b", "it has '{'"),
        ("", "a key needs a letter or digit"),
        (":a", "it begins with ':'"),
        ("a" * 201, "a key has at most 200 signs, this one 201"),
        ("a\n", r"it has '\n'"),
    ],
)
def test_a_text_that_cannot_be_a_key_is_refused(
    bad: str, reason: str, ran: RunCommand, seeded: Library
) -> None:
    status, _, err = ran("rekey", ONE, bad)
    assert status == 2
    assert reason in err
    assert key(seeded) == OLD


def test_an_unknown_id_is_refused_but_an_unmarked_paper_gets_a_key(
    ran: RunCommand, seeded: Library
) -> None:
    assert "arxtui fetch 2311.00001 fetches it" in ran("rekey", "2311.00001", "x")[2]
    with pytest.raises(UnknownPaper):
        seeded.rekey({"2311.00001": "x"})
    third = "2310.19223"
    assert ran("rekey", third, "Chen23") == (0, f"{third}\tChen23\thad no key yet\n", "")
    assert key(seeded, third) == "Chen23"
    assert seeded.marks.marked_at(third) == ""
    seeded.act([third], {"star": True})
    assert key(seeded, third) == "Chen23"
    seeded.undo()
    ran("undo")
    assert seeded.marks.of(third).cite is None


def test_without_a_named_key_papers_get_the_key_of_the_template(
    ran: RunCommand, seeded: Library
) -> None:
    write_settings('key = "{auth}{year}"\n')
    out = ran("rekey", ONE, TWO)[1]
    assert out == f"{ONE}\tSchmitt2023\twas {OLD}\n{TWO}\tYang2023\twas {OTHER}\n"
    assert ran("rekey", ONE, TWO)[1].count("unchanged") == 2
    write_settings('key = "x{shortyear}"\n')
    ran("rekey", ONE, TWO)
    assert (key(seeded), key(seeded, TWO)) == ("x23", "x23a")
    assert ran("rekey", TWO, ONE)[1].count("unchanged") == 2
    write_settings("")
    ran("rekey", ONE)
    ran("rekey", TWO)
    assert (key(seeded), key(seeded, TWO)) == (OLD, OTHER)
    assert ran("undo")[0] == 0
    assert key(seeded, TWO) == "x23a"


@pytest.mark.parametrize("text", ['key = "{auth}\n', 'key = "{autor}"\n', "key = 3\n"])
def test_no_key_changes_when_the_settings_are_broken(
    text: str, ran: RunCommand, seeded: Library
) -> None:
    write_settings(text)
    status, _, err = ran("rekey", ONE)
    assert status == 2
    assert "no key is changed: the template of the settings is not known" in err
    assert ran("rekey", ONE, "Mine23")[0] == 0
    assert key(seeded) == "Mine23"


def test_my_bib_is_compared_and_never_edited(
    ran: RunCommand, seeded: Library, tmp_path: Path
) -> None:
    path = tmp_path / "my.bib"
    text = f"@misc{{{OLD}, eprint = {{{ONE}}}}}\n@book{{Knuth84, title = {{TeX}}}}\n"
    path.write_text(text)
    write_settings(f'bib = "{path}"\n')
    status, out, err = ran("rekey", ONE, "Schmitt23")
    assert (status, out) == (0, f"{ONE}\tSchmitt23\twas {OLD}\n")
    assert f"{path} has {ONE} as {OLD}: correct it there, arxtui does not" in err
    assert path.read_text() == text
    assert ran("rekey", TWO, "knuth84")[0] == 2
    assert key(seeded, TWO) == OTHER
    assert ran("rekey", ONE, OLD)[2] == ""
    path.write_text(text.replace(OLD, "schmitt84"))
    assert ran("rekey", ONE, "schmitt84")[2] == ""
    write_settings(f'bib = "{path}"\nkey = "Knuth84"\n')
    path.write_text("@misc{a, x = {")
    assert f"{path}:1: " in ran("rekey", ONE, "Schmitt23")[2]
    write_settings(f'bib = "{tmp_path}"\n')
    assert f"{tmp_path} is not compared: " in ran("rekey", ONE, "Schmitt23a")[2]
    write_settings(f'bib = "{tmp_path}/none.bib"\n')
    assert ran("rekey", ONE, "Schmitt23b") == (0, f"{ONE}\tSchmitt23b\twas Schmitt23a\n", "")


def test_no_key_is_made_that_my_bib_has_for_another_entry(
    ran: RunCommand, seeded: Library, tmp_path: Path
) -> None:
    (tmp_path / "my.bib").write_text("@book{schmitt2023, title = {TeX}}\n")
    write_settings(f'bib = "{tmp_path}/my.bib"\nkey = "{{auth}}{{year}}"\n')
    ran("rekey", ONE)
    assert key(seeded) == "Schmitt2023a"


def test_exports_of_the_settings_follow_a_new_key(ran: RunCommand, tmp_path: Path) -> None:
    path = tmp_path / "kept.bib"
    write_settings(f'[[export]]\nquery = "is:starred"\nfile = "{path}"\n')
    ran("rekey", ONE, "Schmitt:2023")
    assert "@misc{Schmitt:2023,\n" in path.read_text()
    ran("undo")
    assert f"@misc{{{OLD},\n" in path.read_text()


def test_a_key_set_by_hand_is_never_replaced(folder: Path) -> None:
    library = Library(folder, "here")
    load(library, PAPER._replace(authors=("A Lab", "Jane Doe"), version=1))
    library.act([PAPER.id], {"star": True})
    library.rekey({PAPER.id: "lab2023therea"})
    load(library, PAPER._replace(authors=("Jane Doe",), version=1))
    assert key(library, PAPER.id) == "lab2023therea"


def test_an_invalid_key_in_a_journal_is_skipped(seeded: Library) -> None:
    seeded.act([ONE], {"star": True})
    marks = seeded.path / "marks"
    for number, bad in enumerate(["a},\n@book{b", "größe", 7]):
        line = {"t": f"2035-11-22T17:40:5{number}.034295Z", "ids": [ONE], "set": {"key": bad}}
        (marks / f"evil-000{number}.2035.jsonl").write_bytes(orjson.dumps(line) + b"\n")
        seeded.refresh()
        assert key(seeded) == OLD


class Counting(dict[str, dict[str, Any]]):
    """Marks that count how often all of them are looked through."""

    times = 0

    def items(self) -> Any:
        self.times += 1
        return super().items()


@pytest.mark.parametrize("count", [10, 60])
def test_keys_for_many_papers_read_all_marks_only_once(seeded: Library, count: int) -> None:
    ids = [head.id for head in seeded.papers.heads()][:count]
    counting = Counting(seeded.marks._marks.docs)
    seeded.marks._marks.docs = counting
    seeded.rekey({paper_id: f"k{number}" for number, paper_id in enumerate(ids)})
    assert counting.times == 1
    assert key(seeded, ids[-1]) == f"k{count - 1}"


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    """Two machines with the same six papers, whose clock ticks together."""
    time = iter(range(micros("2026-11-22T08:00:00.000000Z"), 2**62, 1_000_000))

    def tick() -> int:
        return next(time)

    desk = Machine(tmp_path / "desk", "desk-0001", tick)
    laptop = Machine(tmp_path / "laptop", "laptop-0002", tick)
    yield desk, laptop
    for machine in (desk, laptop):
        machine.library.close()


def synced(one: Machine, two: Machine) -> None:
    one.copy_to(two)
    two.copy_to(one)


def test_the_same_key_from_two_machines_is_made_unique_in_exports(
    machines: tuple[Machine, Machine],
) -> None:
    desk, laptop = machines
    first = "2310.00000"
    second = "2310.00001"
    desk.library.rekey({first: "lee2023"})
    laptop.library.rekey({second: "Lee2023"})
    synced(desk, laptop)
    made = []
    for machine in machines:
        entries = machine.library.entries([second, first])
        made.append(bibtex.keys(entries))
        [problem] = machine.library.check()
        assert str(problem).endswith("a key of its own")
        assert f"arxtui rekey {second}" in problem.reason or f"rekey {first}" in problem.reason
    assert made == [{first: "lee2023", second: "Lee2023a"}] * 2
    laptop.library.rekey({second: "lee2023gan"})
    synced(desk, laptop)
    assert desk.library.check() == laptop.library.check() == []


def test_the_later_of_two_keys_wins_and_undo_restores_the_earlier(
    machines: tuple[Machine, Machine],
) -> None:
    desk, laptop = machines
    paper_id = "2310.00000"
    desk.library.rekey({paper_id: "desk23"})
    laptop.library.rekey({paper_id: "laptop23"})
    synced(desk, laptop)
    assert key(desk.library, paper_id) == key(laptop.library, paper_id) == "laptop23"
    assert desk.undo() == (1, 0)
    assert laptop.undo()[0] == 0
    synced(desk, laptop)
    assert key(desk.library, paper_id) == key(laptop.library, paper_id) == "desk23"


def test_the_screen_shows_a_key_set_by_another_process(
    seeded: Library, folder: Path, tmp_path: Path
) -> None:
    other = Library(folder, "test-0002")

    async def play(user: Driver) -> None:
        await user.press("s")
        here = user.current
        other.refresh()
        other.rekey({here: "Mine:2023"}).wait()
        await user.until(lambda: seeded.marks.key_by_hand(here) == "Mine:2023")
        await user.press("y", "k")
        await user.until(lambda: user.app.clipboard == "Mine:2023")
        await user.press("E", "b", "ctrl+u")
        await user.type(str(tmp_path / "out.bib"))
        await user.press("enter")
        await user.until(lambda: "new Mine:2023" in user.message)
        await user.press("A", "y", "T")
        await user.until(lambda: "★ Mine:2023 " in " ".join(user.text().split()))

    drive(seeded, play, settings=Settings())
    other.close()
