// SPDX-License-Identifier: Apache-2.0
/** A figure as a file: SVG with text as text, and with the colours that it is shown in. */

const STYLES = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight",
  "text-anchor", "opacity", "fill-opacity", "paint-order"];

/** The source of an SVG element that needs no style sheet. */
export function standalone(svg) {
  const copy = svg.cloneNode(true);
  const shown = [svg, ...svg.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((element, i) => {
    const style = getComputedStyle(shown[i]);
    for (const name of STYLES) element.setAttribute(name, style.getPropertyValue(name));
    element.removeAttribute("class");
    element.removeAttribute("style");
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("font-family", "sans-serif");
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", getComputedStyle(document.body).backgroundColor);
  copy.insertBefore(ground, copy.firstChild);
  return '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(copy) + "\n";
}

/** A button that saves the figure's SVG element, as it is when it is pressed. */
export function downloadButton(figure, name) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "small";
  button.textContent = "Save as SVG";
  button.addEventListener("click", () => save(standalone(figure.querySelector("svg")), name + ".svg"));
  return button;
}

function save(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
