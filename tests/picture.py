"""The picture of the README: `python -m tests.picture` writes tests/picture.svg."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from arxtui import loader
from arxtui.settings.config import Settings
from arxtui.store import Library
from arxtui.ui.app import ArxtuiApp

CELL = 12.2
"""Width of a cell in the picture."""
BLANKS = re.compile(
    r'x="([\d.]+)"( y="[\d.]+") textLength="([\d.]+)"([^>]*)>((?:&#160;)+)(?=[^&<])'
)
"""A text that begins with blanks."""
KEYS = "d j s t b e n c h m a r k enter b d s d b d d 1 j j j s d d space space k k".split()


async def draw(folder: Path) -> str:
    """A morning under way, as SVG."""
    library = Library(folder / "library", "picture-0000")
    loader.load(library, [str(loader.seeds())])
    app = ArxtuiApp(library, Settings(columns=("authors", "venue")))
    async with app.run_test(size=(100, 28)) as pilot:
        for key in KEYS:
            await pilot.press(key)
            await pilot.pause()
        await pilot.pause()
        picture = app.export_screenshot(title="arxtui")
    library.close()
    return without_leading_blanks(picture)


def without_leading_blanks(picture: str) -> str:
    """Return the picture with pieces of text that begin with a letter.

    Some programs that draw SVG leave out the blanks at the beginning of a text.
    """

    def moved(found: re.Match[str]) -> str:
        width = found[5].count(";") * CELL
        start = round(float(found[1]) + width, 1)
        length = round(float(found[3]) - width, 1)
        return f'x="{start:g}"{found[2]} textLength="{length:g}"{found[4]}>'

    return BLANKS.sub(moved, picture)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        target = Path(__file__).parent / "picture.svg"
        target.write_text(asyncio.run(draw(Path(folder))), "utf-8")
        print(target)
