// The ground: land, coast, borders, areas, and names that do not run into one another.

function decoded(flat, scale) {
  const line = [];
  let x = 0;
  let y = 0;
  for (let i = 0; i < flat.length; i += 2) {
    x += flat[i];
    y += flat[i + 1];
    line.push([y / scale, x / scale]);
  }
  return line;
}

// The parts of a ring that do not run along a frame, where the land was cut and has no coast.
function coastOf(flat, ground) {
  const parts = [];
  let line = [];
  let x = 0;
  let y = 0;
  for (let i = 0; i < flat.length; i += 2) {
    const [fromX, fromY] = [x, y];
    x += flat[i];
    y += flat[i + 1];
    const cut = i > 0 && ground.frames.some(([west, south, east, north]) =>
      (x === fromX && (x === west || x === east)) || (y === fromY && (y === south || y === north)));
    if (cut) {
      if (line.length > 1) parts.push(line);
      line = [];
    }
    line.push([y / ground.scale, x / ground.scale]);
  }
  if (line.length > 1) parts.push(line);
  return parts;
}

function drawGround(map, ground) {
  const options = { pane: "land", renderer: L.svg({ pane: "land", padding: 0.2 }), interactive: false, smoothFactor: 1 };
  const lines = (rows, name) => {
    const parts = rows.map((row) => decoded(row, ground.scale));
    return L.polyline(parts, { ...options, fill: false, className: name });
  };
  const land = ground.land.map((rings) => rings.map((ring) => decoded(ring, ground.scale)));
  L.polygon(land, { ...options, stroke: false, className: "land" }).addTo(map);
  lines(ground.areas, "area").addTo(map);
  lines(ground.borders, "border").addTo(map);
  const coast = ground.land.flat().flatMap((ring) => coastOf(ring, ground));
  L.polyline(coast, { ...options, fill: false, className: "coast" }).addTo(map);
}

const FONTS = { control: "600 13px", incident: "500 12px", place: "500 12px", town: "400 11px", country: "600 11px" };
const FAMILY = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

class Labels {
  constructor(map, names) {
    this.map = map;
    this.names = names;
    this.pane = map.getPane("labels");
    this.pane.setAttribute("aria-hidden", "true");
    this.measure = document.createElement("canvas").getContext("2d");
    map.on("zoomstart", () => this.pane.classList.add("moving"));
    map.on("moveend zoomend resize", () => this.place());
  }

  // Greedy by rank: what stands first keeps its place, what would touch it is left out.
  place() {
    const size = this.map.getSize();
    this.origin = this.map.containerPointToLayerPoint([0, 0]);
    this.boxes = this.obstacles();
    const spans = [];
    for (const name of this.wanted()) {
      if (spans.length >= 90) break;
      const point = this.map.latLngToContainerPoint(name.at).add(name.row?.shift || [0, 0]);
      if (point.x < -40 || point.y < -20 || point.x > size.x + 40 || point.y > size.y + 20) continue;
      const span = this.fit(name, point);
      if (span) spans.push(...span);
    }
    this.pane.replaceChildren(...spans);
    this.pane.classList.remove("moving");
  }

  wanted() {
    const zoom = this.map.getZoom();
    const marks = shownLabels();
    const taken = marks.map((label) => this.map.latLngToContainerPoint(label.at));
    const named = new Set(marks.map((label) => label.text.toLowerCase()));
    const free = ([lat, lon, text]) => {
      const point = this.map.latLngToContainerPoint([lat, lon]);
      return !taken.some((other, i) => other.distanceTo(point) < (named.has(text.toLowerCase()) ? 80 : 10));
    };
    const ground = this.names.filter(([, , , kind, rank]) =>
      kind === "country" ? zoom < 7.5 && rank <= zoom * zoom * 4 : rank >= leastPopulation(zoom)).filter(free);
    return marks.concat(ground.map(([lat, lon, text, kind]) => ({ at: [lat, lon], text, kind })));
  }

