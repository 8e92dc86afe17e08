"""What `arxtui check` finds: everything is read again and compared with what is derived from it. Nothing is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from arxtui.model import Problem
from arxtui.store import backup
from arxtui.store.fold import MarksStorage
from arxtui.store.journal import Journal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from arxtui.model import Mark

_TRIES = 3  # a journal may be replaced by a sync while it is read


def marks(file: Path, shown: MarksStorage, journal: Journal) -> list[Problem]:
    """Return what is wrong with the journals, and with marks that do not agree with them.

    The journals are folded from their beginning up to the places up to which `shown` was folded: what other processes
    append meanwhile is no difference. `file` is the place of marks.json.
    """
    for _ in range(_TRIES):
        read = Journal(journal.folder, journal.machine)
        folded = MarksStorage()
        try:
            folded.fold(read.read_until(journal.places))
        except OSError as why:
            unread = Problem(str(why.filename or file.parent), 0, f"not read: {why.strerror or why}")
            return list(dict.fromkeys((*journal.problems, unread)))
        same = _state(folded) == _state(shown)
        if same or not journal.rewritten(journal.look()):
            break
    problems = with_copies(dict.fromkeys((*journal.problems, *read.problems)), file.parent)
    if not same:
        problems.append(Problem(str(file), 0, "does not agree with the journals: arxtui check --mend"))
    return problems


def _state(storage: MarksStorage) -> tuple[object, ...]:
    return storage.docs, list(storage.tags.items()), storage.piles, storage.history


def with_copies(problems: Iterable[Problem], library: Path) -> list[Problem]:
    """Return problems, those of lines together with the newest copy of their journal that is sound.

    The copies of a journal are read once, however many of its lines are damaged.
    """
    sound: dict[str, Path | None] = {}
    found = []
    for problem in problems:
        if not problem.line:
            found.append(problem)
            continue
        if problem.file not in sound:
            sound[problem.file] = _sound_copy(Path(problem.file).name, library)
        reason = problem.reason
        if path := sound[problem.file]:
            reason += f"; {path} is a sound copy"
        found.append(Problem(problem.file, problem.line, reason))
    return found


def _sound_copy(name: str, library: Path) -> Path | None:
    """Return the newest copy of a journal that is sound; None if there is none."""
    for path in backup.copies(library / "backup", name):
        probe = Journal(path.parent, "")
        for _ in probe.read({name: (0, 0, 1)}):
            pass
        if not probe.problems:
            return path
    return None


def shared_keys(marked: Iterable[tuple[str, Mark]]) -> list[Problem]:
    """Return the BibTeX keys that two papers have, which happens when the marks of two machines are merged."""
    keys: dict[str, str] = {}
    return [
        Problem(copy.key, 0, f"is the BibTeX key of {keys[copy.key]} and {paper_id}: exports add a letter")
        for paper_id, mark in marked
        if (copy := mark.cite) and keys.setdefault(copy.key, paper_id) != paper_id
    ]
