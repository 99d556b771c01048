"""The runner of programs by others: where it takes them from, and what it says without them."""

import subprocess

import pytest

from bench.cross_check.__main__ import apart
from bench.cross_check.sources import Missing, Source, fetch


@pytest.fixture
def clone(tmp_path):
    """A folder of clones with one program of one commit, and its source."""
    place = tmp_path / "given" / "program"
    place.mkdir(parents=True)
    (place / "model.txt").write_text("y = 1", encoding="utf-8")
    git = ["git", "-C", str(place), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *command], check=True)
    commit = subprocess.check_output([*git, "rev-parse", "HEAD"], text=True).strip()
    return place.parent, Source("program", "https://example.org/program", commit, "MIT")


def test_a_program_is_taken_from_the_folder_that_is_given(clone, tmp_path):
    given, source = clone
    folder = fetch(source, tmp_path / "kept", given)
    assert (folder / "model.txt").read_text("utf-8") == "y = 1"


def test_what_is_not_there_is_missed_in_words_that_name_no_folder(clone, tmp_path):
    given, source = clone
    for lacking in (source._replace(name="other"), source._replace(commit="0" * 40)):
        with pytest.raises(Missing, match="could not be fetched") as told:
            fetch(lacking, tmp_path / "kept", given)
        assert str(tmp_path) not in str(told.value)
        assert not (tmp_path / "kept" / lacking.name).exists()


def test_numbers_are_compared_relatively_and_with_zero_as_they_are():
    assert float(apart("200", "201")) == pytest.approx(0.005)
    assert float(apart("0", "-0.002")) == pytest.approx(0.002)
