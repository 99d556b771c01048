"""Mend what the theme and the notebook machinery leave in a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes

from ..languages import _, is_right_to_left, later, ngettext
from ..page import repeats
from . import cards, reports, styles

WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
DEAD_SCRIPTS = re.compile(
    r'<script type="(?:application/vnd\.jupyter\.widget-view\+json|text/x-thebe-config)">'
    r".*?</script>"
    r"(?:\s*<script>kernelName = .*?</script>)?",
    re.S,
)

SCRIPTS = {
    "page.js": "",
    "store.js": "",
    "forms.js": 'class="quiz-(?:progress|review|set) |<section class="quiz-exam"',
    "words.js": r"data-key='{\"type\":\"short\"|class=\"quiz-(?:review|set) ",
    "quiz.js": '<fieldset class="quiz"|class="quiz-(?:review|set) ',
    "places.js": '<fieldset class="quiz"|class="curtain"',
    "case.js": '<section class="quiz-case"',
    "exam.js": '<section class="quiz-exam"',
    "log.js": 'class="quiz-(?:progress|review|set) ',
    "ask.js": 'class="quiz-(?:progress|review|set) ',
    "review.js": 'class="quiz-review ',
    "set.js": 'class="quiz-set ',
    "keep.js": 'class="quiz-progress ',
    "record.js": 'class="quiz-progress ',
    "progress.js": 'class="quiz-progress ',
    "letters.js": '<dl class="[^"]*glossary|class="citation-list"',
    "start.js": 'class="quiz-start|class="[^"]*quiz-map',
    "trail.js": "",
    "filter.js": '<table class="[^"]*filterable',
    "expiry.js": 'class="quiz-expires',
}
"""Each script of ours, and what on a page asks for it; in the order in which they load."""

STYLES = {
    "curtain.css": 'class="curtain"',
    "media.css": 'class="quiz-medium',
    "tools.css": 'class="quiz-(?:progress|review|set|start|map)',
}
"""Each style that few pages need, and what on a page asks for it."""

NEVER = re.compile(
    r"thebe|sphinx-book-theme\.js|THEBE_JS_URL|doctools|sphinx_highlight|DOCUMENTATION_OPTIONS"
)
"""Scripts that a static page cannot use, or whose work page.js and search.js do."""
ON_DEMAND = {
    re.compile(r"clipboard\.min|copybutton|documentation_options"): '<div class="highlight',
    re.compile(r"toggle(?:button|Hint|OpenOnPrint)"): r'class="(?:[^"]* )?(?:toggle|dropdown)[ "]',
    re.compile(r"design-tabs"): "sd-tab-set",
}
"""Scripts that extensions bring to every page, and what on a page asks for them."""
OF_OUR_THEME = {"icons.css", "page.css"}
"""Sheets of ours that style what stands around the text."""
ASKED = re.compile(r'<fieldset class="quiz"(?: id="[^"]*")? data-item="([^"]+)"')
"""A question that counts: a guess has `data-guess` before its item."""
GUESSED = re.compile(
    r'<fieldset class="quiz"(?: id="[^"]*")? data-guess="[^"]*" data-item="([^"]+)"'
)
STATUS = re.compile(r'<p class="review-status">.*?</p>\n?', re.S)
SEARCH = (later("Search..."), later("Search this book..."))
"""What the theme, and Jupyter Book, write into an empty box for words."""
ABOUT = 160
"""The most characters of a page's description: search engines show no more."""


def set_theme(config) -> None:
    """Choose what the theme shows around a page, unless the book has chosen."""
    options = config.html_theme_options
    options["search_bar_text"] = _(options.get("search_bar_text", SEARCH[0]))
    options.setdefault("back_to_top_button", False)  # it lies on the text
    options.setdefault("primary_sidebar_end", [])  # a place for advertisements
    for place in ("start", "center", "end", "persistent"):  # a second bar with a second search
        options.setdefault(f"navbar_{place}", [])
    options.setdefault("footer_content_items", ["colophon.html"])


