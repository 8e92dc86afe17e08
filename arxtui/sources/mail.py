"""arXiv's daily mails, its .abs files and old listings: records between two backslashes.

A record is a head of fields, whose values go on after blanks, and an abstract, which may be absent;
text after a record is ignored until the next record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from arxtui import people
from arxtui.model import Paper, Problem
from arxtui.sources import UNKNOWN, NotAListing, Reading, times, values
from arxtui.sources.records import RECORD_LIMIT, TOO_LARGE, Refused, check_decoded, decode

_CROSS = r" ?\(\*cross-listing\*\)"
_ID = re.compile(rf"(?:arXiv:|Paper(?:{_CROSS})?:)\s*(\S+)(?:{_CROSS})?\s*")
_RULE = re.compile(r"[-%]{20,}\s*")
_FIELD = re.compile(
    r"(Date|Date \(v1\)|Title|Authors?|Categories|Comments?|Journal-ref|DOI): ?(.*)"
)
_REVISED = re.compile(r"Date \(revised v([1-9]\d{0,3})\): ?(.*)", re.ASCII)
_REPLACED = re.compile(r"(?:replaced with revised version|figures added) (.*)")
_USUAL_NAMES = {"Author": "Authors", "Comment": "Comments", "Date (v1)": "Date"}


def read(data: bytes, file: str) -> Reading:
    """Return the papers of the records. Raises NotAListing if there is no record."""
    text, whole = decode(data)
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    starts = [at for at in range(len(lines)) if _begins(lines, at)]
    if not starts:
        raise NotAListing(f"{UNKNOWN}mail without a record")
    papers: list[Paper] = []
    problems: list[Problem] = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        try:
            papers.append(_record(lines[start:end], last=end == len(lines), whole=whole))
        except Refused as why:
            problems.append(Problem(file, start + why.at + 1, str(why)))
    return Reading(tuple(papers), tuple(problems), form="mail")


def _begins(lines: Sequence[str], at: int) -> bool:
    """Return True if a record begins here: two backslashes with an id below or a rule above."""
    if lines[at].rstrip() != "\\\\":
        return False
    if at + 1 < len(lines) and _ID.fullmatch(lines[at + 1]):
        return True
    return at > 0 and _RULE.fullmatch(lines[at - 1]) is not None


def _record(lines: Sequence[str], *, last: bool, whole: bool) -> Paper:
    """Return the paper of a record; `last` is True at the end of the file. Raises Refused."""
    _, *marks = [at for at, line in enumerate(lines) if _is_mark(line)]
    if not marks:
        raise _without_end("a record", last)
    head = marks[0]
    if lines[head].startswith("\\\\ ("):
        end = head
    elif len(marks) > 1:
        end = marks[1]
    else:
        end = _rule_below(lines, head)
    if not end:
        raise _without_end("an abstract", last)
    if sum(map(len, lines[:end])) + end > RECORD_LIMIT:
        raise Refused(TOO_LARGE)
    if not whole:
        check_decoded(lines[:end])
    return _paper(lines[1:head], lines[head + 1 : end])


def _is_mark(line: str) -> bool:
    return line.rstrip() == "\\\\" or line.startswith("\\\\ (")


def _without_end(part: str, last: bool) -> Refused:
    if last:
        return Refused("file ends inside a record")
    return Refused(f"{part} without an end")


def _rule_below(lines: Sequence[str], head: int) -> int:
    """Return the place of the rule directly below a head; 0 if a line of text comes first.

    Old listings have no abstracts.
    """
    for at in range(head + 1, len(lines)):
        if lines[at].strip():
            if _RULE.fullmatch(lines[at]):
                return at
            return 0
    return 0


def _paper(head: Sequence[str], abstract: Sequence[str]) -> Paper:
    """Return the paper of the lines of its head and its abstract. Raises Refused."""
    found = None
    if head:
        found = _ID.fullmatch(head[0])
    if not found:
        raise Refused("no arXiv id", 1)
    texts, version, updated = _values(head)
    try:
        values.identified(found[1])
        published = _time(texts.get("Date", ""))
        revised = _time(updated)
    except Refused as why:
        raise Refused(str(why), 1) from None
    return values.paper(
        found[1],
        texts.get("Title"),
        people.split(texts.get("Authors", "")),
        texts.get("Categories", "").split(),
        "\n".join(abstract),
        version=version,
        published=published,
        updated=revised,
        doi=texts.get("DOI"),
        comment=texts.get("Comments"),
        journal_ref=texts.get("Journal-ref"),
        announced=_announce_type(head),
    )


def _announce_type(head: Sequence[str]) -> str | None:
    """Return the announce type of a record: `cross`, `replace`, `replace-cross`.

    None for other records: a new paper in a mail looks like a paper in an .abs file.
    """
    is_cross = "(*cross-listing*)" in head[0]
    is_replaced = any(map(_REPLACED.fullmatch, head))
    if is_replaced and is_cross:
        return "replace-cross"
    if is_replaced:
        return "replace"
    if is_cross:
        return "cross"
    return None


def _time(date: str) -> str | None:
    """Return the time of `Mon, 2 Apr 2007 19:18:42 GMT   (9kb)`. Raises Refused."""
    return times.utc(date.partition("(")[0].strip())


def _values(head: Sequence[str]) -> tuple[Mapping[str, str], int, str]:
    """Return the values by name, the last version (0 if no version is named), and its date.

    For a replacement the date is the day of the replacement.
    """
    lines_of: dict[str, list[str]] = {}
    version = 0
    updated = ""
    open_value: list[str] = []
    for line in head:
        if line[:1].isspace():
            open_value.append(line)
            continue
        open_value = []
        if field := _FIELD.fullmatch(line):
            open_value.append(field[2])
            lines_of.setdefault(_USUAL_NAMES.get(field[1], field[1]), open_value)
        elif revised := _REVISED.fullmatch(line):
            version = int(revised[1])
            updated = revised[2]
        elif replaced := _REPLACED.fullmatch(line):
            updated = replaced[1]
    return {name: "\n".join(lines) for name, lines in lines_of.items()}, version, updated
