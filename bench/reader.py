"""How fast a reader can answer: Chromium from the disk, the processor slowed fourfold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from .books import PLAIN
from .measure import OURS, Row

GROUP = "reader"
RUNS = 9
SLOWED = 4
PRESSED = 100
"""Milliseconds from press to release, as a hand takes: what the press changes has been drawn by
then. Without them the browser would be timed at drawing the press as well."""
PATIENCE = 15_000
"""Milliseconds after which a question that cannot be answered is called dead."""
LIMITS = {"feedback": 50.0, "reasons": 200.0, "shift": 0.02}
SOONER = 1.3
"""How many times longer than here a reader has to wait with the quickest other tool."""
ANSWERED, SEEN = "question can be answered", "first verdict is seen"


@dataclass(frozen=True)
class Hand:
    """Where a reader clicks, and the signs on the page that it can be done and was done.

    `choose` is clicked first, where a tool wants a choice before the click that counts.
    """

    ready: str
    told: str
    click: str
    choose: str = ""


QUESTION = "fieldset[data-item]"
HANDS = {
    OURS: Hand(
        ready=f"document.querySelector('{QUESTION} button')?.checkVisibility()",
        told=f"document.querySelector('{QUESTION} [role=status]').textContent !== ''",
        click=f"{QUESTION} .quiz-check",
        choose=f"{QUESTION} input",
    ),
    "jupyterquiz": Hand(
        ready="document.querySelector('label.MCButton')?.checkVisibility()",
        told="document.querySelector('.Feedback').textContent !== ''",
        click="label.MCButton",
    ),
    "ipyquizjb": Hand(
        ready="document.querySelector('.widget-toggle-button')?.checkVisibility()",
        told="document.querySelector('.widget-output .widget-html')",
        click=".widget-button",
        choose=".widget-toggle-button",
    ),
    "teachbooks-questions": Hand(
        ready="document.readyState !== 'loading'"
        " && document.querySelector('.sd-card.option')?.checkVisibility()",
        told="document.querySelector('.show-feedback')",
        click=".sd-card.option .sd-card-body",
    ),
    "sphinx-yaq": Hand(
        ready="document.querySelector('.yaq select')?.checkVisibility()",
        told="document.querySelector('.yaq [role=status]')?.textContent !== ''",
        click=".yaq button",
        choose=".yaq select",
    ),
}

REASONED = replace(
    HANDS[OURS],
    told=f"document.querySelector('{QUESTION} [data-why]').checkVisibility()"
    f" && document.querySelector('{QUESTION} .quiz-mark')",
)
"""Marks and reasons come after the verdict here: they stand below the button."""

CLICKED = re.compile(
    r"\A(?:(?!<fieldset).)*<fieldset(?:(?!</fieldset).)*type=.?(?:radio|checkbox)", re.DOTALL
)
"""A page whose first question has a box to click on."""

WATCH = """
(() => {
  const seen = (window.bench = {shift: 0, ready: null, painted: null});
  new PerformanceObserver(list => {
    for (const e of list.getEntries()) if (!e.hadRecentInput) seen.shift += e.value;
  }).observe({type: 'layout-shift', buffered: true});
  const drawn = then => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = then;
    requestAnimationFrame(() => port2.postMessage(null));
  };
  const poll = () => {
    if (document.body && (READY)) drawn(() => { seen.ready = performance.now(); });
    else requestAnimationFrame(poll);
  };
  requestAnimationFrame(poll);
  seen.arm = () => addEventListener('click', event => {
    const look = () => {
      if (!(TOLD)) return false;
      watcher.disconnect();
      drawn(() => { seen.painted = performance.now() - event.timeStamp; });
      return true;
    };
    const watcher = new MutationObserver(look);
    watcher.observe(document.body, {subtree: true, childList: true, attributes: true,
                                    characterData: true});
  }, {capture: true, once: true});
})();
"""
"""Runs before the page: notes layout shifts, the end of the frame that painted the question ready,
and the time from the click to the end of the frame that painted the feedback (a message sent as a
frame begins is delivered when it is done)."""


def read(root: Path, books: dict[str, Path | str], browser) -> Iterator[Row]:
    """Time the page of five questions in every tool, and our own chapters with most questions."""
    for tool, folder in books.items():
        if isinstance(folder, str):
            yield Row(GROUP, ANSWERED, tool, None, "ms", note=folder)
    pages = {
        tool: folder / "q1.html"
        for tool, folder in books.items()
        if tool != PLAIN and not isinstance(folder, str)
    }
    seen = by_turns(browser, pages)
    for tool, runs in seen.items():
        yield from _timed(tool, runs, "")
    yield from lead(seen)
    yield _reasoned(browser, books[OURS] / "q1.html", "")
    html = root / "_build" / "html" / "chapters"
    page = most_questions(html)
    yield from _timed(OURS, by_turns(browser, {OURS: page})[OURS], f", {page.stem}")
    yield _reasoned(browser, page, f", {page.stem}")


def most_questions(folder: Path) -> Path:
    """Pick the page with most questions whose first one is answered by a click."""
    texts = {page: page.read_text(encoding="utf-8") for page in folder.glob("*.html")}
    fit = {page: text.count("<fieldset") for page, text in texts.items() if CLICKED.search(text)}
    return max(fit, key=fit.__getitem__)


def by_turns(browser, pages: dict[str, Path]) -> dict[str, list[dict]]:
    """Open every tool's page, then each again: a machine that is busy for a while is so for all."""
    seen: dict[str, list[dict]] = {tool: [] for tool in pages}
    for _ in range(RUNS):
        for tool, page in pages.items():
            if all(run["ready"] is not None for run in seen[tool]):
                seen[tool].append(open_once(browser, page, HANDS[tool]))
    return seen


