"""Cells that only show a question become directives, for which no kernel has to be asked.

In a notebook `quiz("some-id")` gives a widget; a page is made from the id alone. So a build runs
the other cells only, and a chapter that gains a question does not run again. A cell that does more
than that is run, and its output drawn by `renderer.QuestionRenderer`.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from ..bank.chapters import rewrite_questions
from .renderer import draw

BELOW = 2
"""Lines from the fence, past its one option, to the `quiz("some-id")` that messages point at."""


class Question(SphinxDirective):
    """Show the item, case or exam of this id."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        line = self.lineno + BELOW
        node = draw(self.state._renderer, self.arguments[0], line)
        source, _ = self.get_source_info()
        for each in node.findall(nodes.Element):
            each.source, each.line = source, line
        return [node]


def ask_directly(app, docname: str, source: list[str]) -> None:
    """Replace each cell that only shows a question before the page is parsed."""
    if app.env.doc2path(docname).endswith(".ipynb"):
        return
    source[0] = rewrite_questions(source[0], lambda id_: [f"```{{question}} {id_}", "```"])


def spare_kernels(app, env, docnames: list[str]) -> None:
    """Start no kernel for a page whose cells, if it has any, only show questions."""
    chapters = app.quizbook.chapters.values()
    idle = [chapter.file for chapter in chapters if not chapter.needs_kernel]
    kept = env.mystnb_config.execution_excludepatterns
    env.mystnb_config = env.mystnb_config.copy(execution_excludepatterns=[*kept, *idle])
