"""Where a paper was published, and the fields for it in each format, beside the arXiv id."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from arxtui import venues
from arxtui.export import bibtex, csl, known_journals, markdown, ris
from arxtui.export.options import Options
from arxtui.export.published import Publication, publication
from arxtui.model import UNMARKED, Entry, Paper
from arxtui.settings.config import STYLES
from tests.needs import need
from tests.test_bibtex import PAPER

PLAIN = PAPER._replace(
    id="2008.08716",
    doi=None,
    journal_ref=None,
    comment=None,
    published="2020-08-19T00:00:00Z",
)
IN_JOURNAL = PLAIN._replace(
    doi="10.1109/TIP.2021.3120038",
    journal_ref="IEEE Transactions on Image Processing, vol. 30, pp. 1-12, 2021",
)
AT_MEETING = PLAIN._replace(comment="Accepted at CVPR 2021 as oral")
WITH_DOI = PLAIN._replace(doi="10.1145/3460231.3474233")


@pytest.mark.parametrize(
    ("reference", "place"),
    [
        ("IEEE Transactions on Multimedia 2019", ("journal", "IEEE Transactions on Multimedia", "",
            "", "", 2019)),
        ("IEEE Access, 7, 99602-99621 (2019)", ("journal", "IEEE Access", "7", "", "99602-99621",
            2019)),
        ("Neural Networks, Volume 9, 2022, Pages 172-183", ("journal", "Neural Networks", "9", "",
            "172-183", 2022)),
        ("IEEE Trans. Med. Imaging. 37(2018) 8-57", ("journal", "IEEE Trans. Med. Imaging", "37",
            "", "8-57", 2018)),
        ("J. Phys.: Conf. Ser. 2094 032015 (2021)", ("journal", "J. Phys.: Conf. Ser.", "2094", "",
            "032015", 2021)),
        ("Phys. Rev. E 103, 043307 (2021)", ("journal", "Phys. Rev. E", "103", "", "043307", 2021)),
        ("Sensors 2021, 21(21), 6999", ("journal", "Sensors", "21", "21", "6999", 2021)),
        ("IEEE Access ( Volume: 4, Issue: 2, Apr 2019 )", ("journal", "IEEE Access", "4", "2", "",
            2019)),
        ("Neurocomputing2021", ("journal", "Neurocomputing", "", "", "", 2021)),
        ("TIP, Nov 2021", ("journal", "IEEE Transactions on Image Processing", "", "", "", 2021)),
        ("Scientific Reports 12.1 (2022): 1-11", ("journal", "Scientific Reports", "12", "1",
            "1-11", 2022)),
        ("Inverse Problems 38 12 (2022) 125002", ("journal", "Inverse Problems", "38", "12",
            "125002", 2022)),
        ("IEEE TNS Volume: 70, Issue: 6, Year: 2023, Pages: 1189 - 1201",
         ("journal", "IEEE TNS", "70", "6", "1189-1201", 2023)),
        ("Conference on Managing Things, Jaipur - India, February 26-28, 2019",
         ("meeting", "Conference on Managing Things, Jaipur - India", "", "", "", 2019)),
        ("Journal of Engineering 2025, 10(7s) e-ISSN: 2468-4376",
         ("journal", "Journal of Engineering", "10", "7s", "", 2025)),
        ("IEEE Transactions on Multimedia ( Early Access ), 29 May 2023",
         ("journal", "IEEE Transactions on Multimedia", "", "", "", 2023)),
        ("ACM Transactions on Graphics, 44(6): Article 244, 12 pages, December 2025",
         ("journal", "ACM Transactions on Graphics", "44", "6", "244", 2025)),
        ("ACM Trans. Graph. 43, 4, Article 151 (July 2024), 11 pages",
         ("journal", "ACM Trans. Graph.", "43", "4", "151", 2024)),
        ("ACM Transactions on Graphics (SIGGRAPH), 42, 4 (August 2023), 13 pages",
         ("journal", "ACM Transactions on Graphics (SIGGRAPH)", "42", "4", "", 2023)),
        ("ACM Comput. Surv. 52, 2, Article 40 (May 2019), 39 pages",
         ("journal", "ACM Comput. Surv.", "52", "2", "40", 2019)),
        ("Medical Image Computing and Computer Assisted Intervention 2019",
         ("meeting", "Medical Image Computing and Computer Assisted Intervention", "", "", "",
          2019)),
        ("Published on ICIP 2020", ("meeting", "ICIP 2020", "", "", "", 2020)),
        ("AAAI 2025", ("meeting", "AAAI 2025", "", "", "", 2025)),
        ("In Proceedings of the 38th Conference on Neural Information Processing Systems (NeurIPS"
         " 2024)",
         ("meeting", "Proceedings of the 38th Conference on Neural Information Processing Systems"
                     " (NeurIPS 2024)",
          "", "", "", 2024)),
        ("IEEE Conf. on Image Processing (ICIP), page: 886-890, 2017",
         ("meeting", "IEEE Conf. on Image Processing (ICIP)", "", "", "886-890", 2017)),
        ("Some Workshop, held in Rome (Italy), with a (half bracket", ("meeting",
         "Some Workshop, held in Rome (Italy), with a (half bracket", "", "", "", 0)),
    ],
)  # fmt: skip
def test_a_journal_reference_is_split_into_its_parts(
    reference: str, place: tuple[object, ...]
) -> None:
    found = publication(PLAIN._replace(journal_ref=reference))
    assert found
    assert (
        found.kind,
        found.container,
        found.volume,
        found.number,
        found.pages,
        found.year,
    ) == place


@pytest.mark.parametrize(
    "reference",
    [
        "10.1109/x_y",
        "https://a.b/c",
        "Volume 165, 1 March 2021, 113891",
        "IEEE 2024",
        "arXiv preprint",
        "2",
    ],
)
def test_an_empty_journal_reference_gives_no_publication(reference: str) -> None:
    assert publication(PLAIN._replace(journal_ref=reference)) is None


def test_authors_and_title_before_the_journal_are_left_out() -> None:
    title = "A Long Title of a Paper"
    reference = f'A. Lee et al., "{title}," IEEE Access, vol. 3, 2020'
    assert publication(PLAIN._replace(title=title, journal_ref=reference)) == Publication(
        "journal", "IEEE Access", "3", year=2020
    )


def test_a_doi_gives_its_journal_or_meeting() -> None:
    told = {
        "10.1109/TIP.2021.3120038": ("journal", "IEEE Transactions on Image Processing"),
        "10.1109/CVPRW53098.2021.00410": ("meeting", "CVPR 2021 Workshop"),
        "10.1109/ICIP.2003.1247267": ("meeting", "ICIP 2003"),
        "10.1016/j.media.2021.102": ("journal", "Medical Image Analysis"),
        "10.3390/s21216999": ("journal", "Sensors"),
        "10.1007/S11263-020-01090-5": ("journal", "International Journal of Computer Vision"),
        "10.1109/ICoICI62503.2024.10696627": ("", ""),
        "10.1145/3460231.3474233": ("", ""),
        "10.3390/smartcities1": ("", ""),
    }
    for doi, place in told.items():
        found = publication(PLAIN._replace(doi=doi))
        assert found
        assert (found.kind, found.container, found.doi) == (*place, doi)
    assert publication(PLAIN._replace(doi="10.48550/arXiv.2008.08716")) is None


def test_every_known_journal_has_a_name() -> None:
    assert set(venues.JOURNALS) - {"PAMI"} <= set(known_journals.JOURNALS)


def entry(paper: Paper, style: str) -> str:
    return bibtex.entry(paper, "k", options=Options(style))


def test_a_journal_article_is_written_in_bibtex() -> None:
    article = entry(IN_JOURNAL, "article")
    assert article.startswith("@article{k,\n")
    assert (
        "  journal       = {IEEE Transactions on Image Processing},\n  volume        = {30},\n"
        in article
    )
    assert (
        "  pages         = {1--12},\n  year          = {2021},\n  eprint        = {2008.08716},\n"
        in article
    )
    assert "  note          = {arXiv:2008.08716},\n" in article
    assert "month" not in article
    online = entry(IN_JOURNAL, "biblatex")
    assert online.startswith("@article{k,\n")
    assert "  journaltitle  = {IEEE Transactions on Image Processing},\n" in online
    assert "  date          = {2021},\n  eprint        = {2008.08716},\n" in online
    assert "note" not in online


def test_a_paper_at_a_meeting_is_written_in_bibtex() -> None:
    for style in ("article", "biblatex"):
        written = entry(AT_MEETING, style)
        assert written.startswith("@inproceedings{k,\n")
        assert "  booktitle     = {CVPR 2021},\n" in written
        assert "eprint        = {2008.08716}" in written


def test_an_entry_of_type_misc_has_arxivs_fields_and_the_venue_as_note() -> None:
    assert "  note          = {CVPR 2021},\n" in entry(AT_MEETING, "misc")
    assert "  year          = {2020},\n  month         = aug,\n" in entry(AT_MEETING, "misc")
    assert (
        "  note          = {IEEE Transactions on Image Processing, vol. 30, pp. 1-12, 2021},\n"
        in entry(IN_JOURNAL, "misc")
    )


def test_no_publishers_doi_is_written_into_an_entry_of_the_preprint() -> None:
    for paper in (IN_JOURNAL, WITH_DOI, AT_MEETING._replace(doi="10.1109/CVPR46437.2021.00001")):
        for style in STYLES:
            written = entry(paper, style)
            assert (paper.doi or "") in written
            assert "arXiv preprint" not in written
        (item,) = json.loads(csl.dump([Entry(paper, UNMARKED)]))
        assert item["DOI"] == paper.doi
        assert "publisher" not in item
        assert "PB  - " not in ris.dump([Entry(paper, UNMARKED)])
    assert "journal       = {arXiv preprint arXiv:2008.08716}" in entry(PLAIN, "article")
    assert "howpublished  = {arXiv:2008.08716}" in entry(WITH_DOI, "article")


def test_csl_ris_and_markdown_have_the_publication() -> None:
    (item,) = json.loads(csl.dump([Entry(IN_JOURNAL, UNMARKED)]))
    assert (item["type"], item["container-title"]) == (
        "article-journal",
        "IEEE Transactions on Image Processing",
    )
    assert (item["volume"], item["page"], item["issued"]) == (
        "30",
        "1-12",
        {"date-parts": [[2021]]},
    )
    assert (item["number"], item["archive"], item["archive_location"]) == (
        "arXiv:2008.08716",
        "arXiv",
        "2008.08716",
    )
    record = ris.dump([Entry(AT_MEETING, UNMARKED)]).split("\r\n")
    assert {"TY  - CONF", "T2  - CVPR 2021", "PY  - 2021", "AN  - arXiv:2008.08716"} <= set(record)
    record = ris.dump([Entry(IN_JOURNAL, UNMARKED)]).split("\r\n")
    assert {
        "TY  - JOUR",
        "VL  - 30",
        "SP  - 1",
        "EP  - 12",
        "DO  - 10.1109/TIP.2021.3120038",
    } <= set(record)
    assert (
        markdown.dump([Entry(IN_JOURNAL._replace(title="T", authors=("A B",)), UNMARKED)])
        == "- [T](https://arxiv.org/abs/2008.08716v1) – A B, 2020-08-19, IEEE Transactions on Image"
        " Processing 2021,"
        " [doi:10.1109/TIP.2021.3120038](https://doi.org/10.1109/TIP.2021.3120038),"
        " arXiv:2008.08716\n"
    )


@pytest.mark.tools
@pytest.mark.parametrize("form", ["misc", "article", "biblatex", "csl"])
def test_pandoc_prints_where_a_paper_was_published(tmp_path: Path, form: str) -> None:
    need("pandoc")
    entries = [Entry(paper._replace(id=f"2008.0000{at}"), UNMARKED)
               for at, paper in enumerate((IN_JOURNAL, AT_MEETING, WITH_DOI, PLAIN))]  # fmt: skip
    name = "refs.json" if form == "csl" else "refs.bib"
    written = csl.dump(entries) if form == "csl" else bibtex.dump(entries, options=Options(form))
    (tmp_path / name).write_text(written, "utf-8")
    cited = "".join(f"@{key}\n\n" for key in bibtex.keys(entries).values())
    command = ["pandoc", "--citeproc", "--bibliography", name, "--to=plain", "--wrap=none"]
    run = subprocess.run(
        command, cwd=tmp_path, input=cited, capture_output=True, text=True, check=True
    )
    assert run.stderr == ""
    printed = [line for line in run.stdout.split("\n") if "There Are No Data" in line]
    assert len(printed) == len(entries)
    assert sum("https://doi.org/10.1109/TIP.2021.3120038" in line for line in printed) == 1
    assert sum("https://doi.org/10.1145/3460231.3474233" in line for line in printed) == 1
    if form != "misc":  # no style prints more of @misc
        # pandoc 3.11 prints the number of an item, here arXiv:ID, in place of its pages
        journal = re.compile(r"IEEE Transactions on Image Processing 30\W+(1–12|arXiv:2008)")
        assert sum(journal.search(line) is not None for line in printed) == 1
        assert sum("CVPR 2021" in line for line in printed) == 1  # without `In` in pandoc 3.11


def test_proceedings_have_a_volume_or_a_number_for_bibtex() -> None:
    """plain.bst warns of both and prints the volume only; biblatex prints both."""
    reference = (
        "Proceedings of the AAAI Conference on Artificial Intelligence, 37(3), 3250-3258, 2023"
    )
    entry = Entry(PLAIN._replace(journal_ref=reference), UNMARKED)
    article = bibtex.dump([entry], options=Options("article"))
    biblatex = bibtex.dump([entry], options=Options("biblatex"))
    assert "{37}" in article
    assert "number" not in article
    assert "number        = {3}" in biblatex
