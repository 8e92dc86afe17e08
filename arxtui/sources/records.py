"""Records of a source: their bytes as text, their limit, and the reasons to refuse them."""

from __future__ import annotations

import re
from collections.abc import Iterable

RECORD_LIMIT = 1 << 20
"""Characters that a record may have; the largest real record has 17,000."""
TOO_LARGE = f"a record of more than {RECORD_LIMIT >> 20} MiB"
NOT_UTF8 = "not UTF-8"
UNDECODED = re.compile("[\udc80-\udcff]")
"""A byte that was not UTF-8, in a text of decode()."""


class Refused(Exception):
    """A record that does not fit its form; the text has the reason."""

    def __init__(self, reason: str, at: int = 0) -> None:
        super().__init__(reason)
        self.at = at
        """The line of the record that does not fit, from 0."""


def decode(data: bytes) -> tuple[str, bool]:
    """Return the text without BOM, and True if all of it was UTF-8.

    Other bytes become surrogates, and their record is refused.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode(), True
    except UnicodeDecodeError:
        return data.decode(errors="surrogateescape"), False


def check_decoded(lines: Iterable[str]) -> None:
    """Raise Refused at the first line with a byte that was not UTF-8."""
    for at, line in enumerate(lines):
        if UNDECODED.search(line):
            raise Refused(NOT_UTF8, at)
