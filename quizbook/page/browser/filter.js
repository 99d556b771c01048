/* Tables of class `filterable`: a list for each column that has few different values, and a box for
   words. A cell's value is its text up to the first semicolon. */
"use strict";
(() => {
  const value = (cell) => cell.textContent.split(";")[0].trim();
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

  function labelled(title, control) {
    const label = make("label", {});
    label.append(`${title}: `, control);
    return label;
  }

  /* On a phone the rows become blocks, and a browser would then forget that they are a table. */
  function nameParts(table, heads) {
    table.role = "table";
    for (const row of table.rows) row.role = "row";
    for (const head of table.querySelectorAll("th")) head.role = "columnheader";
    for (const part of [table.tHead, table.tBodies[0]]) part.role = "rowgroup";
    for (const row of table.tBodies[0].rows) {
      [...row.cells].forEach((cell, n) => {
        cell.role = "cell";
        cell.dataset.head = heads[n];
      });
    }
  }

  function enhance(table) {
    const rows = [...table.tBodies[0].rows];
    const heads = [...table.tHead.rows[0].cells].map((head) => head.textContent.trim());
    const bar = make("div", { className: "filter-bar" });
    const words = make("input", { type: "search", autocomplete: "off" });
    const status = make("p", { role: "status" });
    const filters = [];

    /* Whether a row fits all filters, one of them set otherwise or not. */
    function fits(row, other, wanted) {
      if (!row.textContent.toLowerCase().includes(words.value.trim().toLowerCase())) return false;
      return filters.every(([n, select]) => {
        const chosen = select === other ? wanted : select.value;
        return !chosen || value(row.cells[n]) === chosen;
      });
    }

    function apply() {
      for (const row of rows) row.hidden = !fits(row);
      for (const [, select] of filters) {
        for (const option of select.options) {
          const left = rows.filter((row) => fits(row, select, option.value)).length;
          option.textContent = `${option.value || _("all")} (${left})`;
          option.disabled = !left && option.value !== select.value;
        }
      }
      const shown = rows.filter((row) => !row.hidden).length;
      status.textContent = _("{n} of {all} rows", { n: shown, all: rows.length });
    }

    heads.forEach((title, n) => {
      const values = [...new Set(rows.map((row) => value(row.cells[n])))];
      if (values.length < 2 || values.length > 12 || values.length > rows.length / 2) return;
      const select = make("select", { onchange: apply });
      select.append(...["", ...values].map((text) => new Option(text, text)));
      filters.push([n, select]);
      bar.append(labelled(title.split(";")[0], select));
    });
    words.oninput = apply;
    bar.append(labelled(_("Words"), words), status);
    nameParts(table, heads);
    const scrolled = table.closest(".pst-scrollable-table-container") ?? table; // it scrolls, the bar stays
    const filtered = make("div", {}); // and goes with the table's last row
    scrolled.replaceWith(filtered);
    filtered.append(bar, scrolled);
    apply();
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("table.filterable").forEach(enhance);
  });
})();
