"""Papers out of XML, entry by entry, in memory that does not grow with the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from arxtui.model import Paper, Problem
from arxtui.sources import UNKNOWN, NotAListing
from arxtui.sources.records import NOT_UTF8, RECORD_LIMIT, TOO_LARGE, UNDECODED, Refused, decode
from arxtui.sources.values import flat

Make = Callable[[Element, Mapping[str, str]], Paper | None]
"""make(entry, outside) -> Paper, or None to skip the entry; raises Refused.

`outside` has the texts of the feed: its id, pubDate, date and error.
"""

_BAD = "\ufdd0"
"""Stands for a byte that is not UTF-8: no text contains it, and XML allows it."""
_PIECE = 1 << 16
_DEEPEST = 1 << 18
_OUTSIDE = ("id", "pubDate", "date", "error")


def xml_root(data: bytes) -> str:
    """Return the name of a document's first element, without its namespace.

    Raises NotAListing for a text without an element.
    """
    text, _ = _xml_text(data)
    try:
        for _, element in _events(text, _ignore):
            return local(element)
    except (ParseError, EOFError):
        pass
    raise NotAListing(f"{UNKNOWN}XML that cannot be read")


def read_xml(
    data: bytes, file: str, name: str, make: Make
) -> tuple[list[Paper], list[Problem], Mapping[str, str]]:
    """Return papers and problems of the elements called `name`, and the texts outside of them."""
    text, whole = _xml_text(data)
    papers: list[Paper] = []
    problems: list[Problem] = []
    entries = _Entries(name)
    for number, entry in enumerate(entries.of(text), 1):
        try:
            if isinstance(entry, str):
                raise Refused(entry)
            if not whole and any(_BAD in content for content in _texts(entry)):
                raise Refused(NOT_UTF8)
            made = make(entry, entries.outside)
        except Refused as why:
            problems.append(Problem(file, 0, f"entry {number}: {why}"))
            continue
        if made:
            papers.append(made)
    if entries.outside["error"]:
        problems.append(Problem(file, 0, flat(entries.outside["error"])[:200]))
    return papers, problems, entries.outside


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def children(element: Element, name: str) -> list[Element]:
    """Return the children of an element that are called `name`."""
    return [child for child in element if local(child) == name]


def text_of(element: Element, name: str) -> str | None:
    """Return all text of the first child called `name`; None without such a child."""
    for child in element:
        if local(child) == name:
            return "".join(child.itertext())
    return None


def texts_of(element: Element, *names: str) -> dict[str, str | None]:
    """Return name -> text_of() for several names."""
    return {name: text_of(element, name) for name in names}


def _xml_text(data: bytes) -> tuple[str, bool]:
    """Return the text, and True if all of it was UTF-8. Raises NotAListing for a document type."""
    text, whole = decode(data)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise NotAListing("XML with a document type is not read")
    if not whole:
        text = UNDECODED.sub(_BAD, text)
    return text.lstrip(), whole


def _ignore(size: int) -> None:
    pass


def _events(text: str, after_piece: Callable[[int], None]) -> Iterator[tuple[str, Element]]:
    """Yield starts and ends of elements; call `after_piece` with the characters of each piece.

    After a piece without events the next piece is twice as large, because expat reads an unfinished
    tag again from its start. Raises ParseError, and EOFError if the text ends before its last
    element does.
    """
    parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
    at = 0
    size = _PIECE
    while at < len(text):
        parser.feed(text[at : at + size])
        quiet = True
        for event in parser.read_events():
            quiet = False
            match event:
                case str(kind), Element() as element:
                    yield kind, element
        after_piece(size)
        at += size
        if quiet:
            size *= 2
        else:
            size = _PIECE
    try:
        parser.close()
    except ParseError:
        raise EOFError from None


class _Entries:
    """The elements of one name in a document, whose tree is cleared as it grows."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.outside = dict.fromkeys(_OUTSIDE, "")
        self._path: list[Element] = []
        self._depth = 0  # depth of the open entry; 0 = no entry is open
        self._size = 0  # characters of whole pieces since the entry began; -1 = no piece yet

    def of(self, text: str) -> Iterator[Element | str]:
        """Yield each element of the name, or the reason for which it is refused, in order."""
        try:
            for kind, element in _events(text, self._after_piece):
                if kind == "start":
                    self._start(element)
                    if len(self._path) > _DEEPEST:
                        yield "XML nested too deeply, what follows is not read"
                        return
                    continue
                self._path.pop()
                if self._depth == len(self._path) + 1:
                    yield self._checked(element)
                    self._depth = 0
                    element.clear()
                elif not self._depth:
                    self._note_outside(element)
        except EOFError:
            inside = "the XML"
            if self._depth:
                inside = "an entry"
            yield f"file ends inside {inside}"
        except ParseError as why:
            yield f"not well-formed XML in line {why.position[0]}, what follows is not read"

    def _after_piece(self, size: int) -> None:
        """Count the characters of the open entry, and clear parts of the tree that were used."""
        if self._size >= 0:
            self._size += size
        else:
            self._size = 0
        if not self._depth:
            for element in self._path:
                element.clear()
        elif self._size > RECORD_LIMIT:
            self._path[self._depth - 1].clear()

    def _start(self, element: Element) -> None:
        self._path.append(element)
        if not self._depth and local(element) == self.name:
            self._depth = len(self._path)
            self._size = -1

    def _checked(self, element: Element) -> Element | str:
        """Return an entry, or the reason for which it is refused."""
        if self._size > RECORD_LIMIT or sum(map(len, _texts(element))) > RECORD_LIMIT:
            return TOO_LARGE
        return element

    def _note_outside(self, element: Element) -> None:
        """Remember the first text of each of the names outside of entries."""
        name = local(element)
        if name in self.outside and not self.outside[name]:
            self.outside[name] = element.text or ""


def _texts(entry: Element) -> Iterator[str]:
    for element in entry.iter():
        yield from (element.text or "", element.tail or "", *element.attrib.values())
