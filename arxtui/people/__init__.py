"""People's names: the names of a text, an author's name in parts, and the teams among the authors.

Every reader whose form has the authors as one text splits it with split(); every export and key
uses names(). The spelling of a name in one format (LaTeX, JSON) is in export/.
"""

from __future__ import annotations

from arxtui.people.name_list import split, without_brackets, without_team_signs
from arxtui.people.name_parts import Name, names, readable, short
from arxtui.people.patterns import OTHERS, TEAM_SIGN

__all__ = [
    "OTHERS",
    "TEAM_SIGN",
    "Name",
    "names",
    "readable",
    "short",
    "split",
    "without_brackets",
    "without_team_signs",
]
