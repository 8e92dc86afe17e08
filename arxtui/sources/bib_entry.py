"""An entry of a .bib: the arXiv id of its paper, its publisher's DOI, its journal, its category.

People have .bib files of many programs, and more than half of their arXiv entries have no `eprint`;
every form here was seen in a public file. The scanner is in bib_grammar.py, authors in
bib_people.py.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from arxtui import citation
from arxtui.arxiv_id import ImpossibleId, NotAnId, ids_in, parse_id
from arxtui.categories import ARCHIVES, canonical
from arxtui.sources.bib_grammar import Item
from arxtui.sources.journals import MACROS

_ID_FIELDS = ("arxivid", "arxiv", "arxiv_id", "arxiv-id", "arxivnumber")
_ADDRESS_FIELDS = "url link ee pdf adsurl arxivurl webpage bdsk-url-1 bdsk-url-2 bdsk-url-3".split()
_TEXT_FIELDS = (
    "journal journaltitle volume number note howpublished pages eid series institution type"
    " organization publisher booktitle archive addendum eprintnote reportnumber report"
    " archivelocation archive_location issue pubstate version extra booktitleaddon titleaddon"
).split()
_REMARKS = frozenset("note addendum extra howpublished titleaddon".split())
"""Fields that may also be about other papers."""
_ABOUT_ANOTHER = re.compile(
    r"\b(?:see|cf|extend(?:s|ed|ing)|extension|supersed\w+|follow(?:s|ing|-up)?|based on|related"
    r"|comment on|reply to|compare|erratum|companion|builds on|previous|cites|replaces)\b",
    re.IGNORECASE,
)
_SAYS_ARXIV = re.compile(r"arxiv|\bcorr\b", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w./-])(\d{4}\.\d{4,5}(?:v\d{1,4})?"
    r"|[a-z-]{2,20}(?:\.[A-Za-z-]{2,9})?/\d{7}(?:v\d{1,4})?)"
    r"(?![\w/]|\.\d)",
    re.ASCII,
)
_SEVEN_DIGITS = re.compile(r"\d{7}(?:v\d{1,4})?", re.ASCII)
_LONGEST = 5_000
"""Characters of a field in which an id is looked for."""


def arxiv_id(item: Item) -> tuple[str, int] | None:
    """Return (id, version or 0) of the arXiv paper of an entry, None if it has no arXiv id.

    The fields are read in this order: eprint, fields for the id, addresses, an arXiv DOI, journal,
    volume, number, note, howpublished and the like. Raises NotAnId if arXiv cannot have given the
    only id, or if the eprint of an entry with the archive arXiv is no id.
    """
    wrong: NotAnId | None = None
    for candidate in _candidates(item.fields):
        try:
            paper_id, version = parse_id(candidate)
        except NotAnId as why:
            if not wrong and (isinstance(why, ImpossibleId) or _is_arxivs(item.fields)):
                wrong = why
        else:
            return paper_id, version or 0
    if wrong:
        raise wrong
    return None


def _is_arxivs(fields: Mapping[str, str]) -> bool:
    """Return True if an entry has an eprint and names arXiv as its archive."""
    return bool(fields.get("eprint")) and _archive(fields) in ("arxiv", "arxiv.org")


def _archive(fields: Mapping[str, str]) -> str:
    return unescaped(fields.get("archiveprefix", fields.get("eprinttype", ""))).strip().lower()


def _candidates(fields: Mapping[str, str]) -> Iterator[str]:
    """Yield the texts that may be the id, the most certain first."""
    archive = _archive(fields)
    eprint = unescaped(fields.get("eprint", "")).strip()
    subject = unescaped(fields.get("primaryclass", fields.get("eprintclass", ""))).strip()
    if eprint:
        yield from _eprints(eprint, archive, subject)
    for name in _ID_FIELDS:
        if name in fields:
            yield unescaped(fields[name])
    for name in _ADDRESS_FIELDS:
        if name in fields:
            address = unescaped(fields[name])
            yield address
            yield from _ids_of(address[:_LONGEST])
    yield from _of_doi(fields)
    texts: dict[str, str] = {}
    for name in _TEXT_FIELDS:
        if name in fields:
            texts[name] = unescaped(fields[name])[:_LONGEST]
    yield from _of_texts(texts)


def _eprints(eprint: str, archive: str, subject: str) -> Iterator[str]:
    """Yield the ids that an eprint may mean; nothing for another archive (PubMed, JSTOR)."""
    if _SEVEN_DIGITS.fullmatch(eprint):
        for name in (archive, subject.partition(".")[0].lower()):
            if name in ARCHIVES:
                yield f"{name}/{eprint}"
        return
    if archive in ("", "arxiv", "arxiv.org", "corr", "e-print", "preprint") or archive in ARCHIVES:
        yield eprint
        yield from _ids_of(eprint)
    elif archive.startswith(("http", "arxiv")):
        yield eprint


def _of_doi(fields: Mapping[str, str]) -> Iterator[str]:
    """Yield the arXiv DOIs, and the ids in the field for the DOI."""
    for name in ("doi", "note", "howpublished"):
        value = unescaped(fields.get(name, ""))[:_LONGEST]
        found = citation.doi(value)
        if found.lower().startswith("10.48550/"):
            yield found
        if name == "doi":
            yield from _ids_of(value)


def _of_texts(texts: Mapping[str, str]) -> Iterator[str]:
    """Yield the ids in texts that name arXiv, then bare ids if another field names arXiv."""
    for name, value in texts.items():
        found = [*_ids_of(value)]
        if name in _REMARKS and (_ABOUT_ANOTHER.search(value) or len({*found}) > 1):
            continue
        yield from found
    if not _say_arxiv(texts):
        return
    for name, value in texts.items():
        if name in _REMARKS and _ABOUT_ANOTHER.search(value):
            continue
        for bare in _BARE.finditer(value):
            yield bare[1]


def _say_arxiv(texts: Mapping[str, str]) -> bool:
    """Return True if a field other than a long remark names arXiv."""
    for name, value in texts.items():
        if name in _REMARKS and len(value) >= 60:
            continue
        if _SAYS_ARXIV.search(value):
            return True
    return False


def _ids_of(value: str) -> Iterator[str]:
    """Yield the ids that a text names beyond doubt."""
    for paper_id, version in ids_in(value):
        if version:
            yield f"{paper_id}v{version}"
        else:
            yield paper_id


_WRAPS = re.compile(
    r"\\(?:url|href|path|texttt|textsc|textit|textbf|emph|mbox|tt|small|nolinkurl)\b\s*"
    r"|\\allowbreak\b\s*"
)
_ESCAPES = (
    (re.compile(r"\\(?:arxiv|eprint\s*\{arxiv\})(?![a-z])\s*", re.IGNORECASE), "arXiv:"),
    (re.compile(r"\\(?:textless|lt)\b(?:\{\})?[ ]?"), "<"),
    (re.compile(r"\\(?:textgreater|gt)\b(?:\{\})?[ ]?"), ">"),
    (re.compile(r"\\textunderscore\b(?:\{\})?[ ]?"), "_"),
    (re.compile(r"\\(?:textasciitilde|sim)\b(?:\{\})?[ ]?"), "~"),
    (re.compile(r"\$([<>_~])\$"), r"\1"),
    (re.compile(r"\\([_%&#$~{}-])"), r"\1"),
    (re.compile(r"[{}]"), ""),
)


def unescaped(value: str) -> str:
    r"""Return a field of ids, addresses or DOIs without the LaTeX that programs put into it.

    Mendeley writes `{\_}` and `{\textless}`, Zotero `{\textasciitilde}`, people `\url{...}`.
    """
    value = " ".join(value.split())
    if "\\" in value or "{" in value or "$" in value:
        value = _WRAPS.sub("", value)
        for pattern, sign in _ESCAPES:
            value = pattern.sub(sign, value)
    if "&" in value:
        return html.unescape(value)
    return value


def doi(item: Item) -> str:
    """Return the publisher's DOI of an entry; `` if it has no DOI or only an arXiv DOI."""
    for name in ("doi", "url", "ee", "note", "howpublished"):
        value = unescaped(item.fields.get(name, ""))
        if name != "doi" and "doi.org/" not in value and "doi:" not in value.lower():
            continue
        if "%" in value:
            from urllib.parse import unquote  # few addresses need it

            value = unquote(value)
        found = citation.doi(value)
        if found and not found.lower().startswith("10.48550/"):
            return found
    return ""


