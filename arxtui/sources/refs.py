"""Papers out of a .bib: its entries that name an arXiv eprint."""

from __future__ import annotations

import re

from arxtui import cite, text
from arxtui.arxiv_id import parse_id
from arxtui.categories import canonical
from arxtui.model import Paper, Problem
from arxtui.sources import UNKNOWN, NotAListing, Reading, bib, fields
from arxtui.sources.listing import RECORD_LIMIT, UNDECODED, decode

_BEGUN = re.compile(r"[ \t]*@\s*[A-Za-z]*\s*(?:[{(]\s*(?:[^\s,{}()\"@]+\s*)?)?\Z")


def read(data: bytes, file: str) -> Reading:
    """The papers of the entries; NotAListing when there is none."""
    source, whole = decode(data)
    items, mistakes = bib.read(source)
    if not items:
        raise NotAListing(f"{UNKNOWN}BibTeX without an entry")
    problems = [Problem(file, line, reason.encode(errors="replace").decode()) for line, reason in mistakes]
    if begun := _begun(source):
        problems.append(Problem(file, begun, "file ends inside an entry"))
    papers: list[Paper] = []
    others = 0
    lines = [*(item.line for item in items[1:]), source.count("\n") + 1]
    mistakes.reverse()
    for item, until in zip(items, lines, strict=True):
        if mistakes and mistakes[-1][0] <= until and mistakes[-1][1].endswith(f" {item.key} has no end"):
            mistakes.pop()
            continue
        try:
            if item is items[-1] and _is_cut(source, item.line):
                raise fields.Refused("file ends inside an entry")
            if paper := _paper(item, whole=whole):
                papers.append(paper)
            others += paper is None
        except fields.Refused as why:
            problems.append(Problem(file, item.line, str(why)))
    if others:
        problems.append(Problem(file, 0, f"{others} {'entry' if others == 1 else 'entries'} without an arXiv eprint"))
    return Reading(tuple(papers), tuple(problems), form="BibTeX")


def _begun(source: str) -> int:
    """The line of an entry that ends before its first comma does, with the file; 0 = none."""
    start = source.rfind("\n", 0, max(source.rfind("@"), 0)) + 1
    return source.count("\n", 0, start) + 1 if _BEGUN.match(source, start) else 0


def _is_cut(source: str, line: int) -> bool:
    """Whether what begins in a line, the last entry, has a brace without an end."""
    rest = source.split("\n", line - 1)[-1]
    return rest.count("{") > rest.count("}")


def _paper(item: bib.Item, *, whole: bool) -> Paper | None:
    """The paper of an entry, None when it has no eprint of arXiv; Refused."""
    value = item.fields.get
    eprint, archive = value("eprint", ""), value("archiveprefix", value("eprinttype", "")).strip().lower()
    try:
        parse_id(eprint)
    except ValueError:
        archive = archive or "another"
    if not eprint or archive not in ("", "arxiv"):
        return None
    if sum(map(len, item.fields.values())) > RECORD_LIMIT:
        raise fields.Refused(fields.TOO_LARGE)
    if not whole and any(map(UNDECODED.search, item.fields.values())):
        raise fields.Refused("not UTF-8")
    names = [_name(name) for name in _split(fields.flat(value("author")), " and ") if name != "others"]
    primary = canonical(value("primaryclass", value("eprintclass", "")).strip())
    doi = value("doi", "")
    return fields.paper(
        eprint, text.plain(value("title", "")), names, [primary], fields.flat(value("abstract")),
        doi=cite.doi(doi) or doi, comment=value("comment"), journal_ref=value("journal", value("journaltitle", "")),
    )  # fmt: skip


def _name(raw: str) -> str:
    """`First Last Jr` of BibTeX's `Last, Jr, First`."""
    last, *more = (fields.flat(text.plain(part)) for part in _split(raw, ","))
    return " ".join([*more[-1:], last, *more[:-1]])


def _split(raw: str, at: str) -> list[str]:
    """The pieces between a separator that stands outside of braces."""
    pieces, depth, start = [], 0, 0
    for found in re.finditer("[{}]|" + at, raw, re.IGNORECASE):
        if found[0] in "{}":
            depth += 1 if found[0] == "{" else -1
        elif not depth:
            pieces.append(raw[start : found.start()])
            start = found.end()
    return [*pieces, raw[start:]]
