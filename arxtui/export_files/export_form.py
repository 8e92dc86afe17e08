"""The form of an export: a format with options, chosen by the user or by the name of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from arxtui.export import FOLDERS, FORMATS, of_file, refuse_unknown
from arxtui.export.options import USUAL, Options
from arxtui.model import Entry, Paper
from arxtui.settings.config import STYLES


@dataclass(frozen=True, slots=True)
class Form:
    """A format with the options chosen for it."""

    format: str = "bibtex"
    """The name of the format, of export.FORMATS."""
    options: Options = USUAL
    """The options, for formats that use them."""

    def dump(self, entries: Sequence[Entry[Paper]]) -> str:
        """Return the text of a whole file."""
        return FORMATS[self.format].dump(entries, self.options)


def choose(
    format_: str | None, file: str | None, options: Options = USUAL, asked: Iterable[str] = ()
) -> Form:
    """Return the form with a format by name, else by the file's ending, else BibTeX.

    `asked` are the fields of the options that the user gave. Raises ValueError, with the accepted
    values, for an unknown format, ending or style, and for an option that the format has no use
    for.
    """
    name = format_ or of_file(file or "")
    if name not in FORMATS:
        raise ValueError(f"no format {name!r}; there are {', '.join([*FORMATS, *FOLDERS])}")
    refuse_unknown(name, asked)
    if options.style not in STYLES:
        raise ValueError(f"no style {options.style!r}; there are {', '.join(STYLES)}")
    return Form(name, options)
