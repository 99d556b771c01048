/* Tells a learning system (SCORM 1.2) what is answered, and takes up where the learner left.
   Needs store.js, quiz.js and case.js, which ask and grade. */
"use strict";
(() => {
  const { items, passMark } = JSON.parse(document.getElementById("told").textContent);
  const known = new Map(items.map((item) => [item.id, item]));
  const byCode = new Map(items.map((item) => [item.code, item]));
  const keys = new Map();
  const one = (selector) => document.querySelector(selector);
  const questions = one("#questions");
  const asked = questions.innerHTML;
  const begun = Date.now();
  const DAY = 864e5;
  const TYPED = 24;

  function findApi(from) {
    for (let place = from, n = 0; place && n < 12; place = place.parent, n++) {
      try {
        if (place.API) return place.API;
      } catch {} // a frame of another host
      if (place === place.parent) break;
    }
    return null;
  }
  const api = findApi(window) ?? (window.opener && findApi(window.opener));
  const get = (name) => String(api?.LMSGetValue(name) ?? "");
  let running = false;
  let trouble = "";

  function set(name, value) {
    if (String(api.LMSSetValue(name, String(value))) === "true") return;
    trouble = _("Your learning system refused what was to be kept ({name}).", { name });
  }

  /* What was answered first in this round, by item, and the best score of earlier rounds. */
  let first = new Map();
  let best = 0;

  const letter = (n) => String.fromCharCode(97 + n);

  /* An answer as letters: of the choices in their order. A typed one stays. */
  const spell = ({ choices }, answers) =>
    choices.length
      ? answers.map((id) => letter(choices.indexOf(id))).join("")
      : answers[0].replace(/\s+/g, "_").slice(0, TYPED);

  const unspell = ({ choices }, word) =>
    choices.length ? [...word].map((l) => choices[l.charCodeAt(0) - 97]) : [word.replace(/_/g, " ")];

  /* Schema, best score, and for each answer: the item's code, the day, the answer. */
  function save() {
    const rows = [...first].map(([id, { at, answers }]) => {
      const item = known.get(id);
      const day = Math.floor(Date.parse(at) / DAY) - 18262; // since 2020
      return item.code + day.toString(36).padStart(3, "0") + spell(item, answers);
    });
    set("cmi.suspend_data", [1, Math.round(best * 100) / 100, ...rows].join(" "));
  }

  function resume(text) {
    const [schema, kept, ...rows] = text.split(" ");
    if (schema !== "1") return;
    best = Number(kept) || 0;
    for (const row of rows) {
      const item = byCode.get(row.slice(0, 6));
      if (!item) continue; // asked no more, or in other words
      const answers = unspell(item, row.slice(9));
      const score = quizbook.grade(keys.get(item.id), answers);
      if (score === null) continue;
      const at = new Date((parseInt(row.slice(6, 9), 36) + 18262) * DAY + DAY / 2).toISOString();
      first.set(item.id, { id: item.id, at, answers, score, sure: 0 });
    }
  }

  const two = (n) => String(n).padStart(2, "0");
  const span = (s) =>
    `${String(Math.floor(s / 3600)).padStart(4, "0")}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  const round = (n) => Math.round(n * 100) / 100;

  /* The words that SCORM has for an answer, or for the right one. */
  const report = {
    single: (item, answers) => spell(item, answers),
    multiple: (item, answers) => [...spell(item, answers)].join(","),
    match: (item, answers) => [...spell(item, answers)].map((l, n) => `${n + 1}.${l}`).join(","),
    order: (item, answers) => [...spell(item, answers)].join(","),
    numeric: (item, answers) => round6(quizbook.convert(keys.get(item.id), answers[0])),
    short: (item, answers) => answers[0].replace(/[^ -~]/g, "?").slice(0, 255), // ASCII, it says
  };
  const round6 = (n) => String(Number(n.toPrecision(6)));
  const TYPES = { match: "matching", order: "sequencing", numeric: "numeric", short: "fill-in" };

  /* Every answer is reported, also when one tries again. */
  function interact({ id, v, answers, score, s }) {
    const item = known.get(id);
    const key = keys.get(id);
    const name = `cmi.interactions.${Number(get("cmi.interactions._count")) || 0}`;
    const right = key.type === "numeric" ? [String(key.value)] : key.right;
    set(`${name}.id`, `${id}-v${v}`);
    set(`${name}.type`, TYPES[key.type] ?? "choice");
    set(`${name}.objectives.0.id`, item.objective);
    set(`${name}.time`, new Date().toTimeString().slice(0, 8));
    set(`${name}.correct_responses.0.pattern`, report[key.type](item, right));
    set(`${name}.weighting`, "1");
    set(`${name}.student_response`, report[key.type](item, answers));
    set(`${name}.result`, score === 1 ? "correct" : score ? round(score) : "wrong");
    set(`${name}.latency`, span(s));
  }

  const points = () => {
    const sum = [...first.values()].reduce((total, { score }) => total + score, 0);
    return round((100 * sum) / (items.length || 1));
  };
  const isDone = () => first.size === items.length;

  /* The score stands once all is answered: before, a system with a pass mark would call it failed. */
  function tell() {
    if (isDone()) {
      best = Math.max(best, points());
      set("cmi.core.score.min", 0);
      set("cmi.core.score.max", 100);
      set("cmi.core.score.raw", best);
      set("cmi.core.lesson_status", best >= passMark ? "passed" : "failed");
    }
    save();
    if (String(api.LMSCommit("")) !== "true")
      trouble = _("Your learning system could not keep this answer.");
  }

  function show() {
    const [n, all, mark] = [points(), items.length, passMark];
    const verdict = n >= mark
      ? _("All {all} answered: {n} of 100 points. Passed; {mark} are needed.", { all, n, mark })
      : _("All {all} answered: {n} of 100 points. Not passed; {mark} are needed.", { all, n, mark });
    const earlier = best > n ? _(" Your best so far: {n}.", { n: best }) : "";
    one(".player-progress").textContent = isDone()
      ? verdict + earlier
      : _("{n} of {all} answered, {points} points.", { n: first.size, all, points: n });
    one(".player-anew").hidden = !isDone();
    one(".player-trouble").textContent = trouble;
  }

  const isKept = () => running && !["review", "browse"].includes(get("cmi.core.lesson_mode"));

  const host = {
    tries: (id) => (first.has(id) ? [first.get(id)] : []),
    record(attempt) {
      if (running) trouble = "";
      if (!first.has(attempt.id)) first.set(attempt.id, attempt);
      if (isKept()) {
        interact(attempt);
        tell();
      }
      show();
    },
  };

  function draw() {
    questions.innerHTML = asked;
    quizbook.enhanceAll(questions, host);
    show();
  }

  one(".player-anew").onclick = () => {
    first = new Map();
    if (isKept()) tell();
    draw();
    one("h1").tabIndex = -1;
    one("h1").focus();
  };

  /* Everything that counts has been kept with each answer; this closes the session. */
  function finish() {
    if (!running) return;
    running = false;
    set("cmi.core.session_time", span(Math.round((Date.now() - begun) / 1000)));
    set("cmi.core.exit", "suspend");
    api.LMSFinish("");
  }

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const paint = () => (document.documentElement.dataset.theme = dark.matches ? "dark" : "light");
  dark.onchange = paint;
  paint();
  for (const quiz of document.querySelectorAll(".quiz"))
    keys.set(quiz.dataset.item, JSON.parse(quiz.dataset.key));
  running = api && String(api.LMSInitialize("")) === "true";
  if (!running) trouble = _("No learning system answers here: nothing will be kept.");
  else {
    resume(get("cmi.suspend_data"));
    if (isKept() && /^(not attempted|unknown|)$/.test(get("cmi.core.lesson_status")))
      set("cmi.core.lesson_status", "incomplete");
    addEventListener("pagehide", finish);
  }
  draw();
})();
