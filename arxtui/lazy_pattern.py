"""Regular expressions that are compiled when they are first used.

The patterns of the modules that a start imports take 15 ms to compile, and the first screen needs
few of them.
"""

from __future__ import annotations

import re
from typing import Any, cast


def lazy_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a regular expression that is compiled when it is first used.

    It has the methods of re.Pattern, but the functions of re, such as re.sub(), do not take it. A
    fault in the pattern is raised at the first use, as re.error.
    """
    return cast("re.Pattern[str]", _LazyPattern(pattern, flags))


class _LazyPattern:
    """Stands for a compiled pattern, and has its methods from the first use on."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        """Compile the pattern: Python calls this once, for the first method that is used."""
        compiled = re.compile(self.__dict__["pattern"], self.__dict__["flags"])
        self.__dict__.update(
            fullmatch=compiled.fullmatch,
            match=compiled.match,
            search=compiled.search,
            sub=compiled.sub,
            subn=compiled.subn,
            split=compiled.split,
            findall=compiled.findall,
            finditer=compiled.finditer,
        )
        if name not in self.__dict__:
            raise AttributeError(f"a lazy pattern has no {name!r}")
        return self.__dict__[name]
