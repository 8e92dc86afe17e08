"""The command line, as a person or cron would call it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import arxtui
from arxtui import locations
from arxtui.cli import run
from arxtui.cli.terminal import DONE, IN_PART, INTERRUPTED, NOTHING
from arxtui.keys import VERBS
from tests.command import RunCommand, write_settings
from tests.conftest import SEEDS

ONE = "2310.19210"
TWO = "2310.19224"


def test_a_new_library_gets_the_examples(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert run(["list", "--ids", "--library", str(folder)]) == DONE
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 90
    assert (
        err == f"made {folder} with 90 example papers; arxtui fetch CATEGORY or arxtui load PATH"
        " replaces them with yours\n"
    )
    assert run(["list", "--library", str(folder)]) == DONE
    assert capsys.readouterr().err == ""


def test_the_first_load_removes_the_examples(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.md"
    text = (SEEDS / "cs.CV-2023-10-30.md").read_text("utf-8")
    mine.write_text(text.replace("2023-10-30", "2024-01-05").replace("abs/2310.", "abs/2401."))
    run(["--library", str(folder), "star", ONE])
    capsys.readouterr()
    assert run(["--library", str(folder), "load", str(mine)]) == DONE
    assert (
        capsys.readouterr().out.splitlines()[1] == "89 example papers without a mark were removed"
    )
    run(["--library", str(folder), "list", "--ids", "day:2023"])
    assert capsys.readouterr().out.split() == [ONE]


def test_load_prints_a_single_line_and_each_problem_with_its_place(
    ran: RunCommand, folder: Path, tmp_path: Path
) -> None:
    again = ran("load", str(SEEDS))
    assert again.lines == ["90 papers from 1 listing: 0 new, 0 updated, 90 unchanged; 0 problems"]
    cut = tmp_path / "cut.md"
    cut.write_text(
        (SEEDS / "cs.CV-2023-10-30.md").read_text("utf-8").replace("- **DOI**: None\n", "", 1)
    )
    partly = ran("load", str(cut), str(tmp_path / "missing.md"))
    assert partly.status == IN_PART
    assert partly.lines == ["89 papers from 1 listing: 0 new, 0 updated, 89 unchanged; 2 problems"]
    assert partly.err.splitlines()[0].startswith(f"{cut}:4: DOI expected")
    assert partly.err.splitlines()[1] == f"{tmp_path / 'missing.md'}: no such file or directory"
    assert ran("load", str(tmp_path / "missing.md")).status == NOTHING
    assert ran("load", "--quiet", str(SEEDS)).out == ""


def test_a_team_is_printed_without_the_colon_that_marks_it(ran: RunCommand, tmp_path: Path) -> None:
    """The author's field of ADS and INSPIRE: a team in braces, then its people."""
    bib = tmp_path / "planck.bib"
    authors = "{Planck Collaboration} and Aghanim, N. and Akrami, Y."
    bib.write_text(f"@misc{{p, title = {{A}}, author = {{{authors}}}, eprint = {{1807.06209}}}}\n")
    assert ran("load", str(bib), "--star").lines[-1] == "starred: 1 of 1 paper"
    people = "Planck Collaboration, N. Aghanim, Y. Akrami"
    assert ran("show", "1807.06209").lines[1] == people
    assert ran("list", "id:1807.06209").lines[0].endswith(f"\t{people}")
    for form in ("csv", "markdown", "bibtex"):
        assert ":," not in ran("export", "-f", form, "id:1807.06209").out


def test_list_prints_id_marks_title_and_authors(ran: RunCommand) -> None:
    ran("star", ONE)
    ran("tag", "nerf,gan", ONE)
    ran("later", ONE)
    first = ran("list").lines[0].split("\t")
    assert first[:2] == [ONE, "later star #gan #nerf"]
    assert first[2].startswith("Generalized Category Discovery")
    assert first[3] == "Xiangli Yang, Xinglin Pan, Irwin King, Zenglin Xu"
    assert ran("list", "-n", "3", "--ids").lines == [ONE, "2310.19223", TWO]


