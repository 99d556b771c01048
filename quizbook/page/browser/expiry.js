/* Warns, by the reader's own date, where a book is past the day until which it holds. */
"use strict";
(() => {
  const two = (number) => String(number).padStart(2, "0");
  const now = new Date();
  const today = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  document.addEventListener("DOMContentLoaded", () => {
    for (const note of document.querySelectorAll(".quiz-expires")) {
      const day = note.className.match(/expires-(\d{4}-\d\d-\d\d)/)[1];
      if (today <= day) continue;
      const warning = document.createElement("strong");
      warning.textContent = _("This edition is past its date. ");
      note.prepend(warning);
      note.classList.add("is-expired");
    }
  });
})();
