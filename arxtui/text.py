"""Text for people: visible() makes it safe for a terminal, fold() removes accents and case.

plain() reads TeX. These functions make the text that is shown or searched; stored and exported text
is not changed by them. The tables of months, stop words and invisible characters are here, for all
rooms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from arxtui.lazy_pattern import lazy_pattern

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
"""The months as BibTeX, mails and references begin their names, in lower case."""
STOP_WORDS = frozenset(
    "a an the of for and in on with to by from via using is are as at be its it into or not".split()
)
"""Words that tell nothing of a paper's subject, folded."""

# Parts of character classes of regular expressions
SHAPELESS = "\xad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
"""Soft hyphen, marks of direction, characters without width; not the joiner U+200D of emoji."""
SURROGATES = "\ud800-\udfff"
_PRIVATE = "\ue000-\uf8ff"

_NOT_SHOWN = lazy_pattern(
    f"[\x00-\x1f\x7f-\x9f\u2028\u2029{SHAPELESS}{SURROGATES}{_PRIVATE}\ufffe\uffff"
    "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)
"""Control characters, and characters without width."""
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_MARKS = lazy_pattern(f"({_MARK}{{3}}){_MARK}+")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "ß": "ss", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
"""Letters that Unicode does not decompose."""
_ACCENTS = lazy_pattern("[\u0300-\u036f]+")
"""The combining marks of European names; unicodedata knows the others, one at a time."""


def visible(text: str) -> str:
    """Return a text in one line, without characters that control a terminal.

    C0 and DEL become pictures (U+2400 and up), line ends and TAB a blank; C1, marks of direction,
    characters of no width, private characters and surrogates become U+FFFD. At most three combining
    marks in a row stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return _MARKS.sub(r"\1", _NOT_SHOWN.sub(_picture, text))


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code in (0x09, 0x0A, 0x0D):
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return "\ufffd"


def many(count: int, noun: str) -> str:
    """Return a count with its noun: `1 paper`, `2 papers`, `1,200 papers`."""
    if count == 1:
        return f"1 {noun}"
    return f"{count:,} {noun}s"


def fold(text: str) -> str:
    """Return a text in lower case without accents, for comparing; ASCII text keeps its length.

    ℝ, which has no small letter of its own, is r.
    """
    text = text.lower()
    if text.isascii():
        return text
    split = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.translate(_LETTERS)))
    if not split.isascii():
        split = "".join([char for char in split if not unicodedata.combining(char)])
    return split.lower()


_UNSEEN = lazy_pattern(
    f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200d\ufffc-\uffff{SHAPELESS}{SURROGATES}{_PRIVATE}]"
)
_UNICODE = lazy_pattern(r"\$?\\unicode\{x([0-9a-fA-F]{2,5})\}\$?")


def clean(raw: str) -> str:
    r"""Return a field for a citation.

    It is composed (NFC), without control characters and characters without width, with single
    blanks; MathJax's `\unicode{x2014}` becomes the character.
    """
    if "\\unicode" in raw:
        raw = _UNICODE.sub(lambda found: chr(min(int(found[1], 16), 0xFFFF)), raw)
    if not raw.isascii() or not raw.isprintable():
        raw = _UNSEEN.sub("", unicodedata.normalize("NFC", raw))
    return " ".join(raw.split())


_NOT_WORD = lazy_pattern(r"[\W_]+")
_HYPHENED = lazy_pattern(r"\w+(?:-\w+)+")


def _lowered(others: str) -> str:
    """Return a table for str.translate() of ASCII text: letters in lower case, blanks for signs.

    The signs in `others` stay.
    """
    table = ""
    for code in range(128):
        char = chr(code)
        if char.isalnum() or char in others:
            table += char.lower()
        else:
            table += " "
    return table


_WORDS_OF = _lowered("")
_NAMES_OF = _lowered("\n")
_HYPHENS_TOO = _lowered("-")


def words(folded: str) -> str:
    """Return folded text with a blank for every run of punctuation and blanks."""
    if folded.isascii():
        return " ".join(folded.translate(_WORDS_OF).split())  # takes half the time of the pattern
    return _NOT_WORD.sub(" ", folded).strip()


def _names(folded: str) -> str:
    """Return the words of folded names, which `, ` separates, with ` , ` between the names."""
    if folded.isascii() and "\n" not in folded:
        lines = folded.replace(", ", "\n").translate(_NAMES_OF).replace("\n", " , ")
        names = " ".join(lines.split())
        if ", ," not in names and names[:1] != "," and names[-1:] != ",":
            return names
    return " , ".join([words(name) for name in folded.split(", ")])


def halves(word: str) -> Iterator[tuple[str, str]]:
    """Return the ways to split a word into two words: `multi view` of `multiview`.

    Neither is a stop word: `forest` is not split into `for est`.
    """
    for at in range(1, len(word)):
        first = word[:at]
        second = word[at:]
        if first not in STOP_WORDS and second not in STOP_WORDS:
            yield first, second


def search_line(title: str, authors: str, paper_id: str, categories: str) -> str:
    """Return the line that search/ reads; title, authors and categories as in Head.

    ` title words | first last , first last , | id categories glued | initials `. heads/*.tsv have
    this layout, and search/ relies on it.
    """
    folded = fold(title)
    title_words = words(folded)
    glued = ""
    for piece in folded.split():
        if "-" in piece:
            for found in _HYPHENED.findall(piece):
                glued += " " + found.replace("-", "")
    initials = "".join([word[0] for word in title_words.split() if word not in STOP_WORDS])
    ids = f"{paper_id.lower()} {categories.lower()}{glued}"
    return f" {title_words} | {_names(fold(authors))} , | {ids} | {initials} "


_ASCII_WORDS = _WORDS_OF.encode() + bytes(range(128, 256))
_ASCII_HYPHENS_TOO = _HYPHENS_TOO.encode() + bytes(range(128, 256))
_BLANKS = re.compile(rb"  +")
_ACCENT = lazy_pattern(r"\\[`'^\"~=.uvHcdbkrtoOlLaAsi]\b|\\[`'^\"~=.]")


def abstract_line(abstract: str) -> bytes:
    r"""Return the folded words of an abstract and, behind a `|`, its hyphenated words joined.

    `A multi-view stereo.` gives `a multi view stereo | multiview `. The words are
    words(fold(abstract)), and TeX's accents are read first; other TeX stays, so that `$\alpha$` is
    found as alpha.
    """
    if "\\" in abstract and _ACCENT.search(abstract):
        abstract = plain(abstract)
    if abstract.isascii():
        raw = abstract.encode()
        found = _BLANKS.sub(b" ", raw.translate(_ASCII_WORDS)).strip()
    else:
        folded = fold(abstract)
        raw = folded.encode("utf-8", "replace")
        found = words(folded).encode("utf-8", "replace")
    return b"%b | %b" % (found, _glued(raw.translate(_ASCII_HYPHENS_TOO)))


def _glued(folded: bytes) -> bytes:
    """Return the hyphenated words, each joined and with a blank behind it."""
    found = []
    at = folded.find(b"-")
    while at >= 0:
        start = folded.rfind(b" ", 0, at) + 1
        end = folded.find(b" ", at)
        if end < 0:
            end = len(folded)
        found.append(folded[start:end])
        at = folded.find(b"-", end)
    glued = b" %b " % b" ".join(found)
    if b"--" in glued or b" -" in glued or b"- " in glued:
        bare = [word.strip(b"-") for word in found]
        joined = [word for word in bare if b"-" in word and b"--" not in word]
        glued = b" %b " % b" ".join(joined)
    return glued.replace(b"-", b"").lstrip()


_TEX = lazy_pattern(r"[\\$~{}`\x00-\x1f\x7f-\x9f]|''|--")


def plain(text: str) -> str:
    r"""Return a text with its TeX read as Unicode, for display and search.

    `$\alpha$-blending` is α-blending; TeX that cannot be read stays.
    """
    if not _TEX.search(text):
        return text
    from arxtui import tex  # most titles have no exponent

    return tex.read(text)


def plain_title(title: str) -> str:
    """Return a title as plain() does, with exponents outside of formulas: UG² for `UG^2`.

    Authors name methods like this; in other texts a `^` is as often not an exponent.
    """
    return with_exponents(plain(title))


def with_exponents(shown: str) -> str:
    """Return a title that plain() has read with the exponents of plain_title()."""
    if "^" not in shown:
        return shown
    from arxtui import tex

    return tex.raised(shown)


def reason_of(fault: BaseException) -> str:
    """Return why something failed, as a person reads it: an OSError without its number and file."""
    if isinstance(fault, OSError) and fault.strerror:
        return fault.strerror
    return str(fault)


def reason_and_file(fault: BaseException) -> str:
    """Return why something failed, and the file that an OSError names: `not a folder: ~/papers`."""
    if isinstance(fault, OSError) and fault.strerror and fault.filename:
        return f"{fault.strerror}: {fault.filename}"
    return reason_of(fault)


def megabytes(done: int, of: int) -> str:
    """Return `1.2 of 3.4 MB`; `1.2 MB` if `of` is 0, which means not known."""
    if of:
        return f"{done / 1e6:.1f} of {of / 1e6:.1f} MB"
    return f"{done / 1e6:.1f} MB"


def are_balanced(text: str, opening: str, closing: str) -> bool:
    """Return True if each closing bracket ends an opening bracket, and no bracket stays open."""
    depth = 0
    for char in text:
        if char == opening:
            depth += 1
        elif char == closing:
            depth -= 1
        if depth < 0:
            return False
    return depth == 0
