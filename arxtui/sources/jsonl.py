"""JSON lines, one object a paper: our own export, and Kaggle's snapshot of arXiv (kaggle.py), in constant memory."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping

import orjson

from arxtui import people
from arxtui.categories import canonical
from arxtui.model import Paper, Problem
from arxtui.sources import Reading, fields, kaggle, times
from arxtui.sources.listing import RECORD_LIMIT, decode

_LOOSE_END = re.compile("\n(?!  )")


def read(data: bytes, file: str) -> Reading:
    """All that stream() gives, as one reading."""
    parts = [*stream(io.BytesIO(data), file, 5000)]
    papers, problems = [one for part in parts for one in part.papers], [one for part in parts for one in part.problems]
    return Reading(tuple(papers), tuple(problems), form=parts[-1].form)


def stream(lines: Iterable[bytes], file: str, size: int) -> Iterator[Reading]:
    """Readings of at most so many papers and problems, one at least; their form is that of the first object."""
    papers: list[Paper] = []
    problems: list[Problem] = []
    form = ""
    for number, line in enumerate(lines, 1):
        if len(papers) + len(problems) >= size:
            yield Reading(tuple(papers), tuple(problems), form=form or "JSON lines")
            papers, problems = [], []
        try:
            if record := _record(line if number > 1 else line.removeprefix(b"\xef\xbb\xbf")):
                kaggles = "versions" in record or "authors_parsed" in record
                form = form or ("Kaggle" if kaggles else "JSON lines")
                papers.append(kaggle.paper(record) if kaggles else _paper(record))
        except fields.Refused as why:
            problems.append(Problem(file, number, str(why)))
    yield Reading(tuple(papers), tuple(problems), form=form or "JSON lines")


def _record(line: bytes) -> dict[str, object] | None:
    """The object of a line, None when it is blank; Refused."""
    line = line.strip()
    if len(line) > RECORD_LIMIT:
        raise fields.Refused(fields.TOO_LARGE)
    try:
        record = orjson.loads(line) if line else None
    except orjson.JSONDecodeError as why:
        _, whole = decode(line)
        raise fields.Refused(f"not JSON: {why}" if whole else "not UTF-8") from None
    if record is None or (isinstance(record, dict) and record):
        return record
    raise fields.Refused("no JSON object of a paper")


def _paper(record: Mapping[str, object]) -> Paper:
    """A paper of our own export, its texts as they were."""
    one, version = fields.identified(fields.text_in(record, "id"))
    told = record.get("version", version) or 0
    if type(told) is not int or not 0 <= told <= 9999:
        raise fields.Refused("version is no number from 1 to 9999")
    text = {name: fields.text_in(record, name) for name in ("title", "primary", "abstract", "published", "updated")}
    doi, comment, journal = (_lines(fields.text_in(record, name)) for name in ("doi", "comment", "journal_ref"))
    title, abstract = (_line(text[name] or "") for name in ("title", "abstract"))
    published, updated = (times.moment(text[name]) for name in ("published", "updated"))
    listed = None if published else fields.text_in(record, "day")
    if not title.strip():
        raise fields.Refused("no title")
    return Paper(
        one, told, title, _authors(record),
        ", ".join(map(_line, fields.texts_in(record, "categories"))), canonical(text["primary"] or ""),
        published, updated, doi, comment, journal, abstract, times.day(listed),
    )  # fmt: skip


def _authors(record: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names: a list as it is, a text split; Refused."""
    value = record.get("authors")
    if isinstance(value, str):
        return people.split(value)
    return tuple(map(_line, fields.texts(value, "authors")))


def _line(text: str) -> str:
    return text.replace("\n", " ")


def _lines(text: str | None) -> str | None:
    """A text in which two blanks begin every line but the first, as in a listing."""
    return text and _LOOSE_END.sub("\n  ", text)
