"""Playable figures in a book: live on the page, and a few settings side by side on paper.

A sub-extension with a node of its own; nothing else needs to know of it.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..figures.vega import bundle, bundle_name
from ..languages import _
from ..page.explorer import render
from .html import draw_aside
from .paper import is_page, visit_nothing


class explorer(nodes.General, nodes.Element):
    """A playable figure.

    Attributes: `content` (as `page.explorer.render` takes it), `uid` (unique on its page).
    Children: the image at the start, a paragraph with an image for every named state, a container
    with narrow images of the same states, and a link to the numbers. The page draws the first and
    the last, a sheet of paper the third, every other edition the second.
    """


def note(
    content: dict, write: Callable[[str, str], str], stem: str, docname: str, uid: str
) -> explorer:
    """Write drawings and numbers beside the notebook, by `write(name, text)`, and give the node."""
    content = dict(content)
    states = nodes.paragraph("", classes=["explore-paper"])
    abreast = nodes.container(classes=["quiz-states"])
    for number, state in enumerate(content.pop("drawings"), 1):
        uri = write(f"{stem}-state{number}.svg", state["svg"])
        # Two share a line; a space lets the line break between them.
        alt = state["alt"] if number > 1 else f"{content['alt']} {state['alt']}"
        states += [nodes.image(uri=uri, alt=alt, width="48%"), nodes.Text(" ")]
        uri = write(f"{stem}-narrow{number}.svg", state.get("narrow", state["svg"]))
        picture = nodes.image(uri=uri, alt=alt)
        head = {name: state.get(name, "") for name in ("title", "words")}
        abreast += nodes.container("", picture, classes=["quiz-state"], **head)
    numbers = content.pop("csv")
    mark = sha256(numbers.encode()).hexdigest()[:16]
    uri = write(f"{stem}.svg", content.pop("svg"))
    start = nodes.image(uri=uri, alt=content["alt"], data=mark)
    target = write(f"{stem}.csv", numbers)
    link = addnodes.download_reference("", _("Numbers (CSV)"), reftarget=target, refdoc=docname)
    return explorer("", start, states, abreast, link, content=content, uid=uid)


class OneEdition(SphinxPostTransform):
    """Keep what the edition draws, so that no other images are copied or inlined."""

    default_priority = 6  # after MyST-NB has chosen the output

    def run(self, **kwargs) -> None:
        for node in list(self.document.findall(explorer)):
            _start, states, abreast, _link = node.children
            if is_page(self.app.builder):
                node.remove(states)
                node.remove(abreast)
            else:
                node.replace_self(abreast if self.app.builder.name == "typst" else states)


def visit_explorer(self, node: explorer) -> None:
    """Draw a playable figure through the same function that the widget calls."""
    drawing, link = (draw_aside(self, nodes.Element("", child)) for child in node.children)
    self.body.append(render(node["content"], drawing, node["uid"], link) + "\n")
    raise nodes.SkipNode


def serve(app, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Give a page with such a figure its script, and the book, once, Vega."""
    if 'class="explore"' not in (context.get("body") or ""):
        return
    app.add_js_file("figure.js", **{"data-vega": bundle_name()})
    vega = Path(app.outdir) / "_static" / bundle_name()
    if not vega.exists():
        vega.parent.mkdir(parents=True, exist_ok=True)
        vega.write_text(bundle(), encoding="utf-8")


def setup(app):
    app.add_node(explorer, html=(visit_explorer, None), latex=(visit_nothing, visit_nothing))
    app.add_post_transform(OneEdition)
    app.add_css_file("figure.css")
    app.connect("html-page-context", serve, priority=980)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
