"""Machines whose journals are synced: undo, the order of tags, notes, citations."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from arxtui.store import Library
from arxtui.store.act import micros
from tests.conftest import paper

IDS = [paper(number).id for number in range(6)]
ONE = IDS[0]


class Machine:
    """A machine with a library, whose clock all machines share."""

    def __init__(self, folder: Path, name: str, tick: Callable[[], int]) -> None:
        self.name = name
        self.library = Library(folder, name, clock=tick, fsync=lambda _: None)
        with self.library.loading() as load:
            load.put([paper(number) for number in range(6)], {"name": "made up"})

    def act(self, **fields: object) -> None:
        self.library.act(
            [ONE], {name.replace("tag_", "#"): value for name, value in fields.items()}
        )

    def copy_to(self, other: Machine) -> None:
        """Copy this machine's journals, and its copies of other journals, to a machine."""
        there = other.library.path / "marks"
        there.mkdir(exist_ok=True)
        for path in self.library.path.glob("marks/*.jsonl"):
            if (
                not (there / path.name).exists()
                or (there / path.name).stat().st_size < path.stat().st_size
            ):
                shutil.copyfile(path, there / path.name)
        other.library.refresh()

    def mark(self) -> tuple[object, ...]:
        mark = self.library.marks.of(ONE)
        return (
            mark.star,
            mark.pile,
            mark.tags,
            mark.note,
            tuple(text for _, text in mark.other_notes),
        )

    def undo(self) -> tuple[int, int]:
        """Undo the newest action; return (papers unchanged, papers marked by other machines)."""
        undone = self.library.undo()
        assert undone is not None
        return undone.kept, undone.shared

    def redo(self) -> int:
        redone = self.library.redo()
        assert redone is not None
        return redone.kept


def sync(one: Machine, two: Machine) -> None:
    one.copy_to(two)
    two.copy_to(one)
    assert one.mark() == two.mark()


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    time = iter(range(micros("2026-11-22T08:00:00.000000Z"), 2**62, 1_000_000))
    desk, laptop = (
        Machine(tmp_path / name, name, lambda: next(time)) for name in ("desk-0001", "laptop-0002")
    )
    yield desk, laptop
    for machine in (desk, laptop):
        check = machine.library.check()
        machine.library.close()
        assert [problem for problem in check if "BibTeX key" not in problem.reason] == []


SAME = [
    {"star": True},
    {"pile": "read"},
    {"pile": "later"},
    {"tag_gan": True},
    {"note": "see section 3"},
]


@pytest.mark.parametrize("fields", SAME, ids=str)
def test_undo_leaves_simultaneous_marks_of_another_machine(
    machines: tuple[Machine, Machine], fields: dict[str, object]
) -> None:
    desk, laptop = machines
    desk.act(**fields)
    alone = desk.mark()
    key = desk.library.marks.of(ONE).cite
    laptop.act(**fields)
    sync(desk, laptop)
    assert laptop.undo() == (0, 1)
    sync(desk, laptop)
    assert laptop.mark() == desk.mark() == alone
    assert laptop.library.marks.of(ONE).cite == key
    assert laptop.redo() == 0
    assert laptop.mark() == alone
    assert laptop.undo() == (0, 1)
    sync(desk, laptop)
    assert laptop.mark() == alone


def test_undo_restores_the_other_machines_value_although_it_arrived_later(
    machines: tuple[Machine, Machine],
) -> None:
    desk, laptop = machines
    desk.act(pile="read", note="first")
    sync(desk, laptop)
    desk.act(pile="later", note="from the desk")
    laptop.act(pile="unread", note="from the laptop")
    sync(desk, laptop)
    assert laptop.mark() == (False, "unread", (), "from the laptop", ("from the desk",))
    assert laptop.undo() == (0, 0)
    assert laptop.mark() == (False, "later", (), "from the desk", ())
    assert laptop.redo() == 0
    assert laptop.mark() == (False, "unread", (), "from the laptop", ("from the desk",))
    laptop.undo()
    sync(desk, laptop)
    laptop.act(note="from the desk, better")
    sync(desk, laptop)
    assert desk.mark() == (
        False,
        "later",
        (),
        "from the desk, better",
        (),
    )  # no trace of the edited note


def test_undo_of_a_note_restores_the_two_notes_it_replaced(
    machines: tuple[Machine, Machine],
) -> None:
    desk, laptop = machines
    desk.act(note="from the desk")
    laptop.act(note="from the laptop")
    sync(desk, laptop)
    laptop.act(note="from both")
    sync(desk, laptop)
    assert desk.mark()[3:] == ("from both", ())
    laptop.undo()
    sync(desk, laptop)
    assert desk.mark()[3:] == ("from the laptop", ("from the desk",))
    laptop.undo()
    sync(desk, laptop)
    assert desk.mark()[3:] == ("from the desk", ())
    assert [laptop.redo(), laptop.redo()] == [0, 0]
    assert laptop.mark()[3:] == ("from both", ())


def test_undo_keeps_later_changes_of_another_machine(
    machines: tuple[Machine, Machine],
) -> None:
    desk, laptop = machines
    laptop.act(star=True)
    desk.act(star=True)
    desk.act(star=False)
    sync(desk, laptop)
    assert laptop.undo() == (1, 0)
    assert laptop.mark()[0] is False
    laptop.act(star=True)
    laptop.act(star=False)
    assert laptop.undo() == (0, 0)
    assert laptop.mark()[0] is True
    desk_mark = desk.mark()
    assert desk.undo() == (0, 0)
    assert desk.mark()[0] is True is not desk_mark[0]


