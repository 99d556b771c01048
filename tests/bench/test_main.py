"""What is measured anew takes the place of what was stored, and of nothing else."""

from __future__ import annotations

import pytest

from bench import __main__ as bench
from bench.measure import OURS, Row, read, with_ratios
from bench.plot import PANELS

WHOLE = with_ratios(
    [
        *(Row(group, what, OURS, 12.0, "kB") for group, what in PANELS),
        *(Row(group, what, "other", 24.0, "kB") for group, what in PANELS),
        *(Row(group, "a thing", OURS, 1.0, "s") for group in ("author", "growth", "chapters")),
    ]
)


@pytest.fixture
def places(tmp_path, monkeypatch):
    """The results and their picture, in a folder of their own; the day is always the same."""
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "results.csv")
    monkeypatch.setattr(bench, "PICTURE", tmp_path / "bench.svg")
    monkeypatch.setattr(bench.machine, "describe", lambda peers: ["date: today"])
    return tmp_path


def kept(rows, places, day="today") -> list[Row]:
    """Keep and publish rows as a run that measured them does; give the results."""
    bench.keep(with_ratios(rows), [f"date: {day}"], places / bench.MEASURED)
    bench.publish(places / bench.MEASURED)
    return read(bench.RESULTS)[0] if bench.RESULTS.is_file() else []


def test_a_whole_run_is_kept_and_one_group_renewed(places):
    kept(WHOLE, places)
    rows = kept([Row("author", "a thing", OURS, 2.0, "s")], places)
    assert [r.value for r in rows if r.group == "author"] == [2]
    assert len(rows) == len(WHOLE)
    assert [r.group for r in rows] == sorted((r.group for r in rows), key=bench.GROUPS.index)
    assert bench.PICTURE.is_file()


def test_a_group_is_renewed_where_only_the_results_of_the_day_are_left(places):
    kept(WHOLE, places)
    (places / bench.MEASURED).unlink()
    rows = kept([Row("author", "a thing", OURS, 2.0, "s")], places)
    assert [r.value for r in rows if r.group == "author"] == [2] and len(rows) == len(WHOLE)


def test_a_group_of_another_day_is_not_mixed_in(places, capsys):
    before = kept(WHOLE, places)
    assert kept([Row("author", "a thing", OURS, 2.0, "s")], places, "tomorrow") == before
    said = capsys.readouterr().out
    assert "not yet written" in said and "weight, reader, growth, chapters not measured" in said


def test_what_was_measured_before_a_group_failed_is_kept_for_the_next_run(places, monkeypatch):
    browsers = []

    def describe(peers):
        assert not browsers, "it opens one of its own, and two cannot be open at once"
        return ["date: today"]

    def measure(groups, work):
        browsers.append("open")
        for group in groups:
            if group == failing:
                raise bench.Unavailable("a cell raised")
            yield [row for row in WHOLE if row.group == group]

    monkeypatch.setattr(bench.machine, "describe", describe)
    monkeypatch.setattr(bench, "measure", measure)
    failing, argv = "growth", ["bench"]
    monkeypatch.setattr("sys.argv", argv)
    assert bench.main() == 1 and not bench.RESULTS.exists()
    failing = ""
    browsers.clear()
    argv += ["growth", "chapters"]
    assert bench.main() == 0
    assert {row.group for row in read(bench.RESULTS)[0]} == set(bench.GROUPS)


def test_an_unknown_group_is_refused(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["bench", "colour"])
    with pytest.raises(SystemExit):
        bench.main()
    assert "no group is called colour" in capsys.readouterr().err


def test_a_book_that_does_not_build_is_told_in_a_line(places, monkeypatch, capsys):
    def fail(*_):
        raise bench.Unavailable("a cell raised")

    monkeypatch.setattr(bench.author, "build", fail)
    monkeypatch.setattr("sys.argv", ["bench", "weight"])
    assert bench.main() == 1
    assert capsys.readouterr().err == "The book cannot be measured: a cell raised\n"
