/* Asks questions away from their pages, for review and sets. Loads what the build knows of all
   questions. Needs forms.js, and quiz.js where something is asked. */
"use strict";
(() => {
  const { src } = document.currentScript;
  const address = (page) => new URL(`../${page.href}`, src);

  async function read() {
    await quizbook.load("book-data.js");
    return settle(globalThis.quizbookBook);
  }

  /* Gives each item the page on which this reader finds it, and each test the pairs of items of its
     halves, before and after: forms may change places. */
  function settle(book) {
    const items = Object.entries(book.items);
    const exams = Object.values(book.exams);
    const turned = quizbook.turned(book.forms);
    const pairs = (exam) => exam.items.map((id, n) => [id, book.exams[exam.after].items[n]]);
    const inOrder = (pair) => (turned.has(pair[0]) ? pair.reverse() : pair);
    book.halves = exams.filter(({ after }) => after).map((exam) => pairs(exam).map(inOrder));
    for (const [, item] of items) item.home ??= item.page;
    for (const [id, item] of items) item.page = book.items[turned.get(id) ?? id].home;
    return book;
  }

  /* The items that may be asked, in the book's order, with their objectives: those of a test only
     when it, and its other half, have been handed in. */
  function askable({ items, exams }) {
    const isDone = (exam) => exam.items.every((id) => quizbook.log.tries(id).length);
    const isOpen = (name) => {
      const pair = [name, exams[name].after, ...Object.keys(exams).filter((n) => exams[n].after === name)];
      return pair.filter(Boolean).every((one) => isDone(exams[one]));
    };
    const open = Object.entries(items).filter(([, item]) => !item.exam || isOpen(item.exam));
    return Object.fromEntries(open.map(([id, item]) => [id, item.objective]));
  }

  function scatter(things) {
    for (let n = things.length - 1; n > 0; n--) {
      const other = Math.floor(Math.random() * (n + 1));
      [things[n], things[other]] = [things[other], things[n]];
    }
    return things;
  }

  /* Options go to other places, with their reasons; not where they are numbers, or pictures that
     a line below names by their letters. */
  function scatterOptions(quiz) {
    const rows = [...quiz.querySelectorAll("ol > li:has(> label > :is([type=radio], [type=checkbox]))")];
    const isNumber = (row) => /^[^\p{L}]*\d/u.test(row.textContent);
    if (!rows.length || rows.every(isNumber) || quiz.querySelector("ol + .quiz-hint:not(.quiz-twin)")) return;
    scatter(rows).forEach((row, n) => {
      row.parentElement.append(row);
      const why = quiz.querySelector(`.quiz-key [data-why="${row.querySelector("input").value}"]`).closest("li");
      why.parentElement.append(why);
      why.value = n + 1;
    });
  }

  /* The question in a box, under this name; `host` keeps its answer. */
  async function ask(id, name, host) {
    const book = await read();
    const page = book.pages[book.items[id].home];
    const box = await quizbook.drawn(page.name, address(page), id);
    box.querySelector(".quiz-number").textContent = name;
    box.querySelector(".quiz-check").textContent = _("Check answer");
    box.querySelector(".quiz-twin")?.remove();
    box.querySelector("legend").tabIndex = -1;
    scatterOptions(box);
    quizbook.enhanceAll(box, host);
    return box;
  }

  const make = (tag, properties, ...content) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...content);
    return made;
  };
  const button = (words, onclick) => make("button", { type: "button", onclick }, words);
  const dayName = (when) =>
    new Date(`${when}T12:00`).toLocaleDateString(_("en-GB"), { weekday: "long", day: "numeric", month: "long" });

  /* A link to where the book asks it, in the words of the question. */
  function mention(book, id) {
    const { stem, page } = book.items[id];
    return make("a", { href: `${address(book.pages[page])}#question-${id}` }, stem);
  }

  /* Fills the place of a page once the book is known. */
  function fill(selector, work) {
    document.addEventListener("DOMContentLoaded", async () => {
      const place = document.querySelector(selector);
      try {
        await work(place, await read());
      } catch (fault) {
        place.append(make("p", { role: "alert" }, _("This cannot be shown: {fault}.", { fault: fault.message })));
      }
    });
  }

  Object.assign(quizbook, { read, settle, askable, ask, scatter, scatterOptions, make, button, dayName, mention, address, fill });
})();
