"""An action on very many papers is written in steps: whole or not at all, whatever happens."""

from __future__ import annotations

import errno
import fcntl
import os
import resource
import shutil
import signal
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from arxtui.store import PAPERS_A_STEP, Busy, Library, NotOnDisk, busy
from arxtui.work_in_steps import finish
from tests.counting import longest_step
from tests.failing_calls import Faults, error, kill
from tests.long_library import IDS, MANY, take
from tests.sharing import forked, shared_out

READ = {"pile": "read"}
SOME = IDS[: 2 * PAPERS_A_STEP + 1]
"""Papers of an action that is written in a few pieces."""


def most_at_once(counts: list[int]) -> int:
    """Return by how much a step changed the count at most."""
    return max(abs(after - before) for before, after in pairwise([counts[0], *counts]))


def test_an_action_is_written_and_folded_some_hundred_papers_a_step(long: Library) -> None:
    ids = IDS
    sizes: list[int] = []
    marked: list[int] = []
    versions = dict.fromkeys(ids, 1)
    folder = long.path / "marks"

    def written() -> int:
        marked.append(long.marks.total("read"))
        return sum(path.stat().st_size for path in folder.glob("*.jsonl"))

    receipt = take(long.act_in_steps(ids, {"pile": "read"}, versions), sizes, written)
    assert len(receipt.ids) == MANY
    assert most_at_once(marked) == PAPERS_A_STEP
    assert most_at_once(sizes) < 120 * PAPERS_A_STEP
    marked.clear()
    sizes.clear()
    act = finish(long.log.undoable())
    assert act is not None
    assert act.ids == ids
    undone = take(long.reverse_in_steps(act.t, back=True), sizes, written)
    assert undone is not None
    assert most_at_once(marked) == PAPERS_A_STEP
    assert most_at_once(sizes) < 120 * PAPERS_A_STEP
    assert not long.marks.ids()
    again = Library(long.path, "test-0001")
    assert not again.marks.ids()
    assert not again.problems


def test_an_action_that_ends_before_its_last_piece_was_never_done(long: Library) -> None:
    ids = SOME
    long.act(ids[:1], {"star": True})
    journal = next((long.path / "marks").glob("*.jsonl"))
    before = journal.read_bytes()
    before_all = long.acts_written
    versions = dict.fromkeys(ids, 1)
    steps = 0
    while True:
        acting = long.act_in_steps(ids, {"pile": "read"}, versions)
        for _ in range(steps):
            next(acting)
        if long.acts_written > before_all:
            break
        acting.close()
        assert journal.read_bytes() == before
        assert long.marks.total("read") == 0
        steps += 1
    assert steps > 2 * len(SOME) // PAPERS_A_STEP
    acting.close()  # too late: the line is written
    long.checkpoint.save()
    assert long.marks.total("read") == len(SOME)
    assert Library(long.path, "test-0001").marks.total("read") == len(SOME)


def journal(folder: Path) -> Path:
    return next(folder.glob("marks/test-0001.*.jsonl"))


def begun(folder: Path) -> Library:
    """Return a new library with an earlier action on its only paper."""
    library = Library(folder, "test-0001")
    library.act(SOME[:1], READ, {SOME[0]: 1}).wait()
    return library


def read_all(library: Library) -> None:
    """Mark the papers as read; they count as papers that were read just now."""
    library.act(SOME, READ, dict.fromkeys(SOME, 1)).wait()


def whole_or_nothing(folder: Path) -> bool:
    """Return whether the action on all papers was done; fail if it was done in part."""
    (folder / "marks.json").unlink(missing_ok=True)
    library = Library(folder, "test-0001")
    total = library.marks.total("read")
    assert total in (1, len(SOME))
    assert not library.problems
    done = [len(act.ids) for act in library.log.newest_first()]
    assert done == [len(SOME) - 1, 1][-len(done) :]
    assert (total == len(SOME)) == (len(done) == 2)
    return total > 1


