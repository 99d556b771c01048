/* My progress: what a reader knew, knows, and believes, from the log of this browser. Needs log.js,
   ask.js and keep.js. */
"use strict";
(() => {
  const { log, make } = quizbook;
  const LEAST = 3; // answers, before anything is said of them
  const SHOWN = 6; // questions of a list, before it is unfolded

  const percent = (part, whole) => _("{n} %", { n: Math.round((100 * part) / whole) });

  /* A bar whose parts say nothing that the words beside it do not. */
  function bar(parts, whole) {
    const made = make("span", { className: "quiz-bar", ariaHidden: "true" });
    for (const [kind, n] of parts) {
      const part = make("span", { className: `quiz-bar-${kind}` });
      part.style.inlineSize = `${(100 * n) / whole}%`;
      if (n) made.append(part);
    }
    return made;
  }

  function table(caption, heads, rows) {
    const made = make("table", { className: "table quiz-table" });
    made.append(make("caption", {}, caption));
    made.createTHead().insertRow().append(...heads.map((head) => make("th", { scope: "col" }, head)));
    const body = made.createTBody();
    for (const [first, ...cells] of rows)
      body.insertRow().append(make("th", { scope: "row" }, first), ...cells.map((cell) => make("td", {}, cell)));
    return make("div", { className: "pst-scrollable-table-container", tabIndex: 0 }, made);
  }

  const standing = ({ answered, first, last }) =>
    answered < LEAST ? [`${answered}`, _("not enough yet"), ""] : [`${answered}`, percent(first, answered), percent(last, answered)];

  function section(title, ...content) {
    return make("section", {}, make("h2", {}, title), ...content);
  }

  function list(book, ids, words) {
    const rows = ids.map((id) => make("li", {}, quizbook.mention(book, id)));
    const part = (shown) => make("ul", { className: "quiz-list" }, ...shown);
    const rest = rows.slice(SHOWN);
    const fold = make("details", {}, make("summary", {}, _("{n} more", { n: rest.length })), part(rest));
    return [make("p", {}, words), part(rows.slice(0, SHOWN)), ...(rest.length ? [fold] : [])];
  }

  function wrong(book, attempts, of) {
    const ids = quizbook.plan(attempts, of, quizbook.now()).wrong;
    if (!ids.length) return [];
    const isSure = (id) => log.tries(id).findLast((a) => a.score < 1).sure === 3;
    const [sure, others] = [ids.filter(isSure), ids.filter((id) => !isSure(id))];
    return [section(
      _("What is still wrong"),
      ...(sure.length ? list(book, sure, _("You were sure, and it was not right:")) : []),
      ...(others.length ? list(book, others, sure.length ? _("And these:") : _("Not right yet:")) : []),
      make("p", {}, _("A question leaves this list by a right answer on a later day: at once, the reasons are still in your ear. Review brings them.")),
    )];
  }

  function chapters(book, attempts) {
    const ids = Object.keys(book.items);
    const groups = (key) => quizbook.profile(attempts, Object.fromEntries(ids.map((id) => [id, book.items[id][key]])));
    const [byPage, byObjective] = [groups("page"), groups("objective")];
    const none = { answered: 0, first: 0, last: 0 };
    const heads = [_("Objective"), _("Answered"), _("Right at first"), _("Right at last")];
    const folds = book.pages.map(({ title }, page) => {
      const mine = ids.filter((id) => book.items[id].page === page);
      const row = byPage[page] ?? none;
      const objectives = [...new Set(mine.map((id) => book.items[id].objective))];
      const rows = objectives.map((name) => [book.objectives[name], ...standing(byObjective[name] ?? none)]);
      const words = row.answered ? _("{n} of {all} answered, {right} right at last", { n: row.answered, all: mine.length, right: row.last }) : _("not begun");
      const still = row.answered - row.last;
      return make(
        "details",
        { className: "quiz-chapter" },
        make("summary", {}, _("{title}: {words} ", { title, words }), bar([["right", row.last], ["wrong", still]], mine.length)),
        table(title, heads, rows),
      );
    });
    return section(_("By chapter and objective"), ...folds);
  }

  /* Which misconceptions are still held, and how surely. */
  function pitfalls({ pitfalls: texts, items }, attempts) {
    const of = Object.entries(items).filter(([, { pitfall }]) => pitfall);
    const found = quizbook.profile(attempts, Object.fromEntries(of.map(([id, { pitfall }]) => [id, pitfall])));
    const rows = Object.entries(texts).map(([id, text]) => {
      const { answered = 0, last, wrong } = found[id] ?? {};
      if (answered < LEAST) return make("li", {}, text, make("br", {}), _("Not enough yet."));
      const [unasked, guess, think, sure] = wrong;
      const doubtful = unasked + guess + think;
      const words = _("Of {n} answers, {sure} wrong and sure, {doubtful} wrong and less sure, {right} right.", { n: answered, sure, doubtful, right: last });
      const parts = [["sure", sure], ["wrong", doubtful], ["right", last]];
      return make("li", {}, text, bar(parts, answered), words);
    });
    return section(
      _("The pitfalls, and which you still fall into"),
      make("ul", { className: "quiz-profile" }, ...rows),
      make("p", { className: "quiz-hint" }, _("Dark: wrong and sure. Striped: wrong. Plain: right. What counts is your last answer to each question.")),
    );
  }

  function calibration(attempts) {
    const names = ["", _("guess"), _("think so"), _("sure")];
    const rows = quizbook.calibration(attempts).map(({ sure, answered, right }) => {
      const name = names[sure];
      if (answered < LEAST) {
        const answers = ngettext("{n} answer", "{n} answers", answered);
        return make("li", {}, _("“{name}”: not enough yet ({answers}).", { name, answers }));
      }
      const share = percent(right, answered);
      const words = _("When you said “{name}”: {share} right, {n} answers. ", { name, share, n: answered });
      return make("li", {}, words, bar([["right", right], ["wrong", answered - right]], answered));
    });
    return section(
      _("How well you know what you know"),
      make("ul", { className: "quiz-profile" }, ...rows),
      make("p", { className: "quiz-hint" }, _("A partly right answer counts as wrong here, and of each question only the first answer of a day counts.")),
    );
  }

  /* The halves of a self-test: first answers to pairs of questions, by objective. */
  function gains({ halves, items, objectives }, attempts) {
    return halves.flatMap((pairs) => {
      const all = quizbook.gain(attempts, pairs);
      if (!all.pairs) return [];
      const row = (title, { pairs: n, kept, gained, lost, open }) => [title, `${n}`, `${kept + lost}`, `${kept + gained}`, `${gained}`, `${lost}`, `${open}`];
      const names = [...new Set(pairs.map(([id]) => items[id]?.objective))].filter(Boolean);
      const rows = names.map((name) => [name, quizbook.gain(attempts, pairs.filter(([id]) => items[id]?.objective === name))]);
      const told = rows.filter(([, found]) => found.pairs).map(([name, found]) => row(objectives[name], found));
      const heads = [_("Objective"), _("Pairs"), _("Right before"), _("Right after"), _("Gained"), _("Lost"), _("Still open")];
      const note = all.pairs < LEAST ? _("Not enough yet to say anything.") : _("One pair is a coin's throw.");
      return [section(_("Before and after"), table(_("First answers to the pairs of the self-test"), heads, [...told, row(_("All"), all)]), make("p", {}, note, _(" The second test may have been the easier one.")))];
    });
  }

  function unknown({ items, retired }) {
    const others = [...quizbook.byItem(log.read().attempts).keys()].filter((id) => !(id in items));
    const gone = others.filter((id) => id in retired);
    if (!gone.length) return [];
    const rows = gone.map((id) => make("li", {}, _("Withdrawn: {why}", { why: retired[id] })));
    return [section(_("Questions that were withdrawn after you had answered them"), make("ul", {}, ...rows))];
  }

  quizbook.fill(".quiz-progress", (place, book) => {
    const shown = make("div", {});
    const data = make("section", {}, make("h2", {}, _("Your data")));
    place.replaceChildren(shown, data);

    function draw() {
      const of = quizbook.askable(quizbook.settle(book)); // a test that waits for its other half tells nothing yet
      const attempts = log.read().attempts.filter((a) => a?.id in of);
      const known = Object.keys(of).filter((id) => log.tries(id).length);
      const right = (n) => known.filter((id) => log.tries(id).at(n).score === 1).length;
      if (!known.length) {
        const { trouble } = log;
        shown.replaceChildren(make("p", {}, trouble
          ? _("What you answer cannot be gathered here. {trouble}", { trouble })
          : _("Nothing answered yet in this browser. Whatever you answer in the chapters is gathered here.")));
        return;
      }
      const said = _("{n} of {all} questions answered: {first} right at first, {last} right at last. ", {
        n: known.length, all: Object.keys(book.items).length, first: right(0), last: right(-1),
      });
      const quiet = make("p", { className: "quiz-hint" }, _("This lives in this browser only, and nothing is sent anywhere. "), log.trouble);
      shown.replaceChildren(
        make("p", {}, said), quiet, ...wrong(book, attempts, of), pitfalls(book, attempts),
        calibration(attempts), ...gains(book, attempts), chapters(book, attempts), ...unknown(book),
      );
    }

    draw();
    quizbook.keepData(data, draw);
    quizbook.offerRecord(data, book);
  });
})();
