"""Vega for the browser: made from what vl-convert carries, with nothing asked of a network."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest

from quizbook.stamp import PACKAGE, package_files

CUT_OFF = ["unshare", "--map-root-user", "--net"]
"""Runs a command in a network of its own, in which no other host exists (Linux)."""


def cut_off(*command: str) -> subprocess.CompletedProcess[str]:
    if shutil.which("unshare") is None or subprocess.run([*CUT_OFF, "true"]).returncode:
        pytest.skip("this system cannot cut a process off from the network")
    return subprocess.run([*CUT_OFF, *command], capture_output=True, text=True)


def test_vega_is_made_where_no_other_host_can_be_reached():
    code = "from quizbook.figures.vega import bundle; print(len(bundle()))"
    done = cut_off(sys.executable, "-c", code)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100_000


def test_the_program_names_no_content_network():
    named = re.compile(r"jsdelivr|unpkg|cdnjs|googleapis|//cdn\.")
    assert [file.name for file in package_files(PACKAGE) if named.search(file.read_text())] == []


def test_the_cut_is_real():
    code = "import socket; socket.create_connection(('127.0.0.1', 80), timeout=5)"
    assert "unreachable" in cut_off(sys.executable, "-c", code).stderr
