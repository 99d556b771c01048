"""What the browser measures, on a page whose weight and ways are known."""

from __future__ import annotations

import pytest

from bench.browser import loaded
from bench.measure import OURS
from bench.reader import ANSWERED, HANDS, REASONED, Hand, by_turns, lead, most_questions, open_once

PAGE = """<!doctype html><link rel="stylesheet" href="style.css">
<script src="https://example.org/far.js"></script>
<button>Check</button><p></p><div style="height:1px"></div>
<p>What stands below.</p>
<script>document.querySelector('button').onclick = () => {
  const until = performance.now() + DELAY;
  while (performance.now() < until);
  document.querySelector('p').textContent = 'Correct';
};
if (SHIFT) setTimeout(() => document.querySelector('div').style.height = '300px', 300);
</script>"""
HAND = Hand(
    ready="document.querySelector('button')",
    told="document.querySelector('p').textContent !== ''",
    click="button",
)


def write(folder, delay: int = 0, shift: bool = False):
    page = folder / "page.html"
    page.write_text(PAGE.replace("DELAY", str(delay)).replace("SHIFT", str(int(shift))))
    (folder / "style.css").write_text("p { color: green }")
    return page


def test_a_page_weighs_its_local_files_and_what_it_asks_of_the_network_is_counted(
    chromium, tmp_path
):
    page = write(tmp_path)
    found = loaded(chromium, page)
    assert found.size == page.stat().st_size + (tmp_path / "style.css").stat().st_size
    assert (found.files, found.outside) == (2, 1)


def test_feedback_is_timed_from_click_to_paint(chromium, tmp_path):
    seen = open_once(chromium, write(tmp_path, delay=200), HAND)
    assert seen["ready"] > 0 and seen["painted"] >= 200


def test_a_question_is_ready_when_it_has_been_drawn(chromium, tmp_path):
    busy = "const until = performance.now() + 1500; while (performance.now() < until);"
    slow = Hand(f"requestAnimationFrame(() => {{ {busy} }})", HAND.told, HAND.click)
    assert open_once(chromium, write(tmp_path), slow)["ready"] > 1500


def test_a_layout_that_jumps_is_noticed(chromium, tmp_path):
    assert open_once(chromium, write(tmp_path), HAND)["shift"] == 0
    jumped = " && document.querySelector('div').offsetHeight === 300"
    jumping = Hand(HAND.ready + jumped, HAND.told, HAND.click)
    assert open_once(chromium, write(tmp_path, shift=True), jumping)["shift"] > 0.01


def test_a_question_that_never_wakes_is_told_so(chromium, tmp_path, monkeypatch):
    monkeypatch.setattr("bench.reader.PATIENCE", 500)
    dead = Hand("document.querySelector('.never')", HAND.told, HAND.click)
    assert open_once(chromium, write(tmp_path), dead)["ready"] is None


def test_tools_are_timed_by_turns_and_a_dead_one_is_left_alone(monkeypatch):
    asked = []

    def open_page(browser, page, hand):
        asked.append(page)
        return {"ready": None if page == "dead" else 1.0, "painted": 2.0, "shift": 0.0}

    monkeypatch.setattr("bench.reader.open_once", open_page)
    monkeypatch.setattr("bench.reader.RUNS", 3)
    pages = {OURS: "ours", "jupyterquiz": "other", "ipyquizjb": "dead"}
    seen = by_turns(None, pages)
    assert asked == ["ours", "other", "dead", "ours", "other", "ours", "other"]
    assert [len(runs) for runs in seen.values()] == [3, 3, 1]


@pytest.mark.parametrize(("ours", "holds"), [(70.0, True), (80.0, False)])
def test_the_quickest_other_tool_must_need_a_third_more(ours, holds):
    def runs(ready):
        return [{"ready": ready, "painted": 0.0, "shift": 0.0}]

    seen = {OURS: runs(ours), "slow": runs(300.0), "quick": runs(100.0), "dead": runs(None)}
    answered, verdict = lead(seen)
    assert answered.what.startswith(ANSWERED) and answered.value == ours / 100
    assert answered.holds is verdict.holds is holds


def test_the_page_with_most_questions_that_begins_with_a_click_is_picked(tmp_path):
    box, text = (
        "<fieldset><input type=radio></fieldset>",
        "<fieldset><select></select></fieldset>",
    )
    pages = {"none": "", "two": box + text, "three": box + box + text, "other": text + box * 9}
    for name, html in pages.items():
        (tmp_path / f"{name}.html").write_text(html)
    assert most_questions(tmp_path).stem == "three"


def test_our_reasons_are_waited_for(chromium, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><fieldset data-item><input type=radio><button "
        "class=quiz-check onclick='tell()'>"
        "Check</button><p role=status></p><div class=quiz-key><p data-why>Why</p></div></fieldset>"
        "<script>const find = what => document.querySelector(what);"
        "const tell = () => { find('[role=status]').textContent = 'Correct.';"
        "setTimeout(() => { find('[data-why]').className = 'quiz-mark'; }, 3000); }</script>"
    )
    verdict, reasons = (open_once(chromium, page, hand) for hand in (HANDS[OURS], REASONED))
    assert verdict["painted"] < 3000 <= reasons["painted"]


@pytest.mark.parametrize("sign", ["READY", "TOLD"])
def test_the_watch_has_a_place_for_each_sign(sign):
    from bench.reader import WATCH

    assert WATCH.count(sign) == 1
