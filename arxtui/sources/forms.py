"""Find the form of a file by its content, and read its papers.

A new form takes a module in this folder, a line of FORMS and a place in `read`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from arxtui.sources import NotAListing, Reading

_KNOWN = "id title authors categories primary"
_ALL = f"{_KNOWN} version published updated doi comment journal_ref abstract"
FORMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "listing": tuple(f"{_ALL} subject".split()),
        "API feed": tuple(_ALL.split()),
        "RSS feed": tuple(f"{_KNOWN} version doi journal_ref abstract listed announced".split()),
        "OAI-PMH": tuple(f"{_KNOWN} doi comment journal_ref abstract listed".split()),
        "mail": tuple(f"{_ALL} announced".split()),
        "Kaggle": tuple(_ALL.split()),
        "JSON lines": tuple(f"{_ALL} listed".split()),
        "BibTeX": tuple(f"{_KNOWN} version doi comment journal_ref abstract".split()),
    }
)
"""The forms by name, and the fields of Paper that each has; other fields are None, `` or 0."""

_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{[ \t]*[\"}]")
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?!html|!doctype html)[?!A-Za-z_]", re.IGNORECASE)
_MAIL = re.compile(rb"^\\\\[ \t]*\r?\n(?:arXiv|Paper)\b", re.MULTILINE)
_BIB = re.compile(rb"^(?:\xef\xbb\xbf)?[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]", re.MULTILINE)


def read(data: bytes, file: str) -> Reading:
    """Return the papers and problems of a source, whose form is found by its content.

    `file` is its name in problems. Raises NotAListing.
    """
    if streamed(data):
        from arxtui.sources import jsonl  # each reader is imported when a file needs it

        return jsonl.read(data, file)
    if _XML.match(data):
        return _read_xml(data, file)
    from arxtui.sources import listing, unknown_form

    try:
        return listing.read(data, file)
    except NotAListing:
        if _MAIL.search(data):
            from arxtui.sources import mail

            return mail.read(data, file)
        if _BIB.search(data):
            from arxtui.sources import bibtex

            return bibtex.read(data, file)
    raise NotAListing(unknown_form.describe(data))


def _read_xml(data: bytes, file: str) -> Reading:
    from arxtui.sources import xml_entries

    root = xml_entries.xml_root(data)
    if root == "feed":
        from arxtui.sources import atom

        return atom.read(data, file)
    if root == "rss":
        from arxtui.sources import rss

        return rss.read(data, file)
    if root == "RDF":
        from arxtui.sources import rss

        return rss.read_rdf(data, file)
    if root == "OAI-PMH":
        from arxtui.sources import oai

        return oai.read(data, file)
    from arxtui.sources import unknown_form

    raise NotAListing(unknown_form.describe_xml(root))


def streamed(start: bytes) -> bool:
    """Return True if a file that begins with these 4 KiB is JSON lines, for stream()."""
    return _JSON.match(start) is not None


def stream(lines: Iterable[bytes], file: str, size: int = 5000) -> Iterator[Reading]:
    """Yield readings of JSON lines, each of at most `size` papers; at least one reading.

    The lines may have their line ends or not.
    """
    from arxtui.sources import jsonl

    return jsonl.stream(lines, file, size)
