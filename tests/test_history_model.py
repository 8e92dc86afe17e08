"""Random histories of three machines against a model with its own fold and undo.

The model is written from the promises of the journals, and shares no code with the store: the last
writer of a field by (time, machine) wins; undo takes back the newest action of this machine that is
not undone, and restores the value that the lines have without it; a field that another machine
changed since is not changed. In between, clocks jump, journals are synced whole, in part and under
the names of conflict copies, papers are loaded and forgotten, and processes are killed.

ARXTUI_LONG runs thousands of histories instead of a hundred.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from arxtui.store import Library, Undone
from tests.conftest import paper

LONG = bool(os.environ.get("ARXTUI_LONG"))
PAPERS = [paper(number, day=f"2023-10-{28 + number % 3}") for number in range(4)]
IDS = [one.id for one in PAPERS]
NAMES = ("desk-0001", "lap-0002", "tab-0003")
NOTES = ("good", "see section 3", "compare with ours", None)

Key = tuple[str, str]  # paper, field


# the model


@dataclass(frozen=True)
class Line:
    """An action, as its line in a journal has it."""

    t: str
    machine: str
    sets: dict[Key, Any]
    was: dict[Key, str | None] | None
    """The time of the value that each field had before; None for a line written by hand."""
    undo: str | None
    redo: str | None

    @property
    def stamp(self) -> tuple[str, str]:
        return self.t, self.machine


def lines_of(folder: Path) -> list[Line]:
    """Read all journals: every whole line once, in order."""
    found: dict[tuple[str, str], Line] = {}
    for path in (folder / "marks").glob("*.jsonl"):
        machine = path.name.split(".")[0]
        *whole, _ = path.read_bytes().split(b"\n")
        for raw in whole:
            body, mark, check = raw.rpartition(b',"c":"')
            if mark and int(check[:8], 16) != zlib.crc32(body):
                continue
            record = json.loads(raw)
            if "arxtui" in record:
                continue
            sets = {
                (one, name): value
                for one in record["ids"]
                for name, value in record.get("set", {}).items()
            }
            for one, fields in record.get("each", {}).items():
                sets |= {(one, name): value for name, value in fields.items()}
            was = record.get("was")
            if was is not None:
                was = {
                    (one, name): told[1]
                    for one, fields in was.items()
                    for name, told in fields.items()
                }
            line = Line(record["t"], machine, sets, was, record.get("undo"), record.get("redo"))
            found[line.stamp] = line
    return [found[stamp] for stamp in sorted(found)]


def clear(value: Any) -> Any:
    """Return None for every value that means absence."""
    return None if value in (None, False, "unread", [], {}) else value


def fold(lines: Iterable[Line]) -> dict[Key, Any]:
    """Return the value of every field that has a value: the last writer of the lines wins."""
    values: dict[Key, Any] = {}
    for line in lines:
        values |= line.sets
    return {key: value for key, value in values.items() if clear(value) is not None}


def other_notes(lines: list[Line], one: str) -> list[str]:
    """Return the notes that no later line replaced, except the shown note."""
    key = (one, "note")
    about = [line for line in lines if key in line.sets]
    if not about:
        return []
    replaced = {line.was[key] for line in about if line.was is not None and key in line.was}
    over = fold(lines).get((one, "note_over"), ())
    shown = about[-1].sets[key]
    return [
        line.sets[key]
        for line in about[:-1]
        if line.sets[key] and line.t not in replaced and f"{line.t} {line.machine}" not in over
        if line.sets[key] != shown
    ]


def tag_order(lines: list[Line]) -> list[str]:
    """The tags in use, by the time of the first line that set each."""
    used = {name for _, name in fold(lines) if name.startswith("#")}
    born: dict[str, tuple[Any, str]] = {}
    for line in lines:
        for (_, name), value in line.sets.items():
            if name in used and value:
                born.setdefault(name, (line.stamp, name))
    return [name[1:] for name in sorted(used, key=lambda name: born[name])]


def stacks(lines: list[Line], machine: str) -> tuple[list[Line], list[Line]]:
    """Return (actions to undo, actions to redo), the next action last."""
    done: list[Line] = []
    undone: list[Line] = []
    for line in lines:
        if line.machine != machine:
            continue
        if line.undo:
            [act] = [act for act in done if act.t == line.undo]
            done.remove(act)
            undone.append(act)
        elif line.redo:
            [act] = [act for act in undone if act.t == line.redo]
            undone.remove(act)
            done.append(act)
        else:
            done.append(line)
            undone.clear()
    return done, undone


@dataclass
class Expected:
    """The right outcome of an undo or redo."""

    act: Line
    values: dict[Key, Any]
    """The values of the fields that it changes."""
    kept: set[str] = field(default_factory=set)


def expected(lines: list[Line], machine: str, *, back: bool) -> Expected | None:
    """Work out the undo (`back`) or redo of a machine; None if there is nothing to do."""
    stack = stacks(lines, machine)[0 if back else 1]
    if not stack:
        return None
    act = stack[-1]
    found = Expected(act, {})
    state = fold(lines)
    for key, value in act.sets.items():
        about = [line for line in lines if key in line.sets]
        others = [line for line in about if line.machine != machine]
        said = max(
            line.stamp for line in about if line.machine == machine and act.t in (line.t, line.redo)
        )
        if any(line.stamp > said for line in others):
            if (
                key[1] != "cite"
            ):  # another machine's copy of the same citation is no change of a mark
                found.kept.add(key[0])
            continue
        own = [line for line in about if line.machine == machine]
        earlier = [line for line in own if (line.undo or line.redo or line.t) < act.t]
        before = sorted([*others, *earlier], key=lambda line: line.stamp)
        if not back:
            found.values[key] = value
        elif before:
            found.values[key] = before[-1].sets[key]
        else:
            found.values[key] = None
    for one in {one for one, name in found.values if name == "cite"}:
        after = {
            name: value
            for (of, name), value in {**state, **found.values}.items()
            if of == one and clear(value)
        }
        needs = (
            any(name[0] == "#" or name in ("star", "note") for name in after)
            or after.get("pile") == "later"
        )
        if needs and not after.get("cite"):
            del found.values[one, "cite"]
    return found


# the world


class World:
    """Three machines, each with a library, a clock and one or two open windows."""

    def __init__(self, home: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.home = home
        wrong = self.chance.choice(
            [0, 0, 10_000, 10**9]
        )  # microseconds; a call of a clock takes a thousand
        self.offsets = [self.chance.randint(-wrong, wrong) for _ in NAMES]
        self.ticks = iter(range(10**9))
        self.windows: list[list[Library]] = [[self.open(machine)] for machine in range(3)]
        for machine in range(3):
            self.load(machine, PAPERS)

    def folder(self, machine: int) -> Path:
        return self.home / NAMES[machine]

    def open(self, machine: int) -> Library:
        return Library(
            self.folder(machine), NAMES[machine], clock=self.clock(machine), fsync=lambda _: None
        )

    def clock(self, machine: int) -> Callable[[], int]:
        return lambda: 1_790_000_000_000_000 + self.offsets[machine] + next(self.ticks) * 1_000

    def window(self, machine: int) -> Library:
        return self.chance.choice(self.windows[machine])

    # possible events

    def act(self, machine: int) -> None:
        library = self.window(machine)
        library.refresh()
        known = [*library.papers.find(IDS)]
        if known:
            some = self.chance.sample(known, min(len(known), self.chance.choice([1, 1, 2, 4])))
            library.act(some, fields(self.chance))

    def undo(self, machine: int) -> None:
        """`u` once or more often, and at times `U` behind it."""
        for back in [True] * self.chance.choice([1, 2, 4]) + [False] * self.chance.choice(
            [0, 0, 1, 3]
        ):
            self.step(machine, back=back)

    def redo(self, machine: int) -> None:
        self.step(machine, back=False)

    def step(self, machine: int, *, back: bool) -> None:
        """Undo or redo, and compare the outcome with the model."""
        library = self.window(machine)
        lines = lines_of(self.folder(machine))
        want = expected(lines, NAMES[machine], back=back)
        undone: Undone | None = library.undo() if back else library.redo()
        assert (undone is None) == (want is None)
        if want and undone:
            assert (undone.act.t, undone.kept) == (want.act.t, len(want.kept))
            state = fold(lines) | want.values
            assert fold(lines_of(self.folder(machine))) == {
                k: v for k, v in state.items() if clear(v) is not None
            }

    def jump(self, machine: int) -> None:
        """A clock is set: by seconds, hours or a year."""
        self.offsets[machine] += (
            self.chance.choice([-1, 1]) * self.chance.choice([5, 3_600, 31_536_000]) * 1_000_000
        )

    def sync(self, machine: int) -> None:
        """Let journals arrive from another machine: whole, in part, or as a conflict copy."""
        there = self.folder(self.chance.choice([other for other in range(3) if other != machine]))
        for path in sorted(there.glob("marks/*.jsonl")):
            if path.name.startswith(NAMES[machine]) or self.chance.random() < 0.2:
                continue
            data = path.read_bytes()
            if self.chance.random() < 0.3:
                data = data[: self.chance.randrange(len(data) + 1)]
            self.receive(machine, path.name, data)
            if self.chance.random() < 0.15:
                copy = self.chance.choice(
                    [".sync-conflict-20261122-101010-ABCDEFG", " (conflicted copy)"]
                )
                self.receive(machine, f"{path.stem}{copy}.jsonl", data[: data.rfind(b"\n") + 1])

    def receive(self, machine: int, name: str, data: bytes) -> None:
        path = self.folder(machine) / "marks" / name
        path.parent.mkdir(exist_ok=True)
        if data and (not path.exists() or path.stat().st_size < len(data)):
            coming = path.with_suffix(".coming")
            coming.write_bytes(data)
            coming.replace(path)

    def tidy(self, machine: int) -> None:
        """Delete a conflict copy; its lines are also in the original journal."""
        for path in self.folder(machine).glob("marks/*conflict*.jsonl"):
            name, rest = path.name.split(".", 1)
            whole = path.with_name(f"{name}.{rest[:4]}.jsonl")
            if whole.exists() and whole.read_bytes().startswith(path.read_bytes()):
                path.unlink()

    def restart(self, machine: int) -> None:
        """Close all windows, open 1 or 2; marks.json is unchanged, just written, or deleted."""
        for library in self.windows[machine]:
            if self.chance.random() < 0.5:
                library.checkpoint.save()
            library.close()
        if self.chance.random() < 0.3:
            (self.folder(machine) / "marks.json").unlink(missing_ok=True)
        self.windows[machine] = [self.open(machine) for _ in range(self.chance.choice([1, 1, 2]))]

    def load(self, machine: int, papers: list[Any] | None = None) -> None:
        with self.window(machine).loading() as load:
            load.put(papers or self.chance.sample(PAPERS, 2), {"name": "made up"})

    def forget(self, machine: int) -> None:
        self.window(machine).forget([], self.chance.sample(IDS, 1))

    def kill(self, machine: int) -> None:
        """Kill a process during its actions: all acknowledged actions are stored."""
        folder = self.folder(machine)
        before = len(lines_of(folder))
        known = [*self.window(machine).papers.find(IDS)]
        if not known:
            return
        read, write = os.pipe()
        seed = self.chance.random()
        child = os.fork()
        if not child:
            try:
                chance = random.Random(seed)
                library = self.open(machine)
                while True:
                    receipt = library.act([chance.choice(known)], {"note": str(chance.random())})
                    os.write(write, f"{receipt.action}\n".encode())
            finally:
                os._exit(1)
        os.close(write)
        acknowledged = b""
        with os.fdopen(read, "rb", buffering=0) as pipe:
            for _ in range(self.chance.choice([1, 2, 5])):
                acknowledged += pipe.read(64)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            acknowledged += pipe.read()
        there = [line.t for line in lines_of(folder) if line.machine == NAMES[machine]]
        times = acknowledged.decode().split("\n")[:-1]
        assert times
        assert set(times) <= set(there)
        assert len(lines_of(folder)) <= before + len(times) + 1
        if self.chance.random() < 0.5:  # a power cut leaves half a line
            newest = max(folder.glob(f"marks/{NAMES[machine]}.????.jsonl"))
            with newest.open("ab") as file:
                file.write(
                    b'{"t":"2026-11-22T17:40:59.034295Z","ids":["23'[: self.chance.randrange(1, 40)]
                )

    # checks

    def check(self, machine: int) -> None:
        """Check that every window shows the marks of the model."""
        lines = lines_of(self.folder(machine))
        for library in self.windows[machine]:
            library.refresh()
            check_marks(library, lines)


def fields(chance: random.Random) -> dict[str, object]:
    """Fields that a user sets."""
    some: list[dict[str, object]] = [
        {"star": chance.random() < 0.7},
        {"pile": chance.choice(["read", "later", "unread"])},
        {f"#{chance.choice('abc')}": chance.random() < 0.7},
        {"note": chance.choice(NOTES)},
        {"star": True, "#a": True},
    ]
    return chance.choice(some)


def check_marks(library: Library, lines: list[Line]) -> None:
    """Check that a window shows the marks of the model."""
    state = fold(lines)
    marks = dict(library.marks.items())
    others = {
        one: other_notes(lines, one) for one in {one for line in lines for one, _ in line.sets}
    }
    assert marks.keys() == {one for one, _ in state} | {
        one for one, texts in others.items() if texts
    }
    for one, mark in marks.items():
        of = {name: value for (paper_id, name), value in state.items() if paper_id == one}
        assert mark.star == bool(of.get("star"))
        assert mark.pile == of.get("pile", "unread")
        assert mark.tags == tuple(sorted(name[1:] for name in of if name[0] == "#"))
        assert mark.note == of.get("note")
        assert (mark.cite.key if mark.cite else None) == of.get("cite", {}).get("key")
        assert mark.read_version == of.get("read_version")
        assert [text for _, text in mark.other_notes] == others[one]
    assert list(library.marks.tags()) == tag_order(lines)
    assert library.marks.total("star") == sum(name == "star" for _, name in state)
    for pile in ("read", "later"):
        assert library.marks.total(pile) == sum(
            value == pile for (_, name), value in state.items() if name == "pile"
        )
    starred: dict[str, Any] = {}
    for line in lines:
        starred |= {one: line.stamp for one, name in line.sets if name == "star"}
    want = sorted(
        (one for one, name in state if name == "star"), key=lambda one: (starred[one], one)
    )
    assert library.marks.starred() == want


WEIGHTS = {
    "act": 40, "undo": 12, "redo": 4, "sync": 18, "jump": 4, "restart": 5, "load": 2, "forget": 2,
    "kill": 1, "tidy": 1
}  # fmt: skip


def history(home: Path, seed: int) -> None:
    """Run a random history, and compare after each step and when all journals have arrived."""
    world = World(home, seed)
    chance = world.chance
    told: list[str] = []
    try:
        for _ in range(chance.choice([10, 25, 25, 40])):
            [step] = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))
            machine = chance.randrange(3)
            told.append(f"{step} {NAMES[machine]}")
            getattr(world, step)(machine)
            world.check(machine)
        told.append("the end")
        for source in range(3):
            for path in sorted(world.folder(source).glob(f"marks/{NAMES[source]}.????.jsonl")):
                for machine in range(3):
                    if machine != source:
                        world.receive(machine, path.name, path.read_bytes())
        for machine in range(3):
            world.check(machine)
            assert lines_of(world.folder(machine)) == lines_of(world.folder(0))
            library = world.windows[machine][0]
            assert [
                p
                for p in library.check()
                if "BibTeX key" not in p.reason and "set aside" not in p.reason
            ] == []
            library.checkpoint.save()
            check_marks(world.open(machine), lines_of(world.folder(machine)))
    except AssertionError as why:
        raise AssertionError(f"history {seed}: {', '.join(told)}\n{why}") from why
    finally:
        for library in (library for windows in world.windows for library in windows):
            library.close()


def seeds() -> list[range]:
    """Histories in parts, so that they can be shared out among processors."""
    size, parts = (200, 20) if LONG else (25, 4)
    return [range(part * size, (part + 1) * size) for part in range(parts)]


@pytest.mark.parametrize("part", seeds(), ids=lambda part: f"{part[0]}-{part[-1]}")
def test_random_histories_agree_with_the_model(tmp_path: Path, part: range) -> None:
    for seed in part:
        home = tmp_path / str(seed)
        history(home, seed)
        shutil.rmtree(home)
