"""A guess at the content of a file in no known form, with the way to load its papers, in one line.

Only its first kilobytes are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from arxtui.arxiv_id import is_id, split_ids

_LOOK = 8192
"""Bytes that are looked at."""
_AS_BIBTEX = "export as BibTeX from Zotero or the program that wrote it"
_FETCH = "arxtui fetch cs.CV --day 2023-10-30 fetches the papers of a day"
_HELP = "arxtui load --help names the forms that are read"

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", f"a PDF: arxtui reads listings of papers, not papers; {_FETCH}"),
    (b"%!PS", f"PostScript: arxtui reads listings of papers, not papers; {_FETCH}"),
    (b"SQLite format 3\0", f"a database, such as Zotero keeps: {_AS_BIBTEX}"),
    (b"BZh", "packed with bzip2: bunzip2 FILE, then load the result"),
    (b"\xfd7zXZ\0", "packed with xz: unxz FILE, then load the result"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd: unzstd FILE, then load the result"),
    (b"7z\xbc\xaf\x27\x1c", "packed by 7-Zip: 7z x FILE, then load the result"),
    (b"Rar!\x1a\x07", "packed by RAR: unrar x FILE, then load the result"),
    (b"\xd0\xcf\x11\xe0", f"an old Office document: {_HELP}"),
    (b"{\\rtf", f"RTF, a word processor's text: {_AS_BIBTEX}"),
)
_XML_ROOTS = {
    "xml": f"EndNote's XML: {_AS_BIBTEX}",
    "records": f"EndNote's XML: {_AS_BIBTEX}",
    "modsCollection": f"MODS: {_AS_BIBTEX}",
    "mods": f"MODS: {_AS_BIBTEX}",
    "PubmedArticleSet": f"PubMed's XML: {_AS_BIBTEX}",
    "html": f"HTML page, not a listing; {_FETCH}",
    "opml": "OPML, a list of feeds: arxtui fetch --new fetches arXiv's",
    "svg": f"a picture (SVG): {_HELP}",
}


def describe(data: bytes) -> str:
    """Return a guess at data of no known form and the way to load them.

    It is one line of at most 200 characters.
    """
    start = data[:_LOOK]
    if not data.strip(b"\xef\xbb\xbf \t\r\n\v\f\0"):
        return "empty file"
    for magic, meaning in _MAGIC:
        if start.startswith(magic):
            return meaning
    if start[257:262] == b"ustar":
        return "a tar archive: tar xf FILE, then arxtui load FOLDER"
    if _is_utf16(start):
        return "UTF-16 text, not UTF-8: iconv -f UTF-16 -t UTF-8 FILE > NEW, then load NEW"
    if 0 in start:
        return f"binary, not a listing: {_HELP}"
    text = start.decode("utf-8", "replace").removeprefix("\ufeff").lstrip()
    for looks_so, meaning in _TEXTS:
        if looks_so(text):
            return meaning
    return f"not a form of papers that arxtui knows: {_HELP}"


def describe_xml(root: str) -> str:
    """Return a guess at XML that no reader takes, by the name of its first element."""
    meaning = _XML_ROOTS.get(root)
    if meaning:
        return meaning
    return f"XML, but not a form that arxtui knows (its first element is {root[:40]!r}): {_HELP}"


def _is_utf16(start: bytes) -> bool:
    """Return True if there is a byte order mark, or every second byte is mostly 0."""
    few, many = sorted((start[::2].count(0), start[1::2].count(0)))
    return start.startswith((b"\xff\xfe", b"\xfe\xff")) or many > max(8 * few, len(start) // 4)


# Tests for texts


def _line_of(pattern: str) -> Callable[[str], bool]:
    """Return a test for a line that begins with a pattern."""
    begins = re.compile(pattern, re.MULTILINE | re.IGNORECASE)
    return lambda text: begins.search(text) is not None


def _starts(pattern: str) -> Callable[[str], bool]:
    """Return a test for a text that begins with a pattern."""
    begins = re.compile(pattern, re.IGNORECASE)
    return lambda text: begins.match(text) is not None


def _is_list_of_ids(text: str) -> bool:
    """Return True if at least three of four lines are ids; the last line may be cut."""
    lines = [line for line in text.split("\n")[:200] if line.strip() and not line.startswith("#")]
    if len(text) > _LOOK // 2:
        lines = lines[:-1]
    found = sum(is_id(split_ids(line)[0]) for line in lines if split_ids(line))
    return found > 0 and 4 * found >= 3 * len(lines)


_TEXTS: tuple[tuple[Callable[[str], bool], str], ...] = (
    (_starts(r"<(?:!doctype html|html|head|body)\b"), f"HTML page, not a listing; {_FETCH}"),
    (_line_of(r"TY  - "), f"RIS: {_AS_BIBTEX}"),
    (_line_of(r"(?:PMID- |PMID ?: ?\d)"), f"PubMed's format: {_AS_BIBTEX}"),
    (_starts(r"%[0A-Z] "), f"EndNote's or Refer's format: {_AS_BIBTEX}"),
    (_starts(r"(?:FN |PT [JBSP]\b)"), f"Web of Science's format: {_AS_BIBTEX}"),
    (
        _is_list_of_ids,
        "a list of arXiv ids: `arxtui fetch - < FILE` fetches the papers, "
        "`arxtui star - < FILE` stars those that are in the library",
    ),
    (
        _starts(r'\[\s*\{[^}]{0,4000}"(?:container-title|issued|citation-key|DOI|type)"\s*:'),
        f"CSL-JSON: {_AS_BIBTEX}",
    ),
    (_starts(r'\{\s*"(?:config|items|collections)"\s*:'), f"Zotero's JSON: {_AS_BIBTEX}"),
    (
        _starts(r'\[\s*[{\["\]]'),
        "a JSON array: JSON is read with one object a line, as `arxtui export -f json` writes it",
    ),
    (
        _starts(r'\{\s*["}]'),
        "a JSON object over several lines: one a line is read,"
        " as `arxtui export -f json` writes it",
    ),
    (_starts(r'"?Key"?,"?Item Type"?,'), f"Zotero's CSV: {_AS_BIBTEX}"),
    (
        _starts(r'[^\n]*\b(?:title|authors?|doi)\b"?[,;\t]'),
        f"a table (CSV): {_AS_BIBTEX}; arxtui's own as -f json",
    ),
    (
        _line_of(r"[ \t]*\\(?:documentclass|begin|bibitem|usepackage|section)\b"),
        "LaTeX: load its .bib file",
    ),
    (
        _line_of(r"(?:#{1,6} |[-*] \[|\[[^\]\n]{1,200}\]\(|```)"),
        f"Markdown text, not a listing: {_HELP}",
    ),
)
"""(test, meaning); the first that fits counts."""
