/* Review: what was missed or unsure comes back, six questions a helping. What is due, and when, is
   said by log.js. Needs ask.js. */
"use strict";
(() => {
  const { log, make, button } = quizbook;
  const HELPING = 6;

  quizbook.fill(".quiz-review", (place, book) => {
    const of = quizbook.askable(book);
    const planned = () => quizbook.plan(log.read().attempts, of, quizbook.now());
    const status = make("p", { role: "status" });
    const stage = make("div", {});
    place.replaceChildren(status, stage);

    const reviewedToday = () => {
      const today = quizbook.now().slice(0, 10);
      const isNow = ({ where, at }) => where === "review" && at.startsWith(today);
      return new Set(log.read().attempts.filter((a) => a && isNow(a)).map(({ id }) => id)).size;
    };

    function begin() {
      const { due, next, kept } = planned();
      const done = reviewedToday();
      const helping = due.slice(0, HELPING);
      const start = (words) => button(words, () => run(helping.map(({ ask }) => ask)));
      const words = [];
      if (kept) words.push(ngettext(
        "{n} question that you once missed, or guessed, you now know for good.",
        "{n} questions that you once missed, or guessed, you now know for good.", kept));
      if (done >= HELPING || (done && !due.length)) words.unshift(_("That is enough for today."));
      else if (helping.length)
        words.unshift(ngettext(
          "{n} question today. It takes about {minutes} minutes.",
          "{n} questions today. It takes about {minutes} minutes.",
          helping.length, { minutes: 2 * helping.length }));
      else if (next) words.unshift(_("Nothing to review today."));
      else words.unshift(_("Nothing to review yet. Answer questions in the chapters: what you miss, or are unsure of, comes back here."));
      if (next && !due.length) words.push(_("The next ones come on {day}, or whenever you come back after it.", { day: quizbook.dayName(next) }));
      status.textContent = words.join(" ");
      stage.replaceChildren();
      if (helping.length) stage.append(start(done >= HELPING ? _("A few more") : _("Begin")));
    }

    /* Asks one after another; what is missed comes once more at the end. */
    async function run(ids) {
      const queue = ids.map((id) => ({ id, again: false }));
      const results = new Map();
      for (let n = 0; n < queue.length; n++) {
        const { id, again } = queue[n];
        const name = again ? _("Once more") : _("{n} of {all}", { n: n + 1, all: ids.length });
        status.textContent = "";
        await new Promise((goOn) => {
          const last = () => n === queue.length - 1;
          const next = button("", goOn);
          next.hidden = true;
          const record = (attempt) => {
            log.record({ ...attempt, where: "review" });
            if (!next.hidden) return;
            if (!again) results.set(id, attempt.score);
            if (attempt.score < 1 && !again) queue.push({ id, again: true });
            status.textContent = log.trouble;
            next.textContent = last() ? _("Finish") : _("Next question");
            next.hidden = false;
          };
          const host = { tries: () => [], record };
          quizbook.ask(id, name, host).then((box) => {
            box.append(make("p", { className: "quiz-actions" }, next));
            stage.replaceChildren(box);
            box.querySelector("legend").focus();
          }, goOn);
        });
      }
      finish(results);
    }

    function finish(results) {
      const right = [...results.values()].filter((score) => score === 1).length;
      begin();
      const told = [...results].map(([id, score]) =>
        make("li", {}, `${score === 1 ? _("✓ right") : score ? _("partly right") : _("✗ not right")}: `, quizbook.mention(book, id)));
      stage.prepend(make("p", { tabIndex: -1 }, _("Done: {right} of {all} right.", { right, all: results.size })), make("ul", {}, ...told));
      stage.querySelector("p").focus();
    }

    begin();
  });
})();
