// The head: what it all comes to.
byId("headline").textContent = data.headline;
byId("lede").append(...prose(data.lede.join(" ")));
byId("sources").textContent = data.sources.length ? "· " + data.sources.join(", ") : "";
document.title = data.headline + " – rolecall";

const verdictOf = Object.fromEntries(data.verdict_words.map((v, i) => [v.word, { ...v, place: i }]));
const verdicts = (row, word) => row.verdicts[verdictOf[word].place];

function tiles() {
  const tile = (name, n, whole) => h("div", {}, h("dt", {}, name),
    h("dd", {}, number(n), whole ? h("small", {}, " " + percent(n, whole)) : ""));
  const of = (word) => tile(verdictOf[word].name, verdicts(data, word), data.claiming);
  byId("lede").after(h("dl", { class: "tiles" }, tile("postings", data.postings),
    tile("claim a role", data.claiming, data.postings), ["mismatch", "hybrid", "match", "unclear"].map(of)));
}

// Claims down, readings across; the deeper the colour, the larger the part of the row.
function heat() {
  const rows = data.claims.filter((row) => row.postings > 0);
  const head = h("tr", {}, h("th", { scope: "col" }, "the title claims"), data.readings.map((r) =>
    h("th", { scope: "col", class: r.word }, h("span", { class: "long" }, r.name),
      h("abbr", { class: "short", title: r.name }, r.code))));
  const cell = (row, r, n) => {
    const td = h("td", { class: r.word + (row.claim === r.word ? " same" : "") },
      percent(n, row.postings), h("small", {}, number(n)));
    td.style.setProperty("--p", `calc(var(--tint) * ${n / row.postings})`);
    return td;
  };
  show("claims", h("table", { class: "heat" },
    h("caption", {}, "Percent of the row, and postings. Across: what the text describes."),
    h("thead", {}, head),
    h("tbody", {}, rows.map((row) => h("tr", {},
      h("th", { scope: "row" }, row.name, h("small", {}, postings(row.postings))),
      data.readings.map((r, i) => cell(row, r, row.readings[i])))))));
}

function shares() {
  const rows = data.claims.filter((row) => row.shares);
  if (rows.length) show("shares", legend(ROLES.map((r) => [r.word, r.name])), ...rows.map((row) => h("div", { class: "division" },
    h("b", {}, row.name, h("small", {}, postings(row.shared))),
    stack(ROLES.map((r, i) => [r.word, row.shares[i], row.shares[i] + "%", r.name]), true))));
}

const SHOWN = ["mismatch", "hybrid", "match", "unclear"];
function verdictTable(id, rows, what, after) {
  if (!rows.length) return;
  const bar = (row) => stack(SHOWN.map((word) =>
    ["v-" + word, verdicts(row, word), percent(verdicts(row, word), row.claiming), verdictOf[word].name]));
  show(id, legend(SHOWN.map((word) => ["v-" + word, verdictOf[word].name])),
    h("table", { class: "verdicts" },
      h("caption", { class: "vh" }, "Verdicts by " + what),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, what), h("th", { scope: "col" }, "verdicts"),
        h("th", { scope: "col", class: "n" }, "mism.", h("span", { class: "vh" }, " (mismatches, in percent)")),
        h("th", { scope: "col", class: "n" }, "postings"))),
      h("tbody", {}, rows.map((row) => h("tr", {}, h("th", { scope: "row" }, h("bdi", {}, row.name)), h("td", {}, bar(row)),
        h("td", {}, percent(verdicts(row, "mismatch"), row.claiming)), h("td", {}, number(row.claiming)))))),
    after ? h("p", { class: "about" }, after) : null);
}

function terms() {
  const note = data.terms_note && h("p", { class: "note" }, prose(data.terms_note));
  if (!data.terms.length) return note && show("terms", note);
  const row = (term, most) => {
    const bar = h("span", { class: "bar", "aria-hidden": "true" });
    bar.style.width = Math.max(1, (100 * term.lead) / most) + "%";
    const words = term.wordings.length ? "“" + term.wordings[0] + "”" : term.term;
    return h("tr", {}, h("th", { scope: "row", title: term.wordings.map((w) => "“" + w + "”").join(", ") },
      h("bdi", {}, words), h("code", {}, term.term), bar),
      h("td", {}, number(term.postings)), h("td", {}, number(term.hinges)));
  };
  const tables = ROLES.map((r) => [r, data.terms.filter((term) => term.role === r.word)]).filter(([, list]) => list.length);
  show("terms", note, h("div", { class: "terms" }, tables.map(([r, list]) => h("div", { class: r.word },
    h("h3", {}, r.name),
    h("table", {}, h("caption", { class: "vh" }, "Phrases that speak for " + r.name),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "phrase, ", h("code", {}, "term")),
        h("th", { scope: "col", class: "n" }, "postings"), h("th", { scope: "col", class: "n" }, "hang on it"))),
      h("tbody", {}, list.map((term) => row(term, list[0].lead))))))));
}

function confidence() {
  const most = Math.max(...data.confidence.map((bin) => bin[0]));
  if (!most) return;
  const [step, top, base] = [60, 24, 184];
  const height = (n) => (n ? Math.max(1, ((base - top) * n) / most) : 0);
  const range = (i) => `${i * 10}–${i === 9 ? 100 : i * 10 + 9}%`;
  const bars = data.confidence.map(([all, mismatches], i) => {
    const x = i * step + 6;
    return s("g", {}, s("title", {}, `${range(i)}: ${number(all)} postings, ${number(mismatches)} of them mismatches`),
      s("rect", { class: "all", x, y: base - height(all), width: step - 12, height: height(all) }),
      s("rect", { class: "mis", x, y: base - height(mismatches), width: step - 12, height: height(mismatches) }),
      s("text", { x: x + step / 2 - 6, y: base - height(all) - 6 }, all ? number(all) : ""),
      s("text", { class: "axis", x: x + step / 2 - 6, y: base + 18 }, String(i * 10)));
  });
  const says = data.confidence.map(([n, mismatches], i) => `${range(i)}: ${n} postings, ${mismatches} mismatches`);
  show("confidence",
    s("svg", { class: "histogram", viewBox: "0 0 604 230", role: "img", "aria-label": "Postings by confidence. " + says.join("; ") },
      s("line", { x1: 0, x2: 600, y1: base + 0.5, y2: base + 0.5 }), ...bars,
      s("text", { class: "axis", x: 300, y: base + 36 }, "confidence in percent, by tens")),
    legend([["v-mismatch", "mismatches"], ["v-match", "all other postings"]]));
}

if (data.postings) {
  tiles();
  heat();
  shares();
  verdictTable("months", data.months, "month");
  verdictTable("companies", data.companies, "company",
    data.more_companies ? `and ${number(data.more_companies)} more companies` : "");
  terms();
  confidence();
}
byId("notes").append(...[...data.notes, ...data.made_by.map((by) => "Made by " + by)].map((note) => h("li", {}, note)));
