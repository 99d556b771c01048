"""All tools are given the same five questions, and every word of them."""

from __future__ import annotations

import ast
import re

import pytest

from bench.five import IDS, five_questions, size
from bench.peers import PEERS

from ..conftest import ROOT

QUESTIONS = five_questions(ROOT)


def test_there_are_five_questions_of_four_options_with_one_right_and_a_reason_each():
    assert [question.id for question in QUESTIONS] == list(IDS) and len(IDS) == 5
    for question in QUESTIONS:
        assert len(question.options) == 4
        assert [option.correct for option in question.options].count(True) == 1
        assert question.right.correct
        assert all(option.text and option.why for option in question.options)


def test_their_text_is_as_long_as_that_of_the_published_comparison():
    assert size(QUESTIONS) == pytest.approx(3900, rel=0.05)


def words_on(page: str) -> str:
    """The page without what writes its words: escapes, commas that a tool cannot bear."""
    cells = re.findall(r"^display_\w+\((.*)\)$", page, re.M)
    text = page + "".join(str(list(strings(ast.literal_eval(cell)))) for cell in cells)
    return re.sub(r"[\\,;\s]+", "", text)


def strings(value):
    match value:
        case str():
            yield value
        case dict():
            yield from strings(list(value.values()))
        case list():
            for part in value:
                yield from strings(part)


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_peer_is_given_every_word(peer):
    page = words_on(peer.page(QUESTIONS, 1))
    for question in QUESTIONS:
        texts = [question.stem, *(t for o in question.options for t in (o.text, o.why))]
        assert [t for t in texts if re.sub(r"[\\,;\s]+", "", t) not in page] == []


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_peer_is_pinned_and_stands_on_our_jupyter_book(peer):
    pins = peer.requirements.read_text().splitlines()
    ours = (ROOT / "requirements.txt").read_text().splitlines()
    assert pins[0].startswith("jupyter-book==") and pins[0] in ours
    assert pins[1].startswith(f"{peer.name}==")


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_page_has_as_many_quizzes_as_asked(peer):
    first = QUESTIONS[0].stem
    assert [peer.page(QUESTIONS, n).count(first) for n in (0, 1, 10)] == [0, 1, 10]
