"""The Sphinx builder: pages in, one EPUB out."""

from __future__ import annotations

import os
import posixpath
import shutil
import uuid
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import ClassVar
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from docutils import nodes
from lxml import etree
from sphinx.builders.epub3 import Epub3Builder, NavPoint
from sphinx.util import logging

from ...languages import _
from ...media import Made
from ..typst import pages
from . import cover
from .xhtml import break_page, properties, to_xhtml

logger = logging.getLogger(__name__)
HERE = Path(__file__).parent
STYLE, SOUNDS = "_static/epub.css", "_sounds"
NAMESPACE = uuid.UUID("5c551912-1006-5e28-8529-d176b57b8ad0")
"""Of all books made by this program: a book's identifier comes from its id, for ever."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the archive: the same book gives the same bytes."""


class EpubBuilder(Epub3Builder):
    """Sphinx's writer of EPUB 3, for a reader that runs no script and reads XML strictly."""

    template_dir = str(HERE / "package")
    theme_dir: ClassVar[Path] = HERE / "theme"
    media_types: ClassVar[dict[str, str]] = {**Epub3Builder.media_types, ".wav": "audio/wav"}

    def init(self) -> None:
        # What stood before stays until this one is whole.
        folder = Path(self.outdir)
        self.outdir = self.app.outdir = type(self.outdir)(folder.with_name(f".{folder.name}"))
        shutil.rmtree(self.outdir, ignore_errors=True)
        Path(self.outdir).mkdir(parents=True)
        super().init()
        self.properties: dict[str, str] = {}
        self.page_list: list[tuple[str, str]] = []
        """Pages of the PDF edition: the number, and the mark in this one."""
        self.sounds: dict[str, str] = {}

    def get_outdated_docs(self) -> list[str]:
        """Write every page: the folder begins empty."""
        return sorted(self.env.found_docs)

    def make_id(self, name: str) -> str:
        """Name a file in the package: by its own name, so that it is the same in every build."""
        return "file-" + nodes.make_id(name.replace("/", "-").replace(".", "-"))

    def prepare_writing(self, docnames: set[str]) -> None:
        self.theme_options = {}  # the page's theme leaves its own here
        super().prepare_writing(docnames)

    def copy_static_files(self) -> None:
        """Copy the one style sheet that the pages use."""
        target = Path(self.outdir, STYLE)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.theme_dir / "static" / "epub.css", target)

    def add_sound(self, made: Made, name: str) -> nodes.raw:
        """Carry a sound along; gives what plays it on the page that is written."""
        page = self.env.docname
        file = f"{SOUNDS}/{made.name}.wav"
        target = Path(self.outdir, file)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(made.wav)
        self.sounds[file] = f"{page}.xhtml"
        source = posixpath.relpath(file, posixpath.dirname(page))
        instead = escape(_("This reader plays no sounds: see the drawing."))
        player = (
            f'<p class="player"><audio controls="controls" src="{source}" title="{escape(name)}">'
            f"{instead}</audio></p>"
        )
        return nodes.raw("", player, format="html")

    def get_toc(self) -> None:
        # A builder that lives writes more than once, and finds what came after the first time:
        # the book itself, and the page that sphinx-external-toc sends browsers on from.
        for before in [*Path(self.outdir).glob("*.epub"), *Path(self.outdir).glob("index.html")]:
            before.unlink()
        super().get_toc()
        for entry in self.refnodes:
            entry["refuri"] = posixpath.normpath(entry["refuri"])

    def build_content(self) -> None:
        """Make every page well-formed, then list it in the package."""
        out = Path(self.outdir)
        printed, marks = self._printed_pages(), {}
        for file in sorted(out.rglob("*.xhtml")):
            name = file.relative_to(out).as_posix()
            try:
                page = to_xhtml(file.read_text(encoding="utf-8"))
            except etree.XMLSyntaxError as error:
                logger.error("the EPUB cannot hold this page: %s", error, location=name[:-6])
                continue
            self.properties[name] = properties(page)
            for number, id_ in printed.get(name, ()):
                mark = break_page(page, number, id_)
                if mark:
                    marks[number] = f"{name}#{mark}"
            file.write_bytes(etree.tostring(page, encoding="utf-8", doctype="<!DOCTYPE html>"))
        order = [number for page in printed.values() for number, _ in page]
        self.page_list = [(number, marks[number]) for number in order if number in marks]
        title = self.config.epub_title
        (out / cover.NAME).parent.mkdir(exist_ok=True)
        (out / cover.NAME).write_bytes(cover.draw(title, self.config.author))
        (out / cover.PAGE).write_text(cover.page(title, self.language), encoding="utf-8")
        super().build_content()

    def _printed_pages(self) -> dict[str, list[tuple[str, str]]]:
        """Tell where the pages of the PDF edition begin, if it has been made.

        For each page of this edition, the numbers as printed, and the first place of each.
        """
        places: dict[str, list[tuple[str, str]]] = {}
        for number, label in pages.read(Path(self.app.doctreedir).parent / "typst"):
            docname, _, id_ = label.partition("#")
            places.setdefault(f"{docname}.xhtml", []).append((number, id_))
        return places

    @property
    def language(self) -> str:
        return self.config.epub_language or "en"

    def content_metadata(self) -> dict:
        """Tell the package's template what the book is called, and what each page holds."""
        date = modified(self.app.quizbook.chapters.values())
        identifier = uuid.uuid5(NAMESPACE, self.config.quizbook_book).urn
        own = {
            "uid": "book-id",
            "id": identifier,
            "date": date.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "properties": self.properties,
            # A reader that knows no WAV is sent to the page, where the drawing stands.
            "fallbacks": {file: self.make_id(page) for file, page in self.sounds.items()},
            "cover_image": cover.NAME,
            "has_pages": bool(self.page_list),
            "page_source": f"{identifier}#pdf",
            "_": _,
        }
        return {**super().content_metadata(), **own}

    def navigation_doc_metadata(self, navlist: list[NavPoint]) -> dict:
        known = [
            ("cover", cover.PAGE, _("Cover")),
            ("toc", "nav.xhtml", _("Contents")),
            ("bodymatter", self.root, self.env.titles[self.config.root_doc].astext()),
        ]
        domain = self.env.get_domain("quiz")
        known += [("endnotes", f"{name}.xhtml", _("Answer key")) for name in domain.data["keys"]]
        for key in self.env.get_domain("cite").bibliographies:
            known.append(("bibliography", f"{key.docname}.xhtml", _("References")))
        landmarks = [entry for entry in known if Path(self.outdir, entry[1]).is_file()]
        landmarks.insert(1, known[1])
        return {
            **super().navigation_doc_metadata(navlist),
            "toc_locale": _("Table of Contents"),
            "landmarks": landmarks,
            "pages": self.page_list,
            "_": _,
        }

    @property
    def root(self) -> str:
        return f"{self.config.root_doc}.xhtml"

    def build_toc(self) -> None:
        """Nothing: what EPUB 2 called NCX, `nav.xhtml` says."""

    def build_epub(self) -> None:
        """Pack it: the type first and plain, all else in order."""
        out = Path(self.outdir)
        target = out / f"{self.config.quizbook_book or 'book'}.epub"
        waiting = target.with_suffix(".part")
        names = ["META-INF/container.xml", "content.opf", *sorted(set(self.files))]
        with ZipFile(waiting, "w") as pack:
            _add(pack, out, "mimetype", ZIP_STORED)
            for name in names:
                _add(pack, out, name, ZIP_DEFLATED)
        os.replace(waiting, target)


