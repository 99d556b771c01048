"""Run a chapter's cells; when one fails, say in one line where and why."""

from __future__ import annotations

import re
import sys
from functools import partial
from pathlib import Path
from threading import Event, Thread

from jupyter_cache.executors.utils import ExecutionResult, single_nb_execution
from myst_nb.core.execute import cache, direct
from myst_nb.core.render import NbElementRenderer
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from sphinx.util import logging

from ..bank.chapters import cells
from ..environment import processors
from . import ahead, faults, saved

logger = logging.getLogger(__name__)
PATIENCE = 600
"""Seconds that a cell may run where the book names no limit, and that a kernel may take to start
and to hand over its outputs: on a machine that is ten times slower, or shared by ten builds."""
OF_JUPYTER_BOOK = 30
"""Seconds that a cell may run when _config.yml says nothing."""
SILENCE = 30
"""Seconds after which a cell that still runs is spoken of."""
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def run_patiently(app, config) -> None:
    """Let every chapter run by `run_cells`, with time enough."""
    if config.nb_execution_timeout == OF_JUPYTER_BOOK:
        config.nb_execution_timeout = PATIENCE
    config.suppress_warnings = [*config.suppress_warnings, "mystnb.exec"]  # said better here
    # A kernel that is asked to end takes three seconds now and then; it has nothing left to save.
    NotebookClient.shutdown_kernel.default_value = "immediate"
    NotebookClient.startup_timeout.default_value = PATIENCE
    NotebookClient.iopub_timeout.default_value = PATIENCE
    saved.take_any_folder()
    app.quizbook_ahead = ahead.Ahead()
    cache.single_nb_execution = direct.single_nb_execution = partial(run_cells, app)
    NbElementRenderer.render_stderr = render_stderr


def run_ahead(app, env, docnames: list[str]) -> None:
    """Begin to run the cells of the pages to be read that have to run, if they are several."""
    at_once = min(processors(), ahead.MOST)
    orders = list(ahead.orders(app, docnames)) if at_once > 1 and len(docnames) > 1 else []
    config = env.mystnb_config
    limits = {"timeout": config.execution_timeout, "allow_errors": config.execution_allow_errors}
    run = partial(_run_page, app, meta_override=True, **limits)
    app.quizbook_ahead.begin(run, orders if len(orders) > 1 else [], at_once)


def _run_page(app, docname: str, notebook: NotebookNode, **options) -> tuple:
    page = Path(app.env.doc2path(docname))
    return _run(app, page, notebook, str(page.parent), **options)


def run_cells(app, notebook: NotebookNode, cwd: str, timeout: int, **options) -> ExecutionResult:
    """Run a notebook in place, as jupyter-cache does; a failure is logged with file and line."""
    docname = app.env.docname
    done = app.quizbook_ahead.take(docname, notebook)
    if done is None:
        page = Path(app.env.doc2path(docname))
        done = _run(app, page, notebook, cwd, timeout=timeout, **options)
    result, line = done
    if result.err is not None:
        said, line = _say(result.err, timeout), line + _line_in_cell(result.err)
        kept = faults.keep(app, docname, _ANSI.sub("", result.exc_string))
        result.exc_string = said
        logger.error(f"{said}{kept}", location=(docname, line), type="quizbook")
    return result


def _run(
    app, page: Path, notebook: NotebookNode, cwd: str, **options
) -> tuple[ExecutionResult, int]:
    """Run a notebook in place; gives with what came of it the line of the last cell that ran."""
    text = page.read_text(encoding="utf-8-sig")
    running = _Running(page.relative_to(app.srcdir).as_posix(), text, notebook)
    try:
        result = single_nb_execution(notebook, cwd, on_cell_start=running.begins, **options)
    except DeadKernelError as error:
        result = ExecutionResult(notebook, cwd, 0.0, error, str(error))
    finally:
        running.end()
    return result, running.line


def _say(error: Exception, limit: int) -> str:
    if isinstance(error, CellExecutionError) and error.ename == "NoneType":
        # An output could not be made ready: IPython names the reason in the traceback alone.
        return _ANSI.sub("", error.traceback).strip().split("\n")[-1]
    if isinstance(error, CellExecutionError):
        said = _ANSI.sub("", error.evalue).strip().split("\n")[0]
        return f"{error.ename}: {said}" if said else error.ename
    if isinstance(error, CellTimeoutError):
        return (
            f"this cell ran for more than {limit} s and was stopped; "
            "let it compute less, or raise execute: timeout: in _config.yml"
        )
    return (
        "the kernel died while this cell ran: the cell ended its process, "
        "or needed more memory than there is"
    )


def _line_in_cell(error: Exception) -> int:
    found = re.search(r"Cell In\[\d+\], line (\d+)", _ANSI.sub("", str(error)))
    return int(found[1]) - 1 if found and isinstance(error, CellExecutionError) else 0


class _Running:
    """Knows which cell runs, on which line of its chapter, and speaks up when it runs long."""

    def __init__(self, file: str, text: str, notebook: NotebookNode) -> None:
        self.file, self.notebook = file, notebook
        self.lines = [(cell.source.strip(), cell.line) for cell in cells(text)]
        self.line = 1
        self.ended = Event()
        self.ended.set()

    def begins(self, cell: NotebookNode, cell_index: int) -> None:
        """Note that this cell runs from now on."""
        self.end()
        source = cell.source.strip()
        alike = [c for c in self.notebook.cells[:cell_index] if c.source.strip() == source]
        found = [line for known, line in self.lines if known == source]
        self.line = found[min(len(alike), len(found) - 1)] if found else 1
        self.ended = Event()
        Thread(target=self._speak, args=(self.ended, self.line), daemon=True).start()

    def end(self) -> None:
        """No cell runs any more."""
        self.ended.set()

    def _speak(self, ended: Event, line: int) -> None:
        seconds = SILENCE
        while not ended.wait(SILENCE):
            print(f"{self.file}:{line}: this cell still runs, after {seconds} s", file=sys.stderr)
            seconds += SILENCE


_render_stderr = NbElementRenderer.render_stderr


def last_words(text: str) -> str:
    """Give the line that says most: the last, or the one above the code that a warning repeats."""
    rows = text.strip().split("\n")
    said = next((row for row in reversed(rows) if re.search(r":\d+: \w+: ", row)), rows[-1])
    return re.sub(r"^\S+:\d+: ", "", said)  # a file of the kernel's own


def render_stderr(self, output, cell_metadata, cell_index, source_line):
    """Say what a cell printed on stderr, and not only that it did."""
    asked = self.renderer.get_cell_level_config("output_stderr", cell_metadata, line=source_line)
    if asked in ("show", "remove"):
        return _render_stderr(self, output, cell_metadata, cell_index, source_line)
    said = last_words(output["text"])
    message = f'this cell printed on stderr: "{said[:200]}"'
    self.logger.error(message, subtype="stderr", line=source_line)
    return []
