"""Words that may speak for a paper but explain nothing to a person: `improved`, `highly`."""

from __future__ import annotations

from arxtui.taste.features import singular
from arxtui.taste.words_rare_in_titles import RARE_IN_TITLES

GENERIC = frozenset(
    "ability accuracy accurate achieve achieved additional address against algorithm algorithms "
    "aligning "
    "analyze ap applied apply approach aware baseline baselines being benchmark benchmarking "
    "better block bridge bridging build capability challenge challenges challenging compare "
    "comparing comparison comparisons consider construct constructing current data dataset "
    "demonstrate demonstrating design designed designing detail develop developed developing "
    "development different diverse do doing downstream effective effectiveness efficiency "
    "efficient enable enabling enhanced enhancing ensure evaluate evaluating evaluation existing "
    "experiment experimental experiments explore exploring fast faster first five formulation "
    "four framework free general generate generated generating given goal guided hard having "
    "high how image important improve improved improves improving input introduce introducing "
    "investigate investigating lack large learn learned learner learning leverage leveraging "
    "limited local low lunch make making many modal modeling module necessity need net network "
    "networks novel obtain open output parameter parameters particular performance place "
    "previous problem problems process processing produce progress properties property provide "
    "providing quality recent recognize recognizing representation require research rethinking "
    "robust sample samples score scores second series several significant simple simultaneous "
    "single solution solve solving specific step strategy study success successful system task "
    "tasks technique techniques there third three toward towards trained training try two "
    "unified universal utilizing value various versatile vision visual what why work works you "
    "your".split()
)
"""Words that say nothing of a paper's subject, alone or in a phrase; some are in plural too."""

_SUBJECTS = frozenset("anomaly assembly butterfly family fly monopoly multiply poly supply".split())
"""Words of a subject that end as adverbs do."""

_ADJECTIVES = frozenset(("arbitrary", "real"))
"""Words that need a noun behind them."""


def is_generic(word: str) -> bool:
    """Return whether a word or phrase explains nothing; adverbs such as `jointly` do not."""
    if word in GENERIC or singular(word) in GENERIC:
        return True
    return word.endswith("ly") and word not in _SUBJECTS and word.isalpha()


def is_generic_alone(phrase: str) -> bool:
    """Return whether a phrase is generic, or a word that explains nothing without another word."""
    return is_generic(phrase) or singular(phrase) in RARE_IN_TITLES or phrase in _ADJECTIVES