def works_on(folder: Path) -> None:
    """Do the action (again), undo it, and check that both are on disk."""
    library = Library(folder, "test-0001")
    read_all(library)
    assert Library(folder, "test-0001").marks.total("read") == len(SOME)
    undone = library.undo()
    assert undone is not None
    assert undone.changed == len(SOME) - 1
    undone.receipt.wait()
    library.close()
    assert whole_after_undo(folder)


def whole_after_undo(folder: Path) -> bool:
    library = Library(folder, "test-0001")
    bad = [problem for problem in library.problems if "unfinished" not in problem.reason]
    return library.marks.total("read") == 1 and not bad


def killed_at(at: int, folder: Path) -> None:
    """Mark papers as read, and kill this process in the `at`-th call of the system."""
    with pytest.MonkeyPatch.context() as patch:
        Faults(patch, at, kill)
        read_all(Library(folder, "test-0001"))


def test_an_action_killed_at_any_system_call_was_done_whole_or_not_at_all(tmp_path: Path) -> None:
    """Also half-way through the write of a piece: the first half is in the file."""
    begun(tmp_path / "start").close()
    outcomes: list[bool] = []
    code = -signal.SIGKILL
    while code:
        assert code == -signal.SIGKILL
        folder = tmp_path / str(len(outcomes))
        shutil.copytree(tmp_path / "start", folder, copy_function=shutil.copy2)
        child = forked(partial(killed_at, len(outcomes) + 1, folder))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        outcomes.append(whole_or_nothing(folder))
        works_on(folder)
        shutil.rmtree(folder)
    assert outcomes == sorted(outcomes)  # from the last piece on it is done
    assert outcomes.count(False) > 2 * len(SOME) // PAPERS_A_STEP
    assert outcomes[-1]


@pytest.mark.parametrize("once", [True, False], ids=["once", "from then on"])
@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
def test_an_action_in_which_any_call_fails_was_done_whole_or_not_at_all(
    tmp_path: Path, number: int, once: bool
) -> None:
    begun(tmp_path / "start").close()

    def fail_some(part: int, parts: int) -> None:
        at = part + 1
        while call_fails(tmp_path, at, number, once=once):
            at += parts
        assert at > 2 * len(SOME) // PAPERS_A_STEP

    shared_out(fail_some)


def call_fails(tmp_path: Path, at: int, number: int, *, once: bool) -> bool:
    """Let the `at`-th call of an action fail; return False if it has fewer calls."""
    folder = tmp_path / str(at)
    shutil.copytree(tmp_path / "start", folder, copy_function=shutil.copy2)
    library = Library(folder, "test-0001")
    acting = library.act_in_steps(SOME, READ, dict.fromkeys(SOME, 1))
    was_refused = False
    with pytest.MonkeyPatch.context() as patch:
        faults = Faults(patch, at, partial(error, number), once=once)
        try:
            finish(acting)
        except NotOnDisk:
            was_refused = True
        faults.paused = True
        assert library.marks.total("read") == len(SOME) - was_refused * (len(SOME) - 1)
        library.close()
    copy = tmp_path / f"copy-{at}"
    shutil.copytree(folder, copy)
    assert whole_or_nothing(copy) == (not was_refused)
    works_on(folder)
    return faults.count >= at


def test_an_action_that_finds_the_disk_full_in_its_middle_was_not_done(folder: Path) -> None:
    library = begun(folder)
    library.close()
    before = journal(folder).read_bytes()
    limit = len(before) + 25 * len(SOME)  # the ids fit, the old values do not

    def fill() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        library = Library(folder, "test-0001")
        with pytest.raises(NotOnDisk, match="File too large"):
            read_all(library)
        assert library.marks.total("read") == 1
        library.act(SOME[:1], {"pile": "unread"}, {SOME[0]: 1}).wait()

    child = forked(fill)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert journal(folder).read_bytes().startswith(before + b'{"t":')
    assert Library(folder, "test-0001").marks.total("read") == 0


