"""Answers of arXiv's OAI-PMH server, metadata in its form `arXiv`: days without a time, no version."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from arxtui.model import Paper
from arxtui.sources import Reading, fields, times


def read(data: bytes, file: str) -> Reading:
    """The papers of the records; deleted ones are passed over. NotAListing."""
    papers, problems, _ = fields.read_xml(data, file, "record", _paper)
    return Reading(tuple(papers), tuple(problems), form="OAI-PMH")


def _paper(record: Element, _: Mapping[str, str]) -> Paper | None:
    if any(header.get("status") == "deleted" for header in fields.children(record, "header")):
        return None
    found = [one for metadata in fields.children(record, "metadata") for one in fields.children(metadata, "arXiv")]
    if not found:
        raise fields.Refused("no metadata in the form arXiv (metadataPrefix=arXiv)")
    people = [one for authors in fields.children(found[0], "authors") for one in fields.children(authors, "author")]
    values = {
        name: fields.said(found[0], name)
        for name in ("id", "title", "abstract", "created", "doi", "comments", "journal-ref", "categories")
    }
    return fields.paper(
        values["id"], values["title"],
        [" ".join(fields.said(one, part) or "" for part in ("forenames", "keyname", "suffix")) for one in people],
        (values["categories"] or "").split(), values["abstract"], doi=values["doi"], comment=values["comments"],
        journal_ref=values["journal-ref"], listed=times.day(values["created"]),
    )  # fmt: skip
