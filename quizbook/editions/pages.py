"""Mend what the theme and the notebook machinery leave in a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
DEAD_SCRIPTS = re.compile(
    r'<script type="(?:application/vnd\.jupyter\.widget-view\+json|text/x-thebe-config)">'
    r".*?</script>"
    r"(?:\s*<script>kernelName = .*?</script>)?",
    re.S,
)


def clean_page(app, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Drop scripts that a static page cannot use, roles that are wrong, state that is stale."""
    body = DEAD_SCRIPTS.sub("", context.get("body") or "")
    # docutils gives the bibliography a list role whose children ARIA does not allow in it.
    body = body.replace('role="list" class="citation-list"', 'class="citation-list"')
    body = body.replace(' role="doc-biblioentry"', "")
    body = body.replace("<th></th>", "<td></td>")
    context["body"] = body
    if '<fieldset class="quiz"' in body:
        app.add_js_file("quiz.js", **{"data-book": app.config.quizbook_book})
    if '<section class="quiz-exam"' in body:
        app.add_js_file("exam.js", **{"data-book": app.config.quizbook_book})
    if 'class="quiz-progress"' in body:
        app.add_js_file("progress.js", **{"data-book": app.config.quizbook_book})
    context["script_files"] = list(_useful(context.get("script_files", [])))
    context["css_files"] = [css for css in context["css_files"] if "thebe" not in str(css.filename)]


def _useful(scripts) -> Iterator:
    """Drop Thebe (it needs a server, and the theme declares it twice), widget state, repeats."""
    seen = set()
    for script in scripts:
        attributes = getattr(script, "attributes", {})
        body = attributes.get("body") or ""
        name = str(getattr(script, "filename", script))
        useless = (
            "THEBE_JS_URL" in body or "thebe" in name or attributes.get("type") == WIDGET_STATE
        )
        if useless or (name, body) in seen:
            continue
        seen.add((name, body))
        yield script
