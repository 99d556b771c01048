"""The tables of the page say what the rows say, and a miss is shown like a hit."""

from __future__ import annotations

from bench import show
from bench.measure import OURS, Row, with_ratios
from bench.plot import PANELS

ROWS = with_ratios(
    [
        *(
            Row(group, what, tool, value, "kB")
            for group, what in PANELS
            for tool, value in ((OURS, 12.0), ("light", 6.0), ("heavy", 48.3), ("dead", None))
        ),
        Row("author", "HTML: a chapter edited", OURS, 4.2, "s", limit=5.0),
        Row("author", "PDF: a chapter edited", OURS, 6.2, "s", limit=5.0),
    ]
)


def test_peers_stand_beside_ours_with_their_ratio():
    table = show.peers_table(with_every_thing()).splitlines()
    assert table[0] == f"|  | {OURS} | light | heavy | dead |"
    assert table[2] == "| Five questions add (kB) | 12 | 6.0 (×0.50) | 48 (×4.0) | never |"
    assert len(table) == 2 + len(show.COMPARED)


def with_every_thing() -> list[Row]:
    return with_ratios(
        Row("weight", what, tool, value, "kB", note="never" if value is None else "")
        for what in show.COMPARED
        for tool, value in ((OURS, 12.0), ("light", 6.0), ("heavy", 48.3), ("dead", None))
    )


def test_a_missed_limit_is_shown():
    table = show.limits_table(ROWS).splitlines()[2:]
    assert table == [
        "| Author: HTML: a chapter edited (s) | 4.2 | 5 | ok |",
        "| Author: PDF: a chapter edited (s) | 6.2 | 5 | **missed** |",
    ]
    assert show.verdict(ROWS) == "1 of 2 limits hold."


def test_reasons_that_follow_the_verdict_are_told_with_their_times():
    times = (("", 140.2), (", cases", 180.0))
    rows = [Row("reader", f"reasons are painted{where}", OURS, ms, "ms") for where, ms in times]
    said = show.after_the_verdict([*ROWS, *rows])
    assert said.endswith(
        "follow, painted 140 ms (five questions) and 180 ms (cases) after the click."
    )
    assert show.after_the_verdict(ROWS) == "Feedback in this book is the verdict."


def test_a_group_is_listed():
    assert show.group_table(ROWS, "author").count("\n") == 3


def test_the_headline_gives_the_span_of_the_others():
    said = show.headline(ROWS)
    assert said.count("12 kB (the others: ×0.50 to ×4.0, or never)") == len(PANELS)


def test_the_headline_needs_no_peer():
    alone = [row for row in ROWS if row.tool == OURS]
    assert show.headline(alone).count("(the others: none could be measured)") == len(PANELS)


def test_the_circumstances_become_a_sentence():
    about = [
        "date: 2026-01-02",
        "processor: one, 2 cores",
        "memory: 8 GB",
        "system: S",
        "Python: 3",
    ]
    assert show.circumstances(about) == (
        "Measured on 2026-01-02, on one, 2 cores, 8 GB, S. Versions: Python 3."
    )