def test_a_citation_stays_while_another_machine_needs_it(machines: tuple[Machine, Machine]) -> None:
    desk, laptop = machines
    laptop.act(star=True)
    cite = laptop.library.marks.of(ONE).cite
    sync(desk, laptop)
    desk.act(tag_gan=True)
    sync(desk, laptop)
    laptop.undo()
    sync(desk, laptop)
    mark = desk.library.marks.of(ONE)
    assert (mark.star, mark.tags, mark.cite) == (False, ("gan",), cite)
    desk.undo()
    assert desk.mark()[2] == ()


def test_a_star_synced_late_survives_undo_redo_undo(machines: tuple[Machine, Machine]) -> None:
    desk, laptop = machines
    desk.act(star=True)
    laptop.act(star=True)
    laptop.undo()
    assert laptop.mark()[0] is False
    laptop.redo()
    desk.copy_to(laptop)
    assert laptop.undo() == (0, 1)
    assert laptop.mark()[0] is True


def test_undo_restores_a_value_that_another_machine_set_between_two_own_actions(
    machines: tuple[Machine, Machine],
) -> None:
    desk, laptop = machines
    laptop.act(pile="read")
    desk.act(pile="later")
    laptop.act(pile="unread")
    desk.copy_to(laptop)
    assert laptop.undo() == (0, 0)
    assert laptop.mark()[1] == "later"  # the newest other line
    assert laptop.undo() == (1, 0)  # the desk changed it since
    assert laptop.mark()[1] == "later"
    assert laptop.redo() == 1
    assert laptop.redo() == 0
    assert laptop.mark()[1] == "unread"


def test_undo_returns_to_an_older_action_that_was_redone(
    machines: tuple[Machine, Machine],
) -> None:
    desk, laptop = machines
    laptop.act(note="first")
    laptop.undo()
    laptop.redo()
    laptop.act(note="second")
    for _ in range(2):
        laptop.undo()
    desk.act(note="from the desk")
    for _ in range(2):
        assert laptop.redo() == 0
    assert laptop.mark()[3] == "second"
    desk.copy_to(laptop)
    assert laptop.undo() == (0, 0)
    assert laptop.mark()[3] == "first"  # done again later than the desk wrote


# tags


def tags_everywhere(*machines: Machine) -> list[str]:
    """Return the order of the tags, which is the same in every window and without marks.json."""
    orders = set()
    for machine in machines:
        library = machine.library
        orders.add(tuple(library.marks.tags()))
        library.checkpoint.save()
        orders.add(tuple(Library(library.path, machine.name).marks.tags()))
        (library.path / "marks.json").unlink()
        orders.add(tuple(Library(library.path, machine.name).marks.tags()))
    [order] = orders
    return list(order)


def test_a_tag_stays_on_its_digit(machines: tuple[Machine, Machine]) -> None:
    desk, _ = machines
    desk.library.act(IDS[:1], {"#nerf": True})
    desk.library.act(IDS[1:3], {"#gan": True})
    assert tags_everywhere(desk) == ["nerf", "gan"]
    desk.library.act(IDS[:1], {"#nerf": False})
    assert tags_everywhere(desk) == ["gan"]
    desk.library.undo()
    assert tags_everywhere(desk) == ["nerf", "gan"]
    desk.library.redo()
    desk.library.act(IDS[4:5], {"#nerf": True})
    assert tags_everywhere(desk) == ["nerf", "gan"]


def test_after_a_sync_all_windows_have_the_tags_in_the_same_order(
    machines: tuple[Machine, Machine],
) -> None:
    desk, laptop = machines
    laptop.library.act(IDS[:1], {"#zoo": True})
    desk.library.act(IDS[:1], {"#nerf": True})
    desk.library.act(IDS[1:2], {"#zoo": True})
    laptop.library.act(IDS[2:3], {"#b": True, "#a": True})
    sync(desk, laptop)
    assert tags_everywhere(desk, laptop) == ["zoo", "nerf", "a", "b"]


def test_tags_of_random_histories_are_in_the_same_order_everywhere(tmp_path: Path) -> None:
    for seed in range(20):
        chance = random.Random(seed)
        names = ("desk-0001", "laptop-0002", "tablet-0003")
        machines = [
            Machine(tmp_path / f"{seed}{name}", name, _wrong_clock(chance)) for name in names
        ]
        for _ in range(25):
            machine = chance.choice(machines)
            roll = chance.random()
            if roll < 0.2:
                machine.library.undo()
            elif roll < 0.3:
                machine.library.redo()
            elif roll < 0.5:
                machine.copy_to(chance.choice(machines))
            else:
                some = chance.sample(IDS, chance.choice([1, 2]))
                machine.library.act(some, {f"#{chance.choice('abcd')}": chance.random() < 0.6})
        for _ in range(2):
            for machine in machines:
                for other in machines:
                    machine.copy_to(other)
        tags_everywhere(*machines)
        for machine in machines:
            machine.library.close()


def _wrong_clock(chance: random.Random) -> Callable[[], int]:
    begin = micros("2026-11-22T08:00:00.000000Z")
    return lambda: begin + chance.randrange(-(10**12), 10**12)
