"""Memory beside the package that its equations' authors publish, over random histories."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Card, Rating, Scheduler

from quizbook.learners.memory import memory

GIVEN = {Rating.Again: (0, 3), Rating.Hard: (1, 1), Rating.Good: (1, 2), Rating.Easy: (1, 3)}
"""The score and the certainty that mean each rating."""


@pytest.mark.parametrize("seed", range(300))
def test_it_equals_fsrs(seed):
    draw = random.Random(seed)
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, at = Card(), datetime(2026, 1, 5, 12, tzinfo=UTC)
    attempts = []
    for _ in range(draw.randint(1, 12)):
        rating = draw.choice(list(GIVEN))
        card, _ = scheduler.review_card(card, rating, at)
        score, sure = GIVEN[rating]
        attempts.append({"id": "x", "at": at.isoformat(), "answers": ["a"], "score": score})
        attempts[-1]["sure"] = sure
        found = memory(attempts)
        assert found.stability == pytest.approx(card.stability, rel=1e-12)
        assert found.difficulty == pytest.approx(card.difficulty, rel=1e-12)
        assert found.due == card.due.date()
        at += timedelta(days=draw.choice([0, 1, 1, 2, 3, 7, 20, 60, 400]))
