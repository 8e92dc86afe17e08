"""Answers of arXiv's API: Atom with all that a paper has; and the Atom feed of rss.arxiv.org, told by its ids."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from arxtui.model import Paper
from arxtui.sources import Reading, fields, rss


def read(data: bytes, file: str) -> Reading:
    """The papers of a `<feed>`; an entry in which the API tells an error is a problem. NotAListing."""
    papers, problems, feed = fields.read_xml(data, file, "entry", _paper)
    form = "RSS feed" if "://rss.arxiv.org/" in feed["id"] else "API feed"
    return Reading(tuple(papers), tuple(problems), form=form)


def _paper(entry: Element, _: Mapping[str, str]) -> Paper:
    published, title, summary = (fields.said(entry, name) for name in ("published", "title", "summary"))
    terms = [one.get("term", "") for one in fields.children(entry, "category")]
    one = (fields.said(entry, "id") or "").strip()
    if one.startswith(rss.ID):
        return rss.announced(entry, one, terms, summary, fields.day(fields.flat(published)[:10]))
    if published is None and fields.flat(title) == "Error":
        raise fields.Refused(fields.flat(summary)[:200] or "an error of the API")
    return fields.paper(
        one, title, [fields.said(author, "name") or "" for author in fields.children(entry, "author")], terms, summary,
        primary=next((one.get("term") for one in fields.children(entry, "primary_category")), None),
        published=fields.moment(published), updated=fields.moment(fields.said(entry, "updated")),
        doi=fields.said(entry, "doi"), comment=fields.said(entry, "comment"),
        journal_ref=fields.said(entry, "journal_ref"),
    )  # fmt: skip
