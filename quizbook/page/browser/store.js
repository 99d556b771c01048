/* What this browser remembers of its reader: one log for each book; its shape: quizbook/learners. */
"use strict";
const quizbook = {};
(() => {
  /* ISO 8601 with the reader's own offset: the first ten characters are the reader's day. */
  quizbook.now = (date = new Date()) => {
    const offset = -date.getTimezoneOffset();
    const two = (n) => String(Math.floor(Math.abs(n))).padStart(2, "0");
    const local = new Date(date.getTime() + offset * 60000).toISOString().slice(0, -1);
    return `${local}${offset < 0 ? "-" : "+"}${two(offset / 60)}:${two(offset % 60)}`;
  };

  const TIME = /^\d{4}-\d\d-\d\dT[\d:.]{8,}(Z|[+-]\d\d:\d\d)$/;
  const isAttempt = (a) =>
    typeof a?.id === "string" && TIME.test(a.at) && Number.isFinite(Date.parse(a.at)) &&
    Number.isFinite(a.score) && Array.isArray(a.answers) && [0, 1, 2, 3].includes(a.sure);

  /* The attempts that can be read, by item, in the order of their times. */
  quizbook.byItem = (attempts) => {
    const found = new Map();
    const sound = attempts.filter(isAttempt);
    for (const attempt of sound.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)))
      found.set(attempt.id, [...(found.get(attempt.id) ?? []), attempt]);
    return found;
  };

  /* Schema 1 kept each item's first and last answer, and no version. */
  const upgrade = (items) =>
    Object.entries(items).flatMap(([id, { first, last }]) =>
      [first, last]
        .filter((a, n) => a && !(n && a.time === first?.time))
        .map(({ time, answers, score, sure }) => (
          { id, v: 0, at: time, answers, score, sure: sure ? 3 : 0, where: "page", s: 0 }
        )),
    );

  /* Null if the text is no log of this book. */
  quizbook.parse = (text, book) => {
    try {
      const data = JSON.parse(text);
      const { schema, items } = data;
      if (schema === 1 && items) return { attempts: upgrade(items) };
      if (schema > 2) return data;
      if (schema === 2 && data.book === book && Array.isArray(data.attempts)) return data;
    } catch {}
    return null;
  };

  /* Nothing that cannot be read is destroyed; what cannot be kept is remembered until one leaves
     the page, and `trouble` says why. */
  quizbook.openLog = (book, edition) => {
    const name = `quizbook:${book}`;
    let unkept = [];
    let known, data, byItem, broken, newer, isHeld, isLate;
    const log = { name, trouble: "", place, read, mine: [], tries, record, guessed, guess, change, hold };

    /* A shared computer forgets with the tab. */
    function place() {
      return localStorage[`${name}:shared`] ? sessionStorage : localStorage;
    }

    function read() {
      let text = null;
      try {
        text = place().getItem(name);
      } catch {
        log.trouble = _("Not kept: this browser forbids it.");
      }
      if (data && text === known) return data;
      const found = text === null ? {} : quizbook.parse(text, book);
      known = text;
      broken = found === null;
      newer = found?.schema > 2;
      if (newer) log.trouble = _("Not kept: a newer edition wrote what is stored.");
      const begun = { schema: 2, book, edition, attempts: [], settings: {}, since: quizbook.now() };
      data = newer ? begun : { ...begun, ...found, edition };
      byItem = quizbook.byItem([...data.attempts, ...unkept]);
      return data;
    }

    function tries(id) {
      read();
      return byItem.get(id) ?? [];
    }

    function record(...added) {
      unkept.push(...added);
      log.mine.push(...added);
      change((kept) => kept);
    }

    /* A guess counts nowhere, so it is no attempt. */
    function guessed(id) {
      return read().settings?.guesses?.[id];
    }

    function guess(attempt) {
      const { settings } = read();
      const guesses = { ...settings?.guesses, [attempt.id]: attempt };
      change((kept) => ({ ...kept, settings: { ...settings, guesses } }));
    }

    /* Writes what `edit` makes of the log and of what was not kept. */
    function change(edit) {
      const before = read();
      const after = edit({ ...before, attempts: [...before.attempts, ...unkept] });
      byItem = quizbook.byItem(after.attempts);
      if (newer) return;
      if (isHeld) {
        [data, unkept, isLate] = [after, [], true];
        return;
      }
      try {
        if (broken) place().setItem(`${name}:aside:${Date.now()}`, known);
        place().setItem(name, (known = JSON.stringify(after)));
        [data, unkept, broken, log.trouble] = [after, [], false, ""];
      } catch {
        known = undefined;
        log.trouble ||= _("Not kept: this browser's storage is full.");
      }
    }

    /* Nothing is written before the function that this gives is called. */
    function hold() {
      isHeld = true;
      return () => {
        isHeld = false;
        if (isLate) change((kept) => kept);
        isLate = false;
      };
    }

    return log;
  };

  const { book, edition } = document.currentScript?.dataset ?? {};
  if (!book) return;
  quizbook.log = quizbook.openLog(book, edition);
  const isDoubted = document.documentElement.dataset.storage; // see page.js
  if (isDoubted) addEventListener("storage-known", quizbook.log.hold());
})();
