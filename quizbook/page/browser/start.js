/* The landing page: where to begin or go on, and where one stands in the map. Needs trail.js. */
"use strict";
(() => {
  const { log } = quizbook;
  const root = new URL("..", document.currentScript.src);
  const make = (tag, properties, ...content) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...content);
    return made;
  };

  /* The page and the section that the reader left; nothing where none is known. */
  function left() {
    try {
      const place = JSON.parse(log.place().getItem(`${log.name}:here`));
      return typeof place?.page === "string" && place.page in quizbookMap ? place : null;
    } catch {
      return null;
    }
  }

  function goOn(start) {
    const place = left();
    if (!place) return;
    const href = `${new URL(place.page, root)}${place.hash ? `#${place.hash}` : ""}`;
    const { title, section } = place;
    const words = section && section !== title
      ? _("Continue: {title}, “{section}”", { title, section })
      : _("Continue: {title}", { title });
    const first = start.querySelector("a");
    const on = make("a", { href, className: first.className }, words);
    first.className = "quiz-other";
    start.prepend(on, " ");
  }

  function fillMap(table) {
    const head = make("th", { scope: "col" }, _("Where you stand"));
    table.tHead.rows[0].append(head);
    for (const row of table.tBodies[0].rows) {
      const page = decodeURI(new URL(row.querySelector("a").href).pathname.slice(root.pathname.length));
      const ids = quizbookMap[page] ?? [];
      const answered = ids.filter((id) => log.tries(id).length).length;
      const words = answered ? _("{n} of {all} answered", { n: answered, all: ids.length }) : _("not begun");
      row.append(make("td", { className: "quiz-standing" }, words));
    }
  }

  quizbook.atStart = () => {
    const start = document.querySelector(".quiz-start");
    const table = document.querySelector(".quiz-map");
    if (start) goOn(start);
    if (table) fillMap(table);
  };
})();
