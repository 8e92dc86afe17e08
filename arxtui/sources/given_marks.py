"""The marks in an object of arxtui's JSON lines: star, pile, tags, notes, version read, key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from arxtui import citation_key
from arxtui.model import PILES, GivenMark, Pile, tag_name

_FIELDS = frozenset(
    ("starred", "pile", "read", "tags", "note", "other_notes", "key", "seen_version")
)


def has_marks(record: Mapping[str, object]) -> bool:
    """Return whether an object has a field of marks."""
    return not _FIELDS.isdisjoint(record)


def given_mark(paper_id: str, record: Mapping[str, object]) -> tuple[GivenMark, list[str]]:
    """Return (the mark of an object, the reasons for which fields of it are left out)."""
    reading = _Reading(record)
    pile = _pile(reading)
    seen = reading.value("seen_version", _version, None)
    if pile != "read" and seen == record.get("version"):
        seen = None  # the citation has that version
    mark = GivenMark(
        paper_id=paper_id,
        star=reading.value("starred", _truth, False),
        pile=pile,
        tags=reading.value("tags", _tags, ()),
        notes=_notes(reading),
        read_version=seen,
        key=reading.value("key", _key, ""),
    )
    return mark, reading.wrong


class _Reading:
    """The fields of an object, with the reasons for which some are left out."""

    def __init__(self, record: Mapping[str, object]) -> None:
        self._record = record
        self.wrong: list[str] = []

    def value(self, name: str, check: Callable[[object], Any], absent: Any) -> Any:
        """Return the value of a field; `absent` if it is missing, null or wrong.

        `check` returns the value as a mark has it, and raises ValueError if it is wrong.
        """
        value = self._record.get(name)
        if value is None:
            return absent
        try:
            return check(value)
        except ValueError as why:
            self.wrong.append(f"mark left out: {name} {why}")
            return absent


def _pile(reading: _Reading) -> Pile:
    """Return the pile; without a pile, `read`: true means the pile `read`."""
    pile: Pile | None = reading.value("pile", _one_of_the_piles, None)
    is_read = reading.value("read", _truth, False)
    if pile is None and is_read:
        return "read"
    return pile or "unread"


def _notes(reading: _Reading) -> tuple[str, ...]:
    """Return the note, and the notes that other machines wrote at the same time."""
    note = reading.value("note", _text, "")
    others = reading.value("other_notes", _texts, ())
    return tuple(text for text in (note, *others) if text.strip())


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"takes true or false, not {_shown(value)}")
    return value


def _one_of_the_piles(value: object) -> Pile:
    for pile in PILES:
        if value == pile:
            return pile
    raise ValueError(f"takes {', '.join(PILES)}, not {_shown(value)}")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"takes a text, not {_shown(value)}")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(f"takes a list of texts, not {_shown(value)}")
    return tuple(map(_text, value))


def _tags(value: object) -> tuple[str, ...]:
    return tuple(map(tag_name, _texts(value)))


def _version(value: object) -> int:
    if type(value) is not int or not 1 <= value <= 9999:
        raise ValueError(f"takes a number from 1 to 9999, not {_shown(value)}")
    return value


def _key(value: object) -> str:
    key = _text(value)
    if not citation_key.is_key(key):
        raise ValueError(f"takes a citation key: {citation_key.why_no_key(key)}")
    return key


def _shown(value: object) -> str:
    """Return a value in the form for an error, cut if it is long."""
    return repr(value)[:60]
