"""Reading listings: real quirks, the seeds, an independent reader, the corpus, refusals."""

from __future__ import annotations

import json
import lzma
import os
import sys
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import pytest

from arxtui.export.listing import write
from arxtui.model import Paper
from arxtui.sources import NotAListing, Reading
from arxtui.sources.forms import read
from arxtui.sources.records import RECORD_LIMIT

if TYPE_CHECKING:
    from _typeshed import TraceFunction

HERE = Path(__file__).parent
SEED = HERE.parent / "seeds" / "cs.CV-2023-10-30.md"
QUIRKS = HERE / "data" / "listing_quirks.md"
HTTPS = HERE / "data" / "listing_https.md"
SHARED = os.environ.get("ARXTUI_SHARED", "")
CORPUS = os.environ.get("ARXTUI_CORPUS", "")
HEADING = "# Arxiv Papers in cs.CV on 2023-10-30\n"

needs_shared = pytest.mark.skipif(not SHARED, reason="ARXTUI_SHARED names no folder")
needs_corpus = pytest.mark.skipif(not CORPUS, reason="ARXTUI_CORPUS names no folder of listings")


def record(number: int = 1, **fields: str) -> str:
    """A record that fits, but for the fields given (`id` for `Arxiv ID`, `title`)."""
    paper_id = f"2310.{number:05d}v1"
    values = {
        "Arxiv ID": fields.pop("id", f"http://arxiv.org/abs/{paper_id}"),
        "DOI": "None",
        "Categories": "**cs.CV**",
        "Links": f"[PDF](http://arxiv.org/pdf/{paper_id})",
        "Published": "2023-10-30 00:32:47+00:00",
        "Updated": "2023-10-30 00:32:47+00:00",
        "Authors": "Ann Lee, Bo Li",
        "Comment": "None",
        "Journal": "None",
        "Summary": "A short abstract.",
    }
    title = fields.pop("title", f"Paper {number}")
    assert set(fields) <= set(values)
    return f"### {title}\n" + "".join(
        f"- **{name}**: {value}\n" for name, value in {**values, **fields}.items()
    )


def listing(*records: str) -> bytes:
    """Return a listing of these records between two valid records, 2310.00001 and 2310.99999."""
    text = "\n\n\n".join([record(1), *records, record(99999)])
    return (HEADING + text + "\n\n\n").encode()


def ids(reading: Reading) -> list[str]:
    return [paper.id for paper in reading.papers]


def messages(reading: Reading) -> list[str]:
    return [str(problem) for problem in reading.problems]


def as_listing(reading: Reading) -> bytes:
    """The papers in the generator's format, as it would have written them."""
    return write(reading.papers, reading.category, reading.day, reading.pdf).encode()


# Reading


def test_the_seeds_are_90_papers_and_are_written_byte_for_byte() -> None:
    data = SEED.read_bytes()
    reading = read(data, "seed")
    assert len(reading.papers) == len(set(ids(reading))) == 90
    assert (reading.problems, reading.category, reading.day, reading.pdf) == (
        (),
        "cs.CV",
        "2023-10-30",
        "http",
    )
    assert as_listing(reading) == data


def test_the_first_seed_is_read_field_by_field() -> None:
    first = read(SEED.read_bytes(), "seed").papers[0]
    assert (first.id, first.version, first.primary, first.categories) == (
        "2310.19210",
        1,
        "cs.CV",
        "cs.CV",
    )
    assert first.title == "Generalized Category Discovery with Clustering Assignment Consistency"
    assert first.authors == ("Xiangli Yang", "Xinglin Pan", "Irwin King", "Zenglin Xu")
    assert (first.published, first.updated) == ("2023-10-30T00:32:47Z", "2023-10-30T00:32:47Z")
    assert (first.doi, first.journal_ref, first.listed) == (None, None, None)
    assert (
        first.comment
        == "ICONIP 2023,This paper has been nominated for ICONIP2023 Best Paper\n  Award"
    )
    assert first.abstract.startswith("Generalized category discovery (GCD) is")
    assert first.abstract.endswith(r"\texttt{All} classes, respectively.")


