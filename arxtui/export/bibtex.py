"""BibTeX: an entry for each paper with arXiv's own fields, in three styles.

latex.py turns text into LaTeX, published.py finds the publication of a paper, people/ splits names,
citation_key/ makes keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType

from arxtui import citation, citation_key, people
from arxtui.export import characters, file_field, latex
from arxtui.export.characters import Target
from arxtui.export.options import USUAL, Options
from arxtui.export.published import Publication, publication
from arxtui.model import Entry, Paper
from arxtui.people import Name
from arxtui.text import MONTHS, clean

_NONE: Mapping[str, str] = MappingProxyType({})


def dump(
    entries: Iterable[Entry[Paper]],
    options: Options = USUAL,
    *,
    taken: Mapping[str, str] = _NONE,
) -> str:
    """Return a .bib of the papers, in order, without repeats.

    `taken` is eprint -> key of the .bib that they are added to.
    """
    papers = {each.paper.id: each for each in entries}
    key_of = keys(papers.values(), taken, options.key)
    written = []
    for paper_id, each in papers.items():
        file = None
        if options.files is not None:
            file = options.files(each)
        written.append(entry(each.paper, key_of[paper_id], each.mark.tags, options, file))
    return "\n".join(written)


def keys(
    entries: Iterable[Entry[Paper]], taken: Mapping[str, str] = _NONE, template: str = ""
) -> dict[str, str]:
    """Return arXiv id -> key, without repeats.

    The key comes from the target .bib, else from the library, else it is made by the template for
    this file alone. Where two papers have the same key, the later paper gets the next letter.
    """
    found: dict[str, str] = {}
    used = {
        key.lower() for key in taken.values()
    }  # BibTeX takes Li2023a and li2023a for the same key
    waiting: list[tuple[str, str]] = []
    for each in sorted(entries, key=_order):
        paper = each.paper
        own = ""
        if each.mark.cite:
            own = each.mark.cite.key
        if paper.id in taken:
            found[paper.id] = taken[paper.id]
        elif not citation_key.is_key(own):
            waiting.append((paper.id, citation_key.key_base(paper, template)))
        elif own.lower() in used:
            waiting.append((paper.id, own))
        else:
            found[paper.id] = own
            used.add(own.lower())
    tried: dict[str, int] = {}
    for paper_id, wanted in waiting:
        found[paper_id] = citation_key.free_key(wanted, used, tried)
        used.add(found[paper_id].lower())
    return found


def _order(entry: Entry[Paper]) -> tuple[bool, str, str]:
    """Return the sort key: papers with a citation first, then the earlier day."""
    return entry.mark.cite is None, entry.paper.day or "", entry.paper.id


def entry(
    paper: Paper,
    key: str,
    tags: Sequence[str] = (),
    options: Options = USUAL,
    file: Path | None = None,
) -> str:
    """Return one entry, with a line end; `file` is the PDF that it names."""
    place = publication(paper)
    lines = []
    for name, value in (*_fields(paper, place, tags, options), *file_field.fields(file)):
        lines.append(f"  {name:<13} = {value},\n")
    return f"@{_kind(place, options.style)}{{{key},\n{''.join(lines)}}}\n"


def _kind(place: Publication | None, style: str) -> str:
    """Return the type of an entry, by the style and the place of publication."""
    if style == "misc":
        return "misc"
    if place is not None and place.kind == "journal":
        return "article"
    if place is not None and place.kind == "meeting":
        return "inproceedings"
    if style != "article":
        return "online"
    if place is None:
        return "article"  # the style `article` prints arXiv as the journal
    return "misc"


def _fields(
    paper: Paper, place: Publication | None, tags: Sequence[str], options: Options
) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of each field that is not empty, in order."""
    target = _target(options)
    text = partial(latex.text, target=target)
    abstract = ""
    if options.abstract:
        abstract = text(paper.abstract)
    texts = {
        "title": latex.title(paper.title, target) or paper.id,
        "author": _authors(people.names(paper.authors), target),
        **_place(paper, place, options),
        **_date(paper, place, options),
        **_eprint(paper, options),
        "doi": _verbatim(citation.doi(paper.doi or "")),
        "url": f"https://arxiv.org/abs/{paper.id}",
        "note": text(_note(paper, place, options)),
        "keywords": text(", ".join(tags)),
        "abstract": abstract,
    }
    for name, value in texts.items():
        if name == "month":
            yield name, value  # a month is a macro of every style, without braces
        elif value:
            yield name, f"{{{value}}}"


