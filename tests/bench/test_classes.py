"""The made-up classes that the report's growth is measured on."""

from __future__ import annotations

from bench import classes


def test_a_made_up_class_is_measured(tmp_path, monkeypatch):
    monkeypatch.setattr(classes, "LEARNERS", (5, 10, 20))
    monkeypatch.setattr(classes, "ITEMS", 12)
    monkeypatch.setattr(classes.write_class, "__defaults__", (12,))
    rows = {row.what: row for row in classes.grow(tmp_path)}
    assert rows["class report, 20 learners"].limit == 60
    assert rows["class report, 20 learners, memory"].limit == 2048
    assert rows["class report, 5 learners"].value > 0
    assert {"class report, exponent of time", "class report, exponent of memory"} < rows.keys()
