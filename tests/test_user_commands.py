"""`[commands]` of the settings and `|`: how a command runs, its input, and its end."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from arxtui import locations
from arxtui.programs import program
from arxtui.programs.program import Outcome, Program
from arxtui.settings import command_words
from arxtui.settings.command_check import checked_commands
from arxtui.settings.config import Command, Pdf, Settings
from arxtui.settings.settings_file import read_settings
from arxtui.store import Library
from tests.command import write_settings
from tests.screen import Driver, drive
from tests.terminal import Terminal

FIRST = "2310.19210"
SECOND = "2310.19223"
PY = sys.executable


# the settings


def written(text: str) -> tuple[tuple[Command, ...], list[str]]:
    """Return the commands of a settings file and its mistakes as `LINE: REASON`."""
    settings, problems = read_settings(write_settings(text))
    return settings.commands, [f"{problem.line}: {problem.reason}" for problem in problems]


def test_commands_are_read_in_their_three_spellings() -> None:
    commands, mistakes = written(
        '[commands]\npapis = ["papis", "{id}"]\n'
        'pick = { run = ["fzf"], key = "x", terminal = true }\n'
        '[commands.scirate]\nopen = "https://scirate.com/arxiv/{id}"\n'
        '[commands.page]\nrun = ["p"]\nseconds = 5\n'
    )
    assert not mistakes
    assert [(command.name, command.key) for command in commands] == [
        ("papis", "p"), ("pick", "x"), ("scirate", "s"), ("page", "a"),
    ]  # fmt: skip
    assert commands[0].run == ("papis", "{id}")
    assert commands[1].terminal
    assert commands[2].open == "https://scirate.com/arxiv/{id}"
    assert (commands[0].seconds, commands[3].seconds) == (120, 5)


MISTAKES = [
    ('x = ["a", "{titel}"]', "knows no {titel}; there are {id} {key} {url} {pdf} {title}"),
    ('x = ["a", "{"]', "a lone {; {{ is a brace"),
    ('x = ["a", "b}"]', "a lone }; }} is a brace"),
    ('x = ["a", "{}"]', "knows no {}"),
    ('x = ["{title}"]', "begins with a field: write the name of a program"),
    ('x = "papis add {id}"', 'takes a list such as ["papis", "{id}"]'),
    ("x = []", "takes a list of words"),
    ("x = [1]", "takes a list of words"),
    ('x = [""]', "takes a list of words"),
    ('x = ["a", "\\u0000"]', "NUL"),
    ('x = { run = "papis add" }', "no shell reads them"),
    ('x = { key = "x" }', "takes either run"),
    ('x = { run = ["a"], open = "https://a" }', "takes either run"),
    ('x = { run = ["a"], key = "xy" }', "one letter or digit"),
    ('x = { run = ["a"], key = "+" }', "one letter or digit"),
    ('x = { run = ["a"], keys = "x" }', "has no entry 'keys'; there are run, open, key"),
    ('x = { run = ["a"], terminal = 1 }', "takes terminal = true or false"),
    ('x = { run = ["a"], seconds = 0 }', "takes seconds = 1 to 86400"),
    ('x = { run = ["a"], terminal = true, window = true }', "either terminal or window"),
    ('x = { open = "file:///etc/passwd" }', "takes an address"),
    ('x = { open = "https://a/{pdf}" }', "cannot have {pdf} in an address"),
    ('x = { open = "https://a/{no}" }', "knows no {no}"),
    ('"123456789012345678901" = ["a"]', "1 to 20 letters"),
]


@pytest.mark.parametrize(("line", "reason"), MISTAKES, ids=[line for line, _ in MISTAKES])
def test_a_mistaken_command_is_reported_with_its_line_and_the_others_apply(
    line: str, reason: str
) -> None:
    commands, mistakes = written(f'[commands]\nfirst = ["true"]\n{line}\nlast = ["true"]\n')
    assert [command.name for command in commands] == ["first", "last"]
    assert len(mistakes) == 1
    assert mistakes[0].startswith("3: commands: ")
    assert reason in mistakes[0]


def test_a_mistake_in_a_table_is_reported_with_the_line_of_that_table() -> None:
    _, mistakes = written('[commands.a]\nrun = ["a"]\n\n[commands.b]\nrun = ["{no}"]\n')
    assert mistakes[0].startswith("4: commands: b ")
    _, mistakes = written('[commands.a]\nrun = ["a", "{no}"]\n')
    assert mistakes[0].startswith("1: commands: a ")


def test_two_commands_may_not_have_the_same_key() -> None:
    first = {"run": ["a"], "key": "x"}
    commands, mistakes = checked_commands({"one": first, "two": first, "xy": ["a"]})
    assert [(command.name, command.key) for command in commands] == [("one", "x"), ("xy", "y")]
    assert mistakes == [("two", "cannot have the key 'x': one has it")]


def test_a_settings_file_without_a_table_of_commands_is_reported() -> None:
    assert written("commands = 1") == ((), [
        '1: commands is a table: [commands], below it lines such as '
        'papis = ["papis", "add", "--from", "arxiv", "{id}"]'
    ])  # fmt: skip


# the words


def test_a_value_is_a_single_argument_and_never_an_option(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    values = {"title": "--clear $(rm) `x` 'y'\x1b[2J\0", "id": "math/0309136"}
    words = ["p", "{title}", "-t={title}", "{{{id}}}", "~/x", "a~/x"]
    title = "clear $(rm) `x` 'y'␛[2J␀"
    filled = command_words.filled(words, values)
    assert filled == ("p", title, f"-t={title}", "{math/0309136}", "/home/ada/x", "a~/x")


def test_an_address_has_its_values_encoded() -> None:
    values = {"title": "a b&c#d/é", "url": "https://arxiv.org/abs/1"}
    filled = command_words.filled_address("https://x/?q={title}&u={url}", values)
    assert filled == "https://x/?q=a%20b%26c%23d/%C3%A9&u=https://arxiv.org/abs/1"


# programs


def ran(script: str, given: bytes = b"", seconds: float = 60.0) -> Outcome:
    return Program([PY, "-c", script], given, seconds).run()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


def has_ended(pid: int) -> bool:
    return not is_alive(pid)


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; raises TimeoutError if it does not within half a minute."""
    end = time.monotonic() + 30
    pause = os.sched_yield
    while not holds():
        pause()
        if time.monotonic() > end:
            raise TimeoutError


