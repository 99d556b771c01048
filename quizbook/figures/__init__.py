"""Figures: charts as drawings, and charts that a reader can play with. No medicine, no Sphinx.

What a figure shows is made here; how a page holds it is said in `page`, and each edition's nodes
in `editions`.
"""

from ..charts import THEME
from .figure import MIME_TYPE, Figure

__all__ = ["MIME_TYPE", "THEME", "Figure"]
