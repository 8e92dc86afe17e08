"""arXiv's daily mails, its .abs files and old listings: records between lines that begin with two backslashes.

A head of fields, whose values go on after blanks; then, where there is one, the abstract; what follows a record until
the next one is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from arxtui import people
from arxtui.model import Paper, Problem
from arxtui.sources import UNKNOWN, NotAListing, Reading, fields, times
from arxtui.sources.listing import RECORD_LIMIT, UNDECODED, decode

_CROSS = r" ?\(\*cross-listing\*\)"
_ID = re.compile(rf"(?:arXiv:|Paper(?:{_CROSS})?:)\s*(\S+)(?:{_CROSS})?\s*")
_RULE = re.compile(r"[-%]{20,}\s*")
_FIELD = re.compile(r"(Date|Date \(v1\)|Title|Authors?|Categories|Comments?|Journal-ref|DOI): ?(.*)")
_REVISED = re.compile(r"Date \(revised v([1-9]\d{0,3})\): ?(.*)", re.ASCII)
_REPLACED = re.compile(r"(?:replaced with revised version|figures added) (.*)")
_OTHERS_NAME = {"Author": "Authors", "Comment": "Comments", "Date (v1)": "Date"}


def read(data: bytes, file: str) -> Reading:
    """The papers of the records; NotAListing when there is none."""
    text, whole = decode(data)
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    starts = [at for at, line in enumerate(lines) if line.rstrip() == "\\\\" and _begins(lines, at)]
    if not starts:
        raise NotAListing(f"{UNKNOWN}mail without a record")
    papers: list[Paper] = []
    problems: list[Problem] = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        try:
            papers.append(_record(lines[start:end], last=end == len(lines), whole=whole))
        except fields.Refused as why:
            problems.append(Problem(file, start + why.at + 1, str(why)))
    return Reading(tuple(papers), tuple(problems), form="mail")


def _begins(lines: Sequence[str], at: int) -> bool:
    """Whether a record begins at two backslashes: an id is below them, or a rule above."""
    return bool((at + 1 < len(lines) and _ID.fullmatch(lines[at + 1])) or (at and _RULE.fullmatch(lines[at - 1])))


def _record(lines: Sequence[str], *, last: bool, whole: bool) -> Paper:
    _, *marks = [at for at, line in enumerate(lines) if line.rstrip() == "\\\\" or line.startswith("\\\\ (")]
    if not marks:
        raise fields.Refused("file ends inside a record" if last else "a record without an end")
    head = end = marks[0]
    if not lines[head].startswith("\\\\ ("):
        end = marks[1] if len(marks) > 1 else _rule_below(lines, head)
    if not end:
        raise fields.Refused("file ends inside a record" if last else "an abstract without an end")
    if sum(map(len, lines[:end])) + end > RECORD_LIMIT:
        raise fields.Refused(fields.TOO_LARGE)
    if not whole and (bad := next((at for at in range(end) if UNDECODED.search(lines[at])), None)) is not None:
        raise fields.Refused("not UTF-8", bad)
    return _paper(lines[1:head], lines[head + 1 : end])


def _rule_below(lines: Sequence[str], head: int) -> int:
    """Where the rule is that follows a head at once: old listings have no abstracts; 0 = none does."""
    below = next((at for at in range(head + 1, len(lines)) if lines[at].strip()), 0)
    return below if _RULE.fullmatch(lines[below]) else 0


def _paper(head: Sequence[str], abstract: Sequence[str]) -> Paper:
    found = _ID.fullmatch(head[0]) if head else None
    if not found:
        raise fields.Refused("no arXiv id", 1)
    values, version, updated = _values(head)
    try:
        fields.identified(found[1])
        dates = [times.utc(date.partition("(")[0].strip()) for date in (values.get("Date", ""), updated)]
    except fields.Refused as why:
        raise fields.Refused(str(why), 1) from None
    return fields.paper(
        found[1], values.get("Title"), people.split(values.get("Authors", "")),
        values.get("Categories", "").split(), "\n".join(abstract), version=version, published=dates[0],
        updated=dates[1], doi=values.get("DOI"), comment=values.get("Comments"),
        journal_ref=values.get("Journal-ref"),
    )  # fmt: skip


def _values(head: Sequence[str]) -> tuple[Mapping[str, str], int, str]:
    """The values by name, the last version that is named (0 = none) and its date, or that of a replacement."""
    values: dict[str, list[str]] = {}
    version, updated = 0, ""
    open_value: list[str] = []
    for line in head:
        if line[:1].isspace():
            open_value.append(line)
        elif field := _FIELD.fullmatch(line):
            open_value = [field[2]]
            values.setdefault(_OTHERS_NAME.get(field[1], field[1]), open_value)
        else:
            open_value = []
            if revised := _REVISED.fullmatch(line):
                version, updated = int(revised[1]), revised[2]
            elif replaced := _REPLACED.fullmatch(line):
                updated = replaced[1]
    return {name: "\n".join(lines) for name, lines in values.items()}, version, updated