def test_a_program_gets_its_input_and_its_last_line_is_shown() -> None:
    assert ran("print('a'); print(input()); print(' ')", b"x\n") == Outcome("", "x")
    assert ran("import sys; sys.exit('no such file')") == Outcome("exit status 1", "no such file")
    assert ran("") == Outcome("")


def test_more_input_than_a_pipe_has_room_for_may_stay_unread() -> None:
    assert ran("print('done')", b"x" * (1 << 20)) == Outcome("", "done")


def test_the_signal_that_ended_a_program_is_named() -> None:
    script = "import os; os.kill(os.getpid(), 11)"
    assert ran(script).fault == "stopped by SIGSEGV"
    assert ran(script.replace("11", "63")).fault == "stopped by signal 63"


def test_a_program_that_cannot_be_started_is_reported(tmp_path: Path) -> None:
    missing = Program(["no-such-program"], b"", 60).run()
    assert missing == Outcome("there is no program no-such-program", hopeless=True)
    file = tmp_path / "file"
    file.write_text("text")
    fault = f"{file} cannot be started: Permission denied"
    assert Program([str(file)], b"", 60).run() == Outcome(fault, hopeless=True)
    file.chmod(0o755)
    assert "Exec format error" in Program([str(file)], b"", 60).run().fault
    file.write_text("#!/no/such/interpreter\n")
    assert Program([str(file)], b"", 60).run().fault.endswith("No such file or directory")
    assert "cannot be started" in Program([PY, "x" * (4 << 20)], b"", 60).run().fault


def test_escapes_of_an_output_are_not_shown() -> None:
    colours = r"print('\x1b[32mgreen\x1b[0m \x1b]0;owned\x07\x1bc\x9b2J\u202e')"
    assert ran(f"import sys; sys.stdout.reconfigure(encoding='utf-8'); {colours}").last == (
        "green ␛c\ufffd2J\ufffd"
    )
    assert ran("import sys; sys.stdout.buffer.write(b'10 %\\r100 %\\r\\n\\xff\\xfe')").last == (
        "\ufffd\ufffd"
    )
    assert ran("print('10 %\\r100 %\\r', end='')").last == "100 %"


def test_a_program_that_prints_without_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "MOST", 1 << 20)
    outcome = ran("while True: print('y' * 10000)")
    assert outcome.fault == "ended: it printed more than 1 MiB"
    assert outcome.last == "y" * len(outcome.last)


def test_a_program_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    child = (
        f"import os, signal; print(os.getpid(), file=open({str(pids)!r}, 'a'), flush=True);"
        "signal.pause()"
    )
    script = (
        "import signal, subprocess, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"subprocess.Popen([sys.executable, '-c', {child!r}]); {child}"
    )
    outcome = ran(script, seconds=1.0)
    assert outcome.fault == "ended after 1 second, its time limit"
    for pid in map(int, pids.read_text().split()):
        until(partial(has_ended, pid))


