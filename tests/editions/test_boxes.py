"""What the docstring of `quiz` promises also holds in a cell that a build runs."""

from __future__ import annotations

import ipywidgets
import pytest
from ipywidgets import HBox, Label, VBox
from ipywidgets.embed import embed_data

from quizbook.editions.boxes import STATE, mentioned
from quizbook.page.mention import Mention


def kept(widget: ipywidgets.Widget) -> dict:
    """What a notebook keeps of a widget and of all that is in it."""
    return {STATE: embed_data([widget], drop_defaults=False)["manager_state"]}


def test_a_mention_is_observed_and_read_like_the_widget():
    mention, seen = Mention("dough-gas"), []
    mention.observe(seen.append, "score")
    assert (mention.score, mention.answers, mention.attempts) == (None, [], [])
    assert seen == []


def test_a_box_names_its_questions_in_order():
    box = VBox([HBox([Mention("a"), Mention("b")]), Mention("c")])
    assert mentioned(kept(box), box.model_id) == ["a", "b", "c"]


@pytest.mark.parametrize("other", [Label("Try this"), ipywidgets.IntSlider()], ids=["words", "int"])
def test_a_box_with_something_else_in_it_is_not_drawn_in_part(other):
    box = VBox([Mention("a"), other])
    assert mentioned(kept(box), box.model_id) == []


def test_a_box_of_which_no_state_is_kept_has_no_questions():
    assert mentioned({}, "unknown") == []
