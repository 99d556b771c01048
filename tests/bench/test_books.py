"""A peer that cannot be had is reported, with the reason, and the rest goes on."""

from __future__ import annotations

from bench import books, environment, peers
from bench.measure import OURS
from bench.weight import FIVE, weigh_additions

from ..conftest import ROOT


def test_a_peer_that_cannot_be_installed_is_reported_and_stops_no_other(tmp_path, monkeypatch):
    monkeypatch.setattr(peers, "HERE", tmp_path)
    (tmp_path / "impossible.txt").write_text("--no-index\nimpossible==0.0\n")
    (tmp_path / "bare.txt").write_text("--no-index\n")
    asked = [peers.Peer(name, peers.jupyterquiz) for name in ("impossible", "bare")]
    built = books.build_peers(asked, ROOT, tmp_path / "work")
    assert "No matching distribution found for impossible==0.0" in built["impossible"]
    assert "No module named 'jupyter_book'" in built["bare"]


def test_an_environment_is_kept_until_its_pins_change(tmp_path, monkeypatch):
    made = []
    monkeypatch.setattr("venv.create", lambda folder, **_: folder.mkdir(exist_ok=True))
    monkeypatch.setattr(environment, "run", made.append)
    pins, lock = tmp_path / "pins.txt", tmp_path / "lock.txt"
    pins.write_text("a==1\n")
    for locked, installed in (("-e .\n", 1), ("-e .\n", 1), ("b==2\n", 2)):
        lock.write_text(locked)
        environment.python_of(pins, lock, tmp_path / "work")
        assert len(made) == installed
    assert (tmp_path / "work" / "constraints.txt").read_text() == "b==2"


def page(folder, quizzes: int, each: int) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"q{quizzes}.html").write_text("x" * (1000 + quizzes * each))


def test_quizzes_are_weighed_by_what_they_add(tmp_path):
    for n in books.QUIZZES:
        page(tmp_path / "good", n, 9_000)
        page(tmp_path / "bad", n, 9_000 if n < 50 else 10_000)
    good = {row.what: row for row in weigh_additions(OURS, tmp_path / "good")}
    bad = {row.what: row for row in weigh_additions(OURS, tmp_path / "bad")}
    drift = "50 quizzes are off 50 times one by"
    assert good[FIVE].value == good["a further quiz adds"].value == 9 and good[FIVE].holds
    assert good["50 quizzes add"].value == 450
    assert good[drift].value == 0 and good[drift].holds
    assert bad[drift].holds is False
