"""What an entry of a .bib says: which arXiv paper it is, its publisher's DOI, its people, its journal.

People have .bib files of many programs, and more than half of their arXiv entries have no `eprint`; every form here
was seen in a public file. The scanner is in bib_grammar.py.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from arxtui import citation, people, text
from arxtui.arxiv_id import ImpossibleId, NotAnId, ids_in, parse_id
from arxtui.categories import ARCHIVES, canonical
from arxtui.sources.bib_grammar import Item
from arxtui.sources.journals import MACROS

_ID_FIELDS = ("arxivid", "arxiv", "arxiv_id", "arxiv-id", "arxivnumber")
_ADDRESS_FIELDS = "url link ee pdf adsurl arxivurl webpage bdsk-url-1 bdsk-url-2 bdsk-url-3".split()
_TEXT_FIELDS = (
    "journal journaltitle volume number note howpublished pages eid series institution type organization publisher"
    " booktitle archive addendum eprintnote reportnumber report archivelocation archive_location issue pubstate version"
    " extra booktitleaddon titleaddon"
).split()
_REMARKS = frozenset("note addendum extra howpublished titleaddon".split())
"""Fields in which people also write about other papers."""
_ABOUT_ANOTHER = re.compile(
    r"\b(?:see|cf|extend(?:s|ed|ing)|extension|supersed\w+|follow(?:s|ing|-up)?|based on|related|comment on|reply to"
    r"|compare|erratum|companion|builds on|previous|cites|replaces)\b",
    re.IGNORECASE,
)
_SAYS_ARXIV = re.compile(r"arxiv|\bcorr\b", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w./-])(\d{4}\.\d{4,5}(?:v\d{1,4})?|[a-z-]{2,20}(?:\.[A-Za-z-]{2,9})?/\d{7}(?:v\d{1,4})?)(?![\w/]|\.\d)",
    re.ASCII,
)
_SEVEN_DIGITS = re.compile(r"\d{7}(?:v\d{1,4})?", re.ASCII)
_LONGEST = 5_000
"""Characters of a field in which an id is looked for."""


def arxiv_id(item: Item) -> tuple[str, int] | None:
    """Return (id, version or 0) of the arXiv paper that an entry is, None when it names none.

    Looked at in this order: eprint, fields for the id, addresses, an arXiv DOI, journal, volume, number, note,
    howpublished and the like. Raises NotAnId when the only id is one that arXiv cannot have given, or an eprint that
    is said to be arXiv's and is none.
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
    """Return True if an entry says that its eprint is arXiv's."""
    return bool(fields.get("eprint")) and _archive(fields) in ("arxiv", "arxiv.org")


def _archive(fields: Mapping[str, str]) -> str:
    return unescaped(fields.get("archiveprefix", fields.get("eprinttype", ""))).strip().lower()


def _candidates(fields: Mapping[str, str]) -> Iterator[str]:
    """Yield what may be the id, the surest first."""
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
    texts = {name: unescaped(fields[name])[:_LONGEST] for name in _TEXT_FIELDS if name in fields}
    yield from _of_texts(texts)


def _eprints(eprint: str, archive: str, subject: str) -> Iterator[str]:
    """Yield the ids that an eprint may mean; one of another archive (PubMed, JSTOR) means none."""
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
    """Yield what an arXiv DOI names, and what stands in the field of the DOI in its stead."""
    for name in ("doi", "note", "howpublished"):
        value = unescaped(fields.get(name, ""))[:_LONGEST]
        found = citation.doi(value)
        if found.lower().startswith("10.48550/"):
            yield found
        if name == "doi":
            yield from _ids_of(value)


def _of_texts(texts: Mapping[str, str]) -> Iterator[str]:
    """Yield the ids in texts: those that say arXiv themselves, then bare ones beside a field that says it."""
    for name, value in texts.items():
        found = [*_ids_of(value)]
        if name in _REMARKS and (_ABOUT_ANOTHER.search(value) or len({*found}) > 1):
            continue
        yield from found
    if any(_SAYS_ARXIV.search(value) for name, value in texts.items() if name not in _REMARKS or len(value) < 60):
        for name, value in texts.items():
            if not (name in _REMARKS and _ABOUT_ANOTHER.search(value)):
                yield from (found[1] for found in _BARE.finditer(value))


def _ids_of(value: str) -> Iterator[str]:
    """Yield the ids that a text names beyond doubt."""
    for paper_id, version in ids_in(value):
        yield f"{paper_id}v{version}" if version else paper_id


