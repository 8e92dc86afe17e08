"""Facts found in comments as authors write them: venue, links, code, pages, withdrawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from arxtui.facts_in_comments import lift
from arxtui.model import Paper
from arxtui.sources.forms import read

SEED = Path(__file__).parent.parent / "seeds" / "cs.CV-2023-10-30.md"
PAPER = Paper(
    "2310.00001", 1, "Title", ("Ann Lee",), "cs.CV", "cs.CV", "2023-10-30T00:00:00Z",
    "2024-01-02T00:00:00Z",
    None, None, None, "An abstract.",
)  # fmt: skip


@pytest.mark.parametrize(
    ("comment", "venue"),
    [
        ("ICCV 2023", "ICCV 2023"),
        (
            "ICONIP 2023,This paper has been nominated for ICONIP2023 Best Paper\n  Award",
            "ICONIP 2023",
        ),
        ("Accepted by IEEE TGRS", "TGRS"),
        ("Accepted to AAAI Fall Symposium 2025 on AI", ""),
        ("ECCV@2024. Code: https://github.com/a/b", "ECCV 2024"),
        ("5 pages, accepted at IEEE-ICIP 2023", "ICIP 2023"),
        ("Accepted by IEEE Transactions on Image Processing, March 2023", "TIP"),
        ("accepted, IEEE Transactions on Multimedia 2025", "TMM 2025"),
        ("Accepted by IEEE Transactions on Multimedia Computing Communications", ""),
        ("under review of IEEE Transactions on Medical Imaging", ""),
        ("Accepted at IEEE SMC 2023", "SMC 2023"),
        ("an SMC sampler", ""),
        ("needle TIP tracking, 12 pages", ""),
        ("Accepted to ICCV2023, code: https://github.com/a/b", "ICCV 2023"),
        ("12 pages, 4 figures. Accepted at CVPR'24", "CVPR 2024"),
        ("Accepted by AAAI'2024", "AAAI 2024"),
        ("Accepted by CVPR-24", "CVPR 2024"),
        ("23 pages, accepted by CVPR 24", "CVPR 2024"),
        ("Accepted to CVPR, 24 pages", "CVPR"),
        ("Accepted to CVPR 24 pages", "CVPR"),
        ("CVPR2023 Workshop", "CVPR 2023 Workshop"),
        ("CVPRW 2023", "CVPR 2023 Workshop"),
        ("Accepted for ICCV Workshops 2023", "ICCV 2023 Workshop"),
        ("Accepted to the AI4CC Workshop at CVPR 2023", "CVPR 2023 Workshop"),
        ("AAAI2024 Edge Intelligence Workshop (EIW) accepted", "AAAI 2024 Workshop"),
        (
            (
                "Accepted to the IEEE/CVF Winter Conference on Applications of Computer Vision"
                " (WACV), 2024"
            ),
            "WACV 2024",
        ),
        (
            "to be published in the 2024 IEEE International Symposium on Biomedical Imaging (ISBI)",
            "ISBI 2024",
        ),
        ("Accepted by ACMMM 2023", "ACM MM 2023"),
        ("ACM Multimedia 2023", "ACM MM 2023"),
        ("NIPS 2023", "NeurIPS 2023"),
        ("SIGGRAPH Asia 2023", "SIGGRAPH Asia 2023"),
        ("Accepted by IEEE TPAMI", "TPAMI"),
        ("Extension of our previous NeurIPS paper. Accepted to IJCV 2023", "IJCV 2023"),
        ("First submitted in May 2023. Accepted to NeurIPS 2023", "NeurIPS 2023"),
        ("Accepted by MICCAI2021", "MICCAI 2021"),
        ("ICML 2023 camera-ready version", "ICML 2023"),
        ("CVPR Findings 2023", "CVPR 2023"),
        ("SIGGRAPH Conference Papers 2023", "SIGGRAPH 2023"),
        ("SIGGRAPH Asia Conference Papers '23, December 2023, Sydney", "SIGGRAPH Asia 2023"),
        ("ECCV Main Track 2024", "ECCV 2024"),
        ("WACV Applications Track 2024", "WACV 2024"),
        ("ICML Position Paper Track 2024", "ICML 2024"),
        ("ICCV Highlight 2023", "ICCV 2023"),
        ("MICCAI early accept 2024", "MICCAI 2024"),
        ("In ACL-Findings 2024", "ACL 2024"),
        ("CVPR Oral 2023", "CVPR 2023"),
        ("Accepted by NeurIPS Datasets and Benchmarks Track, 2023", "NeurIPS 2023"),
        ("ACM Multimedia Conference 2023", "ACM MM 2023"),
        ("Siggraph 2023", "SIGGRAPH 2023"),
        ("SIGGRAPH ASIA 2023 (Conference Track)", "SIGGRAPH Asia 2023"),
        ("ICCV 2023. Page: https://pose-with-style.github.io/", "ICCV 2023"),
        ("For a challenge https://a.org/b-challenge/. To appear in ICCV 2023", "ICCV 2023"),
        (
            (
                "The 38th Conference on Artificial Intelligence, accepted to the AAAI Conference"
                " (AAAI-24)"
            ),
            "AAAI 2024",
        ),
    ],
)
def test_a_venue_is_found_in_a_comment(comment: str, venue: str) -> None:
    assert lift(PAPER._replace(comment=comment)).venue == venue


@pytest.mark.parametrize(
    "comment",
    [
        "Submitted to CVPR 2024",
        "submitting to ICML 2024",
        "8 pages, CVPR 2024 submission",
        "IJCAI2024 submit, 8 pages",
        "Under review at NeurIPS 2023",
        "MICCAI 2023 (under review)",
        "CVPR 2024, rejected",
        "Journal extension of our CVPR 2023 paper",
        "An earlier version appeared at the ICLR 2023 Workshop on Generative Models",
        "This extends our paper presented at CVPR 2023",
        "1st place solution of the CVPR 2023 Occupancy Challenge",
        "Winner of CVPR2023 Long-form Video Understanding",
        "ECCV 2024 Dataset Distillation Challenge",
        "CVPR Findings of the Challenge 2023",
        "Submitted to CVPR Findings 2023",
        "See https://openreview.net/group?id=MIDL.io/2023/Conference#abstract-accept-papers",
        "CVPR 2016",
        "CVPR format, 10 pages",
        "Accepted to ACMMM Asia 2023",
        "Accepted; about ACL tears",
        "EMA4MICCAI 2023",
        "https://github.com/a/CVPR2023",
        "Project page: https://x-cvpr23.github.io/CVPR2023/",
        "12 pages",
    ],
)
def test_no_venue_where_there_is_doubt(comment: str) -> None:
    assert lift(PAPER._replace(comment=comment)).venue == ""


@pytest.mark.parametrize(
    ("journal", "venue"),
    [
        ("Proceedings of the IEEE/CVF Conference on Computer Vision and\n  Pattern Recognition"
         " (CVPR), 2018, pp. 1-9",
         "CVPR 2018"),
        ("Conference on Computer Vision and Pattern Recognition (CVPR)\n  Workshops, 2023",
         "CVPR 2023 Workshop"),
        ("IEEE TPAMI, vol. 45, no. 4", "TPAMI"),
        ("IEEE Transactions on Geoscience and Remote\n  Sensing, vol. 61, 2023, pp. 1-12", "TGRS"),
        ("Neural Networks 168, 214-222 (2023)", ""),
    ],
)  # fmt: skip
def test_a_venue_is_found_in_a_journal_reference(journal: str, venue: str) -> None:
    assert lift(PAPER._replace(journal_ref=journal)).venue == venue
    assert (
        lift(PAPER._replace(journal_ref=journal, comment="Accepted to ICCV 2023")).venue
        == "ICCV 2023"
    )


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://a.org/x.", ("https://a.org/x",)),
        ("(https://a.org/x), and http://b.org/y!", ("https://a.org/x", "http://b.org/y")),
        ("https://a.org/x and https://a.org/x", ("https://a.org/x",)),
        (r"Code: \url{https://a.org/x}.", ("https://a.org/x",)),
        (r"\href{https://a.org/x}{\text{this https URL}}", ("https://a.org/x",)),
        (r"\href{https://a.org/x}{https://a.org/x}", ("https://a.org/x",)),
        ("[code](https://a.org/x)", ("https://a.org/x",)),
        ('<a href="https://a.org/x">x</a>', ("https://a.org/x",)),
        (r"https://a.org/my\_code\#top.", ("https://a.org/my_code#top",)),
        ("https://en.wikipedia.org/wiki/A_(b)", ("https://en.wikipedia.org/wiki/A_(b)",)),
        ("page(https://a.org/x),code(https://b.org/y)", ("https://a.org/x", "https://b.org/y")),
        ("https://a.org/x,https://b.org/~y/", ("https://a.org/x", "https://b.org/~y/")),
        ("https://a.org/mc-\n  lan/X is broken", ("https://a.org/mc-lan/X",)),
        ("https://a.org/x/\n  Code: none", ("https://a.org/x/",)),
        ("httpx, ftp://a.org, https:// nothing", ()),
    ],
)
def test_links_are_found_in_comments_and_abstracts(text: str, links: tuple[str, ...]) -> None:
    assert lift(PAPER._replace(comment=text)).links == links


def test_links_of_the_comment_stand_before_links_of_the_abstract() -> None:
    paper = PAPER._replace(comment="https://b.org", abstract="https://a.org and https://b.org")
    assert lift(paper).links == ("https://b.org", "https://a.org")


@pytest.mark.parametrize(
    ("abstract", "code"),
    [
        ("https://a.github.io and https://github.com/a/b.", "https://github.com/a/b"),
        ("https://gitlab.inria.fr/a/b", "https://gitlab.inria.fr/a/b"),
        ("https://huggingface.co/a/b", "https://huggingface.co/a/b"),
        ("https://huggingface.co/datasets/a/b", ""),
        ("https://github.com", ""),
        ("https://github.com.evil.net/a/b", ""),
        ("https://a.org", ""),
    ],
)
def test_an_address_of_code_is_found(abstract: str, code: str) -> None:
    assert lift(PAPER._replace(abstract=abstract)).code == code


@pytest.mark.parametrize(
    ("comment", "pages"),
    [("12 pages, 4 figures", 12), ("11pages", 11), ("A 9-page paper", 9), ("1 page", 1),
     ("8 pp., 2 tables", 8),
     ("8+4 pages", None), ("10-12 pages", None), ("pages 3 to 4", None), ("4 figures", None),
     ("12345 pages", None)],
)  # fmt: skip
def test_a_number_of_pages_is_found(comment: str, pages: int | None) -> None:
    assert lift(PAPER._replace(comment=comment)).pages == pages


@pytest.mark.parametrize(
    ("comment", "abstract", "withdrawn"),
    [
        ("This paper has been withdrawn by the author", "", True),
        ("Withdrawn due to an error in the author list", "", True),
        ("I request the withdrawal of this submission", "", True),
        ("we would like to\n  withdraw this paper", "", True),
        ("V1 has been withdrawn due to a template issue", "", False),
        ("withdrawn from ICLR 2024", "", False),
        ("We withdrew this paper from the AutoNUE workshop", "", False),
        ("We withdrew this paper from arXiv", "", True),
        ("This paper has been withdrawn from AutoNUE workshop at ECCV 2018", "", False),
        ("This article has been removed by arXiv administrators because of a claim", "", True),
        ("This submission has been removed\n  by arXiv administrators", "", True),
        (
            "arXiv admin note: This version has been removed as the user did not have the right",
            "",
            True,
        ),
        ("Removed references to a data set", "", False),
        ("v1 has been removed by arXiv administrators", "", False),
        ("Paper withdrawn from arXiv", "", True),
        ("WITHDRAWN: see 2310.00002", "", True),
        ("Retraction due to an error in section 2", "", True),
        ("we have decided to retract the manuscript", "", True),
        ("a deformation retraction of the graph", "", False),
        ("", "This article has been removed by arXiv administrators due to a claim.", True),
        ("", "This paper was retracted.", True),
        ("", "We find papers that were removed by moderators or withdrawn from journals.", False),
        ("12 pages", "The paper was withdrawn from a data set of papers.", False),
        ("12 pages", "This paper has been withdrawn by the authors.", True),
        ("12 pages", "The drug was withdrawn from the market.", False),
    ],
)
def test_a_withdrawn_paper_is_recognised(comment: str, abstract: str, withdrawn: bool) -> None:
    assert lift(PAPER._replace(comment=comment, abstract=abstract)).withdrawn is withdrawn


def test_a_paper_without_a_comment_has_no_facts() -> None:
    facts = lift(PAPER)
    assert (facts.venue, facts.code, facts.links, facts.pages, facts.withdrawn) == (
        "",
        "",
        (),
        None,
        False,
    )


def test_the_facts_of_the_seeds_are_found() -> None:
    facts = {paper.id: lift(paper) for paper in read(SEED.read_bytes(), "seed").papers}
    assert (
        facts["2310.19224"].venue == "NeurIPS"
    )  # Accepted at NeurIPS Track on Datasets and Benchmarks, 2023
    assert facts["2310.19224"].code == "https://github.com/broadinstitute/MorphEm.git"
    assert {found.venue for found in facts.values()} >= {"NeurIPS 2023", "WACV 2024"}
    assert sum(bool(found.code) for found in facts.values()) > 15
    assert not any(found.withdrawn for found in facts.values())


@pytest.mark.parametrize(
    "piece",
    [
        "https://",
        "(https://a.b/(",
        "CVPR ",
        "accepted CVPR 2099. ",
        "9 ",
        "withdrawn from v1 ",
        "x" * 50 + "-\n  ",
    ],
)
def test_a_hostile_megabyte_is_read_without_backtracking(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))  # takes minutes where the work grows with the square
    assert "2099" not in lift(PAPER._replace(comment=text, abstract=text, journal_ref=text)).venue
