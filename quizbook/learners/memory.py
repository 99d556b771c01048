"""When an item is to be asked again: FSRS-6 with its default parameters, by the learner's own days.

The equations are those that the Open Spaced Repetition project publishes as "FSRS-6"
(https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm); retention is 0.9, so an
interval is the stability in whole days. log.js holds the same in the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import exp, floor

from .log import Attempt, day, is_right, sound

WEIGHTS = (
    *(0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796),
    *(1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542),
)
FACTOR = 0.9 ** (-1 / WEIGHTS[20]) - 1
AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
LONGEST = 36500
LEAST = 0.001


@dataclass(frozen=True)
class Memory:
    """What is left of an item: stability in days, difficulty from 1 to 10, day of the last try."""

    stability: float
    difficulty: float
    last: date

    @property
    def due(self) -> date:
        """The day on which it is remembered with a probability of 0.9."""
        return self.last + timedelta(days=min(max(floor(self.stability + 0.5), 1), LONGEST))


def memory(attempts: Iterable[Attempt]) -> Memory | None:
    """Give what one item's attempts have left, or None without any.

    Wrong is "again"; right and guessed "hard", thought so or not asked "good", sure "easy". Days
    that run backwards (a clock set back, a journey west) count as the same day.
    """
    state = None
    for attempt in sound(attempts):
        rating = _rate(attempt)
        today = date.fromisoformat(day(attempt))
        if state is None:
            stability, difficulty = WEIGHTS[rating - 1], _within(1, _begin(rating), 10)
            state = Memory(stability, difficulty, today)
        else:
            days = max(0, (today - state.last).days)
            state = replace(
                state,
                stability=max(_settle(state, days, rating), LEAST),
                difficulty=_harden(state.difficulty, rating),
                last=max(today, state.last),
            )
    return state


def _rate(attempt: Attempt) -> int:
    return (GOOD, HARD, GOOD, EASY)[attempt["sure"]] if is_right(attempt) else AGAIN


def _within(low: float, value: float, high: float) -> float:
    return min(max(value, low), high)


def _begin(rating: int) -> float:
    return WEIGHTS[4] - exp(WEIGHTS[5] * (rating - 1)) + 1


def _harden(difficulty: float, rating: int) -> float:
    moved = difficulty - WEIGHTS[6] * (rating - 3) * (10 - difficulty) / 9
    return _within(1, WEIGHTS[7] * _begin(EASY) + (1 - WEIGHTS[7]) * moved, 10)


def _settle(state: Memory, days: int, rating: int) -> float:
    w, stability = WEIGHTS, state.stability
    if days < 1:
        grown = exp(w[17] * (rating - 3 + w[18])) * stability ** -w[19]
        return stability * (max(grown, 1) if rating > AGAIN else grown)
    forgotten = 1 - (1 + FACTOR * days / stability) ** -w[20]
    if rating == AGAIN:
        left = w[11] * state.difficulty ** -w[12] * ((stability + 1) ** w[13] - 1)
        return min(left * exp(forgotten * w[14]), stability / exp(w[17] * w[18]))
    grown = exp(w[8]) * (11 - state.difficulty) * stability ** -w[9]
    eased = {HARD: w[15], EASY: w[16]}.get(rating, 1)
    return stability * (1 + grown * (exp(forgotten * w[10]) - 1) * eased)
