// Put at the end of a report's page by the browser test: uses the page as a person would and tells
// the page around it what it found wrong, as JSON.
const wrong = [];
let checks = 0;
const expect = (holds, what) => { checks += 1; if (!holds) wrong.push(what); };
const all = (selector) => [...document.querySelectorAll(selector)];
const visible = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getClientRects().length > 0;
const titles = () => all("#list .title").map((element) => element.textContent);
// All of it runs before the page has loaded, so events that a browser queues are sent here at once.
function goTo(fragment) {
  history.replaceState(null, "", fragment);
  dispatchEvent(new HashChangeEvent("hashchange"));
}
const WANTED = new URLSearchParams(document.currentScript.dataset.wanted);

// WCAG contrast of a text against what is painted behind it.
const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
function rgba(color) {
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = color;
  pixel.fillRect(0, 0, 1, 1);
  return [...pixel.getImageData(0, 0, 1, 1).data];
}
function luminance([r, g, b]) {
  const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
}
function behind(element) {
  for (let at = element; at; at = at.parentElement) {
    const color = rgba(getComputedStyle(at).backgroundColor);
    if (color[3] === 255) return color;
  }
  return [255, 255, 255, 255];
}
function contrast(element) {
  const style = getComputedStyle(element);
  const [a, b] = [luminance(rgba(element instanceof SVGElement ? style.fill : style.color)), luminance(behind(element))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
function checkContrast() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const worst = new Map();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !visible(element) || element.closest(".vh, .skip, script, style, option")) continue;
    const ratio = contrast(element);
    const key = element.tagName + "." + element.getAttribute("class");
    if (ratio < 4.5) worst.set(key, Math.min(ratio, worst.get(key) || 99).toFixed(2));
  }
  expect(worst.size === 0, "contrast under 4.5: " + JSON.stringify([...worst]));
}

function checkLayout() {
  expect(innerWidth === Number(WANTED.get("width")), "the window is " + innerWidth + " wide");
  expect(matchMedia("(prefers-color-scheme: dark)").matches === (WANTED.get("scheme") === "dark"), "the scheme is the other one");
  const over = all("body *").filter((e) => visible(e) && !e.closest(".skip, .vh, select") && e.getBoundingClientRect().right > innerWidth + 1);
  expect(document.documentElement.scrollWidth <= innerWidth, "the page scrolls sideways: " + over.slice(0, 5).map((e) => e.outerHTML.slice(0, 90)));
  const small = all("button, select, input, #list > li > details > summary").filter((e) => visible(e) && e.getBoundingClientRect().height < 24);
  expect(small.length === 0, "too small to touch: " + small.map((e) => e.outerHTML.slice(0, 60)));
}

function checkNames() {
  expect(all("h1").length === 1, "one h1");
  expect(all("table").every((table) => table.caption && table.caption.textContent.trim()), "every table has a caption");
  expect(all("th").every((th) => th.scope), "every th has a scope");
  expect(all("section").every((e) => document.getElementById(e.getAttribute("aria-labelledby"))), "every section has its heading");
  expect(all("svg, .stack").every((e) => e.getAttribute("role") === "img" && e.getAttribute("aria-label")), "every chart has a name");
  expect(all("#filter input, #filter select").every((e) => e.labels.length === 1), "every field has a label");
  const ids = all("[id]").map((e) => e.id);
  expect(new Set(ids).size === ids.length, "ids are unique");
}

function checkCharts() {
  for (const [what, selector, least] of [["tiles", ".tiles dd", 6], ["heat", ".heat tbody td", 20], ["agreeing cells", ".heat td.same", 3],
    ["shares", "#shares .stack", 3], ["months", "#months tbody tr", 3], ["companies", "#companies tbody tr", 3],
    ["terms", "#terms tbody tr", 3], ["bars", "#confidence rect", 20]]) {
    const found = all(selector).filter(visible);
    expect(found.length >= least, what + ": " + found.length);
  }
  const deep = all(".heat tbody td").filter((td) => td.firstChild.textContent === "100%").map((td) => getComputedStyle(td).backgroundColor);
  const none = all(".heat tbody td").filter((td) => td.firstChild.textContent === "0%").map((td) => getComputedStyle(td).backgroundColor);
  expect(deep.length > 0 && none.length > 0 && !none.includes(deep[0]), "a full cell is deeper than an empty one");
}

function set(id, value) {
  const field = document.getElementById(id);
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function checkFilter() {
  // The page came with #q=hospital.
  expect(document.getElementById("q").value === "hospital", "the address presets the search");
  expect(titles().length === 1 && titles()[0] === "Product Manager, hospital", "the search finds one: " + titles());
  expect(document.getElementById("found").textContent === "1 of 60 match the filter", document.getElementById("found").textContent);
  document.querySelector("#filter button[type=reset]").click();
  expect(location.hash === "" && titles().length === 50, "cleared: " + location.hash + " " + titles().length);
  expect(visible(document.getElementById("more")), "more than fifty ask for a button");
  document.getElementById("more").click();
  expect(titles().length === 60 && !visible(document.getElementById("more")), "all are shown: " + titles().length);
  set("reading", "other");
  expect(titles().length === 10 && location.hash === "#reading=other", "by reading: " + titles().length + " " + location.hash);
  set("company", "Blue & Sons");
  expect(titles().length === 3, "by reading and company: " + titles().length);
  set("company", "");
  set("reading", "");
  set("sure", "90");
  const sure = all("#list .sure").map((e) => parseInt(e.textContent, 10));
  expect(sure.length > 0 && sure.length < 50 && sure.every((n) => n >= 90), "by confidence: " + sure);
  set("sure", "0");
  set("q", "nobody wrote this");
  expect(titles().length === 0 && document.getElementById("found").textContent.startsWith("0 of 60"), "nothing found is said");
  goTo("#q=Own+THE+project&claim=product_owner");
  expect(titles().length > 0 && document.getElementById("claim").value === "product_owner", "the address can change: " + titles().length);
  goTo("#q=");
}

function checkListed() {
  const hostile = titles().filter((title) => title.startsWith("<\/script>"));
  expect(hostile.length === 1 && hostile[0] === "<\/script><img src=x onerror=alert(1)>", "hostile titles are text: " + hostile);
  expect(all("img, iframe, object, embed, link, video, audio").length === 0, "nothing that fetches");
  const details = all("#list > li > details");
  for (const one of details.slice(0, 3)) {
    one.querySelector("summary").focus();
    expect(document.activeElement === one.querySelector("summary"), "a posting can be reached with the keyboard");
    one.open = true;
    one.dispatchEvent(new Event("toggle"));
  }
  const text = details[0].querySelector(".text");
  expect(text && text.textContent.includes("<img src=x onerror=alert(2)>") === false, "tags of a body are not shown as text");
  expect(text && text.querySelectorAll("mark").length === 4, "evidence is marked in the text");
  expect(text && text.querySelector("mark").textContent === "Own the project planPjM", text && text.querySelector("mark").textContent);
  expect(details[0].querySelectorAll(".quotes mark sup").length === 4, "every quote names its role");
  expect(all("#list a").every((a) => /^https?:/.test(a.href)), "links are of the web");
}

try {
  checkCharts();
  checkFilter();
  checkListed();
  checkNames();
  checkLayout();
  checkContrast();
} catch (error) {
  wrong.push("the probe failed: " + error.stack);
}
parent.postMessage(JSON.stringify({ checks, wrong }), "*");