def test_list_accepts_queries(ran: RunCommand) -> None:
    ran("star", ONE, TWO)
    assert ran("list", "--ids", "is:starred").lines == [ONE, TWO]
    assert ran("list", "--ids", "au:schmitt").lines == ["2310.19231"]
    assert ran("list", "--ids", "xu", "zenglin").lines[0] == ONE
    close = ran("list", "--ids", "generalised categorry discovry")
    assert close.lines[0] == ONE
    assert "no exact match · close: " in close.err
    nothing = ran("list", "zqxjkv")
    assert (nothing.status, nothing.out) == (DONE, "")
    wrong = ran("list", "is:blue")
    assert wrong.status == NOTHING
    assert "is: takes starred, later" in wrong.err
    assert ran("list", "--", "--ids").status == DONE


def test_list_as_json_has_the_documented_keys(ran: RunCommand) -> None:
    ran("star", ONE)
    ran("note", ONE, "see section 3")
    one = json.loads(ran("show", "--json", f"https://arxiv.org/abs/{ONE}v1").out)
    assert (
        " ".join(one)
        == "id version title authors categories primary published updated doi comment journal_ref"
        " abstract pdf_url abs_url day starred pile read tags note key seen_version other_notes"
        " watch"
    )
    assert (one["id"], one["starred"], one["pile"], one["note"], one["key"]) == (
        ONE, True, "unread", "see section 3", "yang2023generalized"
    )  # fmt: skip
    assert len(ran("list", "--json").lines) == 90


def test_papers_are_printed_with_the_names_of_their_watch_rules(ran: RunCommand) -> None:
    config = locations.settings_file()
    config.parent.mkdir(parents=True, exist_ok=True)
    rules = ["[watch]", "discovery = 'ti:category ti:discovery'", "\"1 [x]\" = 'id:2310.19210'"]
    config.write_text("\n".join(rules))
    line = ran("list", "-n", "1", "id:2310.19210").lines[0]
    assert line.split("\t")[1] == "unread !discovery !1 [x]"
    found = [json.loads(line) for line in ran("list", "--json").lines]
    named = {one["id"]: one["watch"] for one in found if one["watch"]}
    assert named[ONE] == ["discovery", "1 [x]"]
    assert len(found) == 90
    assert json.loads(ran("show", "--json", ONE).out)["watch"] == ["discovery", "1 [x]"]
    assert "unread · !discovery · !1 [x]" in ran("show", ONE).lines
    config.write_text("[watch]\nwrong = 'is:blue'\n")
    wrong = ran("list", "--json", "-n", "1")
    assert json.loads(wrong.out)["watch"] == []
    assert "is: takes starred" in wrong.err


def test_list_leaves_out_the_muted_papers_of_the_newest_day_and_reports_them(
    ran: RunCommand,
) -> None:
    config = locations.settings_file()
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text("[mute]\nnoise = 'id:2310.19210 OR id:2310.19224'\n")
    listed = ran("list", "--ids")
    assert len(listed.lines) == 88
    assert listed.err.strip() == (
        "2 muted · arxtui list day:2023-10-30 lists all papers of the day"
    )
    assert len(ran("list", "day:2023-10-30", "--ids").lines) == 90
    assert len(ran("list", "--all", "--ids").lines) == 90
    assert ran("list", "--json", "-n", "1").err == listed.err
    ran("star", "2310.19210")  # a marked paper is not muted
    assert len(ran("list", "--ids").lines) == 89
    config.write_text("[mute]\nwrong = 'is:blue'\n")
    wrong = ran("list", "--ids")
    assert len(wrong.lines) == 90
    assert "wrong is: takes" in wrong.err


