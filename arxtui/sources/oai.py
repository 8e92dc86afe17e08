"""Answers of arXiv's OAI-PMH server in its form `arXiv`: days without a time, no version."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from arxtui.model import Paper
from arxtui.sources import Reading, times, values
from arxtui.sources.records import Refused
from arxtui.sources.xml_entries import children, read_xml, text_of, texts_of


def read(data: bytes, file: str) -> Reading:
    """Return the papers of the records; deleted records are skipped. Raises NotAListing."""
    papers, problems, _ = read_xml(data, file, "record", _paper)
    return Reading(tuple(papers), tuple(problems), form="OAI-PMH")


def _paper(record: Element, _: Mapping[str, str]) -> Paper | None:
    """Return the paper of a record, None for a deleted record. Raises Refused."""
    if any(header.get("status") == "deleted" for header in children(record, "header")):
        return None
    found = _grandchildren(record, "metadata", "arXiv")
    if not found:
        raise Refused("no metadata in the form arXiv (metadataPrefix=arXiv)")
    metadata = found[0]
    texts = texts_of(
        metadata,
        *("id", "title", "abstract", "created", "doi", "comments", "journal-ref", "categories"),
    )
    return values.paper(
        texts["id"],
        texts["title"],
        [_name(author) for author in _grandchildren(metadata, "authors", "author")],
        (texts["categories"] or "").split(),
        texts["abstract"],
        doi=texts["doi"],
        comment=texts["comments"],
        journal_ref=texts["journal-ref"],
        listed=times.day(texts["created"]),
    )


def _grandchildren(element: Element, child: str, grandchild: str) -> list[Element]:
    found = []
    for each in children(element, child):
        found += children(each, grandchild)
    return found


def _name(author: Element) -> str:
    parts = [text_of(author, part) or "" for part in ("forenames", "keyname", "suffix")]
    return " ".join(parts)
