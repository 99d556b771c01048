"""Drawings and sounds of the bank's media: made once for every edition, and kept.

A signal's function is called in a process of its own (`making`), so that the course's package is
imported nowhere else and no kernel runs when a question is shown.
"""

from .shelf import Made, Shelf

__all__ = ["Made", "Shelf"]
