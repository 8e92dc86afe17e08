"""Where a paper was published: journal or proceedings, volume, pages, year and DOI, from what its listing says.

The journal reference counts first, then the venue that facts.py finds, then what a publisher's DOI tells. Each format
writes these into its own fields; the arXiv id stays beside them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from arxtui import citation, facts, venues
from arxtui.model import Paper
from arxtui.text import clean, fold


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication beside arXiv."""

    kind: Literal["journal", "meeting", ""]
    """A journal's article or a meeting's paper; empty when only a DOI is known."""
    container: str = ""
    """The journal or the proceedings, as typed, TeX and all; empty only with the kind."""
    volume: str = ""
    """As typed, such as `26`."""
    number: str = ""
    """The issue."""
    pages: str = ""
    """`123-130`, or the article's number."""
    year: int = 0
    """The year of publication; 0 = not known."""
    doi: str = ""
    """The publisher's DOI; may be empty."""
    venue: str = ""
    """The venue that facts.py finds (`CVPR 2023`, `TPAMI`); may be empty."""

    @property
    def short(self) -> str:
        """`IEEE Transactions on Image Processing 2021`: the container with its year, for one line."""
        if not self.year or str(self.year) in self.container:
            return self.container
        return f"{self.container} {self.year}"


def publication(paper: Paper) -> Publication | None:
    """Return where a paper was published; None when its listing names neither a place nor a publisher's DOI."""
    doi = citation.doi(paper.doi or "")
    if doi.lower().startswith(_OF_ARXIV):
        doi = ""
    venue = facts.venue(paper)
    found = _of_reference(paper) or _of_venue(venue) or _of_doi(doi)
    if found is None:
        return Publication("", doi=doi) if doi else None
    return replace(found, doi=doi, venue=venue)


_OF_ARXIV = "10.48550/"

_IEEE_JOURNALS = {
    "TPAMI": "Pattern Analysis and Machine Intelligence", "TIP": "Image Processing", "TMM": "Multimedia",
    "TMI": "Medical Imaging", "TGRS": "Geoscience and Remote Sensing", "TIFS": "Information Forensics and Security",
    "TVCG": "Visualization and Computer Graphics", "TCSVT": "Circuits and Systems for Video Technology",
    "TNNLS": "Neural Networks and Learning Systems", "TITS": "Intelligent Transportation Systems",
    "TCYB": "Cybernetics", "TCI": "Computational Imaging", "TAFFC": "Affective Computing", "TSP": "Signal Processing",
    "TBME": "Biomedical Engineering", "TIV": "Intelligent Vehicles", "TIM": "Instrumentation and Measurement",
    "TKDE": "Knowledge and Data Engineering", "TBIOM": "Biometrics, Behavior, and Identity Science",
}  # fmt: skip
JOURNALS = {short: f"IEEE Transactions on {name}" for short, name in _IEEE_JOURNALS.items()} | {
    "ACCESS": "IEEE Access", "LRA": "IEEE Robotics and Automation Letters", "LSP": "IEEE Signal Processing Letters",
    "LGRS": "IEEE Geoscience and Remote Sensing Letters",
    "JBHI": "IEEE Journal of Biomedical and Health Informatics",
    "JSTARS": "IEEE Journal of Selected Topics in Applied Earth Observations and Remote Sensing",
    "JSTSP": "IEEE Journal of Selected Topics in Signal Processing", "JSEN": "IEEE Sensors Journal",
    "IJCV": "International Journal of Computer Vision", "TMLR": "Transactions on Machine Learning Research",
    "CVIU": "Computer Vision and Image Understanding", "MELBA": "Machine Learning for Biomedical Imaging",
}  # fmt: skip
"""Short name -> journal: those that facts.py knows and those whose short name stands in DOIs of the IEEE."""

_DOI_JOURNALS = {
    "10.1016/j.media": "Medical Image Analysis", "10.1016/j.patcog": "Pattern Recognition",
    "10.1016/j.neucom": "Neurocomputing", "10.1016/j.cviu": "Computer Vision and Image Understanding",
    "10.1016/j.patrec": "Pattern Recognition Letters", "10.1016/j.neunet": "Neural Networks",
    "10.1016/j.isprsjprs": "ISPRS Journal of Photogrammetry and Remote Sensing",
    "10.1016/j.eswa": "Expert Systems with Applications",
    "10.1016/j.compbiomed": "Computers in Biology and Medicine", "10.1016/j.imavis": "Image and Vision Computing",
    "10.1016/j.compmedimag": "Computerized Medical Imaging and Graphics",
    "10.1016/j.knosys": "Knowledge-Based Systems", "10.1016/j.neuroimage": "NeuroImage",
    "10.1016/j.cag": "Computers & Graphics", "10.1016/j.inffus": "Information Fusion",
    "10.1007/s11263": "International Journal of Computer Vision", "10.1111/cgf": "Computer Graphics Forum",
    "10.1038/s41598": "Scientific Reports", "10.1038/s41467": "Nature Communications",
    "10.1371/journal.pone": "PLOS ONE", "10.1002/mp": "Medical Physics", "10.3390/s": "Sensors",
    "10.3390/rs": "Remote Sensing", "10.3390/app": "Applied Sciences", "10.3390/jimaging": "Journal of Imaging",
    "10.1364/oe": "Optics Express", "10.59275/j.melba": "Machine Learning for Biomedical Imaging",
}  # fmt: skip
"""Beginning of a DOI, up to the first digit, dot or hyphen after it -> journal (the commonest in cs.CV)."""

