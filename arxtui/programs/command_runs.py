"""The input of a user's command: its words for each paper, and the papers as JSON lines.

A command whose words name a field of a paper runs once for each paper, in turn; every other command
runs once with all papers. The papers are on standard input as `arxtui list --json` prints them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from arxtui.export import jsonl
from arxtui.model import Entry, Paper
from arxtui.programs.program import Outcome
from arxtui.settings import command_words
from arxtui.settings.config import Command
from arxtui.text import many, plain_title

KeyOf = Callable[[Entry[Paper]], str]
"""A paper -> its citation key."""
PdfOf = Callable[[Entry[Paper]], Path]
"""A paper -> the file of its PDF, which need not exist; raises ValueError without a folder."""
Watch = Mapping[str, Sequence[str]]
"""The id of a paper -> the names of its watch rules."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command."""

    words: tuple[str, ...]
    """The program and its arguments; () for an address."""
    address: str
    """The address to open; `` for a program."""
    entries: tuple[Entry[Paper], ...]
    """The papers that it gets."""
    fault: str = ""
    """Why it cannot be run; `` = it can."""
    is_for_all: bool = False
    """True if it is the only run, for all papers."""
    watch: Watch = field(default_factory=dict)
    """The names of the watch rules of each paper, by its id."""

    def failed(self) -> Outcome | None:
        """Return the failure of a run that cannot begin; None if it can."""
        if self.fault:
            return Outcome(self.fault)
        return None

    def given(self) -> bytes:
        """Return the papers as JSON lines, in bytes."""
        return jsonl.dump(self.entries, self.watch).encode("utf-8", "replace")

    @property
    def paper_id(self) -> str:
        """The id of its only paper; `` for several papers."""
        if len(self.entries) == 1:
            return self.entries[0].paper.id
        return ""


class Runs:
    """Makes the runs of a command."""

    def __init__(
        self, command: Command, pdf_of: PdfOf, key_of: KeyOf, fetches: str, watch: Watch
    ) -> None:
        """Take the functions that return a paper's PDF and key.

        `fetches` names the command that fetches a PDF, `watch` has the watch rules of each paper.
        """
        self._command = command
        self._pdf_of = pdf_of
        self._key_of = key_of
        self._fetches = fetches
        self._watch = watch
        self._fields = fields(command)

    @property
    def per_paper(self) -> bool:
        """True if the command runs once for each paper."""
        return bool(self._fields or self._command.open)

    def of_paper(self, entry: Entry[Paper]) -> Run:
        """Return the run for one paper."""
        command = self._command
        watch = {entry.paper.id: self._watch.get(entry.paper.id, ())}
        try:
            values = self._values(entry)
        except ValueError as why:
            return Run((), "", (entry,), str(why))
        if command.open:
            return Run((), command_words.filled_address(command.open, values), (entry,))
        return Run(command_words.filled(command.run, values), "", (entry,), watch=watch)

    def of_all(self, entries: Iterable[Entry[Paper]]) -> Run:
        """Return the run for all papers at once."""
        words = command_words.filled(self._command.run, {})
        return Run(words, "", tuple(entries), is_for_all=True, watch=self._watch)

    def _values(self, entry: Entry[Paper]) -> dict[str, str]:
        """Return field -> value for the fields that the words name.

        Raises ValueError if the PDF is not on disk.
        """
        paper = entry.paper
        values = {"id": paper.id, "url": paper.abs_url, "title": plain_title(paper.title)}
        if "key" in self._fields:
            values["key"] = self._key_of(entry)
        if "pdf" in self._fields:
            values["pdf"] = str(self._saved(entry))
        return values

    def _saved(self, entry: Entry[Paper]) -> Path:
        """Return the file of a paper's PDF. Raises ValueError if it is not on disk."""
        path = self._pdf_of(entry)
        if not path.is_file():
            raise ValueError(f"its PDF is not on disk · {self._fetches}")
        return path


def fields(command: Command) -> frozenset[str]:
    """Return the fields of a paper that a command names."""
    return command_words.fields_of([*command.run, command.open])


def environment(library: Path) -> dict[str, str]:
    """Return the variables of a command, by which an arxtui started in it uses the same library."""
    return {"ARXTUI_LIBRARY": str(library.absolute())}


class Report:
    """How the runs of a command ended, for one line."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._done = 0
        self._fault = ""
        """The first fault, with the id of its paper."""
        self._last = ""

    def add(self, run: Run, outcome: Outcome, runs: int) -> None:
        """Count the outcome of a run; `runs` is the number of all runs."""
        if not outcome.fault:
            self._done += 1
            self._last = outcome.last
        elif not self._fault:
            self._fault = str(outcome)
            if runs > 1 and run.paper_id:
                self._fault = f"{run.paper_id}: {outcome}"

    @property
    def done(self) -> int:
        """How many runs succeeded."""
        return self._done

    @property
    def failed(self) -> bool:
        """True if a run failed."""
        return bool(self._fault)

    def line(self, runs: int) -> str:
        """Return `papis: done for 4 of 5 papers · 2310.19210: exit status 1 · no such file`."""
        parts = [self._count(runs), self._fault or self._last]
        return f"{self._name}: " + " · ".join(filter(None, parts))

    def _count(self, runs: int) -> str:
        if runs == 1 and self._fault:
            return ""
        if runs == 1:
            return "done"
        if self._done == runs:
            return f"done for {many(runs, 'paper')}"
        return f"done for {self._done} of {runs} papers"
