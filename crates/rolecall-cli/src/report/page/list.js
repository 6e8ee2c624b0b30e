// The listed postings: filtered by a form whose state is also the address, as in #q=roadmap&reading=other.
const FIELDS = ["q", "claim", "reading", "company", "sure"];
const STEP = 50;
const QUOTES = 8;
let shown = STEP;
const plain = (text) => text.toLowerCase().normalize("NFKC");

// What a search looks through.
const haystacks = data.listed.map((p) => plain([p.title, p.company, p.location, p.id, p.posted, p.month,
  ...p.evidence.flatMap((e) => [e.text, e.term]), ...(p.body || []).map((piece) => piece.text)].filter(Boolean).join("\n")));

const option = (value, name) => h("option", { value }, name);
function fillSelects() {
  const used = (word, list) => list.some((words) => words.includes(word));
  byId("claim").append(...ROLES.filter((r) => used(r.word, data.listed.map((p) => p.claim))).map((r) => option(r.word, r.name)));
  byId("reading").append(...ROLES.filter((r) => used(r.word, data.listed.map((p) => [p.reading]))).map((r) => option(r.word, r.name)));
  const companies = [...new Set(data.listed.map((p) => p.company).filter(Boolean))].sort((a, b) => a.localeCompare(b, "en"));
  byId("company").append(...companies.map((name) => option(name, name)));
  if (!companies.length) byId("company").parentElement.hidden = true;
}

function passes(posting, index, wanted) {
  return wanted.words.every((word) => haystacks[index].includes(word))
    && (!wanted.claim || posting.claim.includes(wanted.claim))
    && (!wanted.reading || posting.reading === wanted.reading)
    && (!wanted.company || posting.company === wanted.company)
    && posting.confidence >= Number(wanted.sure || 0);
}

// A phrase with the mark of its role: the colour is never the only sign.
function marked(e, text) {
  const code = roleOf[e.role].code;
  const sign = { negated: "not " + code, someone_else: "somebody else, " + code }[e.polarity] || code;
  return h("mark", { class: e.role + " " + e.polarity, title: `${e.term}: ${e.dimension}, ${e.section.replaceAll("_", " ")}` }, text, h("sup", {}, sign));
}

function quote(e) {
  const about = [e.text ? e.term : null, e.section.replaceAll("_", " "), e.hinge ? "the reading hangs on it" : null];
  return h("li", {}, marked(e, e.text ? "“" + e.text + "”" : e.term), h("span", { class: "meta" }, about.filter(Boolean).join(" · ")));
}

const quotes = (list) => h("ul", { class: "quotes" }, list.map(quote));

function inside(p) {
  const parts = [];
  if (p.shares) {
    parts.push(stack(ROLES.map((r, i) => [r.word, p.shares[i], `${r.code} ${p.shares[i]}%`, r.name]), true));
  }
  if (p.evidence.length) {
    const strongest = [...p.evidence].sort((a, b) => b.points - a.points);
    parts.push(h("h3", {}, "Evidence"), quotes(strongest.slice(0, QUOTES)));
    const rest = strongest.slice(QUOTES);
    if (rest.length) parts.push(h("details", { class: "more" }, h("summary", {}, `${rest.length} more phrases`), quotes(rest)));
  } else {
    parts.push(h("p", { class: "note" }, "The scan holds no evidence of this posting."));
  }
  if (p.otherwise && p.evidence.some((e) => e.hinge)) {
    parts.push(h("p", { class: "meta" }, `Without what the reading hangs on it would be read as ${roleOf[p.otherwise].name}.`));
  }
  if (p.body) {
    parts.push(h("h3", {}, "Text"), h("div", { class: "text", tabindex: "0", role: "region", "aria-label": "Text of the posting" },
      p.body.map((piece) => (piece.evidence === undefined ? piece.text : marked(p.evidence[piece.evidence], piece.text)))));
  }
  if (p.url) parts.push(h("p", {}, h("a", { href: p.url, rel: "noopener noreferrer" }, "The posting at its source")));
  return h("div", { class: "inside" }, parts);
}

function item(p) {
  const about = [p.company, p.location, p.posted, p.id, p.times > 1 ? `posted ${number(p.times)} times` : null];
  const details = h("details", {}, h("summary", {},
    h("div", {},
      h("div", { class: "title" }, h("bdi", {}, p.title || "Untitled")),
      h("div", {}, `claims ${p.claim.map((word) => roleOf[word].name).join(" or ")}, describes `,
        h("span", { class: "role " + p.reading }, roleOf[p.reading].name)),
      h("div", { class: "meta" }, h("bdi", {}, about.filter(Boolean).join(" · ")))),
    h("div", { class: "sure" }, p.confidence + "%", h("small", {}, "sure"))));
  // Two hundred texts are only laid out when they are asked for.
  details.addEventListener("toggle", () => details.open && details.children.length < 2 && details.append(inside(p)));
  return h("li", {}, details);
}

function render() {
  const wanted = Object.fromEntries(FIELDS.map((id) => [id, byId(id).value]));
  wanted.words = plain(wanted.q).split(/\s+/).filter(Boolean);
  const found = data.listed.filter((p, i) => passes(p, i, wanted));
  byId("list").replaceChildren(...found.slice(0, shown).map(item));
  byId("found").textContent = found.length === data.listed.length
    ? `${number(found.length)} listed` : `${number(found.length)} of ${number(data.listed.length)} match the filter`;
  byId("more").hidden = found.length <= shown;
}

function toAddress() {
  const address = new URLSearchParams(FIELDS.map((id) => [id, byId(id).value]).filter(([, v]) => v && v !== "0")).toString();
  history.replaceState(null, "", address ? "#" + address : location.pathname + location.search);
}

function setFields(wanted) {
  for (const id of FIELDS) byId(id).value = wanted.get(id) || (id === "sure" ? "0" : "");
  for (const select of document.querySelectorAll("#filter select")) if (select.selectedIndex < 0) select.selectedIndex = 0;
}

// Only an address that names a field is a filter; any other fragment is a place in the page.
function fromAddress() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  if (!FIELDS.some((id) => wanted.has(id))) return;
  setFields(wanted);
}

function changed() {
  shown = STEP;
  render();
  toAddress();
}

if (data.postings) {
  byId("postings").hidden = false;
  byId("listed-note").append(...prose(data.listed_note));
  byId("filter").hidden = !data.listed.length;
  if (data.listed.length) byId("filter").before(legend(ROLES.map((r) => [r.word, `${r.code}: ${r.name}`])));
  fillSelects();
  fromAddress();
  byId("filter").addEventListener("input", changed);
  byId("filter").addEventListener("submit", (event) => event.preventDefault());
  byId("filter").addEventListener("reset", (event) => { event.preventDefault(); setFields(new Map()); changed(); });
  byId("more").addEventListener("click", () => { shown += STEP; render(); });
  addEventListener("hashchange", () => { fromAddress(); render(); });
  // On paper there is no "Show more".
  addEventListener("beforeprint", () => { shown = Infinity; render(); });
  if (data.listed.length) render();
}
