/* Ways into long lists: letters to jump to and a box for words, over the references and the glossary. */
"use strict";
(() => {
  const bare = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  /* A list as [entry, the parts that belong to it]. */
  function entries(list) {
    const citations = [...list.querySelectorAll(":scope .citation")];
    if (citations.length) return citations.map((citation) => [citation, [citation]]);
    return [...list.querySelectorAll(":scope > dt")].map((term) => {
      const parts = [term];
      for (let next = term.nextElementSibling; next && next.tagName === "DD"; next = next.nextElementSibling) parts.push(next);
      return [term, parts];
    });
  }

  /* What is said of an entry, without where it is used. */
  const own = (part) =>
    [...part.childNodes].filter((node) => node.className !== "quiz-used").map((node) => node.textContent).join(" ");

  const initial = (entry) => bare(entry.textContent).match(/\p{L}/u)?.[0].toUpperCase() ?? "#";

  /* Where each letter begins: at its longest run, since what has no author stands first. */
  function beginnings(all) {
    const runs = new Map();
    let run = {};
    for (const [entry] of all) {
      const letter = initial(entry);
      if (letter !== run.letter) run = { letter, entry, size: 0 };
      run.size++;
      if (run.size > (runs.get(letter)?.size ?? 0)) runs.set(letter, run);
    }
    return [...runs.values()].sort((one, other) => one.letter.localeCompare(other.letter));
  }

  function enhance(list) {
    const all = entries(list);
    if (all.length < 20) return;
    const bar = Object.assign(document.createElement("div"), { className: "filter-bar" });
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "search", autocomplete: "off" });
    const status = document.createElement("p");
    const jumps = Object.assign(document.createElement("nav"), { className: "letters", ariaLabel: _("Letters") });
    status.role = "status";
    label.append(_("Words: "), box);
    for (const { letter, entry } of beginnings(all)) {
      entry.id ||= `letter-${letter}`;
      jumps.append(Object.assign(document.createElement("a"), { href: `#${entry.id}`, textContent: letter }), " ");
    }
    box.addEventListener("input", () => {
      const words = bare(box.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const [, parts] of all) {
        const text = bare(parts.map(own).join(" "));
        const fits = words.every((word) => text.includes(word));
        shown += fits;
        for (const part of parts) part.hidden = !fits;
      }
      status.textContent = words.length ? _("{n} of {all}", { n: shown, all: all.length }) : "";
    });
    bar.append(label, status, jumps);
    list.before(bar);
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("dl.glossary, .citation-list").forEach(enhance);
  });
})();