def lead(seen: dict[str, list[dict]]) -> Iterator[Row]:
    """Compare our times with those of the quickest other tool."""
    for what, names in ((ANSWERED, ["ready"]), (SEEN, ["ready", "painted"])):
        times = {tool: _median(_sums(runs, names)) for tool, runs in seen.items()}
        others = [time for tool, time in times.items() if tool != OURS and time is not None]
        if others and times[OURS] is not None:
            over = times[OURS] / min(others)
            what = f"{what}: our time over the soonest other's"
            yield Row(GROUP, what, OURS, over, "x", limit=round(1 / SOONER, 3))


def _sums(runs: list[dict], names: list[str]) -> list[float]:
    return [sum(run[n] for n in names) for run in runs if all(run[n] is not None for n in names)]


def _timed(tool: str, runs: list[dict], where: str) -> Iterator[Row]:
    ready, painted, shift = (
        [run[name] for run in runs if run[name] is not None]
        for name in ("ready", "painted", "shift")
    )
    dead = "" if painted else f"never within {PATIENCE // 1000} s: it needs a network or a kernel"
    limits = LIMITS if tool == OURS else {}
    yield Row(GROUP, f"{ANSWERED}{where}", tool, _median(ready), "ms", note=dead)
    verdicts = _sums(runs, ["ready", "painted"])
    yield Row(GROUP, f"{SEEN}{where}", tool, _median(verdicts), "ms", note=dead)
    yield Row(
        GROUP,
        f"feedback is painted{where}",
        tool,
        _median(painted),
        "ms",
        limit=limits.get("feedback"),
        note=dead,
    )
    yield Row(GROUP, f"layout shift{where}", tool, _median(shift), "", limit=limits.get("shift"))


def _reasoned(browser, page: Path, where: str) -> Row:
    runs = [open_once(browser, page, REASONED)["painted"] for _ in range(RUNS)]
    painted = _median([run for run in runs if run is not None])
    limit = LIMITS["reasons"]
    return Row(GROUP, f"reasons are painted{where}", OURS, painted, "ms", limit=limit)


def _median(values: list[float]) -> float | None:
    return median(values) if values else None


def open_once(browser, file: Path, hand: Hand) -> dict[str, float | None]:
    """Open the page once, answer its first question, and read what was seen."""
    from playwright.sync_api import TimeoutError as Late

    context = browser.new_context(offline=True)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.add_init_script(WATCH.replace("READY", hand.ready).replace("TOLD", hand.told))
    page.goto(file.resolve().as_uri())
    try:
        page.wait_for_function("bench.ready !== null", timeout=PATIENCE)
        if hand.choose:
            _choose(page.locator(hand.choose).first)
        target = page.locator(hand.click).first
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        page.evaluate("bench.arm()")
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, delay=PRESSED)
        page.wait_for_function("bench.painted !== null", timeout=PATIENCE)
    except Late:
        pass
    seen = page.evaluate("({ready: bench.ready, painted: bench.painted, shift: bench.shift})")
    context.close()
    return seen


def _choose(control) -> None:
    if control.evaluate("c => c.tagName") == "SELECT":
        control.select_option(index=1)
    else:
        control.click()
