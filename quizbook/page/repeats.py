"""One trace, drawn once: what shows it again on the same page points to the first.

A sound to listen to and the questions about it show the same picture, some five kilobytes each.
"""

from __future__ import annotations

import re

LEAST = 500
"""Characters of a path that is worth pointing to."""
SHOWN = re.compile(
    r'<figure class="quiz-medium">.*?</figure>|<span class="quiz-medium">.*?</span>', re.S
)
"""What questions and lists of sounds show. No script takes it from a page, so all that point to it
can rely on it; the drawings of playable figures are replaced while one plays."""
PATH = re.compile(r"<path (?![^>]*\bid=)[^>]*/>")
FIRST = re.compile(r'<path id="(quiz-trace-\d+)" ([^>]*/>)')
AGAIN = re.compile(r'<use href="#(quiz-trace-\d+)"/>')


def shared(html: str) -> str:
    """Let every trace of a page after the first of its kind point to that."""
    found = [path for block in SHOWN.findall(html) for path in PATH.findall(block)]
    several = [
        path for path in dict.fromkeys(found) if len(path) >= LEAST and found.count(path) > 1
    ]
    names = {path: f"quiz-trace-{n}" for n, path in enumerate(several, 1)}
    met: set[str] = set()

    def point(match: re.Match) -> str:
        path = match[0]
        if path not in names:
            return path
        if path in met:
            return f'<use href="#{names[path]}"/>'
        met.add(path)
        return path.replace("<path ", f'<path id="{names[path]}" ', 1)

    return SHOWN.sub(lambda block: PATH.sub(point, block[0]), html)


def whole(html: str) -> str:
    """Undo `shared`: what is taken from a page to stand elsewhere shows its own traces."""
    first = {name: f"<path {rest}" for name, rest in FIRST.findall(html)}
    html = AGAIN.sub(lambda match: first[match[1]], html)
    return FIRST.sub(r"<path \2", html)
