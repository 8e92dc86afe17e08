"""The snapshot `arxiv-metadata-oai-snapshot` on Kaggle: arXiv's own records, an object each."""

from __future__ import annotations

import re
from collections.abc import Mapping

from arxtui.model import Paper
from arxtui.sources import fields

_VERSION = re.compile(r"v([1-9]\d{0,3})", re.ASCII)


def paper(record: Mapping[str, object]) -> Paper:
    """The paper of an object; Refused."""
    last, created = 0, [""]
    versions = record.get("versions")
    if not isinstance(versions, list) or not versions:
        raise fields.Refused("versions is no list")
    for one in versions:
        if not isinstance(one, dict):
            raise fields.Refused("versions has no objects")
        found = _VERSION.fullmatch(fields.text_in(one, "version") or "")
        if not found:
            raise fields.Refused("a version that is none")
        last, created = int(found[1]), [*created, fields.text_in(one, "created") or ""]
    people = record.get("authors_parsed")
    if not isinstance(people, list):
        raise fields.Refused("authors_parsed is no list")
    names = [[*fields.texts(one, "authors_parsed")[:3], "", "", ""] for one in people]
    return fields.paper(
        fields.text_in(record, "id"), fields.text_in(record, "title"),
        [f"{first} {last} {suffix}" for last, first, suffix, *_ in names],
        (fields.text_in(record, "categories") or "").split(), fields.text_in(record, "abstract"), version=last,
        published=fields.utc(created[1]), updated=fields.utc(created[-1]), doi=fields.text_in(record, "doi"),
        comment=fields.text_in(record, "comments"), journal_ref=fields.text_in(record, "journal-ref"),
    )  # fmt: skip
