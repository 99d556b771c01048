/* A reviewer's packet: keeps what was judged in the page, and in a file that the reviewer saves. */
"use strict";
(() => {
  const kept = JSON.parse(document.getElementById("kept").textContent);
  const fields = [...document.querySelectorAll("[data-entry]")];
  const told = document.getElementById("told");
  const input = (id) => document.getElementById(id);
  const WHO = ["name", "credentials", "conflicts"];
  const verdict = (field) => field.querySelector("input:checked")?.value ?? "";
  const comment = (field) => field.querySelector("textarea").value.trim();
  let unsaved = false;

  function count() {
    const done = fields.filter(verdict);
    fields.forEach((field) => field.classList.toggle("done", Boolean(verdict(field))));
    told.textContent = _("{n} of {all} judged", { n: done.length, all: fields.length });
  }

  function collect() {
    const { hashes, ...head } = kept;
    const now = new Date();
    const two = (n) => String(n).padStart(2, "0");
    const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    const who = Object.fromEntries(WHO.map((id) => [id, input(id).value.trim()]));
    const entries = {};
    for (const field of fields) {
      const id = field.dataset.entry;
      entries[id] = { hash: hashes[id], verdict: verdict(field), comment: comment(field) };
    }
    return { ...head, ...who, day, entries };
  }

  /* What comes to mend with no word of how would help nobody. */
  const silent = () =>
    fields.find((field) => ["correct", "reject"].includes(verdict(field)) && !comment(field));

  input("save").onclick = () => {
    const empty = WHO.find((id) => !input(id).value.trim());
    if (empty) {
      const names = {
        name: _("name"),
        credentials: _("credentials"),
        conflicts: _("conflicts"),
      };
      told.textContent = _("Please fill in first: {field}. “none” is an answer to conflicts.", { field: names[empty] });
      input(empty).focus();
      return;
    }
    const field = silent();
    if (field) {
      told.textContent = _("Please say what should stand there instead, and why.");
      field.querySelector("textarea").focus();
      return;
    }
    const text = JSON.stringify(collect(), null, 1);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `review-${kept.chapter}.json`;
    link.click();
    unsaved = false;
    count();
    told.textContent += _("; saved to a file");
  };

  input("load").onchange = async ({ target }) => {
    let data;
    try {
      data = JSON.parse(await target.files[0].text());
    } catch {}
    if (data?.kind !== kept.kind || data.chapter !== kept.chapter || typeof data.entries !== "object") {
      told.textContent = _("This file is no review of this chapter; nothing was changed.");
      return;
    }
    for (const id of WHO) input(id).value = String(data[id] ?? "");
    let changed = 0;
    for (const field of fields) {
      const entry = data.entries[field.dataset.entry];
      if (!entry) continue;
      field.querySelector("textarea").value = String(entry.comment ?? "");
      const same = entry.hash === kept.hashes[field.dataset.entry];
      for (const radio of field.querySelectorAll("input")) radio.checked = same && radio.value === entry.verdict;
      changed += !same && Boolean(entry.verdict);
    }
    count();
    if (changed) told.textContent += _("; {n} changed since, to be judged again", { n: changed });
  };

  document.addEventListener("input", () => {
    unsaved = true;
    count();
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
  count();
})();
