"""The Sphinx side: neutral nodes, and how each edition draws them.

Nothing here knows what the questions are about.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.errors import ConfigError
from sphinx.locale import translators
from sphinx.util import logging

from .. import languages, stamp
from ..bank.load import check
from ..bank.problems import BankError
from ..languages import CatalogueError, later
from ..media import Shelf
from ..page import scripts
from . import (
    activity,
    alts,
    beside,
    cards,
    cells,
    curtains,
    directives,
    execution,
    faults,
    finding,
    freshness,
    html,
    icons,
    installing,
    outputs,
    overview,
    pages,
    paper,
    questions,
    rawhtml,
    safety,
    settings,
    styles,
    taught,
    turning,
    used,
)
from .domain import QuizDomain
from .elsewhere import elsewhere
from .nodes import (
    answer_box,
    answer_key,
    book_map,
    curtain,
    drawing,
    page_of,
    question,
    question_group,
    question_part,
    sources,
)

logger = logging.getLogger(__name__)
SILENT = {
    "nb_ipywidgets_js": {},
    "html_math_renderer": "mathml",
    "html_show_search_summary": False,
    "nb_render_markdown_format": "myst",
}
"""Settings that a book need not name: with those of Sphinx and MyST-NB, pages ask other hosts for
scripts, or a browser for what it refuses to a page from disk."""


def setup(app):
    """Register everything; a book names `quizbook.editions` in its extra_extensions."""
    faults.note_app(app)
    app.add_config_value("quizbook_book", "", "html")
    app.add_config_value("quizbook_edition", "", "html")
    app.add_config_value("quizbook_code", "", "env")
    app.add_config_value("quizbook_report", "", "html")
    app.add_domain(QuizDomain)
    _add_nodes(app)
    app.add_transform(curtains.DrawCurtains)
    app.add_post_transform(curtains.OpenCurtains)
    app.add_post_transform(turning.TurnTheLeaf)
    app.add_post_transform(turning.DropFoldedCode)
    app.add_post_transform(paper.PaperQuestions)
    app.add_post_transform(paper.LatexFormulas)
    app.add_post_transform(paper.SvgToPdf)
    app.add_post_transform(outputs.RefuseOutputs)
    app.add_post_transform(rawhtml.HtmlBlocks)
    app.add_post_transform(rawhtml.HtmlInWords)
    app.add_post_transform(overview.DrawMapOnPaper)
    app.add_post_transform(activity.TellStudyTime)
    app.add_post_transform(used.TellUses)
    app.add_post_transform(html.BareQuestions)
    app.add_post_transform(html.InlineSvg)
    app.setup_extension("quizbook.editions.citations")
    app.setup_extension("quizbook.editions.typst")
    app.setup_extension("quizbook.editions.epub")
    app.setup_extension("quizbook.editions.explorers")
    app.setup_extension("quizbook.editions.only")
    app.setup_extension("quizbook.editions.listening")
    app.add_role("curtain-mark", curtains.mark)
    app.add_directive("question", cells.Question)
    app.add_directive("objectives", directives.Objectives)
    app.add_directive("answer-key", directives.AnswerKey)
    app.add_directive("book-map", overview.BookMap)
    app.add_directive("activity", activity.ShowActivity)
    app.add_directive("expiry", activity.ShowExpiry)
    app.add_directive("blueprint", activity.ShowBlueprint)
    app.add_directive("safety", safety.ShowSafety)
    app.add_role("safety", safety.ShowSign())
    app.add_html_math_renderer(
        "mathml",
        inline_renderers=(html.visit_math, None),
        block_renderers=(html.visit_math_block, None),
    )
    app.add_css_file("icons.css")
    app.add_css_file("page.css")
    app.add_css_file("quiz.css")
    app.add_css_file("print.css")
    app.connect("config-inited", settings.refuse_wrong_types, priority=1)
    app.connect("config-inited", stay_silent)
    app.connect("config-inited", check_sources)
    app.connect("config-inited", execution.run_patiently)
    app.connect("builder-inited", beside.build_beside, priority=1)
    app.connect("env-get-outdated", beside.forget_removed)
    app.connect("env-get-outdated", freshness.forget_stale_outputs)
    app.connect("env-get-outdated", freshness.reread_citing_pages)
    app.connect("env-updated", beside.write_anew)
    app.connect("env-updated", freshness.reread_edited_pages)
    app.connect("env-updated", freshness.rewrite_pages_about_others)
    app.connect("doctree-read", directives.add_review_status)
    app.connect("doctree-read", alts.tell_outlived)
    app.connect("doctree-read", taught.point_at_paragraphs)
    app.connect("html-page-context", pages.clean_page, priority=990)
    app.connect("env-before-read-docs", freshness.note_read)
    app.connect("env-before-read-docs", freshness.forget_before_reading)
    app.connect("env-before-read-docs", cells.spare_kernels)
    app.connect("env-before-read-docs", execution.run_ahead)
    app.connect("source-read", curtains.mark_curtains)
    app.connect("source-read", cells.ask_directly)
    app.connect("doctree-resolved", freshness.note_written)
    app.connect("build-finished", cards.write_cards)
    app.connect("builder-inited", icons.draw_icons)
    app.connect("builder-inited", say_our_words)
    app.connect("builder-inited", freshness.listen_for_duplicates)
    app.connect("builder-inited", finding.search_alone)
    app.connect("html-collect-pages", pages.missing_page)
    app.connect("html-collect-pages", finding.search_page)
    app.connect("build-finished", questions.write_questions)
    app.connect("build-finished", finding.write_search)
    # After the theme, which then writes the colours of code anew:
    app.connect("build-finished", styles.put, priority=900)
    app.connect("build-finished", installing.write_worker, priority=900)
    app.connect("build-finished", freshness.repeat_failed_pages)
    app.connect("build-finished", beside.publish, priority=999)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def stay_silent(app, config) -> None:
    """Give what the book's settings leave out a value with which its pages ask nobody."""
    named = {*config.overrides, *config._raw_config}
    for name in SILENT.keys() - named:
        setattr(config, name, SILENT[name])