def test_a_child_that_keeps_the_output_is_part_of_the_program(tmp_path: Path) -> None:
    child = "import os, signal; print(os.getpid(), flush=True); signal.pause()"
    script = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}])"
    outcome = ran(script, seconds=2.0)
    assert outcome.fault == "ended after 2 seconds, its time limit"
    until(lambda: not is_alive(int(outcome.last)))


def test_a_child_that_closed_its_output_is_left_running(tmp_path: Path) -> None:
    child = "import os, signal; os.close(1); open(f'{os.environ[\"MARK\"]}', 'w'); signal.pause()"
    script = (
        f"import os, subprocess, sys; os.environ['MARK'] = {str(tmp_path / 'mark')!r};"
        f"print(subprocess.Popen([sys.executable, '-c', {child!r}], stdin=0).pid)"
    )
    outcome = ran(script)
    assert outcome.fault == ""
    pid = int(outcome.last)
    assert is_alive(pid)
    os.kill(pid, signal.SIGKILL)


# the screen


def noting(path: Path, *fields: str) -> tuple[str, ...]:
    """Return a program that appends its arguments and its input to a file, as JSON."""
    script = (
        "import json, sys; note = json.dumps([sys.argv[1:], sys.stdin.read()]);"
        f"open({str(path)!r}, 'a').write(note + '\\n'); print('noted')"
    )
    return (PY, "-c", script, *fields)


def noted(path: Path) -> list[tuple[list[str], list[dict[str, object]]]]:
    """Return the arguments and the papers of each run."""
    notes = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [(words, [json.loads(line) for line in text.splitlines()]) for words, text in notes]


