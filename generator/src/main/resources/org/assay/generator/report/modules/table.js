// SPDX-License-Identifier: Apache-2.0
/** A table that is sorted by its headings and filtered by words. */

/** Whether all words, of any case, occur in the text. */
export function matches(text, words) {
  const lower = text.toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => lower.includes(word));
}

/** Numbers by size, then texts by the alphabet with numbers in them by size, then nothing. */
export function compare(a, b) {
  if (a === "" || b === "") return (a === "") - (b === "");
  const x = Number(a);
  const y = Number(b);
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
  return a.localeCompare(b, "en", { numeric: true });
}

/** Makes the headings of a table buttons that sort its rows by `data-value` or by text. */
export function sortable(table) {
  const headings = [...table.querySelectorAll("thead th")];
  headings.forEach((heading, column) => {
    if (heading.dataset.sort === "no") return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const descends = heading.getAttribute("aria-sort") === "ascending";
      headings.forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", descends ? "descending" : "ascending");
      sort(table.tBodies[0], column, descends ? -1 : 1);
    });
  });
}

function sort(body, column, sign) {
  const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
  const rows = owners(body).sort((a, b) => sign * compare(value(a), value(b)));
  body.append(...rows.flatMap((row) => [row, ...detail(row)]));
}

/** The rows without those of class "detail", which belong to the row above. */
function owners(body) {
  return [...body.rows].filter((row) => !row.classList.contains("detail"));
}

function detail(row) {
  const next = row.nextElementSibling;
  return next?.classList.contains("detail") ? [next] : [];
}

/** Shows the rows that match; tells how many are left. */
export function filter(table, words, told) {
  let left = 0;
  const rows = owners(table.tBodies[0]);
  for (const row of rows) {
    const isShown = matches(row.textContent, words);
    for (const one of [row, ...detail(row)]) one.hidden = !isShown;
    if (isShown) left++;
  }
  told.textContent = left + " of " + rows.length;
}
