"""Actions of others are folded in steps, and marks.json is written in steps."""

from __future__ import annotations

import errno
import os
import shutil
import signal
from collections.abc import Generator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from arxtui.store import FAR_BEHIND, PAPERS_A_STEP, Library, NotOnDisk
from arxtui.ui import background_work
from arxtui.work_in_steps import finish
from tests.counting import longest_step
from tests.failing_calls import Faults, error, kill
from tests.long_library import IDS, MANY, open_all, take
from tests.screen import Driver, drive
from tests.sharing import forked

READ = {"pile": "read"}
MOST_LINES = 90_000
"""Lines of Python of a step, of which a millisecond has about 10,000."""


def mark_in_another_process(folder: Path, machine: str, count: int = MANY) -> None:
    """Let another process mark papers as read."""
    other = Library(folder, machine)
    other.act(IDS[:count], READ, dict.fromkeys(IDS[:count], 1)).wait()
    other.close()


def most_at_once(counts: list[int]) -> int:
    """Return by how much a step changed the count at most."""
    return max(abs(after - before) for before, after in pairwise([0, *counts]))


@pytest.mark.parametrize("machine", ["test-0001", "test-0002"])
def test_a_long_action_of_another_process_is_folded_some_hundred_papers_a_step(
    long: Library, machine: str
) -> None:
    mark_in_another_process(long.path, machine)
    counts: list[int] = []
    changed = take(long.refresh_in_steps(), counts, lambda: long.marks.total("read"))
    assert changed == set(IDS)
    assert most_at_once(counts) == PAPERS_A_STEP
    assert finish(long.refresh_in_steps()) == set()


def test_no_step_of_reading_or_folding_the_lines_of_others_is_long(long: Library) -> None:
    mark_in_another_process(long.path, "test-0002")
    assert longest_step(long.refresh_in_steps()) < MOST_LINES
    assert longest_step(long.refresh_in_steps(anew=True)) < MOST_LINES


def test_many_short_actions_of_another_machine_are_folded_in_steps(folder: Path) -> None:
    library = Library(folder, "test-0001")
    other = Library(folder, "test-0002")
    for paper_id in IDS[:2_000]:
        other.act([paper_id], READ, {paper_id: 1})
    other.close()
    counts: list[int] = []
    take(library.refresh_in_steps(), counts, lambda: library.marks.total("read"))
    assert len(counts) >= 4
    assert most_at_once(counts) <= PAPERS_A_STEP
    assert library.marks.total("read") == 2_000


def test_while_all_lines_are_folded_anew_the_old_marks_stay(long: Library) -> None:
    mark_in_another_process(long.path, "test-0002")
    long.refresh()
    long.act(IDS[:1], {"star": True}).wait()
    journal = next(long.path.glob("marks/test-0002.*.jsonl"))
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(lines[0])  # the user removed the action
    counts: list[int] = []
    changed = take(long.refresh_in_steps(), counts, lambda: long.marks.total("read"))
    assert changed == set(IDS)
    assert set(counts) <= {MANY, 0}
    assert counts == sorted(counts, reverse=True)
    assert long.marks.starred() == [IDS[0]]
    assert long.marks.total("read") == 0
    undone = long.undo()
    assert undone is not None
    assert not long.marks.starred()


def steps_of(steps: Generator[Any, None, Any]) -> int:
    """Take all steps and return their number."""
    return sum(1 for _ in steps)


SOME = IDS[: 2 * PAPERS_A_STEP + 1]