def test_a_command_gets_the_selection_as_json_lines(
    seeded: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    from arxtui.cli import run

    file = tmp_path / "runs"
    settings = Settings(commands=(Command("note", "n", noting(file)),))

    async def play(user: Driver) -> None:
        await user.press("space", "space", "vertical_line", "n")
        await user.until(lambda: user.message == "note: done · noted")
        assert len(user.main.papers.selected) == 2

    drive(seeded, play, settings=settings)
    [(words, papers)] = noted(file)
    assert not words
    assert [paper["id"] for paper in papers] == [FIRST, SECOND]
    assert run(["--library", str(folder), "show", "--json", FIRST, SECOND]) == 0
    assert papers == [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_command_with_a_field_runs_once_for_each_paper(seeded: Library, tmp_path: Path) -> None:
    file = tmp_path / "runs"
    fields = ("{id}", "{key}", "{url}", "{title}", "{{id}}")
    settings = Settings(commands=(Command("note", "n", noting(file, *fields)),))

    async def play(user: Driver) -> None:
        await user.press("space", "space", "vertical_line", "n")
        await user.until(lambda: user.message == "note: done for 2 papers · noted")

    drive(seeded, play, settings=settings)
    runs = noted(file)
    assert [words[0] for words, _ in runs] == [FIRST, SECOND]
    assert runs[0][0][1:3] == ["yang2023generalized", f"https://arxiv.org/abs/{FIRST}v1"]
    assert runs[0][0][3].startswith("Generalized Category Discovery")
    assert runs[0][0][4] == "{id}"
    assert [paper["id"] for _, papers in runs for paper in papers] == [FIRST, SECOND]


def test_a_command_gets_the_key_of_my_bib(seeded: Library, tmp_path: Path) -> None:
    bib = tmp_path / "my.bib"
    bib.write_text(f"@misc{{mine, eprint = {{{FIRST}}}, archivePrefix = {{arXiv}}}}\n")
    file = tmp_path / "runs"
    settings = Settings(bib=str(bib), commands=(Command("note", "n", noting(file, "{key}")),))

    async def play(user: Driver) -> None:
        await user.press("vertical_line", "n")
        await user.until(lambda: user.message == "note: done · noted")

    drive(seeded, play, settings=settings)
    assert noted(file)[0][0] == ["mine"]


def test_a_failure_is_reported_with_its_paper_and_the_others_run(
    seeded: Library, tmp_path: Path
) -> None:
    script = f"import sys; sys.exit('not this one' if sys.argv[1] == '{FIRST}' else 0)"
    settings = Settings(commands=(Command("try", "t", (PY, "-c", script, "{id}")),))

    async def play(user: Driver) -> None:
        await user.press("space", "space", "vertical_line", "t")
        line = f"try: done for 1 of 2 papers · {FIRST}: exit status 1 · not this one"
        await user.until(lambda: user.message == line)
        await user.press("escape", "j", "vertical_line", "t")
        await user.until(lambda: user.message == "try: done")

    drive(seeded, play, settings=settings)


def test_a_missing_program_is_reported_only_once(seeded: Library) -> None:
    settings = Settings(commands=(Command("try", "t", ("no-such-program", "{id}")),))

    async def play(user: Driver) -> None:
        await user.press("space", "space", "vertical_line", "t")
        line = f"try: done for 0 of 2 papers · {FIRST}: there is no program no-such-program"
        await user.until(lambda: user.message == line)

    drive(seeded, play, settings=settings)


def test_no_pdf_is_fetched_for_a_command(seeded: Library, tmp_path: Path) -> None:
    file = tmp_path / "runs"
    command = Command("note", "n", noting(file, "{pdf}"))

    async def play(user: Driver) -> None:
        await user.press("vertical_line", "n")
        line = "note: its PDF is not on disk · p fetches it"
        await user.until(lambda: user.message == line)
        (tmp_path / f"{FIRST}.pdf").write_bytes(b"%PDF-1.5\n")
        await user.press("vertical_line", "n")
        await user.until(lambda: user.message == "note: done · noted")

    drive(seeded, play, settings=Settings(pdf=Pdf(str(tmp_path), "{id}"), commands=(command,)))
    assert noted(file)[0][0] == [f"{tmp_path}/{FIRST}.pdf"]


def test_without_a_folder_of_pdfs_the_setting_is_named(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("vertical_line", "n")
        line = "note: no folder in [pdf] of the settings"
        await user.until(lambda: user.message == line)

    drive(seeded, play, settings=Settings(commands=(Command("note", "n", (PY, "{pdf}")),)))


HANGS = (
    "import os, signal; print(os.getpid(), file=open(os.environ['PIDS'], 'a'), flush=True);"
    "signal.pause()"
)


@pytest.fixture
def pids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which a hanging command notes its process."""
    monkeypatch.setenv("PIDS", str(tmp_path / "pids"))
    return tmp_path / "pids"


def test_escape_ends_a_command_and_the_screen_works_on(seeded: Library, pids: Path) -> None:
    settings = Settings(commands=(Command("hang", "h", (PY, "-c", HANGS, "{id}")),))

    async def play(user: Driver) -> None:
        await user.press("space", "space", "vertical_line", "h")
        await user.until(lambda: user.message == "running hang, paper 1 of 2")
        await user.until(lambda: pids.exists() and bool(pids.read_text()))
        await user.press("k", "s")
        assert user.library.marks.starred() == [FIRST, SECOND]
        await user.press("vertical_line", "h", "escape")
        await user.until(lambda: "ended" in user.message)
        assert len(user.main.papers.selected) == 2
        await user.press("escape")
        assert not user.main.papers.selected

    drive(seeded, play, settings=settings)
    [pid] = pids.read_text().split()
    assert not is_alive(int(pid))


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
def test_nothing_is_left_running_when_the_screen_ends(
    seeded: Library, pids: Path, key: str
) -> None:
    settings = Settings(commands=(Command("hang", "h", (PY, "-c", HANGS)),))

    async def play(user: Driver) -> None:
        await user.press("vertical_line", "h", "vertical_line", "h")
        await user.until(lambda: pids.exists() and pids.read_text().endswith("\n"))
        await user.press(key)

    drive(seeded, play, settings=settings)
    [pid] = pids.read_text().split()
    assert not is_alive(int(pid))


def test_commands_wait_for_each_other(seeded: Library, tmp_path: Path) -> None:
    file = tmp_path / "runs"
    settings = Settings(commands=(Command("note", "n", noting(file, "{id}")),))

    async def play(user: Driver) -> None:
        for _ in range(3):
            await user.press("vertical_line", "n", "j")
        await user.until(lambda: file.exists() and len(noted(file)) == 3)

    drive(seeded, play, settings=settings)


def test_an_address_is_opened_in_the_browser(seeded: Library, opened_addresses: Path) -> None:
    command = Command("scirate", "s", open="https://scirate.com/arxiv/{id}")

    async def play(user: Driver) -> None:
        await user.press("vertical_line", "s")
        await user.until(lambda: user.message == f"opened https://scirate.com/arxiv/{FIRST}")

    drive(seeded, play, settings=Settings(commands=(command,)))
    assert opened_addresses.read_text() == f"https://scirate.com/arxiv/{FIRST}\n"


def test_a_program_with_a_window_is_started_and_not_waited_for(
    seeded: Library, tmp_path: Path
) -> None:
    file = tmp_path / "runs"
    command = Command("note", "n", noting(file, "{id}"), window=True)

    async def play(user: Driver) -> None:
        await user.press("vertical_line", "n")
        await user.until(lambda: user.message == "note: done")

    drive(seeded, play, settings=Settings(commands=(command,)))
    assert noted(file)[0][0] == [FIRST]


def test_without_commands_the_menu_explains_how_to_add_a_command(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("vertical_line")
        assert "no commands yet · add [commands] to " in user.message
        assert user.message.endswith(" · then start arxtui again")
        assert "arxtui/settings.toml" in user.message

    drive(seeded, play)


def test_a_key_without_a_command_in_the_menu_is_reported(seeded: Library) -> None:
    async def play(user: Driver) -> None:
        await user.press("vertical_line", "x")
        assert user.message == "x is not a choice here · cancelled"

    drive(seeded, play, settings=Settings(commands=(Command("note", "n", ("true",)),)))


def test_no_name_is_cut_at_sixty_columns_and_every_key_works_on_each_page(
    seeded: Library,
) -> None:
    names = [f"a command of twenty{number}" for number in range(9)]
    commands = [Command(name, name[-1], ("true",)) for name in names]

    async def play(user: Driver) -> None:
        seen = ""
        await user.press("vertical_line")
        for _ in range(9):
            seen += user.text()
            await user.press("plus")
        for name in names:
            assert f"{name[-1]} {name}" in seen
        await user.press("8")
        await user.until(lambda: user.message.startswith(f"{names[8]}: done"))

    drive(seeded, play, size=(60, 20), settings=Settings(commands=tuple(commands)))


def test_a_command_gets_the_folder_of_the_library(
    seeded: Library, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "noted"
    script = f"import os; open({str(file)!r}, 'w').write(os.environ['ARXTUI_LIBRARY'])"

    async def play(user: Driver) -> None:
        await user.press("vertical_line", "n")
        await user.until(lambda: user.message == "note: done")

    drive(seeded, play, settings=Settings(commands=(Command("note", "n", (PY, "-c", script)),)))
    assert file.read_text() == str(folder)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_nothing_is_left_running_when_a_signal_ends_the_screen(
    seeded: Library, folder: Path, pids: Path, number: signal.Signals
) -> None:
    script = HANGS.replace("{", "{{").replace("}", "}}")
    written(f"[commands]\nhang = {json.dumps([PY, '-c', script])}\n")
    seeded.close()
    terminal = Terminal("--library", str(folder))
    try:
        terminal.until(b"90 of 90 unread")
        terminal.type("|")
        terminal.until(b"hang")
        terminal.type("h")
        until(lambda: pids.exists() and pids.read_text().endswith("\n"))
        os.kill(terminal.pid, number)
        terminal.end()
    finally:
        terminal.close()
    until(lambda: not is_alive(int(pids.read_text())))


# the command line


def test_run_reports_each_paper_and_how_many_failed(
    seeded: Library, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from arxtui.cli import run

    script = f"import sys; print('seen'); sys.exit(sys.argv[1] == '{FIRST}')"
    written(
        f"[commands]\ntry = {json.dumps([PY, '-c', script, '{id}'])}\nno = ['no-such', '{{id}}']\n"
    )
    words = ["--library", str(folder), "run"]
    assert run([*words, "try", FIRST, SECOND]) == 1
    done = capsys.readouterr()
    assert done.out == f"try: {SECOND}: done · seen\n"
    assert done.err == f"arxtui: try: {FIRST}: exit status 1 · seen\n"
    assert run([*words, "no", FIRST, SECOND]) == 2
    assert capsys.readouterr().err.splitlines() == [
        f"arxtui: no: {FIRST}: there is no program no-such",
        "arxtui: no: not run for 1 more paper",
    ]
    assert run([*words, "ty", FIRST]) == 2
    assert "no command 'ty' in [commands] of the settings. Did you mean try?" in (
        capsys.readouterr().err
    )
    assert run(words) == 0
    assert capsys.readouterr().out.splitlines()[1] == "n\tno\tno-such '{id}'"


def test_run_without_commands_names_the_settings_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from arxtui.cli import run

    assert run(["--library", str(folder), "run", "papis", FIRST]) == 2
    path = locations.settings_file()
    assert capsys.readouterr().err == f"arxtui: no commands yet: add [commands] to {path}\n"
