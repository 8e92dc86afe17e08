"""The listing, the form of the seeds. It is read in time linear in its length.

`# Arxiv Papers in CATEGORY on DAY`, then records: `### title`, ten fields in a fixed order, blank
lines. Comment, Journal, Categories and DOI may continue in lines that begin with two blanks. The
value `None` stands for an absent value. Only LF ends a line. A record that does not fit is refused
as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from arxtui.arxiv_id import NotAnId, parse_id
from arxtui.categories import is_well_formed
from arxtui.model import HOUR, Paper, Problem
from arxtui.sources import UNKNOWN, NotAListing, Reading
from arxtui.sources.records import RECORD_LIMIT, TOO_LARGE, Refused, check_decoded, decode

_NAMES = (
    *("Arxiv ID", "DOI", "Categories", "Links", "Published", "Updated"),
    *("Authors", "Comment", "Journal", "Summary"),
)
_WRAPS = ("DOI", "Categories", "Comment", "Journal")
_FIELDS = tuple((name, f"- **{name}**: ", name in _WRAPS) for name in _NAMES)
"""(name, beginning of its line, True if it may have several lines)."""
_FIRST = _FIELDS[0][1]
_ENDS = {False: r"([^\n]*)", True: r"([^\n]*(?:\n  [^\n]*)*)"}
_RECORD = re.compile(
    r"### ([^\n]*)"
    + "".join("\n" + re.escape(prefix) + _ENDS[wraps] for _, prefix, wraps in _FIELDS)
    + r"\n+"
)
"""A record and the blank lines behind it. It is linear: no character can be read in two ways."""
_HEADING = re.compile(r"# Arxiv Papers in ([A-Za-z.-]{2,40}) on (\d{4}-\d\d-\d\d)", re.ASCII)
_LINK = re.compile(  # exactly the generator's form, so that a listing is written back byte for byte
    r"https?://(?:www\.|export\.)?arxiv\.org/abs/"
    r"(?:\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)*(?:\.([A-Z]{2}))?/\d{7})(?:v[1-9]\d{0,3})?",
    re.ASCII,
)
_PDF = re.compile(r"^- \*\*Links\*\*: \[PDF\]\((https?)://", re.MULTILINE)
_BOLD = re.compile(r"\*\*([A-Za-z.-]{2,40})\*\*")
_TIME = re.compile(rf"\d{{4}}-\d\d-\d\d {HOUR}:\d\d:\d\d\+00:00", re.ASCII)


def read(data: bytes, file: str) -> Reading:
    """Return the papers of a listing, or of several in one file. Raises NotAListing."""
    text, whole = decode(data)
    if _line(text, 0).endswith("\r"):
        text = text.replace("\r\n", "\n").removesuffix("\r")
    papers: list[Paper] = []
    problems: list[Problem] = []
    headings: list[re.Match[str]] = []
    counted = 0  # characters before this block have `line` line ends
    line = 0
    for start, end, record in _blocks(text):
        try:
            if record and whole and end - start < RECORD_LIMIT:
                papers.append(_paper(record[0], *record.groups()))
            else:
                block = text[start:end]
                if heading := _heading(_line(block, 0)):
                    headings.append(heading)
                _read_block(block, papers, last=end == len(text), whole=whole)
        except Refused as why:
            line += text.count("\n", counted, start)
            counted = start
            problems.append(Problem(file, line + why.at + 1, str(why)))
    if not headings and not papers and next(_line_starts(text, _FIRST), None) is None:
        raise NotAListing(f"{UNKNOWN}neither `# Arxiv Papers in …` nor `- **Arxiv ID**: …`")
    scheme = "http"
    if pdf := _PDF.search(text):
        scheme = pdf[1]
    return Reading(
        papers=tuple(papers),
        problems=tuple(problems),
        category=_common(found[1] for found in headings),
        day=_common(found[2] for found in headings),
        pdf=scheme,
    )


def _blocks(text: str) -> Iterator[tuple[int, int, re.Match[str] | None]]:
    """Yield (start, end, match of _RECORD) of each block; None for a block that is no record.

    The first block is the text before the first heading or title.
    """
    start = 0
    while start < len(text):
        record = _RECORD.match(text, start)
        if record and (record.end() == len(text) or _begins(text, record.end())):
            end = record.end()
        else:
            record = None
            end = _next_start(text, start)
        yield start, end, record
        start = end


def _next_start(text: str, start: int) -> int:
    """Return where the next block begins, or the text ends."""
    for at in _line_starts(text, "#", start + 1):
        if _begins(text, at):
            return at
    return len(text)


def _line_starts(text: str, prefix: str, start: int = 0) -> Iterator[int]:
    """Yield where the lines begin that begin with a prefix, from `start` on."""
    if start == 0 and text.startswith(prefix):
        yield 0
    at = text.find("\n" + prefix, max(start - 1, 0)) + 1
    while at > 0:
        yield at
        at = text.find("\n" + prefix, at) + 1


def _line(text: str, at: int) -> str:
    """Return the line that begins at a place, without its end."""
    end = text.find("\n", at)
    if end < 0:
        return text[at:]
    return text[at:end]


def _begins(text: str, at: int) -> bool:
    """Return True if a block begins at this line: a heading or `### ` after a blank line.

    `### ` above an Arxiv ID needs no blank line.
    """
    after_blank = at <= 1 or text.startswith("\n\n", at - 2)
    if not text.startswith("### ", at):
        return after_blank and _heading(_line(text, at)) is not None
    return after_blank or text.startswith(_FIRST, at + len(_line(text, at)) + 1)


def _heading(line: str) -> re.Match[str] | None:
    """Return the match of a heading with a day that exists; None for another line."""
    found = _HEADING.fullmatch(line)
    try:
        if found and date.fromisoformat(found[2]):
            return found
    except ValueError:
        pass
    return None


def _common(names: Iterable[str]) -> str:
    """Return the name if all names are equal, else ``."""
    found = set(names)
    if len(found) != 1:
        return ""
    return found.pop()


def _read_block(text: str, papers: list[Paper], *, last: bool, whole: bool) -> None:
    """Add the record of a block.

    Raises Refused if it does not fit and, after it was added, if other lines follow it.
    """
    if not last:
        text = text.removesuffix("\n")
    block = text.split("\n")
    at = 0
    if text.startswith("### "):
        values, at = _split(block, last=last)
        if not whole:
            check_decoded(block[:at])
        papers.append(_paper(text, block[0][4:], *values))
    elif _heading(block[0]):
        at = 1
    for stray in range(at, len(block)):
        if block[stray]:
            raise Refused(f"not part of any record: {block[stray][:40]!r}", stray)


def _split(block: list[str], *, last: bool) -> tuple[list[str], int]:
    """Return the values of the ten fields, and the number of lines with the title line.

    It reads blocks that _RECORD does not match: a record with lines behind it, or in another
    encoding. Raises Refused, with the line, for a block that is no record.
    """
    size = len(block)
    if sum(map(len, block)) + size > RECORD_LIMIT:
        raise Refused(TOO_LARGE)
    values: list[str] = []
    at = 1
    for name, prefix, wraps in _FIELDS:
        if at >= size or not block[at].startswith(prefix):
            raise Refused(_unlike(name, prefix, block[at:], last=last), min(at, size - 1))
        value = block[at][len(prefix) :]
        at += 1
        start = at
        while wraps and at < size and block[at].startswith("  "):
            at += 1
        values.append("\n".join([value, *block[start:at]]))
    if at == size and last:
        raise Refused("file ends inside a record", at - 1)
    if at < size and block[at]:
        raise Refused(f"a blank line expected after Summary, not {block[at][:40]!r}", at)
    return values, at


def _unlike(name: str, prefix: str, rest: list[str], *, last: bool) -> str:
    """Return the reason why a block stops being a record at this field."""
    if last and (not any(rest) or (len(rest) == 1 and prefix.startswith(rest[0]))):
        return "file ends inside a record"
    if any(rest):
        return f"{name} expected, not {rest[0][:40]!r}"
    return f"{name} expected, not the end of the record"


def _paper(
    block: str,
    title: str,
    link: str,
    doi: str,
    categories: str,
    _: str,
    published: str,
    updated: str,
    authors: str,
    comment: str,
    journal: str,
    summary: str,
) -> Paper:
    """Return the paper of a record with these values. Raises Refused."""
    names = tuple(authors.split(", "))
    checked = _LINK.fullmatch(link)
    bold = _BOLD.search(categories)
    if not title or title.isspace():
        raise Refused("no title")
    if not checked:
        raise Refused(f"not an arXiv id: {link[:80]!r}", 1)
    try:
        paper_id, version = parse_id(link)
    except NotAnId as why:
        raise Refused(str(why), 1) from None
    if not bold or not is_well_formed(bold[1]):
        reason = "no primary category in bold, such as **cs.CV**"
        raise Refused(reason, _line_of(block, "Categories"))
    if not all(names) or authors.isspace():
        raise Refused("an author without a name", _line_of(block, "Authors"))
    return Paper(
        id=paper_id,
        version=version or 0,
        title=title,
        authors=names,
        categories=categories.replace(bold[0], bold[1], 1),
        primary=bold[1],
        published=_time(block, "Published", published),
        updated=_time(block, "Updated", updated),
        doi=_present(doi),
        comment=_present(comment),
        journal_ref=_present(journal),
        abstract=summary,
        subject=checked[1],
    )


def _present(value: str) -> str | None:
    """Return a value; None for the text `None`, which stands for an absent value."""
    if value == "None":
        return None
    return value


def _time(block: str, name: str, value: str) -> str:
    """Return a time as a paper has it. Raises Refused."""
    try:
        if _TIME.fullmatch(value):
            datetime.fromisoformat(value)
            return f"{value[:10]}T{value[11:19]}Z"
    except ValueError:
        pass
    raise Refused(f"{name} is not a time: {value[:40]!r}", _line_of(block, name))


def _line_of(block: str, name: str) -> int:
    """Return the number of the line of a field in a block, from 0."""
    return block[: block.index(f"\n- **{name}**: ") + 1].count("\n")
