"""Golden screens of a morning by pages, at five sizes; written anew as those of test_screens.py."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from arxtui.config import Settings
from arxtui.store import Library
from tests.made_day import load_day
from tests.screen import Driver, drive, golden

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


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
def test_a_morning_by_pages(library: Library, tmp_path: Path, state: str, size: str) -> None:
    load_day(library, tmp_path)

    async def play(user: Driver) -> None:
        await user.press(*STATES[state].split())
        if user.main.has_class("-receipt"):
            waits = ("counting the unread days", "checking what the export")
            await user.until(lambda: not any(text in user.text() for text in waits))
        elif library.marks.total("star"):
            reading = user.main.reading
            await user.until(lambda: reading._stars[0] == user.current)  # of the paper's authors
            await user.pilot.pause()
        if user.main.has_class("-reader"):
            await user.rest()
        text = re.sub(r"in \d+ s \([\d.]+ s each\)", "in 9 s (0.1 s each)", user.text())
        golden(f"{state}-{size}", text)

    drive(library, play, SIZES[size], settings=Settings(bib="~/my.bib"))
