"""The typst compiler: code in, PDF out; what it says is told by the page it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

import typst

from .fonts import Fonts, advice

PAGES = "pages"
_LINE = re.compile(r"┌─ (?P<file>\S+):(?P<line>\d+):\d+")
_TEXT = re.compile(r'the text `"(.+?)"`')
_LACKS = re.compile(r'the text `"(.+?)"` could not be displayed')
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


@dataclass(frozen=True)
class Pressed:
    """A PDF, what the compiler said of it, and the fonts that it took."""

    pdf: bytes
    warnings: list[Message]
    fonts: Fonts


def set_type(folder: Path, book: str, fonts: Fonts = Fonts()) -> Pressed:  # noqa: B008 (frozen)
    """Set the book of a folder. The same code gives the same bytes: no date, no foreign font.

    Where a letter has no glyph in these fonts, those of the machine are taken too. The compiler
    remembers what it has set: in one process, a second time takes less.
    """
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(folder / book),
            root=str(folder),
            pdf_standards=["ua-1"],
            format="pdf",
            **fonts.options(),
        )
    except typst.TypstError as error:
        if _LACKS.search(error.message) and not fonts.system:
            return set_type(folder, book, replace(fonts, system=True))
        raise SettingError(_told(error, folder)) from None
    return Pressed(pdf, [_told(warning, folder) for warning in warnings], fonts)


def _told(said, folder: Path) -> Message:
    hints = "".join(f" ({hint})" for hint in said.hints)
    lacking = _LACKS.search(said.message)
    reason = advice(_unescaped(lacking[1])[0]) if lacking else f"{said.message}{hints}"
    words = f"the PDF cannot be set as it is: {reason}"
    found = _place(said, folder)
    if found is None:
        return Message(f"{words}\n{said.diagnostic.strip()}", None)
    lines, number = found
    excerpt = " ".join(lines[number - 1].split())[:120]
    return Message(f"{words}, near {excerpt}", origin(lines, number))


def _place(said, folder: Path) -> tuple[list[str], int] | None:
    """Find the lines of the page that a message is about, and the number of the line.

    Of a text without a glyph the compiler tells the text but not the place.
    """
    pages = {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8").splitlines()
        for file in sorted((folder / PAGES).rglob("*.typ"))
    }
    for place in _LINE.finditer("\n".join([said.diagnostic, *said.trace])):
        if place["file"] in pages:
            return pages[place["file"]], int(place["line"])
    text = _TEXT.search(said.message)
    for lines in pages.values() if text else ():
        for number, line in enumerate(lines, 1):
            if _unescaped(text[1]) in line:
                return lines, number
    return None


def _unescaped(text: str) -> str:
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), text)


def origin(lines: list[str], number: int) -> str | None:
    """Go up from a line of typst code to the comment that says which source line it is from."""
    for line in reversed(lines[:number]):
        found = _ORIGIN.match(line)
        if found:
            return found["origin"]
    return None
