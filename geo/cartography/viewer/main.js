// Brings the parts together: draws the layers of a day, and answers to what is chosen.

function register(layer, rows, parts) {
  entries.push({ layer, rows, parts });
  for (const part of parts) groups[layer].addLayer(part);
}

function isShown(layer) {
  return map.hasLayer(groups[layer]);
}

// A mark goes when every faction that it names is switched off.
function isWanted(row) {
  const parties = [row.holder, row.actor, row.opponent, ...(row.claimants || [])].filter((number) => number !== undefined);
  return !parties.length || parties.some((number) => !hidden.has(number));
}

function pickRows() {
  const told = (layer) => situation[layer].filter((row) => isWanted(row) && inTime(layer, row));
  const rows = { control: told("control"), movements: told("movements"), incidents: told("incidents"), places: situation.places.filter(isDot) };
  const ids = new Set(Object.values(rows).flat().map((row) => row.id));
  rows.uncertainty = situation.uncertainty.filter((row) => (row.of || []).some((id) => ids.has(id)));
  return rows;
}

// Everything again from the rows of the chosen day and factions: what is told is small beside what Leaflet keeps.
function refresh() {
  shown = pickRows();
  entries.length = 0;
  for (const group of Object.values(groups)) group.clearLayers();
  const held = new Set(shown.control.map(spotOf));
  drawUncertainty(shown.uncertainty);
  drawPlaces(shown.places, new Set([...held, ...shown.incidents.map(spotOf)]));
  drawMovements(shown.movements);
  drawSigns();
  if (chosen) mark(chosen.layer, chosen.row);
  head();
  refill("legend");
  refill("marks");
  labels.place();
  hint();
  if (settled) writeLink();
}

function drawSigns() {
  const anchors = [];
  drawControl(shown.control, anchors);
  drawIncidents(shown.incidents, anchors);
}

// What depends on how far apart things are on the screen, drawn anew; the keyboard's focus stays on its mark.
function rearrange() {
  const focus = document.activeElement && document.activeElement.getAttribute("aria-label");
  fitBadges();
  for (const layer of ["control", "incidents"]) groups[layer].clearLayers();
  entries.splice(0, entries.length, ...entries.filter(({ layer }) => layer !== "control" && layer !== "incidents"));
  drawSigns();
  if (chosen) mark(chosen.layer, chosen.row);
  labels.place();
  if (focus && document.activeElement === document.body) {
    [...document.querySelectorAll(".mark")].find((node) => node.getAttribute("aria-label") === focus)?.focus();
  }
}

function showLayer(layer, on) {
  groups[layer][on ? "addTo" : "removeFrom"](map);
  if (chosen) mark(chosen.layer, chosen.row);
  labels.place();
  writeLink();
}

function showActor(number, on) {
  hidden[on ? "delete" : "add"](number);
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
  const shown = entries.filter((entry) => entry.rows.includes(row) || (entry.layer === "uncertainty" && isAbout(entry.rows[0], row)));
  for (const part of shown.flatMap((entry) => entry.parts)) {
    const node = part.getElement && part.getElement();
    if (node) node.classList.add("chosen");
  }
}

// Areas of uncertainty name claims and places; a place's mark stands for the claims behind it.
function isAbout(area, row) {
  const ids = new Set([row.id, ...(row.claims || []).map((number) => situation.claims[number].id)]);
  return (area.of || []).some((id) => ids.has(id));
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
  return map.fitBounds(situation.view[which], { ...room, maxZoom: 10.5, animate: false });
}

function hint() {
  const box = document.getElementById("hint");
  const marks = [...shown.control, ...shown.movements, ...shown.incidents];
  const bounds = map.getBounds();
  const outside = marks.filter((row) => !bounds.intersects(L.latLngBounds(row.at ? [row.at, row.at] : row.path))).length;
  if (box.dataset.told === marks.length + "/" + outside) return;
  box.dataset.told = marks.length + "/" + outside;
  const all = el("button", { type: "button" }, "Show all");
  all.addEventListener("click", () => fit("whole"));
  if (!marks.length) box.replaceChildren("No claim of control, movement or incident to show here.");
  else box.replaceChildren(plural(outside, "mark lies", "marks lie") + " outside this view. ", all);
  box.hidden = marks.length > 0 && !outside;
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
  L.control.scale({ position: "bottomleft" }).addTo(map);
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
addTab("articles", "Articles", articleList);
addTab("unplaced", "Unplaced", unresolvedList);
document.getElementById("grip").addEventListener("click", () => raise(!document.getElementById("panel").classList.contains("raised")));
map.getContainer().setAttribute("role", "application");
map.getContainer().setAttribute("aria-label", "Map");
controls();
openLink();
drawGround(map, ground);
const labels = new Labels(map, ground.labels);
watchTiles();
dateControl();
refresh();
showTab("legend");
settled = true;
map.on("moveend", hint);
map.on("moveend", writeLink);
window.addEventListener("hashchange", () => location.reload());
window.addEventListener("beforeprint", () => map.invalidateSize({ animate: false }));
map.on("zoomend", rearrange);
