"""The snapshot `arxiv-metadata-oai-snapshot` on Kaggle: arXiv's own records, an object each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from arxtui import people
from arxtui.model import Paper
from arxtui.sources import times, values
from arxtui.sources.records import Refused

_VERSION = re.compile(r"v([1-9]\d{0,3})", re.ASCII)


def paper(record: Mapping[str, object]) -> Paper:
    """Return the paper of an object. Raises Refused."""
    versions = record.get("versions")
    if not isinstance(versions, list) or not versions:
        raise Refused("versions is not a list")
    last = 0
    created: list[str] = []
    for version in versions:
        if not isinstance(version, dict):
            raise Refused("versions has no objects")
        found = _VERSION.fullmatch(values.text_in(version, "version") or "")
        if not found:
            raise Refused("a version that is not v1, v2 ...")
        last = int(found[1])
        created.append(values.text_in(version, "created") or "")
    return values.paper(
        values.text_in(record, "id"),
        values.text_in(record, "title"),
        _authors(record),
        (values.text_in(record, "categories") or "").split(),
        values.text_in(record, "abstract"),
        version=last,
        published=times.utc(created[0]),
        updated=times.utc(created[-1]),
        doi=values.text_in(record, "doi"),
        comment=values.text_in(record, "comments"),
        journal_ref=values.text_in(record, "journal-ref"),
    )


def _authors(record: Mapping[str, object]) -> list[str]:
    """Return the names of `authors_parsed`, else the names of the text `authors`. Raises Refused.

    Only the text shows which of the parsed names is a team: it has a colon behind the team.
    """
    parsed = record.get("authors_parsed")
    if parsed is None and isinstance(authors := record.get("authors"), str):
        return [*people.split(authors)]
    if not isinstance(parsed, list):
        raise Refused("authors_parsed is not a list")
    text = values.text_in(record, "authors") or ""
    teams = {name for name, sign in pairwise(people.split(text)) if sign == people.TEAM_SIGN}
    names: list[str] = []
    for person in parsed:
        last, first, suffix, *_ = [*values.texts(person, "authors_parsed")[:3], "", "", ""]
        name = values.flat(f"{first} {last} {suffix}")
        names.append(name)
        if name in teams:
            names.append(people.TEAM_SIGN)
    return names