@pytest.mark.parametrize(("file", "count", "pdf"), [(QUIRKS, 21, "http"), (HTTPS, 2, "https")])
def test_quirks_are_written_byte_for_byte(file: Path, count: int, pdf: str) -> None:
    reading = read(file.read_bytes(), file.name)
    assert (len(reading.papers), reading.problems, reading.pdf) == (count, (), pdf)
    assert as_listing(reading) == file.read_bytes()


@pytest.mark.parametrize(
    ("paper_id", "field", "value"),
    [
        ("2306.01188", "comment", "Submitted to IEEE Robotics and Automation Letters (RA-L)."
                                  " Manuscript\n"
         "  #23-1314. 8 pages, 4 figures"),
        ("2306.01188", "updated", "2023-07-26T15:58:35Z"),
        ("2509.14199", "categories", "cs.CV, cs.AI, cs.CL, cs.LG, 68T45, 68T07, 68T05, 68T10,"
                                     " 68T50, 68T09, 68U10,"
         " 68P20, 94A08,\n  94A34, 62H30, 62H35, I.2.10; I.2.6; I.2.7; I.5.1; I.5.2; I.5.3; I.5.4;"
         " I.4.8; I.4.9;\n"
         "  I.4.2; H.3.1; H.3.3; H.3.4; H.5.1; H.5.2; H.2.8"),
        ("2310.05337", "categories", "cs.LG, cs.CV, Machine Learning (cs.LG), Artificial"
                                     " Intelligence (cs.AI) Machine\n"
         "  Learning (stat.ML)"),
        ("2503.24160", "doi", "0.1145/3715669.3725882"),
        ("2309.04421", "doi", "10.1145/3581961.3609889 10.1145/3586182.3616635"),
        ("2402.08749", "authors", ("Marina Manso Jimeno", "Keerthi Sravan Ravi", "Maggie Fung",
            "John Thomas Vaughan",
         "Jr.", "Sairam Geethanath")),
        ("2409.14215", "title", "@Bench: Benchmarking Vision-Language Models for Human-centered"
                                " Assistive Technology"),
        ("2310.05624", "title", "Locality-Aware Generalizable Implicit Neural Representation}"),
        ("2305.10077", "categories", "cs.CV, 14J60 (GCN) 14F05, 14J26 (Mild Cognitive Impairment)"),
        ("2508.01712", "categories", "cs.CV, cs.AI, cs.CV, cs.MM, I.2.10"),
        ("2312.99001", "doi", "10.1000/first\n  10.1000/second"),
        ("2312.99001", "journal_ref", "Made-up Letters, vol. 1,\n  - no. 2,\n  pp. 3-4"),
        ("2312.99002", "title", "#MadeUp: A Title With a Hash"),
        ("cs/9901001", "version", 18),
        ("cs/9901001", "updated", "2024-02-29T23:59:59Z"),
        ("math-ph/9903036", "primary", "math-ph"),
        ("2312.99003", "title", "DEL \x7f in a Title"),
        ("2312.99004", "comment", "none\n  DOI: no field\n  - **bold** item\n  ### no heading"),
        ("2312.99004", "abstract", "Text - **Bold**: x, **more** and ### no heading. Not \u2028 a"
                                   " line end, \x85 nor"
         " \x0b \x0c this."),
        ("2312.99005", "abstract", "First paragraph.   Second paragraph."),
    ],
)  # fmt: skip
def test_each_quirk_is_read_as_its_sample_has_it(paper_id: str, field: str, value: object) -> None:
    paper = next(one for one in read(QUIRKS.read_bytes(), "quirks").papers if one.id == paper_id)
    assert getattr(paper, field) == value


