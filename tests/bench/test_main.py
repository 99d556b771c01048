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


def test_a_whole_run_is_kept_and_one_group_renewed(places):
    bench.keep(WHOLE, bench.GROUPS)
    renewed = Row("author", "a thing", OURS, 2.0, "s")
    bench.keep(with_ratios([renewed]), ["author"])
    rows, _ = read(bench.RESULTS)
    assert [r.value for r in rows if r.group == "author"] == [2]
    assert len(rows) == len(WHOLE)
    assert [r.group for r in rows] == sorted((r.group for r in rows), key=bench.GROUPS.index)
    assert bench.PICTURE.is_file()


def test_a_group_of_another_day_is_not_mixed_in(places, monkeypatch, capsys):
    bench.keep(WHOLE, bench.GROUPS)
    before = bench.RESULTS.read_text()
    monkeypatch.setattr(bench.machine, "describe", lambda peers: ["date: tomorrow"])
    bench.keep([Row("author", "a thing", OURS, 2.0, "s")], ["author"])
    assert bench.RESULTS.read_text() == before
    assert "Nothing is written" in capsys.readouterr().out


def test_an_unknown_group_is_refused(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["bench", "colour"])
    with pytest.raises(SystemExit):
        bench.main()
    assert "no group is called colour" in capsys.readouterr().err


def test_a_book_that_does_not_build_is_told_in_a_line(monkeypatch, capsys, tmp_path):
    def fail(*_):
        raise bench.Unavailable("a cell raised")

    monkeypatch.setattr(bench, "ROOT", tmp_path)
    monkeypatch.setattr(bench.author, "build", fail)
    monkeypatch.setattr("sys.argv", ["bench", "weight"])
    assert bench.main() == 1
    assert capsys.readouterr().err == "The book cannot be measured: a cell raised\n"
