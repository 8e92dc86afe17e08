"""For you: papers in the order in which the user would read them."""

from __future__ import annotations

from arxtui.ui.controllers.search import Searching
from arxtui.ui.workspace import Workspace

_REST = 1.0  # seconds after a star before the taste is learnt anew


class ForYou:
    """Puts the list into the order that was learnt from stars, watch rules, searches and tags.

    No row moves under the cursor: a new star changes the order of the next view that is opened. The
    taste is learnt ahead, so that the next view does not wait for it.
    """

    def __init__(self, stage: Workspace, searching: Searching) -> None:
        self._stage = stage
        self._searching = searching
        self._stars = stage.library.marks.total("star")

    def order(self) -> None:
        """Put the papers of this view into the order `for you`, or tell the user how to begin."""
        steps = self._stage.shown.for_you.can_learn()
        self._stage.long_work.run("preparing the order for you", steps, self._order, at_once=1)

    def _order(self, can_learn: bool) -> None:
        stage = self._stage
        if can_learn:
            stage.change_view(lambda: stage.shown.order("for you"), layer=False)
        else:
            stage.say(self.how_to_begin(), "quiet")

    def more_like(self) -> None:
        """Show papers like the paper under the cursor, the last thirty days first."""
        from arxtui.taste.short_title import short_title

        here = self._stage.papers.current
        if here is None:
            self._stage.no_paper()
            return
        name = f"more like {short_title(here.paper.title)}"
        self._searching.show(f"like:{here.paper.id}", name)
        if self._stage.shown.lookup.awaited:
            back = self._stage.key("back")
            line = f"looking for papers like this one… · {back} goes back"
            self._stage.say(line, "asks", lasts=True)

    def how_to_begin(self) -> str:
        """Return the message for a library without star, watch rule, saved search and tag."""
        star = self._stage.key("star")
        keep = self._stage.key("keep_search")
        learns = "the order for you learns from stars and watch rules"
        return f"{learns} · {star} stars a paper, {keep} saves a search"

    def begin(self) -> None:
        """Tell how to begin if the settings want this order and there is nothing to learn from."""
        stage = self._stage
        if stage.settings.order == "for you":
            stage.work.run_now("for you", stage.shown.for_you.can_learn, self._say_how_to_begin)

    def _say_how_to_begin(self, can_learn: bool) -> None:
        if not can_learn:
            self._stage.say_aside(self.how_to_begin())

    def marks_changed(self) -> None:
        """Learn ahead after stars were set or removed while this order is shown."""
        stage = self._stage
        stars = stage.library.marks.total("star")
        if stars != self._stars and stage.shown.view.order == "for you":
            stage.work.run("taste", stage.shown.for_you.learnt, lambda _: None, _REST)
        self._stars = stars
