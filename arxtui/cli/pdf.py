"""`arxtui pdf`: fetch PDFs into the folder of the settings, and print their paths."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from arxtui import citation
from arxtui.cli import settings as settings_
from arxtui.cli.library import open_library
from arxtui.cli.marks import known
from arxtui.cli.progress import Bar
from arxtui.cli.terminal import IN_PART, NOTHING, Refused, say, warn
from arxtui.model import Entry, Paper
from arxtui.pdf import pdf_names
from arxtui.text import reason_of

if TYPE_CHECKING:
    from arxtui.network.pdf_download import Files
    from arxtui.store import Library


def save(args: argparse.Namespace) -> int:
    """Fetch the PDFs that the folder lacks, print the path of each, and open them with --open.

    Raises Refused if the settings name no folder for them.
    """
    from arxtui.network.pdf_download import Files

    settings, _ = settings_.read()
    if not settings.pdf.folder:
        raise Refused(
            "no folder for PDFs: name one in the settings (arxtui config), "
            'under [pdf]: folder = "~/papers"'
        )
    library = open_library(args.library)
    try:
        library.saved_pdfs.make_folder()
    except ValueError as why:
        raise Refused(str(why)) from None
    ids, status = known(library, args.ids)
    files = Files()
    paths = []
    for entry in _entries(library, ids):
        path = library.saved_pdfs.path(entry)
        if path.exists() or _fetched(files, entry.paper, path):
            paths.append(path)
            say(str(path))
        else:
            status = IN_PART
    if args.open and not _opened(paths, settings.pdf.viewer):
        status = IN_PART
    if not paths:
        return NOTHING
    return status


def _entries(library: Library, ids: Sequence[str]) -> Iterator[Entry[Paper]]:
    """Yield papers with their marks; a removed paper has the fields of its citation."""
    papers = library.papers.find(ids)
    for paper_id in ids:
        mark = library.marks.of(paper_id)
        paper = papers.get(paper_id)
        if paper is None and mark.cite is not None:
            paper = citation.paper_of(paper_id, mark.cite)
        if paper is not None:
            yield Entry(paper, mark)


def _fetched(files: Files, paper: Paper, path: Path) -> bool:
    """Fetch a PDF; return False, with the reason on standard error, if that failed."""
    from arxtui.network.arxiv_session import Refused as ArxivRefused

    bar = Bar(quiet=False)
    name = pdf_names.versioned(paper)
    try:
        files.fetch_pdf(name, path, partial(bar.show_bytes, name))
    except ArxivRefused as why:
        reason = str(why)
    except OSError as why:
        reason = f"{path}: {reason_of(why)}"
    else:
        reason = ""
    bar.clear()
    if reason:
        warn(f"arxtui: {reason}")
    return not reason


def _opened(paths: Sequence[Path], viewer: Sequence[str]) -> bool:
    """Open PDFs; return False, with the reason on standard error, if that failed."""
    from arxtui.pdf.pdf_viewer import NoViewer, open_file

    try:
        for path in paths:
            open_file(path, viewer)
    except NoViewer as why:
        warn(f"arxtui: {why}")
        return False
    return True
