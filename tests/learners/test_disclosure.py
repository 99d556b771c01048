"""Nothing is shown of a few people, nor can it be worked out from what is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quizbook.learners.disclosure import is_few, is_shown, parts

counts = st.lists(st.integers(0, 40), min_size=2, max_size=6)


@given(counts, st.integers(3, 8))
def test_no_few_are_shown_and_one_that_is_kept_back_is_never_alone(counts, minimum):
    shown = parts(counts, minimum)
    assert not any(count is not None and is_few(count, minimum) for count in shown)
    assert all(told in (None, count) for told, count in zip(shown, counts, strict=True))
    hidden = [count for told, count in zip(shown, counts, strict=True) if told is None]
    others = [count for told, count in zip(shown, counts, strict=True) if told]
    if len(hidden) == 1 and sum(counts) >= minimum:
        assert not others and not is_few(sum(counts) - hidden[0], 1)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(3, 8))
def test_a_part_is_shown_only_with_a_rest_that_may_be(count, rest, minimum):
    shown = is_shown(count, count + rest, minimum)
    few = is_few(count, minimum) or is_few(rest, minimum)
    assert shown == (not few and count + rest >= minimum)


def test_nobody_is_no_group():
    assert parts([20, 0, 0], 5) == [20, 0, 0]
    assert parts([20, 3, 0, 9], 5) == [20, None, 0, None]
    assert parts([2, 1], 5) == [None, None]
