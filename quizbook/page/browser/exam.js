/* Exams: nothing is revealed until all is handed in, and a key may wait for the exam's partner,
   which may stand on another page. Needs quiz.js, which has made every question ready; in the book,
   forms.js and places.js. */
"use strict";
quizbook.takeExam = (section, host) => {
  const { group, where } = section.dataset;
  const partner = JSON.parse(section.dataset.partner || "null");
  const quizzes = [...section.querySelectorAll(".quiz")];
  const button = section.querySelector(".quiz-hand-in");
  const result = section.querySelector(".quiz-result");
  const first = (id) => host.tries(id)[0];
  const isHandedIn = (ids) => ids.every(first);
  const ids = quizzes.map((quiz) => quiz.dataset.item);
  const waits = () => where === "before" && !isHandedIn(partner.items);
  const make = (tag, ...content) => {
    const made = document.createElement(tag);
    made.append(...content);
    return made;
  };
  const link = (words, href) => Object.assign(make("a", words), { href });

  const given = (c) => (c.type === "radio" || c.type === "checkbox" ? c.checked : c.value);
  const controls = (quiz) =>
    [...quiz.querySelectorAll("input, select")].filter((c) => !c.closest(".quiz-sure"));

  /* What has been given outlives a reload, until all is handed in or the item is revised. */
  function keepDraft() {
    const draft = quizzes.map((q) => [q.dataset.item, { v: q.dataset.v, given: controls(q).map(given) }]);
    host.keep?.(group, isHandedIn(ids) ? null : Object.fromEntries(draft));
  }

  function resume() {
    const draft = host.kept?.(group) ?? {};
    for (const quiz of quizzes) {
      const kept = draft[quiz.dataset.item];
      if (kept?.v !== quiz.dataset.v) continue;
      controls(quiz).forEach((c, n) => (c[typeof kept.given[n] === "boolean" ? "checked" : "value"] = kept.given[n]));
    }
  }

  function tellOpen(open) {
    const [next] = open;
    const n = next.querySelector(".quiz-number")?.textContent.match(/\d+/);
    const go = link(n ? _("question {n}", { n }) : _("this one"), "#");
    go.onclick = (event) => {
      event.preventDefault();
      next.scrollIntoView();
      controls(next)[0].focus({ preventScroll: true });
    };
    const words = _("Not handed in yet: {n} open, the first is {question}.", { n: open.length, question: "|" });
    const [before, after] = words.split("|");
    result.replaceChildren(before, go, after);
    for (const quiz of quizzes) quiz.classList.toggle("quiz-left", open.includes(quiz));
    result.scrollIntoView({ block: "nearest" });
  }

  const words = (attempt) => (attempt.score === 1 ? _("✓ right") : attempt.score ? _("partly right") : _("✗ not right"));

  /* Both halves side by side: only pairs in which one was right and the other wrong tell anything. */
  function compare() {
    const [before, after] = where === "after" ? [partner.items, ids] : [ids, partner.items];
    const body = make("tbody");
    const cell = (id) => {
      const here = document.getElementById(`question-${id}`);
      return make("td", link(words(first(id)), `${here ? "" : partner.href}#question-${id}`));
    };
    before.forEach((id, n) => body.append(make("tr", make("th", `${n + 1}`), cell(id), cell(after[n]))));
    for (const head of body.querySelectorAll("th")) head.scope = "row";
    const heads = [_("Pair"), _("Before"), _("After")].map((name) => Object.assign(make("th", name), { scope: "col" }));
    const table = make("table", make("thead", make("tr", ...heads)), body);
    table.className = "table quiz-pairs";
    return table;
  }

  function show() {
    if (!isHandedIn(ids)) return;
    button.hidden = true;
    quizzes.forEach((quiz) => {
      quiz.classList.remove("quiz-left");
      quiz.parts.put(first(quiz.dataset.item).answers);
      quiz.parts.lock();
    });
    section.querySelector(".quiz-group-title").after(result);
    const trouble = host.trouble ?? "";
    if (waits()) {
      const { title, href, items } = partner;
      const there = href ? link(title, `${href}#question-${items[0]}`) : title;
      const lost = trouble && href;
      const words = lost
        ? _("Handed in. {trouble} The key waits for “{exam}”, which will not know of these answers.", { trouble, exam: "|" })
        : _("Handed in. Your answers are kept; the key waits for “{exam}”.", { exam: "|" });
      const [before, after] = words.split("|");
      result.replaceChildren(before, there, lost ? after : `${after} ${trouble}`);
      return;
    }
    for (const quiz of quizzes) quiz.parts.reveal(first(quiz.dataset.item))();
    const right = ids.filter((id) => first(id).score === 1).length;
    result.replaceChildren(_("Handed in: {right} of {all} right.", { right, all: ids.length }), ` ${trouble}`);
    if (partner?.items.length === ids.length && isHandedIn(partner.items)) result.append(compare());
  }

  button.onclick = () => {
    const read = quizzes.map((quiz) => quiz.parts.read());
    const open = quizzes.filter((_, n) => read[n].score === null);
    if (open.length) return tellOpen(open);
    host.record(...quizzes.map((q, n) => q.parts.note(read[n].answers, read[n].score, where)));
    keepDraft();
    for (const other of document.querySelectorAll(".quiz-exam")) other.exam?.show();
    show();
    result.tabIndex = -1;
    result.focus({ preventScroll: true });
    result.scrollIntoView({ block: "center" });
  };
  section.addEventListener("change", keepDraft);
  section.exam = { show };
  resume();
  show();
};
if (quizbook.log) {
  const { log } = quizbook;
  const named = (group) => `${log.name}:${group}`;
  const host = Object.assign(log, {
    kept(group) {
      try {
        return JSON.parse(log.place().getItem(named(group)));
      } catch {}
    },
    keep(group, draft) {
      try {
        if (draft) log.place().setItem(named(group), JSON.stringify(draft));
        else log.place().removeItem(named(group));
      } catch {}
    },
  });
  /* A question may stand on the page of the other half: forms change places. */
  function follow(sections) {
    const id = decodeURIComponent(location.hash.slice(1));
    if (!id || document.getElementById(id)) return;
    const partners = sections.map(({ dataset }) => JSON.parse(dataset.partner || "null"));
    const there = partners.find((partner) => partner?.items.some((item) => id === `question-${item}`));
    if (there) location.replace(`${there.href}#${id}`);
  }

  document.addEventListener("DOMContentLoaded", async () => {
    const sections = [...document.querySelectorAll(".quiz-exam")];
    const given = await Promise.allSettled(sections.map(quizbook.giveForm));
    given.forEach(({ reason }, n) => {
      if (reason) sections[n].replaceChildren(_("This test cannot be shown: {why}.", { why: reason.message }));
      else quizbook.takeExam(sections[n], host);
    });
    const shown = sections.filter(({ exam }) => exam); // from one that is not, nobody is sent to and fro
    follow(shown);
    addEventListener("hashchange", () => follow(shown));
    if (location.hash) quizbook.uncover();
  });
}