def test_an_author_with_a_comma_joins_back_to_the_raw_text() -> None:
    paper = read(HTTPS.read_bytes(), "https").papers[1]
    assert paper.primary == "cond-mat.mes-hall"
    assert "M. D. Stewart," in paper.authors
    assert "M. D. Stewart,, Menno Veldhorst" in ", ".join(paper.authors)


def test_the_same_id_twice_is_read_twice_in_file_order() -> None:
    papers = read(QUIRKS.read_bytes(), "quirks").papers
    assert [one.version for one in papers if one.id == "2312.99006"] == [1, 2]


def test_crlf_and_bom_are_removed() -> None:
    plain = listing(record(5, Comment="one\n  two"))
    for data in (plain.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + plain):
        assert read(data, "x") == read(plain, "x")


def test_only_lf_ends_a_line() -> None:
    reading = read(
        listing(record(5, Summary="a\rb\x0bc\x0cd\x1ce\x85f\u2028g\u2029h\x00i\x1bj")), "x"
    )
    assert (reading.papers[1].abstract, reading.problems) == (
        "a\rb\x0bc\x0cd\x1ce\x85f\u2028g\u2029h\x00i\x1bj",
        (),
    )


@pytest.mark.parametrize("data", [HEADING, HEADING.rstrip(), HEADING + "\n\n"])
def test_a_heading_alone_is_a_day_without_papers(data: str) -> None:
    assert read(data.encode(), "x") == Reading((), (), "cs.CV", "2023-10-30", "http")


def test_a_record_without_heading_is_a_listing() -> None:
    reading = read(record(5).encode() + b"\n\n\n", "x")
    assert (ids(reading), reading.category, reading.day) == (["2310.00005"], "", "")


def test_several_listings_in_a_file_are_read() -> None:
    next_day = listing().replace(b"2023-10-30\n", b"2023-10-31\n", 1)
    reading = read(listing(record(1)) + next_day, "x")
    assert len(reading.papers) == 5
    assert (reading.problems, reading.category, reading.day) == ((), "cs.CV", "")


def test_blank_lines_at_the_end_may_be_missing() -> None:
    assert read((HEADING + record(5)).encode(), "x").problems == ()


def test_links_are_made_from_the_id_and_never_read_from_the_file() -> None:
    paper = read(listing(record(5, Links="[PDF](javascript:alert(1))")), "x").papers[1]
    assert paper.pdf_url == "https://arxiv.org/pdf/2310.00005v1"


# Refusals, with their lines; all other records are loaded


@pytest.mark.parametrize("at", range(10))
def test_a_missing_field_is_named_with_its_line(at: int) -> None:
    lines = record(5).splitlines(keepends=True)
    name = lines.pop(1 + at)[4:].partition("**")[0]
    reading = read(listing("".join(lines)), "x")
    assert ids(reading) == ["2310.00001", "2310.99999"]
    assert [problem.line for problem in reading.problems] == [17 + at]
    assert reading.problems[0].reason.startswith(f"{name} expected, not ")


