"""Keep Jupyter Book alive: python -m quizbook.editions.living BOOK [ARGUMENT ...].

Builds one edition, then once more for each line on stdin. After each build a line on stdout, with
ANSWER before it, gives the exit status that `quizbook.editions` would end with. It follows the
pages and all that their cells read; when the program, the configuration or the bibliography has
changed, start it anew.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path

import jupyter_book.sphinx
import psutil
from docutils import nodes
from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.environment import CONFIG_OK, BuildEnvironment

from ..bank.load import check
from ..bank.problems import BAD_SOURCES, BankError
from ..builds import ANSWER
from ..media import Shelf
from .__main__ import run
from .doctrees import only_looked_at
from .freshness import note_beginning

check_dependents = BuildEnvironment.check_dependents
OF_THIS_PROCESS = {"app", "domains", "events", "config", "settings", "project"}
"""What an environment holds that does not come from the pages."""

GROWTH = 2
"""How many times its first size a process may reach before it starts itself anew: what the typst
compiler remembers grows with each edit that moves pages."""


class LivingSphinx(Sphinx):
    """Builds as often as it is asked to; only the first time begins with loading everything."""

    def build(self, force_all: bool = False, filenames: list[str] | None = None) -> None:
        """Build once, answer, and build again whenever asked."""
        lists = [self.registry.css_files, self.registry.js_files]
        if self.builder.format == "html":
            lists += [self.builder._css_files, self.builder._js_files]
        self._loaded_by_every_page = [(held, [*held]) for held in lists]
        super().build(force_all, filenames)
        gc.freeze()
        process = psutil.Process()
        limit = GROWTH * process.memory_info().rss
        while asked_again(self.statuscode):
            if process.memory_info().rss > limit or not self._stored.is_file():
                os.execv(sys.executable, sys.orig_argv)  # builds, and answers as this one would
            self.statuscode = self._build_again()

    @property
    def _stored(self) -> Path:
        return Path(self.doctreedir) / ENV_PICKLE_FILENAME

    def _build_again(self) -> int:
        note_beginning(self)
        try:
            self.quizbook = check(Path(self.srcdir))
            Shelf(self.quizbook.root, self.quizbook.bank).make_all()
        except BankError as error:
            print(error)
            return BAD_SOURCES
        self._forget_writing()
        self._warncount = self.statuscode = 0
        super().build()
        return self.statuscode

    def _forget_writing(self) -> None:
        """Go back to what stands on disk, as a new process would.

        Some extensions change the environment while pages are written; and another edition may
        have read pages meanwhile. Environment and domains stay the same objects, since extensions
        hold on to them.
        """
        stored = vars(pickle.loads(self._stored.read_bytes()))
        vars(self.env).pop("master_doctree", None)
        vars(self.env).update({k: v for k, v in stored.items() if k not in OF_THIS_PROCESS})
        self.env.config_status = CONFIG_OK
        for domain in self.env.domains.values():
            domain.data = self.env.domaindata[domain.name]
        for held, before in self._loaded_by_every_page:
            held[:] = before  # a page's own scripts would be every page's from now on


def walk_flat(node: nodes.Node, kind: type[nodes.Node]) -> Iterator[nodes.Node]:
    """Find nodes as `docutils` does, which nests a generator in a generator for each level."""
    left = [node]
    while left:
        node = left.pop()
        if isinstance(node, kind):
            yield node
        left += reversed(node.children)


def check_dependents_of_kept(
    env: BuildEnvironment, app: Sphinx, already: set[str]
) -> Iterator[str]:
    """Name the pages that something else makes out of date; each figure is numbered for that."""
    with only_looked_at(env):
        yield from check_dependents(env, app, already)


def asked_again(status: int) -> bool:
    """Answer with the status of a build, then wait: is another one wanted?"""
    sys.stderr.flush()
    print(f"{ANSWER}{status}", flush=True)
    gc.collect()
    return bool(sys.stdin.readline())


if __name__ == "__main__":
    gc.disable()  # collected between two builds, when nobody waits
    jupyter_book.sphinx.Sphinx = LivingSphinx
    nodes.Node._fast_findall = walk_flat
    BuildEnvironment.check_dependents = check_dependents_of_kept
    status = run(*sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
