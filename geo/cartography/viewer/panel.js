// The panel: tabs, the legend that switches layers and factions, and the lists.

const dayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

const shortFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

function dayWords(iso, format) {
  const date = new Date(iso + "T00:00:00Z");
  return Number.isNaN(date.getTime()) ? String(iso) : (format || dayFormat).format(date);
}

function spanWords(start, end) {
  if (!start && !end) return "";
  if (start === end || !end) return dayWords(start);
  if (!start) return "until " + dayWords(end);
  return dayWords(start) + " to " + dayWords(end);
}

function plural(number, one, many) {
  return number.toLocaleString("en") + " " + (number === 1 ? one : many || one + "s");
}

const tabs = new Map();

// A tab makes its content when it is first shown, and again when what it shows has changed.
function addTab(name, title, make) {
  const tab = el("button", { type: "button", role: "tab", id: "tab-" + name, "aria-controls": "pane-" + name, "aria-selected": "false", tabindex: "-1" }, title);
  const heading = name === "evidence" ? null : el("h2", { class: "unseen" }, title);
  const content = el("div");
  const pane = el("section", { role: "tabpanel", id: "pane-" + name, "aria-labelledby": "tab-" + name, tabindex: "0", hidden: true }, heading, content);
  tab.addEventListener("click", () => showTab(name));
  tab.addEventListener("keydown", (event) => moveTab(event, name));
  document.getElementById("tabs").append(tab);
  document.getElementById("sheet").append(pane);
  tabs.set(name, { tab, pane, content, make, stale: true });
}

function showTab(name) {
  for (const [other, { tab, pane }] of tabs) {
    const selected = other === name;
    tab.setAttribute("aria-selected", String(selected));
    tab.tabIndex = selected ? 0 : -1;
    pane.hidden = !selected;
  }
  fillTab(name);
  document.getElementById("sheet").scrollTop = 0;
}

function fillTab(name) {
  const tab = tabs.get(name);
  if (tab.pane.hidden || !tab.stale) return;
  tab.stale = false;
  tab.content.replaceChildren(...[tab.make()].flat().filter(Boolean));
}

// New content for a tab, with the keyboard's focus where it was.
function refill(name) {
  const focus = document.activeElement && document.activeElement.id;
  tabs.get(name).stale = true;
  fillTab(name);
  if (focus && document.activeElement === document.body) document.getElementById(focus)?.focus();
}

function moveTab(event, name) {
  const names = [...tabs.keys()];
  const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -names.indexOf(name), End: names.length - 1 - names.indexOf(name) };
  if (!(event.key in steps)) return;
  event.preventDefault();
  const next = names[(names.indexOf(name) + steps[event.key] + names.length) % names.length];
  showTab(next);
  tabs.get(next).tab.focus();
}

const LAYER_NAMES = {
  control: ["Control", "who holds what"],
  movements: ["Movements", "arrows from where to where"],
  incidents: ["Incidents", "clashes, strikes, rescues"],
  places: ["Other places", "named, nothing claimed"],
  areas: ["Areas", "ground nearest to a town that is told of, up to 35 km; of a site its own"],
  uncertainty: ["Uncertainty", "where the truth may lie"],
};

function checkbox(id, checked, change, ...content) {
  const box = el("input", { type: "checkbox", id });
  box.checked = checked;
  box.addEventListener("change", () => change(box.checked));
  return el("label", { class: "row", for: id }, box, content);
}

function count(number) {
  return el("span", { class: "number" }, number.toLocaleString("en"));
}

function layerSwitches() {
  const rows = Object.entries(LAYER_NAMES).map(([name, [title, note]]) =>
    checkbox("layer-" + name, isShown(name), (on) => showLayer(name, on),
      el("span", { class: "grow" }, title, el("small", {}, note)), count(shown[name].length)));
  return el("fieldset", {}, el("legend", {}, "Layers"), rows);
}

const MAIN_FACTIONS = 10;

