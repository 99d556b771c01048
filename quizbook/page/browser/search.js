/* The search page, by MiniSearch; search-data.js (editions/finding.py) is loaded when one searches. */
"use strict";
(() => {
  const { src } = document.currentScript;
  const SHOWN = 20; // pages
  const OF_A_PAGE = 3; // sections
  const ABOUT = 160; // characters of a snippet
  const WORD = /[\p{L}\p{N}]+(?:[’'][\p{L}]+)?/gu;

  function load(file) {
    return new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { src: new URL(file, src) });
      script.onload = resolve;
      script.onerror = () => reject(new Error(file));
      document.head.append(script);
    });
  }

  const bare = (word) => word.normalize("NFD").replace(/\p{M}|[’']s?/gu, "").toLowerCase();

  const wordsOf = (text) => text.match(WORD) ?? [];

  /* One way to write a word: no accents, one spelling, singular. */
  let spell = (word) => word;
  const fold = (word) => {
    const one = spell(bare(word));
    return one.length > 3 ? one.replace(/(?<=[^aeious])ies$/, "y").replace(/(?<![sui])s$/, "") : one;
  };

  let ready = null;
  function prepare() {
    ready ??= Promise.all([load("minisearch-7.2.0.js"), load("search-data.js")]).then(() => {
      const { pages, spellings, lay } = globalThis.quizbookSearch;
      if (Object.keys(spellings).length) {
        const parts = new RegExp(Object.keys(spellings).join("|"), "g");
        spell = (word) => word.replace(parts, (part) => spellings[part]);
      }
      const documents = Object.entries(pages).flatMap(([page, sections]) =>
        sections.map(([anchor, title, text]) => ({ page, anchor, title, text, of: sections[0][1] })));
      documents.forEach((one, id) => (one.id = id));
      const how = { tokenize: wordsOf, processTerm: fold };
      const index = new MiniSearch({ fields: ["title", "text", "of"], ...how });
      index.addAll(documents);
      const covers = new MiniSearch({ fields: ["title", "name"], ...how });
      covers.addAll(
        Object.entries(pages).map(([id, [first]]) => ({ id, title: first?.[1] ?? "", name: id.match(/[^/]*(?=\.html$)/)[0] })));
      const phrases = Object.keys(lay).sort((a, b) => b.length - a.length);
      return { index, covers, documents, lay, phrases };
    });
    return ready;
  }

  /* What is said in lay words, in the book's; the longest phrase of each place. */
  function translate(words, { lay, phrases }) {
    let left = ` ${wordsOf(words).map(bare).join(" ")} `;
    const meant = [];
    for (const phrase of phrases)
      if (left.includes(` ${phrase} `)) {
        meant.push(lay[phrase]);
        left = left.replaceAll(` ${phrase} `, " ");
      }
    return meant.length ? `${left} ${meant.join(" ")}`.trim() : null;
  }

  /* The title of the page only lets a section be found: what it is worth is said by `covers`. */
  const STRICT = { boost: { title: 3, of: 0.01 }, prefix: (term) => term.length > 2, weights: { prefix: 0.4, fuzzy: 0.2 } };
  const LOOSE = { ...STRICT, fuzzy: (term) => (term.length > 7 ? 2 : term.length > 3 ? 1 : false) };

  /* A long title is not less about each of its words; the name of a file says in one or two what its page is about. */
  const CALLED = { ...LOOSE, boost: { title: 6, name: 12 }, bm25: { k: 1.2, b: 0.2, d: 0.5 } };

  /* As written and as meant; if nothing is found, with a slip or two; at last some of the words. */
  function look(words, meant, book) {
    for (const combineWith of ["AND", "OR"])
      for (const options of [STRICT, LOOSE]) {
        const hits = book.index.search(words, { ...options, combineWith });
        if (combineWith === "OR" && wordsOf(words).length > 1 && meant) hits.length = 0;
        const more = meant ? book.index.search(meant, { ...options, combineWith }) : [];
        if (hits.length || more.length) return [...hits, ...more];
      }
    return [];
  }

  /* Pages in the order of how much they are about the words, each with its best sections. What a page is called
     (title, and the name of its file) counts once, not for each of its sections, and by its share of the words. */
  function find(words, book) {
    const { documents } = book;
    const meant = translate(words, book);
    const hits = look(words, meant, book);
    const pages = new Map();
    const seen = new Set();
    for (const hit of hits) {
      if (seen.has(hit.id)) continue;
      seen.add(hit.id);
      const document_ = documents[hit.id];
      const page = pages.get(document_.page) ?? { score: 0, sections: [] };
      page.score += page.sections.length ? hit.score / 4 : hit.score;
      page.sections.push({ ...document_, terms: new Set(hit.terms) });
      pages.set(document_.page, page);
    }
    for (const asked of [words, meant ?? ""])
      for (const { id, score, queryTerms } of book.covers.search(asked, CALLED))
        if (pages.has(id)) pages.get(id).score += (score * queryTerms.length) / wordsOf(asked).length;
    return [...pages.values()].sort((a, b) => b.score - a.score);
  }

  /* The words around the first hit, or around the most hits, with all hits marked. */
  function snippet({ text, terms }) {
    const found = [...text.matchAll(WORD)].filter(([word]) => terms.has(fold(word)));
    const near = (hit) => found.filter(({ index }) => index >= hit.index && index < hit.index + ABOUT).length;
    const best = found.reduce((a, b) => (near(b) > near(a) ? b : a), found[0]);
    const middle = best?.index ?? 0;
    let from = Math.max(0, middle - 50);
    if (from) from = text.indexOf(" ", from) + 1;
    const to = text.length > from + ABOUT ? text.lastIndexOf(" ", from + ABOUT) : text.length;
    const made = document.createElement("p");
    let at = from;
    for (const { 0: word, index } of found) {
      if (index < at || index + word.length > to) continue;
      const mark = document.createElement("mark");
      mark.textContent = word;
      made.append(text.slice(at, index), mark);
      at = index + word.length;
    }
    made.append(text.slice(at, to));
    if (from) made.prepend("… ");
    if (to < text.length) made.append(" …");
    return made;
  }

  function show({ page, anchor, title, of, terms, text }) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${new URL(`../${page}`, src)}#${anchor}`;
    link.textContent = title;
    item.append(link, snippet({ text, terms }));
    return item;
  }

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector(".quiz-search");
    const box = form.elements.q;
    const status = document.querySelector("main [role=status]");
    const list = document.querySelector("#search-results");
    let asked = 0;

    async function search() {
      const words = box.value.trim();
      const mine = ++asked;
      list.replaceChildren();
      status.textContent = "";
      if (!words) return;
      status.textContent = _("Searching …");
      let pages;
      try {
        pages = find(words, await prepare());
      } catch ({ message }) {
        status.textContent = _("Nothing can be searched here: {file} is missing.", { file: message });
        return;
      }
      if (mine !== asked) return;
      for (const { sections } of pages.slice(0, SHOWN)) {
        const item = document.createElement("li");
        const name = document.createElement("h2");
        const inner = document.createElement("ul");
        name.textContent = sections[0].of;
        inner.append(...sections.slice(0, OF_A_PAGE).map(show));
        item.append(name, inner);
        list.append(item);
      }
      const n = pages.length;
      if (!n)
        status.textContent = _("“{words}”: nothing found, also not with a letter or two changed. Try another word for it, or a single one.", { words });
      else if (n > SHOWN)
        status.textContent = _("“{words}”: found in {n} chapters and pages, the best {shown} are shown.", { words, n, shown: SHOWN });
      else
        status.textContent = ngettext("“{words}”: found in {n} chapter or page.", "“{words}”: found in {n} chapters and pages.", n, { words });
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      history.replaceState(null, "", `?q=${encodeURIComponent(box.value.trim())}`);
      search();
    });
    let wait;
    box.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(search, 250);
    });
    box.value = new URLSearchParams(location.search).get("q") ?? "";
    box.focus();
    search();
  });
})();
