/* Which form of a self-test a reader has first, and which after: drawn on the device and kept, as a
   harder form could else pass for learning, or hide it. The same in learners/log.py, and
   tests/data/learners.json holds the cases. And questions as the build drew them, for pages that are
   not theirs. Needs store.js. */
"use strict";
(() => {
  const { log } = quizbook;
  const { src } = document.currentScript;
  const loading = new Map();
  let count = 0;

  /* Runs a script that lies beside this one, once. */
  quizbook.load = (file) => {
    if (!loading.has(file)) {
      const wait = new Promise((resolve, reject) => {
        const script = Object.assign(document.createElement("script"), { src: new URL(file, src) });
        script.onload = resolve;
        script.onerror = () => reject(new Error(_("{file} is missing", { file })));
        document.head.append(script);
      });
      loading.set(file, wait);
    }
    return loading.get(file);
  };

  /* A question in a box, from the page of this name and address. */
  quizbook.drawn = async (page, address, id) => {
    await quizbook.load(`questions/${page.replaceAll("/", "--")}.js`);
    const box = Object.assign(document.createElement("div"), { className: "quiz-asked" });
    box.innerHTML = globalThis.quizbookQuestions[page][id]; // made by the build
    for (const link of box.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), address);
    for (const medium of box.querySelectorAll("[src]")) medium.src = new URL(medium.getAttribute("src"), address);
    count += 1;
    for (const control of box.querySelectorAll("[name]")) control.name = `asked${count}-${control.name}`;
    return box;
  };

  /* The id of the form that came first: as the earliest answer tells, or else the draw; null if
     neither does. A form is { id, items }; `drawn` names one by the id of the pair's first. */
  quizbook.firstForm = (attempts, pair, drawn) => {
    const formOf = ({ id }) => pair.find(({ items }) => items.includes(id));
    const isOfTest = (attempt) => formOf(attempt) && !["review", "set"].includes(attempt.where);
    const given = [...quizbook.byItem(attempts).values()].flat().filter(isOfTest);
    const [first] = given.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
    if (!first) return pair.find(({ id }) => id === drawn?.[pair[0].id])?.id ?? null;
    const own = formOf(first);
    return (first.where === "after" ? pair.find((form) => form !== own) : own).id;
  };

  const known = (pair) => quizbook.firstForm(log.read().attempts, pair, log.read().settings?.first);
  const isTurned = (pair) => known(pair) === pair[1].id;

  /* Where nothing can be kept nothing is drawn: the other page would not know of it. */
  function draw(pair) {
    if (known(pair)) return;
    const { settings } = log.read();
    const first = { ...settings?.first, [pair[0].id]: pair[Math.floor(2 * Math.random())].id };
    log.change((kept) => ({ ...kept, settings: { ...settings, first } }));
  }

  /* Of forms that have changed places: each item, with the one whose place it has. */
  quizbook.turned = (pairs) => {
    const both = ([one, two]) => one.items.flatMap((id, n) => [[id, two.items[n]], [two.items[n], id]]);
    return new Map(pairs.filter(isTurned).flatMap(both));
  };

  /* Puts the form that this reader has here in the place of the other one. */
  quizbook.giveForm = async (section) => {
    const { group, where, partner } = section.dataset;
    const other = JSON.parse(partner || "{}");
    if (!other.page) return;
    const quizzes = [...section.querySelectorAll(".quiz")];
    const own = { id: group, items: quizzes.map((quiz) => quiz.dataset.item) };
    const pair = where === "before" ? [own, other] : [other, own];
    draw(pair);
    if (!isTurned(pair)) return;
    section.ariaBusy = "true"; // page.css hides it
    try {
      const there = new URL(other.href, location);
      const boxes = await Promise.all(other.items.map((id) => quizbook.drawn(other.page, there, id)));
      boxes.forEach((box, n) => {
        for (const name of [".quiz-number", ".quiz-check"])
          box.querySelector(name).textContent = quizzes[n].querySelector(name).textContent;
        quizzes[n].replaceWith(...box.childNodes);
      });
      section.dataset.group = other.id;
      section.dataset.partner = JSON.stringify({ ...other, ...own });
      quizbook.enhanceAll(section, log);
    } finally {
      section.ariaBusy = null;
    }
  };
})();
