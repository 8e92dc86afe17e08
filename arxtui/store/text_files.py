"""The text files of a library for other rooms."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from arxtui.store.catalogue import Catalogue
from arxtui.store.file_stamp import Stamp
from arxtui.store.library_folder import Place
from arxtui.store.year_text import Unusable, YearText


class Texts:
    """text/: the words of every paper, a line each, for searches."""

    def __init__(self, place: Place, catalogue: Catalogue) -> None:
        self._place = place
        self._catalogue = catalogue
        self._damaged: set[Path] = set()

    @property
    def wanted(self) -> bool:
        """True if loads and the background make them, and searches read them."""
        return self._catalogue.full_text

    @wanted.setter
    def wanted(self, wanted: bool) -> None:
        self._catalogue.full_text = wanted

    def years(self) -> list[tuple[YearText, Mapping[str, Stamp]]]:
        """Return the text file of each year, newest first, with stamps of day files.

        The stamps belong to the day files whose heads were last read: only the lines of these day
        files are up to date. Return [] if text files are not wanted.
        """
        if not self.wanted:
            return []
        found = []
        for year in self._catalogue.years():
            stamps = self._catalogue.stamps.get(year.name, {})
            found.append((self._catalogue.text(year.name), stamps))
        return found

    def failed(self, why: Unusable) -> None:
        """Report a text file that is damaged, once; indexing makes it anew."""
        path = Path(why.filename)
        if path not in self._damaged:
            self._damaged.add(path)
            self._place.report(path, why)

    @property
    def damages(self) -> int:
        """How many text files could not be used."""
        return len(self._damaged)
