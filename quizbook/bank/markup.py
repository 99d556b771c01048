"""What a chapter's Markdown says that no reader would see as it was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote
from xml.parsers import expat

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin

from .problems import Problem

_OPENS = re.compile(r"[ \t]*(`{3,}|~{3,}|:{3,})\{")
_ASKS = re.compile(r"""[ \t]*quiz\((["'])[\w-]+\1\)[ \t]*""")
_REMOTE = re.compile(
    r"""!\[[^\]]*\]\(<?(https?:)?//|^[ \t]*[`:~]{3,}\{(image|figure)\}\s+(https?:)?//|"""
    r"""<(img|source|audio)\b[^>]*\ssrc=["']?(https?:)?//""",
    re.I | re.M,
)
_DRAWING = re.compile(
    r"""!\[[^\]]*\]\(<?([^)\s>:]+\.\w+)|^[ \t]*[`:~]{3,}\{(?:image|figure)\}\s+([^\s:]+\.\w+)""",
    re.M,
)
_CODE = re.compile(r"(?<!`)(`+)(?!`|\{)[^`].*?(?<!`)\1(?!`)")
_BEGINNINGS = {
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".gif": b"GIF8",
    ".webp": b"RIFF",
}
"""The bytes that a picture of each ending begins with."""
_UNMERGED = re.compile(r"(<{7}|>{7})( |$)")
VERBATIM = re.compile(
    r"\{(code|code-block|code-cell|sourcecode|literalinclude|parsed-literal|doctest|raw|math|"
    r"graphviz|mermaid|eval-rst)\}"
)
"""Directives whose content is no Markdown."""
UNREAD = (
    "Markdown reads no directive here, since its first line holds a backtick (`); "
    "open and close it with ::: instead of ```"
)
UNENDED = " and not ended before "
"""Said of a block that holds the opening of another one, which its own mark cannot hold."""
_parser = MarkdownIt("commonmark").use(colon_fence_plugin).disable("inline")


def judge(text: str, skipped: int, root: Path, file: str, name: str) -> Iterator[Problem]:
    """Yield what is wrong with the Markdown below `skipped` lines of front matter."""
    body = "\n".join(text.split("\n")[skipped:])
    for line, message in _blocks(body, skipped):
        yield Problem(file, line, name, message)
        if message == UNREAD or UNENDED in message:
            break  # from here on every fence seems to open where it closes
    for line, row in shown(body, skipped):
        if _UNMERGED.match(row):
            message = "a merge was left here; keep one of the versions and delete the marks"
            yield Problem(file, line, name, message)
        if _REMOTE.search(row):
            message = (
                "this picture or sound lies on another host, which readers' devices would ask; "
                "save the file beside the chapter and name it here"
            )
            yield Problem(file, line, name, message)
        for found in _DRAWING.finditer(_CODE.sub("", row)):
            yield from _drawing(root, file, line, name, found[1] or found[2])


def shown(body: str, offset: int) -> Iterator[tuple[int, str]]:
    """Give the lines that are no code, with their numbers."""
    code = set()
    for token in _parsed(body):
        if token.type in ("fence", "code_block") and not is_directive(token):
            code |= set(range(token.map[0] + 1, token.map[1]))
        if token.type == "fence" and VERBATIM.match(token.info):
            code |= set(range(*token.map))
    for number, row in enumerate(body.split("\n")):
        if number not in code:
            yield number + 1 + offset, row


@lru_cache(maxsize=64)
def _parsed(body: str) -> list[Token]:
    """Parse a page once for all who look at it, and a page of a watched book when it changes."""
    return _parser.parse(body)


def is_directive(token: Token) -> bool:
    """Tell whether a fence is a directive, and no listing."""
    return token.info.startswith("{")


def _blocks(body: str, offset: int) -> Iterator[tuple[int, str]]:
    rows = body.split("\n")
    for token in _parsed(body):
        if token.type == "inline":
            yield from _words(token, offset)
        if token.type not in ("fence", "colon_fence"):
            continue
        first = token.map[0] + 1 + offset
        if not _is_closed(token, rows) and not token.info.startswith("{curtain}"):  # told already
            said = token.info.split()[0] if token.info.split() else "this block"
            message = f"{said} is opened here and never closed; end it with {token.markup}"
            yield first, message
        inner = _opened_within(token)
        if inner:
            number, named = inner
            said = token.info.split()[0] if is_directive(token) else "this block"
            mark = token.markup
            message = f"{said} is opened here{UNENDED}line {first + number} opens {named}; "
            message += f"write {mark} above that line"
            if not token.info.startswith("{code-cell}"):
                longer = mark + mark[0]
                message += f", or {longer} here and at its end if it shall hold what follows"
            yield first, message
            return
        asked = token.content.strip()
        if token.type == "fence" and not is_directive(token) and _ASKS.fullmatch(asked):
            message = (
                f"this shows the words {asked} and no question; "
                "write ```{code-cell} ipython3 above them"
            )
            yield first, message
        if is_directive(token) and not VERBATIM.match(token.info):
            yield from _blocks(token.content, first)


def _opened_within(token: Token) -> tuple[int, str] | None:
    """Find the first directive in a block that its mark is too short to hold."""
    for number, row in enumerate(token.content.split("\n"), 1):
        found = _OPENS.match(row)
        if found and found[1].startswith(token.markup):
            return number, row[found.end(1) :].split("}")[0] + "}"
    return None


def _words(token: Token, offset: int) -> Iterator[tuple[int, str]]:
    for number, row in enumerate(token.content.split("\n")):
        line = token.map[0] + 1 + number + offset
        if _OPENS.match(row) and "`" in row.lstrip(" \t`"):
            yield line, UNREAD
        if _ASKS.fullmatch(row):
            message = (
                f"{row.strip()} stands outside a cell, so readers see these words; put it between "
                "```{code-cell} ipython3 and ```"
            )
            yield line, message


def _is_closed(token: Token, rows: list[str]) -> bool:
    last = rows[token.map[1] - 1].strip() if token.map[1] <= len(rows) else ""
    mark = token.markup
    return token.map[1] - token.map[0] > 1 and set(last) == {mark[0]} and len(last) >= len(mark)


def _nearest(path: Path, name: str) -> str:
    """Say what to type for a picture that is not there."""
    folder = name.rpartition("/")[0]
    there = [f.name for f in path.parent.iterdir() if f.is_file()] if path.parent.is_dir() else []
    near = get_close_matches(path.name, there, 1)
    if near:
        return f'; did you mean "{folder}{"/" * bool(folder)}{near[0]}"?'
    return "; save it there, or mend its name here"


def _drawing(root: Path, file: str, line: int, subject: str, name: str) -> Iterator[Problem]:
    name = unquote(name)
    path = (root / name.lstrip("/")) if name.startswith("/") else (root / file).parent / name
    if not path.is_file():
        message = f"there is no picture {name}{_nearest(path, name)}"
        yield Problem(file, line, subject, message)
        return
    whole = path.resolve()
    is_ours = whole.is_relative_to(root.resolve())
    place = whole.relative_to(root.resolve()).as_posix() if is_ours else name
    mend = f"(shown by {file}:{line}); save the {{}} again"
    begins = _BEGINNINGS.get(path.suffix.lower())
    if begins:
        data = path.read_bytes()
        kind = path.suffix[1:].upper()
        if not data.startswith(begins) or (kind == "PNG" and b"IEND" not in data):
            said = "is not whole" if data.startswith(begins) else f"is no {kind}"
            yield Problem(
                place, 1, "file", f"{said if data else 'is empty'} {mend.format('picture')}"
            )
    if path.suffix.lower() != ".svg":
        return
    try:
        expat.ParserCreate().Parse(path.read_bytes(), True)
    except expat.ExpatError as error:
        said = (
            "is empty"
            if not path.stat().st_size
            else f"is no sound SVG: {expat.ErrorString(error.code)}"
        )
        message = f"{said} {mend.format('drawing')}"
        yield Problem(place, error.lineno, "file", message)
