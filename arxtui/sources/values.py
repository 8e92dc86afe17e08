"""Values of several forms: ids, names and texts in the form of a Paper, and values of JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from arxtui import text as readable
from arxtui.arxiv_id import parse_id
from arxtui.categories import canonical
from arxtui.model import Paper
from arxtui.sources.records import Refused


def paper(
    paper_id: str | None,
    title: str | None,
    authors: Iterable[str],
    categories: Iterable[str],
    abstract: str | None,
    *,
    version: int | None = None,
    primary: str | None = None,
    published: str | None = None,
    updated: str | None = None,
    doi: str | None = None,
    comment: str | None = None,
    journal_ref: str | None = None,
    listed: str | None = None,
    announced: str | None = None,
) -> Paper:
    """Return a Paper of raw strings, their white space normalised; the id may carry the version.

    Raises Refused without id or title.
    """
    known, version_in_id = identified(paper_id)
    one_line = flat(title)
    if not one_line:
        raise Refused("no title")
    names = [flat(readable.plain(raw)) for raw in authors]
    terms = [term for term in map(flat, categories) if term]
    return Paper(
        id=known,
        version=version or version_in_id,
        title=one_line,
        authors=tuple(name for name in names if name),
        categories=", ".join(terms),
        primary=canonical(primary or next(iter(terms), "")),
        published=published,
        updated=updated,
        doi=wrapped(doi),
        comment=wrapped(comment),
        journal_ref=wrapped(journal_ref),
        abstract=unwrapped(abstract),
        listed=listed,
        announced=announced,
    )


def identified(text: str | None) -> tuple[str, int]:
    """Return (arXiv id, version or 0). Raises Refused."""
    try:
        paper_id, version = parse_id(text or "")
    except ValueError as why:
        raise Refused(str(why)) from None
    return paper_id, version or 0


def flat(text: str | None) -> str:
    """Return a text in one line with single blanks."""
    return " ".join((text or "").split())


def wrapped(text: str | None) -> str | None:
    """Return the lines of a value, with two blanks before each line but the first.

    None if it is empty.
    """
    lines = [line.strip() for line in (text or "").split("\n")]
    return "\n  ".join(filter(None, lines)) or None


def unwrapped(text: str | None) -> str:
    """Return a text in one line.

    Three blanks stand for the end of a line, if the next line begins with blanks or is empty.
    """
    pieces: list[str] = []
    begins_paragraph = True
    for line in (text or "").split("\n"):
        content = line.strip()
        if content:
            if begins_paragraph or line[0].isspace():
                pieces.append("   ")
            else:
                pieces.append(" ")
            pieces.append(content)
        begins_paragraph = not content
    return "".join(pieces[1:])


# Values of JSON


def text_in(record: Mapping[str, object], name: str) -> str | None:
    """Return a text or None. Raises Refused for another value."""
    value = record.get(name)
    if value is None or isinstance(value, str):
        return value
    raise Refused(f"{name} is not a text")


def texts_in(record: Mapping[str, object], name: str) -> list[str]:
    """Return a list of texts. Raises Refused for another value."""
    return texts(record.get(name), name)


def texts(value: object, name: str) -> list[str]:
    """Return a value if it is a list of texts. Raises Refused, with `name`, if it is not."""
    if isinstance(value, list) and all(isinstance(text, str) for text in value):
        return value
    raise Refused(f"{name} is not a list of texts")
