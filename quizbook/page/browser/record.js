/* A record of self-study: one page to print, made in the browser. It proves nothing about who answered,
   and says so. Needs ask.js. */
"use strict";
(() => {
  const { log, make, button } = quizbook;

  /* CRC-32 of the answers, so that a slip of the pen can be told; learners/record.py has the same. */
  quizbook.checksum = (attempts) => {
    const rows = attempts.map(({ id, at, answers, score }) => [id, at, answers.join("|"), Math.floor(score * 1000 + 0.5)].join(" "));
    let crc = ~0;
    for (const byte of new TextEncoder().encode(rows.sort().join("\n"))) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return (~crc >>> 0).toString(16).padStart(8, "0");
  };

  function draw(book, name) {
    const data = log.read();
    const attempts = [...quizbook.byItem(data.attempts).values()].flat();
    const asked = quizbook.askable(book);
    const day = (at) => new Date(`${at.slice(0, 10)}T12:00`).toLocaleDateString(_("en-GB"), { dateStyle: "long" });
    const rows = book.pages.flatMap(({ title }, page) => {
      const ids = Object.keys(asked).filter((id) => book.items[id].page === page);
      const tries = ids.map((id) => log.tries(id)).filter((own) => own.length);
      if (!tries.length) return [];
      const times = tries.flat().map(({ at }) => at).sort((a, b) => Date.parse(a) - Date.parse(b));
      const right = tries.filter(([first]) => first.score === 1).length;
      return [[
        title,
        _("{n} of {all}", { n: tries.length, all: ids.length }),
        _("{n} of {all}", { n: right, all: tries.length }),
        _("{first} to {last}", { first: day(times[0]), last: day(times.at(-1)) }),
      ]];
    });
    const table = make("table", { className: "table" });
    const heads = [_("Chapter"), _("Questions answered"), _("Right at the first try"), _("When")];
    table.createTHead().insertRow().append(...heads.map((head) => make("th", { scope: "col" }, head)));
    const body = table.createTBody();
    for (const [title, ...cells] of rows)
      body.insertRow().append(make("th", { scope: "row" }, title), ...cells.map((cell) => make("td", {}, cell)));
    return [
      make("h2", { tabIndex: -1 }, _("Record of self-study")),
      make("p", {}, `${name || _("(no name given)")}, ${day(quizbook.now())}`),
      make("p", {}, data.edition
        ? _("{title}, edition {edition}.", { title: book.title, edition: data.edition })
        : _("{title}, not yet released.", { title: book.title })),
      make("div", { className: "pst-scrollable-table-container", tabIndex: 0 }, table),
      make("p", {}, _("Checksum of the answers: {sum}", { sum: quizbook.checksum(attempts) })),
      make("p", {}, _("This is no certificate. It was made in a browser from answers that a browser keeps: it proves nothing about who answered, when, or with what help, and it carries no credit of any kind.")),
    ];
  }

  quizbook.offerRecord = (place, book) => {
    const sheet = make("section", { className: "quiz-record", hidden: true });
    const name = make("input", { type: "text", autocomplete: "name" });
    const print_ = button(_("Print it"), () => {
      document.documentElement.dataset.record = "";
      print();
      delete document.documentElement.dataset.record;
    });
    print_.hidden = true;
    const show = button(_("Make a record of self-study"), () => {
      sheet.replaceChildren(...draw(book, name.value.trim()));
      sheet.hidden = print_.hidden = false;
      sheet.querySelector("h2").focus();
    });
    const label = make("label", {}, _("Your name, which stays on this device: "), name);
    place.append(make("p", {}, label), make("p", { className: "quiz-actions" }, show, print_), sheet);
  };
})();
