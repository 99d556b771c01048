"""A test-wise guesser that knows no medicine must not beat chance over the whole bank.

*One trick at a time.* Each strategy picks one option of every single-answer item it can be applied
to. Under chance the number of hits is Poisson-binomial with probability 1/(number of options)
each; the exact one-sided probability of as many hits or more has to stay above 0.05 after Holm's
correction over all strategies and their opposites.

*All tricks together.* `tests.guesser` learns from all chapters but one how a right answer looks,
and guesses that one. Its hits have to lie within the middle 95 % of those that the same guesser has
on keys drawn by lot: neither may the looks of a key tell, nor may it have been hidden on purpose.

*Reading ahead.* In print the next step of a case stands below the question; it must not answer it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from quizbook.bank.lint import ABSOLUTE, VAGUE, words
from quizbook.bank.load import load_bank
from quizbook.bank.model import Choice
from quizbook.bank.text import plain
from tests.guesser import Guesser, telling

BANK = load_bank(Path(__file__).parents[1])
ITEMS = [
    item
    for item in BANK.items.values()
    if isinstance(item, Choice) and item.type == "single" and not item.prediction
]
RUNS = 400
"""How often the keys are drawn by lot."""
Score = Callable[[Choice, int], float | None]
QUALIFIED = rf"{VAGUE}|\b(can|could|likely|some|mostly|partly|unless|if|depends)\b|[;,(]"


def option(item: Choice, place: int) -> str:
    return plain(item.options[place].text)


def length(item: Choice, place: int) -> float:
    return len(option(item, place))


def overlap(item: Choice, place: int) -> float:
    return len(words(option(item, place)) & words(plain(item.stem)))


def absolutes(item: Choice, place: int) -> float:
    return len(re.findall(ABSOLUTE, option(item, place), re.I))


def qualifiers(item: Choice, place: int) -> float:
    return len(re.findall(QUALIFIED, option(item, place), re.I))


def convergence(item: Choice, place: int) -> float:
    others = [words(option(item, n)) for n in range(len(item.options)) if n != place]
    return sum(len(words(option(item, place)) & other) for other in others)


def middle(item: Choice, place: int) -> float | None:
    numbers = [re.search(r"\d+(?:\.\d+)?", option(item, n)) for n in range(len(item.options))]
    if not all(numbers):
        return None
    values = [float(found[0]) for found in numbers]
    return -abs(values[place] - float(np.median(values)))


def named(item: Choice, place: int) -> float | None:
    """Count the words that an option shares with what is said of the pictures and sounds."""
    alts = [plain(use.medium.alt) for use in item.uses()]
    return len(words(option(item, place)) & words(" ".join(alts))) if alts else None


def alt_length(item: Choice, place: int) -> float | None:
    use = item.options[place].media
    return len(plain(use.medium.alt)) if use else None


def always_in(wanted: int) -> Score:
    """Take the same place every time: the most frequent one is among them, and the rarest."""

    def in_place(item: Choice, place: int) -> float:
        return float(place == wanted)

    in_place.__name__ = f"place {'ABCDE'[wanted]}"
    return in_place


def key_place(item: Choice) -> int:
    return next(n for n, o in enumerate(item.options) if o.correct)


MEASURES: list[Score] = [
    length,
    overlap,
    absolutes,
    qualifiers,
    convergence,
    middle,
    named,
    alt_length,
]


def pick(item: Choice, measure: Score, sign: int) -> int | None:
    """Take the option that a strategy likes best; a tie is broken by a hash, as by a coin."""
    scores = [measure(item, n) for n in range(len(item.options))]
    if None in scores or len(set(scores)) == 1:
        return None
    coin = lambda n: hashlib.sha256(f"{item.id}/{measure.__name__}/{n}".encode()).digest()  # noqa: E731
    return max(range(len(scores)), key=lambda n: (sign * scores[n], coin(n)))


def tail(hits: int, chances: list[float]) -> float:
    """Give P(X >= hits) for a sum of independent Bernoulli trials, exactly."""
    distribution = np.array([1.0])
    for chance in chances:
        distribution = np.convolve(distribution, [1 - chance, chance])
    return float(distribution[hits:].sum())


def probability(measure: Score, sign: int, items: list[Choice]) -> float:
    picked = [(item, pick(item, measure, sign)) for item in items]
    picked = [(item, place) for item, place in picked if place is not None]
    hits = sum(place == key_place(item) for item, place in picked)
    return tail(hits, [1 / len(item.options) for item, _ in picked])


def holm(probabilities: dict[str, float]) -> dict[str, float]:
    adjusted, so_far = {}, 0.0
    for rank, (name, p) in enumerate(sorted(probabilities.items(), key=lambda pair: pair[1])):
        so_far = max(so_far, min(1.0, p * (len(probabilities) - rank)))
        adjusted[name] = so_far
    return adjusted


def strategies(items: list[Choice]) -> dict[str, float]:
    tried = [(measure, sign) for measure in MEASURES for sign in (1, -1)]
    tried += [(always_in(place), 1) for place in range(4)]
    return {
        f"{'most' if sign > 0 else 'least'} {measure.__name__}": probability(measure, sign, items)
        for measure, sign in tried
    }


def test_no_strategy_beats_chance():
    adjusted = holm(strategies(ITEMS))
    assert {name: round(p, 4) for name, p in adjusted.items() if p <= 0.05} == {}


@pytest.fixture(scope="module")
def guesser() -> Guesser:
    return Guesser(ITEMS)


@pytest.fixture(scope="module")
def by_lot(guesser: Guesser) -> np.ndarray:
    """Hits on keys drawn by lot, run by run."""
    return guesser.hits(guesser.shuffled(RUNS))


def keys_of(chosen: Callable[[Choice], int]) -> np.ndarray:
    return np.array([[chosen(item)] for item in ITEMS])


def test_a_guesser_with_many_tricks_does_as_on_keys_drawn_by_lot(guesser, by_lot):
    assert len(guesser.names) >= 20
    low, high = np.quantile(by_lot, [0.025, 0.975])
    assert low <= guesser.hits(keys_of(key_place))[0] <= high


def test_that_guesser_notices_keys_that_give_themselves_away(guesser, by_lot):
    """Keys by rules that no single trick sees: what has fewest words of the stem, but is hedged."""

    def modest(item: Choice) -> int:
        shared = [overlap(item, n) - qualifiers(item, n) for n in range(len(item.options))]
        return shared.index(min(shared))

    assert guesser.hits(keys_of(modest))[0] > by_lot.max()


def read_ahead() -> list[tuple[Choice, list[str]]]:
    """Give each question of a case with the texts that stand below it in print."""
    found = []
    for case in BANK.cases.values():
        told = [(plain(step.text), [BANK.items[i] for i in step.items]) for step in case.steps]
        for n, (_, asked) in enumerate(told):
            below = [words for text, items in told[n + 1 :] for words in (text, *stems(items))]
            found += [(item, below) for item in asked if item in ITEMS and below]
    return found


def stems(items) -> list[str]:
    return [plain(item.stem) for item in items]


def likeliest(item: Choice, below: list[str]) -> int | None:
    """Pick the option whose own words come back below, as a share of them."""
    texts = [telling(option(item, n)) for n in range(len(item.options))]
    ahead = set().union(*map(telling, below)) - telling(plain(item.stem))
    own = [mine.difference(*(t for t in texts if t is not mine)) for mine in texts]
    shares = [len(mine & ahead) / (len(mine) or 1) for mine in own]
    best = [n for n, share in enumerate(shares) if share == max(shares)]
    return best[0] if len(best) == 1 else None


def test_the_next_step_of_a_case_does_not_answer_the_question_above_it():
    picked = [(item, likeliest(item, below)) for item, below in read_ahead()]
    picked = [(item, place) for item, place in picked if place is not None]
    assert len(picked) >= 10
    hits = sum(place == key_place(item) for item, place in picked)
    assert tail(hits, [1 / len(item.options) for item, _ in picked]) > 0.05


def test_the_guesser_notices_a_bank_that_gives_itself_away():
    def long_key_first(item: Choice) -> bool:
        return length(item, key_place(item)) == max(
            length(item, n) for n in range(len(item.options))
        )

    assert holm(strategies([i for i in ITEMS if long_key_first(i)]))["most length"] < 0.05


def test_the_tail_is_exact():
    assert tail(0, [0.25] * 4) == 1
    assert abs(tail(4, [0.25] * 4) - 0.25**4) < 1e-12


def test_keys_are_spread_over_the_places():
    """No place holds the key more often than two binomial standard errors above its share."""
    counts = Counter(key_place(item) for item in ITEMS if len(item.options) == 4)
    total = counts.total()
    limit = total / 4 + 2 * (total * 0.25 * 0.75) ** 0.5
    assert max(counts.values()) <= limit, counts


def test_no_more_than_three_keys_in_a_row_share_a_place():
    for chapter in {item.chapter for item in ITEMS}:
        places = "".join(str(key_place(item)) for item in ITEMS if item.chapter == chapter)
        assert not re.search(r"(\d)\1{3}", places), f"{chapter}: {places}"


def tau(order: tuple) -> float:
    """Give Kendall's tau of an order with the sorted one, without ties."""
    signs = [1 if a < b else -1 for a, b in combinations(order, 2)]
    return sum(signs) / len(signs)


@pytest.mark.parametrize("item", [i for i in BANK.items.values() if i.type == "order"], ids=str)
def test_steps_are_shown_neither_nearly_sorted_nor_nearly_reversed(item):
    assert abs(tau(tuple(item.steps.index(step) for step in item.shown))) <= 0.2