def clean_page(app, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Drop what a page cannot use, roles that are wrong, state that is stale; say what it is."""
    body = DEAD_SCRIPTS.sub("", context.get("body") or "")
    # docutils gives the bibliography a list role whose children ARIA does not allow in it.
    body = body.replace('role="list" class="citation-list"', 'class="citation-list"')
    body = body.replace(' role="doc-biblioentry"', "")
    body = body.replace("<th></th>", "<td></td>")
    context["body"] = repeats.shared(_counted(body))
    if is_right_to_left(app.config.language):  # no theme says so, and none has a place for it
        context["language"] = f'{app.config.language}" dir="rtl'
    bank = app.quizbook.bank
    kept = {"data-book": bank.id, "data-edition": bank.edition}
    ours = styles.has_our_theme(app.config)
    for name, sign in SCRIPTS.items():
        if re.search(sign, body) and (ours or name != "page.js"):
            app.add_js_file(name, **(kept if name == "store.js" else {}))
    for name, sign in STYLES.items():
        if re.search(sign, body):
            app.add_css_file(name)
    asks = re.search('class="quiz-(?:review|set) ', body)  # anything of the book
    pages = [p for p in cards.card_pages(app) if asks or f"{p.rpartition('/')[2]}#" in body]
    if pages:
        app.add_js_file("cards.js", **{"data-pages": " ".join(pages)})
        app.add_css_file("cards.css")
    context["report"] = reports.address(app.config.quizbook_report, pagename)
    if not ours:
        shown = context.get("script_files", [])
        context["script_files"] = [script for script in shown if not _is_state(script)]
        sheets = context["css_files"]
        context["css_files"] = [s for s in sheets if Path(str(s.filename)).name not in OF_OUR_THEME]
        return
    scripts = _useful(context.get("script_files", []), body)
    context["script_files"] = list(map(_deferred, scripts))
    context["css_files"] = [css for css in context["css_files"] if "thebe" not in str(css.filename)]
    styles.collect(app, context)
    # Without scripts nothing turns "auto" into a theme, and no colour would be set at all.
    context["first_mode"] = context.get("default_mode")
    if context["first_mode"] == "auto":
        context["default_mode"] = "light"
    # The base template says it already.
    context["metatags"] = re.sub(r'<meta name="viewport"[^>]*>', "", context.get("metatags") or "")
    context["about_page"] = list(_about(app, pagename, context, doctree))
    context["book_folders"] = sorted({name.partition("/")[0] for name in app.env.found_docs})


def _counted(body: str) -> str:
    """Say under the title how many questions follow: trail.js says there how many are answered, and
    a line that came with the first answer would push down what is being read."""
    asked = len(set(ASKED.findall(body)))
    if not asked:
        return body
    words = f"<span>{ngettext('{n} question here.', '{n} questions here.', asked)}</span>"
    if guessed := len(set(GUESSED.findall(body))):
        words += " " + ngettext(
            "{n} more is a guess and does not count.",
            "{n} more are guesses and do not count.",
            guessed,
        )
    return STATUS.sub(lambda found: f'{found[0]}<p class="quiz-here">{words}</p>\n', body, count=1)


def _useful(scripts, body: str) -> Iterator:
    """Drop scripts that the page cannot use, widget state, repeats."""
    seen = set()
    for script in scripts:
        attributes = getattr(script, "attributes", {})
        inside = attributes.get("body") or ""
        name = str(getattr(script, "filename", script))
        known = f"{name} {inside}"
        useless = NEVER.search(known) or _is_state(script) or not _is_asked_for(known, body)
        if useless or (name, inside) in seen:
            continue
        seen.add((name, inside))
        yield script


def _is_state(script) -> bool:
    return getattr(script, "attributes", {}).get("type") == WIDGET_STATE


def _is_asked_for(script: str, body: str) -> bool:
    return all(re.search(sign, body) for sort, sign in ON_DEMAND.items() if sort.search(script))


def _deferred(script):
    """Let the page be read to its end first; deferred scripts keep their order.

    The first picture waits for those of ours that change what stands on the page: drawn without
    them, a page of questions is drawn twice before one can be answered, and moves.
    """
    name = getattr(script, "filename", None)
    if not name:
        return script
    added = {"defer": "defer"}
    if Path(str(name)).name in SCRIPTS:
        added["blocking"] = "render"
    return type(script)(name, priority=script.priority, **script.attributes | added)


def _about(app, pagename: str, context: dict, doctree) -> Iterator[tuple[str, str]]:
    """Yield what a page says about itself to search engines and to whoever shares its address."""
    title = nodes.unescape(re.sub("<[^>]+>", "", context.get("title") or ""))
    book = app.config.html_title or app.config.project
    yield "og:title", title or book
    yield "og:site_name", book
    yield "og:type", "website" if pagename == app.config.root_doc else "article"
    description = _description(doctree) or ": ".join(filter(None, (title, book)))
    yield "description", description
    yield "og:description", description
    if context.get("pageurl"):
        yield "og:url", context["pageurl"]
    yield "twitter:card", "summary"


def _description(doctree: nodes.document | None) -> str:
    """Give the page's first paragraph of running text, as much of it as is shown."""
    if doctree is None:
        return ""
    for paragraph in doctree.findall(nodes.paragraph):
        if (
            isinstance(paragraph.parent, nodes.section)
            and "review-status" not in paragraph["classes"]
        ):
            words = " ".join(paragraph.astext().split())
            if len(words) <= ABOUT:
                return words
            return words[: ABOUT - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
    return ""


def missing_page(app) -> Iterator[tuple[str, dict, str]]:
    """Write the page that a server shows in place of a missing one."""
    if app.builder.name == "html" and styles.has_our_theme(app.config):
        yield "404", {"title": _("There is no such page")}, "404.html"
