"""Fetch papers from arXiv in the background. The list stays usable and shows new papers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.timer import Timer

from arxtui.arxiv_id import as_asked
from arxtui.categories import ALL, UnknownCategory, check, nearest
from arxtui.settings import settings_file
from arxtui.store import NotOnDisk
from arxtui.text import many
from arxtui.ui.controllers.text_prompts import Asked
from arxtui.ui.panes.status_lines import Kind
from arxtui.ui.workspace import Workspace

if TYPE_CHECKING:
    from arxtui.loader import Report
    from arxtui.network.fetch import Progress

_SHOWN = 0.2  # seconds between two updates of the count
_GRACE = 2.0  # seconds that the end of the program waits until fetched papers are written


class _Stopped(Exception):
    """The user stopped the fetch."""


class Fetching:
    """Fetches papers in a thread, a fetch at a time."""

    def __init__(self, stage: Workspace, look_around: Callable[[], None]) -> None:
        """`look_around` shows the papers that arrived, and reports their number."""
        self._stage = stage
        self._look_around = look_around
        self._thread: threading.Thread | None = None
        self._timer: Timer
        self._stop = False
        self._at: Progress | None = None
        self._outcome: tuple[str, Kind] | None = None
        self._fault: BaseException | None = None
        self._line = ""

    def begin(self) -> None:
        """Fetch the categories of the settings, which are asked for once; or stop the fetch."""
        stage = self._stage
        if self._thread:
            self._stop = True
            stage.say("the fetch stops after this page · papers fetched so far stay")
        elif stage.library.readonly:
            stage.say(f"read-only: {stage.library.readonly}", "error")
        elif stage.shown.found is not None and stage.shown.found.missing:
            self._start(ids=as_asked(stage.shown.found.missing, stage.shown.view.found))
        elif not stage.settings.categories and (fault := settings_file.fault()):
            stage.say(f"nothing fetched: {fault}", "error")
        elif not stage.settings.categories:
            label = "fetch which categories:"
            stage.open_box(Asked(stage, label, "", self._first, _foretold, _completed))
        else:
            self._start(stage.settings.categories)

    def _start(self, categories: tuple[str, ...] = (), ids: tuple[str, ...] = ()) -> None:
        """Fetch categories or papers by their ids, in a thread."""
        self._stop = False
        self._at = None
        self._outcome = None
        self._line = self._stage.message.text
        self._say(f"asking arXiv for {', '.join(categories or ids)}…")
        self._thread = threading.Thread(
            target=self._run, args=(categories, ids), name="fetch", daemon=True
        )
        self._thread.start()
        self._timer = self._stage.set_interval(_SHOWN, self._look)

    def _first(self, text: str) -> str:
        """Save the categories in the settings and fetch them; return a message or ``."""
        try:
            names = tuple(dict.fromkeys(map(check, _words(text))))
        except UnknownCategory as why:
            return str(why)
        self._stage.settings = self._stage.settings._replace(categories=names)
        self.begin()
        failed = settings_file.save("categories", names)
        if failed:
            self._stage.say(failed, "error")
        return ""

    def _run(self, categories: tuple[str, ...], ids: tuple[str, ...]) -> None:
        """Fetch, in the thread, into a second Library; the screen reads the attributes set here."""
        from arxtui.network.fetch import Request, fetch

        try:
            request = Request(categories, ids=ids)
            library = self._stage.library.another()
            self._outcome = _outcome(fetch(library, request, progress=self._progress))
        except _Stopped:
            key = self._stage.key("fetch")
            self._outcome = f"fetch stopped · papers fetched so far stay · {key} continues", "done"
        except NotOnDisk as why:
            self._outcome = f"NOT ON DISK: {why}", "error"
        except BaseException as fault:
            self._fault = fault  # the program ends: the screen raises it again
            raise

    def _progress(self, at: Progress) -> None:
        if self._stop:
            raise _Stopped
        self._at = at

    def _look(self) -> None:
        if self._fault:
            raise self._fault
        if self._outcome:
            self._timer.stop()
            self._thread = None
            self._stage.say(*self._outcome, lasts=True)
            if self._outcome[1] != "error":
                self._look_around()
        elif self._at:
            came = f"{self._at.done:,} of {self._at.of:,}" if self._at.of else "asking arXiv"
            self._say(f"fetching {self._at.what}: {came}")

    def _say(self, line: str) -> None:
        """Show a line in the message line, unless it shows another message."""
        if self._stage.message.text in ("", self._line):
            self._stage.say(line, "quiet", f"{self._stage.key('fetch')} stops it", lasts=True)
            self._line = self._stage.message.text

    def leave(self) -> None:
        """Stop the fetch at the end of the program; wait a moment for papers being written."""
        self._stop = True
        if self._thread:
            self._thread.join(_GRACE)


def _words(text: str) -> list[str]:
    """Return the words between blanks and commas."""
    return text.replace(",", " ").split()


def _foretold(text: str) -> str:
    """Return the message beside the typed categories: an example, or completions."""
    words = _words(text)
    if not words:
        return "such as cs.CV cs.LG · asked only once"
    known = [name for name in ALL if name.lower().startswith(words[-1].lower())]
    if len(known) == 1:
        return f"Enter fetches {' '.join(words)} · asked only once"
    return " ".join(known) or "no such category · Tab takes the nearest"


def _completed(text: str) -> list[str]:
    """Return whole texts in which the last category is completed, or else corrected."""
    words = _words(text)
    if not words:
        return []
    before = [nearest(word) or word for word in words[:-1]]
    known = [name for name in ALL if name.lower().startswith(words[-1].lower())]
    return [" ".join((*before, name)) for name in known or [nearest(words[-1])] if name]


def _outcome(report: Report) -> tuple[str, Kind]:
    """Return the message of a fetch and its kind; a problem comes first."""
    arrived = f"{many(report.new, 'new paper')} arrived"
    if report.problems:
        reason = report.problems[0].reason
        return (f"{reason} · {arrived}", "error") if report.new else (reason, "error")
    if report.new:
        return arrived, "done"
    return f"nothing new in {many(report.papers, 'paper')} fetched", "done"
