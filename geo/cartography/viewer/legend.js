// The legend: what signs mean, how many there are of each, and the switches for layers and factions.

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

// A map of thousands of places carries no areas: working them out would take longer than a reader waits.
function layerNote(name, note) {
  return name === "areas" && !situation.areas.length && situation.control.length > 1000 ? "too many places to derive them here" : note;
}

function layerSwitches() {
  const rows = Object.entries(LAYER_NAMES).map(([name, [title, note]]) =>
    checkbox("layer-" + name, isShown(name), (on) => showLayer(name, on),
      el("span", { class: "grow" }, title, el("small", {}, layerNote(name, note))), count(shown[name].length)));
  return el("fieldset", { class: "layers" }, el("legend", {}, "Layers"), rows);
}

// How much each faction has of what is shown; those switched off stay in the list.
function tallied() {
  const tallies = new Map();
  const of = (number) => {
    if (!tallies.has(number)) tallies.set(number, { control: 0, movements: 0, incidents: 0, fights: false });
    return tallies.get(number);
  };
  const tally = (number, layer) => { if (number !== undefined) of(number)[layer] += 1; };
  hidden.forEach(of);
  for (const row of shown.control) new Set([row.holder, ...(row.claimants || [])]).forEach((n) => tally(n, "control"));
  for (const row of shown.incidents) new Set([row.actor, row.opponent]).forEach((n) => tally(n, "incidents"));
  for (const row of shown.movements) {
    tally(row.actor, "movements");
    if (row.actor !== undefined && FORCES_MOVE.test(row.action)) of(row.actor).fights = true;
  }
  return tallies;
}

const FORCES_MOVE = /^(advances|withdraws|deploys)$/;
const NO_FORCE = /^(civilians|organisation)$/;

// Who wields arms, by kind or by what is told of it; armed men whom nobody names; and all others.
function groupOf([number, seen]) {
  const { name, kind } = actorAt(number);
  if (NO_FORCE.test(kind)) return "others";
  if (/^unidentified\b/.test(name)) return "unnamed";
  return kind !== "unknown" || seen.control || seen.fights ? "parties" : "others";
}

const MOST_PARTIES = 8;
const marksOf = ([, seen]) => seen.control + seen.movements + seen.incidents;

function factionSwitches() {
  const order = [...tallied()].sort((a, b) => marksOf(b) - marksOf(a) || a[0] - b[0]);
  if (!order.length) return null;
  const groups = byKey(order, groupOf);
  const sides = [...byKey(groups.get("parties") || [], ([number]) => sideOf(number)).entries()]
    .map(([side, members]) => ({ members, node: members.length > 1 ? sideBlock(side, members) : factionRow(...members[0]) }));
  const rest = sides.splice(MOST_PARTIES);
  return el("fieldset", {}, el("legend", {}, "Who"), sides.map(({ node }) => node),
    factionFold("parties", "Further parties", rest.flatMap(({ members }) => members), rest.map(({ node }) => node)),
    factionFold("unnamed", "Forces that nobody names", groups.get("unnamed") || [], null, !sides.length),
    factionFold("others", "Civilians, aid and others", groups.get("others") || []));
}

const unfolded = new Set();

// What a reader has unfolded stays so when its content is made anew.
function fold(name, summary, ...content) {
  const node = el("details", { open: unfolded.has(name), class: "fold" }, el("summary", { id: "fold-" + name }, summary), content.flat());
  node.addEventListener("toggle", () => unfolded[node.open ? "add" : "delete"](name));
  return node;
}

// A group of factions behind its name, with one switch for them all.
function factionFold(name, title, members, rows, isFirst) {
  if (!members.length) return null;
  if (isFirst) unfolded.add(name);
  const numbers = members.map(([number]) => number);
  const off = numbers.filter((number) => hidden.has(number)).length;
  return fold(name, [title + " ", count(members.length), off ? el("span", { class: "number" }, " · " + off + " switched off") : null],
    members.length > 1 ? checkbox("all-" + name, off < numbers.length, (on) => showActors(numbers, on), el("span", { class: "grow" }, "All of these")) : null,
    rows || members.map((member) => factionRow(...member)));
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

const MOST_KEYS = 7;

function keyList(title, items) {
  if (!items.length) return null;
  const rest = items.length > MOST_KEYS + 1 ? items.splice(MOST_KEYS) : [];
  return el("div", { class: "key" }, el("h3", {}, title), el("ul", {}, items),
    rest.length ? fold(title.toLowerCase(), plural(rest.length, "further kind"), el("ul", {}, rest)) : null);
}

const CONTROL_KEYS = [
  ["held, reported as fact", (r) => r.status === "held" && r.basis !== "claimed" && !r.partial && !r.presumed, {}],
  ["presumed: no report tells it of this place and day", (r) => r.presumed, { presumed: true }],
  ["held by its own claim only", (r) => r.status === "held" && r.basis === "claimed" && !r.presumed, { basis: "claimed" }],
  ["held in part", (r) => r.status === "held" && r.partial && r.basis !== "claimed" && !r.presumed, { partial: true }],
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

function correctedKey() {
  const rows = [...shown.control, ...shown.movements, ...shown.incidents].filter((row) => row.corrected);
  return rows.length ? [key(picture(22, "2 1 18 18", pencil()), "set right by hand: an analyst's correction", rows.length)] : [];
}

function incidentKeys() {
  return [...byKey(shown.incidents, (row) => row.action)].sort((a, b) => b[1].length - a[1].length)
    .map(([action, rows]) => key(incidentSymbol(action, 1, false, 28), action.replace(/_/g, " "), rows.length));
}

function legend() {
  return [
    factionSwitches(), layerSwitches(),
    crowd.busy ? el("p", { class: "meta" }, "Dots are marks that stand too close to weightier ones: round for control, square for incidents. Zoom in, or look them up in the list.") : null,
    thinned ? el("p", { class: "meta" }, plural(thinned, "short arrow") + " would lie on others at this scale. Zoom in, or look them up in the list.") : null,
    keyList("Control", controlKeys()), keyList("Movements", movementKeys()), keyList("Incidents", incidentKeys()), keyList("Corrections", correctedKey()),
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
