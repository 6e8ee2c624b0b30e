"use strict";
// Everything shown is made of text nodes: nothing of a posting is ever read as markup.
const data = JSON.parse(document.getElementById("data").textContent);
const SVG = "http://www.w3.org/2000/svg";
const ROLES = data.readings.filter((r) => r.word !== "unclear");
const roleOf = Object.fromEntries(data.readings.map((r) => [r.word, r]));

const byId = (id) => document.getElementById(id);
const number = (n) => n.toLocaleString("en-US");
const postings = (n) => `${number(n)} ${n === 1 ? "posting" : "postings"}`;

// Little is not nothing, and nearly all is not all.
function percent(part, whole) {
  if (!whole || !part) return "0%";
  const exact = (100 * part) / whole;
  if (exact < 0.5) return "<1%";
  return part < whole && exact >= 99.5 ? ">99%" : Math.round(exact) + "%";
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}
const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

// Our own sentences set commands `like this`.
const prose = (text) => text.split("`").map((part, i) => (i % 2 ? h("code", {}, part) : part));

// Shows a section with this in it.
function show(id, ...children) {
  const section = byId(id);
  section.hidden = false;
  section.querySelector(".body").append(...children.filter(Boolean));
}

// A row of parts: `parts` are [class, size, label, name]; the whole is read out as one picture.
function stack(parts, labelled) {
  const whole = parts.reduce((sum, part) => sum + part[1], 0);
  const shown = parts.filter((part) => part[1] > 0);
  const says = shown.map((part) => part[3] + " " + part[2]).join(", ");
  return h("div", { class: "stack", role: "img", "aria-label": says, title: says }, shown.map(([kind, size, label]) => {
    const wide = labelled && size / whole >= 0.1;
    const span = h("span", { class: wide ? kind : kind + " thin" }, wide ? label : "");
    span.style.flexGrow = size;
    span.style.flexBasis = 0;
    return span;
  }));
}

const legend = (entries) => h("ul", { class: "legend" }, entries.map(([kind, name]) =>
  h("li", {}, h("i", { class: kind, "aria-hidden": "true" }), name)));
