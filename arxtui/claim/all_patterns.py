"""All patterns of the claim, which are compiled when they are first used, or in steps before."""

from __future__ import annotations

import re

from arxtui.lazy_pattern import lazy_pattern
from arxtui.work_in_steps import Steps

_ALL: list[re.Pattern[str]] = []


def claim_pattern(words: str) -> re.Pattern[str]:
    """Return a pattern of the claim, to be compiled when it is first used."""
    pattern = lazy_pattern(words)
    _ALL.append(pattern)
    return pattern


def compile_in_steps() -> Steps[bool]:
    """Compile the patterns, each in a step: the first abstract uses nearly all of them."""
    for pattern in _ALL:
        pattern.search("")
        yield
    return True
