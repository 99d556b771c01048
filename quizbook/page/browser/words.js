/* Grades typed words. Loaded before quiz.js where a page asks for some; agrees with bank/grade.py:
   tests/data/grading.json. */
"use strict";
(() => {
  /* As Python folds case and drops accents, punctuation and spaces. */
  const fold = (typed) =>
    typed.normalize("NFKD").toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ")
      .normalize("NFKD").replace(/[^\p{L}\p{N}+#%]/gu, "");

  quizbook.words = {
    grade: (right, typed) => (fold(typed) ? +right.includes(fold(typed)) : null),
    find: (reasons, typed) =>
      reasons.find(({ dataset }) => dataset.value.split(" ").includes(fold(typed))),
  };
})();
