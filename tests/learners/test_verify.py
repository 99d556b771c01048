"""Grading a learner's file again: consistent or differs, and what that does not show."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from quizbook.learners.verify import NOT_SHOWN, verify

from ..conftest import run
from .conftest import BEGIN, attempt, log_of

RNG = random.Random(4)


@pytest.fixture(scope="module")
def everything(bank) -> dict:
    """A log that answers every question of this book twice, right and then wrong."""
    items = list(bank.items.values())
    kept = [attempt(item, True, BEGIN, RNG) for item in items]
    return log_of(bank, kept)


def test_every_right_answer_is_graded_as_right(everything, bank):
    verdict = verify(everything, bank)
    assert verdict.word == "consistent" and verdict.graded == len(bank.items)
    assert verdict.differences == [] and not verdict.passed_over


def test_a_score_that_its_answers_do_not_give_is_named(everything, bank):
    forged = [
        {**a, "answers": a["answers"][:0]} if n == 3 else a
        for n, a in enumerate(everything["attempts"])
    ]
    single = next(a for a in forged if bank.items[a["id"]].type == "single")
    single = {**single, "answers": bank.items[single["id"]].key["wrong"][:1]}
    verdict = verify({**everything, "attempts": [*forged, single]}, bank)
    assert verdict.word == "differs" and len(verdict.differences) == 2
    assert {d.graded for d in verdict.differences} == {None, 0.0}
    words = "\n".join(verdict.lines(bank))
    assert words.startswith("differs: ") and words.endswith(NOT_SHOWN)
    assert "valid" not in words and "verified" not in words


def test_partial_credit_is_compared_too(bread):
    pale = attempt(bread.items["crust-pale"], False, BEGIN, RNG, score=0.5)
    assert verify(log_of(bread, [pale]), bread).word == "consistent"
    assert verify(log_of(bread, [{**pale, "score": 1.0}]), bread).word == "differs"


def test_what_this_edition_cannot_grade_is_counted(bread):
    kept = attempt(bread.items["crust-brown"], True, BEGIN, RNG)
    others = [{**kept, "v": 7}, {**kept, "id": "gone"}, {**kept, "at": "yesterday"}, None]
    verdict = verify(log_of(bread, [kept]) | {"attempts": [kept, *others]}, bread)
    assert verdict.word == "consistent" and verdict.graded == 1
    assert sum(verdict.passed_over.values()) == 4


@pytest.mark.parametrize("answers", [[7], ["x" * 20_000], [None, "a"]])
def test_answers_that_are_none_differ(bread, answers):
    kept = attempt(bread.items["crust-brown"], True, BEGIN, RNG) | {"answers": answers}
    assert verify(log_of(bread, [kept]), bread).word == "differs"


def test_the_command_tells_each_file_and_its_status_the_worst(bank, everything, tmp_path: Path):
    sound, forged, broken = (tmp_path / f"{name}.json" for name in ("sound", "forged", "broken"))
    sound.write_text(json.dumps(everything))
    first = {**everything["attempts"][0], "score": 0.25}
    forged.write_text(json.dumps({**everything, "edition": "9", "attempts": [first]}))
    broken.write_text("{")
    done = run("verify", sound)
    assert done.returncode == 0 and ": consistent: " in done.stdout and NOT_SHOWN in done.stdout
    done = run("verify", sound, forged, broken)
    assert done.returncode == 1
    assert "forged.json: differs: 1 answers" in done.stdout
    assert "written by edition 9, and this is edition" in done.stdout
    assert "broken.json: it is not a learner's file, or is damaged" in done.stderr
