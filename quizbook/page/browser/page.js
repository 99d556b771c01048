/* What stands around the text: theme, search box, side bars, menu, tips, the list of contents.
   It does what the theme's own scripts did, which weigh 300 kB with what they need. */
"use strict";
(() => {
  const { src } = document.currentScript;
  const root = document.documentElement;
  const wide = matchMedia("(min-width: 992px)");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const find = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];

  /* Storage may be forbidden. */
  function keep(storage, name, value) {
    try {
      window[storage].setItem(name, value);
    } catch {}
  }
  function kept(storage, name) {
    try {
      return window[storage].getItem(name);
    } catch {
      return null;
    }
  }

  /* storage */

  /* Chromium (156; no other engine is known to do so) now and then gives a page that is opened from
     disk a storage that is not the reader's: it seems empty, and what is kept there is lost, or
     takes the place of all that was. A frame has a look of its own: if it does not find our mark, or
     finds more than the page knows, the page is loaded again. Nobody writes until this is known. */
  function doubtStorage() {
    const mark = String(Math.random());
    try {
      const isConcerned = location.protocol === "file:" && navigator.userAgent.includes("Chrome/");
      if (!isConcerned || localStorage.length) return;
      localStorage.setItem("storage", mark);
    } catch {
      return;
    }
    root.dataset.storage = "doubted";
    const frame = document.createElement("iframe");
    const isSound = (found) =>
      !found || (found.storage === mark && Object.keys(found).every((key) => key in localStorage));
    const hear = (found) => {
      const times = history.state?.storage ?? 0; // the storage of the session may be false as well
      const isKnown = isSound(found) || times > 2;
      history.replaceState({ storage: isKnown ? 0 : times + 1 }, "");
      if (!isKnown) return location.reload();
      frame.remove();
      delete root.dataset.storage;
      dispatchEvent(new Event("storage-known"));
    };
    addEventListener("message", ({ source, data }) => source === frame.contentWindow && hear(data));
    frame.onload = () => setTimeout(() => frame.isConnected && hear(null), 1000); // is its file missing?
    Object.assign(frame, { src: new URL("storage.html", src), hidden: true, title: "storage" });
    requestAnimationFrame(() => setTimeout(() => document.body.append(frame))); // what is read comes first
  }

  doubtStorage();

  /* theme */

  function show(theme) {
    root.dataset.theme = theme;
    for (const menu of all(".dropdown-menu")) menu.classList.toggle("dropdown-menu-dark", theme === "dark");
  }

  function setMode(mode) {
    root.dataset.mode = mode;
    show(mode === "auto" ? (dark.matches ? "dark" : "light") : mode);
  }

  /* From "auto" the first press always changes what one sees. */
  function nextMode() {
    const modes = dark.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    setMode(modes[(modes.indexOf(root.dataset.mode) + 1) % modes.length]);
    keep("localStorage", "mode", root.dataset.mode);
  }

  function startTheme() {
    setMode(root.dataset.mode);
    for (const button of all(".theme-switch-button")) button.addEventListener("click", nextMode);
    dark.addEventListener("change", () => root.dataset.mode === "auto" && setMode("auto"));
  }

  /* Paper is white, whatever the screen shows, and what is folded cannot be opened there. */
  function startPrint() {
    const folds = "details:not([open], .quiz-key, .hide)";
    let opened = [];
    const begin = () => {
      show("light");
      opened.push(...all(folds));
      for (const fold of opened) fold.open = true;
    };
    const end = () => {
      setMode(root.dataset.mode);
      for (const fold of opened) fold.open = false;
      opened = [];
    };
    matchMedia("print").addEventListener("change", ({ matches }) => (matches ? begin() : end()));
    addEventListener("beforeprint", begin);
    addEventListener("afterprint", end);
  }

  /* dialogs */

  function closeOnBackdrop({ currentTarget: dialog, clientX: x, clientY: y }) {
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    if (dialog.open && (x < left || x > right || y < top || y > bottom)) dialog.close();
  }

  function startSearch() {
    const dialog = find("#pst-search-dialog");
    const fields = all("form:is(.bd-search, .quiz-search) input");
    const onPage = fields.find((field) => !dialog?.contains(field));
    const toggle = () => {
      onPage?.focus();
      if (onPage) onPage.select();
      else if (dialog?.open) dialog.close();
      else dialog?.showModal();
    };
    const apple = /^(Mac|iPhone|iPad)/.test(navigator.platform);
    if (apple) for (const key of all("kbd.kbd-shortcut__modifier")) key.textContent = "⌘";
    for (const button of all(".search-button__button")) button.addEventListener("click", toggle);
    dialog?.addEventListener("click", closeOnBackdrop);
    addEventListener("keydown", (event) => {
      const held = apple ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
      if (!held || event.shiftKey || event.altKey || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      toggle();
    });
  }

  /* On a small screen a side bar's content moves into a dialog, and back when that closes. */
  function startSidebar(button, bar, dialog, isBeside) {
    if (!button || !bar || !dialog) return;
    const move = (from, to) => {
      to.append(...from.childNodes);
      to.classList.add(...from.classList);
      from.removeAttribute("class");
    };
    button.ariaExpanded = String(isBeside());
    button.addEventListener("click", () => {
      if (isBeside()) {
        button.ariaExpanded = String(!bar.classList.toggle("pst-sidebar-hidden"));
        return;
      }
      move(bar, dialog);
      dialog.showModal();
      button.ariaExpanded = "true";
    });
    dialog.addEventListener("click", closeOnBackdrop);
    dialog.addEventListener("click", ({ target }) => target.closest('a[href^="#"]') && dialog.close());
    dialog.addEventListener("close", () => {
      move(dialog, bar);
      button.ariaExpanded = "false";
      button.focus();
    });
  }

  /* The list of chapters stays where it was scrolled to, from page to page. */
  function scrollSidebar() {
    const bar = find("#pst-primary-sidebar");
    const here = all(".bd-docs-nav .active").pop();
    if (!bar || !here) return;
    const before = parseInt(kept("sessionStorage", "sidebar-scroll-top"), 10);
    const top = here.getBoundingClientRect().top;
    if (!isNaN(before)) bar.scrollTop = before;
    else if (top > innerHeight / 2) {
      bar.scrollTop = top - bar.getBoundingClientRect().top - bar.clientHeight / 4;
    }
    addEventListener("pagehide", () => keep("sessionStorage", "sidebar-scroll-top", bar.scrollTop));
  }

  /* menu and tips */

  function startMenu(box) {
    const [button, menu] = ["button", ".dropdown-menu"].map((part) => box.querySelector(part));
    const items = [...menu.querySelectorAll("a, button")];
    const set = (open) => {
      menu.classList.toggle("show", open);
      button.ariaExpanded = String(open);
    };
    button.addEventListener("click", () => set(button.ariaExpanded !== "true"));
    box.addEventListener("focusout", ({ relatedTarget }) => !box.contains(relatedTarget) && set(false));
    addEventListener("click", ({ target }) => !box.contains(target) && set(false));
    box.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape" && menu.classList.contains("show")) {
        set(false);
        button.focus();
      } else if (step) {
        event.preventDefault();
        set(true);
        const at = items.indexOf(document.activeElement);
        items[at < 0 ? 0 : (at + step + items.length) % items.length].focus();
      }
    });
  }

  /* A tip shows what a button without words does: to a mouse that rests, and to the keyboard. */
  function startTips() {
    const tip = document.createElement("div");
    tip.className = "page-tip";
    tip.ariaHidden = "true"; // the button has the same words as its name
    tip.hidden = true;
    let wait;
    const hide = () => {
      clearTimeout(wait);
      tip.hidden = true;
    };
    const showAt = (button) => {
      hide();
      tip.textContent = button.dataset.tip;
      (button.closest("dialog") ?? document.body).append(tip);
      tip.hidden = false;
      const { left, width, bottom } = button.getBoundingClientRect();
      const room = root.clientWidth - tip.offsetWidth - 4;
      tip.style.left = `${Math.max(4, Math.min(room, left + (width - tip.offsetWidth) / 2))}px`;
      tip.style.top = `${bottom + 6}px`;
    };
    for (const button of all("[data-tip]")) {
      button.addEventListener("pointerenter", ({ pointerType }) => {
        if (pointerType === "mouse") wait = setTimeout(showAt, 500, button);
      });
      button.addEventListener("focus", () => button.matches(":focus-visible") && showAt(button));
      for (const event of ["pointerleave", "pointerdown", "blur"]) button.addEventListener(event, hide);
    }
    addEventListener("keydown", ({ key }) => key === "Escape" && hide());
    addEventListener("scroll", hide, { passive: true });
  }

  function toggleFullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen?.();
  }

  /* scrolling */

  /* The list of contents marks the part that stands in the upper third of the window. */
  function followContents() {
    const links = all("#pst-page-toc-nav a");
    const entries = all("#pst-page-toc-nav .toc-entry");
    const headings = new Map();
    let still = 0; // until when a link that was followed keeps its mark
    for (const link of links) {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (target) headings.set(target.querySelector("h1, h2, h3, h4, h5, h6") ?? target, link);
    }
    const mark = (active) => {
      for (const link of links) {
        link.classList.toggle("active", link === active);
        link.ariaCurrent = link === active ? "true" : null;
      }
      for (const entry of entries) entry.classList.toggle("active", entry.contains(active));
    };
    const markTarget = () => {
      const link = location.hash && links.find(({ hash }) => hash === location.hash);
      if (!link) return;
      still = performance.now() + 1000;
      mark(link);
    };
    const seen = new IntersectionObserver(
      (changes) => {
        const last = changes.filter(({ isIntersecting }) => isIntersecting).pop();
        if (last && performance.now() > still) mark(headings.get(last.target));
      },
      { rootMargin: "0px 0px -70% 0px" },
    );
    for (const heading of headings.keys()) seen.observe(heading);
    addEventListener("hashchange", markTarget);
    addEventListener("click", ({ target }) => target.closest("a")?.hash === location.hash && markTarget());
    markTarget();
  }

  function noteScrolling() {
    const top = find(".sbt-scroll-pixel-helper");
    if (!top) return;
    const seen = new IntersectionObserver(([{ boundingClientRect }]) => {
      document.body.classList.toggle("scrolled", boundingClientRect.y < 0);
    });
    seen.observe(top);
  }

  /* The contents give way to what stands in the margin. */
  function clearMargin() {
    const bar = find("div.bd-sidebar-secondary");
    const notes = all(".margin, .tag_margin, .marginnote, .sidenote, aside.sidebar, .full-width, .tag_full-width, .popout, .tag_popout");
    if (!bar || !notes.length) return;
    const shown = new Set();
    const seen = new IntersectionObserver(
      (changes) => {
        for (const { isIntersecting, target } of changes) shown[isIntersecting ? "add" : "delete"](target);
        bar.classList.toggle("hide", shown.size > 0);
      },
      { rootMargin: "0px 0px -33% 0px" },
    );
    notes.forEach((note) => seen.observe(note));
  }

  /* What scrolls sideways can be reached by keyboard; what does not is no stop. */
  function makeReachable() {
    const boxes = "pre, .cell_output > .output, .pst-scrollable-table-container, math[display=block]";
    for (const box of all(`main :is(${boxes})`)) {
      const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
      box.tabIndex = scrolls ? 0 : -1;
    }
  }

  /* Where the script of the figures is missing, they say why nothing moves. */
  function tellStill() {
    for (const board of all(".explore-controls:disabled")) board.nextElementSibling.hidden = false;
  }

  function start() {
    startTheme();
    startPrint();
    startSearch();
    const [chapters, contents] = [".primary-toggle", ".secondary-toggle"].map(find);
    const [inChapters, inContents] = ["#pst-primary-sidebar-modal", "#pst-secondary-sidebar-modal"].map(find);
    startSidebar(chapters, find("#pst-primary-sidebar"), inChapters, () => wide.matches);
    startSidebar(contents, find("#pst-secondary-sidebar"), inContents, () => false);
    requestAnimationFrame(scrollSidebar); // where things stand is known then
    all(".dropdown").forEach(startMenu);
    startTips();
    find(".btn-fullscreen-button")?.addEventListener("click", toggleFullScreen);
    for (const button of all(".print-button")) button.addEventListener("click", () => print());
    followContents();
    noteScrolling();
    clearMargin();
    addEventListener("load", makeReachable);
    addEventListener("load", tellStill);
    let wait;
    addEventListener("resize", () => {
      clearTimeout(wait);
      wait = setTimeout(makeReachable, 300);
    });
  }

  document.addEventListener("DOMContentLoaded", start);
})();
