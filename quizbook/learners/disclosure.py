"""What may be shown of a group: nothing that tells of fewer people than the minimum.

A count is kept back where it, or what it leaves of its whole, stands for a few people; "nobody" is
no group and may be shown. Where one count of several that add up is kept back, the smallest other
is as well, or the whole would give it away.
"""

from __future__ import annotations

from collections.abc import Sequence

MINIMUM = 5
LEAST = 3
"""The smallest minimum that can be asked for."""


def is_few(count: int, minimum: int) -> bool:
    """Tell whether a count stands for some people, but too few."""
    return 0 < count < minimum


def is_shown(count: int, whole: int, minimum: int) -> bool:
    """Tell whether a part of a whole may be shown: neither it nor the rest is a few people."""
    return whole >= minimum and not is_few(count, minimum) and not is_few(whole - count, minimum)


def parts(counts: Sequence[int], minimum: int) -> list[int | None]:
    """Give the counts of groups that make up a whole, None for each that is kept back."""
    kept_back = {n for n, count in enumerate(counts) if is_few(count, minimum)}
    if sum(counts) < minimum:
        kept_back = set(range(len(counts)))
    if len(kept_back) == 1:
        others = [n for n, count in enumerate(counts) if count and n not in kept_back]
        if others:
            kept_back.add(min(others, key=lambda n: counts[n]))
    return [None if n in kept_back else count for n, count in enumerate(counts)]