@pytest.mark.parametrize(
    ("broken", "line", "reason"),
    [
        (record(5, id="http://arxiv.org/abs/2310.00005v0"), 17, "not an arXiv id: 'http"),
        (
            record(5, id="http://arxiv.org/abs/2310.00005v" + "1" * 5000),
            17,
            "not an arXiv id: 'http",
        ),
        (record(5, id="http://arxiv.org/abs/２310.00005v1"), 17, "not an arXiv id: 'http"),
        (record(5, id="http://arxiv.org/abs/../../etc/0000000v1"), 17, "not an arXiv id: 'http"),
        (record(5, id="http://arxiv.org.evil.net/abs/2310.00005v1"), 17, "not an arXiv id: 'http"),
        (record(5, id="http://arxiv.org@evil.net/abs/2310.00005v1"), 17, "not an arXiv id: 'http"),
        (record(5, id="http://arxiv.org/abs/CS/0007026v1"), 17, "not an arXiv id: 'http"),
        (record(5, id="http://arxiv.org/abs/2310.00005v1;rm"), 17, "not an arXiv id: 'http"),
        (
            record(5, id="http://arxiv.org/abs/2310.0005v1"),
            17,
            "2310.0005 is not an arXiv id: since 1501 five digits",
        ),
        (
            record(5, id="http://arxiv.org/abs/2313.00005v1"),
            17,
            "2313.00005 is not an arXiv id: there is no month 13",
        ),
        (
            record(5, id="http://arxiv.org/abs/maths/0309136v1"),
            17,
            "maths/0309136 is not an arXiv id: no archive",
        ),
        (
            record(5, Published="2023-02-30 00:00:00+00:00"),
            21,
            "Published is not a time: '2023-02-30 00:00:00+00:00'",
        ),
        (record(5, Updated="2023-10-30"), 22, "Updated is not a time: '2023-10-30'"),
        (record(5, Updated="2023-10-30 00:00:00+02:00"), 22, "Updated is not a time"),
        (record(5, title=" "), 16, "no title"),
        (record(5, Authors=""), 23, "an author without a name"),
        (record(5, Authors="Ann Lee, , Bo Li"), 23, "an author without a name"),
        (record(5, Categories="cs.CV"), 19, "no primary category in bold"),
        (record(5, Categories="**no class**"), 19, "no primary category in bold, such"),
        (
            record(5).replace("- **Journal**: None\n", ""),
            25,
            "Journal expected, not '- **Summary**: A short abstract.'",
        ),
        (record(5).replace("DOI", "Doi"), 18, "DOI expected, not '- **Doi**: None'"),
        (record(5).partition("- **Updated")[0], 22, "Updated expected, not the end of the record"),
        (record(5, Comment="first\nsecond"), 25, "Journal expected, not 'second'"),
        (record(5, Comment="x\n### Forged Paper"), 25, "Journal expected, not '### Forged Paper'"),
        (
            record(5, Summary="x\nsecond line"),
            27,
            "a blank line expected after Summary, not 'second line'",
        ),
        (
            record(5) + "- **Extra**: x\n",
            27,
            "a blank line expected after Summary, not '- **Extra**: x'",
        ),
        ("### Only a title\n", 17, "Arxiv ID expected, not the end of the record"),
    ],
)
def test_a_record_that_does_not_fit_is_refused_with_its_line(
    broken: str, line: int, reason: str
) -> None:
    reading = read(listing(broken), "day.md")
    assert ids(reading) == ["2310.00001", "2310.99999"]
    assert len(reading.problems) == 1
    assert messages(reading)[0].startswith(f"day.md:{line}: {reason}")


@pytest.mark.parametrize(
    "good", ["https://arxiv.org", "http://www.arxiv.org", "https://export.arxiv.org"]
)
def test_ids_are_read_from_addresses_of_all_arxiv_hosts(good: str) -> None:
    assert ids(read(listing(record(5, id=f"{good}/abs/2310.00005v2")), "x"))[1] == "2310.00005"


def test_an_id_without_a_version_is_loaded_and_written_unchanged() -> None:
    data = listing(
        record(
            5, id="http://arxiv.org/abs/2310.00005", Links="[PDF](http://arxiv.org/pdf/2310.00005)"
        )
    )
    reading = read(data, "x")
    assert (reading.problems, reading.papers[1].version) == ((), 0)
    assert as_listing(reading) == data


def test_an_old_id_loses_its_subject_class_in_the_library_but_not_in_the_listing() -> None:
    link = "arxiv.org/abs/math.GT/0309136v2"
    pdf = f"[PDF](http://{link.replace('abs', 'pdf')})"
    data = listing(record(5, id=f"http://{link}", Links=pdf, Categories="**math.GT**, math.AT"))
    reading = read(data, "x")
    assert (reading.problems, reading.papers[1].id, reading.papers[1].version) == (
        (),
        "math/0309136",
        2,
    )
    assert as_listing(reading) == data


