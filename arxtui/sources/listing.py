"""The listing: the seeds' form. A line state machine, linear in its input; a record that does not fit is refused whole.

`# Arxiv Papers in CATEGORY on DAY`, then records: `### title`, ten fields in a fixed order, blank lines. Comment,
Journal, Categories and DOI may go on in lines that begin with two blanks; `None` is absent; only LF ends a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from arxtui.arxiv_id import NotAnId, parse_id
from arxtui.categories import is_well_formed
from arxtui.model import Paper, Problem
from arxtui.sources import UNKNOWN, NotAListing, Reading

RECORD_LIMIT = 1 << 20
"""Characters that a record may have; the largest real one has 17,000."""

_NAMES = ("Arxiv ID", "DOI", "Categories", "Links", "Published", "Updated", "Authors", "Comment", "Journal", "Summary")
_WRAPS = ("DOI", "Categories", "Comment", "Journal")
_FIELDS = tuple((name, f"- **{name}**: ", name in _WRAPS) for name in _NAMES)
_FIRST = _FIELDS[0][1]
_HEADING = re.compile(r"# Arxiv Papers in ([A-Za-z.-]{2,40}) on (\d{4}-\d\d-\d\d)", re.ASCII)
_LINK = re.compile(  # the generator's form and no other: a listing comes out again byte for byte
    r"https?://(?:www\.|export\.)?arxiv\.org/abs/"
    r"(?:\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)*(?:\.([A-Z]{2}))?/\d{7})(?:v[1-9]\d{0,3})?",
    re.ASCII,
)
_PDF = re.compile(r"^- \*\*Links\*\*: \[PDF\]\((https?)://", re.MULTILINE)
_BOLD = re.compile(r"\*\*([A-Za-z.-]{2,40})\*\*")
_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00:00", re.ASCII)
UNDECODED = re.compile("[\udc80-\udcff]")
"""A byte that was not UTF-8, in a text of decode()."""


class _Refused(Exception):
    """Lines that do not fit: which one (counted from the block's first, 0) and why."""

    def __init__(self, at: int, reason: str) -> None:
        super().__init__(reason)
        self.at = at


def read(data: bytes, file: str) -> Reading:
    """The papers of a listing, or of several in one; NotAListing when it is none."""
    text, whole = decode(data)
    lines = text.split("\n")
    if lines[0].endswith("\r"):
        lines = [line.removesuffix("\r") for line in lines]
    starts = [at for at, line in enumerate(lines) if line[:1] == "#" and _begins(lines, at)]
    headings = [found for at in starts if (found := _HEADING.fullmatch(lines[at]))]
    if not headings and not any(line.startswith(_FIRST) for line in lines):
        raise NotAListing(f"{UNKNOWN}no line `# Arxiv Papers in …` and none `- **Arxiv ID**: …`")
    papers: list[Paper] = []
    problems: list[Problem] = []
    for start, end in zip([0, *starts], [*starts, len(lines)], strict=True):
        try:
            _read_block(lines[start:end], papers, last=end == len(lines), whole=whole)
        except _Refused as why:
            problems.append(Problem(file, start + why.at + 1, str(why)))
    pdf = _PDF.search(text)
    category, day = (_common(found[group] for found in headings) for group in (1, 2))
    return Reading(tuple(papers), tuple(problems), category, day, pdf[1] if pdf else "http")


def decode(data: bytes) -> tuple[str, bool]:
    """The text without BOM, and whether all of it was UTF-8: else bad bytes are surrogates, for which their record is
    refused."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode(), True
    except UnicodeDecodeError:
        return data.decode(errors="surrogateescape"), False


def _begins(lines: list[str], at: int) -> bool:
    """Whether a block begins here: `### ` over an Arxiv ID or after a blank line; a heading after a blank line."""
    line = lines[at]
    if line.startswith("### "):
        return at == 0 or not lines[at - 1] or (at + 1 < len(lines) and lines[at + 1].startswith(_FIRST))
    return (at == 0 or not lines[at - 1]) and _is_heading(line)


def _is_heading(line: str) -> bool:
    found = _HEADING.fullmatch(line)
    try:
        return bool(found and date.fromisoformat(found[2]))
    except ValueError:
        return False


def _common(names: Iterable[str]) -> str:
    """The name, when there is only one."""
    found = set(names)
    return found.pop() if len(found) == 1 else ""


def _read_block(block: list[str], papers: list[Paper], *, last: bool, whole: bool) -> None:
    """Add the record of a block; _Refused when it does not fit, or, after it is added, for lines that follow it."""
    at = 0
    if block and block[0].startswith("### "):
        values, at = _split(block, last=last)
        if not whole and (bad := next((n for n in range(at) if UNDECODED.search(block[n])), None)) is not None:
            raise _Refused(bad, "not UTF-8")
        papers.append(_paper(block, values))
    elif block and _is_heading(block[0]):
        at = 1
    if any(block[at:]):
        stray = next(n for n in range(at, len(block)) if block[n])
        raise _Refused(stray, f"not part of any record: {block[stray][:40]!r}")


def _split(block: list[str], *, last: bool) -> tuple[list[str], int]:
    """The values of the ten fields and how many lines they take, title line included."""
    size = len(block)
    if sum(map(len, block)) + size > RECORD_LIMIT:
        raise _Refused(0, f"a record of more than {RECORD_LIMIT >> 20} MiB")
    values: list[str] = []
    at = 1
    for name, prefix, wraps in _FIELDS:
        if at >= size or not block[at].startswith(prefix):
            raise _Refused(min(at, size - 1), _unlike(name, prefix, block[at:], last=last))
        value = block[at][len(prefix) :]
        at += 1
        if wraps and at < size and block[at].startswith("  "):
            more = next((n for n in range(at, size) if not block[n].startswith("  ")), size)
            value = "\n".join([value, *block[at:more]])
            at = more
        values.append(value)
    if at == size and last:
        raise _Refused(at - 1, "file ends inside a record")
    if at < size and block[at]:
        raise _Refused(at, f"a blank line expected after Summary, not {block[at][:40]!r}")
    return values, at


def _unlike(name: str, prefix: str, rest: list[str], *, last: bool) -> str:
    """Why a record stops being one before this field."""
    if last and (not any(rest) or (len(rest) == 1 and prefix.startswith(rest[0]))):
        return "file ends inside a record"
    return f"{name} expected, not {rest[0][:40]!r}" if any(rest) else f"{name} expected, not the end of the record"


def _paper(block: list[str], values: list[str]) -> Paper:
    link, doi, categories, _, published, updated, authors, comment, journal, summary = values
    title = block[0][4:]
    names = tuple(authors.split(", "))
    checked = _LINK.fullmatch(link)
    bold = _BOLD.search(categories)
    if not title or title.isspace():
        raise _Refused(0, "no title")
    if not checked:
        raise _Refused(1, f"not an arXiv id: {link[:80]!r}")
    try:
        paper_id, version = parse_id(link)
    except NotAnId as why:
        raise _Refused(1, str(why)) from None
    if not bold or not is_well_formed(bold[1]):
        raise _Refused(_line_of(block, "Categories"), "no primary arXiv class in bold")
    if not all(names) or authors.isspace():
        raise _Refused(_line_of(block, "Authors"), "an author without a name")
    return Paper(
        paper_id, version or 0, title, names, categories.replace(bold[0], bold[1], 1), bold[1],
        _time(block, "Published", published), _time(block, "Updated", updated),
        _absent(doi), _absent(comment), _absent(journal), summary, subject=checked[1],
    )  # fmt: skip


def _absent(value: str) -> str | None:
    return None if value == "None" else value


def _time(block: list[str], name: str, value: str) -> str:
    try:
        if _TIME.fullmatch(value):
            datetime.fromisoformat(value)
            return f"{value[:10]}T{value[11:19]}Z"
    except ValueError:
        pass
    raise _Refused(_line_of(block, name), f"{name} is no time: {value[:40]!r}")


def _line_of(block: list[str], name: str) -> int:
    return next(at for at, line in enumerate(block) if line.startswith(f"- **{name}**: "))