_IEEE_DOI = re.compile(r"10\.1109/([A-Z]+?)(W?)(?:\d+)?\.((?:19|20)\d\d)\.\d", re.ASCII)
_DOI_BEGINS = re.compile(r"(10\.\d{4,5}/(?:journal\.|j\.)?(?:s\d{5}(?=-)|[a-z]+))(?![a-z])", re.ASCII)


def _of_doi(doi: str) -> Publication | None:
    """Return what a DOI tells: its journal, or its meeting with the year."""
    if ieee := _IEEE_DOI.match(doi):
        short, workshop, year = ieee.groups()
        if short in JOURNALS:
            return Publication("journal", JOURNALS[short])
        if venues.is_meeting(short):
            return Publication("meeting", f"{short} {year}{' Workshop' * bool(workshop)}", year=int(year))
    begins = _DOI_BEGINS.match(doi.lower())
    if begins and begins[1] in _DOI_JOURNALS:
        return Publication("journal", _DOI_JOURNALS[begins[1]])
    return None


def _of_venue(venue: str) -> Publication | None:
    """Return the publication that a venue of facts.py (`CVPR 2023 Workshop`, `TPAMI`) names."""
    if not venue:
        return None
    year = next((int(word) for word in venue.split() if word.isdigit()), 0)
    journal = JOURNALS.get(venue.split()[0])
    if journal:
        return Publication("journal", journal, year=year)
    return Publication("meeting", venue, year=year)


_LONGEST = 500  # characters of a journal reference that are taken apart
_IS_MEETING = re.compile(
    r"\b(?:proc(?:eedings|s)?\b|conference|conf\b|workshops?\b|symposium|meeting|congress|colloquium|lecture notes|lncs"
    r"|advances in neural|medical image computing and computer|pmlr|findings of|challenges?\b)",
    re.IGNORECASE,
)
_IS_JOURNAL = re.compile(
    r"\b(?:journal\b|transactions\b|trans\.|letters\b|conference series|conf\. ser"
    r"|proceedings of (?:the )?(?:IEEE(?=[,.; \d]*$|, vol)|national academy|ACM on|royal))",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?:journal.?ref(?:erence)?:\s+)?"
    r"(?:(?:published|accepted|presented|appeared|to appear|appears)\s+)?"
    r"(?:(?:in|at|by|as|for|on)\b:?\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAYS = r"\d{1,2}(?!\d)(?:\s*[-–—]+\s*\d{1,2}(?!\d))?"
_RANGE = r"[A-Za-z]?\d+(?::\d+)?\s*[-–—]+\s*[A-Za-z]?\d+(?::\d+)?"
_PART = re.compile(
    rf"(?:volume|vol|v)[.: ]*(?P<volume>\d[\w-]*)"
    rf"|(?:number|no|num|issue|iss|n)[. ]*:?\s*\(?(?P<number>\d[\w/-]*)\)?"
    r"|(?P<length>\d+ pages)"
    rf"|(?:pages?|pp|p|page)[. ]*:?\s*(?P<pages>{_RANGE}|\w*\d+)(?:\s*pages)?"
    rf"|(?:article|art)[. ]*(?:no|number|id)?[. ]*:?\s*(?P<article>\w*\d+)"
    r"|(?P<volume2>\d+)"
    r"(?:\s*\(\s*(?P<number2>\d+(?:[-/]\d+|[a-z])?)\s*\)|\.(?P<number3>\d{1,3})\b)"
    rf"|(?:year[: ]*)?\(?(?P<year>(?:19[5-9]|20[0-4])\d)\b\)?"
    rf"|(?P<day>{_DAYS}\s+{_MONTH}\b|{_MONTH}(?:\s+{_DAYS})?)"
    rf"|(?P<range>{_RANGE})"
    r"|(?P<state>early access|online first|in press|\(c\) \w+|©\s*\w+)"
    r"|(?P<doi>(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)*10\.\d{4,}/\S+|https?://\S+"
    r"|(?:[ep]-?)?issn:?\s*[\dX-]+)"
    rf"|(?P<bare>[A-Za-z]?\d+)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s,.;:()]*(?:\band\b|&)?[\s,.;:()]*")
_BEFORE_PART = re.compile(r"[\s,;:(]")


