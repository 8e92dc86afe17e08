"""PDFs: `p` opens them from the folder of the settings, and fetches them into it first."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual.timer import Timer

from arxtui.model import Entry, Head, Paper
from arxtui.pdf import pdf_names
from arxtui.pdf.pdf_viewer import NoViewer, open_file
from arxtui.text import many, megabytes, reason_of
from arxtui.ui.controllers.open_in_browser import MANY
from arxtui.ui.workspace import Workspace
from arxtui.work_in_steps import Steps

if TYPE_CHECKING:
    from arxtui.network.pdf_download import Files

_SHOWN = 0.2
"""Seconds between two updates of a download's progress."""
_A_STEP = 50  # PDFs whose names are made
_GRACE = 1.0
"""Seconds that the end of the program waits for a download to stop."""


class Wanted(NamedTuple):
    """A PDF that will be opened."""

    name: str
    """The id in its address at arXiv: `2310.19210v1`."""
    path: Path
    """The file of the PDF."""


class _Ended(Exception):
    """The user stopped the download."""


class Pdfs:
    """Fetches and opens PDFs, a file at a time, in a thread."""

    def __init__(self, stage: Workspace, browse: Callable[[Sequence[Paper]], object]) -> None:
        """`browse` opens PDFs in the browser, if the settings name no folder."""
        self._stage = stage
        self._browse = browse
        self._files: Files | None = None
        self._waiting: deque[Wanted] = deque()
        self._now: Wanted | None = None
        """The PDF that is being fetched."""
        self._thread: threading.Thread | None = None
        self._timer: Timer
        self._ended = False
        self._arrived = (0, 0)
        self._opened: list[str] = []
        self._failed: list[str] = []
        self._fault: BaseException | None = None
        self._line = ""

    def open(self) -> None:
        """Open the PDFs of the selected papers, else of the paper under the cursor."""
        self._stage.chosen.find(self._ask)

    def _ask(self, heads: Sequence[Head]) -> None:
        """Ask before many PDFs are opened."""
        stage = self._stage
        opens = self._browse
        if stage.settings.pdf.folder:
            opens = self._look_for
        read = partial(stage.chosen.read, heads, opens)
        if len(heads) > MANY:
            stage.questions.confirm(f"open {many(len(heads), 'PDF')}?", read)
        else:
            read()

    def _look_for(self, papers: Sequence[Paper]) -> None:
        """Look for the files of PDFs in the folder of the settings, and open them."""
        try:
            self._stage.library.saved_pdfs.make_folder()
        except ValueError as why:
            self._stage.say(str(why), "error")
            return
        steps = self._wanted(papers)
        self._stage.long_work.run("looking for the PDFs", steps, self._open_saved)

    def _wanted(self, papers: Sequence[Paper]) -> Steps[list[Wanted]]:
        """Return the PDFs of papers, in steps."""
        library = self._stage.library
        wanted: list[Wanted] = []
        for number, paper in enumerate(papers, 1):
            path = library.saved_pdfs.path(Entry(paper, library.marks.of(paper.id)))
            wanted.append(Wanted(pdf_names.versioned(paper), path))
            if number % _A_STEP == 0:
                yield
        return wanted

    def _open_saved(self, wanted: Sequence[Wanted]) -> None:
        """Open PDFs after the PDFs that wait; end the download if its PDF is among them."""
        if self._now is not None and self._now in wanted:
            self._end()
            return
        waiting = frozenset(self._waiting)
        self._waiting.extend(pdf for pdf in wanted if pdf not in waiting)
        if self._thread is None:
            self._begin()

    def _begin(self) -> None:
        self._ended = False
        self._line = self._stage.message.text
        self._thread = threading.Thread(target=self._run, name="pdf", daemon=True)
        self._thread.start()
        self._timer = self._stage.set_interval(_SHOWN, self._look)

    def _end(self) -> None:
        """End the download, and forget the waiting PDFs."""
        self._ended = True
        self._waiting.clear()
        if self._files is not None:
            self._files.stop()

    # in the thread

    def _run(self) -> None:
        """Fetch and open the waiting PDFs; a timer of the screen reads the attributes set here."""
        try:
            while self._waiting:
                self._now = self._waiting.popleft()
                self._open_one(self._now)
        except BaseException as fault:
            self._fault = fault  # the program ends: the screen raises it again
            raise
        finally:
            self._now = None

    def _open_one(self, wanted: Wanted) -> None:
        from arxtui.network.arxiv_session import Refused
        from arxtui.network.pdf_download import Files

        self._arrived = (0, 0)
        if self._files is None:
            self._files = Files()
        try:
            if not wanted.path.exists():
                self._files.fetch_pdf(wanted.name, wanted.path, self._progress)
            open_file(wanted.path, self._stage.settings.pdf.viewer)
            self._opened.append(wanted.path.name)
        except _Ended:
            self._failed.append(self._goes_on(wanted))
        except (Refused, NoViewer) as why:
            if self._ended:
                self._failed.append(self._goes_on(wanted))
            else:
                self._failed.append(str(why))
        except OSError as why:
            self._failed.append(f"{wanted.path}: {reason_of(why)}")

    def _goes_on(self, wanted: Wanted) -> str:
        return f"ended · {self._stage.key('pdf')} continues with {wanted.name}"

    def _progress(self, done: int, of: int) -> None:
        if self._ended:
            raise _Ended
        self._arrived = (done, of)

    # on the screen

    def _look(self) -> None:
        if self._fault is not None:
            raise self._fault
        now = self._now
        if now is not None:
            self._say(f"fetching the PDF of {now.name}: {megabytes(*self._arrived)}")
        if self._thread is not None and not self._thread.is_alive():
            self._timer.stop()
            self._thread = None
            self._report()
            if self._waiting:
                self._begin()

    def _report(self) -> None:
        """Report the opened PDFs, or the first failure."""
        self._stage.library.saved_pdfs.look_again()
        failed = self._failed
        opened = self._opened
        self._failed = []
        self._opened = []
        if failed:
            self._stage.say(failed[0], "error", lasts=True)
        elif len(opened) == 1:
            self._stage.say(f"opened {opened[0]}")
        elif opened:
            self._stage.say(f"opened {len(opened)} PDFs")

    def _say(self, line: str) -> None:
        """Show a line in the message line, unless it shows another message."""
        stage = self._stage
        if stage.message.text in ("", self._line):
            stage.say(line, "quiet", f"{stage.key('pdf')} stops it", lasts=True)
            self._line = stage.message.text

    def leave(self) -> None:
        """End the download at the end of the program: its part stays for the next time."""
        self._end()
        if self._thread is not None:
            self._thread.join(_GRACE)
