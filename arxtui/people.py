"""People's names: the names of a text, an author's name in parts, and the teams among the authors.

Every reader whose form gives the authors as one text splits it with split(); every export and key takes names().
How a name is written in one format (LaTeX, JSON) is in export/.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from arxtui.text import clean, plain

TEAM_SIGN = ":"
"""The item after a team in arXiv's lists of authors: `BigScience Workshop, :, Jane Doe`."""
OTHERS = "others"
"""The last item of a list that was cut: BibTeX's word for `et al.`."""


@dataclass(frozen=True, slots=True)
class Name:
    """One author in parts, typed as in the listing; only `last` is never empty."""

    last: str
    """The surname with its particles (`van den Hengel`), a name of one word, or a team's whole name."""
    suffix: str
    """`Jr.`, `III`; mostly empty."""
    first: str
    """The given names."""
    team: bool
    """True for an author that is no person: `Euclid Collaboration`."""

    @property
    def others(self) -> bool:
        """True for the sign that the list was cut, which is no author."""
        return self.last == OTHERS and not self.first and not self.team


_TEX = re.compile(r"[\\$~{}_]|''|--")
_LOST_BACKSLASH = re.compile(r"(?<=[a-z])~(?=[nao][a-z])")  # Casta~neda
_LEFT_OVER = re.compile(r"[\\${}]")


def readable(raw: str) -> str:
    """Return an author's name without TeX: `Koš{č}ević` is Koščević, `A. ~Savchik` is A. Savchik.

    Ties and underscores are blanks, and no backslash, brace or dollar sign is left: they are in nobody's name.
    """
    name = clean(raw)
    if not _TEX.search(name):
        return name
    name = _LOST_BACKSLASH.sub(r"\\~", name).replace("\\\\", " ")
    parts = [plain(part) for part in re.split(r"(?<!\\)[~_]", name)]
    return " ".join(_LEFT_OVER.sub("", " ".join(parts)).split())


# The names of a text

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BRACKET = re.compile(r"([()\[\]])")
_NOT_SHOWN = re.compile(
    r"[(\[]?(?:\band |\+ ?)?\b\d{1,9} "
    r"(?:(?:(?:additional|more|other) )?authors?(?: not shown)?|others)\b[)\]]?",
    re.IGNORECASE,
)
_ET_AL = re.compile(
    r"(?:\band )?\bet\.? ?al(?:ii|ia)?\b\.?(?! ?[-\w])|\band others\b"
    r"|(?<![^\s,;])(?:\.{3}|…)(?![^\s,;])",
    re.IGNORECASE,
)
_MARK = re.compile(r"\$\s?\^\s?(?:\{[^{}$]{0,20}\}|[\d*])\s?\$|\^(?:\{[\d, *]{1,9}\}|\d)")
"""A mark for an affiliation in TeX: `Jane Doe$^{1,2}$`."""
_BETWEEN = re.compile(r"\s*[,;]\s*(?:(?:and\b|&)\s*)?|\s+(?:and|&)\s+(?=\S)|\s*\\\\\s*", re.IGNORECASE)
_NAME_END = re.compile(r",| and ")
_LONGEST_TEAM = 200
"""Characters of a team's name that may hold an `and`; real ones have up to 110."""


def split(text: str) -> tuple[str, ...]:
    """Return the names of a text, in order, as arXiv's own lists have them.

    Affiliations in brackets and links are taken out, a degree or `Jr.` stays with its name, a team before a colon is
    followed by TEAM_SIGN, and `et al.` or `(9 additional authors not shown)` becomes OTHERS at the end. The forms:
    https://info.arxiv.org/help/prep.html#author and feed/serializers/extensions.py of github.com/arXiv/arxiv-feed.
    """
    if "<" in text:
        text = _TAG.sub("", text)
    text = _MARK.sub("", html.unescape(text))
    text = without_brackets(_NOT_SHOWN.sub(" et al. ", " ".join(text.split())))
    cut = _ET_AL.search(text)
    found: list[str] = []
    for piece in _pieces(_ET_AL.sub(" , ", text)):
        if piece == TEAM_SIGN and (not found or found[-1] == TEAM_SIGN):
            continue
        if piece.isdecimal():  # `Ann Lee 1,2`: of an affiliation
            continue
        belongs = _SUFFIX.fullmatch(piece) or _DEGREES.fullmatch(piece)
        if not belongs or not found or found[-1] == TEAM_SIGN:
            found.append(piece)
        elif len(found[-1]) < _LONGEST_TEAM:
            found[-1] += " " + piece
    if cut:
        found.append(OTHERS)
    return tuple(found)


