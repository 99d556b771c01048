"""The typst compiler: code in, PDF out; what it says is told by the page it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import typst

_LINE = re.compile(r"┌─ (?P<file>\S+):(?P<line>\d+):\d+")
_TEXT = re.compile(r'the text `"(.+?)"`')
_ORIGIN = re.compile(r"^\s*// @ (?P<origin>.+)$")


@dataclass(frozen=True)
class Message:
    """What the compiler says, and the line of the chapter that it is about."""

    message: str
    origin: str | None


class SettingError(Exception):
    """The book cannot be set."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.message)
        self.message, self.origin = message.message, message.origin


def set_type(source: Path) -> tuple[bytes, list[Message]]:
    """Set a book. The same source gives the same bytes: no date, no font from this machine."""
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(source),
            root=str(source.parent),
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            format="pdf",
        )
    except typst.TypstError as error:
        raise SettingError(_told(error, source)) from None
    return pdf, [_told(warning, source) for warning in warnings]


def _told(said, source: Path) -> Message:
    lines = source.read_text(encoding="utf-8").splitlines()
    hints = "".join(f" ({hint})" for hint in said.hints)
    words = f"the PDF cannot be set as it is: {said.message}{hints}"
    number = _line(said, lines, source.name)
    if number is None:
        return Message(f"{words}\n{said.diagnostic.strip()}", None)
    excerpt = " ".join(lines[number - 1].split())[:120]
    return Message(f"{words}, near {excerpt}", origin(lines, number))


def _line(said, lines: list[str], name: str) -> int | None:
    """Find the line of code that a message is about.

    Of a text without a glyph the compiler tells the text but not the place.
    """
    places = _LINE.finditer("\n".join([said.diagnostic, *said.trace]))
    found = next((int(p["line"]) for p in places if p["file"].endswith(name)), None)
    text = _TEXT.search(said.message)
    if found is None and text:
        held = (n for n, line in enumerate(lines, 1) if text[1] in line)
        found = next(held, None)
    return found


def origin(lines: list[str], number: int) -> str | None:
    """Go up from a line of typst code to the comment that says which source line it is from."""
    for line in reversed(lines[:number]):
        found = _ORIGIN.match(line)
        if found:
            return found["origin"]
    return None
