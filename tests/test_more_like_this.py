"""More like this: `like:ID` in a query, `M` on the screen, and the companion of a paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from arxtui.cli import run
from arxtui.finder import Finder
from arxtui.finder.wanted_paper import WantedPaper, subject
from arxtui.model import Head, Paper
from arxtui.query import QueryError, condition, parse
from arxtui.store import Library, day_table, heads
from arxtui.store.text_line import to_line
from arxtui.taste.vectors import Space
from arxtui.work_in_steps import finish
from tests.conftest import ODD_PAPERS, paper
from tests.counting import longest_step
from tests.screen import Driver, drive

ASKED = "2310.00001"
SUBJECTS = ("hand pose estimation", "gaussian splatting", "crowd counting", "image captioning")


def made(number: int, subject: str, day: str, authors: tuple[str, ...] = ("Ann Lee",)) -> Paper:
    """Return a paper on a subject."""
    return paper(
        number, day=day, title=f"{subject.title()} by way {chr(97 + number % 26)}"
    )._replace(
        abstract=f"We study {subject}. Our {subject} works.",
        authors=authors,
    )


@pytest.fixture
def subjects(folder: Path) -> Iterator[Library]:
    """Return forty papers on four subjects: ten of the last thirty days, thirty older papers."""
    papers = []
    for number in range(1, 41):
        day = f"2023-10-{31 - number:02d}" if number <= 10 else f"2023-0{1 + number % 8}-10"
        papers.append(made(number, SUBJECTS[(number - 1) % 4], day))
    library = Library(folder, "test-0001")
    with library.loading() as load:
        load.put(papers, {"name": "made up"})
    yield library
    library.close()


def subject_of(number: str) -> str:
    return SUBJECTS[(int(number.partition(".")[2]) - 1) % 4]


def found(library: Library, query: str) -> list[str]:
    return [head.id for head in Finder(library).find(parse(query)).heads]


def test_similar_papers_are_listed_first_and_recent_papers_on_top(subjects: Library) -> None:
    result = Finder(subjects).find(parse(f"like:{ASKED}"))
    ids = [head.id for head in result.heads]
    assert ASKED not in ids
    assert result.recent == 2
    assert not result.more
    assert ids[:2] == ["2310.00005", "2310.00009"] or ids[:2] == ["2310.00009", "2310.00005"]
    assert {subject_of(each) for each in ids} == {SUBJECTS[0]}
    assert len(ids) == 9


def test_authors_do_not_make_papers_alike(subjects: Library) -> None:
    other = made(99, "optical flow", "2023-10-28", ("Bo Ek", "Cy Dam"))
    same_people = made(98, "medical images", "2023-10-28", ("Bo Ek", "Cy Dam"))
    with subjects.loading() as load:
        load.put([other, same_people], {"name": "more"})
    assert same_people.id not in found(subjects, f"like:{other.id}")


def test_words_and_fields_choose_among_them(subjects: Library) -> None:
    subjects.act(["2310.00005"], {"star": True})
    assert found(subjects, f"like:{ASKED} is:starred") == ["2310.00005"]
    assert found(subjects, f"like:{ASKED} before:2023-09 pose")
    assert found(subjects, f"like:{ASKED} splatting") == []
    assert found(subjects, f"like:https://arxiv.org/abs/{ASKED}v2 day:2023-10")


def test_the_first_hits_stay_while_older_days_are_searched(subjects: Library) -> None:
    states = [state for state in Finder(subjects).steps(parse(f"like:{ASKED}")) if state]
    first = [head.id for head in states[0].heads]
    assert states[0].more
    assert len(states) > 1
    for state in states[1:]:
        assert [head.id for head in state.heads][: len(first)] == first


def test_a_removed_paper_is_compared_by_its_citation(subjects: Library) -> None:
    subjects.act([ASKED], {"star": True})
    subjects.forget((), [ASKED])
    assert {subject_of(each) for each in found(subjects, f"like:{ASKED}")} == {SUBJECTS[0]}


def test_an_unknown_paper_is_named_in_the_error(subjects: Library) -> None:
    result = Finder(subjects).find(parse("like:2401.00001"))
    assert result.told() == "not in the library: 2401.00001"


@pytest.mark.parametrize(
    ("query", "place", "reason"),
    [
        ("like:gan", 5, "takes the id of a paper"),
        (f"like:{ASKED} OR gan", 0, "cannot be part of"),
        (f"gan (like:{ASKED} x:y)", 5, "cannot be part of"),
        (f"-like:{ASKED}", 1, "cannot be part of"),
        (f"like:{ASKED} like:{ASKED}", 16, "one paper"),
    ],
)
def test_a_mistaken_like_query_is_refused(query: str, place: int, reason: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse(query)
    assert reason in refused.value.reason
    assert refused.value.place == place


def test_a_watch_rule_may_not_rank_by_similarity() -> None:
    with pytest.raises(QueryError):
        condition(f"(like:{ASKED})")


@pytest.mark.parametrize("odd", ODD_PAPERS)
def test_papers_with_odd_text_are_compared_without_an_error(subjects: Library, odd: Paper) -> None:
    with subjects.loading() as load:
        load.put([odd], {"name": "odd"})
    found(subjects, f"like:{odd.id}")
    assert len(found(subjects, f"like:{ASKED}")) >= 9


def test_a_step_reads_at_most_a_single_day_file(subjects: Library) -> None:
    """Forty papers lie in eighteen files: there are at least as many steps."""
    steps = list(Finder(subjects).steps(parse(f"like:{ASKED}")))
    assert len(steps) >= len(subjects.papers.days())


def test_no_step_grows_with_the_length_of_papers(folder: Path) -> None:
    """Forty papers of a day have more words than are read of a paper.

    The step that weighs the words of the long paper itself has the most lines, about 63,000.
    """
    papers = []
    for number in range(1, 41):
        abstract = " ".join([f"w{word * (number % 7 + 2)}" for word in range(3_000)])
        papers.append(paper(number, day="2023-10-31")._replace(abstract=abstract))
    library = Library(folder, "test-0001")
    with library.loading() as load:
        load.put(papers, {"name": "made up"})
    assert longest_step(Finder(library).steps(parse(f"like:{papers[0].id}"))) < 75_000
    library.close()


def test_capital_m_lists_similar_papers_and_esc_returns(subjects: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("g")
        here = user.current
        await user.press("M")
        assert user.main.shown.view.name.startswith("more like ")
        assert subject_of(user.current) == subject_of(here)
        assert "── newest 30 days ─" in user.text()
        assert "── earlier ─" in user.text()
        assert user.main.papers.content.known.days  # parts are no days: each row shows its day
        await user.press("h")
        assert user.main.papers.heading == "earlier"
        await user.press("escape")
        assert user.current == here
        assert user.main.shown.found is None

    drive(subjects, play)


def test_the_command_line_ranks_similar_papers(
    subjects: Library, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = found(subjects, f"like:{ASKED}")
    subjects.close()
    assert run(["--library", str(folder), "list", f"like:{ASKED}", "--ids"]) == 0
    assert capsys.readouterr().out.split() == expected


# companions


def companion(library: Library, of: Paper) -> str:
    value = finish(Finder(library).companion(of))
    assert value is not None
    return value[0].id if value[0] else ""


PEOPLE = ("Ann Lee", "Bo Van Dyk", "Cy Dam")


@pytest.mark.parametrize(
    ("other", "is_one"),
    [
        (made(90, "optical flow of insects", "2023-01-01", PEOPLE[:2]), True),
        (made(90, "optical flow of insects", "2023-01-01", ("Ann Lee", "Di Eng")), False),
        (made(90, "medical images", "2023-01-01", PEOPLE), False),
        (paper(90)._replace(title="Optical flow: of Insects by way N", authors=("Ed Fox",)), True),
    ],
    ids=["two authors and words", "one author", "authors alone", "the same title"],
)
def test_a_companion_shares_two_authors_and_words_or_the_title(
    subjects: Library, other: Paper, is_one: bool
) -> None:
    of = made(91, "optical flow of insects", "2023-10-29", PEOPLE)
    with subjects.loading() as load:
        load.put([of, other], {"name": "more"})
    assert companion(subjects, of) == (other.id if is_one else "")


def test_the_reader_names_the_companion(subjects: Library) -> None:
    of = made(91, "optical flow of insects", "2023-10-31", PEOPLE)
    other = made(90, "optical flow of insects", "2023-01-01", PEOPLE)
    with subjects.loading() as load:
        load.put([of, other], {"name": "more"})

    async def play(user: Driver) -> None:
        user.main.open_days(("2023-10-31",))
        await user.press("enter")
        await user.until(lambda: f"earlier: {other.id}" in user.main.detail.content.plain)

    drive(subjects, play)


def test_the_cursor_stays_on_its_paper_while_older_papers_are_found(subjects: Library) -> None:
    async def play(user: Driver) -> None:
        screen = user.main
        screen.remember()
        screen.shown.search(parse(f"like:{ASKED}"))
        while not screen.shown.found:
            screen.search_progress.go_on()
        assert screen.shown.lookup.searching
        screen.papers.move(1)
        here = user.current
        while screen.shown.lookup.searching:
            screen.search_progress.go_on()
        assert len(screen.shown.heads) == 9
        assert user.current == here
        assert screen.papers.cursor == 1

    drive(subjects, play)


# older papers are compared where their lines of text promise it


def test_of_older_papers_few_day_files_are_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 120 older days, each a file of its own, eight times the limit are read."""
    library = Library(folder, "test-0001")
    papers = [made(1, SUBJECTS[0], "2023-10-30")]
    for number in range(2, 122):
        day = date(2023, 5, 1) - timedelta(days=number)
        papers.append(made(number, SUBJECTS[number % 4], day.isoformat()))
    with library.loading() as load:
        load.put(papers, {"name": "made up"})
    finder = Finder(library)
    finder.find(parse(f"like:{ASKED}"))  # reads papers to count their words
    opened: list[str] = []
    read = day_table.read

    def counted(path: Path) -> day_table.Tables:
        opened.append(path.name)
        return read(path)

    monkeypatch.setattr(day_table, "read", counted)
    result = finder.find(parse("like:2310.00002"), 2)
    assert len(result.heads) == 2
    assert len(opened) <= 20


@pytest.mark.parametrize(
    "title",
    ["Fast 3DGS Priors", "A prior for 3DGS", "Multi-view 3DGS", "Studies of Libraries and 3dgs"],
)
def test_a_line_of_text_has_a_word_in_any_form(title: str) -> None:
    """Plurals, digits in front and hyphens do not hide that a word is the same."""
    asked = paper(1)._replace(title="3DGS prior, multi-view library", abstract="", authors=())
    other = paper(2)._replace(title=title, abstract="", authors=("Ann Lee",))
    far = paper(3)._replace(title="Cats on mats", abstract="", authors=("Ann Lee",))
    counts = dict.fromkeys(subject(asked), 1)
    wanted = WantedPaper(Space(counts, 9, unknown_count=True), asked)
    lines = [to_line(heads.to_line(head_of(each)), "") for each in (other, far)]
    assert wanted.guess(lines[0]) > 0
    assert wanted.guess(lines[1]) == 0


def head_of(of: Paper) -> Head:
    return heads.head_of(of, "", "2023/20231030.json")
