"""What a chapter imports: `quiz` shows a question, `figure` a chart, `explore` one to play with."""

from __future__ import annotations

import os
from contextlib import suppress

__all__ = ["explore", "figure", "quiz"]
__version__ = "0.1.0"


def quiz(item: str):
    """Show the question, the unfolding case or the exam with this id.

    Parameters
    ----------
    item
        An id from quizzes/*.yml.

    Returns
    -------
    quizbook.page.widget.Quiz
        An ipywidgets widget: observe its `answers` and `score`, put it into a `VBox`.

    Raises
    ------
    LookupError
        If the bank has nothing of this id; names the nearest ids.
    quizbook.bank.problems.BankError
        If the bank cannot be read.

    A build does not run a cell that only shows a question (`quizbook.editions.cells`). In a cell
    that does more it gets a `quizbook.page.mention.Mention` instead of the widget: the id is all
    that a page is made from, and the bank has been checked already.
    """
    if os.environ.get("QUIZBOOK_BUILD"):
        from .page.mention import Mention

        return Mention(item)
    from .bank.chapters import read_objectives
    from .bank.load import find_root, load_bank
    from .bank.settings import speak
    from .media import Shelf
    from .page.widget import Quiz

    root = find_root()
    speak(root)
    bank, references = load_bank(root), root / "references.bib"
    known = references if references.is_file() else None
    objectives = read_objectives(root, bank.show(item).chapter)
    return Quiz(bank, item, known, objectives, Shelf(root, bank))


def figure(chart, alt: str = ""):
    """Show an Altair chart as a drawing that follows the page's colours.

    Parameters
    ----------
    chart
        An Altair chart.
    alt
        What the figure shows, in words: the finding, not the looks.

    Returns
    -------
    quizbook.figures.Figure

    Raises
    ------
    ValueError
        If `alt` is empty, or the chart names a column that its data lack.
    TypeError
        If `chart` is no Altair chart.
    """
    from .figures import Figure

    return Figure(chart, alt)


def explore(
    chart, sliders, readout, states, alt: str, numbers, source: str, units=None, drill=None
):
    """Show a chart that a reader can play with: live in a notebook, and in the page without kernel.

    Everything a slider can reach is computed here and embedded; the page needs no network. Where
    no script runs, and on paper, drawings stand in.

    Parameters
    ----------
    chart
        An Altair chart. Its expressions may use every slider's name as a parameter, for example
        ``transform_filter("datum.rate == rate")``.
    sliders
        For each parameter's name a dictionary with `label`, `values` (numbers of up to six digits,
        or words to choose from), `start`, and `unit` where there is one.
    readout
        A function of the sliders, by name, that puts into words what the figure is about. It is
        called for every combination of values.
    states
        Settings that the text discusses: a title for each, and its values where they differ from
        the start. Buttons on the page, pictures on paper.
    alt
        What the figure shows, in words: the finding, not the looks.
    numbers
        The table behind the drawing, for the reader to take away as CSV.
    source
        Where these numbers come from.
    units
        For each column of `numbers` that is not a slider, what it holds, with its unit.
    drill
        The name of a slider that the reader may hide, to tell its setting from what is shown.

    Returns
    -------
    quizbook.figures.widget.Explorer
        An ipywidgets widget: read and set its `values`, see its `readout` and `numbers`.

    Raises
    ------
    ValueError
        If words are missing, the chart names a column that its data lack, a value is on no slider,
        the data weigh 150 kB or more, or a drill has no answer: no such slider, a readout that
        names its value, or values that all read alike.
    """
    from .bank.load import find_root
    from .bank.settings import speak
    from .figures.exploration import Exploration
    from .figures.widget import Explorer

    with suppress(FileNotFoundError):  # a figure needs no book
        speak(find_root())
    made = Exploration(chart, sliders, readout, states, alt, numbers, source, units, drill)
    return Explorer(made)
