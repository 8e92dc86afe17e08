"""`arxtui taste`: what the order `for you` has learnt from your stars, and how well it would have served."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, TypeVar

from arxtui.cli.library import open_library
from arxtui.cli.terminal import say, tell
from arxtui.text import many

if TYPE_CHECKING:
    from arxtui.taste import Steps, Taste

T = TypeVar("T")
_SHOWN = 20


def show(args: argparse.Namespace) -> int:
    """Print how many of your stars were in the first fifteen of their day, and the heaviest words."""
    from arxtui.cli import settings as settings_
    from arxtui.recommender import learn_taste, try_on_past_days

    library = open_library(args.library)
    settings, _ = settings_.read()
    taste = finish(learn_taste(library, settings))
    if taste is None:
        say("nothing to learn from yet: star a paper, or keep a search as a watch rule")
        return tell(library.problems)
    _describe(taste)
    trial = finish(try_on_past_days(library, settings))
    if trial.days:
        say(f"on {many(trial.days, 'past day')} with {many(trial.starred, 'star')}, each ordered by the stars before:")
        say(f"  in the first 15 of their day: {trial.first:.0%} (listing order {trial.listed:.0%})")
    else:
        say("no past day with more than 15 papers and a star to try it on")
    return tell(library.problems)


def _describe(taste: Taste) -> None:
    favour, against = taste.heaviest(_SHOWN)
    say(f"learnt from {many(len(taste.starred), 'star')}")
    say(f"for:     {', '.join(favour)}")
    say(f"against: {', '.join(against) or 'nothing yet'}")


def finish(steps: Steps[T]) -> T:
    """Run all steps and return their value."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            value: T = end.value
            return value
