"""text/<year>.txt: made with a load, renewed, mended; a search gives the same hits as day files."""

from __future__ import annotations

import os
import random
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from arxtui import locations
from arxtui.cli import run
from arxtui.finder import Finder
from arxtui.query import parse
from arxtui.search import fragments, in_text, needle, terms
from arxtui.store import Library
from arxtui.store.day_files import DayFiles
from arxtui.text import abstract_line, fold, words
from arxtui.work_in_steps import finish
from tests.conftest import SEEDS, paper

DAY = "2023-10-30"


def text_of(folder: Path, year: str = "2023") -> Path:
    return folder / "text" / f"{year}.txt"


def opened(folder: Path, machine: str = "test-0001") -> Library:
    library = Library(folder, machine)
    library.indexing.use_indexed()
    return library


def ids(library: Library, text: str, finder: Finder | None = None) -> list[str]:
    found = (finder or Finder(library)).find(parse(text), 1_000)
    assert len(found.heads) == found.total
    assert not found.more
    return [head.id for head in found.heads]


def plainly(library: Library, text: str) -> set[str]:
    """Return the papers that have all words, read singly out of their day files."""
    needles = [needle(term) for term in in_text(terms(parse(text).words))]
    found = set()
    for head in library.papers.heads():
        whole = library.papers.read(head.id, head.file)
        assert whole is not None
        tags = words(fold(" ".join(library.marks.tags_of(head.id))))
        line = f"{head.line}| {tags} | {abstract_line(whole.abstract).decode()}"
        if all(sought in line for sought in needles):
            found.add(head.id)
    return found


def queries(library: Library, count: int, seed: int) -> list[str]:
    """Return words that stand together in papers, whole and cut short, of titles and abstracts."""
    chance = random.Random(seed)
    found: list[str] = []
    heads = library.papers.heads()
    while len(found) < count:
        head = chance.choice(heads)
        whole = library.papers.read(head.id, head.file)
        assert whole is not None
        pool = [*words(fold(head.plain)).split(), *words(fold(whole.abstract)).split()]
        some = chance.choices(pool, k=chance.randrange(1, 4))
        some[-1] = some[-1][: chance.randrange(2, 12)]
        if any(len(word) > 2 for word in some):
            found.append(" ".join(some))
    return found


@pytest.mark.parametrize("full_text", [True, False])
def test_full_text_search_equals_a_plain_reading_of_the_day_files(
    full_text: bool, seeded: Library
) -> None:
    seeded.texts.wanted = full_text
    tagged = seeded.papers.heads()[5].id
    seeded.act([tagged], {"#zebra": True})
    finder = Finder(seeded)
    some = [*queries(seeded, 60, 1), "benchmark", '"state of the art"', "zebra image", "cs.CV the"]
    tried = 0
    for text in some:
        expected = plainly(seeded, text)
        found = finder.find(parse(text), 1_000)
        here = [head.id for head in found.heads]
        if found.tier == "exact":
            assert set(here) == expected, text
            assert len(here) == found.total
            tried += 1
        else:  # heads with corrected words, or with some of them, are there too
            assert expected <= set(here), text
            assert found.total == len(here) >= found.by_abstract
    assert tried > 10


def test_typing_on_finds_the_same_as_a_new_search_even_with_early_keys(
    seeded: Library,
) -> None:
    chance = random.Random(2)
    finder = Finder(seeded)
    for text in queries(seeded, 12, 3):
        for end in range(3, len(text) + 1):
            steps = finder.steps(parse(text[:end]), 1_000)
            if chance.random() < 0.5:  # the next key comes before the search has ended
                for _ in zip(range(chance.randrange(1, 12)), steps, strict=False):
                    pass
                continue
            found = [step for step in steps if step is not None][-1]
            assert [head.id for head in found.heads] == ids(seeded, text[:end]), text[:end]
        assert ids(seeded, text, finder) == ids(seeded, text)


