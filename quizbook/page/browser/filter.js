/* Tables of class `filterable`: a native select for each column that has few different values.
   A cell's value is its text up to the first semicolon. */
"use strict";
(() => {
  const value = (cell) => cell.textContent.split(";")[0].trim();

  function makeSelect(title, values) {
    const label = document.createElement("label");
    const select = document.createElement("select");
    select.append(new Option("all", ""), ...values.map((text) => new Option(text)));
    label.append(`${title}: `, select);
    return [label, select];
  }

  function enhance(table) {
    const rows = [...table.tBodies[0].rows];
    const bar = document.createElement("div");
    const status = document.createElement("p");
    const filters = [];
    bar.className = "filter-bar";
    status.setAttribute("role", "status");

    function apply() {
      for (const row of rows)
        row.hidden = filters.some(([n, select]) => select.value && value(row.cells[n]) !== select.value);
      status.textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length} rows`;
    }

    [...table.tHead.rows[0].cells].forEach((head, n) => {
      const values = [...new Set(rows.map((row) => value(row.cells[n])))];
      if (values.length < 2 || values.length > 12 || values.length > rows.length / 2) return;
      const [label, select] = makeSelect(head.textContent.trim(), values);
      select.onchange = apply;
      filters.push([n, select]);
      bar.append(label);
    });
    /* On a phone the rows become blocks, and a browser would then forget that they are a table. */
    table.setAttribute("role", "table");
    for (const row of table.rows) row.setAttribute("role", "row");
    for (const cell of table.querySelectorAll("td")) cell.setAttribute("role", "cell");
    for (const head of table.querySelectorAll("th")) head.setAttribute("role", "columnheader");
    for (const part of [table.tHead, table.tBodies[0]]) part.setAttribute("role", "rowgroup");
    bar.append(status);
    table.before(bar);
    apply();
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("table.filterable").forEach(enhance);
  });
})();
