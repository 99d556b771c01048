/* Figures to play with. The HTML is complete: this adds redrawing, readouts and settings to try.
   A page loads it as a classic script, which works from disk, and Vega, which weighs more than the
   page, only when a hand comes near a figure; the widget appends `export default quizbookFigures.widget;`. */
"use strict";
const quizbookFigures = (() => {
  const QUIET = 400; // ms without a move before a screen reader is told

  const all = (root, selector) => [...root.querySelectorAll(selector)];

  /* A number and its unit share a line. */
  const keepUnits = (words) => words.replace(/(\d) (?=[^\s\d]{1,3}([\s,.;:)]|$))/g, "$1\u00a0");

  /* A strict content security policy refuses functions made from text: then Vega interprets. */
  const isStrict = () => {
    try {
      return !new Function("return 1");
    } catch {
      return true;
    }
  };

  /* A table comes by its columns; each value of a column stands in so many rows, then the next. */
  function withRows(spec) {
    const data = spec.data?.map(({ columns, rows, ...source }) => {
      if (!columns) return source;
      const cell = (n) => ([name, { each, values }]) => [name, values[Math.floor(n / each) % values.length]];
      const values = Array.from({ length: rows }, (_, n) => Object.fromEntries(Object.entries(columns).map(cell(n))));
      return { ...source, values };
    });
    return { ...spec, data };
  }

  function draw(vega, spec, container) {
    const strict = isStrict();
    const options = { renderer: "svg", container, hover: false };
    if (strict) options.expr = vega.expressionInterpreter;
    return new vega.View(vega.parse(withRows(spec), null, { ast: strict }), options);
  }

  function enhance(figure, host) {
    const data = JSON.parse(figure.querySelector("script").textContent);
    const controls = all(figure, ".explore-control :is(input, select)");
    const drawing = figure.querySelector(".explore-drawing");
    const readout = figure.querySelector(".explore-readout");
    const status = figure.querySelector(".explore-status");
    let view, frame, pause;
    const board = figure.querySelector(".explore-controls");
    const start = controls.map((control) => control.value);
    readout.ariaHidden = "true"; // from here on the status says it
    rest(false);
    say();
    keepRoom();

    function rest(yes) {
      board.disabled = yes;
      figure.querySelector(".explore-still").hidden = !yes;
      const drill = figure.querySelector(".explore-drill");
      if (drill && yes) drill.remove();
    }

    /* Readouts and values differ in length: there is room for the longest, or a control would move
       away from under the finger. Digits are about equally wide, which leaves few words to measure. */
    function keepRoom() {
      const longest = (texts, like, inlineSize) => {
        const ruler = document.createElement("div");
        Object.assign(ruler.style, { display: "grid", position: "absolute", visibility: "hidden", inlineSize });
        for (const text of new Set(texts.map((words) => keepUnits(words).replace(/\d/g, "0")))) {
          const words = like.cloneNode();
          words.style = "grid-area: 1 / 1; margin: 0";
          words.textContent = text;
          ruler.append(words);
        }
        figure.append(ruler);
        const room = ruler.getBoundingClientRect();
        ruler.remove();
        return room;
      };
      let wide = 0;
      new ResizeObserver(() => {
        if (readout.clientWidth === wide) return;
        wide = readout.clientWidth;
        readout.style.minBlockSize = `${longest(data.readouts, readout, `${wide}px`).height}px`;
        controls.forEach(({ type, previousElementSibling: value }, n) => {
          if (type !== "range") return;
          const { width } = longest(data.controls[n].texts, value, "max-content");
          value.style.minInlineSize = `min(100%, ${width}px)`;
        });
      }).observe(readout);
    }

    const places = () => controls.map((control) => Number(control.value));

    function redraw() {
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
      readout.textContent = keepUnits(data.readouts[point]);
      clearTimeout(pause);
      pause = setTimeout(say, QUIET);
      frame ||= requestAnimationFrame(redraw);
    }

    function move() {
      show();
      host.moved?.(Object.fromEntries(places().map((p, n) => [data.controls[n].name, data.controls[n].values[p]])));
    }

    function goTo(wanted) {
      controls.forEach((control, n) => (control.value = wanted[n]));
    }

    /* Without Vega the drawing stays as it is: numbers and controls go back to it. */
    async function wake() {
      try {
        await stir();
      } catch {
        goTo(start);
        show();
        rest(true);
      }
    }

    async function stir() {
      const vega = await host.vega();
      const old = drawing.querySelector("svg");
      const box = document.createElement("div"); // Vega names it as it likes, so it is hidden
      const fresh = draw(vega, data.spec, box);
      await fresh.runAsync();
      view = fresh;
      redraw(); // what was moved meanwhile
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

    /* A drill: one setting is drawn at random and hidden; the reader names it. What is right was
       computed when the book was built: settings that read alike everywhere count as one. */
    function drill() {
      const box = figure.querySelector(".explore-drill");
      if (!box) return;
      const { texts, values } = data.controls[data.drill];
      const hidden = controls[data.drill];
      const guess = box.querySelector("select");
      const verdict = box.querySelector(".explore-verdict");
      const sides = box.querySelector(".explore-sides");
      const states = figure.querySelector(".explore-states");
      const [start, form] = box.children;
      let done;

      const weight = data.controls.slice(data.drill + 1).reduce((n, c) => n * c.values.length, 1);
      const heard = values.map((_, place) =>
        data.readouts.filter((_, point) => Math.floor(point / weight) % values.length === place).join("\n"),
      );

      function tell(words) {
        verdict.textContent = words;
        clearTimeout(pause);
        status.textContent = words;
      }

      function cover(yes) {
        hidden.closest(".explore-control").hidden = states.hidden = yes;
      }

      function ask() {
        const others = values.map((_, n) => n).filter((n) => n !== Number(hidden.value));
        hidden.value = others[Math.floor(Math.random() * others.length)];
        show();
        guess.value = "";
        sides.hidden = true;
        done = false;
        cover(true);
        tell(_("The setting is hidden. The other controls still work."));
        guess.focus();
      }

      function end() {
        cover(false);
        form.hidden = true;
        start.hidden = false;
        start.focus();
        move();
      }

      async function compare() {
        const asked = places();
        const vega = await host.vega();
        [Number(guess.value), asked[data.drill]].forEach((place, side) => {
          const [name, picture, words] = sides.children[side].children;
          const setting = asked.map((other, n) => (n === data.drill ? place : other));
          const inner = document.createElement("div"); // Vega names it as it likes, so it is hidden
          inner.ariaHidden = "true";
          picture.replaceChildren(inner);
          const one = draw(vega, data.spec, inner);
          setting.forEach((p, n) => one.signal(data.controls[n].name, data.controls[n].values[p]));
          one.run();
          name.textContent = side
            ? _("Drawn: {setting}", { setting: texts[place] })
            : _("Your answer: {setting}", { setting: texts[place] });
          words.textContent = data.readouts[setting.reduce((at, p, n) => at * data.controls[n].values.length + p, 0)];
          picture.ariaLabel = `${name.textContent}. ${words.textContent}`;
        });
        sides.hidden = false;
      }

      box.hidden = false;
      start.onclick = () => {
        start.hidden = true;
        form.hidden = false;
        ask();
      };
      form.onsubmit = (event) => {
        event.preventDefault();
        if (guess.value === "") return tell(_("Choose a setting first."));
        const drawn = Number(hidden.value);
        const right = heard[guess.value] === heard[drawn];
        if (done) return tell(verdict.textContent);
        done = true;
        cover(false);
        tell(right
          ? _("Right: {setting}.", { setting: texts[drawn] })
          : _("Not {told}: it was {setting}. Both are drawn below.", { told: texts[guess.value], setting: texts[drawn] }));
        if (!right) compare();
      };
      form.querySelector(".explore-next").onclick = ask;
      form.querySelector(".explore-end").onclick = end;
    }

    drill();
    for (const control of controls) control.oninput = move;
    all(figure, ".explore-states button").forEach((button, n) => {
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
    for (const figure of all(document, ".explore")) {
      const { wake } = enhance(figure, host);
      const near = new AbortController();
      for (const sign of ["pointerover", "pointerdown", "focusin", "input"]) {
        const begin = () => (near.abort(), wake());
        figure.addEventListener(sign, begin, { signal: near.signal, passive: true });
      }
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