// How much each faction has of what is shown; those switched off stay in the list.
function tallied() {
  const tallies = new Map([...hidden].map((number) => [number, { control: 0, movements: 0, incidents: 0 }]));
  const tally = (number, layer) => {
    if (number === undefined) return;
    if (!tallies.has(number)) tallies.set(number, { control: 0, movements: 0, incidents: 0 });
    tallies.get(number)[layer] += 1;
  };
  for (const row of shown.control) new Set([row.holder, ...(row.claimants || [])]).forEach((n) => tally(n, "control"));
  for (const row of shown.movements) tally(row.actor, "movements");
  for (const row of shown.incidents) new Set([row.actor, row.opponent]).forEach((n) => tally(n, "incidents"));
  return tallies;
}

function factionSwitches() {
  const tallies = tallied();
  if (!tallies.size) return null;
  const order = [...tallies].sort((a, b) => b[1].control - a[1].control || b[1].movements - a[1].movements || a[0] - b[0]);
  const sides = [...byKey(order, ([number]) => sideOf(number)).entries()];
  const blocks = sides.map(([side, members]) => (members.length > 1 ? sideBlock(side, members) : factionRow(...members[0])));
  const rest = blocks.splice(MAIN_FACTIONS);
  return el("fieldset", {}, el("legend", {}, "Who"), blocks,
    rest.length ? el("details", {}, el("summary", {}, rest.length + " more"), rest) : null);
}

function sideOf(number) {
  const { side } = actorAt(number);
  return side === undefined ? number : side;
}

// A side's switch is that of all its members.
function sideBlock(side, members) {
  const numbers = [...new Set([side, ...members.map(([number]) => number)])];
  const all = checkbox("side-" + side, numbers.some((number) => !hidden.has(number)), (on) => showActors(numbers, on),
    el("span", { class: "grow" }, el("span", { class: "name", dir: "auto" }, actorAt(side).name), el("small", {}, "side of " + plural(members.length, "force"))));
  return el("div", { class: "side", role: "group", "aria-label": actorAt(side).name }, all, members.map((member) => factionRow(...member)));
}

function factionRow(number, seen) {
  return checkbox("actor-" + number, !hidden.has(number), (on) => showActors([number], on),
    controlSymbol({ status: "held", basis: "assessed", holder: number }, 26),
    el("span", { class: "grow" }, el("span", { class: "name", dir: "auto" }, actorAt(number).name), el("small", {}, [
      seen.control && plural(seen.control, "place"), seen.movements && plural(seen.movements, "movement"),
      seen.incidents && plural(seen.incidents, "incident"),
    ].filter(Boolean).join(" · "))));
}

function key(symbol, words, number) {
  return el("li", { class: "row" }, el("span", { class: "symbol" }, symbol), el("span", { class: "grow" }, words),
    number === undefined ? null : count(number));
}

function keyList(title, items) {
  return items.length ? el("div", { class: "key" }, el("h3", {}, title), el("ul", {}, items)) : null;
}

const CONTROL_KEYS = [
  ["held, reported as fact", (r) => r.status === "held" && r.basis !== "claimed" && !r.partial, {}],
  ["held by its own claim only", (r) => r.status === "held" && r.basis === "claimed", { basis: "claimed" }],
  ["held in part", (r) => r.status === "held" && r.partial && r.basis !== "claimed", { partial: true }],
  ["contested: both sides shown", (r) => r.status === "contested", { status: "contested" }],
  ["held, besieged", (r) => r.status === "besieged", { status: "besieged" }],
  ["mixed control", (r) => r.status === "mixed", { status: "mixed" }],
  ["unknown: the last word is old", (r) => r.status === "unknown", { status: "unknown" }],
];

function controlKeys() {
  return CONTROL_KEYS.flatMap(([words, test, look]) => {
    const rows = shown.control.filter(test);
    if (!rows.length) return [];
    const { holder, claimants } = rows[0];
    return [key(controlSymbol({ status: "held", holder, claimants, ...look }, 28), words, rows.length)];
  });
}

