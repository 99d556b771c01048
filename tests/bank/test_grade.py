"""The Python half of the grading table; the script's half is in tests/page/test_script.py."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizbook.bank.grade import grade
from quizbook.bank.load import load_bank

DATA = Path(__file__).parents[1] / "data"
CASES = json.loads((DATA / "grading.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_response_gets_its_score(case):
    assert grade(case["key"], case["answers"]) == case["score"]


def test_the_table_has_every_type():
    assert {c["key"]["type"] for c in CASES} == set(
        "single multiple numeric short match order".split()
    )


def test_every_choice_item_grades_its_key_right_and_each_wrong_option_wrong(root: Path):
    for item in load_bank(root).items.values():
        key = item.key
        if item.type == "numeric":
            assert grade(key, [f"{key['value']}"]) == 1
            for slip in item.errors:
                assert grade(key, [f"{slip.value}"]) == 0, item.id
        else:
            assert grade(key, key["right"]) == 1
        for wrong in key.get("wrong", []):
            assert grade(key, [wrong]) == 0, item.id
