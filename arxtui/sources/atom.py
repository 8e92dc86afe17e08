"""Answers of arXiv's API: Atom with all that a paper has; and the Atom feed of rss.arxiv.org, told by its id."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from arxtui.model import Paper
from arxtui.sources import Reading, fields, rss, times


def read(data: bytes, file: str) -> Reading:
    """The papers of a `<feed>`; an entry in which the API tells an error is a problem. NotAListing."""
    papers, problems, feed = fields.read_xml(data, file, "entry", _paper)
    return Reading(tuple(papers), tuple(problems), form="RSS feed" if _is_rss(feed) else "API feed")


def _is_rss(feed: Mapping[str, str]) -> bool:
    return "://rss.arxiv.org/" in feed["id"]


def _paper(entry: Element, feed: Mapping[str, str]) -> Paper:
    one, published, title, summary = (fields.said(entry, name) for name in ("id", "published", "title", "summary"))
    terms = [one.get("term", "") for one in fields.children(entry, "category")]
    if _is_rss(feed):
        return rss.announced(entry, one, terms, summary, times.day(fields.flat(published)[:10]))
    if published is None and fields.flat(title) == "Error":
        raise fields.Refused(fields.flat(summary)[:200] or "an error of the API")
    return fields.paper(
        one, title, [fields.said(author, "name") or "" for author in fields.children(entry, "author")], terms, summary,
        primary=next((one.get("term") for one in fields.children(entry, "primary_category")), None),
        published=times.moment(published), updated=times.moment(fields.said(entry, "updated")),
        doi=fields.said(entry, "doi"), comment=fields.said(entry, "comment"),
        journal_ref=fields.said(entry, "journal_ref"),
    )  # fmt: skip