def _pieces(text: str) -> Iterator[str]:
    """Yield the names of a text without brackets, and TEAM_SIGN after a team."""
    for part in _split_at(text):
        team, sign, rest = part.partition(TEAM_SIGN)
        for piece in (team.strip(_EDGES), sign, rest.strip(_EDGES)):
            if piece:
                yield piece


def _split_at(text: str) -> Iterator[str]:
    """Yield what stands between separators; an `and` inside the name of a team separates nothing."""
    start = 0
    for found in _BETWEEN.finditer(text):
        is_word = found[0].strip().lower() in ("and", "&")
        before = text[start : found.start()]
        after = _NAME_END.split(text[found.end() : found.end() + _LONGEST_TEAM], maxsplit=1)[0]
        if is_word and len(before) < _LONGEST_TEAM and not _separates(before, after):
            continue
        yield text[start : found.start()]
        start = found.end()
    yield text[start:]


def _separates(before: str, after: str) -> bool:
    """Return True if an `and` stands between two names, not inside the name of a team.

    `Ada Lovelace and the Great Team` are two, `Department of Physics and Astronomy` is one.
    """
    if not _TEAM.search(f"{before} {after}"):
        return True
    if ends := _TEAM.search(before):
        return not before[ends.end() :].strip()
    if len(before.split()) < 2 or before.lower().startswith("the "):
        return False
    return not _TEAM.search(after) or after.startswith("the ") or bool(_CERTAIN_TEAM.search(after))


def without_brackets(text: str) -> str:
    """Return a text without what stands in brackets, which may stand in one another.

    A bracket that never closes takes out the rest of its name only: the names after it are kept.
    """
    if not _BRACKET.search(text):
        return text
    pieces = _BRACKET.split(text)
    closing = _closing(pieces)
    kept: list[str] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if piece in ("(", "["):
            if at in closing:
                at = closing[at]
            elif at + 1 < len(pieces):
                pieces[at + 1] = "," + pieces[at + 1].partition(",")[2]
        elif piece not in (")", "]"):
            kept.append(piece.rstrip() if at + 1 < len(pieces) else piece)
        at += 1
    return "".join(kept)


def _closing(pieces: Sequence[str]) -> dict[int, int]:
    """Return the place of each opening bracket that closes -> the place where it does."""
    open_places: list[int] = []
    closing: dict[int, int] = {}
    for at, piece in enumerate(pieces):
        if piece in ("(", "["):
            open_places.append(at)
        elif piece in (")", "]") and open_places:
            closing[open_places.pop()] = at
    return closing


# A name in parts

