/* Unfolding cases: a step opens when all before it are answered, and the first answer stands.
   Needs quiz.js, which has made every question ready. */
"use strict";
quizbook.unfold = (section) => {
  const steps = [...section.querySelectorAll(".quiz-step")];
  const open = steps.findIndex((step) => step.querySelector(".quiz:not([data-score])"));
  const last = open < 0 ? steps.length - 1 : open;
  const name = (n) => _("Step {n} of {all}", { n: n + 1, all: steps.length });
  const make = (textContent, className) =>
    Object.assign(document.createElement("p"), { textContent, className });
  let told = section.querySelector(".quiz-told");
  if (!told) {
    steps.forEach((step, n) => step.prepend(make(name(n), "quiz-step-name")));
    section.append((told = make("", "quiz-told")));
    told.role = "status";
  } else if (open < 0) told.textContent = _("Every step is answered.");
  else if (!steps[last].matches(".quiz-open, .quiz-shown")) told.textContent = _("{step} is open.", { step: name(last) });
  steps.forEach((step, n) => {
    step.classList.toggle("quiz-open", n <= last);
    const answered = [...step.querySelectorAll(".quiz")].at(-1);
    if (n < last) answered.parts.on.textContent = _("Go to step {n} of {all}", { n: n + 2, all: steps.length });
  });
};
