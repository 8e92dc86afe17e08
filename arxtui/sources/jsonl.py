"""JSON lines, one object a paper: arxtui's export, and Kaggle's snapshot of arXiv (kaggle.py).

Memory does not grow with the file.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping

import orjson

from arxtui import people
from arxtui.categories import canonical
from arxtui.model import Paper, Problem
from arxtui.sources import Reading, kaggle, times, values
from arxtui.sources.given_marks import has_marks
from arxtui.sources.records import NOT_UTF8, RECORD_LIMIT, TOO_LARGE, Refused, decode

_LOOSE_END = re.compile("\n(?!  )")
_OURS = "JSON lines"

Marked = tuple[int, str, Mapping[str, object]]
"""As Reading.marked has it: (line, id, object)."""


def read(data: bytes, file: str) -> Reading:
    """Return all readings of stream() in a single reading."""
    papers: list[Paper] = []
    problems: list[Problem] = []
    marked: list[Marked] = []
    form = ""
    for part in stream(io.BytesIO(data), file, 5000):
        papers += part.papers
        problems += part.problems
        marked += part.marked
        form = part.form
    return Reading(tuple(papers), tuple(problems), form=form, marked=tuple(marked))


def stream(lines: Iterable[bytes], file: str, size: int) -> Iterator[Reading]:
    """Yield readings of at most `size` papers and problems, and at least one reading.

    Their form is the form of the first object.
    """
    papers: list[Paper] = []
    problems: list[Problem] = []
    marked: list[Marked] = []
    form = ""
    for number, line in enumerate(lines, 1):
        if len(papers) + len(problems) >= size:
            yield Reading(
                tuple(papers), tuple(problems), form=form or _OURS, marked=tuple(marked)
            )
            papers = []
            problems = []
            marked = []
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        try:
            record = _record(line)
            if not record:
                continue
            if "versions" in record or "authors_parsed" in record:
                form = form or "Kaggle"
                papers.append(kaggle.paper(record))
            else:
                form = form or _OURS
                papers.append(_paper(record))
                if has_marks(record):
                    marked.append((number, papers[-1].id, record))
        except Refused as why:
            problems.append(Problem(file, number, str(why)))
    yield Reading(tuple(papers), tuple(problems), form=form or _OURS, marked=tuple(marked))


def _record(line: bytes) -> dict[str, object] | None:
    """Return the object of a line, None for a blank line. Raises Refused."""
    line = line.strip()
    if len(line) > RECORD_LIMIT:
        raise Refused(TOO_LARGE)
    if not line:
        return None
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as why:
        _, whole = decode(line)
        if whole:
            raise Refused(f"not JSON: {why}") from None
        raise Refused(NOT_UTF8) from None
    if record is None or (isinstance(record, dict) and record):
        return record
    raise Refused("not the JSON object of a paper")


def _paper(record: Mapping[str, object]) -> Paper:
    """Return a paper of arxtui's export, with its texts unchanged. Raises Refused."""
    paper_id, version = values.identified(values.text_in(record, "id"))
    given = record.get("version", version) or 0
    if type(given) is not int or not 0 <= given <= 9999:
        raise Refused("version is not a number from 1 to 9999")
    texts = {name: values.text_in(record, name) for name in _TEXTS}
    published = times.moment(texts["published"])
    updated = times.moment(texts["updated"])
    listed = None
    if not published:
        listed = values.text_in(record, "day")
    title = _line(texts["title"] or "")
    if not title.strip():
        raise Refused("no title")
    return Paper(
        id=paper_id,
        version=given,
        title=title,
        authors=_authors(record),
        categories=", ".join(map(_line, values.texts_in(record, "categories"))),
        primary=canonical(texts["primary"] or ""),
        published=published,
        updated=updated,
        doi=_lines(texts["doi"]),
        comment=_lines(texts["comment"]),
        journal_ref=_lines(texts["journal_ref"]),
        abstract=_line(texts["abstract"] or ""),
        listed=times.day(listed),
    )


_TEXTS = (
    *("title", "primary", "abstract", "published", "updated"),
    *("doi", "comment", "journal_ref"),
)


def _authors(record: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names of a list, or of a text, which is split. Raises Refused."""
    value = record.get("authors")
    if isinstance(value, str):
        return people.split(value)
    return tuple(map(_line, values.texts(value, "authors")))


def _line(text: str) -> str:
    return text.replace("\n", " ")


def _lines(text: str | None) -> str | None:
    """Return a text with two blanks before every line but the first, as in a listing."""
    if text is None:
        return None
    return _LOOSE_END.sub("\n  ", text)
