"""The listing: the seeds' form. A line state machine, linear in its input; a record that does not fit is refused whole.

`# Arxiv Papers in CATEGORY on DAY`, then records: `### title`, ten fields in a fixed order, blank lines. Comment,
Journal, Categories and DOI may go on in lines that begin with two blanks; `None` is absent; only LF ends a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from arxtui.model import Paper, Problem, classes, parse_id
from arxtui.sources import NotAListing, Reading

RECORD_LIMIT = 1 << 20
"""Characters that a record may have; the largest real one has 17,000."""

_FIELDS = tuple(
    (name, f"- **{name}**: ")
    for name in (
        "Arxiv ID", "DOI", "Categories", "Links", "Published", "Updated", "Authors", "Comment", "Journal", "Summary",
    )
)  # fmt: skip
_WRAPS = frozenset(("DOI", "Categories", "Comment", "Journal"))
_HEADING = re.compile(r"# Arxiv Papers in (\S{1,40}) on (\d{4}-\d\d-\d\d)", re.ASCII)
_LINK = re.compile(
    r"https?://(?:www\.|export\.)?arxiv\.org/abs/(?:\d{4}\.\d{4,5}|[a-z.A-Z-]+/\d{7})v[1-9]\d{0,3}", re.ASCII
)
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)\+00:00", re.ASCII)
_UNDECODED = re.compile("[\udc80-\udcff]")


class _Refused(Exception):
    """A record that does not fit: the line (counted from the record's first) and why."""

    def __init__(self, away: int, reason: str) -> None:
        super().__init__(reason)
        self.away = away


def read(data: bytes, file: str) -> Reading:
    """The papers of a listing; NotAListing when it is none."""
    lines = _decode(data).split("\n")
    if lines[0].endswith("\r"):
        lines = [line.removesuffix("\r") for line in lines]
    heading = _HEADING.fullmatch(lines[0])
    papers: list[Paper] = []
    problems: list[Problem] = []
    pdf = ""
    for start, end in _blocks(lines, 1 if heading else 0):
        try:
            papers.append(_record(lines, start, end))
            pdf = pdf or _scheme(lines[start + 1 : end])
        except _Refused as why:
            problems.append(Problem(file, start + why.away + 1, str(why)))
    if not heading and not papers and len(problems) == sum(one.reason.startswith("not part") for one in problems):
        raise NotAListing(_looks_like(data))
    category, day = heading.groups() if heading else ("", "")
    return Reading(tuple(papers), tuple(problems), category, day, pdf or "http")


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotAListing("looks like UTF-16; a listing is UTF-8")
    if data[:8192].count(0) > len(data[:8192]) // 8:
        raise NotAListing("binary data or UTF-16 (NUL bytes); a listing is UTF-8")
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape")  # the record with the bad bytes is refused, not the file


def _looks_like(data: bytes) -> str:
    if not data.strip():
        return "an empty file"
    found = "HTML" if data[:200].lstrip().lower().startswith((b"<!doctype", b"<html")) else "something else"
    return f"not a listing that arxtui knows: no `# Arxiv Papers in …` and no `- **Arxiv ID**`, but {found}"


def _blocks(lines: list[str], first: int) -> Iterator[tuple[int, int]]:
    """(start, end) of every record, and of what stands before the first one; a `### ` line begins a record when the id
    follows it, or when a blank line is before it."""
    size, mark = len(lines), _FIELDS[0][1]
    starts = [
        n
        for n in range(first, size)
        if lines[n].startswith("### ") and ((n + 1 < size and lines[n + 1].startswith(mark)) or not lines[n - 1])
    ]
    ends = [*starts, size]
    if any(lines[first : ends[0]]):
        yield first, ends[0]
    yield from zip(starts, ends[1:], strict=True)


def _record(lines: list[str], start: int, end: int) -> Paper:
    if not lines[start].startswith("### "):
        away = next(n for n in range(end - start) if lines[start + n])
        raise _Refused(away, f"not part of a record: {lines[start + away][:40]!r}")
    values: dict[str, str] = {}
    at = start + 1
    for name, prefix in _FIELDS:
        line = lines[at] if at < end else ""
        if not line.startswith(prefix):
            if at >= end or not any(lines[at:end]):
                cut = end == len(lines)
                raise _Refused(at - start, "file ends inside a record" if cut else f"{name} is missing")
            raise _Refused(at - start, f"{name} expected, not {line[:40]!r}")
        value, at = line[len(prefix) :], at + 1
        while name in _WRAPS and at < end and lines[at].startswith("  "):
            value, at = f"{value}\n{lines[at]}", at + 1
        values[name] = value
    stray = next((n for n in range(at, end) if lines[n]), None)
    if stray is not None:
        raise _Refused(stray - start, f"not part of a record: {lines[stray][:40]!r}")
    if end - at < 2:
        raise _Refused(at - start - 1, "file ends inside a record: no blank line after the Summary")
    return _paper(lines, start, end, values)


def _paper(lines: list[str], start: int, end: int, values: dict[str, str]) -> Paper:
    title = lines[start][4:]
    whole = "".join(lines[start:end])
    if len(whole) > RECORD_LIMIT:
        raise _Refused(0, f"a record of more than {RECORD_LIMIT >> 20} MiB")
    if not whole.isascii() and _UNDECODED.search(whole):
        away = next(n for n in range(end - start) if _UNDECODED.search(lines[start + n]))
        raise _Refused(away, "not UTF-8")
    if not _LINK.fullmatch(values["Arxiv ID"]):
        raise _Refused(1, f"not an arXiv id: {values['Arxiv ID'][:80]!r}")
    try:
        paper_id, version = parse_id(values["Arxiv ID"])
    except ValueError:
        raise _Refused(1, f"not an arXiv id: {values['Arxiv ID'][:80]!r}") from None
    bold = _BOLD.search(values["Categories"])
    if not bold or classes(bold[1]) != (bold[1],):
        raise _Refused(_line_of(lines, start, "Categories"), "no primary arXiv class in bold")
    if not title.strip():
        raise _Refused(0, "no title")
    if not values["Authors"].strip():
        raise _Refused(_line_of(lines, start, "Authors"), "no authors")
    return Paper(
        paper_id, version or 0, title, tuple(values["Authors"].split(", ")),
        values["Categories"].replace(bold[0], bold[1], 1), bold[1],
        _time(lines, start, values, "Published"), _time(lines, start, values, "Updated"),
        _absent(values["DOI"]), _absent(values["Comment"]), _absent(values["Journal"]), values["Summary"],
    )  # fmt: skip


def _absent(value: str) -> str | None:
    return None if value == "None" else value


def _time(lines: list[str], start: int, values: dict[str, str], name: str) -> str:
    found = _TIME.fullmatch(values[name])
    try:
        if found:
            datetime.fromisoformat(values[name])
            return f"{found[1]}T{found[2]}Z"
    except ValueError:
        pass
    raise _Refused(_line_of(lines, start, name), f"{name} is no time: {values[name][:40]!r}")


def _line_of(lines: list[str], start: int, name: str) -> int:
    prefix = dict(_FIELDS)[name]
    return next(n for n in range(len(lines) - start) if lines[start + n].startswith(prefix))


def _scheme(record: list[str]) -> str:
    link = next(line for line in record if line.startswith("- **Links**: "))
    return "https" if "(https://" in link else "http"
