"""Keys typed behind a search in progress: they wait for its hits, Esc does not, no key is lost."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from textual import events

from arxtui.finder import Finder, Finding
from arxtui.keys import VERBS
from arxtui.query import Query, parse
from arxtui.store import Library
from arxtui.ui.list_state import ListState
from arxtui.ui.panes.prompt_box import Prompt
from tests.screen import Driver, drive

ONE = "2310.19210"
FOUR = "2310.19231"
_STEP = 0.01  # seconds of work, more than a slice: one step a slice


class Slow(Finder):
    """A finder that takes many steps before it finds; with `endless` it never finds."""

    def __init__(self, library: Library, *, endless: bool = False) -> None:
        super().__init__(library)
        self._endless = endless
        self.taken = 0

    def steps(self, query: Query, limit: int = 200) -> Finding:
        while self._endless or self.taken < 20:
            self.taken += 1
            until = time.monotonic() + _STEP
            while time.monotonic() < until:
                pass
            yield None
        yield from super().steps(query, limit)


def send(user: Driver, *keys: str) -> None:
    """Send keys as a fast typist or a paste does: no key waits for the key before."""
    for key in keys:
        user.app.post_message(events.Key(key, key if len(key) == 1 else None))


async def burst(user: Driver, *keys: str) -> None:
    """Send keys, and let the search that they began come to its end."""
    send(user, *keys)
    await user.until(
        lambda: user.main.commands.searching._typed != "" and not user.main.shown.lookup.searching
    )


async def search_without_end(user: Driver) -> Slow:
    """Begin a search that never ends, and press Enter."""
    finder = user.main.shown._finder = Slow(user.library, endless=True)
    send(user, "slash", *"qqq", "enter")
    await user.until(lambda: user.main.shown.lookup.awaited and not user.main.box.prompt)
    return finder


def test_esc_ends_a_search_that_never_finds_within_a_few_steps(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("j")
        here = user.current
        finder = await search_without_end(user)
        await user.until(lambda: user.message == "still searching… · Esc goes back")
        send(user, "d", "s", "j", "t", "x", "e")
        await user.until(lambda: "6 keys waiting" in user.message)
        before = finder.taken
        send(user, "escape")
        await user.until(lambda: not user.main.shown.lookup.searching)
        assert finder.taken - before <= 5
        await user.settle()
        assert "90 of 90 unread" in user.lines()[0]
        assert user.current == here
        assert not list(seeded.marks.items())
        assert not user.main.box.prompt
        await user.press("s")
        assert seeded.marks.starred() == [here]

    drive(seeded, play)


def test_esc_skips_the_hits_of_a_query_that_was_still_being_typed(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("j")
        here = user.current
        await user.press("slash", "a", "b")
        assert "hits" in user.lines()[0]
        user.main.shown._finder = Slow(seeded, endless=True)
        send(user, "c", "enter")
        await user.until(lambda: user.main.shown.lookup.awaited and not user.main.box.prompt)
        send(user, "escape")
        await user.until(lambda: not user.main.shown.lookup.searching)
        await user.settle()
        assert "90 of 90 unread" in user.lines()[0]
        assert user.current == here

    drive(seeded, play)


class Half(Finder):
    """Finds all hits and never ends."""

    def steps(self, query: Query, limit: int = 200) -> Finding:
        *_, last = [found for found in super().steps(query, limit) if found is not None]
        yield last._replace(more=True)
        while True:
            yield None


def test_a_stopped_search_is_not_shown_as_running(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        user.main.shown._finder = Half(seeded)
        send(user, "slash", *"data")
        await user.until(lambda: "still searching" in user.message)
        send(user, "enter", "S", "n")  # the order is for all hits, which are looked for
        await user.until(lambda: user.main.shown.lookup.awaited)
        send(user, "escape")
        await user.until(lambda: not user.main.shown.lookup.searching)
        await user.settle()
        assert "still searching" not in user.text()
        assert user.message == "search stopped, there may be more"


def test_a_mistake_is_reported_while_the_search_before_it_continues(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        user.main.shown._finder = Half(seeded)
        send(user, "slash", *"data")
        await user.until(lambda: "still searching" in user.message)
        send(user, *" day:")
        await user.until(lambda: user.message == "day: needs a value")
        assert user.main.shown.lookup.searching
        user.main.search_progress.say_found()
        assert user.message == "day: needs a value"
        send(user, *["backspace"] * 5)
        await user.until(lambda: "still searching" in user.message)

    drive(seeded, play)


def test_keys_that_need_no_hits_work_while_a_search_is_running(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        for key, there in (
            ("slash", lambda: user.main.box.prompt is not None),
            ("question_mark", lambda: user.app.screen is not user.main),
            ("V", lambda: user.main.questions.asking is not None),
        ):
            finder = await search_without_end(user)
            before = finder.taken
            send(user, key)
            await user.until(there)
            assert finder.taken - before <= 10
            user.main.shown.lookup.end()
            await user.press("escape")

    drive(seeded, play)


def test_every_key_after_a_search_waits_or_answers_and_marks_no_other_paper(
    seeded: Library,
) -> None:
    async def play(user: Driver) -> None:
        for verb in VERBS:
            if verb.id in ("leave", "suspend", "quit", "back", "fetch"):
                continue
            await search_without_end(user)
            send(user, verb.keys[0])
            await user.until(
                lambda: user.app._message_queue is None or user.app._message_queue.empty()
            )
            user.main.shown.lookup.end()
            user.main.held.drop()
            await user.pilot.press("escape")
            await user.pilot.press("escape")
            assert not list(seeded.marks.items()), verb.id
        assert user.app.is_running

    drive(seeded, play)


def test_a_key_typed_after_enter_applies_to_the_hits(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        user.main.shown._finder = Slow(seeded)
        await burst(user, "slash", *"schmitt", "enter", "s")
        await user.until(lambda: bool(list(seeded.marks.items())))
        assert seeded.marks.starred() == [FOUR]
        assert "1 hit" in user.lines()[0]

    drive(seeded, play)


def test_letters_after_a_waiting_key_that_opens_a_prompt_become_its_text(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        user.main.shown._finder = Slow(seeded)
        await burst(user, "slash", *"schmitt", "enter", "t", *"gads", "enter", "s")
        await user.until(lambda: seeded.marks.of(FOUR).star)
        assert [paper_id for paper_id, _ in seeded.marks.items()] == [FOUR]
        assert seeded.marks.of(FOUR).tags == ("gads",)
        assert seeded.marks.of(FOUR).pile == "unread"

    drive(seeded, play)


def test_the_choice_of_a_menu_waits_with_the_key_of_the_menu(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        user.main.shown._finder = Slow(seeded)
        await burst(user, "slash", *"schmitt", "enter", "y", "i")
        await user.until(lambda: user.app.clipboard == FOUR)

    drive(seeded, play)


class Closing(Prompt):
    """A prompt that is closed by Enter; at that moment somebody types on."""

    label = "anything"

    def __init__(self, typed_then: Callable[[], None]) -> None:
        self._typed_then = typed_then

    def entered(self, text: str) -> str:
        self._typed_then()
        return ""


def test_no_key_overtakes_keys_returned_by_a_closed_prompt(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        user.main.open_box(Closing(lambda: send(user, "i", "j")))
        send(user, "enter", "y")
        await user.until(lambda: user.app.clipboard == ONE)
        await user.until(lambda: user.main.papers.cursor == 1)

    drive(seeded, play)


def test_a_search_interrupted_by_a_star_is_restarted_and_finished(seeded: Library) -> None:
    shown = ListState(seeded)
    want = Finder(seeded).find(parse("benchmark"))
    shown.search(parse("benchmark"))
    while not shown.go_on(0.000001):
        pass
    sizes = [len(shown.heads)]
    for number in range(4):
        assert shown.lookup.searching
        seeded.act([ONE], {"star": number % 2 == 0})
        shown.changed({ONE})
        shown.go_on(0.000001)
        sizes.append(len(shown.heads))
    while shown.lookup.searching:
        shown.go_on(1)
        sizes.append(len(shown.heads))
    assert sizes == sorted(sizes)  # the number of shown papers never shrinks on the way
    assert shown.found is not None
    assert [head.id for head in shown.heads] == [head.id for head in want.heads]
    assert not shown.found.more


@pytest.mark.parametrize("key", ["space", "down", "j", "pagedown", "ctrl+d", "end"])
def test_keys_apply_in_the_order_in_which_they_are_typed(seeded: Library, key: str) -> None:
    """However fast they come: the second key acts on the paper that the first led to."""

    async def play(user: Driver) -> None:
        await user.press(key)
        there = user.current
        await user.press("escape", "g")
        send(user, key, "s")
        await user.until(lambda: user.library.marks.total("star") == 1)
        await user.settle()
        expected = "2310.19210" if key == "space" else there
        assert user.library.marks.starred() == [expected]

    drive(seeded, play)


def test_an_empty_list_reports_no_hits_yet_while_a_search_is_running(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        user.main.shown._finder = Half(seeded)
        send(user, "slash", *"zqxjk")
        await user.until(lambda: "still searching" in user.message)
        await user.until(lambda: 'No hits yet for "zqxjk"' in user.text())
        assert "Nothing matches" not in user.text()
        user.main.shown._finder = Finder(seeded)
        send(user, "v")
        await user.until(lambda: 'Nothing matches "zqxjkv" · Esc back' in user.text())
        assert "No hits yet" not in user.text()

    drive(seeded, play)