def _add(pack: ZipFile, folder: Path, name: str, method: int) -> None:
    info = ZipInfo(name, EARLIEST)
    info.compress_type, info.external_attr = method, 0o644 << 16
    pack.writestr(info, (folder / name).read_bytes())


def modified(chapters) -> datetime:
    """Give the date of the book: SOURCE_DATE_EPOCH, or the day on which a chapter last changed."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return datetime.fromtimestamp(int(epoch), UTC)
    days = [chapter.review["updated"] for chapter in chapters if chapter.review]
    return datetime.fromisoformat(max(days, default="2000-01-01")).replace(tzinfo=UTC)


def settle(app, config) -> None:
    """Answer what Sphinx would ask each book to configure for an EPUB."""
    config.epub_theme = "quizbook-epub"
    config.epub_title = config.html_title or config.project
    config.epub_uid = "book-id"
    config.epub_tocscope, config.epub_tocdepth, config.epub_show_urls = "includehidden", 2, "no"
    config.version = config.version or "draft"
    config.epub_copyright = config.copyright or config.author
    own = [("epub", media, rank) for rank, media in enumerate(MEDIA, 2)]
    for dead in ("application/vnd.jupyter.widget-view+json", "application/javascript"):
        own.append(("epub", dead, None))
    if "nb_mime_priority_overrides" in config:
        config.nb_mime_priority_overrides = [*own, *config.nb_mime_priority_overrides]


MEDIA = (
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/html",
    "text/markdown",
    "text/plain",
)
"""What a notebook's output is shown as, the best first."""
