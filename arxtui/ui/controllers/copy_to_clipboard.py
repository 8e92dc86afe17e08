"""Copy BibTeX, keys, ids, addresses or titles of papers to the clipboard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from arxtui.model import Entry, Head, Paper
from arxtui.store import PAPERS_A_STEP
from arxtui.text import many, visible
from arxtui.ui import clipboard
from arxtui.ui.bib_of_settings import BibOfSettings
from arxtui.ui.workspace import Workspace
from arxtui.work_in_steps import Progress, Steps, each_as, imported, let_go

if TYPE_CHECKING:
    from arxtui.export_files.papers_in_bib import Contents

_KEYED = ("BibTeX", "key")
"""The choices with a citation key."""
_MODULES = (
    *("arxtui.sources.bib_grammar", "arxtui.sources.bib_entry", "arxtui.sources.bib_people"),
    *("arxtui.export_files.papers_in_bib", "arxtui.citation_key.template"),
    *("arxtui.tex.to_unicode", "arxtui.tex.macros", "arxtui.export"),
)
"""The modules that make entries and keys, lowest first."""
_TEXTS_A_STEP = 20


class _Copied(NamedTuple):
    """The texts of papers, in their order."""

    text: str
    """The texts, a line or more each."""
    papers: int
    """The number of texts."""
    title: str
    """The title of the first paper."""
    too_long: bool = False
    """True if they are too long for the clipboard: then some are missing."""


class CopyToClipboard:
    """The command that copies texts of papers, with the keys of the .bib in the settings."""

    def __init__(self, stage: Workspace, mine: BibOfSettings) -> None:
        self._stage = stage
        self._mine = mine

    def ask(self) -> None:
        """Offer the texts of the papers that can be copied."""
        if self._stage.chosen.first() is not None:
            self._stage.questions.menu("copy", self._copy_of)

    def _copy_of(self, what: str) -> None:
        """Copy the chosen text of the papers to the clipboard, in steps."""
        stage = self._stage
        if what in _KEYED:
            ready = partial(stage.chosen.find, partial(self._read_bib, what))
            stage.long_work.run("copying", imported(_MODULES), lambda _: ready(), at_once=1)
        else:
            stage.chosen.find(partial(self._copy, what, None))

    def _read_bib(self, what: str, heads: Sequence[Head]) -> None:
        """Read the .bib of the settings, and copy when no other work is in progress."""
        work = self._stage.long_work
        copy = partial(self._copy, what)

        def read(contents: Contents) -> None:
            work.when_free(partial(copy, contents, heads))

        self._mine.ask(self._mine.path(), read)

    def _copy(self, what: str, contents: Contents | None, heads: Sequence[Head]) -> None:
        """Copy the texts of papers, in steps; `contents` is the .bib of the settings."""
        if what in _KEYED:
            self._stage.library.note_export()
        steps = self._texts(what, contents, heads)
        self._stage.long_work.run("copying", steps, partial(self._send, what, len(heads)))

    def _texts(
        self, what: str, contents: Contents | None, heads: Sequence[Head]
    ) -> Progress[_Copied]:
        """Return the texts of papers, made a day file a step, until they are too long."""
        library = self._stage.library
        keys = _Keys(contents, library.marks.bib_keys(), library.key_template)
        ids = yield from _ids(heads)
        texts: dict[str, str] = {}
        title = ""
        size = 0
        done = 0
        by_file = yield from _by_file(heads)
        yield from let_go(heads)
        for files in by_file:
            papers = yield from each_as(library.papers.read_in_steps(files), lambda: None)
            for paper_id in sorted(papers):
                entry = Entry(papers[paper_id], library.marks.of(paper_id))
                texts[paper_id] = _text(entry, what, keys)
                if paper_id == ids[0]:
                    title = entry.paper.title
                size += len(texts[paper_id].encode()) + 1
                done += 1
                if done % _TEXTS_A_STEP == 0:
                    yield done * 100 // len(ids)
            if size > clipboard.MOST:
                return _Copied("", 0, title, too_long=True)
        parts: list[str] = []
        count = len(texts)
        for start in range(0, len(ids), PAPERS_A_STEP):
            some = ids[start : start + PAPERS_A_STEP]
            parts += ["\n".join(texts.pop(paper_id) for paper_id in some if paper_id in texts)]
            yield None
        yield from let_go(ids)
        return _Copied("\n".join(filter(None, parts)), count, title)

    def _send(self, what: str, count: int, copied: _Copied) -> None:
        """Send the texts to the clipboard, and report it."""
        stage = self._stage
        if copied.too_long or not clipboard.send(stage.app, copied.text):
            reason = f"more than {clipboard.MOST >> 20} MB of {many(count, 'paper')}"
            writes = f"{stage.key('export_shown')} writes them to a file"
            stage.say(f"nothing copied: {reason} · {writes}", "error")
        elif not copied.papers:
            stage.no_paper()
        elif copied.papers > 1:
            stage.say(f"{what} sent to the clipboard: {copied.papers:,} papers")
        elif what == "BibTeX":
            stage.say(f"{what} sent to the clipboard: {copied.title}")
        else:
            stage.say(f"{what} sent to the clipboard: {copied.text}")


def _ids(heads: Sequence[Head]) -> Steps[list[str]]:
    """Return the ids of papers, in steps."""
    ids: list[str] = []
    for start in range(0, len(heads), PAPERS_A_STEP):
        ids += [head.id for head in heads[start : start + PAPERS_A_STEP]]
        if len(ids) < len(heads):
            yield
    return ids


def _by_file(heads: Sequence[Head]) -> Steps[Iterator[Mapping[str, str]]]:
    """Return the day file of each paper by id, some papers of a file together, oldest day first."""
    ids_of: dict[str, list[str]] = {}
    for number, head in enumerate(heads, 1):
        ids_of.setdefault(head.file, []).append(head.id)
        if number % PAPERS_A_STEP == 0:
            yield
    return _parts(ids_of)


def _parts(ids_of: Mapping[str, Sequence[str]]) -> Iterator[Mapping[str, str]]:
    """Yield id -> day file, for some papers of a file."""
    for file in sorted(ids_of):
        for start in range(0, len(ids_of[file]), PAPERS_A_STEP):
            yield dict.fromkeys(ids_of[file][start : start + PAPERS_A_STEP], file)


class _Keys:
    """The keys of papers that are copied together: no two papers have the same."""

    def __init__(
        self, contents: Contents | None, taken: MutableMapping[str, int], template: str
    ) -> None:
        self._contents = contents
        self._taken = taken
        self._template = template
        self._tried: dict[str, int] = {}

    def of(self, entry: Entry[Paper]) -> str:
        """Return the key of a paper; `` if no .bib was read."""
        from arxtui.export_files import papers_in_bib

        if self._contents is None:
            return ""
        key = papers_in_bib.key_of(
            entry, self._contents, self._taken, self._template, self._tried
        )
        self._taken[key.lower()] = 1
        return key


def _text(entry: Entry[Paper], what: str, keys: _Keys) -> str:
    """Return BibTeX, key, id, URL or title of a paper, safe for a terminal's clipboard."""
    paper = entry.paper
    match what:
        case "BibTeX":
            from arxtui.export import bibtex

            return bibtex.entry(paper, keys.of(entry), entry.mark.tags)
        case "key":
            return keys.of(entry)
        case "id":
            return paper.id
        case "URL":
            return paper.abs_url
        case _:
            return visible(paper.title)
