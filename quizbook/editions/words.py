"""Sentences of the machine in which something stands that is more than words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes


def mixed(message: str, **parts: nodes.Node) -> Iterator[nodes.Node]:
    """Yield a message as nodes; each name in braces is the node of that name.

    >>> [*map(str, mixed("see {place}.", place=nodes.emphasis("", "there")))]
    ['see ', '<emphasis>there</emphasis>', '.']
    """
    for piece in re.split(r"(\{\w+\})", message):
        if piece[:1] == "{" and piece[1:-1] in parts:
            yield parts[piece[1:-1]]
        elif piece:
            yield nodes.Text(piece)
