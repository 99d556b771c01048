/* Sources and glossary terms open as a card on hover, focus and tap, without leaving the page; Esc
   closes it. Their texts come from cards-data.js, loaded when a card is first wanted. */
"use strict";
(() => {
  const { src, dataset } = document.currentScript;
  const pages = dataset.pages.split(" ");
  const make = (tag, more) => Object.assign(document.createElement(tag), more);
  const card = make("div", { className: "card-note", id: "card-note" });
  let shown = null;
  let closed = null;
  let timer = 0;
  let loading = null;

  function load() {
    return (loading ??= new Promise((resolve) => {
      const done = () => resolve(globalThis.quizbookCards ?? {});
      document.head.append(make("script", { src: new URL("cards-data.js", src), onload: done, onerror: done }));
    }));
  }

  /* The key of what a link leads to: page and place; nothing for all other links. */
  function find(link) {
    if (!link?.hash || link.pathname === location.pathname) return null;
    const page = pages.find((name) => decodeURI(link.pathname).endsWith(`/${name}`));
    return page ? page + decodeURIComponent(link.hash) : null;
  }

  async function show(link) {
    clearTimeout(timer);
    if (shown === link) return;
    const html = (await load())[find(link)];
    if (!html) return;
    hide();
    shown = link;
    link.removeAttribute("title");
    link.setAttribute("aria-describedby", card.id);
    const more = make("a", { href: link.href, textContent: _("Open its place in the book") });
    card.replaceChildren(make("div", { innerHTML: html }), more); // made by the build
    link.after(card);
    place();
  }

  function place() {
    const { left, top, bottom } = shown.getBoundingClientRect();
    const below = bottom + card.offsetHeight < innerHeight;
    card.style.left = `${Math.max(8, Math.min(left, innerWidth - card.offsetWidth - 8))}px`;
    card.style.top = `${below ? bottom : Math.max(8, top - card.offsetHeight)}px`;
  }

  function hide() {
    const inside = card.contains(document.activeElement);
    shown?.removeAttribute("aria-describedby");
    card.remove();
    if (inside) (closed = shown).focus({ preventScroll: true });
    shown = null;
  }

  const later = (work, wait) => {
    clearTimeout(timer);
    timer = setTimeout(work, wait);
  };
  const linkAt = (target) => {
    const link = target.closest?.("a[href]");
    return link && !card.contains(link) && find(link) ? link : null;
  };

  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType === "touch") return;
    const link = linkAt(target);
    if (link) later(() => show(link), 200);
    else if (shown && card.contains(target)) clearTimeout(timer);
    else later(hide, 300);
  });
  document.addEventListener("focusin", ({ target }) => {
    const link = linkAt(target);
    if (link?.matches(":focus-visible") && link !== closed) show(link);
    else if (shown && !card.contains(target) && target !== shown) hide();
    closed = null;
  });
  document.addEventListener("click", (event) => {
    const link = linkAt(event.target);
    if (link && event.pointerType === "touch" && shown !== link) {
      event.preventDefault();
      show(link);
    } else if (shown && !card.contains(event.target)) hide();
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !shown) return;
    clearTimeout(timer);
    closed = shown;
    hide();
  });
  /* Who came by keyboard keeps the card while the page scrolls: to reach a link scrolls it. */
  addEventListener("scroll", ({ target }) => {
    if (!shown || card.contains(target)) return;
    if (shown.matches(":focus-visible, :has(+ * :focus-visible)")) place();
    else later(hide, 100);
  }, true);
})();
