/* Exams: nothing is revealed until all is handed in, and a key may wait for another exam.
   Needs quiz.js, which has made every question ready. */
quizbook.takeExam = (section, host) => {
  const quizzes = [...section.querySelectorAll(".quiz")];
  const button = section.querySelector(".quiz-hand-in");
  const result = section.querySelector(".quiz-result");
  const records = () => quizzes.map((quiz) => host.recall(quiz.dataset.item));
  const isHandedIn = () => records().every((record) => record);

  function waitsFor() {
    const other = document.querySelector(`.quiz-exam[data-group="${section.dataset.after}"]`);
    return other && !other.exam?.isHandedIn() ? other : null;
  }

  /* Puts a kept answer back into the controls, so that its reasons can be shown beside it. */
  function restore(quiz, answers) {
    const order = JSON.parse(quiz.dataset.key).type === "order";
    [...quiz.querySelectorAll("input, select")].forEach((control, n) => {
      if (control.type === "radio" || control.type === "checkbox")
        control.checked = answers.includes(control.value);
      else if (order) control.value = String(answers.indexOf(control.dataset.step) + 1);
      else control.value = answers[n];
    });
  }

  function show() {
    if (!isHandedIn()) return;
    button.hidden = true;
    const kept = records();
    quizzes.forEach((quiz, n) => {
      restore(quiz, kept[n].first.answers);
      quiz.parts.lock();
    });
    const other = waitsFor();
    if (other) {
      const title = other.querySelector(".quiz-group-title").textContent;
      result.textContent = `Handed in. Your answers are kept; the key waits for “${title}”.`;
      return;
    }
    quizzes.forEach((quiz, n) => quiz.parts.reveal(kept[n].first.answers, kept[n].first.score));
    const right = kept.filter((record) => record.first.score === 1).length;
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
    const time = new Date().toISOString();
    quizzes.forEach((quiz, n) => {
      const { item, fingerprint } = quiz.dataset;
      host.record(item, { ...read[n], sure: false, time }, fingerprint);
    });
    for (const other of document.querySelectorAll(".quiz-exam")) other.exam?.show();
    result.tabIndex = -1;
    result.focus();
  };
  section.exam = { show, isHandedIn };
  show();
};
if (document.currentScript) {
  const host = quizbook.pageHost(document.currentScript.dataset.book);
  document.addEventListener("DOMContentLoaded", () => {
    const sections = [...document.querySelectorAll(".quiz-exam")];
    for (const section of sections) quizbook.takeExam(section, host);
    for (const section of sections) section.exam.show();
  });
}
