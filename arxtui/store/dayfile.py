"""A day file: the papers of one day as a native TinyDB file, and how a paper that comes again is merged.

{"papers": {id: record}, "_meta": {"1": {...}}}; a stock TinyDB opens it once Table.document_id_class = str.
"""

from __future__ import annotations

import errno
import zlib
from operator import attrgetter
from pathlib import Path
from typing import Any

import orjson

from arxtui.arxiv_id import BARE_ID, without_subject
from arxtui.model import Paper, is_day, is_time
from arxtui.store import files

SCHEMA = 1
UNDATED = "undated.json"
Record = dict[str, Any]
_TEXT, _MAYBE = (str,), (str, type(None))
_KINDS: dict[str, tuple[type, ...]] = {
    "version": (int,), "title": _TEXT, "authors": (list,), "categories": _TEXT, "primary": _TEXT, "published": _MAYBE,
    "updated": _MAYBE, "doi": _MAYBE, "comment": _MAYBE, "journal_ref": _MAYBE, "abstract": _TEXT, "listed": _MAYBE,
    "subject": _MAYBE,
}  # fmt: skip
"""The fields of a record and what they may be, in the order of Paper behind its id."""
SOUND = {("key", str)} | {(name, kind) for name, kinds in _KINDS.items() for kind in kinds}
"""Every field of a record, or of a cite, with a type that it may have."""
_values = attrgetter(*_KINDS)


Tables = dict[str, dict[str, Any]]


class Damaged(OSError):
    """A day file that cannot be read."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(errno.EINVAL, self.advised(path, reason), str(path))

    def advised(self, path: Path, reason: str) -> str:
        """Return the reason with what helps."""
        return f"{reason}; {again(path.name)}"


class Newer(Damaged):
    """A day file of a newer arxtui: it is not to be replaced."""

    def advised(self, path: Path, reason: str) -> str:
        """Return the reason alone: the newer arxtui reads the file."""
        return reason


def again(file: str) -> str:
    """Return what brings the papers of a day file back.

    No fetch does so by itself: the day is complete.
    """
    day = day_of(file)
    if is_day(day):
        return f"load the day's listing again, or arxtui fetch --day {day}"
    return "load its listing again"


def read(path: Path) -> Tables:
    """The tables of a day file, empty ones when there is no file; Damaged, OSError."""
    try:
        data: Tables = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        return empty()
    except ValueError as why:
        raise Damaged(path, f"not JSON ({why})") from None
    if not isinstance(data, dict) or not all(isinstance(data.get(table), dict) for table in ("papers", "_meta")):
        raise Damaged(path, "not a day file")
    meta = data["_meta"].setdefault("1", {"schema": SCHEMA})
    if not isinstance(meta, dict):
        raise Damaged(path, "not a day file")
    if meta.get("schema", SCHEMA) != SCHEMA:
        raise Newer(path, "written by a newer arxtui")
    if any("/" in paper_id and paper_id != without_subject(paper_id) for paper_id in data["papers"]):
        _rename(data)
    sources = meta.get("sources")
    meta["sources"] = [one for one in sources if isinstance(one, dict)] if isinstance(sources, list) else []
    return data


def _rename(data: Tables) -> None:
    """Give papers the id that the library has, where an older arxtui kept an old id with its subject class."""
    was_sound = not changed(data)
    papers: dict[str, Any] = {}
    for paper_id, record in data["papers"].items():
        short = without_subject(paper_id)
        if short != paper_id and isinstance(record, dict):
            subject = paper_id.partition("/")[0].partition(".")[2]
            record = {**record, "subject": subject}
        if short in papers and _has_version(papers[short]) and _has_version(record):
            record = merged(papers[short], record)
        papers[short] = record
    data["papers"] = papers
    if was_sound and "c" in data["_meta"]["1"]:
        data["_meta"]["1"]["c"] = _check_sum(papers)


def _has_version(record: object) -> bool:
    return isinstance(record, dict) and isinstance(record.get("version"), int)


def _check_sum(papers: dict[str, Any]) -> str:
    return f"{zlib.crc32(orjson.dumps(papers)):08x}"


def write(path: Path, tables: Tables) -> None:
    """Replace a day file; durable only after files.sync_all(). OSError leaves the old one."""
    files.make_folder(path.parent)
    papers = orjson.dumps(tables["papers"])
    meta = {"1": {**tables["_meta"]["1"], "c": f"{zlib.crc32(papers):08x}"}}
    files.write_atomic(path, b'{"papers":%b,"_meta":%b}' % (papers, orjson.dumps(meta)), durable=False)


def empty() -> Tables:
    """The tables of a day file to be."""
    return {"papers": {}, "_meta": {"1": {"schema": SCHEMA, "sources": []}}}


def changed(tables: Tables) -> bool:
    """Whether the papers are others than were written: by hand, or by a fault that left them readable."""
    told = tables["_meta"]["1"].get("c")
    return told is not None and told != _check_sum(tables["papers"])


def file_of_day(day: str) -> str:
    """The file of a day (`` = not known), relative to catalogue/."""
    return f"{day[:4]}/{day.replace('-', '')}.json" if day else UNDATED


def day_of(file: str) -> str:
    """The day of a file as `YYYY-MM-DD`; `` for undated.json."""
    name = file.rpartition("/")[2]
    return f"{name[:4]}-{name[4:6]}-{name[6:8]}" if file != UNDATED else ""


def to_record(paper: Paper, loaded: str) -> Record:
    """A paper as it stands in a day file: absent fields are left out."""
    record: Record = {name: value for name, value in zip(_KINDS, _values(paper), strict=True) if value is not None}
    record |= {"authors": list(paper.authors), "loaded": loaded}
    if paper.published is None and paper.listed:
        record["day_is"] = "guess"
    return record


def from_record(one: str, record: object, path: Path) -> Paper:
    """The paper of a record; Damaged when the file was changed into something that is none."""
    if not isinstance(record, dict) or not BARE_ID.fullmatch(one):
        raise Damaged(path, f"{one[:40]!r} is not a paper")
    values: list[Any] = [*map(record.get, _KINDS)]
    version, title, authors, *rest = values
    if not SOUND.issuperset(zip(_KINDS, map(type, values), strict=True)) or not set(map(type, authors)) <= {str}:
        raise Damaged(path, f"{one} has a field of the wrong type")
    paper = Paper(one, version, title, tuple(authors), *rest)
    times = (paper.published, paper.updated)
    if any(time and not is_time(time) for time in times) or (paper.listed and not is_day(paper.listed)):
        raise Damaged(path, f"{one} has a time that is not valid")
    return paper


def merged(old: Record, new: Record) -> Record:
    """Return what is known after a paper came again; every field that a record must have stays in it.

    The higher version wins, and a field that a source lacks erases nothing. A source that names no
    version, or of the same one not even a date, only fills in what was not known.
    """
    version, coming = old.get("version", 0), new["version"]
    if 0 < coming < version:
        return old
    told = {name: value for name, value in new.items() if value}
    known = {name: value for name, value in old.items() if value}
    poorer = version > 0 == coming or (version == coming and "published" in known.keys() - told.keys())
    record = {**old, **told}
    if poorer:
        record |= known
    record["loaded"] = str(old.get("loaded", ""))
    if coming > version > 0:
        record["before"] = {name: old.get(name) for name in ("version", "title", "abstract")}
        if "updated" not in told:
            record.pop("updated", None)
    if old.get("published"):
        record["published"] = old["published"]  # a first version has one day
    if record.get("published"):
        record.pop("day_is", None)
        record.pop("listed", None)
    return record
