"""The widget: real ipywidgets, the page's HTML and script, a stable text."""

from __future__ import annotations

import ipywidgets
import pytest

import quizbook
from quizbook.page.mention import MIME_TYPE, Mention
from quizbook.page.scripts import served
from quizbook.page.widget import Quiz

from ..conftest import COURSE


@pytest.fixture(autouse=True)
def inside_the_course(monkeypatch):
    monkeypatch.chdir(COURSE / "chapters")


def test_a_question_is_one_ipywidgets_widget():
    question = quizbook.quiz("dough-gas")
    assert isinstance(question, Quiz) and isinstance(question, ipywidgets.DOMWidget)
    ipywidgets.VBox([question]).close()


def test_answers_and_score_can_be_observed():
    question = quizbook.quiz("dough-gas")
    seen = []
    question.observe(lambda change: seen.append((change.name, change.new)), ["answers", "score"])
    question.set_state({"answers": ["b"], "score": 1.0})
    assert sorted(seen) == [("answers", ["b"]), ("score", 1.0)]
    assert question.item == "dough-gas"


def test_the_bundle_names_the_item_and_serves_every_viewer():
    data, _ = quizbook.quiz("dough-gas")._repr_mimebundle_()
    assert next(iter(data)) == MIME_TYPE and data[MIME_TYPE] == {"item": "dough-gas"}
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "<fieldset" in data["text/html"] and "<button" not in data["text/html"]


def test_the_plain_text_is_the_same_on_every_run():
    texts = {quizbook.quiz("dough-gas")._repr_mimebundle_()[0]["text/plain"] for _ in range(2)}
    assert texts == {"Quiz(dough-gas: Which gas makes dough rise?)"}


def test_the_widget_cites_by_doi():
    html = quizbook.quiz("dough-gas")._html
    assert '<a href="https://doi.org/10.1000/182">Yeast, 2010</a>' in html
    assert "Baker and Miller, 2001" in html


def test_two_widgets_of_one_item_share_no_id():
    first, second = quizbook.quiz("dough-gas"), quizbook.quiz("dough-gas")
    assert first._html != second._html


def test_the_module_holds_the_scripts_of_the_page():
    names = ("store.js", "words.js", "quiz.js", "case.js", "exam.js", "widget.js")
    assert str(quizbook.quiz("dough-gas")._esm) == "".join(map(served, names))


def test_an_unknown_id_is_answered_with_the_nearest():
    with pytest.raises(LookupError, match='did you mean "dough-gas"'):
        quizbook.quiz("dough-gaz")


def test_outside_a_book_the_error_says_what_was_looked_for(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"no quizzes/book\.yml"):
        quizbook.quiz("dough-gas")


def test_a_build_needs_the_id_alone(monkeypatch):
    monkeypatch.setenv("QUIZBOOK_BUILD", "1")
    mention = quizbook.quiz("dough-gas")
    assert isinstance(mention, Mention)
    bundle = mention._repr_mimebundle_()
    assert bundle == {MIME_TYPE: {"item": "dough-gas"}, "text/plain": "Quiz(dough-gas)"}


def test_a_sound_and_its_trace_travel_inside_the_widget(course, monkeypatch):
    monkeypatch.chdir(course / "chapters")
    html = quizbook.quiz("signs-sound")._html
    assert 'src="data:audio/wav;base64,UklGR' in html and "<svg" in html and "Synthetic" in html
