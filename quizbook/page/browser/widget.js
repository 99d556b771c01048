/* The questions in a live notebook: what is answered goes to the widget's traits. Ends the module
   that begins with the scripts of the page. */
export default {
  render({ model, el }) {
    el.innerHTML = model.get("_html");
    const kept = [];
    const host = {
      tries: (id) => kept.filter((attempt) => attempt.id === id),
      record(...attempts) {
        kept.push(...attempts);
        model.set("answers", attempts.at(-1).answers);
        model.set("score", attempts.at(-1).score);
        model.set("attempts", [...model.get("attempts"), ...attempts]);
        model.save_changes();
      },
    };
    quizbook.enhanceAll(el, host);
    for (const section of el.querySelectorAll(".quiz-exam")) quizbook.takeExam(section, host);
  },
};
