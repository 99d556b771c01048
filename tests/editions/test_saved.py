"""Outputs of cells are saved beside the book, whatever its folder is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizbook.editions.saved import outputs


@pytest.mark.parametrize("name", ["ha#sh %41 &x", "why?a=b", "plain"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str):
    folder = tmp_path / name / "saved"
    folder.mkdir(parents=True)
    assert outputs(folder).list_cache_records() == []
    assert [file.name for file in tmp_path.iterdir()] == [name]
    assert (folder / "global.db").is_file()