def check_sources(app, config) -> None:
    """Stop before anything is read or written if the sources have problems."""
    root = Path(app.srcdir)
    freshness.note_beginning(app)
    try:
        for told in languages.use(config.language, root):
            logger.info(told)
        book = check(root)
        Shelf(root, book.bank).make_all()
    except (BankError, CatalogueError) as error:
        raise ConfigError(f"the book's sources have problems:\n{error}") from error
    app.quizbook = book
    config.quizbook_book = book.bank.id
    config.quizbook_edition = book.bank.edition
    words = languages.files(config.language, root)
    config.quizbook_code = stamp.fingerprint({*stamp.package_files(stamp.PACKAGE), *words})
    config.html_static_path.append(str(scripts.lay(Path(app.doctreedir) / "browser")))
    if styles.has_our_theme(config):
        config.templates_path.insert(0, str(Path(__file__).parent / "templates"))  # before its own
        config.html_context.setdefault("default_mode", "auto")  # else the theme logs an error
        pages.set_theme(config)


THEIRS = (
    later("Link to this heading"),
    later("Link to this image"),
    later("Link to this term"),
)
"""What Sphinx says, and has no German for."""


def say_our_words(app) -> None:
    """Let pages say our words and those of Sphinx and the theme, in templates and elsewhere."""
    joined = translators["general", "sphinx"] = languages.Joined(app.translator)
    templates = getattr(app.builder, "templates", None)
    if templates is not None:
        templates.environment.install_gettext_translations(joined)


def _add_nodes(app) -> None:
    through = (paper.visit_nothing, paper.visit_nothing)
    app.add_node(elsewhere, html=(html.visit_elsewhere, None), latex=(paper.visit_elsewhere, None))
    app.add_node(question, html=(html.visit_question, None), latex=through, text=through)
    group = (html.visit_group, html.depart_group)
    app.add_node(question_group, html=group, latex=through, text=through)
    behind = (curtains.visit_curtain, curtains.depart_curtain)
    app.add_node(curtain, html=behind, latex=through, text=through)
    app.add_node(question_part, latex=through, text=through)
    app.add_node(sources, html=through, latex=through, text=through)
    app.add_node(book_map, html=(overview.visit_book_map, None))
    app.add_node(answer_key, html=(html.visit_answer_key, None), latex=through, text=through)
    app.add_node(used.uses, html=(used.visit_uses, None))
    app.add_node(drawing, html=(html.visit_drawing, None))
    app.add_node(answer_box, latex=(paper.visit_box_latex, None), text=(paper.visit_box_text, None))
    app.add_node(page_of, latex=(paper.visit_page_latex, None), text=(paper.skip, None))
