/* Review: what was missed or unsure comes back, six questions a helping. What is due, and when, is
   said by log.js. Needs ask.js. */
"use strict";
(() => {
  const { log, make, button, count } = quizbook;
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
      if (kept) words.push(`${count(kept, "question")} that you once missed, or guessed, you now know for good.`);
      if (done >= HELPING || (done && !due.length)) words.unshift("That is enough for today.");
      else if (helping.length)
        words.unshift(`${count(helping.length, "question")} today. It takes about ${count(2 * helping.length, "minute")}.`);
      else if (next) words.unshift("Nothing to review today.");
      else words.unshift("Nothing to review yet. Answer questions in the chapters: what you miss, or are unsure of, comes back here.");
      if (next && !due.length) words.push(`The next ones come on ${quizbook.dayName(next)}, or whenever you come back after it.`);
      status.textContent = words.join(" ");
      stage.replaceChildren();
      if (helping.length) stage.append(start(done >= HELPING ? "A few more" : "Begin"));
    }

    /* Asks one after another; what is missed comes once more at the end. */
    async function run(ids) {
      const queue = ids.map((id) => ({ id, again: false }));
      const results = new Map();
      for (let n = 0; n < queue.length; n++) {
        const { id, again } = queue[n];
        const name = again ? "Once more" : `${n + 1} of ${ids.length}`;
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
            next.textContent = last() ? "Finish" : "Next question";
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
        make("li", {}, `${score === 1 ? "✓ right" : score ? "partly right" : "✗ not right"}: `, quizbook.mention(book, id)));
      stage.prepend(make("p", { tabIndex: -1 }, `Done: ${right} of ${results.size} right.`), make("ul", {}, ...told));
      stage.querySelector("p").focus();
    }

    begin();
  });
})();
