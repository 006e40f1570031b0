// Brings the parts together: reads the data blocks, draws the layers, keeps what is shown and chosen.

const situation = JSON.parse(document.getElementById("sitmap-situation").textContent);
const ground = JSON.parse(document.getElementById("sitmap-basemap").textContent);

const map = map_sitmap;
const groups = {
  control: feature_group_control, movements: feature_group_movements, incidents: feature_group_incidents,
  places: feature_group_places, uncertainty: feature_group_uncertainty,
};
const tiles = tile_layers;
const entries = [];
const hidden = new Set();

function register(layer, rows, parts) {
  entries.push({ layer, rows, parts });
}

function isShown(layer) {
  return map.hasLayer(groups[layer]);
}

// A mark goes when every faction that it names is switched off.
function isWanted(row) {
  const parties = [row.holder, row.actor, row.opponent, ...(row.claimants || [])].filter((number) => number !== undefined);
  return !parties.length || parties.some((number) => !hidden.has(number));
}

function refresh() {
  for (const { layer, rows, parts } of entries) {
    const wanted = rows.some(isWanted);
    for (const part of parts) {
      if (wanted !== groups[layer].hasLayer(part)) groups[layer][wanted ? "addLayer" : "removeLayer"](part);
    }
  }
  labels.place();
}

function showLayer(layer, on) {
  groups[layer][on ? "addTo" : "removeFrom"](map);
  labels.place();
}

function showActor(number, on) {
  hidden[on ? "delete" : "add"](number);
  refresh();
}

function choose(layer, row, rows, travel) {
  mark(layer, row);
  document.getElementById("pane-evidence").replaceChildren(...evidencePane(layer, row, rows || [row]));
  showTab("evidence");
  raise(true);
  if (travel) reveal(row);
  document.getElementById("chosen").focus({ preventScroll: true });
}

function reveal(row) {
  if (row.at) map.setView(row.at, Math.max(map.getZoom(), 9));
  else map.fitBounds(row.path, { padding: [80, 80], maxZoom: 11 });
}

function mark(layer, row) {
  document.querySelectorAll(".chosen").forEach((node) => node.classList.remove("chosen"));
  const shown = entries.filter((entry) => entry.rows.includes(row) || (entry.layer === "uncertainty" && entry.rows[0].of === row.id));
  for (const part of shown.flatMap((entry) => entry.parts)) {
    const node = part.getElement && part.getElement();
    if (node) node.classList.add("chosen");
  }
}

function showArticle(number) {
  const article = situation.articles[number];
  const numbers = situation.claims.flatMap((claim, i) => (claim.article === number ? [i] : []));
  document.getElementById("pane-evidence").replaceChildren(
    el("h2", { dir: "auto", tabindex: "-1", id: "chosen" }, outward(article.url, article.title)),
    el("p", { class: "lead" }, article.source ? [bdi(article.source), " · "] : null, article.date ? dayWords(article.date) : "undated"),
    claimList(numbers, "Claims") || "");
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
  return map.fitBounds(situation.view[which], { padding: [60, 60], maxZoom: 11, animate: false });
}

function hint() {
  const outside = situation.view ? situation.view.outside : 0;
  const box = document.getElementById("hint");
  const empty = !situation.control.length && !situation.movements.length && !situation.incidents.length;
  if (empty) box.append("Nothing on this map yet: no claim of control, movement or incident was found.");
  if (outside) {
    const all = el("button", { type: "button" }, "Show all");
    all.addEventListener("click", () => { fit("whole"); box.hidden = true; });
    box.append(plural(outside, "mark lies", "marks lie") + " outside this view. ", all);
  }
  box.hidden = !empty && !outside;
}

function baseChoice() {
  const names = Object.keys(tiles);
  if (!names.length) return null;
  const radios = ["Built-in map", ...names].map((name, i) => {
    const radio = el("input", { type: "radio", name: "base", id: "base-" + i });
    radio.checked = !i;
    radio.addEventListener("change", () => useBase(name));
    return el("label", { class: "row", for: "base-" + i }, radio, el("span", { class: "grow" }, name));
  });
  return el("fieldset", {}, el("legend", {}, "Base map"), radios,
    el("p", { class: "meta", id: "tile-note", role: "status" }, "Tiles are asked from their servers, which see where you look."));
}

function useBase(chosen) {
  for (const [name, layer] of Object.entries(tiles)) {
    if (name === chosen) layer.addTo(map);
    else layer.remove();
  }
  map.getContainer().classList.toggle("tiled", chosen in tiles);
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
  document.getElementById("summary").append(
    ...(situation.on ? ["As of ", el("strong", {}, dayWords(situation.on)), " · "] : []),
    plural(situation.articles.length, "article") + " · " + plural(situation.claims.length, "claim"));
}

head();
addTab("legend", "Legend", legend(baseChoice()));
addTab("evidence", "Evidence", el("p", { class: "empty" }, "Choose a mark on the map to read what it rests on."));
addTab("marks", "List", markList());
addTab("articles", "Articles", articleList());
addTab("unplaced", "Unplaced", unresolvedList());
showTab("legend");
document.getElementById("grip").addEventListener("click", () => raise(!document.getElementById("panel").classList.contains("raised")));

map.getContainer().setAttribute("role", "application");
map.getContainer().setAttribute("aria-label", "Map");
controls();
hint();
fit("main");
drawGround(map, ground);
const labels = new Labels(map, ground.labels);
const held = new Set(situation.control.map(spotOf));
const taken = new Set([...held, ...situation.incidents.map(spotOf)]);
drawUncertainty(situation.uncertainty);
drawPlaces(situation.places, taken);
drawMovements(situation.movements);
drawIncidents(situation.incidents, held);
drawControl(situation.control);
watchTiles();
refresh();