@pytest.mark.parametrize("command", ["star", "undo", "refresh", "save", "close"])
@pytest.mark.parametrize("anew", [True, False])
def test_an_action_between_two_steps_follows_all_actions_of_others(
    tmp_path: Path, command: str, anew: bool
) -> None:
    at = 1
    while True:
        folder = tmp_path / str(at)
        library = Library(folder, "test-0001")
        library.act(SOME[:1], {"star": True}, {SOME[0]: 1})
        mark_in_another_process(folder, "test-0001", len(SOME))
        steps = library.refresh_in_steps(anew=anew)
        try:
            for _ in range(at):
                next(steps)
        except StopIteration:
            break
        match command:
            case "star":
                library.act(SOME[1:2], {"#gan": True}, {SOME[1]: 1})
            case "undo":
                undone = library.undo()  # another process did the newest action
                assert undone is not None
                assert undone.changed == len(SOME)
            case "refresh":
                library.refresh()
            case "save":
                library.checkpoint.save()
            case _:
                library.close()
        total = len(SOME) * (command != "undo")
        assert library.marks.total("read") == total
        finish(steps)
        assert library.marks.total("read") == total
        again = Library(folder, "test-0001")
        assert dict(again.marks.items()) == dict(library.marks.items())
        assert not library.problems
        at += 1
    assert at > 3


def test_an_action_that_stops_early_leaves_the_lines_of_others_to_the_next(folder: Path) -> None:
    library = Library(folder, "test-0001")
    library.act(SOME[:1], {"star": True}, {SOME[0]: 1})
    mark_in_another_process(folder, "test-0002", len(SOME))
    acting = library.act_in_steps(SOME[:1], READ, {SOME[0]: 1})
    next(acting)
    acting.close()  # as Esc does
    assert library.acts_written == 1
    assert finish(library.refresh_in_steps()) == set(SOME)
    assert library.marks.total("read") == len(SOME)