const MOVE_NAMES = {
  advances: "advance", withdraws: "withdrawal", deploys: "deployment", flees: "flight", travels: "travel",
};

function movementKeys() {
  const items = [...byKey(shown.movements, (row) => row.action)].map(([action, rows]) =>
    key(moveSymbol(action, false), entry(MOVE_NAMES, action) || action, rows.length));
  const dashed = shown.movements.filter(isDashed).length;
  if (dashed) items.push(key(moveSymbol("travels", true), "dashed: claimed, possible, or arrival not reported", dashed));
  return items;
}

function incidentKeys() {
  return [...byKey(shown.incidents, (row) => row.action)].sort((a, b) => b[1].length - a[1].length)
    .map(([action, rows]) => key(incidentSymbol(action, 1, false, 28), action.replace(/_/g, " "), rows.length));
}

function legend() {
  return [
    layerSwitches(), factionSwitches(),
    crowd.busy ? el("p", { class: "meta" }, "Dots are marks that stand too close to weightier ones: round for control, square for incidents. Zoom in, or look them up in the list.") : null,
    keyList("Control", controlKeys()), keyList("Movements", movementKeys()), keyList("Incidents", incidentKeys()),
    baseChoice(), credits(),
  ].filter(Boolean);
}

function credits() {
  const outlets = [...new Set(situation.articles.map((article) => article.source).filter(Boolean))];
  return el("div", { class: "credits" }, el("h3", {}, "Sources and credit"),
    outlets.length ? el("p", {}, "Reports: ", outlets.slice(0, 30).flatMap((name, i) => [i ? ", " : "", bdi(name)]),
      outlets.length > 30 ? " and " + (outlets.length - 30) + " more." : ".") : null,
    el("p", {}, "Places: GeoNames (CC BY 4.0). Outlines: Natural Earth (public domain). Map: Leaflet, folium; drawn by sitmap."),
    el("p", {}, "Borders are shown as the sources have them and take no position. Every mark is what a report says, not what is known."));
}

function articleList() {
  if (!situation.articles.length) return el("p", { class: "empty" }, "No articles.");
  return el("ol", { class: "cards" }, situation.articles.map((article, number) => {
    const open = el("button", { type: "button", class: "link" }, plural(article.claims, "claim"));
    open.addEventListener("click", () => showArticle(number));
    return el("li", { class: "card" }, el("h3", { dir: "auto" }, outward(article.url, article.title)),
      el("p", { class: "meta" }, article.source ? [bdi(article.source), " · "] : null, article.date ? dayWords(article.date) : "undated",
        " · ", article.claims ? [open, " · " + Math.round(100 * article.claims / situation.claims.length) + " % of all"] : "no claims"));
  }));
}

function unresolvedList() {
  const names = situation.unresolved;
  const parts = names.length ? [
    el("p", {}, "Named in the articles, but not found in the gazetteer or too uncertain to draw."),
    el("ul", { class: "cards" }, names.map((row) => el("li", { class: "card" },
      el("h3", { class: "name", dir: "auto" }, row.name),
      el("p", { class: "meta" }, plural(row.count, "mention"), ": ",
        row.articles.flatMap((number, i) => [i ? "; " : "", bdi(situation.articles[number].title)])),
      row.reason ? el("p", { class: "meta", dir: "auto" }, row.reason) : null))),
  ] : [el("p", { class: "empty" }, "Every name could be placed.")];
  if (situation.undrawn.length) {
    parts.push(el("h3", {}, "Claims without a mark ", count(situation.undrawn.length)),
      el("ol", { class: "cards" }, situation.undrawn.map(([number, reason]) =>
        el("li", { class: "card" }, el("p", { class: "meta" }, "Not drawn: " + reason), claimCard(situation.claims[number])))));
  }
  return parts;
}

// Only the two schemes of the web become links; whatever else a url says stays text.
function outward(url, text) {
  if (!/^https?:\/\/[^\s]+$/i.test(url || "")) return bdi(text);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, bdi(text));
}
