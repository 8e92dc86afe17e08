"""The promises of the page on files and of the README on data are held by named tests."""

from __future__ import annotations

import ast
import re
import threading
from pathlib import Path

import pytest

from arxtui.cli import manual
from arxtui.store import Library
from tests.screen import Driver, drive

TESTS = Path(__file__).parent
README = (TESTS.parent / "README.md").read_text("utf-8")
FILES = manual.page("files")

PROMISES = {
    "survives `kill -9`": (
        "test_faults.test_no_acknowledged_action_is_lost_by_kill_9",
        "test_terminal.test_a_star_survives_kill_9",
    ),
    "is synced to disk": (
        "test_faults.test_after_a_failed_fsync_the_journal_is_rewritten_to_a_new_file",
    ),
    "`writing…`": ("test_promises.test_a_slow_disk_shows_writing_until_the_action_is_on_disk",),
    "`NOT ON DISK` and why": (
        "test_triage.test_an_unwritable_disk_is_reported_and_nothing_changes",
        "test_faults.test_no_acknowledged_action_is_lost_on_a_full_disk",
    ),
    "actions wait in order": (
        "test_triage.test_actions_wait_in_order_while_another_process_has_the_lock",
    ),
    "whole or not at all": (
        "test_long_actions_on_disk.test_an_action_killed_at_any_system_call_was_done_whole_or_not_at_all",
        "test_long_actions_on_disk.test_an_action_in_which_any_call_fails_was_done_whole_or_not_at_all",
        "test_long_lists.test_a_key_behind_an_action_over_all_papers_waits_for_its_end",
        "test_long_lists.test_an_action_over_all_papers_shows_how_far_it_is",
    ),
    "Every mark can be undone": (
        "test_triage.test_undo_of_an_action_before_the_start_is_announced_first",
        "test_synced_machines.test_undo_keeps_later_changes_of_another_machine",
    ),
    "Damage stays small": (
        "test_faults.test_a_flipped_byte_loses_its_line_at_most_and_is_reported",
        "test_faults.test_a_damaged_day_file_is_reported_and_set_aside_by_the_next_load",
    ),
    "names an undamaged copy": (
        "test_faults.test_a_damaged_line_is_reported_with_an_undamaged_copy",
    ),
    "Several windows": (
        "test_triage.test_another_window_is_seen_within_a_second",
        "test_triage.test_papers_loaded_by_another_process_appear_and_the_cursor_keeps_its_paper",
        "test_faults.test_two_writers_and_a_reader_lose_nothing",
    ),
    "A copied or restored library": (
        "test_indexing.test_a_copied_library_answers_at_once_and_is_checked_afterwards",
        "test_indexing.test_a_killed_load_leaves_all_other_papers_searchable",
        "test_indexing.test_the_heads_of_another_machine_are_not_believed",
    ),
    "Marks outlive papers": (
        "test_promises.test_a_marked_paper_is_exported_after_all_papers_are_lost",
        "test_removed_papers.test_a_star_always_stores_its_citation_and_is_exported",
    ),
    "A crash is reported": (
        "test_crash_report.test_an_exception_restores_the_terminal_and_is_reported",
        "test_crash_report.test_the_next_start_mentions_the_report_once",
    ),
    "Examples are removed": (
        "test_command_line.test_the_first_load_removes_the_examples",
        "test_triage.test_the_first_load_removes_the_examples_from_an_open_screen",
    ),
    "The text files": (
        "test_full_text.test_without_the_setting_no_text_file_is_made_and_day_files_are_read",
        "test_full_text.test_damage_at_any_place_causes_a_rebuild_and_never_a_wrong_hit",
        "test_full_text.test_text_files_of_another_machine_are_not_believed",
    ),
    "0600 in 0700 folders": (
        "test_hostile_input.test_files_of_a_library_are_readable_by_their_user_only",
    ),
    "untrusted": (
        "test_sinks.test_no_payload_reaches_the_terminal_by_any_key",
        "test_sinks.test_no_command_prints_a_payload",
    ),
    "opens in TinyDB": (
        "test_library.test_marks_json_makes_the_start_fast_and_is_a_plain_tinydb_file",
    ),
}
"""Words of a promise -> the tests that hold it."""
DATA = {
    "only ever appended to": ("test_promises.test_the_journal_is_only_ever_appended_to",),
    "`arxtui help files` says where, and which files you may delete": (
        "test_promises.test_all_but_marks_and_papers_can_be_deleted",
    ),
    "you lose at most that line or file": (
        "test_faults.test_a_flipped_byte_loses_its_line_at_most_and_is_reported",
    ),
    "can keep the marks of several machines together": (
        "test_faults.test_histories_of_three_machines_merge_alike_in_any_order",
    ),
    "connects to arXiv only": ("test_fetch.test_only_hosts_of_arxiv_are_asked_and_only_by_https",),
}
"""Words of the README's part on your data -> the tests that hold the promise."""
ONE = "2310.19210"