def test_typing_on_reads_only_the_lines_of_the_remaining_papers(
    seeded: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    from arxtui.store.year_text import Opened

    finder = Finder(seeded)
    ids(seeded, "benchm", finder)
    read: list[int] = []
    real = Opened.read

    def counted(text: Opened, start: int, end: int) -> bytes:
        read.append(end - start)
        return real(text, start, end)

    monkeypatch.setattr(Opened, "read", counted)
    before = set(ids(seeded, "benchmark", finder))
    assert 0 < len(read) <= len(before)
    assert sum(read) < text_of(seeded.path).stat().st_size / 2
    read.clear()
    assert finder.find(parse("benchmark zqxj")).by_abstract == 0
    assert len(read) <= 2 * len(before)


def test_words_may_stand_partly_in_the_title_and_partly_in_the_abstract(library: Library) -> None:
    first = paper(1, title="A zebra")._replace(abstract="It gallops.")
    second = paper(2, title="Horses")._replace(abstract="A zebra that gallops far.")
    third = paper(3, title="Zebras")._replace(abstract="A zebra far off never gallops.")
    with library.loading() as load:
        load.put([first, second, third], {"name": "x"})
    assert ids(library, "zebra gallops") == ["2310.00001", "2310.00003", "2310.00002"]
    assert ids(library, "lee gallops far") == ["2310.00002", "2310.00003"]


def test_hyphens_make_no_difference_in_abstracts(library: Library) -> None:
    with library.loading() as load:
        load.put([paper(1)._replace(abstract="A multi-view zebra.")], {"name": "x"})
    for text in ("multi-view", "multi view", "multiview", '"multi view"'):
        assert ids(library, text) == ["2310.00001"], text


def test_papers_with_the_words_close_together_are_ranked_first(library: Library) -> None:
    far = "Zebras run in the wild; everybody who has seen them knows that they also gallop."
    papers = [
        paper(1)._replace(abstract="Here zebras gallop."),
        paper(2)._replace(abstract=far),
    ]
    with library.loading() as load:
        load.put(papers, {"name": "x"})
    assert ids(library, "zebras gallop") == ["2310.00001", "2310.00002"]


@pytest.mark.parametrize("full_text", [True, False])
def test_the_field_abs_searches_the_text_files(
    full_text: bool, seeded: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeded.texts.wanted = full_text
    read: list[str] = []
    real = DayFiles.table

    def counted(days: DayFiles, file: str, *, keep: bool = True) -> object:
        read.append(file)
        return real(days, file, keep=keep)

    abstracts = {
        head.id: abstract_line(whole.abstract).decode()
        for head in seeded.papers.heads()
        if (whole := seeded.papers.read(head.id, head.file))
    }
    monkeypatch.setattr(DayFiles, "table", counted)
    finder = Finder(seeded)
    for value in ("benchmark", "state of the art", "a", "zqxj", "ommunity det", "multiview"):
        expected = {paper_id for paper_id, text in abstracts.items() if value in text}
        every = set(abstracts)
        assert set(ids(seeded, f'abs:"{value}"', finder)) == expected, value
        assert set(ids(seeded, f'-abs:"{value}"', finder)) == every - expected, value
        either = ids(seeded, f'abs:"{value}" OR abs:dataset', finder)
        assert set(either) == expected | {one for one in every if "dataset" in abstracts[one]}
        images = {head.id for head in seeded.papers.heads() if "image" in head.line}
        both = finder.find(parse(f'image abs:"{value}"'), 1_000)
        assert images & expected <= {head.id for head in both.heads} <= expected
    assert bool(read) != full_text


def test_typos_are_corrected_by_abstracts_when_no_head_has_the_word(library: Library) -> None:
    first = paper(1, title="Horses")._replace(abstract="We study hippodromes with zebras.")
    second = paper(2, title="Zebras")._replace(abstract="A hippodrome for them.")
    with library.loading() as load:
        load.put([first, second, paper(3)], {"name": "x"})
    finder = Finder(library)
    found = finder.find(parse("hipodrome"))
    assert [head.id for head in found.heads] == ["2310.00002", "2310.00001"]
    assert (found.tier, found.corrected) == ("close", (("hipodrome", "hippodrome"),))
    found = finder.find(parse("zebras hipodromes"))
    assert [head.id for head in found.heads][:1] == ["2310.00001"]
    assert found.by_abstract == 1
    found = finder.find(parse("zebars hippodrome"))  # corrected by a title
    assert [head.id for head in found.heads][:1] == ["2310.00002"]
    assert finder.find(parse("qwzxkjv")).total == 0


def test_a_typo_is_corrected_wherever_it_stands_in_a_phrase(library: Library) -> None:
    words = "We study hippodromes whose zebras gallop around quickly every morning".split()
    with library.loading() as load:
        load.put([paper(1)._replace(abstract=" ".join(words)), paper(2)], {"name": "x"})
    finder = Finder(library)
    for at in range(2, len(words)):
        mistyped = [*words[2:at], words[at][:3] + words[at][4:], *words[at + 1 :]]
        if len(words[at]) < 7:
            continue  # typos are corrected from six letters on
        found = finder.find(parse(" ".join(mistyped)))
        assert [head.id for head in found.heads] == ["2310.00001"], mistyped


def test_titles_with_corrected_words_rank_before_abstracts_with_them(library: Library) -> None:
    title = paper(1, day="2023-10-01")._replace(title="Zebra stripes")
    abstracts = [paper(n, day=DAY)._replace(abstract="A zebra has stripes.") for n in range(2, 14)]
    with library.loading() as load:
        load.put([title, *abstracts], {"name": "some"})
    finder = Finder(library)
    for limit in (5, 200):
        found = finder.find(parse("zebra strippes"), limit)
        assert found.heads[0].id == title.id
        assert (found.total, found.by_abstract) == (13, 12)
        assert found.corrected == (("strippes", "stripes"),)


@pytest.mark.parametrize("word", ["neutral", "surgeon", "quokkas", "photon"])
def test_a_word_with_a_typo_shares_a_fragment_with_its_correction(word: str) -> None:
    letters = "aeqz"
    for at in range(len(word) + 1):
        mistyped = [word[:at] + letter + word[at:] for letter in letters]
        mistyped += [word[:at] + letter + word[at + 1 :] for letter in letters]
        mistyped.append(word[:at] + word[at + 1 :])
        mistyped.append(word[:at] + word[at : at + 2][::-1] + word[at + 2 :])
        for term in mistyped:
            parts = fragments(term)
            if term != word and len(term) in (6, 7):
                assert any(part in f" {word} " for part in parts), (term, parts)


def test_the_shown_hits_are_the_first_of_the_full_ranking(seeded: Library) -> None:
    for text in queries(seeded, 20, 5):
        every = Finder(seeded).find(parse(text), 1_000)
        few = Finder(seeded).find(parse(text), 7)
        assert few.total == every.total
        assert [head.id for head in few.heads] == [head.id for head in every.heads[:7]], text


# made and renewed


def test_a_load_writes_the_text_files_and_later_loads_renew_them(
    library: Library, folder: Path
) -> None:
    with library.loading() as load:
        zebra = paper(1)._replace(abstract="A zebra.")
        load.put([zebra, paper(2, day="2022-01-05")], {"name": "x"})
    assert text_of(folder).read_bytes().count(b"| a zebra | ") == 1
    assert text_of(folder, "2022").exists()
    assert not library.indexing.stale()
    with library.loading() as load:
        load.put([paper(1, version=2)._replace(abstract="A quagga.")], {"name": "y"})
    assert ids(library, "zebra") == []
    assert ids(library, "quagga") == ["2310.00001"]
    assert b"zebra" not in text_of(folder).read_bytes()
    assert not library.indexing.stale()


def test_moved_and_removed_papers_are_removed_from_the_text_files(
    library: Library, folder: Path
) -> None:
    zebra = paper(1)._replace(abstract="A zebra.")
    guess = zebra._replace(published=None, updated=None, listed="2023-10-31")
    with library.loading() as load:
        load.put([guess, paper(2), paper(3, day="2022-01-05")], {"name": "x"})
    with library.loading() as load:
        load.put([paper(1, day="2022-05-05")._replace(abstract="A zebra.")], {"name": "y"})
    assert b"zebra" not in text_of(folder).read_bytes()
    assert text_of(folder, "2022").read_bytes().count(b"zebra") == 1
    assert ids(library, "zebra") == ["2310.00001"]
    library.forget([], ["2310.00001"])
    assert b"zebra" not in text_of(folder, "2022").read_bytes()
    library.forget([], ["2310.00003"])
    assert not text_of(folder, "2022").exists()
    assert not library.indexing.stale()


def test_a_load_reads_no_day_file_that_it_does_not_change(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    from arxtui.store import day_table

    with library.loading() as load:
        load.put([paper(n, day=f"2023-10-{n:02d}") for n in range(1, 30)], {"name": "x"})
    read: list[str] = []
    real = day_table.read

    def counted(path: Path) -> day_table.Tables:
        read.append(path.name)
        return real(path)

    monkeypatch.setattr(day_table, "read", counted)
    with library.loading() as load:
        load.put([paper(90, day="2023-10-31"), paper(91, day="2023-10-05")], {"name": "y"})
    assert set(read) <= {"20231031.json", "20231005.json"}


def test_missing_text_files_are_made_in_the_background_newest_year_first(
    library: Library, folder: Path
) -> None:
    days = [f"{year}-01-{day:02d}" for year in (2021, 2022, 2023) for day in range(1, 31)]
    with library.loading() as load:
        some = [paper(n, day=day)._replace(abstract=f"zebra{n}") for n, day in enumerate(days)]
        load.put(some, {"name": "x"})
    before = {year: text_of(folder, year).read_bytes() for year in ("2021", "2022", "2023")}
    shutil.rmtree(folder / "text")
    other = opened(folder)
    assert other.indexing.stale()
    assert ids(other, "zebra7") == [paper(n).id for n in (7, *range(79, 69, -1))]
    order: list[str] = []
    shares = []
    for at in other.indexing.steps():
        shares.append(at.done / max(at.of, 1))
        names = [path.stem for path in sorted((folder / "text").glob("*.txt"))]
        order += [name for name in names if name not in order]
    assert order == ["2023", "2022", "2021"]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert {year: text_of(folder, year).read_bytes() for year in before} == before
    assert not other.indexing.stale()


def test_text_files_of_another_machine_are_not_believed(seeded: Library, folder: Path) -> None:
    expected = ids(seeded, "benchmark")
    lie = text_of(folder).read_bytes().replace(b"benchmark", b"backstage")
    text_of(folder).write_bytes(lie)
    other = opened(folder, "other-0002")
    other.indexing.run()
    assert ids(other, "benchmark") == expected
    assert other.problems == ()
    assert ids(Library(folder, "test-0001"), "benchmark") == expected  # whose files these were
    assert not ids(Library(folder, "test-0001"), "backstage")


def test_check_verifies_the_text_files_and_mend_rebuilds_them(
    seeded: Library, folder: Path
) -> None:
    before = text_of(folder).read_bytes()
    assert seeded.check() == []
    text_of(folder).write_bytes(before[:-200] + b"x" * 200)
    problems = [problem for problem in seeded.check() if problem.file.endswith("2023.txt")]
    assert len(problems) == 1
    assert "check --mend" in problems[0].reason
    seeded.mend()
    assert text_of(folder).read_bytes() == before
    assert Library(folder, "test-0001").check() == []


# damage


def cut_at(share: float) -> Callable[[bytes], bytes]:
    return lambda data: data[: int(len(data) * share)]


def flipped_at(share: float) -> Callable[[bytes], bytes]:
    def flip(data: bytes) -> bytes:
        at = min(int(len(data) * share), len(data) - 1)
        return data[:at] + bytes([data[at] ^ 0x11]) + data[at + 1 :]

    return flip


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    **{f"cut at {n}": cut_at(n / 40) for n in range(40)},
    **{f"flipped at {n}": flipped_at(n / 40) for n in range(41)},
    **{f"flipped near the end {n}": flipped_at(1 - n / 40_000) for n in range(40)},
    "doubled": lambda data: data * 2,
    "zeros": lambda data: bytes(len(data)),
    "text": lambda data: b"nothing of that kind\n",
    "lines swapped": lambda data: data.replace(b"\n2310", b"\n2311", 1),
}


def test_damage_at_any_place_causes_a_rebuild_and_never_a_wrong_hit(
    seeded: Library, folder: Path
) -> None:
    expected = {text: ids(seeded, text) for text in ("benchmark", "image quality", "zqxjkvb")}
    sound = text_of(folder).read_bytes()
    for name, damage in DAMAGES.items():
        text_of(folder).write_bytes(damage(sound))
        library = opened(folder)
        finder = Finder(library)
        for text, papers in expected.items():
            assert ids(library, text, finder) == papers, name
        assert len(library.problems) <= 1, name
        assert library.indexing.stale(), name
        library.indexing.run()
        assert text_of(folder).read_bytes() == sound, name
        assert not library.indexing.stale(), name


@pytest.mark.parametrize("how", ["cut", "changed", "replaced", "removed"])
def test_changing_an_open_text_file_gives_no_wrong_hit(
    how: str, seeded: Library, folder: Path
) -> None:
    finder = Finder(seeded)
    expected = ids(seeded, "benchmark", finder)
    path = text_of(folder)
    data = path.read_bytes()
    if how == "cut":
        os.truncate(path, 5_000)
    elif how == "changed":
        with path.open("r+b") as file:
            file.write(data.replace(b"benchmark", b"backstage"))
    elif how == "replaced":
        path.unlink()
        path.write_bytes(data.replace(b"benchmark", b"backstage"))
    else:
        path.unlink()
    finder.retag({expected[0]})
    assert ids(seeded, "benchmark", finder) == expected
    assert ids(seeded, "backstage", finder) == []
    assert len(seeded.problems) <= 1


def test_without_the_text_folder_a_load_works_and_reports_it_once(
    library: Library, folder: Path
) -> None:
    folder.mkdir()
    (folder / "text").write_text("in the way")
    with library.loading() as load:
        load.put([paper(1)._replace(abstract="A zebra.")], {"name": "x"})
    assert len(library.problems) == 1
    assert ids(library, "zebra") == ["2310.00001"]
    assert len(library.problems) == 1
    (folder / "text").unlink()
    library.indexing.run()
    assert not library.indexing.stale()


def test_a_load_works_without_room_for_the_text_files(library: Library, folder: Path) -> None:
    some = [
        paper(n, day=f"2023-10-{n // 10 + 1:02d}")._replace(abstract=f"zebra{n} " * 500)
        for n in range(80)
    ]
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limits[1]))  # a day file has 50,000
    try:
        with library.loading() as load:
            load.put(some, {"name": "x"})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [problem.file for problem in library.problems] == [str(text_of(folder))]
    assert [*(folder / "text").iterdir()] == []
    assert ids(library, "zebra77") == [paper(77).id]
    library.indexing.run()
    assert ids(library, "zebra77") == [paper(77).id]
    assert text_of(folder).exists()