def test_a_forged_record_in_a_comment_loads_nothing_of_its_own() -> None:
    forged = record(
        5, Comment="x\n- **Journal**: y\n- **Summary**: z\n\n\n\n### Forged\n- **Arxiv ID**: oh"
    )
    reading = read(listing(forged), "x")
    assert "2310.99999" in ids(reading)
    assert [paper.title for paper in reading.papers] == ["Paper 1", "Paper 5", "Paper 99999"]
    assert [problem.line for problem in reading.problems] == [32]


def test_lines_outside_of_records_are_reported_and_lose_no_record() -> None:
    data = listing(record(5) + "\nA note of mine.\nAnd another.\n")
    reading = read(data.replace(b"2023-10-30\n", b"2023-10-30\nhello\n", 1), "x")
    assert len(reading.papers) == 3
    assert messages(reading) == [
        "x:2: not part of any record: 'hello'",
        "x:29: not part of any record: 'A note of mine.'",
    ]


def test_a_heading_without_a_day_is_reported() -> None:
    reading = read(listing().replace(b"2023-10-30\n", b"2023-13-45\n", 1), "x")
    assert (len(reading.papers), reading.day) == (2, "")
    assert messages(reading) == [
        "x:1: not part of any record: '# Arxiv Papers in cs.CV on 2023-13-45'"
    ]


def test_a_file_cut_anywhere_loads_only_whole_records_and_is_reported() -> None:
    whole = listing()
    start = whole.index(b"### Paper 99999")
    end = len(whole) - 3
    for size in range(start, end):
        reading = read(whole[:size], "x")
        assert ids(reading) == ["2310.00001"]
        if size > start:
            assert len(reading.problems) == 1
        if size >= start + 4:
            assert reading.problems[0].reason == "file ends inside a record"
    for size in range(end, len(whole) + 1):
        assert read(whole[:size], "x") == read(whole, "x")


def test_bytes_that_are_not_utf8_lose_their_record_only() -> None:
    data = listing(record(5, Summary="caf@"), record(6, Authors="Zo@ Li")).replace(b"@", b"\xe9")
    reading = read(data, "x")
    assert ids(reading) == ["2310.00001", "2310.99999"]
    assert messages(reading) == ["x:26: not UTF-8", "x:37: not UTF-8"]
    for problem in reading.problems:
        problem.reason.encode()


def test_a_record_has_a_limit() -> None:
    huge = record(5, Comment="x" * RECORD_LIMIT)
    reading = read(listing(huge), "x")
    assert (ids(reading), messages(reading)) == (
        ["2310.00001", "2310.99999"],
        ["x:16: a record of more than 1 MiB"],
    )
    assert len(read(listing(record(5, Comment="x" * (RECORD_LIMIT - 1000))), "x").papers) == 3


def work(data: bytes) -> int:
    """Return how many steps of Python a reading takes, which no clock could measure as well."""
    steps = 0

    def count(frame: FrameType, event: str, argument: object) -> TraceFunction:
        nonlocal steps
        steps += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        read(data, "x")
    finally:
        sys.settrace(before)
    return steps


@pytest.mark.parametrize(
    "piece",
    [
        "### t\n- **Arxiv ID**: x\n",
        "### t\n\n",
        "\n",
        "#\n",
        record(5, Comment="a\n  b\n  c") + "\n\n\n",
    ],
)
def test_the_work_of_reading_a_listing_grows_with_its_length_and_no_faster(piece: str) -> None:
    small, large = (
        work((HEADING + record(1) + "\n\n\n" + piece * times).encode()) for times in (200, 800)
    )
    assert large < 4.2 * small + 200


