"""Templates of HTML: every text in them is escaped, and a name that is not given is an error.

They say the machine's words by `_` and `ngettext`, as `languages` tells.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .languages import _, ngettext


def environment(folder: Path, trim: bool = True) -> Environment:
    """Give the templates of a folder; trimmed, a line that holds a tag alone leaves no line."""
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=trim,
        lstrip_blocks=trim,
    )
    made.globals.update({"_": _, "ngettext": ngettext})
    return made
