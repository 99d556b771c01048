"""The results that the book shows are whole, and name no machine but its make."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

import pytest

from bench.__main__ import GROUPS, PICTURE, RESULTS, ROOT
from bench.measure import OURS, read
from bench.peers import PEERS
from bench.plot import picture
from bench.show import headline
from quizbook.bank.load import chapter_files

ROWS, ABOUT = read(RESULTS)


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_is_there(group):
    assert [row for row in ROWS if row.group == group and row.tool == OURS]


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_every_peer_is_there_or_its_absence_explained(peer):
    rows = [row for row in ROWS if row.tool == peer.name]
    assert rows and all(row.note for row in rows if row.value is None)
    version = peer.requirements.read_text().split("==")[-1].strip()
    assert f"{peer.name}: {version}" in ABOUT


@pytest.mark.parametrize(
    "told", ["date", "processor", "memory", "system", "Python", "Chromium", "jupyter-book"]
)
def test_the_circumstances_are_told(told):
    assert any(re.fullmatch(rf"{told}: \S.*", line) for line in ABOUT)


def test_times_are_told_of_pages_of_this_book_alone():
    timed = {row.what.removeprefix("cells of ") for row in ROWS if row.group == "chapters"}
    sums = {"the model pages together", "all pages together"}
    pages = {Path(file).stem for file in chapter_files(ROOT)}
    assert sums < timed and timed - sums < pages


def test_no_name_of_a_host_and_no_path_is_told():
    text = RESULTS.read_text(encoding="utf-8")
    assert not re.search(r"(^|[\s\"'])/\w+/", text)
    assert platform.node() not in text and os.path.expanduser("~") not in text


def test_the_picture_is_the_one_that_the_results_draw():
    assert PICTURE.read_text(encoding="utf-8") == picture(ROWS)


def test_the_readme_says_what_was_measured():
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert headline(ROWS) in text
