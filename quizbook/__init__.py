"""What a chapter imports: `quiz` shows a question, `figure` shows a chart. Nothing else."""

from __future__ import annotations

__all__ = ["figure", "quiz"]
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
    """
    from .bank.load import find_root, load_bank
    from .page.widget import Quiz

    root = find_root()
    references = root / "references.bib"
    return Quiz(load_bank(root), item, references if references.is_file() else None)


def figure(chart, alt: str):
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
        If `alt` is empty.
    """
    from .figures import Figure

    return Figure(chart, alt)