_AND = re.compile(r"^['‘]?and['’]?(?:\s+|$)|\s+['‘]?and['’]?$", re.IGNORECASE)
_QUOTED_AND = re.compile(r"\s['‘]and['’]\s", re.IGNORECASE)
_EDGES = " ,;:*?+|†‡§¶∗⋆"
_UNUSUAL = re.compile(r"[:()\[\]<>\\;&\d,¹²³]|\b(?:and|al|others)\b", re.IGNORECASE)
_TEAM = re.compile(
    r"\b(?:collaborations?|consortium|team|group|initiative|network|project|committee|contributors|community|corporation"
    r"|laborator(?:y|ies)|cent(?:er|re)|foundation|institute|university|alliance|society|organi[sz]ers?|participants"
    r"|investigators|association|agency|department|council)\b",
    re.IGNORECASE,
)
_CERTAIN_TEAM = re.compile(r"\b(?:collaborations?|consortium|team)\b", re.IGNORECASE)
_SUFFIX = re.compile(r"[JS]r\.?|[js]r\.?|[JS]nr\.?|III?|IV|VI{1,3}|Iii|2nd|3rd|[4-9]th|2ND|3RD")
_DEGREE = (
    r"(?:Ph\.?\s?D\.?|M\.\s?D\.?|MD|M\.\s?Sc\.?|MSc\.?|B\.\s?Sc\.?|BSc\.?|D\.\s?Sc\.?|Sc\.\s?D\.?|D\.?\s?Phil\.?"
    r"|M\.\s?P\.\s?H\.?|MPH|M\.\s?B\.\s?A\.?|MBA|M\.?Eng\.?|M\.?Tech\.?|B\.?Tech\.?|Dr\.-Ing\.?|MBBS|FRCR|FRCS|FACS"
    r"|FRCP|DDS|DMD|DVM|Esq\.?|IEEE|(?:(?:Student|Senior|Life|Graduate Student)\s)?(?:Member|Fellow)(?:[\s,]+IEEE)?)"
)
_DEGREES = re.compile(rf"(?:{_DEGREE}|[MB]\.\s?S\.?)(?:[\s,]+{_DEGREE})*")
"""An item that is a degree; `M. S.` is one only there, behind a name it is initials."""
_DEGREES_AFTER = re.compile(rf"(?P<first>\S+)(?P<more>.*?)(?:[\s,]+{_DEGREE}){{1,9}}")
_ENDS = tuple("D D. Sc Sc. Phil Phil. H H. A A. Eng Eng. Tech Tech. Ing Ing. S R P M V q q. IEEE Member Fellow".split())
_TITLE = re.compile(r"(?:(?:(?:Ass(?:oc|t)\.?\s+)?Prof|Dr)\.?\s+|Professor\s+){1,3}(?=\S+\s+\S)")
_MARK_OF_PLACE = re.compile(r"(?<=[^\W\d_]{2})(?:\s?[\d¹²³,]{1,4}){1,4}\Z|[¹²³]+\Z")
_FUSED = re.compile(r"(?<=[^\W\d_]{2})\d(?:\s+|(?=[A-Z][a-z]))")
_LETTER = re.compile(r"[^\W\d_]")
_HEIRS = frozenset("Junior Júnior Filho Neto Sobrinho".split())
# Capitalised particles; Bin, San, Da, Du and Ten are given names far more often in cs.CV.
_PARTICLES = frozenset(
    "Van Von De Del Della Dela Di Dos Den Der Ter La Le Mac El Al Abu Ibn Ben Dal Dalla Degli Dei Lo Vander Santa St. "
    "St Mc Af Zu Vom Vanden Bint".split()
)
_SMALL_PARTICLES = frozenset(
    "de van der von den da dos la del ul do di du ter das al af los le des te ten tot op aan in zum zur zu vom dal"
    " dalla delli delas della dello dei degli dela d de' ud ur el il lo les bin binti bint ben ibn abu ould und of av"
    " à t 't het im in't op't a' ap vander vanden vande san santa st st. saint mac mc nic ní ó am auf dem thoe over"
    " uit y e i".split()
)
"""Small words that begin a surname; any other small word is a given name: Chen change Loy is a Loy."""
_SMALL_BEGINNING = re.compile(r"(?:al|el|ul|ur|ud|as|es|ash|ad|an|ar|at|az)-|[dl]['’]|o['’]|de['’]")
_JOINERS = frozenset("y e i".split())
"""Small words that join two surnames: Ramón y Cajal, Silva e Costa, Martí i Rabadán."""
_VIETNAMESE = frozenset(
    "Nguyen Nguyên Tran Le Pham Hoang Huynh Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly Truong Trinh Dinh Mai Lam Luong "
    "Doan Dao Cao Ta Thai Tang Chau La Quach Vuong Luu Nghiem Duy Tan Nghia Khanh Huy".split()
)


def names(authors: Sequence[str]) -> tuple[Name, ...]:
    """Return the authors in parts, in order.

    What stands before TEAM_SIGN is a team whatever its words; a lone `Jr.` goes to the name before, a degree goes
    away, an item that holds two names is two authors, `et al.` is OTHERS, and what is no name is left out.
    """
    found: list[str] = []
    teams: set[int] = set()
    for item in _items(authors):
        if item == TEAM_SIGN:
            teams.add(len(found) - 1)
        elif found and _SUFFIX.fullmatch(item):
            if not _SUFFIX.fullmatch(found[-1].rpartition(" ")[2]):
                found[-1] += " " + item
        elif not found or not _DEGREES.fullmatch(item):
            found.append(item)
    return tuple([_team(name) if at in teams else _parts(name) for at, name in enumerate(found)])


