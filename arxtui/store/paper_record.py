"""A record: a paper in a day file, and its change when the paper is loaded again."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from arxtui.arxiv_id import BARE_ID
from arxtui.model import Citation, Paper, is_day, is_time

Record = dict[str, Any]
_TEXT = (str,)
_TEXT_OR_ABSENT = (str, type(None))
_KINDS: dict[str, tuple[type, ...]] = {
    "version": (int,),
    "title": _TEXT,
    "authors": (list,),
    "categories": _TEXT,
    "primary": _TEXT,
    "published": _TEXT_OR_ABSENT,
    "updated": _TEXT_OR_ABSENT,
    "doi": _TEXT_OR_ABSENT,
    "comment": _TEXT_OR_ABSENT,
    "journal_ref": _TEXT_OR_ABSENT,
    "abstract": _TEXT,
    "listed": _TEXT_OR_ABSENT,
    "subject": _TEXT_OR_ABSENT,
    "announced": _TEXT_OR_ABSENT,
}
"""The fields of a record and their types, in the order of Paper behind its id."""
SOUND = {("key", str)} | {(name, kind) for name, kinds in _KINDS.items() for kind in kinds}
"""Every field of a record, or of a citation, with a type that it may have."""
_values = attrgetter(*_KINDS)


class NotAPaper(ValueError):
    """A record that is not a paper any more; the message is the reason."""


def to_record(paper: Paper, loaded: str) -> Record:
    """Return a paper as a record, without absent fields; `loaded` is the time of its first load."""
    values = zip(_KINDS, _values(paper), strict=True)
    record: Record = {name: value for name, value in values if value is not None}
    record["authors"] = list(paper.authors)
    record["loaded"] = loaded
    if paper.published is None and paper.listed:
        record["day_is"] = "guess"
    return record


def citation_record(copy: Citation) -> Record:
    """Return a citation in the form that a journal has."""
    return {**copy._asdict(), "authors": list(copy.authors)}


def from_record(paper_id: str, record: object) -> Paper:
    """Return the paper of a record. Raises NotAPaper if a field is missing or of a wrong type."""
    if not isinstance(record, dict) or not BARE_ID.fullmatch(paper_id):
        raise NotAPaper(f"{paper_id[:40]!r} is not a paper")
    values: list[Any] = [*map(record.get, _KINDS)]
    version, title, authors, *rest = values
    is_sound = SOUND.issuperset(zip(_KINDS, map(type, values), strict=True))
    if not is_sound or not set(map(type, authors)) <= {str}:
        raise NotAPaper(f"{paper_id} has a field of the wrong type")
    paper = Paper(paper_id, version, title, tuple(authors), *rest)
    times = (paper.published, paper.updated)
    if any(time and not is_time(time) for time in times):
        raise NotAPaper(f"{paper_id} has a time that is not valid")
    if paper.listed and not is_day(paper.listed):
        raise NotAPaper(f"{paper_id} has a time that is not valid")
    return paper


def _is_announced_again(old: Record, new: Record) -> bool:
    """Return whether the new announcement of a paper counts, instead of the old announcement.

    The announcement of a higher version does. Of the same version the first announcement counts,
    whatever further feeds call it; but `new` always counts.
    """
    if "announced" not in new:
        return False
    if "announced" not in old or new["announced"] == "new":
        return True
    return bool(new["version"] > old.get("version", 0))


def merged(old: Record, new: Record) -> Record:
    """Return the record of a paper that is loaded again; required fields stay in it.

    The higher version wins, and a field that a source lacks is not removed. A source without a
    version, or with the same version and no date, only adds fields that were absent.
    """
    version = old.get("version", 0)
    coming = new["version"]
    if 0 < coming < version:
        return old
    given = {name: value for name, value in new.items() if value}
    known = {name: value for name, value in old.items() if value}
    lacks_date = "published" in known and "published" not in given
    record = {**old, **given}
    if version > 0 == coming or (version == coming and lacks_date):
        record |= known
    record["loaded"] = str(old.get("loaded", ""))
    if _is_announced_again(old, new):
        record["announced"] = new["announced"]
    elif "announced" in old:
        record["announced"] = old["announced"]
    if coming > version > 0:
        record["before"] = {name: old.get(name) for name in ("version", "title", "abstract")}
        if "updated" not in given:
            record.pop("updated", None)
    if old.get("published"):
        record["published"] = old["published"]  # a first version has a single day
    if record.get("published"):
        record.pop("day_is", None)
        record.pop("listed", None)
    return record
