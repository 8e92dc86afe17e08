"""The daily feeds of rss.arxiv.org: what was announced, without the days of the papers themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from arxtui import people
from arxtui.model import Paper
from arxtui.sources import Reading, fields, times


def read(data: bytes, file: str) -> Reading:
    """The papers of an RSS feed's items. NotAListing."""
    papers, problems, _ = fields.read_xml(data, file, "item", _paper)
    return Reading(tuple(papers), tuple(problems), form="RSS feed")


def announced(
    entry: Element, one: str | None, terms: Sequence[str], described: str | None, listed: str | None
) -> Paper:
    """A paper of an item, or of an entry of the Atom feed, which names these five otherwise; Refused."""
    head, found, abstract = (described or "").partition("Abstract:")
    return fields.paper(
        (one or "").strip().removeprefix("oai:arXiv.org:"), fields.said(entry, "title"),
        people.split(fields.said(entry, "creator") or ""), terms,
        abstract if found and "Announce Type:" in head else described,
        doi=fields.said(entry, "DOI"), journal_ref=fields.said(entry, "journal_reference"), listed=listed,
    )  # fmt: skip


def _paper(item: Element, channel: Mapping[str, str]) -> Paper:
    terms = ["".join(one.itertext()) for one in fields.children(item, "category")]
    date = fields.said(item, "pubDate") or channel["pubDate"]
    listed = f"{times.mail_time(date):%Y-%m-%d}" if date else None
    return announced(item, fields.said(item, "guid"), terms, fields.said(item, "description"), listed)
