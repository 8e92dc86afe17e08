"""The material of a library's taste, and `arxtui taste` and `list --order foryou`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from arxtui.cli import run
from arxtui.model import Paper
from arxtui.query import subject_of
from arxtui.recommender import Recommender
from arxtui.recommender.past_days import try_on_past_days
from arxtui.recommender.seen_papers import seen, wishes
from arxtui.settings.config import Settings
from arxtui.store import Library, day_table
from arxtui.taste.learnt import Taste, learn
from arxtui.taste.short_title import short_title
from arxtui.view import View
from arxtui.work_in_steps import Steps
from tests.conftest import ODD_PAPERS, paper
from tests.counting import longest_step
from tests.test_taste import LIST, PAPERS, finish, papers_of

LAST_DAY = "2099-01-02"


@pytest.fixture
def reader(folder: Path) -> Iterator[Library]:
    """A library whose owner starred ten papers and read sixty; a new day has arrived."""
    library = Library(folder, "test-0001")
    with library.loading() as load:
        load.put(list(PAPERS.values()), {"name": "made up"})
    library.act(LIST["starred"], {"star": True})
    library.act(LIST["others"], {"pile": "read"})
    yield library
    library.close()


def test_read_papers_without_another_mark_train_the_taste(reader: Library) -> None:
    reader.act(LIST["others"][:2], {"pile": "later"})
    reader.act(LIST["others"][2:3], {"#gan": True})
    found, _ = finish(seen(reader))
    assert found.days.keys() == set(LIST["others"][3:])


def test_the_share_of_stars_is_counted_only_in_months_that_were_read(library: Library) -> None:
    """Fifty old stars, as a .bib brings them, show nothing about the share of stars in a day."""
    old = [paper(number)._replace(id=f"1801.{number:05d}") for number in range(1, 51)]
    new = [paper(number) for number in range(1, 81)]
    with library.loading() as load:
        load.put([*old, *new], {"name": "made up"})
    library.act([each.id for each in [*old, *new[:20]]], {"star": True})
    library.act([each.id for each in new], {"pile": "read"})
    found, _ = finish(seen(library))
    assert found.starred_share == 20 / 80
    assert len(found.days) == 60


def test_with_few_read_papers_the_newest_days_are_used_as_unstarred(library: Library) -> None:
    with library.loading() as load:
        load.put([paper(number) for number in range(1, 80)], {"name": "made up"})
    library.act([paper(1).id], {"star": True})
    library.act([paper(2).id], {"pile": "read"})
    found, _ = finish(seen(library))
    assert len(found.days) == 78
    assert paper(1).id not in found.days
    assert found.starred_share is None  # nobody may have looked at them


def recommender_of(library: Library, settings: Settings | None = None) -> Recommender:
    return Recommender(library, lambda: settings or Settings())


def taste_of(library: Library) -> Steps[Taste | None]:
    return recommender_of(library).taste()


def test_no_step_runs_many_lines(reader: Library) -> None:
    """40,000 lines take about 4 ms."""
    heads = reader.papers.day(reader.papers.days()[0])
    assert longest_step(recommender_of(reader).rank(heads)) < 50_000


def test_a_step_opens_at_most_a_single_day_file(
    reader: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening a file takes longer than all else. Learning again opens only new stars."""
    reader.close()
    opened: list[str] = []
    read = day_table.read

    def counted(path: Path) -> day_table.Tables:
        opened.append(path.name)
        return read(path)

    monkeypatch.setattr(day_table, "read", counted)
    learning = recommender_of(Library(folder, "test-0001"))
    steps = learning.taste()
    most = 0
    while True:
        before = len(opened)
        try:
            next(steps)
        except StopIteration:
            break
        most = max(most, len(opened) - before)
    assert most == 1
    assert len(opened) > 10
    opened.clear()
    learning.changed()
    finish(learning.taste())
    assert not opened


