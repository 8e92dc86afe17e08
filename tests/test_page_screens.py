"""Golden screens of a morning by pages, at five sizes; written anew as in test_screens.py."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from arxtui.settings.config import Settings
from arxtui.store import Library
from tests.made_day import load_day
from tests.screen import Driver, drive

SIZES = {
    "60x20": (60, 20),
    "80x24": (80, 24),
    "100x30": (100, 30),
    "140x40": (140, 40),
    "200x60": (200, 60),
}
STATES = {
    "two-rows": "L j j",
    "page-read": "b s C",
    "pass-1": "T apostrophe D apostrophe G C",
    "labels": "T apostrophe",
    "pass-2": "T apostrophe D apostrophe G A y s d",
    "receipt": "T apostrophe D apostrophe G A y s t g s enter d s 1 b",
    "receipt-exported": "T apostrophe D apostrophe G A y s d s b e j",
}


def without_seconds(text: str) -> str:
    """Return the text of a receipt with nine seconds in place of the time of the test."""
    return re.sub(r"in \d+ s( \([\d.]+ s each\))?", "in 9 s (0.1 s each)", text)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
def test_a_morning_by_pages_has_its_golden_screens(
    library: Library, tmp_path: Path, state: str, size: str
) -> None:
    load_day(library, tmp_path)

    async def play(user: Driver) -> None:
        *before, last = STATES[state].split()
        await user.press(*before)
        await user.rest()  # a companion is looked for where the heads have been read
        await user.press(last)
        if user.main.has_class("-receipt"):
            waits = ("counting the unread days", "checking what the export")
            await user.until(lambda: not any(text in user.text() for text in waits))
        await user.golden(f"{state}-{size}", without_seconds)

    drive(library, play, SIZES[size], settings=Settings(bib="~/my.bib"))
