// Movements: curved arrows that stop short of the marks they join.

const Arrow = L.Polyline.extend({
  _updatePath() {
    this._parts = this._parts.map((points) => shortened(points, this.options.gap));
    L.Polyline.prototype._updatePath.call(this);
    // Leaflet writes "M0 0" for what is out of view, and a browser would put the arrow's tail there.
    if (this._path) this._path.style.display = this._parts.length ? "" : "none";
  },
});

// Cuts pixels off both ends, less where the line is short.
function shortened(points, gap) {
  let total = 0;
  for (let i = 1; i < points.length; i++) total += points[i].distanceTo(points[i - 1]);
  const cut = Math.min(gap, total / 4);
  return cut < 1 ? points : cutStart(cutStart(points, cut).reverse(), cut).reverse();
}

function cutStart(points, cut) {
  let left = cut;
  for (let i = 1; i < points.length; i++) {
    const step = points[i].distanceTo(points[i - 1]);
    if (step > left) {
      const part = left / step;
      const start = points[i - 1].add(points[i].subtract(points[i - 1]).multiplyBy(part));
      return [start, ...points.slice(i)];
    }
    left -= step;
  }
  return points.slice();
}

function moveWords(row) {
  const ends = [row.origin && "from " + isolated(row.origin), row.via && "via " + isolated(row.via),
    row.destination && "to " + isolated(row.destination), row.toward && "towards " + isolated(row.toward)];
  return isolated(actorAt(row.actor).name) + " " + row.action + " " + ends.filter(Boolean).join(" ") +
    (row.forced ? ", forced" : "") + (isDashed(row) ? ", " + doubtWords(row) : "") + correctedWords([row]);
}

function doubtWords(row) {
  if (row.factuality && row.factuality !== "actual") return row.factuality;
  return "arrival not reported";
}

function isDashed(row) {
  return Boolean((row.factuality && row.factuality !== "actual") || (!row.destination && row.toward));
}

function drawMovements(rows) {
  draw("movements", rows.map((row) => ({ key: row, look: "", rows: [row], make: () => arrowParts(row) })));
  fitBadges();
}

// A badge would hide an arrow that is hardly longer than itself, and a dozen short ones at one town hide one another:
// two of them are shown there, the latest.
const [BADGED, SHORT, CROWDED] = [90, 36, 40];
let thinned = 0;

function fitBadges() {
  const scale = 2 ** map.getZoom();
  const seen = new Map();
  thinned = 0;
  const arrows = [...entries.values()].filter((entry) => entry.layer === "movements");
  if (arrows.length > 40) arrows.sort((a, b) => (dayOf(b.rows[0]) || "").localeCompare(dayOf(a.rows[0]) || ""));
  for (const { rows, parts } of arrows) {
    const [[x, y], [endX, endY]] = endsOf(rows[0]);
    const length = Math.hypot(endX - x, endY - y) * scale;
    const cell = Math.round((x + endX) * scale / 2 / CROWDED) + "," + Math.round((y + endY) * scale / 2 / CROWDED);
    const others = seen.get(cell) || 0;
    if (length < SHORT) seen.set(cell, others + 1);
    const hide = length < SHORT && others >= 2;
    thinned += hide;
    parts[4].setOpacity(length < BADGED ? 0 : 1);
    for (const part of parts.slice(0, 4)) part.getElement()?.classList.toggle("thinned", hide);
  }
}

// Both ends on the map's flat sheet at zoom 0, made once.
function endsOf(row) {
  if (!row.ends) row.ends = [row.path[0], row.path[row.path.length - 1]].map((at) => { const { x, y } = map.project(at, 0); return [x, y]; });
  return row.ends;
}

function arrowParts(row) {
  const symbol = actorAt(row.actor);
  const style = moveStyle(row.action);
  // The surer, the wider: by a third at most, so that a doubtful one is still seen.
  const width = style.weight * (0.67 + 0.66 * (row.confidence === undefined ? 0.5 : row.confidence));
  const common = { pane: "movements", renderer: rendererOf("movements"), smoothFactor: 0, noClip: true, gap: 19, fill: false };
  const open = () => choose("movements", row);
  const hit = new Arrow(row.path, { ...common, weight: 18, className: "arrow-hit" });
  const dashArray = isDashed(row) ? "9 7" : null;
  const halo = new Arrow(row.path, { ...common, weight: width + 5, interactive: false, className: "arrow-halo" });
  const casing = new Arrow(row.path, { ...common, weight: width + 1.6, interactive: false, dashArray, lineCap: "butt",
    className: "arrow-casing" });
  const line = new Arrow(row.path, { ...common, weight: width, color: symbol.colour,
    dashArray, lineCap: "butt", className: "arrow" });
  hit.on("add", () => reachable(hit.getElement(), moveWords(row), open));
  line.on("add", () => {
    const path = line.getElement();
    path.setAttribute("marker-end", arrowHead(row.action, symbol.colour));
    const tail = arrowTail(row.action, symbol.colour);
    if (tail) path.setAttribute("marker-start", tail);
  });
  hit.on("click", open);
  line.on("click", open);
  return [hit, halo, casing, line, arrowBadge(row, symbol, open)];
}

// Makes a path that Leaflet drew a button for keyboards and screen readers.
function reachable(path, label, open) {
  path.setAttribute("tabindex", "0");
  path.setAttribute("role", "button");
  path.setAttribute("aria-label", label);
  path.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open();
    }
  });
}

// The faction's letter on the line, so that an arrow is not told by its colour alone, with a tip that tells the
// direction where neither end is in view.
function arrowBadge(row, symbol, open) {
  const middle = Math.floor(row.path.length * 0.45);
  const at = row.path[middle];
  const [here, ahead] = [at, row.path[middle + 1]].map((spot) => map.project(spot, 0));
  const course = Math.atan2(ahead.y - here.y, ahead.x - here.x) * 180 / Math.PI;
  const badge = picture(18, "-9 -9 18 18", svg("path", { d: "M5 -7L14.5 0L5 7Z", fill: symbol.colour, class: "outline", "stroke-linejoin": "round",
    transform: "rotate(" + course.toFixed(0) + ")" }), svg("circle", { r: 8, fill: symbol.colour, class: "outline" }),
    svg("text", { y: 3.2, class: "letter", "font-size": symbol.letter.length > 1 ? 7.5 : 9.5, fill: symbol.ink, stroke: symbol.colour }, symbol.letter));
  if (row.corrected) badge.append(pencil());
  const icon = L.divIcon({ className: "mark badge", html: badge, iconSize: [18, 18] });
  const marker = L.marker(at, { pane: "movements", icon, keyboard: false });
  marker.on("click", open);
  return marker;
}