def test_undo_takes_a_star_out_of_the_taste(reader: Library) -> None:
    before, _ = finish(taste_of(reader))
    reader.act([LIST["others"][0]], {"star": True})
    other, _ = finish(taste_of(reader))
    reader.undo()
    after, _ = finish(taste_of(reader))
    assert before is not None
    assert other is not None
    assert after is not None
    assert other.weights != before.weights
    assert after.weights == before.weights


def test_stars_of_removed_papers_train_the_taste_by_their_titles(reader: Library) -> None:
    reader.forget((), LIST["starred"])
    taste, _ = finish(taste_of(reader))
    assert taste is not None
    assert taste.stars == 10
    assert "hand" in taste.heaviest(20)[0]


def test_watch_rules_saved_searches_and_tags_count_as_stars(reader: Library) -> None:
    reader.act(LIST["starred"][:1], {"#gan": True})
    settings = Settings(watch={"a": "ti:splatting au:kerbl"}, searches={"b": "nerf -dynamic"})
    assert wishes(reader, settings) == ("splatting", "nerf", "gan")


@pytest.mark.parametrize(
    ("query", "subject"),
    [
        ("gaussian splatting", "gaussian splatting"),
        ('ti:"hand pose" abs:depth au:kim cat:cs.CV is:starred', "hand pose depth"),
        ("nerf -dynamic NOT video (a OR b)", "nerf a b"),
        ("nerf -(video dynamic) pose", "nerf pose"),
        ("-(a (b) c) d", "d"),
        ("au:he", ""),
        ('"unfinished', ""),
        ("", ""),
    ],
)
def test_the_subject_words_of_a_query_are_found(query: str, subject: str) -> None:
    assert subject_of(query) == subject


def test_past_days_are_evaluated_with_the_stars_before_them(reader: Library) -> None:
    chosen = [day["chosen"][0] for day in LIST["days"]]
    reader.act(chosen, {"star": True})
    trial, _ = finish(try_on_past_days(reader))
    assert trial.days >= 5
    assert trial.starred >= trial.first > trial.listed