def _of_reference(paper: Paper) -> Publication | None:
    """Return the publication that the journal reference names; None without one, or when it names nothing."""
    reference = _without_title(clean(paper.journal_ref or ""), clean(paper.title))
    if len(reference) > _LONGEST or not re.search(r"[^\W\d_]{2}", reference):
        return None
    opening = _OPENING.match(reference)
    body = reference[opening.end() :] if opening else reference
    container, parts = _taken_apart(_GLUED_YEAR.sub(r"\1 \2", body or reference))
    if not _NAMES_SOMETHING.search(re.sub(r"https?://\S+|10\.\d{4,}/\S+", "", container)):
        return None
    is_meeting = bool(_IS_MEETING.search(container)) or venues.names_meeting(container)
    if not is_meeting:
        venue = facts.venue(replace(paper, comment=None))
        is_meeting = bool(venue) and venue.split()[0] not in JOURNALS
    kind: Literal["journal", "meeting"] = "meeting" if is_meeting and not _IS_JOURNAL.search(container) else "journal"
    container = JOURNALS.get(container, container)
    year = parts.pop("year", "") or _last_year(container)
    if kind == "meeting" and year and " " not in container and year not in container:
        container = f"{container} {year}"  # ICLR 2020
    pages = re.sub(r"\s*[-–—]+\s*", "-", parts.pop("pages", ""))
    return Publication(kind, container, pages=pages, year=int(year or 0), **parts)


_NAMES_SOMETHING = re.compile(
    r"\b(?!(?:vol|volume|no|number|issue|pages?|pp|doi|https?|arxiv|preprint|accepted|published|press"
    rf"|ieee|acm|springer|elsevier|spie|mdpi|{_MONTH})\b)[^\W\d_]{{3,}}",
    re.IGNORECASE,
)
"""A word that is not only a publisher, a month or the name of a part."""


def _last_year(text: str) -> str:
    """Return the last year that stands in a text, or an empty text."""
    years = re.findall(r"(?<![\d.])(?<!\d-)(?:19[5-9]\d|20[0-4]\d)(?![\d-])(?!\.\d)", text)
    return years[-1] if years else ""


def _without_title(reference: str, title: str) -> str:
    """Return a reference without authors and title, where these stand before the journal."""
    folded = fold(reference)
    at = folded.find(fold(title)) if len(title) > 15 and len(folded) == len(reference) else -1
    if at < 0:
        return reference
    return reference[at + len(title) :].strip(" .,;:\"'”“’")


def _taken_apart(reference: str) -> tuple[str, dict[str, str]]:
    """Return the container's name and the volume, number, pages and year after it.

    A reference of which some word after the name is not understood is the name as a whole.
    """
    for found in _BEFORE_PART.finditer(reference):
        at = found.end()
        container = reference[: found.start()].strip(" ,;:")
        if not container or container.count("(") > container.count(")"):
            continue
        parts = _parts(reference, at)
        if parts is not None:
            return _without_full_stop(container), parts
    return reference, {}


def _without_full_stop(container: str) -> str:
    """Return a name without the dot after a whole word; `Ser.` keeps its own."""
    last = container.split()[-1]
    return container[:-1] if last.endswith(".") and len(last) > 6 else container


def _parts(reference: str, at: int) -> dict[str, str] | None:
    """Return the parts from a place to the end, by name; None when something there is none."""
    parts: dict[str, str] = {}
    opening = _BETWEEN.match(reference, at)
    at = opening.end() if opening else at
    while at < len(reference):
        found = _PART.match(reference, at)
        if not found:
            return None
        name = found.lastgroup or ""
        if name in ("number2", "number3"):
            name = "volume2"
        value = found[name]
        _sort_in(parts, name, value, found)
        after = _BETWEEN.match(reference, found.end())
        if after is None or (after.end() == found.end() and after.end() < len(reference)):
            return None
        at = after.end()
    return parts


_GLUED_YEAR = re.compile(r"([^\W\d_]{2})((?:19[5-9]|20[0-4])\d)(?!\d)")  # CVPR2021
_IS_NUMBER = re.compile(r"\d{1,2}")
_IS_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")


def _sort_in(parts: dict[str, str], name: str, value: str, found: re.Match[str]) -> None:
    """Put one part of a reference under the name of its field; the first of each name counts."""
    comes_after = name in ("range", "article", "pages", "bare", "length")
    if comes_after and "number" not in parts and _IS_NUMBER.fullmatch(parts.get("pages", "")):
        parts["number"] = parts.pop("pages")  # `38 12 125002`, `43, 4, Article 151`
    if name == "volume2":
        number = found["number2"] or found["number3"]
        if _IS_YEAR.fullmatch(number):
            parts.setdefault("pages" if "volume" in parts else "volume", value)
            parts.setdefault("year", number)
        else:
            parts.setdefault("volume", value)
            parts.setdefault("number", number)
    elif name == "range" or name == "article":
        parts.setdefault("pages", value)
    elif name == "bare":
        parts.setdefault("pages" if "volume" in parts else "volume", value)
    elif name in ("volume", "number", "pages", "year"):
        parts.setdefault(name, value)
