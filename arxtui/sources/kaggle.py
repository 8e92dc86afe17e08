"""The snapshot `arxiv-metadata-oai-snapshot` on Kaggle: arXiv's own records, an object each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from arxtui import people
from arxtui.model import Paper
from arxtui.sources import fields, times

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
            raise fields.Refused("a version that is not v1, v2 ...")
        last, created = int(found[1]), [*created, fields.text_in(one, "created") or ""]
    return fields.paper(
        fields.text_in(record, "id"), fields.text_in(record, "title"),
        _authors(record),
        (fields.text_in(record, "categories") or "").split(), fields.text_in(record, "abstract"), version=last,
        published=times.utc(created[1]), updated=times.utc(created[-1]), doi=fields.text_in(record, "doi"),
        comment=fields.text_in(record, "comments"), journal_ref=fields.text_in(record, "journal-ref"),
    )  # fmt: skip


def _authors(record: Mapping[str, object]) -> list[str]:
    """Return the names of `authors_parsed`, else those of the text `authors`; Refused.

    Only the text shows by its colon which of the parsed names is a team.
    """
    parsed = record.get("authors_parsed")
    if parsed is None and isinstance(authors := record.get("authors"), str):
        return [*people.split(authors)]
    if not isinstance(parsed, list):
        raise fields.Refused("authors_parsed is no list")
    text = fields.text_in(record, "authors") or ""
    teams = {name for name, sign in pairwise(people.split(text)) if sign == people.TEAM_SIGN}
    names: list[str] = []
    for person in parsed:
        last, first, suffix, *_ = [*fields.texts(person, "authors_parsed")[:3], "", "", ""]
        name = fields.flat(f"{first} {last} {suffix}")
        names.append(name)
        if name in teams:
            names.append(people.TEAM_SIGN)
    return names
