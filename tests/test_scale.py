"""Work grows in step with the library: sizes are doubled, steps or bytes counted, not time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import pytest

from arxtui import locations
from arxtui.cli import run
from arxtui.store import FAR_BEHIND, Library
from arxtui.store.act import iso, micros
from arxtui.store.act_line import seal
from arxtui.store.line_reader import BLOCK, backwards, forwards
from arxtui.work_in_steps import finish
from tests.conftest import paper

if TYPE_CHECKING:
    from _typeshed import TraceFunction

BEGIN = micros("2024-01-02T00:00:00.000000Z")


def steps(work: Callable[[], object]) -> int:
    """Return how many lines of Python, and calls of C, a piece of work takes."""
    count = 0

    def counted(frame: FrameType, event: str, _: object) -> TraceFunction:
        nonlocal count
        count += 1
        return counted

    def count_call(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        count += 1

    sys.settrace(counted)
    sys.setprofile(count_call)
    try:
        work()
    finally:
        sys.settrace(None)
        sys.setprofile(None)
    return count


def in_step(sizes: tuple[int, ...], work: Callable[[int], Callable[[], object]]) -> None:
    """Hold that twice the size takes at most 2.3 times the steps."""
    counts = [steps(work(size)) for size in sizes]
    for small, large in pairwise(counts):
        assert large < 2.3 * small + 2_000, counts


def journal(
    folder: Path, lines: Iterator[dict[str, object]], name: str = "far-0002.2024.jsonl"
) -> Path:
    """Write a journal of another machine."""
    path = folder / "marks" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(map(seal, lines)))
    return path


def fill(library: Library, count: int = 60, title: str = "") -> Library:
    """Add papers."""
    with library.loading() as load:
        load.put([paper(number, title=title) for number in range(count)], {"name": "made up"})
    return library


def notes(count: int, *, concurrent: bool) -> Iterator[dict[str, object]]:
    """Yield notes about a paper, either unaware of each other or each replacing the last."""
    one = paper(1).id
    for number in range(count):
        old = None if concurrent or not number else iso(BEGIN + number - 1)
        was = {one: {"note": [old and f"note {number - 1}", old]}}
        yield {
            "t": iso(BEGIN + number),
            "ids": [one],
            "set": {"note": f"note {number}"},
            "was": was,
        }


@pytest.mark.parametrize("concurrent", [True, False])
def test_many_notes_about_the_same_paper_are_folded_in_a_single_pass(
    tmp_path: Path, concurrent: bool
) -> None:
    def start(count: int) -> Callable[[], object]:
        folder = tmp_path / str(count)
        journal(folder, notes(count, concurrent=concurrent))
        return lambda: Library(folder, "test-0001")

    in_step((200, 400, 800), start)
    mark = Library(tmp_path / "800", "test-0001").marks.of(paper(1).id)
    assert mark.note == "note 799"
    assert [text for _, text in mark.other_notes] == [
        f"note {n}" for n in range(799 if concurrent else 0)
    ]


def test_each_edit_of_a_note_takes_the_same_number_of_steps(tmp_path: Path) -> None:
    library = fill(Library(tmp_path, "test-0001", fsync=lambda _: None))

    def edit(count: int) -> Callable[[], object]:
        return lambda: [
            library.act([paper(1).id], {"note": f"{count} {number}"}) for number in range(100)
        ]

    library.act([paper(1).id], {"note": "the first"})
    first = steps(edit(0))
    for turn in range(1, 6):
        edit(turn)()
    assert steps(edit(6)) < 1.2 * first
    library.close()


def test_starring_many_papers_of_the_same_key_base_takes_linear_work(tmp_path: Path) -> None:
    def star(count: int) -> Callable[[], object]:
        library = fill(
            Library(tmp_path / str(count), "test-0001", fsync=lambda _: None), count, "Same title"
        )
        ids = [paper(number).id for number in range(count)]
        return lambda: library.act(ids, {"star": True})

    in_step((100, 200, 400), star)


# a damaged line


def stars(count: int) -> Iterator[dict[str, object]]:
    for number in range(count):
        yield {
            "t": iso(BEGIN + number),
            "ids": [paper(number).id],
            "set": {"star": True},
            "was": {},
        }


def test_a_journal_with_a_damaged_line_is_read_only_once(tmp_path: Path) -> None:
    path = journal(tmp_path, stars(300))
    sound = path.read_bytes()
    Library(tmp_path, "test-0001").checkpoint.save()
    as_ever = steps(lambda: Library(tmp_path, "test-0001"))
    lines = sound.split(b"\n")
    damaged = b"\n".join([*lines[:99], lines[99].replace(b"true", b"trve"), *lines[100:]])
    path.write_bytes(damaged)
    (tmp_path / "marks.json").unlink()
    library = Library(tmp_path, "test-0001")
    [problem] = library.problems
    assert (problem.file, problem.line) == (str(path), 100)
    library.checkpoint.save()
    assert steps(lambda: Library(tmp_path, "test-0001")) < 1.2 * as_ever
    started = Library(tmp_path, "test-0001")
    assert started.problems == (problem,)
    assert dict(started.marks.items()) == dict(library.marks.items())
    assert started.check() == [problem]
    path.write_bytes(
        damaged + seal({"t": iso(BEGIN + 300), "ids": [paper(300).id], "set": {"star": True}})
    )
    assert steps(lambda: Library(tmp_path, "test-0001")) < 1.5 * as_ever
    started = Library(tmp_path, "test-0001")
    assert started.problems == (problem,)
    assert len(started.marks.starred()) == 300
    path.write_bytes(sound)  # repaired in place, from a copy
    assert len(Library(tmp_path, "test-0001").marks.starred()) == 300
    started.refresh()
    assert len(started.marks.starred()) == 300
    assert not started.problems


def test_check_reads_a_copy_only_once_for_any_number_of_damaged_lines(tmp_path: Path) -> None:
    def check(count: int) -> Callable[[], object]:
        folder = tmp_path / str(count)
        path = journal(folder, stars(count))
        path.write_bytes(path.read_bytes().replace(b"true", b"trve", count // 2))
        shutil.copytree(path.parent, folder / "backup" / "2024-01-02")
        library = Library(folder, "test-0001")
        return library.check

    in_step((50, 100, 200), check)


def test_check_finds_no_fault_while_another_process_writes(tmp_path: Path) -> None:
    """A writer is at work in every moment: after each file that check opens, an act."""
    library = fill(Library(tmp_path, "test-0001", fsync=lambda _: None))
    writer = Library(tmp_path, "test-0001", fsync=lambda _: None)
    numbers = iter(range(10**6))
    busy = False

    def write(event: str, args: tuple[object, ...]) -> None:
        nonlocal busy
        ours = (
            threading.current_thread() is threading.main_thread()
        )  # not the thread that syncs and copies
        if event == "open" and ours and not busy and str(args[0]).endswith(".jsonl"):
            busy = True
            writer.act([paper(next(numbers) % 50).id], {"note": str(next(numbers))})
            busy = False

    library.act([paper(1).id], {"star": True})
    library.checkpoint.save()
    at_work.append(write)
    try:
        for _ in range(5):
            before = next(numbers)
            assert Library(tmp_path, "test-0001").check() == []
            assert next(numbers) > before + 2
    finally:
        at_work.clear()
    library._storage.docs[paper(7).id] = {"star": True}
    assert "does not agree" in str(library.check())
    for one in (library, writer):
        one.close()


at_work: list[Callable[[str, tuple[object, ...]], None]] = []
sys.addaudithook(lambda event, args: [work(event, args) for work in at_work] and None)


# the log, and undo, from the end


def test_lines_read_from_the_end_equal_lines_read_from_the_front(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    for size in (0, 1, 7, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK):
        for parts in (
            [b"x" * size],
            [b"x" * size, b"y"],
            [b"y", b"x" * size, b"", b"z" * 10],
            [b"a"] * 30_000,
        ):
            for last in (b"", b"unfinished"):
                path.write_bytes(b"".join(part + b"\n" for part in parts) + last)
                lines = [line for line in backwards(path) if line is not None]
                assert lines == parts[::-1]
                with path.open("rb") as file:
                    assert list(forwards(file)) == [part + b"\n" for part in parts]
    path.write_bytes(b"")
    assert list(backwards(path)) == []


def test_a_long_line_is_read_backwards_in_steps(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"a\n" + b"x" * (100 * BLOCK) + b"\nb\n")
    found = [*backwards(path)]
    assert found[0] == b"b"
    assert found[-2:] == [b"x" * (100 * BLOCK), b"a"]
    assert found[1:-2] == [None] * 6  # 1, 2, 4, 8, 16 and 32 blocks


def test_the_newest_actions_are_read_from_the_end_of_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def years(count: int) -> Callable[[], object]:
        folder = tmp_path / str(count)
        for year in ("2024", "2025"):
            journal(folder, stars(count), f"far-0002.{year}.jsonl")
            journal(folder, stars(count), f"test-0001.{year}.jsonl")
        library = Library(folder, "test-0001")
        return lambda: (
            [act.summary() for act in islice(library.log.newest_first(), 10)]
            + [finish(library.log.undoable())]
        )

    counts = [steps(years(count)) for count in (1_000, 4_000)]
    assert counts[1] < 1.2 * counts[0]


# ten years on the command line


def command(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["--library", str(folder), *words]) == 0
    return capsys.readouterr().out


def test_the_command_line_writes_marks_json_once_a_day_when_it_is_far_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "library"
    marks = folder / "marks.json"
    fill(Library(folder, "far-0002"))
    journal(folder, stars(FAR_BEHIND - 2))
    ids = [paper(number).id for number in range(4)]
    command(folder, capsys, "read", ids[0])
    assert not marks.exists()  # not far behind
    command(folder, capsys, "read", ids[1])
    written = marks.read_bytes()
    assert ids[1].encode() in written
    command(folder, capsys, "read", ids[2])
    assert marks.read_bytes() == written
    journal(folder, stars(2 * FAR_BEHIND), "late-0003.2024.jsonl")
    command(folder, capsys, "list", "is:starred", "-n", "1")  # a read never writes
    command(folder, capsys, "read", ids[3])
    assert marks.read_bytes() == written  # of today
    os.utime(marks, (0, 0))
    command(folder, capsys, "undo")
    assert marks.read_bytes() != written
    assert Library(folder, locations.machine_name()).checkpoint.behind == 0


def test_a_command_answers_before_it_writes_marks_json(tmp_path: Path) -> None:
    """If marks.json cannot be written, the command has answered all the same."""
    folder = tmp_path / "library"
    journal(folder, stars(FAR_BEHIND))
    (folder / "marks.json").mkdir()
    command = [sys.executable, "-m", "arxtui", "--library", str(folder), "undo"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "nothing to undo\n", "")


OPEN = """
import resource, sys
from pathlib import Path
from arxtui.store import Library
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
library = Library(Path(sys.argv[1]), "test-0001")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def grown(folder: Path) -> int:
    """KiB by which a new process grows when it opens a library."""
    return int(
        subprocess.run(
            [sys.executable, "-c", OPEN, str(folder)], capture_output=True, check=True
        ).stdout
    )


def test_opening_a_library_keeps_the_marks_in_memory_and_not_the_journals(tmp_path: Path) -> None:
    """The same 300 papers, read and unread again: memory does not grow with the lines."""

    def lines(count: int) -> Iterator[dict[str, object]]:
        for number in range(count):
            one = paper(number % 300).id
            pile = ("read", "unread")[number // 300 % 2]
            yield {
                "t": iso(BEGIN + number),
                "ids": [one],
                "set": {"pile": pile},
                "was": {one: {"pile": ["", None]}},
            }

    for count in (1_000, 20_000):
        journal(tmp_path / str(count), lines(count))
    assert grown(tmp_path / "20000") - grown(tmp_path / "1000") < 3 * 1024