def _place(paper: Paper, place: Publication | None, options: Options) -> dict[str, str]:
    """Return the fields of the publication: journal or proceedings, volume, pages.

    The article style prints no eprint: it gets the arXiv id as journal, or as howpublished if a
    publisher's DOI is beside it.
    """
    if options.style == "misc":
        return {}
    if place is None or not place.kind:
        if options.style != "article":
            return {}
        if place is None:
            return {"journal": f"arXiv preprint arXiv:{paper.id}"}
        return {"howpublished": f"arXiv:{paper.id}"}
    container = "booktitle"
    if place.kind == "journal":
        container = "journaltitle"
        if options.style == "article":
            container = "journal"
    text = partial(latex.text, target=_target(options))
    number = place.number
    if place.kind == "meeting" and place.volume and options.style == "article":
        number = ""  # BibTeX's own styles warn of both in proceedings and print the volume only
    return {
        container: text(place.container),
        "volume": text(place.volume),
        "number": text(number),
        "pages": text(place.pages).replace("-", "--"),
    }


def _date(paper: Paper, place: Publication | None, options: Options) -> dict[str, str]:
    """Return the date of the first version, or of a published paper the year of publication."""
    year, month = citation.year_month(paper)
    is_biblatex = options.style == "biblatex"
    if options.style != "misc" and place is not None and place.kind:
        published = f"{place.year or year:04d}"
        if is_biblatex:
            return {"date": published}
        return {"year": published}
    if is_biblatex:
        return {"date": f"{year:04d}-{month:02d}"}
    return {"year": f"{year:04d}", "month": MONTHS[month - 1]}


def _eprint(paper: Paper, options: Options) -> dict[str, str]:
    """Return the fields of the arXiv id and its class."""
    primary = _verbatim(paper.primary)
    if options.style == "biblatex":
        return {"eprint": paper.id, "eprinttype": "arxiv", "eprintclass": primary}
    return {"eprint": paper.id, "archivePrefix": "arXiv", "primaryClass": primary}


def _note(paper: Paper, place: Publication | None, options: Options) -> str:
    """Return the journal reference or venue, or the arXiv id if other fields have these."""
    if options.style != "misc" and place is not None and place.kind:
        if options.style == "article":
            return f"arXiv:{paper.id}"
        return ""
    if paper.journal_ref:
        return paper.journal_ref
    if place is None:
        return ""
    return place.venue


def _target(options: Options) -> Target:
    """Return the program that reads entries with these options."""
    if options.unicode:
        return "unicode"
    if options.style == "biblatex":
        return "biber"
    return "bibtex"


_LOOSE_AND = re.compile(r"(?:^|\s)and(?:\s|$)", re.IGNORECASE)


def _authors(names: Sequence[Name], target: Target) -> str:
    """Return `Last, Jr, First and ...`; BibTeX prints a final `others` as et al."""
    written = [_author(name, target) for name in names]
    if len(names) > 1 and names[-1].last == "others" and not names[-1].first:
        written[-1] = "others"
    return " and ".join(written)


def _author(name: Name, target: Target) -> str:
    """Return one author as BibTeX parses it, in braces if it must not be taken apart."""
    if characters.foreign(name.last + name.first, target):  # no style makes initials of 山田 太郎
        whole = " ".join(filter(None, (name.first, name.last, name.suffix)))
        return f"{{{latex.text(whole, target)}}}"
    last = _words(name.last, target)
    suffix = latex.text(name.suffix, target)
    first = _words(name.first, target)
    whole = ", ".join(filter(None, (last, suffix, first)))
    if name.team:
        return f"{{{whole}}}"
    if not first:
        if re.search(r"[\s,]", whole) or whole.lower() in ("others", "and"):
            return f"{{{whole}}}"
        return whole
    if _LOOSE_AND.search(whole):
        return f"{{{whole}}}"
    if not name.last[0].isalnum() and last[0] in "\\{":
        last = f"{{{last}}}"  # biber makes no initial of {\textquotedblleft}
    return ", ".join([_without_comma(part) for part in (last, suffix, first) if part])


def _without_comma(part: str) -> str:
    """Return a part of a name, in braces if it contains a comma."""
    if "," in part:
        return f"{{{part}}}"
    return part


def _words(name: str, target: Target) -> str:
    """Return a part of a name as LaTeX, each initial in a form that BibTeX takes for one letter.

    BibTeX counts bytes: its styles would print half the first letter of a plain `Élodie`.
    """
    if target != "unicode" or name.isascii():
        return latex.text(name, target)
    words = [latex.text(word[0], "bibtex") + latex.text(word[1:], target) for word in name.split()]
    return " ".join(words)


def _verbatim(raw: str) -> str:
    """Return a text for a field that is not read as LaTeX, without signs that could end it."""
    return clean(raw).replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")