def test_other_processes_wait_for_an_action_in_steps_and_see_all_of_it_or_nothing(
    long: Library, folder: Path
) -> None:
    other = Library(folder, "test-0001")
    other.wait_with(busy)
    acting = long.act_in_steps(IDS, READ, dict.fromkeys(IDS, 1))
    next(acting)
    while not long.acts_written:
        other.refresh()
        assert other.marks.total("read") == 0
        assert not other.problems
        if (folder / "marks" / ".lock").exists() and is_locked(folder / "marks" / ".lock"):
            with pytest.raises(Busy):
                other.act(IDS[:1], {"star": True})
        next(acting)
    other.refresh()
    assert other.marks.total("read") == MANY
    other.act(IDS[:1], {"star": True}).wait()  # the lock is free while the marks are shown
    finish(acting)
    long.refresh()
    assert long.marks.starred() == other.marks.starred() == [IDS[0]]
    undone = other.undo()
    assert undone is not None
    assert undone.act.ids == (IDS[0],)
    undone = other.undo()
    assert undone is not None
    assert undone.changed == MANY
    long.refresh()
    assert long.marks.total("read") == other.marks.total("read") == 0
    other.close()


def is_locked(lock: Path) -> bool:
    with lock.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@pytest.mark.parametrize("moves", [True, False], ids=["moved", "replaced"])
def test_an_action_into_a_journal_that_is_no_longer_there_was_not_done(
    folder: Path, tmp_path: Path, moves: bool
) -> None:
    library = begun(folder)
    acting = library.act_in_steps(SOME, READ, dict.fromkeys(SOME, 1))
    before = journal(folder).read_bytes()
    while journal(folder).stat().st_size == len(before):
        next(acting)
    if moves:
        folder.rename(tmp_path / "moved")
    else:
        path = journal(folder)
        path.rename(tmp_path / "journal")
        path.write_bytes(before)
    with pytest.raises(NotOnDisk):
        finish(acting)
    assert library.marks.total("read") == 1
    assert library.acts_written == 1
    if moves:
        (tmp_path / "moved").rename(folder)
    library.refresh()
    assert not whole_or_nothing(folder)
    works_on(folder)
    library.close()


def test_a_library_that_closes_between_two_steps_takes_the_action_back(folder: Path) -> None:
    library = begun(folder)
    before = journal(folder).read_bytes()
    acting = library.act_in_steps(SOME, READ, dict.fromkeys(SOME, 1))
    while journal(folder).stat().st_size == len(before):
        next(acting)
    acting.close()
    library.close()
    assert journal(folder).read_bytes() == before
    assert not is_locked(folder / "marks" / ".lock")


def test_marks_that_are_read_while_an_action_is_folded_are_whole(long: Library) -> None:
    ids = IDS
    acting = long.act_in_steps(ids, {"pile": "read"}, dict.fromkeys(ids, 1))
    while not long.acts_written:
        next(acting)
    next(acting)
    assert 0 < long.marks.total("read") < MANY
    long.act(ids[:1], {"star": True})  # the next action comes behind all of it
    assert long.marks.total("read") == MANY
    assert [act.summary() for act in long.log.newest_first()][1] == "read · 6500 papers"
    acting.close()


def test_no_step_of_an_action_or_its_undo_takes_more_than_some_milliseconds(long: Library) -> None:
    most = 90_000  # lines of Python, of which a millisecond has about 10,000
    heads = list(long.papers.heads())
    assert longest_step(long.act_in_steps(heads, READ, dict.fromkeys(IDS, 1))) < most
    assert longest_step(long.act_in_steps(heads, {"#gan": True})) < most
    assert longest_step(long.papers.marked_in_steps()) < most
    assert longest_step(long.log.undoable()) < most
    assert longest_step(long.reverse_in_steps("", back=True)) < most
    assert longest_step(long.reverse_in_steps("", back=False)) < most
