"""The Sphinx builder: pages in, one PDF out."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from sphinx.builders import Builder
from sphinx.transforms.post_transforms.code import HighlightLanguageTransform
from sphinx.util import logging
from sphinx.util.display import progress_message

from ..paper import numbers
from ..safety import cover
from . import imprint, pages, pictures, press, words
from .assemble import assemble
from .code import Call, files, render, string, value
from .finish import finished
from .fonts import FOLDER as FONTS
from .fonts import Fonts
from .index import book_index
from .places import Places
from .translator import Translator

logger = logging.getLogger(__name__)
DESIGN = Path(__file__).parent / "design"
SOURCE = "book.typ"
IMPORT = '#import "/design/design.typ": *\n'


class TypstBuilder(Builder):
    """Sets the whole book as one tagged PDF."""

    name = "typst"
    format = "typst"
    epilog = "The PDF is in %(outdir)s."
    default_translator_class = Translator
    supported_image_types: ClassVar[list[str]] = pictures.MEDIA_TYPES
    allow_parallel = True

    def init(self) -> None:
        # No code is coloured here, and nothing else needs to know its language.
        self.app.registry.post_transforms.remove(HighlightLanguageTransform)
        self.file = Path(self.outdir) / f"{getattr(self.config, 'quizbook_book', '') or 'book'}.pdf"

    def get_outdated_docs(self) -> str:
        # One file holds every page, and setting it again takes a second or two.
        return "all pages"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return self.get_target_uri(to)

    def prepare_writing(self, docnames: set[str]) -> None:
        """Nothing: `write` looks at the whole book at once."""

    def write(self, *ignored) -> None:
        root = self.config.root_doc
        self.left_out: set[str] = set()
        self.chapters = numbers(self.env)
        with progress_message("joining the pages"):
            book = assemble(self, root)
            self.post_process_images(book)
        with progress_message("writing typst"):
            code = self.translate(book)
        out = Path(self.outdir)
        shutil.copytree(DESIGN, out / DESIGN.name, dirs_exist_ok=True)
        shutil.rmtree(out / press.PAGES, ignore_errors=True)
        named = self.config.quizbook_fonts
        self.fonts = Fonts.of(Path(self.srcdir), named)
        missing = self.fonts.missing(named) if named else []
        for name in missing:
            logger.warning(
                "quizbook_fonts names %s, which is not here: install it, or put its file into %s/",
                name,
                FONTS,
                location="_config.yml:1",
            )
        named = [name for name in named if name not in missing]
        code["settings.typ"] = sheet_settings(self.config.quizbook_paper, fonts=named)
        for name, text in code.items():
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).write_text(text, encoding="utf-8")
        pictures.copy(self, self.shown)

    def translate(self, book: nodes.document) -> dict[str, str]:
        """Write the whole book as typst code: the book, and a file for each of its pages."""
        self.places = Places(book, self.config.root_doc)
        self.index = book_index(self)
        translator = self.create_translator(book, self)
        book.walkabout(translator)
        self.shown = translator.shown
        for label in sorted(self.places.unreachable()):
            logger.warning("nothing in the PDF stands for the link target %s", label)
        book_code = f"{IMPORT}{self.settings()}#{render(translator.book)}\n"
        book_code += pages.asking(self.places.linked)
        parts = files(translator.book)
        return {SOURCE: book_code, **{name: f"{IMPORT}#{code}\n" for name, code in parts.items()}}

    def settings(self) -> str:
        """Tell the page design what the configuration says."""
        settings = {
            "title": self.config.html_title or self.config.project,
            "author": self.config.author,
            "language": words.language(self.config.language),
            "rights": self.config.copyright or "",
            **imprint.told(self.app),
        }
        drawing = pictures.cover(self)
        if drawing:
            settings["cover"] = drawing
        known = getattr(self.app, "quizbook", None)  # none: a book without questions
        if known and known.safety:
            settings["first"] = cover(known.safety)
        show = Call("book.with", named=settings)
        return f"#show: {render(show)}\n\n"

    def finish(self) -> None:
        try:
            with progress_message("setting the book"):
                pressed = press.set_type(Path(self.outdir), SOURCE, self.fonts)
        except press.SettingError as error:
            logger.error("%s", error.message, location=error.origin)
            return
        if pressed.fonts.system and not self.config.quizbook_fonts:
            logger.info("fonts of this machine were taken for letters that the book's own lack")
        for warning in pressed.warnings:
            logger.warning("%s", warning.message, location=warning.origin)
        for origin, said in pages.write(Path(self.outdir), SOURCE, pressed.fonts):
            logger.warning("%s", said, location=origin)
        waiting = self.file.with_suffix(".part")
        waiting.write_bytes(finished(pressed.pdf))
        os.replace(waiting, self.file)
        logger.info("The PDF is %s", self.file.name)


def sheet_settings(paper: str, letters: str = "auto", fonts: Sequence[str] = ()) -> str:
    """Write what the design reads first: sheet, size of the text, faces in order, our words."""
    faces = value([pictures.FACE, *fonts])
    sheet = f"#let paper = {string(paper)}\n#let letters = {letters}\n#let faces = {faces}\n"
    return sheet + words.settings()
