/* Questions as the build drew them, for a page that is not theirs. */
"use strict";
(() => {
  const { src } = document.currentScript;
  const loading = new Map();
  let count = 0;

  /* Runs a script that lies beside this one, once. */
  quizbook.load = (file) => {
    if (!loading.has(file)) {
      const wait = new Promise((resolve, reject) => {
        const script = Object.assign(document.createElement("script"), { src: new URL(file, src) });
        script.onload = resolve;
        script.onerror = () => reject(new Error(_("{file} is missing", { file })));
        document.head.append(script);
      });
      loading.set(file, wait);
    }
    return loading.get(file);
  };

  /* A question in a box, from the page of this name and address. */
  quizbook.drawn = async (page, address, id) => {
    await quizbook.load(`questions/${page.replaceAll("/", "--")}.js`);
    const box = Object.assign(document.createElement("div"), { className: "quiz-asked" });
    box.innerHTML = globalThis.quizbookQuestions[page][id]; // made by the build
    for (const link of box.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), address);
    for (const medium of box.querySelectorAll("[src]")) medium.src = new URL(medium.getAttribute("src"), address);
    count += 1;
    for (const control of box.querySelectorAll("[name]")) control.name = `asked${count}-${control.name}`;
    return box;
  };
})();
