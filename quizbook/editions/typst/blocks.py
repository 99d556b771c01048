"""Parts, chapters, sections, paragraphs and what stands between them."""

from __future__ import annotations

from docutils import nodes
from sphinx.locale import admonitionlabels

from .figures import only_picture
from .questions import SLOTS
from .write import Writer, bare, drop, wrap

LOUD = {"attention", "caution", "danger", "error", "warning"}
FIRM = {"important"}
SHORT = 180
"""Letters of two lines, or fewer."""
LONG = 600
"""Letters of so many lines that they may part from what they announce, and a page be filled."""
INLINE_HOLDERS = (
    nodes.list_item,
    nodes.entry,
    nodes.definition,
    nodes.field_body,
    nodes.description,
    nodes.footnote,
    nodes.citation,
)


class Blocks(Writer):
    visit_block_quote, depart_block_quote = wrap("quotation")
    visit_attribution, depart_attribution = wrap("attribution")
    visit_line_block, depart_line_block = wrap("verse")
    visit_legend, depart_legend = wrap("", slot="legend")
    visit_compound = depart_compound = bare
    visit_decoration = depart_decoration = bare
    visit_glossary = depart_glossary = bare

    visit_comment = visit_meta = visit_toctree = visit_pending = drop
    visit_substitution_definition = visit_system_message = visit_highlightlang = drop
    visit_tabular_col_spec = drop

    def visit_part(self, node: nodes.Element) -> None:
        if node["title"]:
            self.part = node["title"]
            self.depth += 1

    def depart_part(self, node: nodes.Element) -> None:
        if node["title"]:
            self.depth -= 1

    def visit_section(self, node: nodes.section) -> None:
        self.depth += 1

    def depart_section(self, node: nodes.section) -> None:
        self.depth -= 1

    def visit_title(self, node: nodes.title) -> None:
        if isinstance(node.parent, nodes.section):
            self._heading(node)
        elif isinstance(node.parent, nodes.table):
            self.enter(node, slot="caption")
        else:
            self.enter(node, slot="title")

    def _heading(self, node: nodes.title) -> None:
        outer = sum(isinstance(a, nodes.section) for a in _ancestors(node.parent))
        number = self._section_number(node.parent)
        name = "section" if outer else "chapter"
        call = self.enter(node.parent, name, level=self.depth, number=number)
        label = call.label or self.places.label(node, self.docname)
        if label:  # the contents repeat what a heading holds, so its label stands outside
            call.named["id"], call.label = label, ""
        if outer:
            call.named["depth"] = outer
        elif self.part:
            call.named["part"], self.part = self.part, ""

    def depart_title(self, node: nodes.title) -> None:
        self.leave(node)

    def _section_number(self, section: nodes.section) -> str:
        numbers = self.builder.env.toc_secnumbers.get(self.docname, {})
        outer = any(isinstance(a, nodes.section) for a in _ancestors(section))
        anchors = [f"#{id_}" for id_ in section["ids"]] if outer else [""]
        found = next((numbers[a] for a in anchors if a in numbers), ())
        if not outer and not found:
            found = (self.builder.chapters.get(self.docname, ""),)
        return ".".join(map(str, found))

    def visit_subtitle(self, node: nodes.subtitle) -> None:
        self.enter(node, "subtitle")

    depart_subtitle = Writer.leave

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        """Write a paragraph; a cell or list item of one paragraph holds its words alone."""
        slot = next((SLOTS[kind] for kind in node["classes"] if kind in SLOTS), None)
        alone = isinstance(node.parent, INLINE_HOLDERS) and len(_blocks(node.parent)) == 1
        if slot:
            self.enter(node, slot=slot)
        elif (alone and not node["ids"]) or only_picture(node):
            self.enter(node)
        elif "quiz-onward" in node["classes"]:
            self.enter(node, "onward")
        elif "review-status" in node["classes"]:
            self.enter(node, "status")
        elif _is_strong(node):
            self.enter(node, "head-line")
        elif _leads_in(node):
            before = node.parent[node.parent.index(node) - 1]
            first = node.parent.index(node) == 0 or not isinstance(before, nodes.paragraph)
            self.enter(node, "lead-in", indented=None if first else True)
        else:
            self.enter(node, "par")

    depart_paragraph = Writer.leave
    visit_compact_paragraph, depart_compact_paragraph = wrap("par")

    def visit_rubric(self, node: nodes.rubric) -> None:
        titled = node.parent.get("design_component") in ("dropdown", "tab-item")
        if titled and node.parent.index(node) == 0:
            self.enter(node, slot="title")
        else:
            self.enter(node, "rubric")

    depart_rubric = Writer.leave

    def visit_line(self, node: nodes.line) -> None:
        self.enter(node)

    def depart_line(self, node: nodes.line) -> None:
        self.leave(node)
        self.put(None, "linebreak")

    def visit_transition(self, node: nodes.transition) -> None:
        if "footnotes" not in node["classes"]:
            self.put(node, "ornament")
        raise nodes.SkipNode

    def visit_Admonition(self, node: nodes.Element) -> None:
        """Draw every kind of admonition; `admonition` brings its own title."""
        kinds = {node.__class__.__name__, *node["classes"]}
        weight = "loud" if kinds & LOUD else "firm" if kinds & FIRM else "calm"
        self.enter(node, "callout", weight=weight)
        if not isinstance(node.next_node(), nodes.title):
            self.enter(None, slot="title")
            self.text(str(admonitionlabels.get(node.__class__.__name__, "")))
            self.leave()

    depart_Admonition = Writer.leave
    visit_seealso, depart_seealso = visit_Admonition, depart_Admonition
    visit_sidebar, depart_sidebar = wrap("callout", weight="calm")

    def visit_topic(self, node: nodes.topic) -> None:
        if "contents" in node["classes"]:
            raise nodes.SkipNode  # a page's own contents: the book has one
        self.enter(node, "callout", weight="calm")

    depart_topic = Writer.leave


def _blocks(holder: nodes.Element) -> list[nodes.Node]:
    skipped = (nodes.label, nodes.comment, nodes.target)
    return [child for child in holder.children if not isinstance(child, skipped)]


def _is_strong(node: nodes.paragraph) -> bool:
    held = [child for child in node.children if child.astext()]
    return len(held) == 1 and isinstance(held[0], nodes.strong)


def _leads_in(node: nodes.paragraph) -> bool:
    """Tell a paragraph that says nothing without what it announces.

    Such are what a case tells before its question, what ends with a colon, and a short one between
    a heading and a figure, a table, a box or a question.
    """
    around = _blocks(node.parent)
    place = around.index(node)
    after = next(iter(around[place + 1 :]), None)
    if after is None or isinstance(after, nodes.paragraph | nodes.section):
        return False
    if "quiz-step" in node.parent.get("classes", ()):
        return True
    if node.astext().rstrip().endswith(":"):
        return len(node.astext()) < LONG
    headed = place > 0 and isinstance(around[place - 1], nodes.title)
    return headed and isinstance(node.parent, nodes.section) and len(node.astext()) < SHORT


def _ancestors(node: nodes.Node):
    """Yield what holds a node, up to the page that it is written on."""
    while (node := node.parent) is not None and node.__class__.__name__ != "start_of_file":
        yield node
