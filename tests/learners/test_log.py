"""The Python half of the table of a learner's log; the script's half: tests/page/test_store.py."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

# x
from jsonschema import Draft202012Validator

from quizbook.learners import log
from quizbook.learners.memory import memory

TESTS = Path(__file__).parents[1]
CASES = json.loads((TESTS / "data" / "learners.json").read_text(encoding="utf-8"))
SCHEMA = json.loads((Path(log.__file__).parent / "log.schema.json").read_text(encoding="utf-8"))


def cases(part: str):
    return pytest.mark.parametrize("case", CASES[part], ids=[c["name"] for c in CASES[part]])


@cases("read")
def test_what_can_be_read_is_read_and_nothing_else(case):
    if case["attempts"] is None:
        with pytest.raises(log.LogError):
            log.read(case["data"], "bread")
    else:
        assert log.read(case["data"], "bread")["attempts"] == case["attempts"]


def test_a_newer_schema_is_named():
    with pytest.raises(log.LogError, match="schema 3; this version reads up to 2"):
        log.read({"schema": 3}, "bread")


@cases("tries")
def test_the_tries_of_an_item_come_in_order(case):
    tries = log.by_item(case["attempts"]).get(case["item"], [])
    assert [attempt["at"] for attempt in tries] == case["at"]


@cases("merge")
def test_merging_is_a_union(case):
    assert log.merge(case["mine"], case["theirs"]) == case["merged"]
    again = log.merge(case["merged"], case["theirs"])
    assert again["attempts"] == case["merged"]["attempts"]


@cases("merge")
def test_what_is_merged_keeps_to_the_published_shape(case):
    faults = list(Draft202012Validator(SCHEMA).iter_errors(case["merged"]))
    assert bool(faults) == ("cannot be read" in case["name"])


@cases("profile")
def test_a_profile(case):
    assert log.profile(case["attempts"], case["of"]) == case["profile"]


@cases("calibration")
def test_calibration(case):
    assert log.calibration(case["attempts"]) == case["calibration"]


@cases("gain")
def test_gain(case):
    assert log.gain(case["attempts"], case["pairs"]) == case["gain"]


@cases("first_form")
def test_which_form_came_first(case):
    assert log.first_form(case["attempts"], case["pair"], case["drawn"]) == case["first"]


@cases("memory")
def test_memory(case):
    found = memory(case["attempts"])
    if case["due"] is None:
        assert found is None
        return
    assert found.stability == pytest.approx(case["stability"], rel=1e-12)
    assert found.difficulty == pytest.approx(case["difficulty"], rel=1e-12)
    assert found.due.isoformat() == case["due"]


def try_at(at: str) -> dict:
    return {"id": "x", "at": at, "answers": ["a"], "score": 1, "sure": 2}


def test_days_are_those_of_the_learners_calendar():
    midnight = [try_at("2026-01-05T23:59:00+01:00"), try_at("2026-01-06T00:01:00+01:00")]
    noon = [try_at("2026-01-05T12:00:00+01:00"), try_at("2026-01-06T12:00:00+01:00")]
    assert memory(midnight) == memory(noon)


def test_a_clock_set_back_does_no_harm():
    west = [try_at("2026-01-05T00:30:00+12:00"), try_at("2026-01-04T08:30:00-08:00")]
    same = [try_at("2026-01-05T00:30:00+12:00"), try_at("2026-01-05T04:30:00+12:00")]
    assert memory(west) == memory(same)