_WRAPS = re.compile(
    r"\\(?:url|href|path|texttt|textsc|textit|textbf|emph|mbox|tt|small|nolinkurl)\b\s*|\\allowbreak\b\s*"
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
    """Return a field of ids, addresses or DOIs without the LaTeX that programs put into it.

    Mendeley writes `{\\_}` and `{\\textless}`, Zotero `{\\textasciitilde}`, people `\\url{…}`.
    """
    value = " ".join(value.split())
    if "\\" in value or "{" in value or "$" in value:
        value = _WRAPS.sub("", value)
        for pattern, sign in _ESCAPES:
            value = pattern.sub(sign, value)
    return html.unescape(value) if "&" in value else value


def doi(item: Item) -> str:
    """Return the publisher's DOI of an entry, bare; empty when it has none but arXiv's own."""
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
_ONLY_ARXIV = re.compile(r"\W*(?:(?:e-?|pre)?prints?\W+)?(?:arxiv|corr|computing research repository)\b", re.IGNORECASE)


def journal(item: Item) -> str | None:
    """Return the journal of an entry, a macro of ADS spelled out; None for arXiv itself and a macro nobody knows."""
    raw = item.fields.get("journal") or item.fields.get("journaltitle") or ""
    macro = _MACRO.fullmatch(raw)
    if macro:
        return MACROS.get(macro[1].lower())
    if raw.lower() in MACROS:
        return MACROS[raw.lower()]
    if _ONLY_ARXIV.match(raw):
        return None
    return raw or None


_SUBJECT = re.compile(r"[\[(]([a-z][a-z-]*(?:\.[A-Za-z-]{2,20})?)[\])]")


def primary(item: Item) -> str:
    """Return the primary class of an entry, from its own field or `arXiv:ID [cs.CV]`; empty when it has none."""
    fields = item.fields
    own = unescaped(fields.get("primaryclass", fields.get("eprintclass", ""))).strip()
    if own:
        return canonical(own)
    for name in ("eprint", "journal", "note", "number", "publisher"):
        value = unescaped(fields.get(name, ""))[:_LONGEST]
        found = _SUBJECT.search(value) if _SAYS_ARXIV.search(value) else None
        if found and (known := canonical(found[1])):
            return known
    return ""


_AND = re.compile(r"[{}]|\s(?:and|AND|And)(?=\s)")
_COMMA = re.compile(r"[{},]")
_SEMICOLON = re.compile(r"[{};]")


def authors(item: Item) -> tuple[str, ...]:
    """Return the authors as arXiv's lists have them: `First Last Jr.`, a team with its sign, `others` at the end."""
    raw = " ".join(item.fields.get("author", "").split())
    while _is_braced(raw) and " and " in raw:
        raw = raw[1:-1].strip()
    pieces = [piece.strip() for piece in _split(raw, _AND)]
    if len(pieces) == 1:
        pieces = _without_and(raw)
    teams = not all(map(_is_braced, pieces)) or len(pieces) == 1
    names: list[str] = []
    for piece in pieces:
        name = _without_et_al(piece)
        if _is_braced(name) and teams and " " in name.strip("{} "):
            names += [_readable(name), people.TEAM_SIGN]
        elif name:
            names += people.split(_in_order(name))
        if name != piece:
            names.append(people.OTHERS)
    if people.OTHERS in names:
        names = [*(name for name in names if name != people.OTHERS), people.OTHERS]
    return tuple(names)


_ET_AL = re.compile(r"[\s,~]*(?<![^\s,~{])\{?et\.?[\s~]?al\b\.?\}?$", re.IGNORECASE)


def _without_et_al(piece: str) -> str:
    """Return a name without the `et al.` behind it, `Doe, Jane et al.`; empty where that is all."""
    found = _ET_AL.search(piece[-_LONGEST_END:])
    return piece[: len(piece) - len(found[0])] if found else piece


_LONGEST_END = 20
"""Characters at the end of a name in which `et al.` is looked for."""


def _without_and(raw: str) -> list[str]:
    """Return the names of a list that a person separated by commas or semicolons instead of `and`."""
    for pattern in (_SEMICOLON, _COMMA):
        pieces = [piece.strip() for piece in _split(raw, pattern)]
        if len(pieces) > 1 and (pattern is _SEMICOLON or (len(pieces) > 2 and all(" " in one for one in pieces))):
            return pieces
    return [raw]


def _is_braced(piece: str) -> bool:
    """True for a text that one pair of braces holds: BibTeX takes it for one word."""
    if not piece.startswith("{") or not piece.endswith("}"):
        return False
    depth = 0
    for found in _BRACE.finditer(piece):
        depth += 1 if found[0] == "{" else -1
        if depth <= 0:
            return found.end() == len(piece)
    return False


_BRACE = re.compile("[{}]")


def _in_order(raw: str) -> str:
    """Return `First Last Jr` of BibTeX's `Last, Jr, First` or biblatex's `family=Last, …`."""
    parts = [_NAME_PART.fullmatch(part) for part in _split(raw, _COMMA)]
    if all(parts):
        values = {part[1]: _readable(part[2].strip('" ')) for part in parts if part}
        wanted = [values.get(name, "") for name in ("given", "prefix", "family", "suffix")]
        return " ".join(filter(None, wanted))
    last, *more = (_readable(part) for part in _split(people.without_brackets(raw), _COMMA))
    return " ".join([*more[-1:], last, *more[:-1]])


_NAME_PART = re.compile(r'\s*"?([a-z-]{3,20})\s*=\s*(.*)', re.DOTALL)
"""A part of a name as Better BibTeX writes it with particles: `family=Vries, prefix=de`."""
_NOT_OF_A_NAME = re.compile(
    r"\\(?:thanks|footnote(?:mark|text)?|textsuperscript|inst)\s*"
    r"(?:\[[^\[\]]{0,20}\])?(?:\{[^{}]{0,500}\})?|\\relax\b\s*"
)
_SPACED_ACCENT = re.compile(r"(\\[~'\"^`=.])\s+(?=[A-Za-z{\\])")


def _readable(raw: str) -> str:
    """Return a name without TeX, and without the notes that a macro puts behind it."""
    if "\\" in raw:
        raw = _SPACED_ACCENT.sub(r"\1", _NOT_OF_A_NAME.sub("", raw))
    return " ".join(text.plain(raw).split())


def _split(raw: str, separator: re.Pattern[str]) -> list[str]:
    """Return the pieces between separators that stand outside of braces, which the pattern finds too."""
    pieces: list[str] = []
    depth = 0
    start = 0
    for found in separator.finditer(raw):
        if found[0] in ("{", "}"):
            depth += 1 if found[0] == "{" else -1
        elif depth <= 0:
            pieces.append(raw[start : found.start()])
            start = found.end()
    return [*pieces, raw[start:]]
