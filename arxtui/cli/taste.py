"""`arxtui taste`: the words that the order `for you` has learnt, and how well it fits past days."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from arxtui.cli.library import open_library
from arxtui.cli.terminal import say, tell
from arxtui.text import many
from arxtui.work_in_steps import finish

if TYPE_CHECKING:
    from arxtui.recommender.past_days import Trial
    from arxtui.taste.learnt import Taste

_SHOWN = 20
NOTHING = "nothing to learn from yet: star a paper, or keep a search as a watch rule"
"""The message of the order `for you` if there is neither a star nor a watch rule, search or tag."""


def show(args: argparse.Namespace) -> int:
    """Print the heaviest words, and how many stars were among the first 15 of their day."""
    from arxtui.cli import settings as settings_
    from arxtui.recommender import Recommender
    from arxtui.recommender.past_days import try_on_past_days

    library = open_library(args.library)
    settings, _ = settings_.read()
    taste = finish(Recommender(library, lambda: settings).taste())
    if taste is None:
        say(NOTHING)
        return tell(library.problems)
    _describe(taste)
    _report(finish(try_on_past_days(library)))
    return tell(library.problems)


def _describe(taste: Taste) -> None:
    favour, against = taste.heaviest(_SHOWN)
    say(f"learnt from {many(taste.stars, 'star')}")
    say(f"for:     {', '.join(favour)}")
    say(f"against: {', '.join(against) or 'nothing yet'}")


def _report(trial: Trial) -> None:
    if not trial.days:
        say("too few stars to try it: needs a day of over 15 papers with a star, and stars before")
        return
    days = many(trial.days, "past day")
    starred = many(trial.starred, "starred paper")
    say(f"{days} with {starred}, each day ordered by the stars before it:")
    for order, count in (("for you", trial.first), ("listing order", trial.listed)):
        say(f"  {count / trial.starred:>4.0%} in the first 15 of their day, {order}")
