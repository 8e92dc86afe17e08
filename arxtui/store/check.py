"""Checks: all files are read again and compared with the files derived from them.

No file is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from arxtui.model import Problem
from arxtui.store import backup
from arxtui.store.day_table import again
from arxtui.store.heads import by_file, to_line
from arxtui.store.journal import Journal
from arxtui.store.journal_fold import MarksStorage
from arxtui.store.year import Look, Year
from arxtui.store.year_text import Unusable
from arxtui.text import reason_of

if TYPE_CHECKING:
    from arxtui.model import Mark
    from arxtui.store.catalogue import Catalogue

_TRIES = 3  # a journal may be replaced by a sync while it is read
_MEND = "arxtui check --mend"


def marks(file: Path, shown: MarksStorage, journal: Journal) -> list[Problem]:
    """Return the damage in the journals, and whether the marks do not agree with them.

    The journals are folded from their beginning up to the places up to which `shown` was folded:
    lines that other processes append meanwhile make no difference. `file` is the path of
    marks.json.
    """
    for _ in range(_TRIES):
        read = Journal(journal.folder, journal.machine)
        folded = MarksStorage()
        try:
            folded.fold(read.read_until(journal.places))
        except OSError as why:
            path = str(why.filename or file.parent)
            unread = Problem(path, 0, f"cannot be read: {reason_of(why)}")
            return list(dict.fromkeys((*journal.problems, unread)))
        same = _state(folded) == _state(shown)
        if same or not journal.rewritten(journal.look()):
            break
    problems = with_copies(dict.fromkeys((*journal.problems, *read.problems)), file.parent)
    if not same:
        problems.append(Problem(str(file), 0, f"does not agree with the journals: {_MEND}"))
    return problems


def _state(storage: MarksStorage) -> tuple[object, ...]:
    """Return all that was folded, in a form that can be compared."""
    history = storage.history
    return (
        storage.docs,
        list(storage.tags.items()),
        storage.piles,
        vars(history.registers),
        {paper_id: vars(notes) for paper_id, notes in history.notes.items()},
        history.keys,
        history.born,
    )


def with_copies(problems: Iterable[Problem], library: Path) -> list[Problem]:
    """Return problems; a problem of a line also names the newest undamaged copy of its journal.

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
            reason += f"; {path} is an undamaged copy"
        found.append(Problem(problem.file, problem.line, reason))
    return found


def _sound_copy(name: str, library: Path) -> Path | None:
    """Return the newest undamaged copy of a journal; None if all copies are damaged."""
    for path in backup.copies(library / "backup", name):
        probe = Journal(path.parent, "")
        for _ in probe.read({name: (0, 0, 1)}):
            pass
        if not probe.problems:
            return path
    return None


def shared_keys(marked: Iterable[tuple[str, Mark]]) -> list[Problem]:
    """Return a problem for each BibTeX key of two papers; a merge of two machines makes them."""
    keys: dict[str, str] = {}
    problems: list[Problem] = []
    for paper_id, mark in marked:
        if mark.cite is None:
            continue
        key = mark.cite.key
        first = keys.setdefault(key.lower(), paper_id)
        if first != paper_id:
            reason = f"is the BibTeX key of {first} and {paper_id}: exports add a letter; "
            reason += f"arxtui rekey {paper_id} gives it a key of its own"
            problems.append(Problem(key, 0, reason))
    return problems


def papers(catalogue: Catalogue) -> list[Problem]:
    """Return the damage in day files and papers, and in heads and text that are taken for fresh.

    All day files are read.
    """
    found: list[Problem] = []
    for year in catalogue.years():
        files = catalogue.files_of(year)
        for file in files:
            if catalogue.days.table(file).file.is_changed():
                reason = "changed since it was written, by hand or by a fault"
                path = str(catalogue.root / file)
                found.append(Problem(path, 0, f"{reason}; {again(file)}"))
        look = year.look()
        heads = [to_line(head) for file in files for head in catalogue.days.day(file)]
        expected = b"".join(line + b"\n" for line in heads)
        # heads that changed meanwhile were written by a load
        if look.fresh and look.text != expected and year.look() == look:
            reason = f"does not agree with the day files: {_MEND}"
            found.append(Problem(str(year.path), 0, reason))
        found += _text_of(catalogue, year, look, heads)
    return [*catalogue.days.problems.values(), *found]


def _text_of(catalogue: Catalogue, year: Year, look: Look, heads: Iterable[bytes]) -> list[Problem]:
    """Return the damage in the text of a year, if searches use it. `heads` are its head lines."""
    text = catalogue.text(year.name)
    try:
        opened = text.opened()
        if opened is None or not catalogue.full_text:
            return []
        lines_of = by_file(heads)
        for file, part in opened.parts.items():
            expected = b"".join(catalogue.text_lines(lines_of.get(file, ())))
            if look.stamps.get(file) == part.stamp and opened.lines_of(file) != expected:
                raise Unusable(text.path, "does not agree with the day files")
    except Unusable as why:
        return [Problem(str(text.path), 0, f"{why.strerror}: {_MEND}")]
    return []
