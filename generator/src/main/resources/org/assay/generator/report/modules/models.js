// SPDX-License-Identifier: Apache-2.0
/** The table of models: sorted, filtered, and with the proofs of a model under its line. */
import { count, number } from "./format.js";
import { filter, sortable } from "./table.js";

/** Makes the table live. */
export function modelTable(table, data) {
  sortable(table);
  const words = document.getElementById("filter");
  const told = document.getElementById("filtered");
  const renew = () => filter(table, words.value, told);
  words.addEventListener("input", renew);
  renew();
  for (const model of data.models) {
    const button = document.getElementById("open-" + model.number);
    button.addEventListener("click", () => toggle(button, model, data));
  }
}

function toggle(button, model, data) {
  const row = button.closest("tr");
  const isOpen = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!isOpen));
  if (isOpen) return row.nextElementSibling.remove();
  const detail = document.createElement("tr");
  detail.className = "detail";
  const cell = detail.insertCell();
  cell.colSpan = row.cells.length;
  cell.append(proofs(model, data));
  row.after(detail);
}

/** The proofs of one model; each is linked to its certificate, or the command says how to make it. */
function proofs(model, data) {
  const box = document.createElement("div");
  box.className = "proofs";
  const total = element("p", "Of " + count(model.total) + " inputs. Model file: SHA-256 ");
  total.append(element("code", model.sha256));
  box.append(total);
  if (model.check) box.append(element("p", "Checked again by:"), element("pre", model.check));
  const list = element("ul");
  for (const [kind, correct, , operations, link, again, verdict] of model.proofs) {
    const item = element("li");
    item.append(element("strong", data.kinds[kind].name),
      `: ${count(correct)} proved right, ${number(operations)} operations, ${verdict}; `);
    if (link) {
      const anchor = element("a", "certificate");
      anchor.href = link;
      item.append(anchor);
    } else {
      item.append("not kept; made again by ", element("code", again));
    }
    list.append(item);
  }
  box.append(list);
  return box;
}

function element(name, text = "") {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