def test_the_half_of_a_long_line_is_read_when_its_other_half_is_there(folder: Path) -> None:
    mark_in_another_process(folder, "test-0002", len(SOME))
    journal = next(folder.glob("marks/test-0002.*.jsonl"))
    whole = journal.read_bytes()
    for cut in (len(whole) - 1, len(whole) // 2, 300):
        journal.write_bytes(whole[:cut])
        library = Library(folder, "test-0001")
        assert finish(library.refresh_in_steps()) == set()
        assert library.marks.total("read") == 0
        with journal.open("ab") as file:
            file.write(whole[cut:])
        assert finish(library.refresh_in_steps()) == set(SOME)
        assert library.marks.total("read") == len(SOME)
        assert not library.problems


def test_a_long_line_that_is_damaged_is_reported_once(folder: Path) -> None:
    mark_in_another_process(folder, "test-0002", len(SOME))
    journal = next(folder.glob("marks/test-0002.*.jsonl"))
    journal.write_bytes(journal.read_bytes().replace(b'"pile":"read"', b'"pile":"reed"', 1))
    library = Library(folder, "test-0001")
    assert finish(library.refresh_in_steps()) == set()
    reasons = [problem.reason for problem in library.problems]
    assert reasons == ["the line is damaged: its checksum does not match"]


@pytest.mark.parametrize("content", ["nothing", "header", "other"])
def test_a_journal_that_is_replaced_between_two_steps_is_read_again(
    tmp_path: Path, content: str
) -> None:
    at = 0
    while True:
        folder = tmp_path / str(at)
        mark_in_another_process(folder, "test-0002", len(SOME))
        journal = next(folder.glob("marks/test-0002.*.jsonl"))
        lines = journal.read_bytes().splitlines(keepends=True)
        journal.write_bytes(lines[0])
        library = Library(folder, "test-0001")
        journal.write_bytes(b"".join(lines))
        steps = library.refresh_in_steps()
        try:
            for _ in range(at):
                next(steps)
        except StopIteration:
            break
        journal.unlink()
        if content != "nothing":
            journal.write_bytes(lines[0])
        if content == "other":
            third = Library(folder, "test-0002")
            third.act(SOME[:1], {"star": True}, {SOME[0]: 1}).wait()
            third.close()
        finish(steps)
        library.refresh()
        assert library.marks.total("read") == 0
        assert library.marks.starred() == list(SOME[: content == "other"])
        assert not library.problems
        library.act(SOME[:1], READ, {SOME[0]: 1})
        assert Library(folder, "test-0001").marks.total("read") == 1
        at += 1
    assert at > 3


# marks.json


def filled(folder: Path) -> Library:
    """Return a library whose marks.json has several lines of marks and of stamps."""
    library = Library(folder, "test-0001")
    library.act(IDS, READ, dict.fromkeys(IDS, 1))
    library.act(IDS[:1], {"note": "of one", "#gan": True}, {IDS[0]: 1})
    return library


def test_marks_json_is_written_and_read_in_steps(long: Library) -> None:
    long.act(long.papers.heads(), {"star": True, "#gan": True})
    assert longest_step(long.checkpoint.save_in_steps()) < MOST_LINES
    assert long.checkpoint.behind == 0
    sizes = [len(line) for line in (long.path / "marks.json").read_bytes().splitlines()]
    assert max(sizes) < MANY * 200
    again = Library(long.path, "test-0001")
    assert again.checkpoint.behind == 0
    acting = again.act_in_steps([IDS[0]], {"note": "new"})
    steps = steps_of(acting)
    assert steps >= 2 * MANY // 2_000  # keys and stamps
    assert again.marks.note_of(IDS[0]) == "new"
    assert dict(Library(long.path, "test-0001").marks.items()) == dict(again.marks.items())
    undone = again.undo()
    assert undone is not None
    assert again.marks.starred() == long.marks.starred()
    again.close()


def test_marks_that_change_between_two_steps_end_the_writing_of_marks_json(folder: Path) -> None:
    library = filled(folder)
    library.checkpoint.save()
    path = folder / "marks.json"
    before = path.read_bytes()
    library.act(IDS[1:2], {"star": True}, {IDS[1]: 1})
    at = 1
    while True:
        steps = library.checkpoint.save_in_steps()
        try:
            for _ in range(at):
                next(steps)
        except StopIteration:
            break
        library.act(IDS[1:2], {"star": at % 2 == 0}, {IDS[1]: 1})
        assert not finish(steps)
        assert path.read_bytes() == before
        assert library.checkpoint.behind
        assert [*folder.glob(".marks.json*")] == []
        at += 1
    assert at > 6
    assert path.read_bytes() != before
    assert dict(Library(folder, "test-0001").marks.items()) == dict(library.marks.items())


def saves(at: int, folder: Path) -> None:
    """Write marks.json, and kill this process in the `at`-th call of the system."""
    library = Library(folder, "test-0001")
    with pytest.MonkeyPatch.context() as patch:
        Faults(patch, at, kill)
        library.checkpoint.save()


def test_a_kill_at_any_call_of_the_system_leaves_the_old_or_the_new_marks_json(
    tmp_path: Path,
) -> None:
    library = filled(tmp_path / "start")
    library.checkpoint.save()
    library.act(IDS[1:2], {"star": True}, {IDS[1]: 1}).wait()
    library.close()
    marks = dict(library.marks.items())
    old = (tmp_path / "start" / "marks.json").read_bytes()
    found: list[bool] = []
    code = -signal.SIGKILL
    while code:
        assert code == -signal.SIGKILL
        folder = tmp_path / str(len(found))
        shutil.copytree(tmp_path / "start", folder, copy_function=shutil.copy2)
        child = forked(partial(saves, len(found) + 1, folder))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        again = Library(folder, "test-0001")
        assert dict(again.marks.items()) == marks
        is_old = (folder / "marks.json").read_bytes() == old
        assert again.checkpoint.behind == is_old
        found.append(is_old)
        shutil.rmtree(folder)
    assert found == sorted(found, reverse=True)
    assert not found[-1]


def test_a_library_that_is_moved_between_two_steps_is_reported(tmp_path: Path) -> None:
    at = 1
    while True:
        folder = tmp_path / str(at)
        library = Library(folder, "test-0001")
        library.act(SOME[:1], {"star": True}, {SOME[0]: 1}).wait()
        mark_in_another_process(folder, "test-0002", len(SOME))
        steps = library.refresh_in_steps()
        try:
            for _ in range(at):
                next(steps)
        except StopIteration:
            break
        folder.rename(tmp_path / "moved")
        assert finish(steps) == set(SOME)  # the open file is read to its end
        with pytest.raises(OSError, match="was it moved or unmounted"):
            library.refresh()
        with pytest.raises(NotOnDisk, match="was it moved or unmounted"):
            library.act(SOME[:1], READ, {SOME[0]: 1})
        library.checkpoint.save()
        assert not folder.exists()
        (tmp_path / "moved").rename(folder)
        library.refresh()
        library.act(SOME[:1], {"#gan": True}, {SOME[0]: 1}).wait()
        again = Library(folder, "test-0001")
        assert dict(again.marks.items()) == dict(library.marks.items())
        at += 1
    assert at > 3


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
def test_a_disk_that_fails_leaves_the_old_marks_json(folder: Path, number: int) -> None:
    library = filled(folder)
    library.checkpoint.save()
    path = folder / "marks.json"
    before = path.read_bytes()
    library.act(IDS[1:2], {"star": True}, {IDS[1]: 1}).wait()
    at = 1
    while True:
        with pytest.MonkeyPatch.context() as patch:
            faults = Faults(patch, at, partial(error, number), once=False)
            steps = library.checkpoint.save_in_steps()
            assert finish(steps) == (faults.count < at)
            faults.paused = True
        if faults.count < at:
            break
        assert path.read_bytes() == before
        assert library.checkpoint.behind == 1
        assert "marks.json" in str(library.problems[-1])
        at += 1
    assert at > 5
    assert path.read_bytes() != before
    assert dict(Library(folder, "test-0001").marks.items()) == dict(library.marks.items())


# on the screen


@pytest.fixture
def single_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every turn of a work take a single step, so that a test can come in between."""
    monkeypatch.setattr(background_work, "SLICE", 0)


@pytest.mark.usefixtures("single_steps")
def test_a_key_is_handled_between_the_steps_of_an_action_of_another_window(long: Library) -> None:
    async def play(user: Driver) -> None:
        await open_all(user)
        mark_in_another_process(long.path, "test-0001")
        user.main.commands.arrivals.look()
        await user.until(lambda: 0 < long.marks.total("read") < MANY)
        user.main.action_verb("next", "j")
        assert user.main.papers.cursor == 1
        assert long.marks.total("read") < MANY
        user.main.commands.arrivals.look()  # the next poll leaves it to the first
        star = user.current
        user.main.action_verb("star", "s")
        await user.until(lambda: long.marks.has_star(star))
        assert long.marks.total("read") == MANY
        await user.until(lambda: "0 unread" in user.lines()[0] or "all read" in user.lines()[0])

    drive(long, play)


@pytest.mark.usefixtures("single_steps")
def test_marks_json_is_written_between_the_keys(
    long: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("arxtui.ui.controllers.outside_changes._QUIET", 0.0)
    path = long.path / "marks.json"

    async def play(user: Driver) -> None:
        mark_in_another_process(long.path, "test-0002")
        other = Library(long.path, "test-0002")
        for number in range(FAR_BEHIND):
            other.act(IDS[:1], {"star": number % 2 == 0}, {IDS[0]: 1})
        other.close()
        path.unlink(missing_ok=True)
        user.main.commands.arrivals.look()
        await user.until(lambda: long.checkpoint.behind > FAR_BEHIND)
        await user.until(lambda: [*long.path.glob(".marks.json*")] != [])
        user.main.action_verb("next", "j")
        assert user.main.papers.cursor == 1
        assert not path.exists()
        await user.until(path.exists)
        assert long.checkpoint.behind == 0

    drive(long, play)
    assert Library(long.path, "test-0001").checkpoint.behind == 0
