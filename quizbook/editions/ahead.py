"""Chapters whose cells have to run, run side by side, before the pages they stand on are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from jupyter_cache.cache.main import JupyterCacheBase
from myst_nb.core.execute import create_client
from myst_nb.core.execute.cache import NotebookClientCache
from myst_nb.core.read import create_nb_reader
from nbformat import NotebookNode
from sphinx.util import logging

from . import saved
from .cells import ask_directly
from .curtains import mark_curtains

logger = logging.getLogger(__name__)
MOST = 4
"""Chapters that run at once where there are processors enough: each holds its own data."""


class Ahead:
    """What runs ahead: for each page its cells and what comes of them."""

    def __init__(self) -> None:
        self._begun: dict[str, tuple[NotebookNode, Future]] = {}

    def begin(self, run: Callable, orders: list[tuple[str, NotebookNode]], at_once: int) -> None:
        """Let `run(docname, notebook)` work on the orders; no thread outlives the program."""
        waiting: SimpleQueue[tuple[str, NotebookNode, Future]] = SimpleQueue()
        self._begun = {docname: (notebook, Future()) for docname, notebook in orders}
        for docname, (notebook, future) in self._begun.items():
            waiting.put((docname, notebook, future))
        for _ in range(min(at_once, len(orders))):
            Thread(target=_work, args=(run, waiting), daemon=True).start()

    def take(self, docname: str, notebook: NotebookNode):
        """Wait for what ran ahead and put its outputs into a notebook; None if nothing fits it."""
        made, future = self._begun.pop(docname, (None, None))
        if made is None or _code(made) != _code(notebook):
            return None
        done = future.result()
        notebook.metadata = made.metadata
        for cell, run in zip(_cells(notebook), _cells(made), strict=True):
            cell.update(outputs=run.outputs, execution_count=run.execution_count)
        return done


def _work(run: Callable, waiting: SimpleQueue) -> None:
    with suppress(Empty):
        while True:
            docname, notebook, future = waiting.get_nowait()
            try:
                future.set_result(run(docname, notebook))
            except BaseException as error:
                future.set_exception(error)


def _cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _code(notebook: NotebookNode) -> list[str]:
    return [cell.source for cell in _cells(notebook)]


def orders(app, docnames: list[str]) -> Iterator[tuple[str, NotebookNode]]:
    """Yield the pages whose cells have to run, with what there is to run.

    Pages with settings of their own, and books whose kernels or folders change, run as they are
    read.
    """
    env, config = app.env, app.env.mystnb_config
    if config.execution_mode != "cache" or config.kernel_rgx_aliases or config.execution_in_temp:
        return
    outputs = saved.outputs(config.execution_cache_path)
    for docname in sorted(docnames):
        path = env.doc2path(docname)
        source = [Path(path).read_text(encoding="utf-8-sig")]
        mark_curtains(app, docname, source)
        ask_directly(app, docname, source)
        reader = create_nb_reader(path, env.myst_config, config, *source)
        notebook = reader.read(*source) if reader else None
        if notebook is None or config.metadata_key in notebook.metadata:
            continue
        client = create_client(notebook, path, config, logger, reader.read_fmt)
        if isinstance(client, NotebookClientCache) and not _is_saved(outputs, notebook):
            yield docname, notebook


def _is_saved(outputs: JupyterCacheBase, notebook: NotebookNode) -> bool:
    try:
        outputs.match_cache_notebook(notebook)
    except KeyError:
        return False
    return True
