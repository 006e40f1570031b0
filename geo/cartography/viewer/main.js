// Brings the parts together: draws the layers of a day, and answers to what is chosen.

function isShown(layer) {
  return map.hasLayer(groups[layer]);
}

// A mark goes when every faction that it names is switched off.
function isWanted(row) {
  if (!hidden.size) return true;
  const parties = [row.holder, row.side, row.actor, row.opponent, ...(row.claimants || [])].filter((number) => number !== undefined);
  return !parties.length || parties.some((number) => !hidden.has(number));
}

function pickRows() {
  const told = (layer) => situation[layer].filter((row) => inTime(layer, row) && isWanted(row));
  const rows = { control: told("control"), movements: told("movements"), incidents: told("incidents"), places: dots, areas: told("areas") };
  rows.uncertainty = uncertain([...rows.movements, ...rows.incidents]);
  return rows;
}

const FEW_AREAS = 40;

// The areas in which something that is shown may lie; those of places merely named only while they are few.
function uncertain(rows) {
  if (!situation.uncertainty.length) return [];
  const claims = new Set(rows.flatMap((row) => row.claims || []));
  return situation.uncertainty.filter((area) =>
    (area.claims || []).some((number) => claims.has(number)) ||
    (situation.uncertainty.length <= FEW_AREAS && (area.places || []).some((number) => isDot(situation.places[number]))));
}

// What is told of the chosen day and factions.
function refresh() {
  shown = pickRows();
  signs = [...byKey(shown.incidents, (row) => spotOf(row) + row.action).values()];
  const held = new Set(shown.control.map(spotOf));
  for (const row of shown.incidents) held.add(spotOf(row));
  drawAreas(shown.areas);
  drawUncertainty(shown.uncertainty);
  drawPlaces(shown.places, held);
  drawMovements(shown.movements);
  drawSigns();
  soon(() => {
    head();
    refill("legend");
    refill("marks");
    refill("changes");
    labels.place();
    hint();
    if (settled) writeLink();
  });
}

// What a reader looks at when the slider has come to rest; among few marks, at once.
let waiting = 0;

function soon(work) {
  clearTimeout(waiting);
  if (crowd.busy) waiting = setTimeout(work, 120);
  else work();
}

// Symbols where there is room for them, the weightiest first, dots for the rest.
function drawSigns() {
  const { control, incidents, dots } = arranged(shown.control, signs);
  const anchors = [];
  drawControl(control, spread(control, (row) => row.at, BESIDE, anchors));
  drawIncidents(incidents, spread(incidents, (same) => same[0].at, RING, anchors));
  crowd.show(dots);
  drawEarly();
  if (chosen) mark(chosen.layer, chosen.row);
}

// What depends on how far apart things are on the screen; the keyboard's focus stays on its mark.
function rearrange() {
  const focus = document.activeElement && document.activeElement.getAttribute("aria-label");
  fitBadges();
  drawSigns();
  labels.place();
  if (focus && document.activeElement === document.body) {
    [...document.querySelectorAll(".mark")].find((node) => node.getAttribute("aria-label") === focus)?.focus();
  }
}

function showLayer(layer, on) {
  groups[layer][on ? "addTo" : "removeFrom"](map);
  drawSigns();
  if (chosen) mark(chosen.layer, chosen.row);
  labels.place();
  writeLink();
}

function showActors(numbers, on) {
  for (const number of numbers) hidden[on ? "delete" : "add"](number);
  refresh();
}

function choose(layer, row, rows, travel) {
  chosen = { layer, row };
  mark(layer, row);
  evidence = () => evidencePane(layer, row, rows || [row]);
  refill("evidence");
  showTab("evidence");
  raise(true);
  reveal(row, travel);
  document.getElementById("chosen").focus({ preventScroll: true });
}

// Brings a mark chosen in a list into the middle, and any mark out from under the sheet of a phone.
function reveal(row, travel) {
  if (!row.at && !row.path) return;
  const at = row.at || row.path[Math.floor(row.path.length / 2)];
  if (travel && row.at) map.setView(at, Math.max(map.getZoom(), 9), { animate: false });
  else if (travel) map.fitBounds(row.path, { padding: [80, 80], maxZoom: 11, animate: false });
  const free = freeHeight();
  const point = map.latLngToContainerPoint(at);
  if (travel || point.y > free - 30) map.panBy([0, point.y - free / 2], { animate: false });
}

function freeHeight() {
  const box = map.getContainer().getBoundingClientRect();
  const panel = document.getElementById("panel");
  const share = panel.classList.contains("raised") ? 0.4 : 0.62;
  return getComputedStyle(panel).position === "fixed" ? Math.min(box.height, window.innerHeight * share) : box.height;
}

function mark(layer, row) {
  document.querySelectorAll(".chosen").forEach((node) => node.classList.remove("chosen"));
  for (const entry of entries.values()) {
    if (!entry.rows.includes(row) && !(entry.layer === "uncertainty" && isAbout(entry.rows[0], row))) continue;
    for (const part of entry.parts) {
      const node = part.getElement && part.getElement();
      if (node) node.classList.add("chosen");
    }
  }
}

// Areas of uncertainty name claims and places; a place's mark stands for the claims behind it.
function isAbout(area, row) {
  const claims = row.claims || [];
  return (area.claims || []).some((number) => claims.includes(number)) ||
    (area.places || []).some((number) => situation.places[number] === row);
}

