/* Where a reader is in the book: ticks in the list of chapters, progress in the chapter's head, the
   place to continue from. Tabs that wrote in the same moment mend each other. Needs store.js. */
"use strict";
(() => {
  const { log } = quizbook;
  const { src } = document.currentScript;
  const root = new URL("..", src).pathname;
  const here = decodeURI(location.pathname.slice(root.length));

  /* What another tab overwrote is written again; what it erased is gone. */
  addEventListener("storage", ({ key, newValue }) => {
    if (key && key !== log.name) return;
    if (!newValue) log.mine.length = 0;
    const lost = (text) => log.mine.filter((attempt) => !text.includes(JSON.stringify(attempt)));
    if (!lost(newValue).length) return;
    log.change((kept) => ({ ...kept, attempts: [...kept.attempts, ...lost(JSON.stringify(kept.attempts))] }));
  });

  const state = (ids) => {
    const answered = ids.filter((id) => log.tries(id).length).length;
    return { answered, all: ids.length };
  };

  /* Hidden words for who listens, a mark for who looks. */
  function tick(link, { answered, all }) {
    link.querySelector(".quiz-tick")?.remove();
    if (!answered) return;
    const mark = document.createElement("span");
    mark.className = "quiz-tick";
    mark.textContent = answered === all ? "✓" : `${answered}/${all}`;
    mark.title = _("{n} of {all} questions answered", { n: answered, all });
    link.append(" ", mark);
  }

  function draw() {
    const map = globalThis.quizbookMap ?? {};
    for (const link of document.querySelectorAll(".bd-docs-nav a[href]")) {
      const ids = map[decodeURI(new URL(link.href).pathname.slice(root.length))];
      if (ids) tick(link, state(ids));
    }
    const ids = map[here];
    const told = document.querySelector(".quiz-here span");
    if (!ids || !told) return;
    const { answered, all } = state(ids);
    told.textContent = answered
      ? _("{n} of {all} questions answered here.", { n: answered, all })
      : ngettext("{n} question here.", "{n} questions here.", all);
  }

  /* The page, and the section that stands at the top of the window. */
  function note() {
    if (!document.querySelector(".quiz")) return;
    const heads = [...document.querySelectorAll("article section[id] > :is(h1, h2, h3)")];
    const passed = heads.filter((head) => head.getBoundingClientRect().top < innerHeight / 3).at(-1) ?? heads[0];
    const words = (head) => head?.firstChild?.textContent.trim() ?? "";
    const place = { page: here, title: words(heads[0]), section: words(passed), hash: passed?.parentElement.id ?? "" };
    try {
      log.place().setItem(`${log.name}:here`, JSON.stringify(place));
    } catch {}
  }

  /* Forms of a test may have changed places: in the map, and in the list of all questions. */
  function settle() {
    const turned = quizbook.turned(quizbookForms);
    for (const ids of Object.values(quizbookMap))
      ids.forEach((id, n) => (ids[n] = turned.get(id) ?? id));
    const find = (id) => document.querySelector(`.quiz-answers a[href$="#question-${id}"]`);
    const links = [...turned].map((pair) => pair.map(find)).filter(([link, place]) => link && place);
    const moves = links.map(([link, { href, parentElement }]) => [link, href.split("#")[0], parentElement]);
    for (const [link, page, row] of moves) {
      link.href = page + link.hash;
      row.prepend(link);
    }
  }

  function load(file, onload) {
    const script = Object.assign(document.createElement("script"), { src: new URL(file, src), onload });
    document.head.append(script);
  }

  function loadMap() {
    const ready = () => {
      settle();
      draw();
      quizbook.atStart?.();
    };
    const map = () => load("book-map.js", ready);
    if (quizbook.turned) map();
    else load("forms.js", map);
  }

  /* Who has answered nothing, and has drawn no form, needs no map. */
  function isWanted() {
    const { attempts, settings } = log.read();
    return quizbook.atStart || attempts.length || settings?.first;
  }

  function start() {
    const later = () => (globalThis.quizbookMap ? draw() : isWanted() && loadMap());
    later();
    addEventListener("visibilitychange", () => document.visibilityState === "hidden" && note());
    addEventListener("pagehide", note);
    document.addEventListener("click", ({ target }) => target.matches(".quiz-check, .quiz-hand-in") && setTimeout(later, 300));
  }

  /* Where the book is served, it can be installed and read without a network. */
  function install() {
    if (!location.protocol.startsWith("http") || origin === "null") return; // a sandbox has none
    const { serviceWorker } = navigator;
    if (!serviceWorker) return;
    for (const [rel, href] of [["manifest", "manifest.webmanifest"], ["apple-touch-icon", "_static/icon-192.png"]])
      document.head.append(Object.assign(document.createElement("link"), { rel, href: new URL(href, new URL("..", src)) }));
    const before = serviceWorker.controller;
    serviceWorker.addEventListener("controllerchange", () => {
      if (!before) return;
      const told = Object.assign(document.createElement("p"), { className: "quiz-updated", role: "status" });
      document.querySelector("main article")?.prepend(told);
      told.textContent = _("A newer copy of the book has taken the place of the one that was kept here: it shows when you open or reload a page.");
    });
    serviceWorker.register(new URL("../sw.js", src)).catch(() => {}); // a book that cannot be kept can be read
  }

  document.addEventListener("DOMContentLoaded", start);
  addEventListener("load", install);
})();
