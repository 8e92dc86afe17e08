"""The daily feeds of rss.arxiv.org: what was announced, without the days of the papers themselves.

RSS 2.0 since January 2024, RSS 1.0 (`rdf:RDF`) before, whose feeds people have saved.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from arxtui import people
from arxtui.model import Paper
from arxtui.sources import Reading, fields, times

_STAMP = re.compile(r"\.?\s*\(arXiv:(\S{1,40}) \[([A-Za-z.-]{2,40})\](?: [A-Z ]{1,40})?\)\s*", re.ASCII)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def read(data: bytes, file: str) -> Reading:
    """The papers of an RSS feed's items. NotAListing."""
    papers, problems, _ = fields.read_xml(data, file, "item", _paper)
    return Reading(tuple(papers), tuple(problems), form="RSS feed")


def read_rdf(data: bytes, file: str) -> Reading:
    """Return the papers of the items of an RSS 1.0 feed. Raises NotAListing."""
    papers, problems, _ = fields.read_xml(data, file, "item", _paper_of_rdf)
    return Reading(tuple(papers), tuple(problems), form="RSS feed")


def _paper_of_rdf(item: Element, channel: Mapping[str, str]) -> Paper:
    """Return the paper of an item, `A title. (arXiv:2310.19231v1 [cs.CV] UPDATED)`: the class is the primary one."""
    title = fields.said(item, "title") or ""
    stamped = max(title.rfind("(arXiv:"), 0)
    while stamped and title[stamped - 1].isspace():
        stamped -= 1
    if title[stamped - 1 : stamped] == ".":  # arXiv puts one behind every title
        stamped -= 1
    stamp = _STAMP.fullmatch(title, stamped)
    date = fields.said(item, "date") or channel["date"]
    described = html.unescape(_TAG.sub("", fields.said(item, "description") or ""))
    if stamp:
        title = title[:stamped]
    return fields.paper(
        stamp[1] if stamp else fields.said(item, "link"),
        title,
        people.split(fields.said(item, "creator") or ""),
        [stamp[2]] if stamp else [],
        described,
        listed=times.day(fields.flat(date)[:10]),
    )


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