  obstacles() {
    const frame = this.map.getContainer().getBoundingClientRect();
    return [...this.map.getContainer().querySelectorAll(".mark, .hint:not([hidden]), .leaflet-control")].map((node) => {
      const box = node.getBoundingClientRect();
      return [box.left - frame.left + 3, box.top - frame.top + 3, box.right - frame.left - 3, box.bottom - frame.top - 3];
    });
  }

  fit(name, point) {
    const text = name.text.length > 40 ? name.text.slice(0, 39) + "…" : name.text;
    this.measure.font = FONTS[name.kind] + " " + FAMILY;
    const width = this.measure.measureText(text).width * (name.kind === "country" ? 1.25 : 1) + 4;
    const gap = name.kind === "control" ? 18 : name.kind === "incident" ? 13 : name.kind === "country" ? -width / 2 : 7;
    const spots = name.kind === "country" ? [[gap, -8]]
      : [[gap, -8], [-gap - width, -8], [-width / 2, gap - 2], [-width / 2, -gap - 14],
        [8 - width, gap - 1], [-8, gap - 1], [8 - width, -gap - 15], [-8, -gap - 15]];
    const edge = this.map.getSize().x;
    const inside = (dx) => point.x + dx >= 2 && point.x + dx + width <= edge - 2;
    for (const [dx, dy] of spots.filter(([dx]) => inside(dx))) {
      const box = [point.x + dx, point.y + dy, point.x + dx + width, point.y + dy + 16];
      if (this.boxes.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
      if (name.kind === "town") {
        if (this.boxes.some((o) => point.x > o[0] - 4 && point.x < o[2] + 4 && point.y > o[1] - 4 && point.y < o[3] + 4)) return null;
        this.boxes.push([point.x - 4, point.y - 4, point.x + 4, point.y + 4]);
      }
      this.boxes.push([box[0] - 2, box[1], box[2] + 2, box[3]]);
      return this.nodes(name, text, point, box);
    }
    return null;
  }

  nodes(name, text, point, box) {
    const label = el("span", { class: "label " + name.kind + (name.row?.wide ? " wide" : ""), dir: "auto" }, text);
    label.style.transform = "translate(" + Math.round(this.origin.x + box[0]) + "px," + Math.round(this.origin.y + box[1]) + "px)";
    if (name.kind !== "town") return [label];
    const dot = el("span", { class: "town-dot" });
    dot.style.transform = "translate(" + Math.round(this.origin.x + point.x - 2) + "px," + Math.round(this.origin.y + point.y - 2) + "px)";
    return [dot, label];
  }
}

// The further out, the larger a town must be to be named.
function leastPopulation(zoom) {
  return zoom < 4.5 ? 2e6 : zoom < 5.5 ? 6e5 : zoom < 6.5 ? 2.5e5 : zoom < 7.5 ? 9e4 : zoom < 8.5 ? 3e4 : zoom < 9.5 ? 8e3 : zoom < 10.5 ? 1500 : 0;
}

// Names of what is drawn, the weightiest first, each once at a spot.
function shownLabels() {
  const seen = new Set();
  const drawn = new Set([...entries.values()].flatMap((entry) => entry.rows));
  const rows = (kind, layer, name) => (isShown(layer) ? shown[layer] : [])
    .filter((row) => drawn.has(row) && isInPart(row, false))
    .map((row) => ({ at: row.at, text: name(row), kind, row }))
    .filter((label) => label.text && !seen.has(spotOf(label)) && seen.add(spotOf(label)));
  const beside = earlyRows("control").filter((row) => drawn.has(row) && isInPart(row, true)).map((row) => ({ at: row.at, text: row.place, kind: "control", row }));
  const control = rows("control", "control", (row) => row.place).concat(beside.filter((label) => label.text && !seen.has(spotOf(label)))).sort((a, b) => weight(b.row) - weight(a.row));
  const incidents = rows("incident", "incidents", (row) => row.place);
  const places = rows("place", "places", (row) => row.name);
  return control.concat(incidents, places.sort((a, b) => (b.row.mentions || 0) - (a.row.mentions || 0)));
}
