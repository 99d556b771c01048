/* Figures to play with. The HTML is complete: this adds redrawing, readouts and settings to try.
   A page loads it as a classic script, which works from disk, and Vega only when a figure comes
   into view; the widget appends `export default quizbookFigures.widget;`. */
"use strict";
const quizbookFigures = (() => {
  const QUIET = 400; // ms without a move before a screen reader is told

  const all = (root, selector) => [...root.querySelectorAll(selector)];

  function enhance(figure, host) {
    const data = JSON.parse(figure.querySelector("script").textContent);
    const controls = all(figure, "input, select");
    const drawing = figure.querySelector(".explore-drawing");
    const readout = figure.querySelector(".explore-readout");
    const status = figure.querySelector(".explore-status");
    let view, frame, pause;
    readout.ariaHidden = "true"; // from here on the status says it

    const places = () => controls.map((control) => Number(control.value));

    function draw() {
      frame = 0;
      if (!view) return;
      places().forEach((place, n) => view.signal(data.controls[n].name, data.controls[n].values[place]));
      view.run();
    }

    function say() {
      status.textContent = readout.textContent;
    }

    function show() {
      let point = 0;
      places().forEach((place, n) => {
        const text = data.controls[n].texts[place];
        point = point * data.controls[n].values.length + place;
        if (controls[n].type !== "range") return;
        controls[n].setAttribute("aria-valuetext", text);
        controls[n].previousElementSibling.textContent = text;
      });
      readout.textContent = data.readouts[point];
      clearTimeout(pause);
      pause = setTimeout(say, QUIET);
      frame ||= requestAnimationFrame(draw);
    }

    function move() {
      show();
      host.moved?.(Object.fromEntries(places().map((p, n) => [data.controls[n].name, data.controls[n].values[p]])));
    }

    function goTo(wanted) {
      controls.forEach((control, n) => (control.value = wanted[n]));
    }

    async function wake() {
      const vega = await host.vega();
      const old = drawing.querySelector("svg");
      const box = document.createElement("div"); // Vega names it as it likes, so it is hidden
      const fresh = new vega.View(vega.parse(data.spec), { renderer: "svg", container: box, hover: false });
      await fresh.runAsync();
      view = fresh;
      draw(); // what was moved meanwhile
      box.ariaHidden = "true";
      drawing.role = "img";
      drawing.ariaLabel = data.alt;
      drawing.style.maxWidth = old.style.maxWidth;
      drawing.replaceChildren(box);
    }

    function setValues(values) {
      const wanted = data.controls.map((control) => control.values.indexOf(values[control.name]));
      if (String(wanted) === String(places())) return;
      goTo(wanted);
      show();
    }

    for (const control of controls) control.oninput = move;
    all(figure, "button").forEach((button, n) => {
      button.onclick = () => {
        goTo(data.states[n]);
        move();
      };
    });
    return { wake, setValues };
  }

  /* The page: Vega is one file beside this one. */
  function startPage(address) {
    let asked;
    const host = {
      vega: () =>
        (asked ||= new Promise((resolve, reject) => {
          const script = document.createElement("script");
          Object.assign(script, { src: address, onload: () => resolve(window.vega), onerror: reject });
          document.head.append(script);
        })),
    };
    const sleeping = new Map();
    const seen = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        seen.unobserve(target);
        sleeping.get(target).wake();
      }
    });
    for (const figure of all(document, ".explore")) {
      sleeping.set(figure, enhance(figure, host));
      seen.observe(figure);
    }
  }

  /* The notebook: Python sends Vega, once for all figures. */
  function askKernel(model) {
    return (globalThis.quizbookVega ||= new Promise((resolve) => {
      model.on("msg:custom", async (message) => {
        if (!message.vega) return;
        const url = URL.createObjectURL(new Blob([message.vega], { type: "text/javascript" }));
        await import(url);
        resolve(globalThis.vega);
      });
      model.send({ ask: "vega" });
    }));
  }

  const widget = {
    render({ model, el }) {
      el.innerHTML = model.get("_html");
      const host = {
        vega: () => askKernel(model),
        moved(values) {
          model.set("values", values);
          model.save_changes();
        },
      };
      const figure = enhance(el.querySelector(".explore"), host);
      const follow = () => figure.setValues(model.get("values"));
      model.on("change:values", follow);
      follow();
      figure.wake();
      return () => model.off("change:values", follow);
    },
  };

  const script = document.currentScript;
  if (script) {
    const address = new URL(script.dataset.vega, script.src).href;
    document.addEventListener("DOMContentLoaded", () => startPage(address));
  }
  return { enhance, widget };
})();
