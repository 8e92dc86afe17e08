"""Answers of arXiv's API: Atom with all fields of a paper; and the Atom feed of rss.arxiv.org."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from arxtui.model import Paper
from arxtui.sources import Reading, rss, times, values
from arxtui.sources.records import Refused
from arxtui.sources.xml_entries import children, read_xml, text_of, texts_of


def read(data: bytes, file: str) -> Reading:
    """Return the papers of a `<feed>`; an entry with an error of the API is a problem.

    Raises NotAListing.
    """
    papers, problems, feed = read_xml(data, file, "entry", _paper)
    form = "API feed"
    if _is_rss(feed):
        form = "RSS feed"
    return Reading(tuple(papers), tuple(problems), form=form)


def _is_rss(feed: Mapping[str, str]) -> bool:
    return "://rss.arxiv.org/" in feed["id"]


def _paper(entry: Element, feed: Mapping[str, str]) -> Paper:
    """Return the paper of an entry. Raises Refused."""
    found = texts_of(
        entry, "id", "published", "updated", "title", "summary", "doi", "comment", "journal_ref"
    )
    terms = [category.get("term", "") for category in children(entry, "category")]
    published = found["published"]
    if _is_rss(feed):
        day = times.day(values.flat(published)[:10])
        return rss.announced(entry, found["id"], terms, found["summary"], day)
    if published is None and values.flat(found["title"]) == "Error":
        raise Refused(values.flat(found["summary"])[:200] or "an error of the API")
    primary = None
    for category in children(entry, "primary_category")[:1]:
        primary = category.get("term")
    return values.paper(
        found["id"],
        found["title"],
        [text_of(author, "name") or "" for author in children(entry, "author")],
        terms,
        found["summary"],
        primary=primary,
        published=times.moment(published),
        updated=times.moment(found["updated"]),
        doi=found["doi"],
        comment=found["comment"],
        journal_ref=found["journal_ref"],
    )
