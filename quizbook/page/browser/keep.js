/* What a reader can do with the answers that a browser keeps: save them, load them, keep none on a
   shared computer, erase them. Needs log.js and ask.js. */
"use strict";
(() => {
  const { log, make, button } = quizbook;
  const { name } = log;
  const MOST = 20e6; // bytes: no log is a tenth as long

  /* The record itself, drafts of exams, where one was; a shared computer stays one. */
  function kept() {
    try {
      const keys = [localStorage, sessionStorage].flatMap((place) => Object.keys(place).map((key) => [place, key]));
      return keys.filter(([, key]) => `${key}:`.startsWith(`${name}:`) && key !== `${name}:shared`);
    } catch {
      return [];
    }
  }

  /* The log in a file's text, or an error that says why it cannot be loaded. */
  function read(text) {
    const refuse = (why) => {
      throw new Error(why);
    };
    let data;
    try {
      data = JSON.parse(text);
    } catch {
      refuse(_("it is broken, or no file of answers"));
    }
    const mine = log.read();
    if (!Number.isInteger(data?.schema)) refuse(_("it is no file of answers"));
    if (data.schema > 2) refuse(_("a newer edition of the book wrote it: load it there"));
    const theirs = quizbook.parse(text, mine.book);
    if (!theirs) refuse(data.book === mine.book ? _("it is damaged") : _("it belongs to another book"));
    const isShort = (given) => typeof given === "string" && given.length <= 1000;
    const isSound = (a) =>
      isShort(a?.id) && a.answers.every?.(isShort) && a.score >= 0 && a.score <= 1 && a.answers.length <= 100;
    const sound = [...quizbook.byItem(theirs.attempts).values()].flat();
    if (sound.length !== theirs.attempts.length || !sound.every(isSound))
      refuse(_("something in it is no answer that a page of this book can have written"));
    const tidy = sound.map(({ id, v, at, answers, score, sure, where, s }) => (
      { id, v: +v || 0, at, answers, score, sure, where: isShort(where) ? where : "page", s: +s || 0 }
    ));
    const since = Number.isFinite(Date.parse(theirs.since)) ? theirs.since : mine.since;
    return { schema: 2, book: mine.book, attempts: tidy, since };
  }

  async function load(file, tell) {
    try {
      if (file.size > MOST) throw new Error(_("it is far too large"));
      const theirs = read(await file.text());
      const before = log.read().attempts.length;
      log.change((mine) => quizbook.merge(mine, theirs));
      if (log.trouble) throw new Error(log.trouble);
      const more = log.read().attempts.length - before;
      tell(more
        ? ngettext("Loaded: {n} answer more. What was here is still here.", "Loaded: {n} answers more. What was here is still here.", more)
        : _("Loaded: nothing new. What was here is still here."));
    } catch ({ message }) {
      tell(_("Nothing was loaded from {file}: {why}.", { file: file.name, why: message.replace(/\.$/, "") }));
    }
  }

  function save() {
    const data = log.read();
    const attempts = [...quizbook.byItem(data.attempts).values()].flat();
    const text = JSON.stringify({ ...data, attempts });
    const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const download = `${name.replace(":", "-")}-${quizbook.now().slice(0, 10)}.json`;
    make("a", { href, download }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  }

  function share(isShared, tell) {
    try {
      if (isShared) localStorage.setItem(`${name}:shared`, "1");
      else localStorage.removeItem(`${name}:shared`);
      tell(isShared
        ? _("From now on nothing is kept here once this tab is closed. What was kept before is still here: erase it, if it is yours.")
        : _("From now on your answers are kept in this browser."));
    } catch {
      tell(_("Not changed: this browser forbids it, and keeps nothing anyway."));
    }
  }

  /* `draw` shows the page anew, after a change. */
  quizbook.keepData = (place, draw) => {
    const status = make("p", { role: "status" });
    const tell = (words) => {
      draw();
      status.textContent = words;
    };
    const file = make("input", { type: "file", accept: ".json,application/json" });
    file.onchange = async () => {
      if (file.files[0]) await load(file.files[0], tell);
      file.value = "";
    };
    const shared = make("input", { type: "checkbox", onchange: () => share(shared.checked, tell) });
    try {
      shared.checked = Boolean(localStorage[`${name}:shared`]);
    } catch {}
    const erase = button(_("Erase my answers on this device"), () => {
      if (!erase.dataset.asked) {
        erase.dataset.asked = "yes";
        erase.textContent = _("Press again to erase them all");
        status.textContent = _("They cannot be brought back, unless you have saved them to a file.");
        return;
      }
      for (const [storage, key] of kept()) storage.removeItem(key);
      delete erase.dataset.asked;
      erase.textContent = _("Erase my answers on this device");
      log.mine.length = 0;
      tell(_("Erased."));
      erase.focus();
    });
    erase.onblur = () => {
      if (!erase.dataset.asked) return;
      delete erase.dataset.asked;
      erase.textContent = _("Erase my answers on this device");
    };
    const loadable = make("label", {}, _("Load answers from a file: "), file);
    const sharing = make("label", {}, shared, _(" This is a shared computer: keep nothing once this tab is closed"));
    place.append(
      make("p", { className: "quiz-actions" }, button(_("Save my answers to a file"), save), erase),
      make("p", {}, loadable),
      make("p", {}, sharing),
      status,
    );
  };
})();