function showArticle(number) {
  const article = situation.articles[number];
  const numbers = situation.claims.flatMap((claim, i) => (claim.article === number ? [i] : []));
  evidence = () => [
    el("h2", { dir: "auto", tabindex: "-1", id: "chosen" }, outward(article.url, article.title)),
    el("p", { class: "lead" }, article.source ? [bdi(article.source), " · "] : null, article.date ? dayWords(article.date) : "undated"),
    claimList(numbers, "Claims"),
  ];
  refill("evidence");
  showTab("evidence");
  document.getElementById("chosen").focus({ preventScroll: true });
}

// On a phone the panel is a sheet at the bottom, low until something is chosen.
function raise(up) {
  const grip = document.getElementById("grip");
  document.getElementById("panel").classList.toggle("raised", up);
  grip.setAttribute("aria-expanded", String(up));
  grip.querySelector(".name").textContent = up ? "Show less" : "Show more";
}

function fit(which) {
  if (!situation.view) return map.setView([20, 10], 2.5, { animate: false });
  const edge = Math.min(60, map.getSize().x / 12);
  const room = { paddingTopLeft: [edge, edge], paddingBottomRight: [edge, edge + 40] };
  // About a single place the ground that it may stand for is to be seen, too.
  const isSpot = L.latLngBounds(situation.view[which]).getNorthEast().distanceTo(situation.view[which][0]) < 1000;
  return map.fitBounds(situation.view[which], { ...room, maxZoom: isSpot ? 8.5 : 10.5, animate: false });
}

function hint() {
  const box = document.getElementById("hint");
  const marks = [...shown.control, ...shown.movements, ...shown.incidents];
  const bounds = map.getBounds();
  const inside = ([lat, lon]) => lat >= bounds.getSouth() && lat <= bounds.getNorth() && lon >= bounds.getWest() && lon <= bounds.getEast();
  const outside = marks.filter((row) => (row.at ? !inside(row.at) : !bounds.intersects(L.latLngBounds(row.path)))).length;
  if (box.dataset.told === marks.length + "/" + outside) return;
  box.dataset.told = marks.length + "/" + outside;
  const all = el("button", { type: "button" }, "Show all");
  all.addEventListener("click", () => fit("whole"));
  if (!marks.length) box.replaceChildren("No claim of control, movement or incident to show here.");
  else box.replaceChildren(plural(outside, "mark lies", "marks lie") + " outside this view. ", all);
  box.hidden = marks.length > 0 && !outside;
}

// On paper stand the map and its legend, whatever tab is open.
function setSheet() {
  map.invalidateSize({ animate: false });
  fillTab("legend", true);
}

function baseChoice() {
  const names = Object.keys(tiles);
  if (!names.length) return null;
  const radios = ["Built-in map", ...names].map((name, i) => {
    const radio = el("input", { type: "radio", name: "base", id: "base-" + i });
    radio.checked = name === base;
    radio.addEventListener("change", () => useBase(name));
    return el("label", { class: "row", for: "base-" + i }, radio, el("span", { class: "grow" }, name));
  });
  return el("fieldset", {}, el("legend", {}, "Base map"), radios,
    el("p", { class: "meta", id: "tile-note", role: "status" }, "Tiles are asked from their servers, which see where you look."));
}

function useBase(name) {
  base = name;
  for (const [other, layer] of Object.entries(tiles)) {
    if (other === base) layer.addTo(map);
    else layer.remove();
  }
  map.getContainer().classList.toggle("tiled", base in tiles);
}

function watchTiles() {
  for (const [name, layer] of Object.entries(tiles)) {
    layer.on("tileerror", () => {
      document.getElementById("tile-note").textContent = "Some tiles of " + name + " could not be loaded; the built-in map stays beneath.";
    });
  }
}

function controls() {
  L.control.zoom({ position: "topleft" }).addTo(map);
  L.control.scale({ position: "bottomleft", imperial: false }).addTo(map);
  const credit = L.control.attribution({ position: "bottomleft" }).addTo(map);
  credit.setPrefix(false);
  credit.addAttribution("© GeoNames (CC BY) · Natural Earth");
}

function head() {
  document.getElementById("title").textContent = situation.title;
  document.getElementById("summary").replaceChildren(
    ...(day ? ["As of ", el("strong", {}, dayWords(day)), " · "] : []),
    plural(situation.articles.length, "article") + " · " + plural(situation.claims.length, "claim"));
}

addTab("legend", "Legend", legend);
addTab("evidence", "Evidence", () => evidence());
addTab("marks", "List", markList);
addTab("changes", "Changes", changeList);
addTab("articles", "Articles", articleList);
addTab("unplaced", "Unplaced", unresolvedList);
fadeTabs();
document.getElementById("grip").addEventListener("click", () => raise(!document.getElementById("panel").classList.contains("raised")));
map.getContainer().setAttribute("role", "application");
map.getContainer().setAttribute("aria-label", "Map");
controls();
openLink();
drawGround(map, ground);
const dots = situation.places.filter(isDot);
const crowd = new Crowd().addTo(map);
const earlyCrowd = new Crowd(true).addTo(map);
const labels = new Labels(map, ground.labels);
watchTiles();
dateControl();
openComparison();
refresh();
showTab("legend");
settled = true;
map.on("moveend", hint);
map.on("moveend", writeLink);
window.addEventListener("hashchange", () => location.reload());
window.matchMedia("print").addEventListener("change", setSheet);
window.addEventListener("beforeprint", setSheet);
window.addEventListener("afterprint", setSheet);
map.on("zoomend", rearrange);
map.on("moveend", () => { if (crowd.busy || earlyCrowd.busy) drawSigns(); });
map.on("move moveend zoomend resize", () => { if (comparing) part(); });
