"""The live notebook: a real JupyterLab in a real browser, answers arriving in Python."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from quizbook.commands import lab_environment

NOTEBOOK = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
# Live

```{code-cell} ipython3
import ipywidgets
from quizbook import quiz
question = quiz("dough-gas")
seen = []
question.observe(lambda change: seen.append(change.new), "score")
ipywidgets.VBox([question, quiz("dough-water")])
```

```{code-cell} ipython3
print("answers", question.answers, "score", question.score, "seen", seen)
```
"""


@pytest.fixture
def lab(course):
    """A JupyterLab on the small course, opened by the settings of `make lab`."""
    (course / "chapters" / "live.md").write_text(NOTEBOOK)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--ServerApp.root_dir={course}", f"--ServerApp.port={port}"]
    command += ["--IdentityProvider.token=", "--ServerApp.ip=127.0.0.1"]
    command += [f"--LabApp.workspaces_dir={course}/workspaces"]
    log = (course / "lab.log").open("w")
    server = subprocess.Popen(
        command, cwd=course, env=lab_environment(), stdout=log, stderr=subprocess.STDOUT
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{address}/api", timeout=2)
            break
        except OSError:
            time.sleep(0.5)
    else:
        pytest.fail((course / "lab.log").read_text()[-2000:])
    yield address
    server.terminate()
    server.wait(20)
    log.close()


def test_a_question_works_in_jupyterlab_and_its_answer_arrives_in_python(lab, chromium):
    page = chromium.new_page(viewport={"width": 1200, "height": 1000})
    page.goto(f"{lab}/lab/tree/chapters/live.md")
    page.wait_for_selector(".jp-NotebookPanel", timeout=90_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=90_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    quiz = page.locator('fieldset[data-item="dough-gas"]')
    quiz.wait_for(timeout=90_000)
    quiz.get_by_role("radio", name="Nitrogen").check()
    quiz.get_by_role("button", name="Check answer").click()
    assert quiz.get_by_role("status").inner_text().startswith("Not correct.")
    assert quiz.get_by_role("link", name="Yeast, 2010").first.is_visible()
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
    output.get_by_text(re.compile("score 1.0")).wait_for(timeout=30_000)
    assert "answers ['b'] score 1.0 seen [0.0, 1.0]" in output.inner_text()
    page.close()
