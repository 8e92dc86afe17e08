"""The forms of papers besides listings: found by content, read by field, refused by entry."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arxtui.arxiv_id import BARE_ID
from arxtui.cli import run
from arxtui.export import jsonl
from arxtui.export import listing as listings
from arxtui.model import UNMARKED, Entry, Paper, is_day, is_time
from arxtui.sources import NotAListing, Reading
from arxtui.sources.forms import FORMS, read, stream, streamed
from arxtui.sources.records import RECORD_LIMIT
from tests.conftest import paper
from tests.test_listing import QUIRKS, ids, listing, messages, work

DATA = Path(__file__).parent / "data"


def specimen(name: str) -> bytes:
    return (DATA / name).read_bytes()


def exported(*papers: Paper) -> bytes:
    return jsonl.dump(Entry(one, UNMARKED) for one in papers).encode()


# Wrappers that make a file of entries, and one entry that fits, for every form

API_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"'
    ' xmlns:arxiv="a">\n'
)
ATOM_HEAD = API_HEAD + "<id>http://rss.arxiv.org/atom/math.OC</id>\n"
RSS_HEAD = (
    '<rss xmlns:arxiv="a" xmlns:dc="d" version="2.0"><channel><title>x</title>'
    "<pubDate>Fri, 23 Feb 2024 00:00:00 -0500</pubDate>\n"
)
RDF_HEAD = (
    '<rdf:RDF xmlns:rdf="r" xmlns:dc="d" xmlns="http://purl.org/rss/1.0/"><channel><title>x</title>'
    "<dc:date>2023-10-30T20:30:00-05:00</dc:date></channel>\n"
)
OAI_HEAD = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>\n'
RULE = "-" * 78 + "\n"


def api_entry(one: str = "http://arxiv.org/abs/2310.00005v2", **more: str) -> str:
    parts = {
        "id": one, "title": "A  title\n of two lines", "summary": "  First.\n  Second.",
        "published":
        "2023-10-01T00:00:00Z", "updated": "2023-10-02T00:00:00Z", **more,
    }  # fmt: skip
    inner = "".join(f"<{name}>{said}</{name}>" for name, said in parts.items())
    return (
        f'<entry>{inner}<author><name>Zo\\"e Li</name></author><category term="cs.CV"/></entry>\n'
    )


def atom_entry(one: str = "oai:arXiv.org:2310.00005v2", **more: str) -> str:
    parts = {
        "id": one, "title": "A title", "updated": "2024-02-23T16:08:30.942190+00:00",
        "summary": "arXiv:2310.00005v2 Announce Type: replace \nAbstract: Said: Abstract: twice.",
        "published": "2024-08-23T00:00:00-04:00", "arxiv:announce_type": "replace",
        "arxiv:DOI": "10.1/x", "arxiv:journal_reference": "J. 1 (2024)", **more,
    }  # fmt: skip
    inner = "".join(f"<{name}>{said}</{name}>" for name, said in parts.items())
    creators = '<x:creator xmlns:x="d">Ann Lee, Bo Li</x:creator>'
    return f'<entry>{inner}<category term="math.AP"/><category term="math.OC"/>{creators}</entry>\n'


def rss_item(one: str = "oai:arXiv.org:2310.00005v2", **more: str) -> str:
    parts = {
        "title": "A title",
        "description": "Plain.",
        "guid": one,
        "category": "cs.CV",
        "dc:creator": "Ann Lee",
    }
    return (
        "<item>"
        + "".join(f"<{name}>{said}</{name}>" for name, said in {**parts, **more}.items())
        + "</item>\n"
    )


def rdf_item(one: str = "http://arxiv.org/abs/2310.00005v2", **more: str) -> str:
    parts = {
        "title": "A title",
        "link": one,
        "description": "&lt;p&gt;Plain.&lt;/p&gt;",
        "dc:creator": "Ann Lee",
    }
    return (
        "<item>"
        + "".join(f"<{name}>{said}</{name}>" for name, said in {**parts, **more}.items())
        + "</item>\n"
    )


def oai_record(one: str = "2310.00005", **more: str) -> str:
    parts = {
        "id": one,
        "created": "2023-10-01",
        "title": "A title",
        "categories": "cs.CV",
        "abstract": "A.",
        **more,
    }
    inner = "".join(f"<{name}>{said}</{name}>" for name, said in parts.items())
    return (
        "<record><header/><metadata><arXiv"
        f' xmlns="http://arxiv.org/OAI/arXiv/">{inner}</arXiv></metadata></record>\n'
    )


def mail_record(
    one: str = "arXiv:2310.00005", *head: str, abstract: str = "  A short\nabstract.\n", **more: str
) -> str:
    parts = {"Title": "A title", "Authors": "Ann Lee, Bo Li", "Categories": "cs.CV cs.LG", **more}
    lines = [one, *(head or ("Date: Mon, 2 Oct 2023 10:00:00 GMT   (1kb)",)), ""]
    lines += [f"{name}: {said}" for name, said in parts.items()]
    return (
        "\\\\\n"
        + "\n".join(lines)
        + f"\n\\\\\n{abstract}\\\\ ( https://arxiv.org/abs/x ,  1kb)\n{RULE}"
    )


def kaggle_line(one: object = "2310.00005", **more: object) -> str:
    record = {
        "id": one, "title": "A\n  title", "authors_parsed": [["Lee", "Ann", ""]],
        "categories": "cs.CV",
        "abstract": "  A.\n", "comments": None,
        "versions": [{"version": "v1", "created": "Mon, 2 Oct 2023 10:00:00 GMT"}], **more,
    }  # fmt: skip
    return json.dumps(record) + "\n"


def own_line(one: object = "2310.00005", **more: object) -> str:
    return json.dumps({**json.loads(exported(paper(5))), "id": one, **more}) + "\n"


def bib_entry(one: str = "2310.00005", **more: str) -> str:
    parts = {
        "title": "A title",
        "author": "Lee, Ann",
        "eprint": one,
        "archivePrefix": "arXiv",
        **more,
    }
    return (
        "@misc{key,\n" + "".join(f" {name} = {{{said}}},\n" for name, said in parts.items()) + "}\n"
    )


MAKERS: dict[str, tuple[str, Callable[..., str], str, str]] = {
    "API feed": (API_HEAD, api_entry, "</feed>", "http://arxiv.org/abs/{}v1"),
    "Atom of RSS": (ATOM_HEAD, atom_entry, "</feed>", "oai:arXiv.org:{}v1"),
    "RSS feed": (RSS_HEAD, rss_item, "</channel></rss>", "oai:arXiv.org:{}v1"),
    "RSS 1.0": (RDF_HEAD, rdf_item, "</rdf:RDF>", "http://arxiv.org/abs/{}v1"),
    "OAI-PMH": (OAI_HEAD, oai_record, "</ListRecords></OAI-PMH>", "{}"),
    "mail": ("", mail_record, "", "arXiv:{}"),
    "Kaggle": ("", kaggle_line, "", "{}"),
    "JSON lines": ("", own_line, "", "{}"),
    "BibTeX": ("", bib_entry, "", "{}"),
}
XML = ("API feed", "Atom of RSS", "RSS feed", "RSS 1.0", "OAI-PMH")


def whole(form: str, *entries: str) -> bytes:
    """A file of a form: an entry 2310.00001, the given entries, an entry 2310.99999."""
    head, make, foot, one = MAKERS[form]
    return "".join(
        [head, make(one.format("2310.00001")), *entries, make(one.format("2310.99999")), foot]
    ).encode()


def bad(form: str, one: str) -> str:
    """An entry whose id is this."""
    return MAKERS[form][1](MAKERS[form][3].removesuffix("v1").format(one))


every_form = pytest.mark.parametrize("form", MAKERS)
every_xml = pytest.mark.parametrize("form", XML)


# The papers of the specimens, read by eye


def test_an_api_feed_is_read() -> None:
    reading = read(specimen("api_feed.xml"), "x")
    assert (reading.form, reading.problems, reading.category, reading.pdf) == (
        "API feed",
        (),
        "",
        "http",
    )
    old, new = reading.papers
    assert (old.id, old.version, old.categories, old.primary) == (
        "astro-ph/0601001",
        1,
        "astro-ph",
        "astro-ph",
    )
    assert old.authors == ("Andrew Gould", "Susan Dorsher", "B. Scott Gaudi", "Andrzej Udalski")
    assert old.abstract.startswith(
        "We derive the frequencies of hot Jupiters (HJs) with 3--5 day periods"
    )
    assert "V_max<17.5" in old.abstract
    assert (old.journal_ref, old.doi) == ("ActaAstron.56:1-50,2006", None)
    assert new._replace(abstract="") == Paper(
        "2005.14124", 2, "Active Fuzzing for Testing and Securing Cyber-Physical Systems",
        ("Yuqi Chen", "Bohan Xuan", "Christopher M. Poskitt", "Jun Sun", "Fan Zhang"),
        "cs.SE, cs.CR, cs.LG", "cs.SE",
        "2020-05-28T16:19:50Z", "2020-07-16T08:15:48Z", "10.1145/3395363.3397376",
        "Accepted by the ACM SIGSOFT International Symposium on Software Testing and Analysis"
        " (ISSTA 2020)",
        "In Proc. ACM SIGSOFT International Symposium on Software Testing and Analysis (ISSTA"
        " 2020), pages 14-26. ACM,"
        " 2020", "",
    )  # fmt: skip
    assert new.abstract.endswith(
        "implementing them as anomaly detectors and early warning systems."
    )


def test_an_error_of_the_api_is_a_problem() -> None:
    error = (
        "<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id><title>Error</title><summary>incorrect"
        " id format for abc</summary></entry>"
    )
    reading = read((API_HEAD + error + "</feed>").encode(), "x")
    assert (reading.papers, messages(reading)) == ((), ["x: entry 1: incorrect id format for abc"])
    assert read((API_HEAD + "</feed>").encode(), "x") == Reading((), (), form="API feed")


def test_titles_stay_source_text_and_names_are_decoded() -> None:
    found = read(whole("API feed", api_entry(title="$x^2$  and\n\\'etale")), "x").papers[1]
    assert (found.title, found.authors) == ("$x^2$ and \\'etale", ("Zoë Li",))
    assert found.abstract == "First.   Second."
    assert read(whole("API feed", api_entry(title="0")), "x").papers[1].title == "0"


def test_an_rss_feed_is_read() -> None:
    reading = read(specimen("rss_feed.xml"), "x")
    assert reading.problems == ()
    assert reading.papers == (
        Paper(
            "2203.01250", 3, "Mass concentration in rescaled first order integral functionals",
            ("Antonin Monteil", "Paul Pegon"), "math.AP, math.OC", "math.AP", None, None,
            "10.5802/jep.257", None,
            "Journal de l'\\'Ecole polytechnique - Math\\'ematiques, Tome 11 (2024), pp. 431-472",
            "We consider first order local minimization problems of the form $\\min"
            " \\int_{\\mathbb{R}^N}f(u,\\nabla"
            " u)$ under a mass constraint $\\int_{\\mathbb{R}^N}u=m$.", "2024-08-23",
            announced="replace-cross",
        ),
    )  # fmt: skip


def test_rss_items_without_a_day_get_the_day_of_the_channel() -> None:
    assert [one.listed for one in read(whole("RSS feed"), "x").papers] == [
        "2024-02-23",
        "2024-02-23",
    ]
    late = read(whole("RSS feed", rss_item(pubDate="Fri, 23 Aug 2024 23:30:00 -0400")), "x")
    assert late.papers[1].listed == "2024-08-23"
    assert (
        read(specimen("rss_feed.xml").replace(b"pubDate", b"noDate"), "x").papers[0].listed is None
    )


def test_the_atom_feed_of_announcements_is_read() -> None:
    reading = read((ATOM_HEAD + atom_entry() + "</feed>").encode(), "x")
    assert (reading.form, reading.problems) == ("RSS feed", ())
    assert reading.papers == (
        Paper(
            "2310.00005", 2, "A title", ("Ann Lee", "Bo Li"), "math.AP, math.OC", "math.AP", None,
            None, "10.1/x", None,
            "J. 1 (2024)", "Said: Abstract: twice.", "2024-08-23", announced="replace",
        ),
    )  # fmt: skip


def test_a_cut_feed_is_reported() -> None:
    reading = read(specimen("rss_cut.xml"), "x")
    assert (reading.form, reading.papers) == ("RSS feed", ())
    assert messages(reading) == ["x: entry 1: file ends inside an entry"]


def test_oai_records_are_read() -> None:
    reading = read(specimen("oai.xml"), "x")
    assert (reading.form, reading.problems) == ("OAI-PMH", ())
    first, second = reading.papers
    assert first._replace(abstract="") == Paper(
        "1503.06914", 0, "A Fundamental Inequality for Lower-bounding the Error Probability for"
                         " Classical and Quantum"
        " Multiple Access Channels and Its Applications", ("Takuya Kubo", "Hiroshi Nagaoka"),
        "cs.IT, math.IT, quant-ph", "cs.IT", None, None, "10.1587/transfun.E98.A.2376",
        "under submission",
        "IEICE Trans. Fundamentals, vol. E98-A, no. 12, pp. 2376-2383, 2015", "", "2015-03-24",
    )  # fmt: skip
    assert "Polyanskiy's converse" in first.abstract
    assert (second.authors, second.listed, second.doi) == (
        ("Michał P. Karpowicz",),
        "2026-10-02",
        None,
    )


def test_deleted_records_are_skipped_and_other_metadata_is_reported() -> None:
    deleted = '<record><header status="deleted"><identifier>x</identifier></header></record>'
    other = '<record><header/><metadata><dc xmlns="y"/></metadata></record>'
    reading = read(whole("OAI-PMH", deleted, other), "x")
    assert ids(reading) == ["2310.00001", "2310.99999"]
    assert messages(reading) == ["x: entry 3: no metadata in the form arXiv (metadataPrefix=arXiv)"]
    empty = read(
        (
            OAI_HEAD + '<error code="noRecordsMatch">nothing new</error></ListRecords></OAI-PMH>'
        ).encode(),
        "x",
    )
    assert (empty.papers, messages(empty)) == ((), ["x: nothing new"])


def test_a_mail_of_arxiv_is_read() -> None:
    reading = read(specimen("mail.txt"), "x")
    assert (reading.form, reading.problems) == ("mail", ())
    first, second, third = reading.papers
    assert first._replace(abstract="") == Paper(
        "2601.16280", 0, "When Agents Fail to Act: A Diagnostic Framework for Tool Invocation"
                         " Reliability in"
        " Multi-Agent LLM Systems", ("Donghao Huang", "Gauri Malwe", "Zhaoxia Wang"), "cs.AI",
        "cs.AI",
        "2026-01-22T19:24:21Z", None, None,
        "Accepted for publication in 2026 The 9th International Conference on\n"
        "  Artificial Intelligence and Big Data (ICAIBD 2026)", None, "",
    )  # fmt: skip
    assert first.abstract.startswith(
        "Multi-agent systems powered by large language models (LLMs) are transforming ent"
    )
    assert first.abstract.endswith(
        "reliability evaluation of tool-augmented multi-agent AI systems."
    )
    assert "Tré Guillory" in second.authors
    assert len(second.authors) == 12
    assert (
        "as a monolithic black box.   We introduce SemanticALLI, a pipeline-aware"
        in second.abstract
    )
    assert third.authors[-2:] == ("Zhixiong He", "Keqin Li")
    assert (third.doi, third.categories, third.primary) == (
        "10.1016/j.cosrev.2026.100893",
        "cs.AI, cs.CV",
        "cs.AI",
    )


def test_an_old_listing_mail_is_read() -> None:
    reading = read(specimen("old_listing.txt"), "x")
    assert (reading.form, reading.problems) == ("mail", ())
    first, second, third = reading.papers
    assert first == Paper(
        "astro-ph/0605001", 2, "A Two-Zone Model for Type I X-ray Bursts on Accreting Neutron"
                               " Stars",
        ("Randall L. Cooper", "Ramesh Narayan"), "astro-ph", "astro-ph", "2006-04-28T20:07:43Z",
        "2006-07-18T21:02:32Z", None, "13 pages, 8 figures, accepted by ApJ",
        "Astrophys.J. 652 (2006) 584-596", "",
    )  # fmt: skip
    assert (second.version, second.published, second.updated) == (0, "2006-04-28T20:22:46Z", None)
    assert second.authors == ("J. Machalski", "M. Jamrozy", "S. Zola", "D. Koziel")
    assert third.authors == ("P. Miocchi", "R. Capuzzo Dolcetta", "P. Di Matteo")


def test_invalid_records_of_a_mail_are_reported() -> None:
    reading = read(specimen("mail_malformed.txt"), "x")
    assert ids(reading) == ["2601.99001", "2601.99001", "2601.99003"]
    assert messages(reading) == ["x:26: no arXiv id", "x:35: an abstract without an end"]


def test_bytes_of_a_mail_that_are_not_utf8_lose_their_record_only() -> None:
    assert messages(read(specimen("latin1.abs"), "x")) == ["x:16: not UTF-8"]
    reading = read(whole("mail", mail_record(Title="Caf@")).replace(b"@", b"\xe9"), "x")
    assert (ids(reading), messages(reading)) == (["2310.00001", "2310.99999"], ["x:17: not UTF-8"])


@pytest.mark.parametrize(
    ("first", "head", "version", "published", "updated"),
    [
        ("arXiv:2310.00005", ["Date: Mon, 2 Oct 2023 10:00:00 GMT   (1kb)"], 0,
         "2023-10-02T10:00:00Z", None),
        ("arXiv:2310.00005", ["Date (v1): Mon, 2 Oct 2023 10:00:00 GMT"], 0, "2023-10-02T10:00:00Z",
         None),
        ("arXiv:2310.00005 (*cross-listing*)", ["Date: Mon, 2 Oct 2023 01:00:00 +0200   (1kb,D)"],
         0,
         "2023-10-01T23:00:00Z", None),
        ("Paper (*cross-listing*): 2310.00005", ["Date: 2 Oct 93 10:00 GMT"], 0,
         "1993-10-02T10:00:00Z", None),
        ("Paper: 2310.00005", ["From: A <a@b>", "Date: Mon, 2 Oct 2023 10:00:00 GMT",
            "Date (revised v2): Tue, 3 Oct"
         " 2023 10:00:00 GMT   (1kb)", "Date (revised v10): Wed, 4 Oct 2023 10:00:00 GMT"], 10,
         "2023-10-02T10:00:00Z",
         "2023-10-04T10:00:00Z"),
        ("arXiv:2310.00005", ["replaced with revised version Wed, 4 Oct 2023 10:00:00 GMT  "
                              " (1kb,D)"], 0, None,
         "2023-10-04T10:00:00Z"),
    ],
)  # fmt: skip
def test_headers_of_mails_are_recognised(
    first: str, head: list[str], version: int, published: str | None, updated: str | None
) -> None:
    reading = read(whole("mail", mail_record(first, *head)), "x")
    assert reading.problems == ()
    one = reading.papers[1]
    assert (one.id, one.version, one.published, one.updated) == (
        "2310.00005",
        version,
        published,
        updated,
    )


def test_a_replacement_in_a_mail_has_no_abstract() -> None:
    replaced = mail_record(
        "arXiv:2310.00005", "replaced with revised version Wed, 4 Oct 2023 10:00:00 GMT   (1kb)"
    )
    short = replaced.partition("\n\\\\\n")[0] + "\n\\\\ ( https://arxiv.org/abs/x ,  1kb)\n" + RULE
    reading = read(whole("mail", short), "x")
    assert (ids(reading), reading.problems) == (["2310.00001", "2310.00005", "2310.99999"], ())
    assert reading.papers[1].abstract == ""


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("Ann Lee and Bo Li", ("Ann Lee", "Bo Li")),
        ("A. (1), B. (2 (a)), and C. ((1) X, Y and Z; (2) W)", ("A.", "B.", "C.")),
        ("Franz G\\\"ahler (Universit\\\"at Stuttgart)", ("Franz Gähler",)),
        ("Emanuele Macr\\`i, M. \\c{C}a\\u{g}lar", ("Emanuele Macrì", "M. Çağlar")),
        ("Andy Anderson", ("Andy Anderson",)),
        ("Ann Lee (broken, Bo Li", ("Ann Lee", "Bo Li")),
    ],
)  # fmt: skip
def test_author_names_in_mails_are_read(written: str, authors: tuple[str, ...]) -> None:
    assert read(whole("mail", mail_record(Authors=written)), "x").papers[1].authors == authors


def test_a_field_name_inside_a_value_is_not_a_field() -> None:
    forged = mail_record(
        Comments="x\n  Title: forged\n  \\\\\n  arXiv:9999.99999", abstract="  Title: no\nDOI: no\n"
    )
    one = read(whole("mail", forged), "x").papers[1]
    assert (one.title, one.doi, one.abstract) == ("A title", None, "Title: no DOI: no")


def test_the_kaggle_dump_is_read() -> None:
    reading = read(specimen("kaggle.jsonl"), "x")
    assert (reading.form, reading.problems) == ("Kaggle", ())
    first, second, third, fourth = reading.papers
    assert first._replace(abstract="") == Paper(
        "0704.0001", 2, "Calculation of prompt diphoton production cross sections at Tevatron and"
                        " LHC energies",
        ("C. Balázs", "E. L. Berger", "P. M. Nadolsky", "C. -P. Yuan"), "hep-ph", "hep-ph",
        "2007-04-02T19:18:42Z",
        "2007-07-24T20:10:27Z", "10.1103/PhysRevD.76.013009",
        "37 pages, 15 figures; published version",
        "Phys.Rev.D76:013009,2007", "",
    )  # fmt: skip
    assert first.abstract.startswith(
        "A fully differential calculation in perturbative quantum chromodynamics is pres"
    )
    assert first.abstract.endswith("showing that enhanced sensitivity to the signal can be"
                                   " obtained with judicious"
                                   " selection of events.")  # fmt: skip
    assert (
        "98}, 227202 (2007).)   This model undergoes a quantum phase transition from a"
        " spontaneously dimer" in (second.abstract)
    )
    assert (second.version, second.updated) == (3, "2009-11-13T23:05:42Z")
    assert third.authors[-2:] == ("Neal J. Evans II", "Philip C. Myers")
    assert (third.version, third.published, third.updated, third.comment) == (
        1, "2007-04-02T19:41:34Z", "2007-04-02T19:41:34Z", None,
    )  # fmt: skip
    assert fourth.authors == ("Peter Brommer", "Franz Gähler")


def test_exported_json_lines_are_read_back_unchanged() -> None:
    some = [
        paper(1),
        paper(2, version=0),
        paper(3)._replace(
            published=None,
            updated=None,
            listed="2023-10-30",
            doi="10.1/x",
            comment="a\n  b\x1b\u2028",
        ),
        paper(4)._replace(
            title="T  \x7f \u202e",
            abstract="One.   Two.",
            journal_ref="J",
            primary="chao-dyn",
        ),
        *(
            one._replace(categories=" ".join(one.categories.split()))
            for one in read(QUIRKS.read_bytes(), "q").papers
        ),
    ]
    reading = read(exported(*some), "x")
    assert (reading.form, reading.problems, list(reading.papers)) == ("JSON lines", (), some)


def test_json_values_that_would_break_a_listing_are_adjusted() -> None:
    line = own_line(
        title="a\nb", comment="x\n- **Journal**: y\n  z", abstract="p\nq", authors=["A\nB"]
    )
    one = read(whole("JSON lines", line), "x").papers[1]
    assert (one.title, one.comment, one.abstract) == ("a b", "x\n  - **Journal**: y\n  z", "p q")
    assert one.authors == ("A B",)


def test_authors_in_a_single_json_text_are_split() -> None:
    authors = "The Great Workshop: P. One (A Lab, A City) and T. Two, et al."
    one = read(own_line(authors=authors).encode(), "x").papers[0]
    assert one.authors == ("The Great Workshop", ":", "P. One", "T. Two", "others")


def test_a_team_in_the_kaggle_dump_is_recognised_by_its_colon() -> None:
    parsed = [["Great Workshop", "", ""], ["One", "P.", "Jr."]]
    text = "Great Workshop: P. One Jr. (A Lab)"
    for line in (
        kaggle_line(authors=text, authors_parsed=parsed),
        kaggle_line(authors=text, authors_parsed=None),
    ):
        assert read(line.encode(), "x").papers[0].authors == ("Great Workshop", ":", "P. One Jr.")


@pytest.mark.parametrize(
    ("creator", "authors"),
    [
        ("Jane Doe (A Lab, A City), Richard Roe (B Lab)", ("Jane Doe", "Richard Roe")),
        ("Jane Doe\n, Richard Roe", ("Jane Doe", "Richard Roe")),
        ("Jane Doe and Richard Roe", ("Jane Doe", "Richard Roe")),
        (
            "&lt;a href=&quot;http://arxiv.org/find/cs/1/au:+D/0/1&quot;&gt;Jane Doe&lt;/a&gt;",
            ("Jane Doe",),
        ),
        (
            "Great Workshop: P. One, et al. (9 additional authors not shown)",
            ("Great Workshop", ":", "P. One", "others"),
        ),
    ],
)
def test_author_names_in_feeds_are_read(creator: str, authors: tuple[str, ...]) -> None:
    assert (
        read(whole("RSS feed", rss_item(**{"dc:creator": creator})), "x").papers[1].authors
        == authors
    )


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"title": 7}, "title is not a text"),
        ({"title": None}, "no title"),
        ({"title": " \n "}, "no title"),
        ({"authors": 7}, "authors is not a list of texts"),
        ({"authors": [["x"]]}, "authors is not a list of texts"),
        ({"categories": {}}, "categories is not a list of texts"),
        ({"version": True}, "version is not a number from 1 to 9999"),
        ({"version": 10_000}, "version is not a number from 1 to 9999"),
        ({"version": -1}, "version is not a number from 1 to 9999"),
        ({"version": "2"}, "version is not a number from 1 to 9999"),
        ({"published": "2023-10-30"}, "not a time: '2023-10-30'"),
        ({"updated": "2023-02-30T00:00:00Z"}, "not a time: '2023-02-30T00:00:00Z'"),
        ({"published": None, "day": "2023-02-30"}, "not a day: '2023-02-30'"),
        ({"id": 2310.00005}, "id is not a text"),
        ({"id": None}, "not an arXiv id: ''"),
        ({"abstract": []}, "abstract is not a text"),
        ({"versions": 1}, "versions is not a list"),
        ({"versions": [1]}, "versions has no objects"),
        ({"versions": [{"version": "v0"}]}, "a version that is not v1, v2 ..."),
        ({"versions": [{"version": "v1", "created": 1}]}, "created is not a text"),
        (
            {"versions": [{"version": "v1", "created": "Mon, 32 Oct 2023 10:00:00 GMT"}]},
            "authors_parsed is not a list",
        ),
    ],
)
def test_wrong_types_in_json_are_reported_with_their_line(
    value: dict[str, object], reason: str
) -> None:
    reading = read(whole("JSON lines", own_line(**value)), "x")
    assert (ids(reading), messages(reading)) == (["2310.00001", "2310.99999"], [f"x:2: {reason}"])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"[1]", "not the JSON object of a paper"),
        (b"{}", "not the JSON object of a paper"),
        (b"null x", "not JSON: "),
        (b'{"id": "2310.00005", "title": "\\ud800"}', "not JSON: "),
        (b'{"id": NaN}', "not JSON: "),
        (b'{"id": "caf\xe9"}', "not UTF-8"),
        (b'{"a":' * 100_000, "not JSON: "),
        (b'{"version": 1' + b"0" * 5000 + b"}", "not JSON: "),
        (b'{"x": "' + b"y" * RECORD_LIMIT + b'"}', "a record of more than 1 MiB"),
    ],
    ids=range(9),
)
def test_json_lines_that_are_not_objects_are_reported(line: bytes, reason: str) -> None:
    reading = read(whole("JSON lines", "@\n").replace(b"@", line), "x")
    assert ids(reading) == ["2310.00001", "2310.99999"]
    assert [(one.line, one.reason[: len(reason)]) for one in reading.problems] == [(2, reason)]


def test_a_version_without_a_day_in_the_kaggle_dump_counts() -> None:
    one = read(whole("Kaggle", kaggle_line(versions=[{"version": "v3"}])), "x").papers[1]
    assert (one.version, one.published, one.updated) == (3, None, None)


def test_empty_values_in_our_json_count_as_missing() -> None:
    one = read(
        whole("JSON lines", own_line(published="", updated="", day="", version=None, primary=None)),
        "x",
    ).papers[1]
    assert (one.version, one.published, one.updated, one.listed, one.primary) == (
        0,
        None,
        None,
        None,
        "",
    )


def test_dates_of_the_kaggle_dump_are_checked() -> None:
    late = kaggle_line(versions=[{"version": "v1", "created": "Mon, 32 Oct 2023 10:00:00 GMT"}])
    assert messages(read(whole("Kaggle", late), "x")) == [
        "x:2: not a date: 'Mon, 32 Oct 2023 10:00:00 GMT'"
    ]


def test_a_large_file_of_json_lines_is_read_in_parts() -> None:
    lines = [own_line(f"2310.{number:05d}").encode() for number in range(12)]
    lines[3] = b"x\n"
    parts = [*stream(iter(lines), "x", size=5)]
    assert [len(part.papers) + len(part.problems) for part in parts] == [5, 5, 2]
    assert messages(parts[0])[0].startswith("x:4: not JSON")
    joined = read(b"".join(lines).rstrip(), "x")
    assert joined.papers == sum((part.papers for part in parts), ())
    assert joined.problems == sum((part.problems for part in parts), ())
    bare = [*stream((line.rstrip() for line in lines), "x", size=5)]
    assert bare == parts
    assert [*stream([], "x")] == [Reading((), (), form="JSON lines")]


def test_no_more_lines_are_read_than_a_part_needs() -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield own_line().encode()

    assert len(next(stream(endless(), "x", size=10)).papers) == 10
    assert taken <= 11


@pytest.mark.parametrize(
    ("start", "is_json"),
    [
        (b'{"id": 1', True),
        (b'\xef\xbb\xbf\n \r\n{ "id"', True),
        (b"{}", True),
        (b"{\n", False),
        (b"[{", False),
        (b"", False),
        (b"# Arxiv Papers in", False),
        (b"@misc{", False),
        (b"<feed", False),
    ],
)
def test_json_lines_are_known_by_their_start(start: bytes, is_json: bool) -> None:
    assert streamed(start) is is_json


def test_a_bib_file_is_read() -> None:
    reading = read(specimen("arxiv.bib"), "x")
    assert (reading.form, reading.problems) == ("BibTeX", ())
    assert reading.papers[0] == Paper(
        "2310.19210", 0, "Generalized Category Discovery with Clustering Assignment Consistency",
        ("Xiangli Yang", "Xinglin Pan", "Irwin King", "Zenglin Xu"), "cs.CV", "cs.CV", None, None,
        None, None, None, "",
    )  # fmt: skip
    assert reading.papers[1].doi == "10.1109/MGRS.2023.3293459"


def test_a_bib_file_by_other_programs_is_read() -> None:
    source = r"""@article{a, title = "{T}he {\'E}cole \& more", author = {van Dyk, Bo and
      King, Jr., Martin and
      {Barnes and Noble} AND G{\"o}del, K. and {The Team, Inc} and others},
      eprint = {arXiv:2310.00005v3},
      journal = {J. of X}, comment = {5 pages}, note = {no comment}, abstract = {We do
      it.}, primaryClass = {cs.CV}}
@book{b, title = {No eprint}}
@article{c, title = {Other archive}, eprint = {hal-123}, archivePrefix = {HAL}}
@article{d, title = {Of JSTOR}, eprint = {123456}}
@online{e, title = {Of biblatex}, eprint = {cs/0007026}, eprinttype = {arxiv},
      eprintclass = {CS.weird!}}
"""
    reading = read(source.encode(), "x")
    assert messages(reading) == ["x: 3 entries without an arXiv id"]
    assert reading.papers[0] == Paper(
        "2310.00005", 3, "The École & more",
        ("Bo van Dyk", "Martin King Jr.", "Barnes and Noble", ":", "K. Gödel", "The Team, Inc", ":",
         "others"), "cs.CV",
        "cs.CV", None, None, None, "5 pages", "J. of X", "We do it.",
    )  # fmt: skip
    assert (reading.papers[1].id, reading.papers[1].primary, reading.papers[1].categories) == (
        "cs/0007026",
        "",
        "",
    )


def test_unclosed_bib_entries_are_reported_and_the_others_read() -> None:
    reading = read(whole("BibTeX", "@misc{lost, title = {never closed, eprint = {1}\n"), "x")
    assert ids(reading) == ["2310.00001", "2310.99999"]
    assert messages(reading) == ["x:7: the value of title in lost has no end"]
    entry = (
        bib_entry(title="Caf@ \u00e9")
        .encode()
        .replace(b"@misc", b"#")
        .replace(b"@", b"\xe9")
        .replace(b"#", b"@misc")
    )
    assert messages(read(bib_entry().encode() + entry, "x")) == ["x:7: not UTF-8"]
    nested = b"@a{b,x={" * 50_000
    reading = read(nested, "x")
    assert (len(reading.papers), len(reading.problems)) == (0, 101)
    assert (
        reading.problems[-1].reason
        == "has 100 values or entries without an end: what follows is not read"
    )


# Every form by its content


SPECIMENS = {
    "api_feed.xml": "API feed",
    "rss_feed.xml": "RSS feed",
    "rss_1.0.xml": "RSS feed",
    "oai.xml": "OAI-PMH",
    "mail.txt": "mail",
    "old_listing.txt": "mail",
    "kaggle.jsonl": "Kaggle",
    "arxiv.bib": "BibTeX",
    "listing_quirks.md": "listing",
}


def test_an_rss_1_feed_is_read() -> None:
    reading = read(specimen("rss_1.0.xml"), "x")
    assert (reading.form, reading.problems) == ("RSS feed", ())
    foxes, us, knot = reading.papers
    assert (foxes.id, foxes.version, foxes.primary, foxes.categories) == (
        "2310.19231",
        1,
        "cs.CV",
        "cs.CV",
    )
    assert (foxes.title, foxes.authors) == (
        "Seeing $n$ Foxes in the Fog",
        ("Jane Doe", "Richard Roe"),
    )
    assert (
        foxes.abstract
        == "We see foxes where p < 0.05 and fog is thick. See this http URL for more."
    )
    assert (foxes.published, foxes.listed, foxes.day) == (None, "2023-10-30", "2023-10-30")
    assert (us.id, us.version, us.primary, us.title) == (
        "2310.19232",
        3,
        "eess.IV",
        "Do Foxes See Us?",
    )
    assert (knot.id, knot.version, knot.title) == (
        "math/0309136",
        2,
        "A Fox in a Knot (and Others)",
    )


@pytest.mark.parametrize("name", SPECIMENS)
def test_a_form_is_recognised_by_its_content(name: str) -> None:
    data = specimen(name)
    found = read(data, "x")
    assert found.form == SPECIMENS[name]
    assert found.papers
    for before in (b"\xef\xbb\xbf", b"\n \n\n"):
        other = read(before + data, "no suffix at all")
        assert (other.form, other.papers) == (found.form, found.papers)
    if name != "listing_quirks.md":
        assert read(data.replace(b"\n", b"\r\n"), "x").papers == found.papers


def test_each_form_has_exactly_its_declared_fields() -> None:
    own = exported(
        paper(1),
        paper(2)._replace(
            published=None, listed="2023-10-30", doi="1", comment="c", journal_ref="j"
        ),
    )
    bib = bib_entry(
        "2310.00005v2",
        doi="10.1000/x",
        comment="c",
        journal="j",
        abstract="a",
        primaryClass="cs.CV",
    )
    old = paper(3)._replace(id="math/0309136", subject="GT")
    read_from = [*(specimen(name) for name in SPECIMENS), own, bib.encode()]
    read_from.append(listings.dump([Entry(old, UNMARKED)]).encode())
    read_from.append(
        b"\\\\\narXiv:2310.00001 (*cross-listing*)\nTitle: T\nAuthors: A B\n\\\\\n  A.\n\\\\ ("
        b" x )\n"
    )
    given_: dict[str, set[str]] = {form: set() for form in FORMS}
    for data in read_from:
        reading = read(data, "x")
        for one in reading.papers:
            values = one._asdict()
            given_[reading.form] |= {name for name, value in values.items() if value}
    assert given_ == {form: set(names) for form, names in FORMS.items()}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            b"buy milk",
            "not a form of papers that arxtui knows: "
            "arxtui load --help names the forms that are read",
        ),
        (b"\\\\\narXiv", "not a listing that arxtui knows: mail without a record"),
        (
            b"@media (min-width: 1px) {\n}\n",
            "not a listing that arxtui knows: BibTeX without an entry",
        ),
        (b"<svg><entry/></svg>", "a picture (SVG)"),
        (b"<atoms/>", "XML, but not a form that arxtui knows (its first element is 'atoms')"),
        (b"<feed", "not a listing that arxtui knows: XML that cannot be read"),
        (b"<?xml version='1.0'?>", "not a listing that arxtui knows: XML that cannot be read"),
        (b"  <!doctype html><p>", "HTML page"),
        (b"<HTML>", "HTML page"),
        ((API_HEAD + "</feed>").encode("utf-16-le"), "UTF-16 text"),
        (specimen("kaggle.jsonl").decode().encode("utf-16"), "UTF-16 text"),
    ],
)
def test_a_file_of_no_known_form_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(NotAListing) as why:
        read(data, "x")
    assert str(why.value).startswith(reason)


def test_the_help_of_load_names_all_forms(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["load", "--help"])
    help_text = " ".join(capsys.readouterr().out.split())
    names = {"listing": "listings", "API feed": "API", "RSS feed": "RSS", "mail": "mails"}
    assert all(names.get(form, form) in help_text for form in FORMS)


def test_importing_sources_loads_no_parser() -> None:
    costly = "('arxtui.sources.', 'xml', 'orjson')"
    code = (
        "import sys, arxtui.sources; print([name for name in sys.modules if"
        f" name.startswith({costly})])"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
        == "[]\n"
    )


# A hostile entry makes only itself fail


@every_form
def test_valid_entries_beside_invalid_entries_are_read(form: str) -> None:
    reading = read(whole(form, MAKERS[form][1]()), "x")
    assert (ids(reading), reading.problems) == (["2310.00001", "2310.00005", "2310.99999"], ())
    assert all(one.title and one.abstract is not None for one in reading.papers)


@every_form
@pytest.mark.parametrize(
    "one",
    [
        "../x",
        "２310.00005",
        "2310.00005v0",
        "2310.00005v99999",
        "2310.5",
        "csx/0007026",
        "2310.0005",
        "2313.00005",
        "0703.0005",
        "hep-th/0704005",
        "2310.00005;rm",
        "javascript:x",
    ],
)
def test_forged_ids_are_refused_with_their_place(form: str, one: str) -> None:
    reading = read(whole(form, bad(form, one)), "x")
    assert ids(reading) == ["2310.00001", "2310.99999"]
    problem = reading.problems[0]
    assert len(reading.problems) == 1
    if form in XML:
        assert (problem.line, problem.reason[:9]) == (0, "entry 2: ")
    else:
        assert problem.line > 1
    assert "not an arXiv id: " in problem.reason


@every_form
def test_an_entry_without_a_title_is_refused(form: str) -> None:
    key = "Title" if form == "mail" else "title"
    reading = read(whole(form, MAKERS[form][1](**{key: " "})), "x")
    assert ids(reading) == ["2310.00001", "2310.99999"]
    assert [one.reason.removeprefix("entry 2: ") for one in reading.problems] == ["no title"]


@every_form
def test_an_entry_has_a_limit(form: str) -> None:
    big = "x" * RECORD_LIMIT
    name = {
        "mail": "Comments",
        "API feed": "comment",
        "Kaggle": "comments",
        "OAI-PMH": "comments",
    }.get(form, "y")
    reading = read(whole(form, MAKERS[form][1](**{name: big})), "x")
    assert ids(reading) == ["2310.00001", "2310.99999"]
    assert len(reading.problems) == 1


@every_xml
@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">',
        "<?a?><!-- c --><!DOCTYPE x>",
    ],
)
def test_xml_with_a_document_type_is_not_read(form: str, prolog: str) -> None:
    data = whole(form).removeprefix(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    with pytest.raises(NotAListing, match=r"^XML with a document type is not read$"):
        read(prolog.encode() + data, "x")


@every_xml
def test_entities_that_nobody_declared_end_the_reading(form: str) -> None:
    entry = MAKERS[form][1](title="&xxe;")
    reading = read(whole(form, entry), "x")
    assert ids(reading) == ["2310.00001"]
    assert "not well-formed XML in line" in messages(reading)[0]


@every_xml
def test_deeply_nested_xml_is_refused(form: str) -> None:
    deep = "<a>" * 100_000
    inside = MAKERS[form][1]().replace("<title>", f"{deep}{'</a>' * 100_000}<title>", 1)
    reading = read(whole(form, inside), "x")
    assert ids(reading) == ["2310.00001", "2310.00005", "2310.99999"]
    reading = read(whole(form, deep), "x")
    assert ids(reading) == ["2310.00001"] or len(reading.papers) == 2
    assert len(reading.problems) == 1
    assert "deeply" in messages(read(whole(form, "<a>" * 300_000), "x"))[0]


@every_xml
def test_very_many_and_very_long_xml_tags_are_bounded(form: str) -> None:
    for junk in (
        "<a/>" * 300_000,
        f'<a b="{"x" * 2_000_000}"/>',
        f"<a>{'x' * 2_000_000}</a>",
        f"<!--{'x' * 2_000_000}-->",
    ):
        assert ids(read(whole(form, junk), "x")) == ["2310.00001", "2310.99999"]
        inside = MAKERS[form][1]().replace("<title>", f"{junk}<title>", 1)
        reading = read(whole(form, inside), "x")
        assert (ids(reading)[0], ids(reading)[-1]) == ("2310.00001", "2310.99999")
        assert (len(reading.papers), len(reading.problems)) in ((2, 1), (3, 0))


@every_xml
@pytest.mark.parametrize("sign", ["&#27;", "&#x1b;", "\x1b", "\x00", "&#xD800;", "<x", "]]>"])
def test_characters_forbidden_in_xml_end_the_reading(form: str, sign: str) -> None:
    reading = read(whole(form, MAKERS[form][1](title=f"T{sign}")), "x")
    assert ids(reading) == ["2310.00001"]
    assert messages(reading)[0].startswith("x: entry 2: not well-formed XML in line ")


@every_xml
def test_bytes_of_xml_that_are_not_utf8_lose_their_entry_only(form: str) -> None:
    data = whole(form, MAKERS[form][1](title="Caf@")).replace(b"@", b"\xe9")
    declared = data.replace(b"UTF-8", b"ISO-8859-1")
    for some in (data, declared):
        reading = read(some, "x")
        assert (ids(reading), messages(reading)) == (
            ["2310.00001", "2310.99999"],
            ["x: entry 2: not UTF-8"],
        )


def test_a_declared_encoding_is_not_believed() -> None:
    data = (
        API_HEAD.replace("UTF-8", "utf-7") + api_entry(title="Caf\u00e9 +ADw-") + "</feed>"
    ).encode()
    assert read(data, "x").papers[0].title == "Café +ADw-"


def test_control_characters_are_stored_as_text() -> None:
    for form in ("Kaggle", "JSON lines"):
        one = read(whole(form, MAKERS[form][1](title="T\x1b[31m\x07")), "x").papers[1]
        assert one.title == "T\x1b[31m\x07"
    assert read(whole("mail", mail_record(Title="T\x1b[31m")), "x").papers[1].title == "T\x1b[31m"


def test_an_impossible_class_is_not_taken_as_primary() -> None:
    one = read(whole("API feed", api_entry(arxiv__x="").replace("cs.CV", "../../x")), "x").papers[1]
    assert (one.primary, one.categories) == ("", "../../x")


OPENERS = {
    "api_feed.xml": b"<entry>",
    "rss_feed.xml": b"<item>",
    "oai.xml": b"<record>",
    "mail.txt": b"\n\\\\\na",
    "old_listing.txt": b"\n\\\\\nP",
    "kaggle.jsonl": b'{"id"',
    "arxiv.bib": b"@misc",
}


@pytest.mark.parametrize("name", OPENERS)
def test_a_file_cut_anywhere_gives_whole_entries_and_reports_the_lost_entry(name: str) -> None:
    data = specimen(name)
    opener = OPENERS[name]
    papers = read(data, "x").papers
    for size in range(0, len(data), 37):
        part = data[:size]
        try:
            reading = read(part, "x")
        except NotAListing:
            continue
        assert reading.papers == papers[: len(reading.papers)]
        assert len(reading.papers) == part.count(opener) or len(reading.problems) == 1, size


@every_form
def test_the_work_of_reading_grows_with_the_entries_and_no_faster(form: str) -> None:
    good = MAKERS[form][1]()
    broken = bad(form, "../x")
    for entry in (good, broken, good + broken):
        small, large = (work(whole(form, entry * times)) for times in (50, 200))
        assert large < 4.2 * small + 500


ANY = st.binary(max_size=12) | st.sampled_from(
    [*b"\\<>{}@\"'&\n -%", b"\\\\\n", b"]]>", b"arXiv:", b"\xff", b"\x00"]
).map(lambda one: one if isinstance(one, bytes) else bytes([one]))
CHANGES = st.lists(st.tuples(st.integers(0, 7000), st.integers(0, 300), ANY), max_size=4)


@given(st.sampled_from([*SPECIMENS, *MAKERS, "mail_malformed.txt", "latin1.abs"]), CHANGES)
def test_any_changed_specimen_gives_papers_and_problems(
    name: str, changes: list[tuple[int, int, bytes]]
) -> None:
    data = whole(name, MAKERS[name][1]()) if name in MAKERS else specimen(name)
    for at, size, new in changes:
        at %= len(data) + 1
        data = data[:at] + new + data[at + size :]
    check(data)


@given(
    st.one_of(st.binary(max_size=200), st.lists(ANY, max_size=30).map(b"".join)),
    st.sampled_from([*MAKERS, ""]),
)
def test_any_bytes_in_any_form_give_papers_and_problems(data: bytes, form: str) -> None:
    check(data)
    if form:
        check(MAKERS[form][0].encode() + data)
        check(whole(form, "@@@").replace(b"@@@", data))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(st.sampled_from(["Kaggle", "JSON lines"]), st.data())
def test_any_json_value_in_any_place_gives_papers_and_problems(
    form: str, data: st.DataObject
) -> None:
    record = json.loads(MAKERS[form][1]())
    for name in data.draw(st.lists(st.sampled_from(sorted(record)), max_size=3)):
        record[name] = data.draw(JSON)
    reading = check(json.dumps(record).encode())
    assert reading
    assert len(reading.papers) + len(reading.problems) == 1


def check(data: bytes) -> Reading | None:
    """Read any bytes: the result is valid papers and printable problems, or NotAListing."""
    try:
        reading = read(data, "x")
    except NotAListing as why:
        str(why).encode()
        return None
    assert reading.form in FORMS
    for one in reading.papers if reading.form != "listing" else ():
        assert BARE_ID.fullmatch(one.id)
        assert 0 <= one.version <= 9999
        assert one.title.strip()
        assert all(value is None or is_time(value) for value in (one.published, one.updated))
        assert one.listed is None or is_day(one.listed)
        for said in (one.title, one.abstract, one.primary, *one.authors):
            said.encode()
            assert "\n" not in said
        for wrapped in (one.doi, one.comment, one.journal_ref, one.categories):
            (wrapped or "").encode()
            assert (wrapped or "").count("\n") == (wrapped or "").count("\n  ")
        values = one._asdict()
        assert {name for name, value in values.items() if value} <= set(FORMS[reading.form])
    lines = data.count(b"\n") + 1
    for problem in reading.problems:
        str(problem).encode()
        assert 0 <= problem.line <= lines
        assert problem.reason
        assert "\n" not in problem.reason
    return reading


def test_a_listing_that_quotes_other_forms_is_a_listing() -> None:
    quote = (
        'x\n  @inproceedings {a, eprint = {2310.00005}}\n  \\\\\n  arXiv:2310.00005\n  {"id": 1}'
    )
    assert (
        read(listing().replace(b"Comment**: None", f"Comment**: {quote}".encode()), "x").form
        == "listing"
    )
