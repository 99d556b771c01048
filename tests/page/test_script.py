"""The script's half of the grading table, run in a real browser; and its size."""

from __future__ import annotations

import json
from pathlib import Path

from quizbook.page.scripts import served

CASES = json.loads(
    (Path(__file__).parents[1] / "data" / "grading.json").read_text(encoding="utf-8")
)["cases"]


def test_the_script_grades_like_python(chromium):
    page = chromium.new_page()
    for name in ("store.js", "words.js", "quiz.js"):
        page.add_script_tag(content=served(name))
    for case in CASES:
        score = page.evaluate("c => quizbook.grade(c.key, c.answers)", case)
        assert score == case["score"], case["name"]
    page.close()


def test_script_and_style_stay_small():
    needed = sum(len(served(name).encode()) for name in ("quiz.js", "store.js"))
    assert needed <= 18_000
    assert len(served("quiz.css").encode()) <= 6_000
