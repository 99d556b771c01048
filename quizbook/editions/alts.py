"""Pictures that have changed while the words that stand for them have not.

Whether a sentence is still true of a picture no program can tell, so somebody has to read it: that
is told once, with its line, when a chapter is read again, and stops nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path

from docutils import nodes

from ..stamp import fingerprint
from .typst.write import where


def tell_outlived(app, document: nodes.document) -> None:
    """Compare each picture of a page with what stood under the same words at the last reading."""
    env = app.env
    known = vars(env).setdefault("quizbook_alts", {})
    before, now = known.get(env.docname, {}), {}
    for image in document.findall(nodes.image):
        alt, shown = " ".join(image.get("alt", "").split()), _shown(app, image)
        if not alt or not shown:
            continue
        now[alt] = shown
        if before.get(alt, shown) != shown:
            place = where(image, env, env.docname)
            said = "this picture has changed and its alt text has not; does it still hold?"
            print(f'{place}: {said} "{alt[:120]}"', file=sys.stderr)
    known[env.docname] = now


def _shown(app, image: nodes.image) -> str:
    """Give a mark of what a picture shows: the data of a chart, or the bytes of a file."""
    if image.get("data"):
        return image["data"]
    file = Path(app.srcdir) / image["uri"]  # Sphinx has made it so by now
    built = Path(app.srcdir) / "_build"
    inside = file.is_file() and not file.resolve().is_relative_to(built.resolve())
    return fingerprint([file]) if inside else ""