def _items(authors: Sequence[str]) -> Iterator[str]:
    """Yield the names as they are typed, without what stands around them, and TEAM_SIGN after a team."""
    for raw in authors:
        text = readable(raw.replace("\\\\", " ; "))
        if text.strip(" ,;.") == TEAM_SIGN:
            yield TEAM_SIGN
            continue
        text = _AND.sub("", text.strip(" ,;*?+|")).strip(" ,;*?+|")
        if _UNUSUAL.search(text):
            yield from _unusual(text)
        elif name := text.strip(_EDGES):
            yield name


def _unusual(text: str) -> Iterator[str]:
    """Yield the names of an item that is more than one plain name."""
    if "," in text and not _ET_AL.search(text) and TEAM_SIGN not in text:
        yield from _with_comma(text)
        return
    text = _QUOTED_AND.sub(" and ", text)
    for name in split(text):
        if _TEAM.search(name):
            yield name
            continue
        parts = _FUSED.split(name)
        if len(parts) > 1 and all(len(part.split()) > 1 for part in parts):
            yield from parts
        else:
            yield name


def _with_comma(text: str) -> Iterator[str]:
    """Yield the name of an item with a comma: `Wells, Jr.`, `Lovelace, Ada`, or a team that has one in its name."""
    text = without_brackets(text).strip(_EDGES)
    last, _, rest = text.partition(",")
    rest = rest.strip()
    belongs = _SUFFIX.fullmatch(rest) or _DEGREES.fullmatch(rest) or not _LETTER.search(rest)
    if belongs or "," in rest or _TEAM.search(text):
        yield text
    else:
        yield f"{rest} {last}"


def _team(name: str) -> Name:
    return Name(name, "", "", True)


def _parts(name: str) -> Name:
    """Return the name of a person in parts, or a team that its words show to be one."""
    if _TEAM.search(name) or name.startswith("the "):
        return _team(name)
    if " " not in name:
        return Name(name, "", "", False)
    words = _bare(name).rstrip(", ").split()
    suffix = ""
    if len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()
    words[-1] = words[-1].rstrip(",")
    start = _surname(words)
    return Name(" ".join(words[start:]), suffix, " ".join(words[:start]), False)


def _bare(name: str) -> str:
    """Return a person's name without title, degrees, and the digits that point to an affiliation."""
    if name.startswith(("Dr", "Prof", "Ass")) and (title := _TITLE.match(name)):
        name = name[title.end() :]
    if not name[-1].isalpha():
        name = _MARK_OF_PLACE.sub("", name)
    found = _DEGREES_AFTER.fullmatch(name[-_LONGEST_TEAM:]) if name.endswith(_ENDS) else None
    # `Vivek M. D.` may have two initials, `I-Hung Lin M. D.` is a doctor
    if found and (found["more"].strip(" ,") or "Ph" in name):
        name = name[:-_LONGEST_TEAM] + found["first"] + found["more"]
    return name


def _surname(words: Sequence[str]) -> int:
    """Return where the surname begins in a person's words."""
    start = len(words) - 1
    if start > 1 and words[-1] in _HEIRS:
        start -= 1
    start = min([start, *(at for at in range(1, len(words) - 1) if _is_small_particle(words[at]))])
    if start > 1 and words[start] in _JOINERS:
        start -= 1
    while start > 1 and words[start - 1] in _PARTICLES:
        if words[start - 1] in ("Van", "Le", "La") and words[-1] in _VIETNAMESE:
            break
        start -= 1
    return start


def _is_small_particle(word: str) -> bool:
    return word[:1].islower() and (word in _SMALL_PARTICLES or bool(_SMALL_BEGINNING.match(word)))


def short(authors: Sequence[str], most: int = 2) -> str:
    """Return surnames for one row, `Yang, Pan +2`, as typed; looks at the first `most` names and one item more."""
    looked_at = authors[: most + 1]
    shown = ", ".join([name.last for name in names(looked_at)[:most]])
    more = len(authors) - most - (TEAM_SIGN in looked_at)
    return f"{shown} +{more}" if more > 0 else shown
