"""A day file: the papers of one day as a TinyDB file.

    {"papers": {id: record}, "_meta": {"1": {"schema": 1, "sources": [...], "c": crc32 of papers}}}

DayFile is its Storage, DayTable its table `papers`. A stock TinyDB opens it too, once
Table.document_id_class = str.
"""

from __future__ import annotations

import errno
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
from tinydb.storages import Storage
from tinydb.table import Document, Table

from arxtui.arxiv_id import without_subject
from arxtui.model import is_day
from arxtui.store import files
from arxtui.store.paper_record import Record, merged

SCHEMA = 1
UNDATED = "undated.json"
Tables = dict[str, dict[str, Any]]
Source = Mapping[str, object]


class Damaged(OSError):
    """A day file that cannot be read."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(errno.EINVAL, self.advised(path, reason), str(path))

    def advised(self, path: Path, reason: str) -> str:
        """Return the reason with a command that helps."""
        return f"{reason}; {again(path.name)}"


class Newer(Damaged):
    """A day file of a newer arxtui: it must not be replaced."""

    def advised(self, path: Path, reason: str) -> str:
        """Return the reason alone: the newer arxtui reads the file."""
        return reason


def again(file: str) -> str:
    """Return the command that fetches or loads the papers of a day file again.

    An ordinary fetch skips the day, because it is complete.
    """
    day = day_of(file)
    if is_day(day):
        return f"load the day's listing again, or arxtui fetch --day {day}"
    return "load its listing again"


def file_of_day(day: str) -> str:
    """Return the file of a day (`` = not known), relative to catalogue/."""
    if not day:
        return UNDATED
    return f"{day[:4]}/{day.replace('-', '')}.json"


def day_of(file: str) -> str:
    """Return the day of a file as `YYYY-MM-DD`; `` for undated.json."""
    if file == UNDATED:
        return ""
    name = file.rpartition("/")[2]
    return f"{name[:4]}-{name[4:6]}-{name[6:8]}"


def read(path: Path) -> Tables:
    """Return the tables of a day file, empty tables if there is no file.

    Raises Damaged if it is no day file, Newer if it is of a newer arxtui, OSError.
    """
    try:
        data: Tables = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        return empty()
    except ValueError as why:
        raise Damaged(path, f"not JSON ({why})") from None
    if not isinstance(data, dict):
        raise Damaged(path, "not a day file")
    if not all(isinstance(data.get(table), dict) for table in ("papers", "_meta")):
        raise Damaged(path, "not a day file")
    meta = data["_meta"].setdefault("1", {"schema": SCHEMA})
    if not isinstance(meta, dict):
        raise Damaged(path, "not a day file")
    if meta.get("schema", SCHEMA) != SCHEMA:
        raise Newer(path, "written by a newer arxtui")
    if any(paper_id != without_subject(paper_id) for paper_id in data["papers"] if "/" in paper_id):
        _rename(data)
    sources = meta.get("sources")
    meta["sources"] = []
    if isinstance(sources, list):
        meta["sources"] = [source for source in sources if isinstance(source, dict)]
    return data


def empty() -> Tables:
    """Return the tables of a day file without papers."""
    return {"papers": {}, "_meta": {"1": {"schema": SCHEMA, "sources": []}}}


def _rename(data: Tables) -> None:
    """Give papers the ids that the library uses: an old id without its subject class."""
    was_sound = not _is_changed(data)
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


def _is_changed(tables: Tables) -> bool:
    """Return whether the check sum of a day file does not fit its papers."""
    check_sum = tables["_meta"]["1"].get("c")
    return check_sum is not None and check_sum != _check_sum(tables["papers"])


class DayFile(Storage):
    """The TinyDB storage of a day file. The file is read again only if it has changed."""

    def __init__(self, path: Path, tables: Tables | None = None) -> None:
        """Take the path of the file, and its tables if they are known already."""
        self._path = path
        self._tables = tables
        self._seen: tuple[int, int, int] | None = None

    def renew(self) -> None:
        """Read the file if it has changed. Raises FileNotFoundError, Damaged, OSError."""
        seen = files.identity(self._path.stat())
        if seen != self._seen:
            self._tables = read(self._path)
            self._seen = seen

    def read(self) -> Tables:
        """Return the tables of the file, in a dict that may be changed.

        Raises Damaged, OSError.
        """
        if self._tables is None:
            self._tables = read(self._path)
        return dict(self._tables)

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Replace the file; remove it if no papers are left. Durable only after files.sync_all().

        Raises OSError; the file is then unchanged.
        """
        tables = {name: dict(table) for name, table in data.items()}
        if tables["papers"]:
            papers = orjson.dumps(tables["papers"])
            meta = {"1": {**tables["_meta"]["1"], "c": f"{zlib.crc32(papers):08x}"}}
            files.make_folder(self._path.parent)
            text = b'{"papers":%b,"_meta":%b}' % (papers, orjson.dumps(meta))
            files.write_atomic(self._path, text, durable=False)
        else:
            self._path.unlink()
        self._tables = tables

    def sources(self) -> list[Source]:
        """Return the listings or answers from which the papers came, oldest first."""
        return list(self.read()["_meta"]["1"]["sources"])

    def add_source(self, source: Source) -> None:
        """Name a source as the newest, with the next write."""
        tables = self.read()
        others = [other for other in self.sources() if other != source]
        meta = {**tables["_meta"]["1"], "sources": [*others, dict(source)]}
        self._tables = {**tables, "_meta": {**tables["_meta"], "1": meta}}

    def is_changed(self) -> bool:
        """Return whether the papers were changed since arxtui wrote them.

        They may be changed by hand, or by a fault that left the file readable.
        """
        return _is_changed(self.read())


def _document(record: object, paper_id: Any) -> Document:
    """Return a record as a TinyDB document; an empty document if it is no JSON object."""
    if not isinstance(record, dict):
        record = {}
    return Document(record, paper_id)


class DayTable(Table):
    """The papers of a day file as a TinyDB table; a document is a record, its id the arXiv id."""

    document_id_class = str  # type: ignore[assignment]
    document_class = staticmethod(_document)  # type: ignore[assignment]

    def __init__(self, file: DayFile) -> None:
        super().__init__(file, "papers", cache_size=0)
        self.file = file
        """The storage of the table."""

    def ids(self) -> list[str]:
        """Return the ids of the papers in listing order."""
        return list(self.file.read()["papers"])

    def has(self, paper_id: str) -> bool:
        """Return whether a paper is in the file."""
        return paper_id in self.file.read()["papers"]

    def record(self, paper_id: str) -> Record | None:
        """Return the record of a paper; None if the table lacks it."""
        found: Record | None = self.get(doc_id=paper_id)  # type: ignore[call-overload]
        return found

    def records(self) -> Iterator[tuple[str, Record]]:
        """Yield (id, record) of the papers in listing order."""
        for document in self:
            yield str(document.doc_id), document

    def put(self, records: Mapping[str, Record], source: Source) -> None:
        """Add or replace records, and add their source, with one write.

        Raises OSError; the file is then unchanged.
        """
        self.file.add_source(source)
        self._update_table(lambda papers: papers.update(records))  # type: ignore[arg-type]

    def take_out(self, ids: set[str]) -> None:
        """Remove papers that are there, with one write.

        Raises OSError; the file is then unchanged.
        """
        self.remove(doc_ids=list(ids))  # type: ignore[arg-type]
