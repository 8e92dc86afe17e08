"""What several forms share: ids, names and texts as papers have them, values out of JSON, XML entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from arxtui import text as readable
from arxtui.arxiv_id import parse_id
from arxtui.categories import canonical
from arxtui.model import Paper, Problem
from arxtui.sources import UNKNOWN, NotAListing
from arxtui.sources.listing import RECORD_LIMIT, UNDECODED, decode

TOO_LARGE = f"a record of more than {RECORD_LIMIT >> 20} MiB"

_BAD = "\ufdd0"  # stands for a byte that is not UTF-8: no text has it, and XML may hold it


class Refused(Exception):
    """An entry that does not fit: the text says why, `at` on which of its lines, from 0."""

    def __init__(self, reason: str, at: int = 0) -> None:
        super().__init__(reason)
        self.at = at


# Values as papers have them


def paper(
    one: str | None,
    title: str | None,
    authors: Iterable[str],
    categories: Iterable[str],
    abstract: str | None,
    *,
    version: int | None = None,
    primary: str | None = None,
    published: str | None = None,
    updated: str | None = None,
    doi: str | None = None,
    comment: str | None = None,
    journal_ref: str | None = None,
    listed: str | None = None,
) -> Paper:
    """A paper of texts as a source wraps them; the id may name the version. Refused."""
    known, found = identified(one)
    terms = [term for raw in categories if (term := flat(raw))]
    if not (said := flat(title)):
        raise Refused("no title")
    return Paper(
        known, version or found, said, tuple(name for raw in authors if (name := flat(readable.plain(raw)))),
        ", ".join(terms), canonical(primary or next(iter(terms), "")), published, updated, wrapped(doi),
        wrapped(comment), wrapped(journal_ref), unwrapped(abstract), listed,
    )  # fmt: skip


def identified(text: str | None) -> tuple[str, int]:
    """(id, version or 0); Refused."""
    try:
        one, version = parse_id(text or "")
    except ValueError as why:
        raise Refused(str(why)) from None
    return one, version or 0


def flat(text: str | None) -> str:
    """One line with single blanks."""
    return " ".join((text or "").split())


def wrapped(text: str | None) -> str | None:
    """A value that may have several lines, all but the first after two blanks; None when it is empty."""
    return "\n  ".join(line.strip() for line in (text or "").split("\n") if line.strip()) or None


def unwrapped(text: str | None) -> str:
    """A text in one line; three blanks are before a line that began with blanks or came after an empty one."""
    pieces, apart = [], True
    for line in (text or "").split("\n"):
        if said := line.strip():
            pieces += ["   " if apart or line[0].isspace() else " ", said]
        apart = not said
    return "".join(pieces[1:])


# Values out of JSON


def text_in(record: Mapping[str, object], name: str) -> str | None:
    """A text or nothing; Refused."""
    value = record.get(name)
    if value is None or isinstance(value, str):
        return value
    raise Refused(f"{name} is no text")


def texts_in(record: Mapping[str, object], name: str) -> list[str]:
    """A list of texts; Refused."""
    return texts(record.get(name), name)


def texts(value: object, name: str) -> list[str]:
    """A value that must be a list of texts; Refused."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return value
    raise Refused(f"{name} is no list of texts")


# XML

Make = Callable[[Element, Mapping[str, str]], Paper | None]
"""A paper of an entry and of what stands outside of entries; None = passed over; Refused."""

_PIECE = 1 << 16
_DEEPEST = 1 << 18
_OUTSIDE = ("id", "pubDate", "date", "error")


def xml_root(data: bytes) -> str:
    """The name of a document's first element, without its namespace; NotAListing when there is none."""
    text, _ = _xml_text(data)
    try:
        for _, element in _events(text):
            return local(element)
    except (ParseError, EOFError):
        pass
    raise NotAListing(f"{UNKNOWN}XML that cannot be read")


def read_xml(data: bytes, file: str, name: str, make: Make) -> tuple[list[Paper], list[Problem], Mapping[str, str]]:
    """Papers and problems of the elements of a name, and the first of each of _OUTSIDE outside of them."""
    text, whole = _xml_text(data)
    papers: list[Paper] = []
    problems: list[Problem] = []
    outside = dict.fromkeys(_OUTSIDE, "")
    for number, entry in enumerate(_entries(text, name, outside), 1):
        try:
            if isinstance(entry, str):
                raise Refused(entry)
            if not whole and any(_BAD in said for said in _texts(entry)):
                raise Refused("not UTF-8")
            if made := make(entry, outside):
                papers.append(made)
        except Refused as why:
            problems.append(Problem(file, 0, f"entry {number}: {why}"))
    if outside["error"]:
        problems.append(Problem(file, 0, flat(outside["error"])[:200]))
    return papers, problems, outside


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def children(element: Element, name: str) -> list[Element]:
    """The elements of a name right below one."""
    return [child for child in element if local(child) == name]


def said(element: Element, name: str) -> str | None:
    """All text of the first element of a name right below one."""
    return next(("".join(child.itertext()) for child in element if local(child) == name), None)


def _xml_text(data: bytes) -> tuple[str, bool]:
    text, whole = decode(data)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise NotAListing("XML with a document type is not read")
    return (text if whole else UNDECODED.sub(_BAD, text)).lstrip(), whole


def _events(text: str, between: Callable[[int], None] = lambda _: None) -> Iterator[tuple[str, Element]]:
    """Starts and ends of elements; `between` is told after each piece how many characters it had.

    A piece without any is followed by one twice as large: expat looks at an unfinished tag again from its start.
    ParseError; EOFError when the text ends before its last element does.
    """
    parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
    at, size = 0, _PIECE
    while at < len(text):
        parser.feed(text[at : at + size])
        quiet = True
        for event in parser.read_events():
            quiet = False
            match event:
                case str(kind), Element() as element:
                    yield kind, element
        between(size)
        at, size = at + size, 2 * size if quiet else _PIECE
    try:
        parser.close()
    except ParseError:
        raise EOFError from None


def _entries(text: str, name: str, outside: dict[str, str]) -> Iterator[Element | str]:
    """The elements of a name, or why one is refused, in order; the tree is let go of as it grows."""
    path: list[Element] = []
    entry = size = 0  # depth of the entry that is open, and the characters of whole pieces since (-1: of none)

    def between(characters: int) -> None:
        nonlocal size
        size = size + characters if size >= 0 else 0
        if not entry:
            for element in path:
                element.clear()
        elif size > RECORD_LIMIT:
            path[entry - 1].clear()

    try:
        for kind, element in _events(text, between):
            if kind == "start":
                path.append(element)
                if len(path) > _DEEPEST:
                    yield "XML nested too deeply, what follows is not read"
                    return
                if not entry and local(element) == name:
                    entry, size = len(path), -1
                continue
            path.pop()
            if entry == len(path) + 1:
                yield TOO_LARGE if size > RECORD_LIMIT or sum(map(len, _texts(element))) > RECORD_LIMIT else element
                entry = 0
                element.clear()
            elif not entry and not outside.get(local(element), "-"):
                outside[local(element)] = element.text or ""
    except EOFError:
        yield f"file ends inside {'an entry' if entry else 'the XML'}"
    except ParseError as why:
        yield f"not well-formed XML in line {why.position[0]}, what follows is not read"


def _texts(entry: Element) -> Iterator[str]:
    for element in entry.iter():
        yield from (element.text or "", element.tail or "", *element.attrib.values())
