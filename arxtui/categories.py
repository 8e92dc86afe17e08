"""Every arXiv category: what is one, how it is spelled, which one a mistyped one is near to. No I/O, nothing of ours.

Source: https://arxiv.org/category_taxonomy, and for archives that were closed between 1996 and 1999 and whole archives
`arxiv/taxonomy/definitions.py` of https://github.com/arXiv/arxiv-base (its archive `test` left out). Read in 2026.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SUBJECTS = {
    "astro-ph": "CO EP GA HE IM SR",
    "cond-mat": "dis-nn mes-hall mtrl-sci other quant-gas soft stat-mech str-el supr-con",
    "cs": "AI AR CC CE CG CL CR CV CY DB DC DL DM DS ET FL GL GR GT HC IR IT LG LO MA MM MS NA NE NI OH OS PF PL RO "
    "SC SD SE SI SY",
    "econ": "EM GN TH",
    "eess": "AS IV SP SY",
    "gr-qc": "",
    "hep-ex": "",
    "hep-lat": "",
    "hep-ph": "",
    "hep-th": "",
    "math": "AC AG AP AT CA CO CT CV DG DS FA GM GN GR GT HO IT KT LO MG MP NA NT OA OC PR QA RA RT SG SP ST",
    "math-ph": "",
    "nlin": "AO CD CG PS SI",
    "nucl-ex": "",
    "nucl-th": "",
    "physics": "acc-ph ao-ph app-ph atm-clus atom-ph bio-ph chem-ph class-ph comp-ph data-an ed-ph flu-dyn gen-ph "
    "geo-ph hist-ph ins-det med-ph optics plasm-ph pop-ph soc-ph space-ph",
    "q-bio": "BM CB GN MN NC OT PE QM SC TO",
    "q-fin": "CP EC GN MF PM PR RM ST TR",
    "quant-ph": "",
    "stat": "AP CO ME ML OT TH",
}
CLOSED: tuple[str, ...] = tuple(
    "acc-phys adap-org alg-geom ao-sci atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas dg-ga funct-an mtrl-th "
    "patt-sol plasm-ph q-alg solv-int supr-con".split()
)
"""Archives that take no papers any more; those they took keep their category."""
ARCHIVES: tuple[str, ...] = (*_SUBJECTS, *CLOSED)
"""Whole archives: each is a category too, `cs` or `hep-th`."""
ALL: tuple[str, ...] = (
    *ARCHIVES,
    *(f"{archive}.{subject}" for archive, subjects in _SUBJECTS.items() for subject in subjects.split()),
)
"""Every category, as arXiv spells it."""

_SPELLED = {category.lower(): category for category in ALL}
_ARCHIVES = "|".join(map(re.escape, ARCHIVES))
_OF_AN_ARCHIVE = re.compile(rf"(?:{_ARCHIVES})(?:\.[A-Za-z-]{{2,20}})?", re.ASCII)
_WELL_FORMED = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z-]{2,20})?", re.ASCII)
_LONGEST = 40  # characters; more is no category, nor worth a comparison with all of them
_BUSY = ("cs.CV", "cs.LG", "cs.CL", "cs.AI", "cs.RO", "quant-ph", "hep-ph", "stat.ML", "eess.IV")
"""Those with the most new papers, the most likely first where two are equally near."""


class UnknownCategory(ValueError):
    """Text that is no category of arXiv; says which one is near to it."""


def check(text: str) -> str:
    """Return a category as arXiv spells it, whatever its case: `CS.cv` is `cs.CV`.

    Raises UnknownCategory, which names the nearest, if arXiv has none of that name.
    """
    category = _SPELLED.get(text.strip().lower())
    if category:
        return category
    named = text.strip()
    if len(named) > _LONGEST or not named.isascii() or not named.isprintable() or " " in named:
        named = repr(named[:_LONGEST])
    near = nearest(text)
    if near:
        raise UnknownCategory(f"{named} is not an arXiv category: did you mean {near}?")
    raise UnknownCategory(f"{named or 'nothing'} is not an arXiv category; they look like cs.CV or hep-th")


def nearest(text: str) -> str:
    """Return the category nearest to a text, or `` where none is near. The busier of two that are equally near."""
    import difflib  # only for what is mistyped

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
    return _SPELLED[best] if best_rank[0] >= 0.6 else ""


def api_terms(category: str) -> str:
    """Return how arXiv's API is asked for a category: a whole archive with all that stands below it."""
    if _SUBJECTS.get(category):
        return f"(cat:{category} OR cat:{category}.*)"
    return f"cat:{category}"


def canonical(text: str) -> str:
    """Return a category out of a papers' file as arXiv spells it, or `` for what cannot be a category.

    One that is well formed but in no list of ours is returned as it is: arXiv may have it tomorrow.
    """
    return _SPELLED.get(text.strip().lower()) or (text if is_well_formed(text) else "")


def is_well_formed(text: str) -> bool:
    """True if a text looks like an archive (`hep-th`) or a category (`cs.CV`), known or not."""
    return _WELL_FORMED.fullmatch(text) is not None


@lru_cache(4096)  # a corpus has some thousand combinations
def classes(categories: str) -> tuple[str, ...]:
    """Return the arXiv classes in a raw categories text, in order, each once.

    ACM and MSC terms and prose are left out; a class in no list of ours counts where its archive is known (`cs.ZZ`).
    """
    found = dict.fromkeys(piece.strip() for piece in re.split(r"[,;\s]+", categories))
    return tuple(piece for piece in found if _OF_AN_ARCHIVE.fullmatch(piece))