def defined(module: str) -> set[str]:
    """Return the names of the tests of a module."""
    tree = ast.parse((TESTS / f"{module}.py").read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(
    ("page", "promises"), [(FILES, PROMISES), (README, DATA)], ids=["manual", "README"]
)
def test_every_promise_is_on_its_page_and_has_its_tests(
    page: str, promises: dict[str, tuple[str, ...]]
) -> None:
    text = " ".join(page.split())
    for words, tests in promises.items():
        assert words in text
        for test in tests:
            module, _, name = test.partition(".")
            assert name in defined(module), test


def test_every_promise_of_the_pages_is_listed() -> None:
    for page, promises, part in (
        (FILES, PROMISES, FILES),
        (README, DATA, README.partition("## Your data")[2]),
    ):
        points = re.findall(r"^- (.*(?:\n  .*)*)", part.partition("\n## ")[0], re.MULTILINE)
        assert len(points) > 4, page[:20]
        for point in points:
            assert any(words in " ".join(point.split()) for words in promises), point


def test_a_slow_disk_shows_writing_until_the_action_is_on_disk(
    folder: Path, seeded: Library
) -> None:
    seeded.close()
    disk = threading.Event()
    library = Library(folder, "test-0001", fsync=lambda _: void(disk.wait()))

    async def play(user: Driver) -> None:
        await user.press("s")
        await user.until(lambda: user.message == "writing…")
        disk.set()
        await user.until(lambda: user.message != "writing…")
        assert user.message == ""

    try:
        drive(library, play)
    finally:
        disk.set()
        library.close()
    assert Library(folder, "test-0001").marks.starred() == [ONE]


def void(_: object) -> None:
    """Ignore a value."""


def test_a_marked_paper_is_exported_after_all_papers_are_lost(
    folder: Path, seeded: Library
) -> None:
    import shutil

    seeded.act([ONE], {"star": True}).wait()
    before = [entry.paper.title for entry in seeded.entries([ONE])]
    seeded.close()
    for name in ("catalogue", "heads"):
        shutil.rmtree(folder / name, ignore_errors=True)
    assert [entry.paper.title for entry in Library(folder, "test-0001").entries([ONE])] == before


def test_the_journal_is_only_ever_appended_to(folder: Path, seeded: Library) -> None:
    seeded.act([ONE], {"star": True}).wait()
    path = next((folder / "marks").glob("*.jsonl"))
    for step in (
        lambda: seeded.act([ONE], {"note": "x"}),
        lambda: seeded.act([ONE], {"#gan": True}),
        seeded.undo,
        seeded.redo,
        seeded.checkpoint.save,
        seeded.close,
    ):
        before = path.read_bytes()
        step()
        assert path.read_bytes().startswith(before)


def test_all_but_marks_and_papers_can_be_deleted(folder: Path, seeded: Library) -> None:
    import shutil

    seeded.act([ONE], {"star": True, "note": "x"}).wait()
    seeded.checkpoint.save()
    seeded.close()
    mark = seeded.marks.of(ONE)
    for path in folder.iterdir():
        if path.name in ("marks", "catalogue"):
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    again = Library(folder, "test-0001")
    assert again.marks.of(ONE) == mark
    assert len(again.papers.heads()) == 90
    assert again.check() == []
