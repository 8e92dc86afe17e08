"""Notes by a template of the user, names by a pattern, folders that are kept up to date."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import arxtui
from arxtui.export import note_file, note_template
from arxtui.export.note_file import BORDER
from arxtui.export.note_template import PARTS, USUAL, BadTemplate
from arxtui.export_files import note_folder
from arxtui.model import Entry, Mark
from arxtui.settings.config import Notes
from arxtui.settings.settings_file import read_settings
from arxtui.store import Library
from tests.command import RunCommand, write_settings
from tests.conftest import paper
from tests.screen import Driver, drive

ONE = "2310.19210"
TWO = "2310.19231"
HEAD = "---\nid: {id}\n"
MINE = b"\nmy own words\n"


@pytest.fixture
def ran(ran: RunCommand, seeded: Library) -> RunCommand:
    """Run commands on a library in which two papers are starred."""
    seeded.act([ONE], {"star": True, "note": "Read *section 3*.\nAnd 4.", "#gcd": True}).wait()
    seeded.act([TWO], {"star": True}).wait()
    return ran


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return tmp_path / "vault"


def with_template(tmp_path: Path, template: str, more: str = "") -> Path:
    """Write a template, and settings that name it."""
    path = tmp_path / "paper.template.md"
    path.write_text(template, "utf-8")
    write_settings(f'[notes]\nfolder = "{tmp_path / "vault"}"\ntemplate = "{path}"\n{more}')
    return path


def test_a_note_has_the_layout_of_the_template(
    ran: RunCommand, vault: Path, tmp_path: Path
) -> None:
    with_template(
        tmp_path,
        "---\ncitekey: {key}\naliases: [{title}]\nauthors: {authors}\nyear: {year}\n"
        "doi: {doi}\nid: {id}\n---\n\n# {author} {year}: {title}\n\n{tags} · [pdf]({pdf})\n\n"
        "Venue: {venue}\n\nDOI: {doi}\n\n> [!note]\n{note}\n\n## {{x}}\n",
    )
    assert ran("export", "-f", "notes")[0] == 0
    text = (vault / "yang2023generalized.md").read_text("utf-8")
    title = "Generalized Category Discovery with Clustering Assignment Consistency"
    assert text == (
        f'---\ncitekey: yang2023generalized\naliases: ["{title}"]\n'
        'authors: ["Xiangli Yang", "Xinglin Pan", "Irwin King", "Zenglin Xu"]\nyear: 2023\n'
        f'id: "{ONE}"\n---\n\n# Yang 2023: {title}\n\n'
        f"#gcd · [pdf](https://arxiv.org/pdf/{ONE})\n\nVenue: ICONIP 2023\n\n"
        f"> [!note]\nRead *section 3*.\nAnd 4.\n\n## {{x}}\n\n{BORDER}\n"
    )
    other = (vault / "schmitt2023there.md").read_text("utf-8")
    assert 'doi: "10.1109/MGRS.2023.3293459"\n' in other
    assert other.endswith(f"> [!note]\n## {{x}}\n\n{BORDER}\n")


def test_a_changed_template_changes_only_the_part_above_the_border(
    ran: RunCommand, vault: Path, tmp_path: Path
) -> None:
    with_template(tmp_path, USUAL)
    ran("export", "-f", "notes")
    path = vault / "yang2023generalized.md"
    path.write_bytes(path.read_bytes() + MINE)
    assert ran("export", "-f", "notes")[2].startswith("0 notes written, 2 unchanged")
    with_template(tmp_path, f"{HEAD}---\n{{abstract}}\n")
    assert ran("export", "-f", "notes")[2].startswith("2 notes written")
    data = path.read_bytes()
    assert data.startswith(f'---\nid: "{ONE}"\n---\n'.encode())
    assert data.endswith(f"{BORDER}\n".encode() + MINE)
    assert b"section 3" not in data


@pytest.mark.parametrize(
    ("template", "line", "reason"),
    [
        (
            f"{HEAD}---\n\n{{titel}}\n",
            5,
            "knows no {titel} (did you mean {title}?); there are {key}",
        ),
        (f"{HEAD}x: {{year-x}}\n---\n", 3, "knows no {year-x}"),
        (f"{HEAD}---\n{{{{title}}}}\n", 4, "has {{title}}: write {title}"),
        (f'{HEAD}t: "{{title}}"\n---\n', 3, "has quotes around {title}: they are written with it"),
        ("# {title}\n", 1, "begins with no front matter"),
        ("---\nid: {id}\n", 1, "begins with no front matter"),
        ("", 1, "begins with no front matter"),
        ("---\ntitle: {title}\n---\n{id}\n", 3, "lacks the line `id: {id}`"),
    ],
)
def test_a_template_with_a_mistake_is_reported_with_its_line_and_nothing_is_written(
    template: str, line: int, reason: str, ran: RunCommand, vault: Path, tmp_path: Path
) -> None:
    path = with_template(tmp_path, template)
    status, _, err = ran("export", "-f", "notes")
    assert status == 2
    assert f"arxtui: {path}:{line}: the template {reason}" in err
    assert not vault.exists()


def test_a_template_that_cannot_be_read_is_an_error(
    ran: RunCommand, vault: Path, tmp_path: Path
) -> None:
    path = with_template(tmp_path, USUAL)
    path.write_bytes(b"---\nid: {id}\nx: gr\xf6\xdfe\n---\n")
    assert f"{path}:3: the template is not UTF-8" in ran("export", "-f", "notes")[2]
    path.unlink()
    error = ran("export", "-f", "notes")[2]
    assert f"{path}: the template of notes cannot be read: No such file" in error
    path.mkdir()
    assert ran("export", "-f", "notes")[0] == 2
    assert not vault.exists()


def test_names_of_notes_follow_the_pattern(ran: RunCommand, vault: Path) -> None:
    write_settings('[notes]\nname = "{year} {author} - {title}.md ({id})"\n')
    assert ran("export", "-f", "notes", "-o", str(vault))[0] == 0
    [name] = [path.name for path in vault.iterdir() if ONE in path.name]
    assert name == (
        "2023 Yang - Generalized Category Discovery with Clustering Assignment Consistency.md "
        f"({ONE}).md"
    )
    (vault / name).write_bytes((vault / name).read_bytes() + MINE)
    write_settings('[notes]\nname = "@{key}"\n')
    assert "2 renamed" in ran("export", "-f", "notes", "-o", str(vault))[2]
    assert sorted(path.name for path in vault.iterdir()) == [
        "@schmitt2023there.md",
        "@yang2023generalized.md",
    ]
    assert (vault / "@yang2023generalized.md").read_bytes().endswith(MINE)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("notes = 'x'", "notes is a table: [notes], below it lines such as folder ="),
        (
            "[notes]\nfile = 'x'",
            "notes: file is not an entry of [notes]; there are folder, name, template",
        ),
        ("[notes]\nfolder = 3", "notes: folder takes a text in quotes, not 3"),
        ("[notes]\nname = '{titel}'", "notes: name knows no {titel}; there are {key} {id}"),
        ("[notes]\nname = '{title}'", "notes: name needs {key} or {id}"),
        ("[notes]\nname = '{key} {'", "notes: name has a { without its }, or a } without its {"),
        ("[[export]]\nquery = 'a'\nfolder = 'x'\nfile = 'x.bib'", "export takes query and file"),
        ("[[export]]\nquery = 'a'\nfile = 'x.md'", "not 'x.md'; notes take a folder"),
    ],
)
def test_a_mistake_in_the_settings_of_notes_is_reported_with_its_line(
    text: str, reason: str
) -> None:
    path = write_settings(text)
    _, [problem] = read_settings(path)
    assert reason in str(problem)
    assert problem.line == len(text.split("\n")) or problem.line == 1


def test_options_of_other_formats_are_refused(ran: RunCommand, vault: Path) -> None:
    for option in (["--append"], ["--force"], ["--style", "misc"], ["--abstract"]):
        assert ran("export", "-f", "notes", "-o", str(vault), *option)[0] == 2
    assert ran("export", "-f", "nots")[2].rstrip().endswith("json, listing, notes")
    write_settings("[notes\n")
    assert "no note is written" in ran("export", "-f", "notes", "-o", str(vault))[2]
    assert not vault.exists()


# opponents of the folder


def notes_of(vault: Path) -> dict[str, bytes]:
    """Return file name -> bytes below the border."""
    found = {}
    for path in vault.iterdir():
        found[path.name] = path.read_bytes().partition(BORDER.encode())[2]
    return found


@pytest.fixture
def written(ran: RunCommand, vault: Path) -> Path:
    """Return a folder with the notes of two papers, each with a part of the user."""
    ran("export", "-f", "notes", "-o", str(vault))
    for path in vault.iterdir():
        path.write_bytes(path.read_bytes() + path.name.encode())
    return vault


def test_papers_that_exchange_their_keys_exchange_their_files(
    ran: RunCommand, written: Path
) -> None:
    ran("rekey", ONE, "aside")
    ran("rekey", TWO, "yang2023generalized")
    ran("rekey", ONE, "schmitt2023there")
    status, _, err = ran("export", "-f", "notes", "-o", str(written))
    assert (status, "2 renamed" in err) == (0, True)
    assert notes_of(written) == {
        "yang2023generalized.md": b"\nschmitt2023there.md",
        "schmitt2023there.md": b"\nyang2023generalized.md",
    }


def test_the_former_name_of_a_renamed_note_is_free_for_another(
    ran: RunCommand, written: Path
) -> None:
    ran("rekey", TWO, "new2023")
    ran("rekey", ONE, "schmitt2023there")
    assert ran("export", "-f", "notes", "-o", str(written))[0] == 0
    assert notes_of(written) == {
        "new2023.md": b"\nschmitt2023there.md",
        "schmitt2023there.md": b"\nyang2023generalized.md",
    }


def test_a_copy_of_a_note_does_not_replace_the_note(ran: RunCommand, written: Path) -> None:
    path = written / "schmitt2023there.md"
    copies = [written / "a copy.md", written / "schmitt2023there.sync-conflict-2026.md"]
    for copy in copies:
        copy.write_bytes(path.read_bytes() + b" of a copy")
    before = [copy.read_bytes() for copy in copies]
    assert ran("export", "-f", "notes", "-o", str(written))[0] == 0
    assert [copy.read_bytes() for copy in copies] == before
    assert notes_of(written)[path.name] == b"\nschmitt2023there.md"


def test_a_linked_note_stays_a_link_and_a_note_with_a_byte_order_mark_is_recognised(
    ran: RunCommand, written: Path, tmp_path: Path, seeded: Library
) -> None:
    path = written / "schmitt2023there.md"
    real = tmp_path / "real.md"
    path.rename(real)
    path.symlink_to(real)
    other = written / "yang2023generalized.md"
    other.write_bytes(b"\xef\xbb\xbf" + other.read_bytes())
    seeded.act([TWO], {"note": "more"}).wait()
    ran("rekey", ONE, "renamed2023")
    assert ran("export", "-f", "notes", "-o", str(written))[0] == 0
    assert path.is_symlink()
    assert b"more" in real.read_bytes()
    assert notes_of(written)["renamed2023.md"] == b"\nyang2023generalized.md"
    assert not other.exists()


def test_a_file_of_the_user_in_the_way_is_reported_and_stays(
    ran: RunCommand, vault: Path, tmp_path: Path
) -> None:
    vault.mkdir()
    (vault / "yang2023generalized.md").mkdir()
    (vault / "schmitt2023there.md").symlink_to(tmp_path / "missing" / "x.md")
    status, _, err = ran("export", "-f", "notes", "-o", str(vault))
    assert status == 1
    assert err.count("arxtui did not write it") == 2
    assert (vault / "schmitt2023there.md").is_symlink()
    os.unlink(vault / "schmitt2023there.md")
    os.mkfifo(vault / "schmitt2023there.md")
    assert ran("export", "-f", "notes", "-o", str(vault))[0] == 1


# kept up to date, and the screen


def test_a_notes_folder_of_the_settings_follows_each_action(
    ran: RunCommand, vault: Path, tmp_path: Path
) -> None:
    write_settings(
        f'[notes]\nname = "@{{key}}"\n[[export]]\nquery = "has:note"\nfolder = "{vault}"\n'
    )
    ran("note", TWO, "first words")
    assert sorted(notes_of(vault)) == ["@schmitt2023there.md", "@yang2023generalized.md"]
    path = vault / "@schmitt2023there.md"
    path.write_bytes(path.read_bytes() + MINE)
    ran("note", TWO, "other words")
    assert b"other words" in path.read_bytes()
    ran("rekey", TWO, "mine23")
    assert (vault / "@mine23.md").read_bytes().endswith(MINE)
    ran("note", TWO, "")
    assert (vault / "@mine23.md").read_bytes().endswith(MINE)
    (vault / "@yang2023generalized.md").write_text("somebody else's")
    assert "@yang2023generalized.md: arxtui did not write it" in ran("note", ONE, "x")[2]
    bad = with_template(tmp_path, "x", f'[[export]]\nquery = "has:note"\nfolder = "{vault}"\n')
    status, _, err = ran("note", ONE, "y")
    assert status == 0
    assert f"{bad}:1: the template begins with no front matter" in err


def test_the_screen_writes_notes_into_a_folder(seeded: Library, vault: Path) -> None:
    path = write_settings(f'[notes]\nfolder = "{vault}"\n')
    chosen, _ = read_settings(path)
    seeded.act([ONE], {"note": "from the screen"})

    async def play(user: Driver) -> None:
        await user.press("space", "E")
        assert "notes" in user.text()
        await user.press("n")
        await user.until(lambda: "1 note into a new folder · Enter writes" in user.message)
        await user.press("enter")
        await user.until(lambda: user.message.startswith("1 note written"))
        [note] = vault.iterdir()
        assert b"from the screen" in note.read_bytes()
        note.write_text("somebody else's")
        await user.press("E", "n", "enter")
        await user.until(lambda: "arxtui did not write it" in user.message)
        await user.press("E", "n", "ctrl+u")
        await user.type("/dev/null/x")
        await user.press("enter")
        await user.until(lambda: "no such folder" in user.message)

    drive(seeded, play, settings=chosen)


MANUAL = Path(arxtui.__file__).parent / "manual" / "export.md"


def test_the_manual_has_every_part_of_a_template() -> None:
    text = MANUAL.read_text("utf-8")
    section = text[text.index("## Notes as files") :]
    example = re.search(r"```\n(---\n.*?)```", section, re.DOTALL)
    assert example is not None
    note_template.read(example[1])
    assert set(re.findall(r"`\{(\w+)\}`", section)) >= set(PARTS)


@st.composite
def templates(draw: st.DrawFn) -> str:
    """Templates with any of the parts, between any texts."""
    parts = st.sampled_from([f"{{{name}}}" for name in PARTS])
    texts = st.text("abc \t#*_[]{}", max_size=5).filter(lambda text: "{" not in text)
    body = draw(st.lists(parts | texts | st.just("\n"), max_size=12))
    matter = draw(st.lists(parts, max_size=5))
    lines = [f"k{number}: {part}" for number, part in enumerate(matter)]
    return "\n".join(["---", *lines, "id: {id}", "---", "".join(body)])


@given(templates(), st.text(max_size=40), st.text(max_size=40), st.binary(max_size=20))
def test_any_template_leaves_the_front_matter_and_the_users_part_intact(
    template: str, title: str, note: str, mine: bytes
) -> None:
    one = paper(1)._replace(title=title, abstract=note, authors=(title, note))
    entry = Entry(one, Mark(note=note, tags=("a",)))
    made = note_file.own_part(entry, "lee2023a", note_template.read(template))
    first = note_file.merged(b"", made) + mine
    assert note_file.merged(first, made) == first
    assert note_file.id_of(first) == one.id
    matter = made.split("\n---\n")[0].split("\n")[1:]
    for line in matter:
        value = line.partition(": ")[2]
        if value.startswith(('"', "[")):
            json.loads(value)
        else:
            assert re.fullmatch(r"[\w.:/-]+", value)


@given(st.text('-\nid: {}{title}"', max_size=40))
def test_any_text_is_a_note_template_or_is_refused(text: str) -> None:
    try:
        template = note_template.read(text)
    except BadTemplate:
        return
    template.fill(Entry(paper(1), Mark()), "k1")


def test_the_default_pattern_is_the_citation_key(tmp_path: Path) -> None:
    report = note_folder.write(tmp_path / "x", [Entry(paper(1), Mark())], Notes())
    assert report.written == 1
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["lee2023title.md"]
