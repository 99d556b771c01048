"""What is asked again, by the table; the script's half and random histories: tests/page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizbook.learners.review import plan

CASES = json.loads(
    (Path(__file__).parents[1] / "data" / "learners.json").read_text(encoding="utf-8")
)["plan"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_plan(case):
    assert plan(case["attempts"], case["of"], case["now"]) == case["plan"]
