"""BibTeX: an entry a paper with arXiv's own fields, in three styles; where a paper was published is in published.py.

How text becomes LaTeX is in latex.py, names are in arxtui/people.py, keys in arxtui/citation.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from arxtui import citation, people
from arxtui.export import characters, latex
from arxtui.export.characters import Target
from arxtui.export.options import USUAL, Options
from arxtui.export.published import Publication, publication
from arxtui.model import Entry, Paper
from arxtui.people import Name
from arxtui.text import clean

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NONE: Mapping[str, str] = MappingProxyType({})


def dump(entries: Iterable[Entry[Paper]], options: Options = USUAL, *, taken: Mapping[str, str] = _NONE) -> str:
    """Return a .bib of the papers, in order, each once; `taken` is eprint -> key of the .bib they go to."""
    papers = {one.paper.id: one for one in entries}
    written = keys(papers.values(), taken)
    return "\n".join([entry(one.paper, written[id_], one.mark.tags, options) for id_, one in papers.items()])


def keys(entries: Iterable[Entry[Paper]], taken: Mapping[str, str] = _NONE) -> dict[str, str]:
    """Id -> key, none twice: the target's own, the library's, else one for this file; the later paper gets a letter."""
    found: dict[str, str] = {}
    used = {key.lower() for key in taken.values()}  # BibTeX takes Li2023a and li2023a for one
    waiting: list[tuple[str, str]] = []
    for one in sorted(entries, key=lambda one: (one.mark.cite is None, one.paper.day or "", one.paper.id)):
        paper, kept = one.paper, one.mark.cite.key if one.mark.cite else ""
        if paper.id in taken:
            found[paper.id] = taken[paper.id]
        elif not citation.is_key(kept):
            waiting.append((paper.id, citation.key_base(paper)))
        elif kept.lower() in used:
            waiting.append((paper.id, kept.lower()))
        else:
            found[paper.id] = kept
            used.add(kept.lower())
    tried: dict[str, int] = {}
    for paper_id, wanted in waiting:
        found[paper_id] = citation.free_key(wanted, used, tried)
        used.add(found[paper_id])
    return found


def entry(paper: Paper, key: str, tags: Sequence[str] = (), options: Options = USUAL) -> str:
    """Return one entry, with a line end."""
    place = publication(paper)
    fields = "".join([f"  {name:<13} = {value},\n" for name, value in _fields(paper, place, tags, options)])
    return f"@{_kind(place, options.style)}{{{key},\n{fields}}}\n"


def _kind(place: Publication | None, style: str) -> str:
    """Return the type of an entry: by the style, and by where the paper was published."""
    if style == "misc":
        return "misc"
    if place is None:
        return "article" if style == "article" else "online"
    if not place.kind:
        return "misc" if style == "article" else "online"
    return "article" if place.kind == "journal" else "inproceedings"


def _fields(
    paper: Paper, place: Publication | None, tags: Sequence[str], options: Options
) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of each field that is not empty, in order."""
    target = _target(options)
    text = partial(latex.text, target=target)
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
        "abstract": text(paper.abstract) if options.abstract else "",
    }
    for name, value in texts.items():
        if value:
            yield name, value if name == "month" else f"{{{value}}}"  # a month is a macro of every style, so bare


def _place(paper: Paper, place: Publication | None, options: Options) -> dict[str, str]:
    """Return the fields that tell where a paper stands: journal or proceedings, volume, pages.

    A style that prints no eprint gets the arXiv id as journal, or as howpublished where a publisher's DOI is beside it.
    """
    if options.style == "misc":
        return {}
    if place is None:
        return {"journal": f"arXiv preprint arXiv:{paper.id}"} if options.style == "article" else {}
    if not place.kind:
        return {"howpublished": f"arXiv:{paper.id}"} if options.style == "article" else {}
    container = "booktitle"
    if place.kind == "journal":
        container = "journal" if options.style == "article" else "journaltitle"
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
    """Return the fields of the date: that of the first version; of a published paper the year of publication."""
    year, month = citation.year_month(paper)
    if options.style != "misc" and place is not None and place.kind:
        year = place.year or year
        return {"date" if options.style == "biblatex" else "year": f"{year:04d}"}
    if options.style == "biblatex":
        return {"date": f"{year:04d}-{month:02d}"}
    return {"year": f"{year:04d}", "month": _MONTHS[month - 1]}


def _eprint(paper: Paper, options: Options) -> dict[str, str]:
    """Return the fields of the arXiv id and its class."""
    primary = _verbatim(paper.primary)
    if options.style == "biblatex":
        return {"eprint": paper.id, "eprinttype": "arxiv", "eprintclass": primary}
    return {"eprint": paper.id, "archivePrefix": "arXiv", "primaryClass": primary}


def _note(paper: Paper, place: Publication | None, options: Options) -> str:
    """Return the note: where the paper was published, or the arXiv id beside a field that tells where."""
    if options.style == "misc" or place is None or not place.kind:
        return paper.journal_ref or (place.venue if place else "")
    return f"arXiv:{paper.id}" if options.style == "article" else ""


def _target(options: Options) -> Target:
    """Return what is to read entries written with these options."""
    if options.unicode:
        return "unicode"
    return "biber" if options.style == "biblatex" else "bibtex"


_LOOSE_AND = re.compile(r"(?:^|\s)and(?:\s|$)", re.IGNORECASE)


def _authors(names: Sequence[Name], target: Target) -> str:
    """Return `Last, Jr, First and …`; a final `others` is BibTeX's own word for et al."""
    written = [_author(name, target) for name in names]
    if len(names) > 1 and names[-1].last == "others" and not names[-1].first:
        written[-1] = "others"
    return " and ".join(written)


def _author(name: Name, target: Target) -> str:
    """Return one author as BibTeX parses it, in braces where it is to be taken as a whole."""
    if characters.foreign(name.last + name.first, target):  # of 山田 太郎 no style makes initials
        whole = " ".join(filter(None, (name.first, name.last, name.suffix)))
        return f"{{{latex.text(whole, target)}}}"
    parts = [_words(name.last, target), latex.text(name.suffix, target), _words(name.first, target)]
    whole = ", ".join(filter(None, parts))
    alone = name.team or not parts[2]
    if alone and not name.team and not re.search(r"[\s,]", whole) and whole.lower() not in ("others", "and"):
        return whole
    if alone or _LOOSE_AND.search(whole):
        return f"{{{whole}}}"
    if not name.last[0].isalnum() and parts[0][0] in "\\{":  # biber makes no initial of {\textquotedblleft}
        parts[0] = f"{{{parts[0]}}}"
    return ", ".join([f"{{{part}}}" if "," in part else part for part in parts if part])


def _words(name: str, target: Target) -> str:
    """Return a part of a name as LaTeX; the initial of each word is one that BibTeX takes as a whole.

    BibTeX counts bytes: of `Élodie` as it is its styles would print half a letter.
    """
    if target != "unicode" or name.isascii():
        return latex.text(name, target)
    words = [latex.text(word[0], "bibtex") + latex.text(word[1:], target) for word in name.split()]
    return " ".join(words)


def _verbatim(raw: str) -> str:
    """What readers take as it stands: no LaTeX, and nothing that could end the field."""
    return clean(raw).replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")