def test_the_command_line_orders_for_you(
    reader: Library, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day = max(PAPERS[paper_id].day or "" for paper_id in LIST["days"][-1]["papers"])
    reader.close()
    assert run(["--library", str(folder), "list", f"day:{day}", "--order", "foryou", "--ids"]) == 0
    ids = capsys.readouterr().out.split()
    assert set(ids) <= {found.id for found in papers_of(LIST["days"][-1]["papers"])}
    assert ids.index(LIST["days"][-1]["chosen"][0]) < 3


def test_without_a_star_the_command_line_explains_how_to_begin(
    library: Library, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with library.loading() as load:
        load.put([paper(number) for number in range(1, 5)], {"name": "made up"})
    library.close()
    assert run(["--library", str(folder), "list", "--order", "foryou", "--ids"]) == 0
    told = capsys.readouterr()
    assert told.out.split() == [paper(number).id for number in range(1, 5)]
    assert "star a paper" in told.err
    assert run(["--library", str(folder), "taste"]) == 0
    assert "nothing to learn from yet" in capsys.readouterr().out


def test_the_command_line_prints_the_learnt_taste(
    reader: Library, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reader.close()
    assert run(["--library", str(folder), "taste"]) == 0
    out = capsys.readouterr().out
    assert "learnt from 10 stars" in out
    assert "hand" in out.partition("against")[0]


# Bad input


@pytest.fixture
def hundred_thousand(reader: Library, folder: Path) -> Library:
    """The reader's library after a hundred thousand stars more, written in by hand."""
    ids = [f"{year:02d}{month:02d}.{number:05d}" for year in range(15, 19) for month in range(1, 13)
           for number in range(1, 2_100)]  # fmt: skip
    cite = {"title": "Optical flow of insects", "authors": ["Ann Lee"], "version": 1, "key": "lee"}
    line = {"t": "2019-01-01T00:00:00.000001Z", "ids": ids, "set": {"star": True, "cite": cite}}
    journal = next((folder / "marks").glob("*.jsonl"))
    with journal.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
    reader.refresh()
    assert len(reader.marks.starred()) > 100_000
    return reader


def test_of_a_hundred_thousand_stars_the_newest_500_train_the_taste(
    hundred_thousand: Library,
) -> None:
    taste, steps = finish(taste_of(hundred_thousand))
    assert taste is not None
    assert taste.stars == 500
    assert "hand" in taste.heaviest(40)[0]  # of the ten newest
    assert steps > 100_000 // 2_000
    heads = hundred_thousand.papers.day(hundred_thousand.papers.days()[0])
    found, _ = finish(recommender_of(hundred_thousand).rank(heads))
    assert found is not None
    assert sorted(found.places.values()) == list(range(len(heads)))


def test_training_stops_when_marks_change_between_its_steps(reader: Library) -> None:
    learning = recommender_of(reader)
    steps = learning.rank(reader.papers.day(reader.papers.days()[0]))
    next(steps)
    learning.changed()
    with pytest.raises(StopIteration) as ended:
        next(steps)
    assert ended.value.value is None
    assert finish(learning.rank(()))[0] is not None


def test_only_the_first_two_thousand_papers_of_a_view_are_ranked(library: Library) -> None:
    with library.loading() as load:
        load.put([paper(number) for number in range(1, 2_100)], {"name": "made up"})
    library.act([paper(1).id], {"star": True})
    heads = library.papers.day("2023-10-30")
    found, _ = finish(recommender_of(library).rank(heads))
    assert found is not None
    assert len(found.places) == 2_000
    ordered = View(order="for you").apply(heads, library.marks.of, found.places)
    assert len({head.id for head in ordered}) == len(heads)
    assert [head.id for head in ordered][2_000:] == [head.id for head in heads][2_000:]


@pytest.mark.parametrize("odd", ODD_PAPERS)
def test_an_odd_paper_is_starred_and_ranked(reader: Library, odd: Paper) -> None:
    with reader.loading() as load:
        load.put([odd], {"name": "odd"})
    heads = reader.papers.day(odd.day or "")
    for star in (False, True):
        reader.act([odd.id], {"star": star})
        found, _ = finish(recommender_of(reader).rank(heads))
        assert found is not None
        assert found.places == {odd.id: 0}


def test_from_twenty_stars_few_unwanted_papers_stand_above_the_divider() -> None:
    """With any number of stars: the divider is set by the papers that were not starred."""
    others = papers_of(LIST["others"])
    days = [found for day in LIST["days"] for found in papers_of(day["papers"])]
    for copies in (2, 10, 40):
        starred = [
            PAPERS[paper_id]._replace(id=f"18{copy:02d}.{number:05d}")
            for copy in range(copies)
            for number, paper_id in enumerate(LIST["starred"])
        ]
        taste, _ = finish(learn(starred, others))
        assert taste is not None
        ranking, _ = finish(taste.rank(days))
        assert ranking.yours is not None
        assert 0 < ranking.yours < len(days) / 4


def test_starring_a_larger_share_puts_more_papers_above_the_divider() -> None:
    others = papers_of(LIST["others"])
    days = [found for day in LIST["days"] for found in papers_of(day["papers"])]
    once = [PAPERS[each] for each in LIST["starred"]]
    starred = [*once, *[each._replace(id=f"old/{each.id}") for each in once]]
    above = []
    for share in (0.005, 0.02, None, 0.25):
        taste, _ = finish(learn(starred, others, starred_share=share))
        assert taste is not None
        ranking, _ = finish(taste.rank(days))
        assert ranking.yours is not None
        above.append(ranking.yours)
    assert above[0] <= above[1] <= above[2] < above[3] < len(days) / 2
    assert above[0] < above[2]


def test_a_paper_starred_after_the_training_is_named_in_reasons(reader: Library) -> None:
    """It was learnt from before, as a paper that was read without a star."""
    learning = recommender_of(reader)
    finish(learning.taste())
    starred = LIST["others"][0]
    reader.act([starred], {"star": True})
    learning.changed()
    taste, _ = finish(learning.taste())
    assert taste is not None
    twin = PAPERS[starred]._replace(id="2099.00001")
    assert short_title(PAPERS[starred].title) in taste.why(twin).like
