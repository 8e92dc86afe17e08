"""The options of `arxtui export`: the format of a name, unknown options, standard output."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from arxtui.cli.terminal import DONE, IN_PART, NOTHING
from arxtui.export import FORMATS, of_file, refuse_unknown
from arxtui.export_files import export_form
from tests.command import RunCommand

ID = "2310.19231"


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("a.bib", "bibtex"), ("A.BIB", "bibtex"), ("x/notes.md", "markdown"), ("a.json", "json"),
        ("a.jsonl", "json"),
        ("a.csl.json", "csl"), ("refs", "bibtex"), ("a.ris", "ris"), ("a.csv", "csv"),
        ("v1.2/refs", "bibtex"),
    ],
)  # fmt: skip
def test_the_ending_of_a_file_name_chooses_the_format(name: str, format_: str) -> None:
    assert of_file(name) == format_


def test_an_unknown_ending_is_refused_and_the_known_endings_are_named() -> None:
    with pytest.raises(
        ValueError, match=r"refs\.txt: no format ends in \.txt; there are \.bib, \.md, .*-f FORMAT"
    ):
        of_file("refs.txt")
    assert export_form.choose("bibtex", "refs.txt").format == "bibtex"


def test_a_json_file_has_the_output_of_the_format_json(
    ran: RunCommand,
    tmp_path: Path,
) -> None:
    file = tmp_path / "x.json"
    assert ran("export", "day:2023-10-30", "-o", str(file)).status == DONE
    assert file.read_text("utf-8") == ran("export", "day:2023-10-30", "-f", "json").out
    assert ran("export", f"id:{ID}", "-f", "csl", "-o", str(tmp_path / "y.json")).status == DONE
    assert json.loads((tmp_path / "y.json").read_text("utf-8"))[0]["number"] == f"arXiv:{ID}"


def test_a_format_refuses_unknown_options(
    ran: RunCommand,
    tmp_path: Path,
) -> None:
    refused = ran("export", "-f", "csv", "--unicode")
    assert (refused.status, refused.out) == (NOTHING, "")
    assert "csv does not know --unicode: it is for bibtex" in refused.err
    assert (
        "ris does not know --style: it is for bibtex"
        in ran("export", "-f", "ris", "--style", "misc").err
    )
    refused = ran("export", "-o", str(tmp_path / "x.csv"), "--abstract")
    assert "csv does not know --abstract: it is for bibtex and markdown" in refused.err
    assert "(csl, ris, json, listing always have it)" in refused.err
    assert not (tmp_path / "x.csv").exists()
    assert ran("export", "-f", "csl", "--abstract").status == DONE
    known = {option for each in FORMATS.values() for option in each.options}
    for option in known:
        refuse_unknown("bibtex", [option])


def test_markdown_has_abstracts_with_the_option(ran: RunCommand) -> None:
    assert ran("export", f"id:{ID}", "-f", "markdown").out.count("\n") == 1
    with_abstract = ran("export", f"id:{ID}", "-f", "markdown", "--abstract").out
    assert "\n\n  " in with_abstract


def test_a_dash_means_standard_output(ran: RunCommand) -> None:
    assert ran("export", f"id:{ID}", "-o", "-").out == ran("export", f"id:{ID}").out
    assert "--append needs -o FILE" in ran("export", "-o", "-", "--append").err


def test_append_is_refused_for_formats_that_cannot_append(
    ran: RunCommand,
    tmp_path: Path,
) -> None:
    ran("star", "2310.19210")
    for name in ("x.json", "x.bib"):
        (tmp_path / name).write_text("")
        refused = ran("export", "-o", str(tmp_path / name))
        assert ("--append" in refused.err) == name.endswith(".bib")
        assert "--force overwrites it" in refused.err
    refused = ran("export", "-o", str(tmp_path / "x.json"), "--append")
    assert "papers can be added only to a .bib file" in refused.err


def test_any_number_of_ids_on_standard_input_is_exported(
    ran: RunCommand,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As words of a query 200 ids would be longer than a query may be."""
    spelled = [f"https://arxiv.org/abs/{ID}v1", *[f"arXiv:{ID} [cs.CV]"] * 200, "2310.19210"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(spelled)))
    answer = ran("export", "-", "-f", "ris")
    assert answer.status == DONE
    assert answer.out.count("TY  - ") == 2
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{ID} 2310.99999"))
    assert ran("export", "-").status == IN_PART