def test_the_command_line_sets_read_later_and_star(
    ran: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ran("read", ONE, f"arXiv:{TWO}").status == DONE
    assert ran("read", ONE).status == DONE
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{ONE}\n{TWO}\n"))
    ran("later", "-")
    assert ran("list", "--ids", "is:later").lines == [ONE, TWO]
    ran("unread", TWO)
    ran("untag", "gan", ONE)
    assert ran("list", "--ids", "is:later").lines == [ONE]


SPELLED = (
    f"arXiv:{TWO}v1 [cs.CV]", f"arxiv.org/abs/{TWO}", f"https://arxiv.org/html/{TWO}v1#S1",
    f"10.48550/arXiv.{TWO}",
    f"<https://arxiv.org/pdf/{TWO}.pdf?x=1>", f"oai:arXiv.org:{TWO}",
    f"https://www.alphaxiv.org/abs/{TWO}", 
    f"\ufeff{TWO}.",
)  # fmt: skip


@pytest.mark.parametrize("spelled", SPELLED)
def test_every_command_takes_an_id_in_any_spelling(
    ran: RunCommand, spelled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert TWO in ran("show", spelled).out
    for words in (("star",), ("later",), ("tag", "gan")):
        done = ran(*words, spelled)
        assert (done.status, done.err) == (DONE, "")
    assert ran("note", spelled, "of mine").status == DONE
    assert ran("list", "--ids", "is:starred is:later tag:gan").lines == [TWO]
    assert ran("note", TWO).lines == ["of mine"]
    assert ran("list", "--ids", spelled).lines == [TWO]
    assert f"eprint = {{{TWO}}}" in " ".join(ran("export", spelled).out.split())
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{spelled}\r\n"))
    assert ran("unstar", "-").status == DONE
    assert ran("list", "--ids", "is:starred").lines == []
    assert ran("forget", spelled).status == DONE


def test_ids_are_read_from_standard_input_in_any_form_of_list(
    ran: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = ran("list", "-n", "2").out
    monkeypatch.setattr(
        sys, "stdin", io.StringIO(f"\ufeff{table}\narXiv: {TWO} [cs.CV]\n\n{ONE} arXiv:{TWO}v1\n")
    )
    done = ran("star", "-")
    assert (done.status, done.err) == (DONE, "")
    assert ran("list", "--ids", "is:starred").lines == [ONE, "2310.19223", TWO]


def test_an_arxiv_stamp_split_by_the_shell_is_a_single_id(ran: RunCommand) -> None:
    assert ran("star", "arXiv:", f"{TWO}v1", "[cs.CV]").status == DONE
    assert ran("list", "--ids", "is:starred").lines == [TWO]


def test_several_ids_are_exported(ran: RunCommand) -> None:
    done = ran("export", "-f", "json", f"arXiv:{TWO}", ONE, "2310.99999")
    assert [json.loads(one)["id"] for one in done.lines] == [ONE, TWO]
    assert done.err == "not in the library: 2310.99999; arxtui fetch 2310.99999 fetches it\n"


def test_an_impossible_id_is_refused_with_the_reason(ran: RunCommand) -> None:
    done = ran("star", "2310.1921", "arXiv:2313.12345")
    assert done.status == NOTHING
    assert done.err.splitlines() == [
        (
            "arxtui: 2310.1921 is not an arXiv id: since 1501 five digits stand behind the dot; "
            "a spreadsheet drops the last 0: 2310.19210?"
        ),
        "2313.12345 is not an arXiv id: there is no month 13",
    ]


def test_a_paper_loaded_with_an_impossible_id_can_still_be_named(
    ran: RunCommand, folder: Path
) -> None:
    path = folder / "marks" / "other-0001.2026.jsonl"
    path.parent.mkdir(exist_ok=True)
    path.write_text('{"t":"2026-01-01T00:00:00.000000Z","ids":["2310.1921"],"set":{"star":true}}\n')
    assert ran("unstar", "2310.1921").status == DONE
    assert ran("stats").status == DONE
    assert "2310.1921" not in ran("list", "--ids", "is:starred").lines


def test_unknown_ids_are_reported_and_the_others_are_marked(ran: RunCommand) -> None:
    partly = ran("star", ONE, "2312.99999", "nonsense")
    assert partly.status == IN_PART
    assert partly.err.splitlines() == [
        "arxtui: not an arXiv id: 'nonsense'",
        "arxtui: no paper 2312.99999 in the library; arxtui fetch 2312.99999 fetches it"
    ]  # fmt: skip
    assert ran("list", "--ids", "is:starred").lines == [ONE]
    assert ran("star", "2312.99999").status == NOTHING


def test_undo_redo_and_log_work_on_the_command_line(ran: RunCommand) -> None:
    ran("star", ONE)
    ran("read", ONE, TWO)
    assert ran("undo").lines == ["undone: read · 2 papers"]
    assert ran("undo", "5").lines == [f"undone: starred · {ONE}", "nothing more to undo"]
    assert ran("redo").lines == [f"redone: starred · {ONE}"]
    log = ran("log").lines
    assert [line.split("  ")[2] for line in log] == [
        f"redo: starred · {ONE}", f"undo: unstarred · {ONE}", "undo: unread · 2 papers",
        "read · 2 papers", f"starred · {ONE}"
    ]  # fmt: skip
    assert len(ran("log", "-n", "2").lines) == 2


def test_notes_are_written_shown_and_removed(ran: RunCommand) -> None:
    ran("note", ONE, "see section 3")
    assert ran("note", ONE).lines == ["see section 3"]
    ran("note", ONE, "")
    assert ran("note", ONE).lines == []


def test_export_writes_to_standard_output_and_to_files(ran: RunCommand, tmp_path: Path) -> None:
    ran("star", ONE, TWO)
    out = ran("export").out
    assert out.count("@misc{") == 2
    assert "author        = {Yang, Xiangli and Pan, Xinglin and King, Irwin and Xu, Zenglin}" in out
    bib = tmp_path / "my.bib"
    bib.write_bytes(b"@comment{mine}\r\n@book{knuth, title={TeX}}\n")
    refused = ran("export", "-o", str(bib))
    assert refused.status == NOTHING
    assert "--append adds to it, --force overwrites it" in refused.err
    assert (
        ran("export", "-o", str(bib), "--append").err
        == "2 added to my.bib (0 were already in it)\n"
    )
    kept = bib.read_bytes()
    assert kept.startswith(b"@comment{mine}\r\n@book{knuth, title={TeX}}\n\n@misc{")
    ran("star", "2310.19231")
    assert (
        ran("export", "-o", str(bib), "--append").err
        == "1 added to my.bib (2 were already in it)\n"
    )
    assert bib.read_bytes().startswith(kept)
    assert ran("export", "-o", str(bib), "--force").err == f"3 papers to {bib}\n"
    assert bib.read_text().count("@misc{") == 3
    assert ran("export", "-o", str(tmp_path / "my.jsonl")).status == DONE
    assert len((tmp_path / "my.jsonl").read_text().splitlines()) == 3
    assert len(ran("export", "-f", "json", "day:2023-10-30").lines) == 90


def test_nothing_is_appended_to_a_bib_with_an_unclosed_entry(
    ran: RunCommand, tmp_path: Path
) -> None:
    ran("star", ONE)
    bib = tmp_path / "my.bib"
    bib.write_text("@misc{a, x = 1}\n\n@misc{b,\n  title = {open,\n  year = 2020\n")
    refused = ran("export", "-o", str(bib), "--append")
    assert refused.status == NOTHING
    assert (
        refused.err == f"arxtui: {bib}:4: the value of title in b has no end; nothing was added\n"
    )
    assert bib.read_text().endswith("  year = 2020\n")


def test_exports_of_the_settings_are_renewed_by_every_command(
    ran: RunCommand, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.bib"
    other = tmp_path / "other.bib"
    write_settings(f"""
style = "article"
[[export]]
query = "is:starred"
file = "{mine}"
[[export]]
query = "tag:gan generalized"
file = "{other}"
style = "biblatex"
""")
    ran("star", ONE, TWO)
    assert mine.read_text().startswith("% Kept by arxtui")
    assert mine.read_text().count("@inproceedings{") == 2
    assert other.read_text().count("@") == 0
    before = mine.stat().st_mtime_ns
    ran("tag", "gan", ONE, TWO)
    assert other.read_text().count("eprinttype ") == 1
    assert mine.stat().st_mtime_ns > before  # the tag is in its keywords
    ran("unstar", ONE)
    assert mine.read_text().count("@inproceedings{") == 1
    ran("undo", "2")
    assert (mine.read_text().count("@inproceedings{"), other.read_text().count("eprinttype ")) == (
        2,
        0,
    )
    before = mine.stat().st_mtime_ns
    ran("read", "2310.19231")
    assert mine.stat().st_mtime_ns == before
    assert ran("export").out.count("@inproceedings{") == 2  # the style of the settings


def test_an_export_of_the_settings_overwrites_no_file_of_others(
    ran: RunCommand, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.bib"
    mine.write_text("@book{knuth, title={TeX}}\n")
    write_settings(f"""
[[export]]
query = "is:starred"
file = "{mine}"
[[export]]
query = "is:starred"
file = "{tmp_path}/no/folder.bib"
""")
    did = ran("star", ONE)
    assert did.status == DONE
    assert (
        f"{mine}: is not a file that arxtui keeps: [[export]] would write over it; name another one"
        in did.err
    )
    assert f"NOT ON DISK: {tmp_path}/no/folder.bib: No such file or directory" in did.err
    assert mine.read_text() == "@book{knuth, title={TeX}}\n"
    assert ran("list", "is:starred", "--ids").lines == [ONE]


def test_export_accepts_each_style(ran: RunCommand) -> None:
    ran("star", "2310.19223", "2310.19231")
    article = ran("export", "--style", "article").out
    assert "journal       = {arXiv preprint arXiv:2310.19223}" in article
    assert "journal       = {IEEE Geoscience and Remote Sensing Magazine}" in article
    assert "note          = {arXiv:2310.19231}" in article
    biblatex = ran("export", "--style", "biblatex").out
    assert "@online{" in biblatex
    assert "date          = {2023-10}" in biblatex
    assert "eprinttype    = {arxiv}" in biblatex
    assert "abstract      = {" in ran("export", "--abstract").out
    wrong = ran("export", "--style", "apa")
    assert (wrong.status, wrong.err) == (
        NOTHING,
        "arxtui: no style 'apa'; there are misc, article, biblatex\n",
    )
    assert "no format 'doc'" in ran("export", "-f", "doc").err


def test_an_export_that_cannot_be_written_is_reported(ran: RunCommand, tmp_path: Path) -> None:
    ran("star", ONE)
    for place in (tmp_path / "no" / "folder.bib", tmp_path):
        failed = ran("export", "-o", str(place), "--force")
        assert failed.status == NOTHING
        assert str(place) in failed.err
    bad = tmp_path / "bad.bib"
    bad.write_bytes(b"\xff\xfe")
    assert "not UTF-8" in ran("export", "-o", str(bad), "--append").err
    assert bad.read_bytes() == b"\xff\xfe"


def test_an_export_on_a_full_disk_leaves_the_old_file(
    ran: RunCommand, folder: Path, tmp_path: Path
) -> None:
    ran("export", "day:2023-10-30", "-o", str(tmp_path / "all.bib"))
    bib = tmp_path / "small" / "my.bib"
    bib.parent.mkdir()
    bib.write_text("@book{knuth, title={TeX}}\n")
    code = (
        "import resource, signal, sys; from arxtui.cli import run\nsignal.signal(signal.SIGXFSZ,"
        " signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (4000,"
        " 4000))\nsys.exit(run(sys.argv[1:]))"
    )
    for how in ("--append", "--force"):
        words = ["--library", str(folder), "export", "day:2023-10-30", "-o", str(bib), how]
        done = subprocess.run(
            [sys.executable, "-c", code, *words], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (NOTHING, f"arxtui: {bib}: File too large\n")
        assert [path.name for path in bib.parent.iterdir()] == ["my.bib"]
        assert bib.read_text() == "@book{knuth, title={TeX}}\n"


def test_for_an_unknown_command_the_nearest_is_named(ran: RunCommand) -> None:
    wrong = ran("exprot")
    assert wrong.status == NOTHING
    assert "Did you mean export? To search: arxtui open exprot" in wrong.err
    assert ran("star").status == NOTHING
    assert ran("list", "-n", "x").status == NOTHING


def test_the_screen_needs_a_terminal(ran: RunCommand) -> None:
    refused = ran()
    assert refused.status == NOTHING
    assert "needs a terminal" in refused.err


def test_stats_check_where_config_and_keys_print_their_parts(
    ran: RunCommand, folder: Path, tmp_path: Path
) -> None:
    ran("star", ONE)
    ran("tag", "gan", ONE)
    ran("read", TWO)
    assert ran("stats").lines == [
        "90 papers of 1 day", "89 unread, 0 later, 1 read", "1 starred, 1 tagged, 0 with a note",
        "  #gan 1"
    ]  # fmt: skip
    assert ran("check").lines == [
        "90 papers, 3 actions; 1 of 1 day equal to the listings, byte for byte; no problems"
    ]
    assert ran("where").lines[0] == f"library   {folder}"
    assert ran("config").lines == [str(tmp_path / "config" / "arxtui" / "settings.toml")]
    assert len(ran("keys").lines) == len(VERBS)
    assert len(json.loads(ran("keys", "--json").out)) == len(VERBS)
    journal = next((folder / "marks").glob("*.jsonl"))
    journal.write_bytes(journal.read_bytes().replace(b"true", b"fals", 1))
    wrong = ran("check")
    assert wrong.status == IN_PART
    copies = list(folder.glob("backup/*/*.jsonl"))
    damage = f"{journal}:2: the line is damaged: its checksum does not match"
    assert wrong.err == f"{damage}; {copies[0]} is an undamaged copy\n"
    copies[0].unlink()
    assert ran("check").err == f"{damage}\n"


def test_a_library_that_is_a_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert run(["--library", str(tmp_path / "file"), "list"]) == NOTHING
    assert capsys.readouterr().err == f"arxtui: no library at {tmp_path / 'file'}: not a folder\n"


def test_ctrl_c_exits_with_status_130(ran: RunCommand, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(io.StringIO):
        def read(self, size: int | None = -1) -> str:
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", Interrupted())
    assert ran("star", "-").status == INTERRUPTED


def test_ctrl_c_while_a_class_is_made_exits_with_status_130(
    ran: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python 3.11 hides the KeyboardInterrupt in a RuntimeError there; a start makes many."""

    class Interrupting:
        def __set_name__(self, owner: type, name: str) -> None:
            raise KeyboardInterrupt

    class Making(io.StringIO):
        def read(self, size: int | None = -1) -> str:
            return type("Made", (), {"part": Interrupting()}).__name__

    monkeypatch.setattr(sys, "stdin", Making())
    assert ran("star", "-").status == INTERRUPTED


def arxtui_process(*words: str) -> subprocess.CompletedProcess[str]:
    """Run arxtui as a separate process."""
    return subprocess.run(
        [sys.executable, "-m", "arxtui", *words], capture_output=True, text=True, check=False
    )


def test_a_closed_pipe_is_quiet(folder: Path, seeded: object) -> None:
    command = f"{sys.executable} -m arxtui --library {folder} list --json | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["id"] == ONE
    assert done.stderr == ""


def test_version_and_help_are_printed() -> None:
    assert arxtui_process("--version").stdout == f"arxtui {arxtui.__version__}\n"
    assert "arxtui open" not in arxtui_process("--help").stderr
    assert "exit status" in arxtui_process("--help").stdout


@pytest.mark.parametrize("words", [["--version"], ["list", "-n", "1"], ["export"], ["star", ONE]])
def test_the_command_line_imports_neither_textual_nor_rich(
    words: list[str], folder: Path, seeded: object
) -> None:
    program = (
        "import sys\nfrom arxtui.cli import run\ntry:\n    run(sys.argv[1:])\nexcept SystemExit:\n "
        "   pass\nprint([one for one in ('textual', 'rich', 'rapidfuzz', 'pylatexenc') if one in"
        " sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "--library", str(folder), *words],
        capture_output=True, text=True, check=True, env=dict(os.environ),
    )  # fmt: skip
    assert done.stderr.splitlines()[-1] == "[]"


def test_no_control_byte_of_a_paper_reaches_the_terminal(folder: Path, tmp_path: Path) -> None:
    evil = "\x1b]52;c;ZXZpbA==\x07\x1b[31m\x9b31m\x7f\u202e"
    text = (
        (SEEDS / "cs.CV-2023-10-30.md")
        .read_text("utf-8")
        .replace("Generalized Category", f"{evil}Category")
    )
    path = tmp_path / f"{evil[:9]}.md"
    path.write_text(text)
    missing = str(tmp_path / "no\x1b[31m.md")
    for words in (["load", str(path), missing], ["list"], ["show", ONE], ["show", "--json", ONE],
                  ["star", ONE], ["export"], ["log"], ["list", evil]):  # fmt: skip
        done = arxtui_process("--library", str(folder), *words)
        for stream in (done.stdout, done.stderr):
            assert not {char for char in stream if ord(char) < 32 or char in "\x7f\x9b\u202e"} - {
                "\n",
                "\t",
            }


# Faults found by a search for them


def test_a_query_lists_and_exports_all_its_hits(
    ran: RunCommand, library: object, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = (SEEDS / "cs.CV-2023-10-30.md").read_text("utf-8").replace("### ", "### Learning ")
    for year in (31, 32, 33):
        path = tmp_path / f"{year}.md"
        path.write_text(
            text.replace("2023-10-30", f"2023-11-{year - 10}").replace(
                "abs/2310.", f"abs/{year}10."
            )
        )
        ran("load", str(path))
    assert len(ran("list", "--ids", "learning").lines) == 50
    every = ran("list", "--ids", "--all", "learning").lines
    assert len(every) == len(set(every)) >= 270
    assert ran("export", "learning").out.count("@misc{") == len(every)
    assert "no paper has zqxjkv" in ran("list", "category", "zqxjkv", "discovery").err


def test_words_may_stand_behind_an_option(ran: RunCommand) -> None:
    assert ran("list", "--ids", "category", "-n", "1", "discovery").lines == [ONE]
    assert ran("list", "--nonsense").status == NOTHING


def test_closed_streams_and_limited_encodings_are_no_crash(folder: Path, seeded: object) -> None:
    line = f"{sys.executable} -m arxtui --library {folder}"
    for command, status in (
        (f"{line} star {ONE} >&-", 0), (f"{line} star - <&-", 2), (f"{line} note - </dev/null", 2),
        (f"PYTHONIOENCODING=ascii {line} list", 0), (f"{line} export cat:cs.CV | true", 0),
        (f"{line} note {ONE} $'a\\xff'", 2), (f"{line} --library '~nosuch/x' where", 2),
    ):  # fmt: skip
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
        assert (done.returncode, "Traceback" in done.stderr) == (status, False), (
            command,
            done.stderr,
        )


def test_special_files_are_neither_read_nor_replaced(ran: RunCommand, tmp_path: Path) -> None:
    ran("star", ONE)
    os.mkfifo(tmp_path / "pipe.bib")
    (tmp_path / "loop.bib").symlink_to(tmp_path / "loop.bib")
    for words in (["--append"], ["--force"]):
        for name in ("pipe.bib", "loop.bib"):
            refused = ran("export", "-o", str(tmp_path / name), *words)
            assert refused.status in (NOTHING, DONE)
    assert not (tmp_path / "pipe.bib").is_file()


def test_stats_count_papers_of_the_catalogue(ran: RunCommand, folder: Path) -> None:
    (folder / "marks").mkdir(exist_ok=True)
    (folder / "marks" / "b-0002.2024.jsonl").write_text(
        '{"t":"2024-01-01T00:00:00.000000Z","ids":["2401.00001"],"set":{"pile":"read","star":true}}\n'
    )
    assert ran("stats").lines[1] == "90 unread, 0 later, 0 read"
    assert "1 starred paper left out, not in the library: arxtui fetch" in ran("export").err
    assert ran("unstar", "2401.00001").status == DONE
    assert ran("export").err == "nothing is starred yet: arxtui star ID stars a paper\n"


def test_reading_works_without_a_writable_state_folder(ran: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    assert len(ran("list").lines) == 90
    refused = ran("star", ONE)
    assert refused.status == NOTHING
    assert "NOT ON DISK" in refused.err


def test_a_category_typed_as_a_word_is_answered_with_its_field(ran: RunCommand) -> None:
    assert "the papers of the category: cat:cs.CV\n" in ran("list", "cs.CV").err
    assert ran("list", "cat:cs.CV").err == ""


def test_a_day_in_the_future_is_refused(ran: RunCommand) -> None:
    refused = ran("fetch", "cs.CV", "--since", "2999-01-01")
    assert (refused.status, refused.err) == (NOTHING, "arxtui: 2999-01-01 is in the future\n")


def test_forget_reports_that_it_found_no_paper(ran: RunCommand) -> None:
    refused = ran("forget", "1999-01-01")
    reason = "arxtui: nothing to forget: no papers of 1999-01-01 in the library\n"
    assert (refused.status, refused.err) == (NOTHING, reason)


def test_keys_prints_the_keys_of_the_settings(ran: RunCommand, home: Path) -> None:
    file = home / "config" / "arxtui" / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text('[keys]\ndone = "x"\nstar = "ctrl+y"\n')
    lines = ran("keys").lines
    assert "MARK   x                  mark as read, go to the next unread" in lines
    assert any("repeat the last Ctrl-y b x r t or digit here" in line for line in lines)
