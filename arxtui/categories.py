"""Every arXiv category, its spelling, and the category nearest to a mistyped category.

Source: https://arxiv.org/category_taxonomy, and for whole archives and the archives that were
closed between 1996 and 1999 `arxiv/taxonomy/definitions.py` of https://github.com/arXiv/arxiv-base
(its archive `test` left out). Read in 2026.
"""

from __future__ import annotations

import re
from functools import lru_cache

from arxtui.lazy_pattern import lazy_pattern

_SUBJECTS = {
    "astro-ph": "CO EP GA HE IM SR",
    "cond-mat": "dis-nn mes-hall mtrl-sci other quant-gas soft stat-mech str-el supr-con",
    "cs": "AI AR CC CE CG CL CR CV CY DB DC DL DM DS ET FL GL GR GT HC IR IT LG LO MA MM MS NA NE"
    " NI OH OS PF PL RO SC SD SE SI SY",
    "econ": "EM GN TH",
    "eess": "AS IV SP SY",
    "gr-qc": "",
    "hep-ex": "",
    "hep-lat": "",
    "hep-ph": "",
    "hep-th": "",
    "math": "AC AG AP AT CA CO CT CV DG DS FA GM GN GR GT HO IT KT LO MG MP NA NT OA OC PR QA RA RT"
    " SG SP ST",
    "math-ph": "",
    "nlin": "AO CD CG PS SI",
    "nucl-ex": "",
    "nucl-th": "",
    "physics": "acc-ph ao-ph app-ph atm-clus atom-ph bio-ph chem-ph class-ph comp-ph data-an ed-ph"
    " flu-dyn gen-ph geo-ph hist-ph ins-det med-ph optics plasm-ph pop-ph soc-ph space-ph",
    "q-bio": "BM CB GN MN NC OT PE QM SC TO",
    "q-fin": "CP EC GN MF PM PR RM ST TR",
    "quant-ph": "",
    "stat": "AP CO ME ML OT TH",
}
CLOSED: tuple[str, ...] = tuple(
    "acc-phys adap-org alg-geom ao-sci atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas dg-ga"
    " funct-an mtrl-th patt-sol plasm-ph q-alg solv-int supr-con".split()
)
"""Archives that take no papers any more; their old papers keep their category."""
ARCHIVES: tuple[str, ...] = (*_SUBJECTS, *CLOSED)
"""Whole archives: each is a category too, `cs` or `hep-th`."""
ALL: tuple[str, ...] = (
    *ARCHIVES,
    *(f"{name}.{subject}" for name, subjects in _SUBJECTS.items() for subject in subjects.split()),
)
"""Every category, as arXiv spells it."""

_SPELLED = {category.lower(): category for category in ALL}
_ARCHIVES = "|".join(map(re.escape, ARCHIVES))
_OF_AN_ARCHIVE = lazy_pattern(rf"(?:{_ARCHIVES})(?:\.[A-Za-z-]{{2,20}})?", re.ASCII)
_WELL_FORMED = lazy_pattern(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z-]{2,20})?", re.ASCII)
_LONGEST = 40
"""Characters of a text that is compared with all categories."""
_BUSY = ("cs.CV", "cs.LG", "cs.CL", "cs.AI", "cs.RO", "quant-ph", "hep-ph", "stat.ML", "eess.IV")
"""The categories with the most new papers, in order: they win if two are equally near."""


class UnknownCategory(ValueError):
    """Text that is no category of arXiv; the message names the nearest category."""


def check(text: str) -> str:
    """Return a category as arXiv spells it: `cs.CV` for `CS.cv`. Raises UnknownCategory."""
    category = _SPELLED.get(text.strip().lower())
    if category:
        return category
    named = text.strip()
    if len(named) > _LONGEST or not named.isascii() or not named.isprintable() or " " in named:
        named = repr(named[:_LONGEST])
    near = nearest(text)
    if near:
        raise UnknownCategory(f"{named} is not an arXiv category: did you mean {near}?")
    given = named or "nothing"
    raise UnknownCategory(f"{given} is not an arXiv category; they look like cs.CV or hep-th")


def nearest(text: str) -> str:
    """Return the category nearest to a text, `` if no category is near.

    Of two equally near categories it is the category with more new papers.
    """
    import difflib  # needed for a mistyped category alone

    typed = text.strip().lower()
    if len(typed) > _LONGEST:
        return ""
    busy = {category.lower(): len(_BUSY) - place for place, category in enumerate(_BUSY)}
    best = ""
    best_rank = (0.0, 0)
    for spelled in _SPELLED:
        rank = (difflib.SequenceMatcher(None, typed, spelled).ratio(), busy.get(spelled, 0))
        if rank > best_rank:
            best = spelled
            best_rank = rank
    if best_rank[0] < 0.6:
        return ""
    return _SPELLED[best]


def api_terms(category: str) -> str:
    """Return the terms of arXiv's API for a category; an archive has all its categories."""
    if _SUBJECTS.get(category):
        return f"(cat:{category} OR cat:{category}.*)"
    return f"cat:{category}"


def canonical(text: str) -> str:
    """Return the category in a file of papers as arXiv spells it, `` for a text in no such form.

    An unknown category that is well formed is returned unchanged: arXiv may add it tomorrow.
    """
    known = _SPELLED.get(text.strip().lower())
    if known:
        return known
    if is_well_formed(text):
        return text
    return ""


def is_well_formed(text: str) -> bool:
    """Return True for the form of an archive (`hep-th`) or a category (`cs.CV`), known or not."""
    return _WELL_FORMED.fullmatch(text) is not None


@lru_cache(4096)  # a corpus has some thousand combinations
def classes(categories: str) -> tuple[str, ...]:
    """Return the arXiv categories in a raw text, in order, without repeats.

    ACM and MSC terms and prose are left out; an unknown category counts if its archive is known
    (`cs.ZZ`).
    """
    found = dict.fromkeys(piece.strip() for piece in re.split(r"[,;\s]+", categories))
    return tuple(piece for piece in found if _OF_AN_ARCHIVE.fullmatch(piece))
