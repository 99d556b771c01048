/* Getting about a page: raises a curtain once its question is answered, opens whatever hides the
   place that a link leads to, and reads on after a question. Needs store.js. */
"use strict";
quizbook.raise = (item) => {
  for (const curtain of document.querySelectorAll(`.curtain[data-for~="${item}"]`))
    curtain.open = curtain.hidden = true;
};
(() => {
  quizbook.uncover = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let place = target; place; place = place.parentElement) {
      const before = place.previousElementSibling;
      if (place.tagName === "DETAILS") place.open = true;
      if (place.matches(".curtain-body")) before.open = true;
      if (place.matches(".sd-tab-content")) before.previousElementSibling.checked = true;
      if (place.matches(".quiz-step"))
        for (let step = place; step; step = step.previousElementSibling)
          step.classList.add("quiz-shown");
    }
    target?.scrollIntoView();
  };

  /* Goes to what follows a question: past its reasons, and past what cannot be seen. */
  function readOn(quiz) {
    let next = quiz;
    do {
      while (!next.nextElementSibling) next = next.parentElement;
      next = next.nextElementSibling;
    } while (!next.checkVisibility() || next.matches(".quiz-told"));
    next.tabIndex = -1;
    next.scrollIntoView();
    next.focus({ preventScroll: true });
  }

  document.addEventListener("click", ({ target }) => {
    if (target.matches(".quiz-on")) readOn(target.closest(".quiz"));
  });
  addEventListener("hashchange", quizbook.uncover);
  document.addEventListener("DOMContentLoaded", () => location.hash && quizbook.uncover());
})();
