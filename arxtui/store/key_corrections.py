"""BibTeX keys that were made of wrong authors are made anew when a better source is loaded."""

from __future__ import annotations

from collections.abc import Iterable

from arxtui import citation, citation_key
from arxtui.model import Citation, Paper
from arxtui.store.act import Act, Fields
from arxtui.store.act_writer import Acts
from arxtui.store.exported_keys import Exported
from arxtui.store.marks import Marks
from arxtui.store.paper_record import citation_record
from arxtui.store.papers import Papers


def correct_keys(
    ids: Iterable[str], marks: Marks, papers: Papers, acts: Acts, exported: Exported
) -> None:
    """Replace the keys of papers that were made of wrong authors, unless they were exported.

    Only a key that arxtui made of the old authors is replaced, never a key given by hand. The line
    in the journal is not an action of the user and cannot be undone. Raises ReadOnly, NotOnDisk.
    """
    copies: dict[str, Citation] = {}
    for paper_id in ids:
        copy = marks.of(paper_id).cite
        if copy is not None and not marks.key_by_hand(paper_id):
            copies[paper_id] = copy
    wrong = {
        paper_id: paper
        for paper_id, paper in papers.find(copies).items()
        if _is_corrected(paper, copies[paper_id], acts.key_template)
    }
    if not wrong:
        return
    with acts.writing():
        until = exported.until()
        keys = marks.bib_keys()
        each: dict[str, Fields] = {}
        for paper_id, paper in wrong.items():
            given = acts.storage.history.registers.last(paper_id, "cite")[0] or ""
            if given > until and marks.of(paper_id).cite == copies[paper_id]:
                base = citation_key.key_base(paper, acts.key_template)
                copy = citation.cite(paper, citation_key.free_key(base, keys))
                keys[copy.key.lower()] = 1
                each[paper_id] = {"cite": citation_record(copy)}
        if each:
            t = acts.journal.stamp()
            acts.append(Act(t, acts.journal.machine, tuple(each), {}, each, None))


def _is_corrected(paper: Paper, copy: Citation, template: str) -> bool:
    """Return whether the key of a citation was made of authors that were corrected since."""
    if paper.authors == copy.authors or not paper.authors:
        return False
    made_of = citation_key.key_base(citation.paper_of(paper.id, copy), template)
    if not citation_key.is_made_of(copy.key, made_of):
        return False
    return made_of != citation_key.key_base(paper, template)
