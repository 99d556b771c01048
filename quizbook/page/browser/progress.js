/* Needs store.js. Where one stands: fills the map of the book from what this browser remembers of its reader. */
"use strict";
(() => {
  const { log } = quizbook;
  const { name } = log;

  const make = (tag, textContent, className = "") =>
    Object.assign(document.createElement(tag), { textContent, className });

  function standing(tries) {
    if (!tries.length) return "not begun";
    const right = tries.filter(([first]) => first.score === 1).length;
    return `${tries.length} answered, ${right} right at first`;
  }

  function linkTo(row, id) {
    const link = make("a", id.replace(/-/g, " "));
    link.href = `${row.querySelector("a").getAttribute("href")}#question-${id}`;
    return link;
  }

  function list(title, ids) {
    if (!ids.length) return [];
    const items = make("ul", "");
    for (const [row, id] of ids) {
      const item = make("li", "");
      item.append(linkTo(row, id));
      items.append(item);
    }
    return [make("p", title), items];
  }

  function draw() {
    const sure = [];
    const open = [];
    for (const row of document.querySelectorAll(".quiz-map tbody tr")) {
      const ids = row.dataset.items.split(" ").filter(Boolean);
      const known = ids.filter((id) => log.tries(id).length);
      row.querySelector(".quiz-standing")?.remove();
      const words = ids.length ? standing(known.map(log.tries)) : "see there";
      row.append(make("td", words, "quiz-standing"));
      for (const id of known) {
        const last = log.tries(id).at(-1);
        if (last.score < 1) (last.sure === 3 ? sure : open).push([row, id]);
      }
    }
    const place = document.querySelector(".quiz-progress");
    place.replaceChildren(
      ...list("You were sure, and it was not right. Look at these again first:", sure),
      ...list("Not right yet:", open),
      buttons(),
    );
  }

  /* The record itself, and drafts of exams that are not handed in yet. */
  function kept() {
    try {
      return Object.keys(localStorage).filter((key) => `${key}:`.startsWith(`${name}:`));
    } catch {
      return [];
    }
  }

  function buttons() {
    const row = make("p", "", "quiz-actions");
    if (!kept().length) {
      row.textContent = "Your answers stay in this browser. Nothing is sent anywhere.";
      return row;
    }
    const save = make("a", "Save my answers to a file", "quiz-save");
    save.href = `data:application/json,${encodeURIComponent(JSON.stringify(log.read()))}`;
    save.download = `${name.replace(":", "-")}.json`;
    const forget = make("button", "Forget my answers on this device");
    forget.type = "button";
    forget.onclick = () => {
      if (forget.dataset.asked) {
        for (const key of kept()) localStorage.removeItem(key);
        draw();
      } else {
        forget.dataset.asked = true;
        forget.textContent = "Press again to forget them all";
      }
    };
    row.append(save, forget);
    return row;
  }

  document.addEventListener("DOMContentLoaded", () => {
    const head = make("th", "Where you stand");
    head.scope = "col";
    document.querySelector(".quiz-map thead tr").append(head);
    draw();
  });
})();
