"""Formulas: set by typst, and said in words for those who cannot see them."""

from __future__ import annotations

from docutils import nodes
from sphinx.util import logging

from ...page.mathml import FormulaError
from ...page.mathml import formula as read
from . import formula
from .code import Raw
from .runs import parted
from .spoken import spoken
from .write import Writer, where

logger = logging.getLogger(__name__)
SHORT = 30
"""Signs that fit into every line; a longer formula is measured, and told if it does not fit."""


def widest(tex: str) -> int:
    """Count the signs of the longest part of a formula that cannot be broken."""
    try:
        root = read(tex)
    except FormulaError:
        return len(tex)
    return max(formula.stretches(root))


class Formulas(Writer):
    def visit_math(self, node: nodes.math) -> None:
        self._formula(node, "inline-formula")

    def visit_math_block(self, node: nodes.math_block) -> None:
        self._formula(node, "formula", number=self._equation_number(node))

    def _formula(self, node: nodes.Element, name: str, **named) -> None:
        source = node.astext()
        stands_alone = "number" in named
        origin = where(node, self.builder.env, self.docname)
        try:
            root = read(source, display=stands_alone)
        except FormulaError as error:
            logger.warning("%s", error, location=origin)
            self.put(node, "raw", parted(source))
            raise nodes.SkipNode from None
        parts = formula.parts(root) if stands_alone else 1
        if parts > 1:
            named["parts"] = parts
        if len("".join(root.itertext())) > SHORT:
            named["at"] = origin
        # typst sets a formula by the space after the dollar: large, or in line.
        body = f"$ {formula.lines(root)} $" if stands_alone else f"${formula.write(root)}$"
        self.put(node, name, Raw(body), alt=node.get("alt") or spoken(root), **named)
        raise nodes.SkipNode

    def _equation_number(self, node: nodes.math_block) -> str:
        """Number an equation as references to it do."""
        numbers = self.builder.env.toc_fignumbers.get(self.docname, {}).get("displaymath", {})
        found = next((numbers[id_] for id_ in node["ids"] if id_ in numbers), None)
        if found and self.builder.config.math_numfig and self.builder.config.numfig:
            return ".".join(map(str, found))
        return str(node.get("number") or "")
