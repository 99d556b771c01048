/* Functions of a learner's log that few pages need; the same in quizbook/learners, and
   tests/data/learners.json holds the cases that both have to pass. */
"use strict";
(() => {
  const day = (attempt) => attempt.at.slice(0, 10);
  const isRight = (attempt) => attempt.score === 1;

  /* What stands in either log, once by item and time, in the order of times; all else as in the
     first one. What cannot be read comes first, and is kept. */
  function merge(mine, theirs) {
    const united = new Map();
    for (const attempt of [...theirs.attempts, ...mine.attempts]) {
      const { id, at } = attempt ?? {};
      united.set(JSON.stringify(id && at ? [id, at] : attempt), attempt);
    }
    const when = (attempt) => Date.parse(attempt?.at) || 0;
    const order = ([a, x], [b, y]) => when(x) - when(y) || (a < b ? -1 : 1);
    const attempts = [...united].sort(order).map(([, attempt]) => attempt);
    const [since] = [mine.since, theirs.since].sort((a, b) => Date.parse(a) - Date.parse(b));
    return { ...theirs, ...mine, attempts, since };
  }

  /* For each group (`of` gives an item's): items answered, right at first, right at last, and
     those that are still wrong, by how sure the last answer was. */
  function profile(attempts, of) {
    const found = {};
    for (const [id, tries] of quizbook.byItem(attempts)) {
      if (!(id in of)) continue;
      const row = (found[of[id]] ??= { answered: 0, first: 0, last: 0, wrong: [0, 0, 0, 0] });
      const last = tries.at(-1);
      row.answered += 1;
      row.first += isRight(tries[0]);
      row.last += isRight(last);
      if (!isRight(last)) row.wrong[last.sure] += 1;
    }
    return found;
  }

  /* How often an answer was right, by how sure its reader was. Only an item's first answer of a
     day counts: after it the key is fresh. Partly right counts as wrong. */
  function calibration(attempts) {
    const found = [1, 2, 3].map((sure) => ({ sure, answered: 0, right: 0 }));
    for (const tries of quizbook.byItem(attempts).values())
      tries.forEach((attempt, n) => {
        if (!attempt.sure || (n && day(tries[n - 1]) === day(attempt))) return;
        found[attempt.sure - 1].answered += 1;
        found[attempt.sure - 1].right += isRight(attempt);
      });
    return found;
  }

  /* Pairs of items, one asked before and one after: the first answers of those answered twice. */
  function gain(attempts, pairs) {
    const tries = quizbook.byItem(attempts);
    const both = pairs
      .map((pair) => pair.map((id) => tries.get(id)?.[0]))
      .filter(([before, after]) => before && after)
      .map((pair) => pair.map(isRight));
    const count = (wanted) => both.filter(([b, a]) => b === wanted[0] && a === wanted[1]).length;
    return {
      pairs: both.length,
      kept: count([true, true]),
      gained: count([false, true]),
      lost: count([true, false]),
      open: count([false, false]),
    };
  }

  /* Memory: FSRS-6 with its default parameters, days by the reader's own calendar. */

  const W = [0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542];
  const FACTOR = 0.9 ** (-1 / W[20]) - 1;
  const dayNumber = (attempt) => Date.parse(`${day(attempt)}T00:00Z`) / 864e5;
  const rate = (attempt) => (isRight(attempt) ? [3, 2, 3, 4][attempt.sure] : 1);
  const within = (low, value, high) => Math.min(Math.max(value, low), high);
  const begin = (rating) => W[4] - Math.exp(W[5] * (rating - 1)) + 1;

  function harden(difficulty, rating) {
    const moved = difficulty - (W[6] * (rating - 3) * (10 - difficulty)) / 9;
    return within(1, W[7] * begin(4) + (1 - W[7]) * moved, 10);
  }

  function settle(stability, difficulty, days, rating) {
    if (days < 1) {
      const grown = Math.exp(W[17] * (rating - 3 + W[18])) * stability ** -W[19];
      return stability * (rating > 1 ? Math.max(grown, 1) : grown);
    }
    const forgotten = 1 - (1 + (FACTOR * days) / stability) ** -W[20];
    if (rating === 1) {
      const left = W[11] * difficulty ** -W[12] * ((stability + 1) ** W[13] - 1);
      return Math.min(left * Math.exp(forgotten * W[14]), stability / Math.exp(W[17] * W[18]));
    }
    const grown = Math.exp(W[8]) * (11 - difficulty) * stability ** -W[9];
    const eased = { 2: W[15], 4: W[16] }[rating] ?? 1;
    return stability * (1 + grown * (Math.exp(forgotten * W[10]) - 1) * eased);
  }

  /* What is left of one item's attempts: { stability, difficulty, due }, or null without any. */
  function memory(attempts) {
    let state = null;
    const [tries = []] = quizbook.byItem(attempts).values();
    for (const attempt of tries) {
      const rating = rate(attempt);
      const today = dayNumber(attempt);
      state = state
        ? {
            stability: settle(state.stability, state.difficulty, Math.max(0, today - state.day), rating),
            difficulty: harden(state.difficulty, rating),
            day: Math.max(today, state.day),
          }
        : { stability: W[rating - 1], difficulty: within(1, begin(rating), 10), day: today };
      state.stability = Math.max(state.stability, 0.001);
    }
    if (!state) return null;
    const { stability, difficulty } = state;
    const due = state.day + within(1, Math.round(stability), 36500);
    return { stability, difficulty, due: new Date(due * 864e5).toISOString().slice(0, 10) };
  }

  /* Review: what stumbled (missed, or right by a guess) until it is kept, and a sample of the rest;
     the rules stand in learners/review.py. */

  const isSuccess = (attempt) => isRight(attempt) && attempt.sure !== 1;
  const later = (when, days) => {
    const moved = new Date(Date.parse(`${when}T00:00Z`) + days * 864e5);
    return moved.toISOString().slice(0, 10);
  };
  const most = (days) => days.reduce((a, b) => (a > b ? a : b));
  const least = (days) => days.reduce((a, b) => (a < b ? a : b));

  /* An item's attempts, those of the future taken to come before all others: a clock was wrong. */
  function believed(tries, now) {
    const isPast = ({ at }) => Date.parse(at) <= Date.parse(now);
    const past = tries.filter(isPast);
    const first = past[0]?.at ?? now;
    const at = `${later(first.slice(0, 10), -1)}T00:00:00${/(Z|.{6})$/.exec(first)[0]}`;
    return [...tries.filter((a) => !isPast(a)).map((a) => ({ ...a, at })), ...past];
  }

  /* Missed, and not yet right on a later day. */
  function isWrong(tries) {
    const missed = tries.filter((a) => !isRight(a)).map(day);
    return missed.length > 0 && !tries.some((a) => isRight(a) && day(a) > most(missed));
  }

  function climb(id, group, tries) {
    const own = tries.get(id);
    const missed = own.filter((a) => !isRight(a));
    const fall = most(own.filter((a) => !isSuccess(a)).map(day));
    const good = own.filter((a) => isSuccess(a) && day(a) > fall).map(day);
    const partner = group[(group.indexOf(id) + 1) % group.length];
    const others = tries.get(partner) ?? [];
    const isLent = (a) => isSuccess(a) && a.where === "review" && day(a) > good[0];
    const lent = partner === id ? [] : others.filter(isLent);
    const days = [...good, ...lent.map(day)].sort();
    const enough = new Set(days).size >= (missed.some((a) => a.sure === 3) ? 3 : 2);
    const last = days.at(-1);
    if (enough && later(days[0], 7) <= last && later(fall, 21) <= last) return null;
    const urgency = isWrong(own) ? +(missed.at(-1).sure !== 3) : 2;
    const ask = days.length && others.every(isSuccess) ? partner : id;
    return { urgency, due: memory([...own, ...lent.map((a) => ({ ...a, id }))]).due, id, ask };
  }

  function sample(answered, tries) {
    const last = (id) => most(tries.get(id).map(day));
    const id = answered.reduce((a, b) => (last(b) < last(a) ? b : a));
    const rested = later(most(answered.map(last)), 21);
    return { urgency: 3, due: most([memory(tries.get(id)).due, rested]), id, ask: id };
  }

  /* What is to be asked again, of the items that `of` gives an objective. */
  function plan(attempts, of, now) {
    const tries = new Map();
    for (const [id, own] of quizbook.byItem(attempts))
      if (Object.hasOwn(of, id)) tries.set(id, believed(own, now));
    const groups = new Map();
    for (const [id, name] of Object.entries(of)) groups.set(name, [...(groups.get(name) ?? []), id]);
    const rows = [];
    let kept = 0;
    for (const group of groups.values()) {
      const stumbled = group.filter((id) => tries.get(id)?.some((a) => !isSuccess(a)));
      const active = stumbled.map((id) => climb(id, group, tries)).filter(Boolean);
      const answered = group.filter((id) => tries.has(id));
      kept += stumbled.length - active.length;
      if (active.length) rows.push(...active);
      else if (answered.length) rows.push(sample(answered, tries));
    }
    rows.sort((a, b) => a.urgency - b.urgency || (a.due < b.due ? -1 : +(a.due > b.due)));
    const today = now.slice(0, 10);
    const due = new Map();
    for (const { id, ask, due: when } of rows)
      if (when <= today && !due.has(ask)) due.set(ask, id);
    return {
      wrong: Object.keys(of).filter((id) => isWrong(tries.get(id) ?? [])),
      due: [...due].map(([ask, item]) => ({ item, ask })),
      next: rows.length ? most([today, least(rows.map((row) => row.due))]) : null,
      kept,
    };
  }

  Object.assign(quizbook, { merge, profile, calibration, gain, memory, plan });
})();
