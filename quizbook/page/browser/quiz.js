/* Behaviour of questions whose HTML is complete. Grading agrees with bank/grade.py.
   Needs store.js; words.js for words. */
"use strict";
(() => {
  function readNumber(typed) {
    let text = typed.replace(/\s/g, " ").trim().replace(/[\u2212\u2013\u2010]/g, "-")
      .replace(/^[~≈=] ?/, "").replace(/^([+-]) /, "$1").replace(/(\d) (?=\d{3}(?!\d))/g, "$1");
    if (/^[+-]?[1-9]\d{0,2},\d{3}(?![\d.,])/.test(text)) return undefined;
    if (/^[+-]?\d{1,3}(,\d{3})+\.\d/.test(text)) text = text.replace(/,/g, "");
    else if (/^[+-]?\d{1,3}(\.\d{3})+,\d/.test(text)) text = text.replace(/\./g, "");
    text = text.replace(/^([+-]?\d*),(?=\d)/, "$1.");
    const power = /^(\S+?) ?[×x*·⋅] ?10(?:(?:\^|\*\*) ?([+-]?\d+)|([⁻⁺]?[⁰¹²³⁴-⁹]+))/i;
    const raise = (_, first, n, up) => `${first}e${n ?? up.normalize("NFKC").replace("\u2212", "-")}`;
    text = text.replace(power, raise);
    const found = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*(.*)$/i.exec(text);
    const value = +found?.[1];
    return Number.isFinite(value) ? { value, unit: found[2].trim() } : null;
  }

  const fold = (unit) => unit.normalize("NFKC").replace(/\s/g, "");

  function findFactor(units, typed) {
    if (!typed) return 1;
    const wanted = fold(typed);
    const low = wanted.toLowerCase();
    const folded = Object.entries(units).map(([unit, factor]) => [fold(unit), factor]);
    const loose = folded.filter(([unit]) => unit.toLowerCase() === low);
    const found = folded.find(([unit]) => unit === wanted) ?? (loose.length === 1 && loose[0]);
    return found ? found[1] : (/^(times|x|×|-?fold)$/.test(low) && units["1"]) || null;
  }

  function convert(key, typed) {
    const number = readNumber(typed);
    const factor = number && findFactor(key.units, number.unit);
    return factor ? number.value * factor : null;
  }

  function gradeNumber(key, typed) {
    const value = convert(key, typed);
    if (value === null) return null;
    return +(Math.abs(value - key.value) <= key.tolerance + 1e-9 * Math.max(1, Math.abs(key.value)));
  }

  const share = (part, whole) => part.filter((id) => whole.includes(id)).length / (whole.length || 1);

  function grade(key, answers) {
    if (!answers.length) return null;
    const { type, right, wrong } = key;
    if (type === "short") return quizbook.words.grade(right, answers[0]);
    if (type === "numeric") return gradeNumber(key, answers[0]);
    if (type === "single") return +(answers.length === 1 && answers[0] === right[0]);
    if (type === "multiple") return Math.max(0, share(answers, right) - share(answers, wrong));
    if (answers.length !== right.length) return null;
    return right.filter((id, n) => id === answers[n]).length / right.length;
  }

  const all = (root, selector) => [...root.querySelectorAll(selector)];

  const make = (tag, textContent, className = "") =>
    Object.assign(document.createElement(tag), { textContent, className });

  function askFor(key, controls) {
    const ask = {
      single: _("Choose an answer first."),
      multiple: _("Choose at least one answer first."),
      short: _("Type an answer first."),
    }[key.type];
    if (ask) return ask;
    if (key.type === "numeric") {
      const typed = controls[0].value.trim();
      if (!typed) return _("Type a number first.");
      const number = readNumber(typed);
      const units = Object.keys(key.units).filter((unit) => unit !== "1").join(_(" or "));
      if (number === undefined)
        return _("{typed} can be read in two ways: write it without the comma, or with a point.", { typed });
      if (!number)
        return _("That is not a number: write it in digits, like {like}.", { like: (_("2.5 ") + units).trim() });
      return units ? _("That unit is not known here: use {units}.", { units }) : _("Give the number alone, like 2.5.");
    }
    const open = controls.filter((c) => !c.value).length;
    return open ? _("Every line needs a choice first: {open} still open.", { open }) : _("Give each place once.");
  }

  function sayResult(key, answers, score) {
    if (score === 1) return _("Correct.");
    if (score === 0 || key.type === "numeric") return _("Not correct.");
    const n = key.right.length;
    if (key.type !== "multiple")
      return _("Partly correct: {right} of {n} in place.", { right: Math.round(score * n), n });
    const hits = answers.filter((id) => key.right.includes(id)).length;
    const wrong = answers.length - hits;
    return _("Partly correct: {hits} of {n} right ones chosen, {wrong} wrong.", { hits, n, wrong });
  }

  const root = document.documentElement;
  const soon = (work, ms) => requestAnimationFrame(() => setTimeout(work, ms));

  /* Changes the page around what was pressed, which stays where it is, and not what follows it, as
     a browser may think. What `change` leaves for later is done now if the page is too short
     without it to scroll that far. What is said stands below where the window ends above. */
  function hold(button, change) {
    root.style.overflowAnchor = "none";
    soon(() => (root.style.overflowAnchor = ""));
    const place = () => button.getBoundingClientRect().top;
    const before = place();
    const stay = () => scrollBy({ top: place() - before, behavior: "instant" });
    const rest = change();
    const quiz = button.closest(".quiz");
    delete quiz.dataset.low;
    const { top } = quiz.querySelector("[role=status]").getBoundingClientRect();
    if (before - place() + top < 60) quiz.dataset.low = "";
    stay();
    if (!rest || Math.abs(place() - before) < 1) return rest;
    rest();
    stay();
    return null;
  }

  const watcher = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) target.seen ??= Date.now();
  });

  function enhance(quiz, host) {
    const { item, v, guess } = quiz.dataset;
    const key = JSON.parse(quiz.dataset.key);
    const one = (selector) => quiz.querySelector(selector);
    const certainty = all(quiz, ".quiz-sure input");
    const controls = all(quiz, "input, select").filter((c) => !certainty.includes(c));
    const isText = controls[0].type === "text";
    const check = one(".quiz-check");
    const status = one("[role=status]");
    const details = one(".quiz-key");
    const list = details.querySelector("ol, ul");
    const reasons = all(list, "[data-why]");
    const [inCase, inExam] = [".quiz-case", ".quiz-exam"].map((name) => quiz.closest(name));
    const again = one(".quiz-again");
    const on = one(".quiz-on");
    let sure = null;
    details.open = true;
    watcher.observe(quiz);

    function read() {
      const { type, right } = key;
      let answers = controls.map((c) => c.value);
      if (isText) answers = answers[0].trim() ? [answers[0].trim()] : [];
      else if (!controls[0].options) answers = controls.filter((c) => c.checked).map((c) => c.value);
      else if (type === "order")
        answers = right.map((_, n) => controls.find((c) => +c.value === n + 1)?.dataset.step ?? "");
      if (answers.includes("")) answers = [];
      return { answers, score: grade(key, answers) };
    }

    /* Puts an answer back, or none. */
    function put(answers = []) {
      controls.forEach((control, n) => {
        if (control.dataset.step) control.value = answers.indexOf(control.dataset.step) + 1 || "";
        else if (control.options || isText) control.value = answers[n] ?? "";
        else control.checked = answers.includes(control.value);
      });
    }

    /* Marks controls, or unmarks them. */
    function mark(answers) {
      for (const control of controls) {
        const row = control.closest("li, .quiz-row");
        const verdict = answers ? judge(control, answers) : "";
        row.dataset.verdict = verdict;
        row.querySelector(".quiz-mark")?.remove();
        const words = { right: _(" Right"), wrong: _(" Not right"), missed: _(" Right, not chosen") };
        if (verdict) control.closest("label").append(make("span", words[verdict], "quiz-mark"));
        else control.removeAttribute("aria-describedby");
      }
    }

    function judge({ value, checked, dataset }, answers) {
      const { step, pair } = dataset;
      let right = grade(key, answers);
      if (step) right = key.right[value - 1] === step;
      else if (pair) right = value === pair;
      else if (!isText) {
        right = key.right.includes(value);
        if (!checked) return right ? "missed" : "";
      }
      return right ? "right" : "wrong";
    }

    function findSlip(answers) {
      if (key.type === "short") return quizbook.words.find(reasons, answers[0]);
      const value = convert(key, answers[0]);
      const { abs, max } = Math;
      return reasons.find(({ dataset: d }) => abs(d.value - value) <= max(key.tolerance, abs(d.value) / 200));
    }

    /* What a reason is about. */
    function mine({ dataset }, answers, slip) {
      const { why } = dataset;
      const n = key.right?.indexOf(why);
      if (isText) return dataset === slip?.dataset ? [_("Your answer. ")] : [];
      if (key.wrong) return answers.includes(why) ? [_("Your choice. ")] : [];
      if (answers[n] === why) return [];
      if (key.type === "order") {
        const place = controls.find((c) => c.dataset.step === why).value;
        return [_("You put it in place {place}. ", { place })];
      }
      const side = one(`[data-side="${answers[n]}"]`).cloneNode(true);
      return [_("You chose: "), ...side.childNodes, ". "];
    }

    function reveal({ answers, score }) {
      const slip = isText && score === 0 ? findSlip(answers) : null;
      const point = details.querySelector("p");
      status.replaceChildren(make("b", sayResult(key, answers, score)), guess ? ` ${guess}` : "");
      for (const told of [slip, point]) if (told) status.append(" ", ...told.cloneNode(true).childNodes);
      quiz.dataset.score = score;
      again.hidden = score === 1 || inCase;
      on.hidden = host !== quizbook.log;
      if (inCase) lock();
      return () => explain(answers, slip);
    }

    function explain(answers, slip) {
      quiz.dataset.told = "";
      mark(answers);
      const rank = new Map();
      for (const reason of reasons) {
        const { why } = reason.dataset;
        const row = reason.closest("li");
        const words = make("span", "", "quiz-mine");
        const control = controls.find((c) => (c.dataset.step || c.dataset.pair || c.value) === why);
        words.append(...mine(reason, answers, slip));
        row.querySelector(".quiz-mine")?.remove();
        if (words.textContent) (key.wrong ? row.firstChild : reason).before(words);
        rank.set(row, words.textContent ? 0 : key.right?.includes(why) ? 1 : 2);
        if (control) reason.id ||= `${control.name}-${why}`;
        control?.setAttribute("aria-describedby", reason.id);
      }
      const order = ([a, x], [b, y]) => x - y || a.value - b.value;
      if (key.wrong) list.append(...[...rank].sort(order).map(([row]) => row));
      if (inCase && !status.ariaLive) quizbook.unfold(inCase);
      quizbook.raise?.(item);
    }

    function lock() {
      for (const c of [...controls, ...certainty]) c.disabled = true;
      check.ariaDisabled = "true";
    }

    function remember() {
      const [first] = host.tries(item);
      if (!first || inExam) return;
      const day = new Date(first.at).toLocaleDateString(_("en-GB"), { dateStyle: "medium" });
      const said = sayResult(key, first.answers, first.score).replace(/./, (c) => c.toLowerCase());
      const wording = first.v && first.v < v ? _(" (of an earlier wording)") : "";
      one(".quiz-memory").textContent =
        `${_("Your first answer{wording}, {day}: {said}", { wording, day, said })} ${host.trouble ?? ""}`;
    }

    /* What the log keeps. */
    function note(answers, score, where) {
      const s = Math.round((Date.now() - (quiz.seen ?? Date.now())) / 1000);
      return { id: item, v: +v, at: quizbook.now(), answers, score, sure: +(sure?.value ?? 0), where, s };
    }

    function answer(pressed) {
      if (check.ariaDisabled) return;
      const { answers, score } = read();
      status.ariaLive = null;
      if (score === null) return hold(pressed, () => retry(askFor(key, controls)));
      const attempt = note(answers, score, "page");
      const tell = hold(pressed, () => reveal(attempt));
      // The verdict is painted first.
      soon(() => {
        if (tell) hold(pressed, tell);
        if (guess) host.guess?.(attempt);
        else host.record(attempt);
        soon(() => hold(pressed, remember)); // the first date takes long to write
      }, 10);
    }

    function retry(words = "") {
      delete quiz.dataset.score;
      delete quiz.dataset.told;
      status.textContent = words;
      again.hidden = on.hidden = true;
      mark();
    }

    again.onclick = () => {
      retry();
      put();
      for (const step of certainty) step.checked = false;
      sure = null;
      controls[0].focus();
    };
    check.onclick = () => answer(check);
    quiz.oninput = ({ target }) => {
      if (certainty.includes(target) || !quiz.dataset.score) return;
      quiz.dataset.score = "";
      status.textContent = _("Changed: check again to have it counted.");
      mark();
    };
    quiz.onkeydown = ({ key, target }) => {
      if (key === "Enter" && target.type === "text") answer(target);
    };
    for (const step of certainty)
      step.onclick = () => (sure = (step.checked = sure !== step) ? step : null);
    quiz.parts = { read, put, reveal, lock, note, on };

    const last = guess ? host.guessed?.(item) : host.tries(item).at(-1);
    if (!last || inExam) return;
    remember();
    quizbook.raise?.(item);
    put(last.answers);
    if ((last.v && last.v < v) || read().score !== last.score) return put();
    sure = certainty[last.sure - 1] ?? null;
    if (sure) sure.checked = true;
    status.ariaLive = "off";
    reveal(last)();
  }

  function enhanceAll(root, host) {
    for (const quiz of all(root, ".quiz")) enhance(quiz, host);
    for (const section of all(root, ".quiz-case")) quizbook.unfold(section);
  }

  Object.assign(quizbook, { convert, grade, enhanceAll });
  root.dataset.quiz = ""; // quiz.css hides keys
  if (quizbook.log)
    document.addEventListener("DOMContentLoaded", () => enhanceAll(document, quizbook.log));
})();
