/* Behaviour of questions whose HTML is complete: check, reasons, memory. Pages load this as a
   classic script, which works from disk; the widget appends `export default quizbook.widget;`.
   Grading agrees with bank/grade.py: tests/data/grading.json. Needs store.js. */
"use strict";
(() => {
  /* grading */

  function readNumber(typed) {
    let text = typed.replace(/\s/g, " ").trim().replace(/[\u2212\u2013\u2010]/g, "-");
    text = text.replace(/(\d) (?=\d{3}(?!\d))/g, "$1");
    if (/^[+-]?[1-9]\d{0,2},\d{3}(?![\d.,])/.test(text)) return null;
    if (/^[+-]?\d{1,3}(,\d{3})+\.\d/.test(text)) text = text.replace(/,/g, "");
    else if (/^[+-]?\d{1,3}(\.\d{3})+,\d/.test(text)) text = text.replace(/\./g, "");
    text = text.replace(/^([+-]?\d*),(?=\d)/, "$1.");
    const found = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*(.*)$/i.exec(text);
    const value = found ? Number(found[1]) : NaN;
    return Number.isFinite(value) ? { value, unit: found[2].trim() } : null;
  }

  const fold = (unit) => unit.normalize("NFKC").replace(/\s/g, "");

  function findFactor(units, typed) {
    if (!typed) return 1;
    const wanted = fold(typed);
    const all = Object.entries(units);
    const exact = all.find(([unit]) => fold(unit) === wanted);
    if (exact) return exact[1];
    const loose = all.filter(([unit]) => fold(unit).toLowerCase() === wanted.toLowerCase());
    return loose.length === 1 ? loose[0][1] : null;
  }

  function gradeNumber(key, typed) {
    const number = readNumber(typed);
    const factor = number && findFactor(key.units, number.unit);
    if (!factor) return null;
    const distance = Math.abs(number.value * factor - key.value);
    return +(distance <= key.tolerance + 1e-9 * Math.max(1, Math.abs(key.value)));
  }

  const share = (part, whole) => part.filter((id) => whole.includes(id)).length / (whole.length || 1);

  function grade(key, answers) {
    if (!answers.length) return null;
    const { type, right, wrong } = key;
    if (type === "numeric") return gradeNumber(key, answers[0]);
    if (type === "single") return +(answers.length === 1 && answers[0] === right[0]);
    if (type === "multiple") return Math.max(0, share(answers, right) - share(answers, wrong));
    if (answers.length !== right.length) return null;
    return right.filter((id, n) => id === answers[n]).length / right.length;
  }

  const all = (root, selector) => [...root.querySelectorAll(selector)];

  const make = (tag, textContent, className = "") =>
    Object.assign(document.createElement(tag), { textContent, className });

  const afterPaint = (work) => requestAnimationFrame(() => setTimeout(work, 50));

  function readAnswers(controls, key) {
    if (key.type === "numeric") return controls[0].value.trim() ? [controls[0].value.trim()] : [];
    if (key.type === "match") return controls.every((c) => c.value) ? controls.map((c) => c.value) : [];
    if (key.type === "order") {
      const placed = controls.filter((c) => c.value);
      if (placed.length < controls.length) return [];
      const at = (place) => placed.filter((c) => c.value === String(place + 1));
      return key.right.map((_, n) => (at(n).length === 1 ? at(n)[0].dataset.step : ""));
    }
    return controls.filter((c) => c.checked).map((c) => c.value);
  }

  function askFor(key, controls) {
    if (key.type === "single") return "Choose an answer first.";
    if (key.type === "multiple") return "Choose at least one answer first.";
    if (key.type === "numeric") {
      const typed = controls[0].value.trim();
      if (!typed) return "Type a number first.";
      const units = Object.keys(key.units).join(" or ");
      if (readNumber(typed)) return `That unit is not known here: use ${units}.`;
      if (/^[+-]?[1-9]\d{0,2},\d{3}/.test(typed))
        return `${typed} can be read in two ways: write it without the comma, or with a point.`;
      return `That is not a number: write it like 2.5 ${units}.`;
    }
    const open = controls.filter((c) => !c.value).length;
    return `Every line needs a choice first: ${open} still open.`;
  }

  function sayResult(key, answers, score) {
    if (score === 1) return "Correct.";
    if (score === 0 || key.type === "numeric") return "Not correct.";
    const n = key.right.length;
    if (key.type !== "multiple") return `Partly correct: ${Math.round(score * n)} of ${n} in place.`;
    const hits = answers.filter((id) => key.right.includes(id)).length;
    return `Partly correct: ${hits} of ${n} right ones chosen, ${answers.length - hits} wrong.`;
  }

  /* one question */

  function enhance(quiz, host) {
    const { item, v, guess } = quiz.dataset;
    const key = JSON.parse(quiz.dataset.key);
    const certainty = all(quiz, ".quiz-sure input");
    const controls = all(quiz, "input, select").filter((c) => !certainty.includes(c));
    const check = quiz.querySelector(".quiz-check");
    const status = quiz.querySelector("[role=status]");
    const details = quiz.querySelector(".quiz-key");
    const reasons = all(details, "[data-why], .quiz-about");
    const inCase = quiz.closest(".quiz-case");
    const homes = reasons.map((reason) => reason.parentNode);
    const again = make("button", "Try again");
    const memory = make("p", "", "quiz-memory");
    const seen = Date.now();
    again.hidden = true;
    check.after(again);
    quiz.append(memory);
    for (const select of all(quiz, "select")) fill(select, all(quiz, "[data-side]"), controls);

    function mark(control, verdict) {
      const row = control.closest("li, .quiz-row");
      row.dataset.verdict = verdict;
      row.querySelector(".quiz-mark")?.remove();
      const words = { right: " Right", wrong: " Not right", missed: " Right, not chosen" };
      if (verdict) control.closest("label").append(make("span", words[verdict], "quiz-mark"));
    }

    function verdict(control, answers) {
      if (key.type === "numeric") return grade(key, answers) ? "right" : "wrong";
      if (control.options) {
        const { step } = control.dataset;
        const n = step ? control.value - 1 : controls.indexOf(control);
        return key.right[n] === (step || control.value) ? "right" : "wrong";
      }
      if (key.right.includes(control.value)) return control.checked ? "right" : "missed";
      return control.checked ? "wrong" : "";
    }

    function reveal(answers, score) {
      status.ariaBusy = "true";
      status.textContent = `${sayResult(key, answers, score)} ${guess ? guess + " " : ""}`;
      // The verdict is painted first.
      afterPaint(() => status.ariaBusy && explain(answers, score));
    }

    function explain(answers, score) {
      status.append(...details.querySelector("p").cloneNode(true).childNodes);
      status.ariaBusy = null;
      quiz.dataset.score = score;
      for (const control of controls) mark(control, verdict(control, answers));
      for (const reason of reasons) {
        const { why } = reason.dataset;
        const row = controls.find((c) => (c.dataset.step || c.dataset.pair || c.value) === why);
        (row?.closest("li") ?? quiz.querySelector(".quiz-reasons") ?? quiz).append(reason);
        if (row) reason.id ||= `${row.name}-${why}`;
        row?.setAttribute("aria-describedby", reason.id);
      }
      again.hidden = score === 1 || inCase;
      if (inCase) lock(), unfold(inCase);
      remember();
      raise(item);
    }

    function lock() {
      for (const control of controls) control.disabled = true;
      check.ariaDisabled = "true";
    }

    function read() {
      const answers = readAnswers(controls, key);
      return { answers, score: grade(key, answers) };
    }

    function conceal() {
      delete quiz.dataset.score;
      status.textContent = "";
      reasons.forEach((reason, n) => homes[n].append(reason));
      for (const control of controls) {
        mark(control, "");
        control.removeAttribute("aria-describedby");
      }
      again.hidden = true;
    }

    function remember() {
      const [first] = host.tries(item);
      if (!first || quiz.closest(".quiz-exam")) return;
      const [, month, day, year] = new Date(first.at.slice(0, 10)).toDateString().split(" ");
      const said = first.score === 1 ? "correct" : first.score ? "partly correct" : "not correct";
      const wording = first.v && first.v < v ? " (of an earlier wording)" : "";
      memory.textContent = `Your first answer${wording}, ${+day} ${month} ${year}: ${said}.`;
    }

    function answer() {
      if (check.ariaDisabled) return;
      const { answers, score } = read();
      if (quiz.dataset.score) conceal();
      if (score === null) return void (status.textContent = askFor(key, controls));
      const attempt = note(answers, score, "page");
      if (!guess) afterPaint(() => host.record(attempt));
      reveal(answers, score);
    }

    /* What the log keeps of an answer. */
    function note(answers, score, where) {
      const sure = Number(certainty.find((c) => c.checked)?.value ?? 0);
      const s = Math.round((Date.now() - seen) / 1000);
      return { id: item, v: Number(v), at: quizbook.now(), answers, score, sure, where, s };
    }

    function retry() {
      conceal();
      for (const control of controls) {
        control.checked = false;
        if (control.options || control.type === "text") control.value = "";
      }
      for (const step of certainty) step.checked = false;
      controls[0].focus();
    }

    check.onclick = answer;
    again.onclick = retry;
    quiz.onkeydown = ({ key, target }) => {
      if (key === "Enter" && target.type === "text") answer();
    };
    quiz.parts = { read, reveal, lock, note };
    remember();
    if (host.tries(item).length) raise(item);
  }

  /* What answers a question is no secret once it is answered. */
  function raise(item) {
    for (const curtain of all(document, `.curtain[data-for="${item}"]`))
      curtain.open = curtain.hidden = true;
  }

  /* Lists come empty: they need a script. */
  function fill(select, sides, steps) {
    const add = (words, id) => select.add(new Option(words, id));
    sides.forEach((side, n) => add(`${"ABCDEFGHIJK"[n]}. ${side.textContent}`, side.dataset.side));
    if (!sides.length) steps.forEach((_, n) => add(n + 1, n + 1));
  }

  /* A case shows its next step when all before it are answered; the first answer stands. */
  function unfold(section) {
    const steps = all(section, ".quiz-step");
    const open = steps.findIndex((step) => step.querySelector(".quiz:not([data-score])"));
    steps.forEach((step, n) => step.classList.toggle("quiz-open", open < 0 || n <= open));
  }

  /* hosts: who remembers */

  const enhanceAll = (root, host) => all(root, ".quiz").forEach((quiz) => enhance(quiz, host));

  const widget = {
    render({ model, el }) {
      el.innerHTML = model.get("_html");
      const kept = [];
      const host = {
        tries: (id) => kept.filter((attempt) => attempt.id === id),
        record(...attempts) {
          kept.push(...attempts);
          model.set("answers", attempts.at(-1).answers);
          model.set("score", attempts.at(-1).score);
          model.set("attempts", [...model.get("attempts"), ...attempts]);
          model.save_changes();
        },
      };
      enhanceAll(el, host);
      for (const section of all(el, ".quiz-exam")) quizbook.takeExam(section, host);
    },
  };

  Object.assign(quizbook, { grade, widget });
  if (quizbook.log)
    document.addEventListener("DOMContentLoaded", () => enhanceAll(document, quizbook.log));
})();
