"""The daily feeds of rss.arxiv.org: papers with the announce type, without the day of submission.

RSS 2.0 since January 2024, RSS 1.0 (`rdf:RDF`) before: people have saved old feeds.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from arxtui import people
from arxtui.model import ANNOUNCE_TYPES, Paper
from arxtui.sources import Reading, times, values
from arxtui.sources.xml_entries import children, read_xml, text_of

_STAMP = re.compile(
    r"\.?\s*\(arXiv:(\S{1,40}) \[([A-Za-z.-]{2,40})\]( [A-Z ]{1,40})?\)\s*", re.ASCII
)
_ANNOUNCE_TYPE = re.compile(r"Announce Type:\s*([a-z-]+)")
_STAMPED = {None: "new", " CROSS LISTED": "cross", " UPDATED": "replace"}
"""The end of a stamp -> the announce type; an UPDATED paper may be cross-listed as well."""
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def read(data: bytes, file: str) -> Reading:
    """Return the papers of the items of an RSS 2.0 feed. Raises NotAListing."""
    papers, problems, _ = read_xml(data, file, "item", _paper)
    return Reading(tuple(papers), tuple(problems), form="RSS feed")


def read_rdf(data: bytes, file: str) -> Reading:
    """Return the papers of the items of an RSS 1.0 feed. Raises NotAListing."""
    papers, problems, _ = read_xml(data, file, "item", _paper_of_rdf)
    return Reading(tuple(papers), tuple(problems), form="RSS feed")


def _paper_of_rdf(item: Element, channel: Mapping[str, str]) -> Paper:
    """Return the paper of an item, `A title. (arXiv:2310.19231v1 [cs.CV] UPDATED)`.

    The category in it is the primary category. Raises Refused.
    """
    title = text_of(item, "title") or ""
    stamped = max(title.rfind("(arXiv:"), 0)
    while stamped and title[stamped - 1].isspace():
        stamped -= 1
    if title[stamped - 1 : stamped] == ".":  # arXiv puts a full stop behind every title
        stamped -= 1
    stamp = _STAMP.fullmatch(title, stamped)
    if stamp:
        title = title[:stamped]
        address: str | None = stamp[1]
        categories = [stamp[2]]
        announced = _STAMPED.get(stamp[3])
    else:
        address = text_of(item, "link")
        categories = []
        announced = None
    date = text_of(item, "date") or channel["date"]
    return values.paper(
        address,
        title,
        people.split(text_of(item, "creator") or ""),
        categories,
        html.unescape(_TAG.sub("", text_of(item, "description") or "")),
        listed=times.day(values.flat(date)[:10]),
        announced=announced,
    )


def announced(
    entry: Element,
    paper_id: str | None,
    terms: Sequence[str],
    description: str | None,
    listed: str | None,
) -> Paper:
    """Return the paper of an item, or of an entry of the Atom feed. Raises Refused.

    The two feeds have different names for the values of the last four parameters.
    """
    head, found, abstract = (description or "").partition("Abstract:")
    if not found or "Announce Type:" not in head:
        abstract = description or ""
    return values.paper(
        (paper_id or "").strip().removeprefix("oai:arXiv.org:"),
        text_of(entry, "title"),
        people.split(text_of(entry, "creator") or ""),
        terms,
        abstract,
        doi=text_of(entry, "DOI"),
        journal_ref=text_of(entry, "journal_reference"),
        listed=listed,
        announced=_announce_type(entry, head),
    )


def _announce_type(entry: Element, head: str) -> str | None:
    """Return the announce type of an item; None for a word that arXiv does not have.

    `head` is the part of the description before the abstract, which names the type too.
    """
    given = text_of(entry, "announce_type")
    if given is None and (found := _ANNOUNCE_TYPE.search(head)):
        given = found[1]
    name = values.flat(given)
    if name in ANNOUNCE_TYPES:
        return name
    return None


def _paper(item: Element, channel: Mapping[str, str]) -> Paper:
    """Return the paper of an item of RSS 2.0. Raises Refused."""
    terms = ["".join(category.itertext()) for category in children(item, "category")]
    date = text_of(item, "pubDate") or channel["pubDate"]
    listed = None
    if date:
        listed = f"{times.mail_time(date):%Y-%m-%d}"
    description = text_of(item, "description")
    return announced(item, text_of(item, "guid"), terms, description, listed)
