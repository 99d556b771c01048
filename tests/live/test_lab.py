"""The live notebook: a real JupyterLab in a real browser, answers arriving in Python."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from playwright.sync_api import expect

from ..conftest import PATIENCE
from .test_keeping import BY_HAND

FRONT = """\
---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
"""

NOTEBOOK = (
    FRONT
    + """# Live

```{code-cell} ipython3
import ipywidgets
from quizbook import quiz
question = quiz("dough-gas")
seen = []
question.observe(lambda change: seen.append(change.new), "score")
ipywidgets.VBox([question, quiz("dough-water"), quiz("signs-sound")])
```

```{code-cell} ipython3
print("answers", question.answers, "score", question.score, "seen", seen)
```
"""
)


FIGURE = (
    FRONT
    + """# Figure

```{code-cell} ipython3
import altair as alt
import pandas as pd
from quizbook import explore
table = pd.DataFrame([(h, t, h * t) for h in (1, 2, 3) for t in (0, 1)], columns=["h", "t", "y"])
chart = alt.Chart(table).transform_filter("datum.h == h").mark_line().encode(x="t:Q", y="y:Q")
figure = explore(
    chart, sliders={"h": {"label": "Heat", "values": [1, 2, 3], "start": 2}}, numbers=table,
    readout=lambda h: f"rises {2 * h} cm", states={"Hot": {"h": 3}}, alt="A line.",
    source="Invented.", units={"t": "h", "y": "cm"})
figure
```

```{code-cell} ipython3
print("heat", figure.values["h"], figure.readout, "|", figure.read(h=2.5))
figure.values = {"h": 1}
```
"""
)


HEAR = """async (sound) => {
  await sound.play();
  await new Promise((done) => { sound.ontimeupdate = () => sound.currentTime > 0 && done(); });
  return {error: sound.error, at: sound.currentTime, length: sound.duration};
}"""
AUTOSAVE = 3
"""Seconds; JupyterLab's own are 120."""
LONG = 1000 * PATIENCE


@pytest.fixture
def lab(course):
    """A JupyterLab on the small course, as `make lab` opens it."""
    for name, text in (("live", NOTEBOOK), ("figure", FIGURE), ("by-hand", BY_HAND)):
        (course / "chapters" / f"{name}.md").write_text(text)
    settings = course / "settings" / "@jupyterlab" / "docmanager-extension"
    settings.mkdir(parents=True)
    often = json.dumps({"autosaveInterval": AUTOSAVE})
    (settings / "plugin.jupyterlab-settings").write_text(often)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "quizbook", "--book", str(course), "lab", "--no-browser"]
    command += [f"--ServerApp.port={port}", "--ServerApp.ip=127.0.0.1"]
    command += ["--IdentityProvider.token=", f"--LabApp.workspaces_dir={course}/workspaces"]
    command += [f"--LabApp.user_settings_dir={course}/settings"]
    log = (course / "lab.log").open("w")
    server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    end = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(f"{address}/api", timeout=20)
            break
        except OSError:
            if server.poll() is not None or time.monotonic() > end:
                pytest.fail((course / "lab.log").read_text()[-2000:])
            time.sleep(0.1)
    yield address
    os.killpg(server.pid, signal.SIGTERM)
    server.wait(PATIENCE)
    log.close()


def run_all(lab: str, name: str, chromium):
    """Open a notebook and run its cells."""
    page = chromium.new_page(viewport={"width": 1200, "height": 1000})
    page.goto(f"{lab}/lab/tree/chapters/{name}.md")
    page.wait_for_selector(".jp-NotebookPanel", timeout=LONG)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=LONG)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    return page


def test_a_figure_moves_in_jupyterlab_from_the_slider_and_from_python(lab, chromium):
    page = run_all(lab, "figure", chromium)
    figure = page.locator(".explore")
    figure.locator(".explore-drawing[role=img] svg").wait_for(timeout=LONG)
    figure.get_by_role("status").get_by_text("rises 2 cm").wait_for()  # the last cell set it
    before = figure.locator("svg").inner_html()
    figure.get_by_role("button", name="Hot").click()
    figure.get_by_role("status").get_by_text("rises 6 cm").wait_for()
    expect(figure.locator("svg")).not_to_have_js_property("innerHTML", before)
    page.locator(".jp-CodeCell").nth(1).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    output = page.locator(".jp-CodeCell").nth(1).locator(".jp-OutputArea-output")
    output.get_by_text("heat 3 rises 6 cm | rises 5.0 cm").wait_for(timeout=LONG)
    figure.get_by_role("status").get_by_text("rises 2 cm").wait_for()
    assert figure.get_by_role("slider").input_value() == "0"
    page.close()


def test_a_question_works_in_jupyterlab_is_heard_and_its_answer_arrives_in_python(lab, chromium):
    page = run_all(lab, "live", chromium)
    quiz = page.locator('fieldset[data-item="dough-gas"]')
    quiz.wait_for(timeout=LONG)
    quiz.get_by_role("radio", name="Nitrogen").check()
    quiz.get_by_role("button", name="Check answer").click()
    assert quiz.get_by_role("status").inner_text().startswith("Not correct.")
    quiz.get_by_role("link", name="Yeast, 2010").first.wait_for()
    quiz.get_by_role("button", name="Try again").click()
    quiz.get_by_role("radio", name="Carbon dioxide").check()
    quiz.get_by_role("button", name="Check answer").click()
    assert quiz.get_by_role("status").inner_text().startswith("Correct.")
    number = page.locator('fieldset[data-item="dough-water"]')
    number.get_by_role("textbox").fill("0,325 kg")
    number.get_by_role("button", name="Check answer").click()
    assert number.get_by_role("status").inner_text().startswith("Correct.")
    page.locator(".jp-CodeCell").nth(1).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    output = page.locator(".jp-CodeCell").nth(1).locator(".jp-OutputArea-output")
    output.get_by_text(re.compile("score 1.0")).wait_for(timeout=LONG)
    assert "answers ['b'] score 1.0 seen [0.0, 1.0]" in output.inner_text()
    sound = page.locator("fieldset audio").first
    heard = sound.evaluate(HEAR)
    assert heard["error"] is None and heard["at"] > 0 and 1.9 < heard["length"] < 2.1
    page.close()


def test_opening_running_and_saving_a_chapter_changes_no_byte(lab, course, chromium):
    names = ("by-hand", "dough", "index")  # the last has no code, and names no kernel
    files = [course / "chapters" / f"{name}.md" for name in names]
    before = [(file.read_bytes(), file.stat().st_mtime_ns) for file in files]
    page = chromium.new_page(viewport={"width": 1200, "height": 1000})
    for name, file, (text, at) in zip(names, files, before, strict=True):
        page.goto(f"{lab}/lab/tree/chapters/{name}.md?reset")
        page.wait_for_selector(".jp-NotebookPanel", timeout=LONG)
        idle = page.get_by_text("Python 3 (ipykernel) | Idle")
        asked = page.get_by_role("button", name="Select Kernel", exact=True)
        idle.or_(asked).first.wait_for(timeout=LONG)
        if asked.is_visible():
            asked.click()
            idle.wait_for(timeout=LONG)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        end = time.monotonic() + PATIENCE
        while file.stat().st_mtime_ns == at and time.monotonic() < end:
            page.wait_for_timeout(100)
        assert file.stat().st_mtime_ns != at, f"{name}.md was never saved by itself"
        page.wait_for_timeout(1000 * AUTOSAVE)
        page.keyboard.press("Control+S")
        page.wait_for_timeout(2000)
        assert file.read_bytes() == text, name
    page.close()
