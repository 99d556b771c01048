/* Exams: nothing is revealed until all is handed in, and a key may wait for another exam.
   Needs quiz.js, which has made every question ready. */
quizbook.takeExam = (section, host) => {
  const quizzes = [...section.querySelectorAll(".quiz")];
  const button = section.querySelector(".quiz-hand-in");
  const result = section.querySelector(".quiz-result");
  const controls = (quiz) =>
    [...quiz.querySelectorAll("input, select")].filter((c) => !c.closest(".quiz-sure"));
  const isTicked = (control) => control.type === "radio" || control.type === "checkbox";
  const firsts = () => quizzes.map((quiz) => host.tries(quiz.dataset.item)[0]);
  const isHandedIn = () => firsts().every((first) => first);

  function waitsFor() {
    const other = document.querySelector(`.quiz-exam[data-group="${section.dataset.after}"]`);
    return other && !other.exam?.isHandedIn() ? other : null;
  }

  /* What has been given outlives a reload, until all is handed in or the item is revised. */
  function keepDraft() {
    const draft = {};
    for (const quiz of quizzes) {
      const { item, v } = quiz.dataset;
      const given = controls(quiz).map((c) => (isTicked(c) ? c.checked : c.value));
      draft[item] = { v, given };
    }
    host.keep?.(section.dataset.group, isHandedIn() ? null : draft);
  }

  function resume() {
    const draft = host.kept?.(section.dataset.group) ?? {};
    for (const quiz of quizzes) {
      const kept = draft[quiz.dataset.item];
      if (kept?.v !== quiz.dataset.v) continue;
      controls(quiz).forEach((c, n) => (c[isTicked(c) ? "checked" : "value"] = kept.given[n]));
    }
  }

  /* Puts a kept answer back into the controls, so that its reasons can be shown beside it. */
  function restore(quiz, answers) {
    const order = JSON.parse(quiz.dataset.key).type === "order";
    controls(quiz).forEach((control, n) => {
      if (isTicked(control)) control.checked = answers.includes(control.value);
      else if (order) control.value = String(answers.indexOf(control.dataset.step) + 1);
      else control.value = answers[n];
    });
  }

  function show() {
    if (!isHandedIn()) return;
    button.hidden = true;
    const kept = firsts();
    quizzes.forEach((quiz, n) => {
      restore(quiz, kept[n].answers);
      quiz.parts.lock();
    });
    const other = waitsFor();
    if (other) {
      const title = other.querySelector(".quiz-group-title").textContent;
      result.textContent = `Handed in. Your answers are kept; the key waits for “${title}”.`;
      return;
    }
    quizzes.forEach((quiz, n) => quiz.parts.reveal(kept[n].answers, kept[n].score));
    const right = kept.filter((first) => first.score === 1).length;
    result.textContent = `Handed in: ${right} of ${kept.length} right.`;
  }

  button.onclick = () => {
    const read = quizzes.map((quiz) => quiz.parts.read());
    const open = read.flatMap(({ score }, n) => (score === null ? [quizzes[n]] : []));
    if (open.length) {
      const first = open[0].querySelector(".quiz-number").textContent.toLowerCase();
      result.textContent = `Not handed in yet: ${open.length} open, the first is ${first}.`;
      return;
    }
    const { where } = section.dataset;
    host.record(...quizzes.map((q, n) => q.parts.note(read[n].answers, read[n].score, where)));
    keepDraft();
    for (const other of document.querySelectorAll(".quiz-exam")) other.exam?.show();
    result.tabIndex = -1;
    result.focus();
  };
  section.addEventListener("change", keepDraft);
  section.exam = { show, isHandedIn };
  resume();
  show();
};
if (quizbook.log) {
  const place = (group) => `${quizbook.log.name}:${group}`;
  const host = {
    ...quizbook.log,
    kept(group) {
      try {
        return JSON.parse(localStorage.getItem(place(group)));
      } catch {}
    },
    keep(group, draft) {
      try {
        if (draft) localStorage.setItem(place(group), JSON.stringify(draft));
        else localStorage.removeItem(place(group));
      } catch {}
    },
  };
  document.addEventListener("DOMContentLoaded", () => {
    const sections = [...document.querySelectorAll(".quiz-exam")];
    for (const section of sections) quizbook.takeExam(section, host);
    for (const section of sections) section.exam.show();
  });
}
