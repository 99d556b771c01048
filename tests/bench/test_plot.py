"""The pictures show what was measured, in words too, on light and on dark."""

from __future__ import annotations

from bench.measure import OURS, Row, with_ratios
from bench.plot import PANELS, growth_points, peers_words, picture

ROWS = with_ratios(
    Row(group, what, tool, value, "kB", note=note)
    for group, what in PANELS
    for tool, value, note in (
        (OURS, 12.0, ""),
        ("heavy", 48.3, ""),
        ("dead", None, "never within 15 s"),
        ("broken", None, "no such package"),
    )
)


def test_the_words_say_what_the_bars_show():
    words = peers_words(ROWS)
    assert f"{OURS} 12 kB, heavy 48 kB ×4.0, dead never, broken not built." in words
    assert all(title in words for title in PANELS.values())


def test_the_picture_has_every_label_and_colours_for_both_grounds():
    svg = picture(ROWS)
    assert svg.count(">never<") == svg.count(">not built<") == len(PANELS)
    assert "48 kB ×4.0" in svg
    assert "prefers-color-scheme:dark" in svg and "currentColor" in svg


def test_only_timed_sizes_are_points_of_the_growth():
    rows = [
        Row("growth", "bank check, 100 questions", OURS, 2.0, "s"),
        Row("growth", "bank check, 100 questions, memory", OURS, 30.0, "MB"),
        Row("growth", "html build, 10 chapters", OURS, 9.0, "s"),
        Row("growth", "bank check, exponent of time", OURS, 1.0, ""),
    ]
    assert growth_points(rows) == [
        {"what": "bank check", "size": 100, "seconds": 2.0},
        {"what": "html build", "size": 100, "seconds": 9.0},
    ]