def test_a_value_of_very_many_lines_and_signs_is_read_without_backtracking() -> None:
    many = "x" + "\n  " * 300_000
    stars = "**" * 100_000
    reading = read(
        listing(
            record(5, Comment=many), record(6, Categories=stars), record(7, Authors=", " * 9999)
        ),
        "x",
    )
    assert reading.papers[1].comment == many
    assert len(reading.problems) == 2


# Other files


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty file"),
        (b"\n" * 1000, "empty file"),
        (b"# Notes\n\nbuy milk\n\n### Later\n", "Markdown text, not a listing"),
        (b"<!DOCTYPE html><title>404</title>", "HTML page"),
        (HEADING.encode("utf-16"), "UTF-16 text"),
        ((HEADING + record(1)).encode("utf-16-le"), "UTF-16 text"),
        ((HEADING + record(1)).encode("utf-16-be"), "UTF-16 text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(4000), "binary"),
        (bytes(range(256)) * 40, "binary"),
    ],
)
def test_a_file_that_is_not_a_listing_is_refused_by_name(data: bytes, reason: str) -> None:
    with pytest.raises(NotAListing, match=f"^{reason}"):
        read(data, "x")


# The big corpus and the attacks, where they are at hand


@needs_shared
def test_hostile_files_behave_as_expected() -> None:
    folder = Path(SHARED) / "hostile"
    expected = json.loads((folder / "expect.json").read_text("utf-8"))
    files = [name for name in expected if not name.startswith("state/")]
    assert len(files) > 30
    for name in files:
        want = expected[name]
        try:
            reading = read((folder / name).read_bytes(), name)
            found = sorted(set(ids(reading)))
            problems = len(reading.problems)
        except NotAListing:
            found = []
            problems = 1
        assert found in [
            sorted(set(some)) for some in (want["loaded_ids"], *want.get("or_loaded_ids", []))
        ], name
        assert problems >= want["min_problems"], name


def flat(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


@pytest.mark.corpus
@needs_shared
@needs_corpus
def test_every_field_agrees_with_an_independent_reader() -> None:
    readings: dict[str, list[Paper]] = {}
    count = 0
    with lzma.open(
        Path(SHARED) / "oracle" / "expected-2023.jsonl.xz", "rt", encoding="utf-8"
    ) as lines:
        for line in lines:
            want = json.loads(line)
            file = want["file"]
            if file not in readings:
                readings[file] = list(reversed(read((root() / file).read_bytes(), file).papers))
            paper = readings[file].pop()
            count += 1
            found = {
                "arxiv_id": paper.id, "version": paper.version, "title": paper.title,
                "authors": list(paper.authors),
                "primary": paper.primary, "doi": paper.doi, "comment": paper.comment,
                "journal_ref": paper.journal_ref,
                "abstract": paper.abstract,
                "categories": " ".join(paper.categories.split()).split(", "),
                "published": (paper.published or "").replace("T", " ").replace("Z", "+00:00"),
                "updated": (paper.updated or "").replace("T", " ").replace("Z", "+00:00"),
            }  # fmt: skip
            assert {key: flat(value) for key, value in found.items()} == {
                key: flat(want[key]) for key in found
            }
    assert count == 6488
    assert not any(readings.values())


@pytest.mark.corpus
@needs_corpus
def test_the_whole_corpus_is_read_without_problem_and_written_byte_for_byte() -> None:
    papers = 0
    for path in sorted(Path(CORPUS).rglob("*.md")):
        data = path.read_bytes()
        reading = read(data, path.name)
        papers += len(reading.papers)
        assert reading.problems == ()
        assert as_listing(reading) == data, path
    assert papers >= 84400


def root() -> Path:
    """The folder that holds cs.CV/, wherever in it ARXTUI_CORPUS points."""
    corpus = Path(CORPUS)
    return corpus.parent if corpus.name == "cs.CV" else corpus
