"""Changes: fields to set on papers, before they are written as one act."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any, Protocol

from arxtui.store.act import PAPERS_A_STEP, Value
from arxtui.store.fsync_worker import Receipt
from arxtui.work_in_steps import Steps

Changes = dict[str, dict[str, Value]]  # paper id -> field -> new value


class Commit(Protocol):
    """A function that writes changes as one act."""

    def __call__(
        self,
        changes: Changes,
        files: Mapping[str, str],
        known: Container[str],
        versions: Mapping[str, int] = ...,
    ) -> Steps[Receipt]:
        """Write changes as one act, in steps; nothing is written if they end before their last.

        `files` has the day files of papers as far as the caller knows them, `versions` the versions
        of papers that were just read from the library. Papers in `known` must be in the library or
        cited, whatever fields are set. Raises UnknownPaper, NotOnDisk, ValueError.
        """


def plain(name: str, value: Value) -> Value:
    """Return a field's value; None for `false` and other values that mean absence."""
    if value in (None, False, [], {}) or (name == "pile" and value == "unread"):
        return None
    return value


def wants_cite(fields: Mapping[str, Value]) -> bool:
    """Return whether fields make a mark that needs a citation: star, tag, note, later, a key."""
    for name, value in fields.items():
        if value and (name.startswith("#") or name in ("star", "note", "key") or value == "later"):
            return True
    return False


def registers_of(doc: Mapping[str, Any]) -> dict[str, Value]:
    """Return the registers of a document: a field per tag, and no other notes.

    No act sets other notes: concurrent notes of several machines become other notes.
    """
    registers = {f"#{tag}": True for tag in doc.get("tags") or ()}
    for name, value in doc.items():
        if name not in ("tags", "other_notes"):
            registers[name] = value
    return registers


def changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Value]:
    """Return field -> value of the registers that change one document into another."""
    before = registers_of(old)
    after = registers_of(new)
    fields = {name: after.get(name) for name in before | after}
    return {name: value for name, value in fields.items() if before.get(name) != value}


def grouped(changes: Changes) -> Steps[tuple[dict[str, Value], dict[str, dict[str, Value]]]]:
    """Return (set, each) of a line: the fields that all papers share, and other fields by id."""
    common = dict(next(iter(changes.values()), {}))
    for number, fields in enumerate(changes.values(), 1):
        for name in list(common):
            if name not in fields or fields[name] != common[name]:
                del common[name]
        if number % PAPERS_A_STEP == 0:
            yield
    each: dict[str, dict[str, Value]] = {}
    for number, (paper_id, fields) in enumerate(changes.items(), 1):
        rest = {name: value for name, value in fields.items() if name not in common}
        if rest:
            each[paper_id] = rest
        if number % PAPERS_A_STEP == 0:
            yield
    return common, each