# the setting


def test_without_the_setting_no_text_file_is_made_and_day_files_are_read(
    seeded: Library, folder: Path
) -> None:
    expected = ids(seeded, "benchmark")
    library = opened(folder)
    library.texts.wanted = False
    assert library.indexing.stale()  # the existing files are not wanted
    library.indexing.run()
    assert not text_of(folder).exists()
    assert not library.indexing.stale()
    assert ids(library, "benchmark") == expected
    with library.loading() as load:
        load.put([paper(900, title="A zebra")], {"name": "x"})
    assert not text_of(folder).exists()
    assert not library.another().texts.wanted


def test_the_setting_removes_and_restores_the_text_files(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = locations.settings_file()
    settings.parent.mkdir(parents=True)
    settings.write_text("full_text = false\n")
    assert run(["--library", str(folder), "load", str(SEEDS)]) == 0
    assert not (folder / "text").exists()
    capsys.readouterr()
    assert run(["--library", str(folder), "list", "--ids", "benchmark"]) == 0
    found = capsys.readouterr().out
    settings.write_text("full_text = true\n")
    assert run(["--library", str(folder), "check", "--mend"]) == 0
    assert text_of(folder).exists()
    capsys.readouterr()
    assert run(["--library", str(folder), "list", "--ids", "benchmark"]) == 0
    assert capsys.readouterr().out == found


# bounded steps


def test_a_search_takes_small_steps_and_reports_its_progress(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    from arxtui.store.year_text import Opened

    long = " ".join(f"zebra{n}" for n in range(300))
    with library.loading() as load:
        days = [f"2023-{n % 12 + 1:02d}-05" for n in range(900)]
        some = [paper(n, day=day)._replace(abstract=long) for n, day in enumerate(days)]
        load.put(some, {"name": "x"})
    finder = Finder(library)
    finish(finder.warm())
    sizes: list[int] = []
    real = Opened.read

    def counted(text: Opened, start: int, end: int) -> bytes:
        sizes.append(end - start)
        return real(text, start, end)

    monkeypatch.setattr(Opened, "read", counted)
    shares = []
    total = 0
    for found in finder.steps(parse("zebra299")):
        assert len(sizes) <= 1
        assert sum(sizes) < 600_000
        sizes.clear()
        if found is not None:
            shares.append(found.share)
            total = found.total
    assert shares == sorted(shares)
    assert len(set(shares)) > 2
    assert shares[-1] == 1
    assert total == 900
