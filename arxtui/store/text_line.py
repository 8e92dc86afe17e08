"""A line of text/<year>.txt: all words by which a paper is found.

    id TAB search line of the head | words of the abstract | its hyphenated words, joined

Title and authors are here as well as in the heads, so that a single pass finds papers that have
some of the words in the title and others in the abstract.
"""

from __future__ import annotations

from arxtui.store.heads import id_of, split
from arxtui.text import abstract_line


def to_line(head: bytes, abstract: str) -> bytes:
    """Return the line of a paper, with its end, from its head line and its abstract."""
    _, search_line = split(head)
    words = abstract_line(abstract)
    return b"%b\t%b| %b\n" % (id_of(head).encode(), search_line, words)


def is_of(line: bytes, head: bytes) -> bool:
    """Return whether a line and a head line are of the same paper."""
    return head.startswith(line[: line.find(b"\t") + 1])


def end_of_head(line: bytes) -> int:
    """Return the offset behind the search line of the head."""
    return line.rindex(b"|", 0, line.rindex(b"|"))


def abstract_of(line: bytes) -> tuple[int, int]:
    """Return the offsets where the abstract's words begin and end, with the blanks around them."""
    end = line.rindex(b"|")
    return line.rindex(b"|", 0, end) + 1, end
