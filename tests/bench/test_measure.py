"""A row knows its mark, its ratio and its way through a CSV."""

from __future__ import annotations

import pytest

from bench.measure import OURS, Row, missed, read, table, with_ratios, write


@pytest.mark.parametrize(
    ("value", "limit", "holds"),
    [(9.9, 10, True), (10, 10, True), (10.1, 10, False), (1, None, None)],
)
def test_a_row_holds_up_to_its_limit(value, limit, holds):
    assert Row("weight", "a thing", OURS, value, "kB", limit=limit).holds is holds


def test_a_missing_value_misses_its_limit():
    row = Row("weight", "a thing", OURS, None, "kB", limit=10)
    assert missed([row]) == [row]
    assert "MISSED (limit 10)" in table([row])


def test_a_ratio_compares_with_ours_for_the_same_thing():
    rows = [
        Row("weight", "a thing", OURS, 2.0, "kB"),
        Row("weight", "a thing", "other", 5.0, "kB"),
        Row("weight", "another thing", "other", 5.0, "kB"),
        Row("weight", "a thing", "broken", None, "kB"),
    ]
    assert [row.ratio for row in with_ratios(rows)] == [1, 2.5, None, None]


@pytest.mark.parametrize("unit", ["%", "x", ""])
def test_what_is_a_comparison_already_has_no_ratio(unit):
    rows = [Row("weight", "a share", tool, 2.0, unit) for tool in (OURS, "other")]
    assert [row.ratio for row in with_ratios(rows)] == [None, None]


def test_rows_come_back_from_csv_as_they_went(tmp_path):
    rows = [
        Row("weight", "a thing, with a comma", OURS, 2.5, "kB", 1.0, 10.0, "a note"),
        Row("weight", "a thing", "other", None, "kB", note='it "fails"'),
    ]
    write(rows, ["date: 2026-01-01", "processor: one"], tmp_path / "results.csv")
    assert read(tmp_path / "results.csv") == (rows, ["date: 2026-01-01", "processor: one"])


def test_four_digits_of_a_number_are_kept(tmp_path):
    write([Row("weight", "a thing", OURS, 1234.567, "kB")], [], tmp_path / "results.csv")
    assert "1235" in (tmp_path / "results.csv").read_text()
