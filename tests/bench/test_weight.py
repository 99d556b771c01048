"""The questions of a built page are found whole."""

from __future__ import annotations

import pytest

from bench.five import IDS
from bench.weight import QUESTION
from quizbook.bank.load import load_bank
from quizbook.page.html import render

from ..conftest import ROOT

ITEMS = load_bank(ROOT).items


@pytest.mark.parametrize("id_", IDS)
def test_a_question_is_found_with_its_id_and_from_end_to_end(id_):
    html = render(ITEMS[id_], lambda keys: "", uid="q1", number=1)
    assert QUESTION.findall(f"<div>{html}</div>{html}") == [(html, id_)] * 2
