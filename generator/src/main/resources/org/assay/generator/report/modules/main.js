// SPDX-License-Identifier: Apache-2.0
/** Brings the page to life, from the data that stands in it. */
import { insideModel } from "./inside.js";
import { modelTable } from "./models.js";
import { studyFigures } from "./study.js";
import { sortable } from "./table.js";

const data = JSON.parse(document.getElementById("data").textContent);
document.documentElement.classList.add("live");
for (const table of document.querySelectorAll("table.sums")) sortable(table);
const models = document.getElementById("model-table");
if (models) modelTable(models, data);
const figures = document.getElementById("study-figures");
if (figures) lengths(figures);
for (const model of data.inside) insideModel(document.getElementById(model.id), model);

/** A figure is drawn for the length of inputs that is chosen, at first the shortest. */
function lengths(place) {
  const drawn = document.createElement("div");
  drawn.className = "figures";
  const choice = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = "Length of inputs";
  choice.append(legend);
  for (const k of data.lengths) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = "radio";
    input.name = "length";
    input.checked = k === data.lengths[0];
    input.addEventListener("change", () => studyFigures(drawn, data, k));
    label.append(input, " K = " + k);
    choice.append(label);
  }
  if (data.lengths.length > 1) place.append(choice);
  place.append(drawn);
  studyFigures(drawn, data, data.lengths[0]);
}
