"""BibTeX keys that are made anew when a better source corrects the authors they were made of."""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from arxtui import citation
from arxtui.model import Citation, Paper
from arxtui.store.act import Act, Fields
from arxtui.store.act_writer import Acts
from arxtui.store.exported_keys import Exported
from arxtui.store.marks import Marks
from arxtui.store.papers import Papers


def correct_keys(
    ids: Iterable[str], marks: Marks, papers: Papers, acts: Acts, exported: Exported
) -> None:
    """Make the keys of papers anew that came from wrong authors, unless they were handed out.

    Only a key that arxtui made of the old authors is made anew. The line in the journal is no
    action of the user's and cannot be undone. Raises ReadOnly, NotOnDisk.
    """
    copies = {paper_id: copy for paper_id in ids if (copy := marks.of(paper_id).cite)}
    wrong = {
        paper_id: paper
        for paper_id, paper in papers.find(copies).items()
        if _is_corrected(paper, copies[paper_id])
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
                copy = citation.cite(paper, keys)
                keys[copy.key] = 1
                each[paper_id] = {"cite": orjson.loads(orjson.dumps(copy))}
        if each:
            t = acts.journal.stamp()
            acts.append(Act(t, acts.journal.machine, tuple(each), {}, each, None))


def _is_corrected(paper: Paper, copy: Citation) -> bool:
    """Return whether the key of a citation was made of authors that are corrected since."""
    if paper.authors == copy.authors or not paper.authors:
        return False
    made_of = citation.key_base(citation.paper_of(paper.id, copy))
    return citation.is_made_of(copy.key, made_of) and made_of != citation.key_base(paper)