_MACRO = re.compile(r"\{?\\([A-Za-z]+)\}?\s*")
_ONLY_ARXIV = re.compile(
    r"\W*(?:(?:e-?|pre)?prints?\W+)?(?:arxiv|corr|computing research repository)\b", re.IGNORECASE
)


def journal(item: Item) -> str | None:
    """Return the journal of an entry, a macro of ADS spelled out.

    None for arXiv itself and for an unknown macro.
    """
    raw = item.fields.get("journal") or item.fields.get("journaltitle") or ""
    macro = _MACRO.fullmatch(raw)
    if macro:
        return MACROS.get(macro[1].lower())
    if raw.lower() in MACROS:
        return MACROS[raw.lower()]
    if _ONLY_ARXIV.match(raw):
        return None
    return raw or None


def published_in(item: Item) -> str:
    """Return the journal or proceedings of an entry as typed; `` for arXiv and CoRR."""
    for name in ("journal", "journaltitle", "booktitle"):
        value = item.fields.get(name, "")
        if value.strip() and not _SAYS_ARXIV.search(unescaped(value)):
            return value
    return ""


_SUBJECT = re.compile(r"[\[(]([a-z][a-z-]*(?:\.[A-Za-z-]{2,20})?)[\])]")


def primary(item: Item) -> str:
    """Return the primary category of an entry, from its fields or `arXiv:ID [cs.CV]`, else ``."""
    fields = item.fields
    own = unescaped(fields.get("primaryclass", fields.get("eprintclass", ""))).strip()
    if own:
        return canonical(own)
    for name in ("eprint", "journal", "note", "number", "publisher"):
        value = unescaped(fields.get(name, ""))[:_LONGEST]
        if not _SAYS_ARXIV.search(value):
            continue
        found = _SUBJECT.search(value)
        if found and (known := canonical(found[1])):
            return known
    return ""
