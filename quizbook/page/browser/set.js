/* A set of one's own: which questions, how many, timed or not, reasons when. Needs ask.js. */
"use strict";
(() => {
  const { log, make, button } = quizbook;

  quizbook.fill(".quiz-set", (place, book) => {
    const stage = make("div", {});
    const status = make("p", { role: "status" });
    const form = make("form", { className: "quiz-choose" });
    place.replaceChildren(form, status, stage);

    const all = Object.keys(quizbook.askable(book));
    const values = (key) => [...new Set(all.map((id) => book.items[id][key]).filter((value) => value !== undefined))];
    const select = (title, rows) => {
      const made = make("select", { name: title }, ...rows.map(([value, words]) => new Option(words, value)));
      form.append(make("label", {}, `${title} `, made));
      return made;
    };
    const any = ["", _("any")];
    const page = select(_("Chapter"), [any, ...book.pages.map(({ title }, n) => [n, title]).filter(([n]) => values("page").includes(n))]);
    const objective = select(_("Objective"), [any]);
    const pitfall = select(_("Pitfall"), [any, ...values("pitfall").map((id) => [id, book.pitfalls[id]])]);
    const levels = { recall: _("recall"), apply: _("apply"), analyse: _("analyse") };
    const level = select(_("Level"), [any, ...values("level").map((name) => [name, levels[name] ?? name])]);
    const audience = select(_("Written for"), [any, ...values("audience").map((name) => [name, _("{audience}s", { audience: name })])]);
    const known = select(_("So far"), [any, ["open", _("not answered")], ["wrong", _("still wrong")]]);
    const many = select(_("How many"), [5, 10, 20, 40].map((n) => [n, n]));
    const when = select(_("Reasons"), [["once", _("after each question")], ["end", _("at the end")]]);
    const timed = select(_("Time"), [["", _("no limit")], [60, _("one minute a question")], [90, _("a minute and a half a question")]]);
    many.value = 10;
    const begin = button(_("Begin"), () => {
      const ids = quizbook.scatter(chosen()).slice(0, +many.value);
      if (ids.length) run(ids, when.value === "end", +timed.value * ids.length);
    });
    begin.className = "quiz-main";
    form.append(make("p", { className: "quiz-actions" }, begin));

    function fits(id) {
      const item = book.items[id];
      const wanted = { page, objective, pitfall, level, audience };
      if (Object.entries(wanted).some(([key, { value }]) => value && String(item[key]) !== value)) return false;
      if (known.value === "open") return !log.tries(id).length;
      return known.value !== "wrong" || wrong.includes(id);
    }

    let wrong = [];
    const chosen = () => {
      wrong = quizbook.plan(log.read().attempts, quizbook.askable(book), quizbook.now()).wrong;
      return all.filter(fits);
    };

    /* Objectives are those of the chapter that is chosen. */
    function offerObjectives() {
      const ids = all.filter((id) => !page.value || String(book.items[id].page) === page.value);
      const names = page.value ? [...new Set(ids.map((id) => book.items[id].objective))] : [];
      objective.replaceChildren(...[any, ...names.map((name) => [name, book.objectives[name]])].map(([value, words]) => new Option(words, value)));
      objective.disabled = !names.length;
    }

    function tell() {
      const n = chosen().length;
      status.textContent = n ? ngettext("{n} question to choose from.", "{n} questions to choose from.", n) : _("No question fits all of this: leave a condition out.");
      begin.ariaDisabled = String(!n);
    }

    form.onchange = ({ target }) => {
      if (target === page) offerObjectives();
      tell();
    };

    async function run(ids, atEnd, seconds) {
      form.hidden = true;
      status.textContent = "";
      const given = new Map();
      const boxes = [];
      const finishing = [];
      let over = false;
      const clock = make("p", { role: "timer" });
      const hand = button(atEnd ? _("Hand in") : _("Finish"), () => finish());
      const host = { tries: () => [], record: (attempt) => {
        log.record({ ...attempt, where: "set" });
        if (!given.has(attempt.id)) given.set(attempt.id, attempt.score);
        status.textContent = log.trouble;
      } };
      try {
        for (const [n, id] of ids.entries()) boxes.push(await quizbook.ask(id, _("{n} of {all}", { n: n + 1, all: ids.length }), host));
      } catch ({ message }) {
        status.textContent = _("This set cannot be shown: {fault}.", { fault: message });
        form.hidden = false;
        return;
      }
      for (const box of atEnd ? boxes : []) {
        box.classList.add("quiz-later");
        box.addEventListener("keydown", (event) => event.key === "Enter" && !over && event.stopPropagation(), true);
      }
      stage.replaceChildren(...(seconds ? [clock] : []), ...boxes, make("p", { className: "quiz-actions" }, hand));
      boxes[0].querySelector("legend").focus();
      const end = Date.now() + seconds * 1000;
      const tick = () => {
        const left = Math.max(0, Math.round((end - Date.now()) / 1000));
        const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
        clock.textContent = _("{time} left", { time });
        if (!left) finish(_("The time is over. "));
      };
      const ticking = seconds && setInterval(tick, 500);
      if (seconds) tick();

      function finish(why = "") {
        if (over) return;
        clearInterval(ticking);
        over = true;
        for (const box of atEnd ? boxes : []) {
          const quiz = box.querySelector(".quiz");
          const { answers, score } = quiz.parts.read();
          if (score === null) continue;
          const attempt = quiz.parts.note(answers, score, "set");
          finishing.push([quiz, attempt]);
          host.record(attempt);
        }
        for (const box of boxes) box.classList.remove("quiz-later");
        for (const [quiz, attempt] of finishing) quiz.parts.reveal(attempt)();
        for (const box of boxes) box.querySelector(".quiz").parts.lock();
        const right = [...given.values()].filter((score) => score === 1).length;
        const open = ids.length - given.size;
        const words = open
          ? _("{right} of {all} right, {open} not answered.", { right, all: ids.length, open })
          : _("{right} of {all} right.", { right, all: ids.length });
        const result = make("p", { tabIndex: -1, className: "quiz-result" }, `${why}${words} ${log.trouble}`);
        clock.remove();
        hand.replaceWith(button(_("Another set"), () => {
          stage.replaceChildren();
          form.hidden = false;
          tell();
          page.focus();
        }));
        stage.prepend(result);
        result.focus({ preventScroll: true });
        result.scrollIntoView({ block: "center" });
      }
    }

    offerObjectives();
    tell();
  });
})();
