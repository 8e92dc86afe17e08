"""The field `file` of an entry, which names the PDF on disk, as JabRef and Zotero read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from arxtui.text import are_balanced

_SEPARATORS = re.compile(r"[\\:;]")
"""The signs that separate and escape the parts of the field."""


def fields(path: Path | None) -> Iterator[tuple[str, str]]:
    r"""Yield name and value of the field for a PDF: `{:/home/ada/a\;b.pdf:PDF}`; None = no field.

    Its parts are description, path and type; `\`, `:` and `;` in them have a backslash before them
    (FileFieldParser of JabRef, BibTeX.js of Zotero). A path with a brace that has no partner, or
    with a character that is not printed, fits into no entry and is left out.
    """
    if path is None:
        return
    text = str(path)
    if text.isprintable() and are_balanced(text, "{", "}"):
        escaped = _SEPARATORS.sub(r"\\\g<0>", text)
        yield "file", f"{{:{escaped}:PDF}}"
