"""The words behind a command are read by that command alone, and reach arXiv unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from arxtui.cli import run
from arxtui.cli.grammar import command_parser, parse
from arxtui.cli.terminal import Refused
from arxtui.sources import listing
from tests.arxiv_server import ArxivServer
from tests.command import write_settings
from tests.conftest import SEEDS, in_place_of_arxiv

PAPERS = listing.read((SEEDS / "cs.CV-2023-10-30.md").read_bytes(), "x").papers
DAY = "202310300000 TO 202310302359"


@pytest.fixture
def arxiv(monkeypatch: pytest.MonkeyPatch) -> Iterator[ArxivServer]:
    """arXiv with the papers of the seeds, on loopback, asked without pauses."""
    with in_place_of_arxiv(monkeypatch, PAPERS) as server:
        yield server


def asked(server: ArxivServer) -> list[str]:
    """The queries of the requests: the search query of the API, the path of a feed."""
    addresses = [urlsplit(one) for one in server.asked]
    return [parse_qs(one.query).get("search_query", [one.path])[0] for one in addresses]


CATEGORY = f"cat:cs.CV AND submittedDate:[{DAY}]"
REACHING = {
    "categories": (["cs.CV", "--day", "2023-10-30"], CATEGORY),
    "--day": (["--day", "2023-10-30", "cs.CV"], CATEGORY),
    "--since": (["cs.CV", "--since", "2023-10-30"], "submittedDate:[202310300000 TO "),
    "--new": (["--new", "cs.CV", "eess.IV"], "/rss/cs.CV+eess.IV"),
    "--query": (["--query", "ti:learning OR ti:image"], "ti:learning OR ti:image"),
    "--query with a day": (["--query", "ti:learning", "--day", "2023-10-30"], DAY),
    "--query with a category": (["cs.CV", "--query", "ti:learning"], "ti:learning"),
}
"""Option of `fetch` -> words, and the request that must reach the server."""
LOCAL = {"-h", "--star", "--help", "--library", "--quiet", "--exit-code"}
"""Options of `fetch` that reach no server."""


@pytest.mark.parametrize("option", REACHING)
def test_the_arguments_of_fetch_reach_the_server_unchanged(
    arxiv: ArxivServer, folder: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words, query = REACHING[option]
    status = run(["--library", str(folder), "fetch", *words])
    assert status == 0, capsys.readouterr().err
    assert query in asked(arxiv)[0]


def test_the_categories_of_the_settings_reach_the_server(arxiv: ArxivServer, folder: Path) -> None:
    write_settings('categories = ["cs.CV"]\n')
    assert run(["--library", str(folder), "fetch", "--day", "2023-10-30"]) == 0
    assert asked(arxiv) == [CATEGORY]


def test_every_option_of_fetch_is_tested_against_the_server() -> None:
    assert set(command_parser("fetch").options()) - LOCAL <= set(REACHING)


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        ("list gan -n 3 nerf", "query", ["gan", "nerf"]),
        ("list -- -gan -n", "query", ["-gan", "-n"]),
        ("export a --force -f ris -- -not b", "query", ["a", "-not", "b"]),
        ("open -- -x", "query", ["-x"]),
        ("-- gan x", "query", ["gan", "x"]),
        ("fetch --query ti:gan cs.CV", "query", "ti:gan"),
        ("fetch cs.CV --day 2023-10-30 cs.LG", "words", ["cs.CV", "cs.LG"]),
        ("show 1 --json 2", "ids", ["1", "2"]),
        ("note 1 -- -text", "text", "-text"),
        ("--library /a list", "library", "/a"),
        ("--library=/a list", "library", "/a"),
        ("list --library /a x", "library", "/a"),
        ("--library /a list --library /b", "library", "/b"),
        ("--library list list", "library", "list"),
        ("list open", "command", "list"),
        ("list open", "query", ["open"]),
    ],
)
def test_words_after_a_command_belong_to_that_command(words: str, name: str, value: object) -> None:
    assert vars(parse(words.split()))[name] == value


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("stats foo", "arxtui stats does not take 'foo'"),
        ("check foo", "arxtui check does not take 'foo'"),
        ("config theme=x", "arxtui config does not take 'theme=x'"),
        ("where x", "arxtui where does not take 'x'"),
        ("keys x", "arxtui keys does not take 'x'"),
        ("list --ordr x", "no option --ordr. Did you mean --order?"),
        ("list --zzz=x", "no option --zzz."),
        ("open", "the following arguments are required: QUERY"),
        ("exprot", "no command 'exprot'. Did you mean export? To search: arxtui open exprot"),
        ("search gan", "no command 'search'. Did you mean arxtui list?"),
        (
            "https://arxiv.org/abs/2310.19210v2",
            (
                "no command 'https://arxiv.org/abs/2310.19210v2'. "
                "To see the paper: arxtui show 2310.19210; to fetch it: arxtui fetch 2310.19210"
            ),
        ),
        ("--libary x", "no option --libary. Did you mean --library? See arxtui --help"),
        ("--library", "argument --library: expected one argument"),
        ("fetch --day 2023-10-30 --new", "argument --new: not allowed with argument --day"),
    ],
)
def test_unknown_words_after_a_command_are_refused(words: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(words.split())
    assert str(refused.value).split("\n")[0] == reason
