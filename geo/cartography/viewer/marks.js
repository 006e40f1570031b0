// Marks with a position: places under control, incidents, other places, and how far each may be off.

function actorAt(number) {
  return number === undefined || number === null ? UNKNOWN : situation.actors[number] || UNKNOWN;
}

function byKey(rows, key) {
  const groups = new Map();
  for (const row of rows) {
    const name = key(row);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(row);
  }
  return groups;
}

// Where a row stands, as a text to compare by; made once, for it is asked for often.
function spotOf(row) {
  if (!row.spot) row.spot = row.at[0].toFixed(3) + "," + row.at[1].toFixed(3);
  return row.spot;
}

const renderers = new Map();

// One renderer for each pane and kind; Leaflet keeps every one that it is given.
function rendererOf(pane, canvas) {
  const name = pane + (canvas ? "-canvas" : "");
  if (!renderers.has(name)) renderers.set(name, (canvas ? L.canvas : L.svg)({ pane, padding: 0.4 }));
  return renderers.get(name);
}

// A focusable marker that holds a picture of ours; the anchor moves it off what stands at the same place.
function symbolMarker(pane, at, symbol, offset, label, open) {
  const size = Number(symbol.getAttribute("width"));
  const icon = L.divIcon({
    className: "mark", html: symbol, iconSize: [size, size], iconAnchor: [size / 2 - offset[0], size / 2 - offset[1]],
  });
  const marker = L.marker(at, { pane, icon, keyboard: true, riseOnHover: true });
  marker.on("add", () => {
    const node = marker.getElement();
    node.setAttribute("aria-label", label);
    node.setAttribute("title", label.slice(0, 300));
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        open();
      }
    });
  });
  marker.on("click", open);
  return marker;
}

const STATUS = {
  held: "held", contested: "contested", besieged: "besieged", mixed: "mixed control", unknown: "unknown",
};

function controlWords(row) {
  const parties = (row.claimants || []).map((number) => isolated(actorAt(number).name));
  const holder = row.holder !== undefined ? isolated(actorAt(row.holder).name) : parties[0];
  if (row.status === "held") {
    return (row.partial ? "partly held by " : "held by ") + (holder || "an unidentified force") +
      (row.basis === "claimed" ? ", by its own claim" : "") + (row.presumed ? ", presumed" : "");
  }
  if (row.status === "besieged") return "held by " + (holder || "an unidentified force") + ", besieged";
  return (entry(STATUS, row.status) || row.status) + (parties.length ? ": " + parties.join(" and ") : "") +
    (row.partial && holder ? ", partly held by " + holder : "");
}

function correctedWords(rows) {
  return rows.some((row) => row.corrected) ? ", set right by hand" : "";
}

// What stands too close on the screen to a weightier mark is set beside it: places to the left, signs to the right.
const BESIDE = [[-33, 0], [-17, -29], [-17, 29], [17, -33], [17, 33], [-50, -29], [-50, 29]];
const RING = [[21, -17], [27, 6], [12, 26], [27, -38], [45, -12], [44, 18], [0, -30], [-14, 26]];
const CLOSE = 26;

// Offsets in pixels for things with a position, in the order of their weight; the anchors are what stands already.
function spread(things, at, slots, anchors) {
  return things.map((thing) => {
    const point = map.latLngToLayerPoint(at(thing));
    const anchor = anchors.find((other) => other.point.distanceTo(point) < CLOSE);
    if (!anchor) {
      anchors.push({ point, taken: new Map() });
      return [0, 0];
    }
    const taken = anchor.taken.get(slots) || 0;
    anchor.taken.set(slots, taken + 1);
    const [dx, dy] = slots[taken % slots.length];
    return [anchor.point.x - point.x + dx, anchor.point.y - point.y + dy];
  });
}

function weight(row) {
  return (row.status === "unknown" ? 0 : 1000) + (row.claims || []).length;
}

// Draws what is wanted of a layer and takes away what is not. What stands as it should is left alone: a slider that
// moves by a day changes few of many marks. Each thing wanted is { key, look, rows, make }, where the key tells what it
// is, the look how it is drawn, and make(entry) gives Leaflet's layers; rows may change under a mark that stays.
function draw(layer, wanted) {
  const looks = new Map(wanted.map(({ key, look }) => [key, look]));
  for (const [key, entry] of entries) {
    if (entry.layer !== layer || looks.get(key) === entry.look) continue;
    for (const part of entry.parts) (groups[layer] || early[layer]).removeLayer(part);
    entries.delete(key);
  }
  for (const { key, look, rows, make } of wanted) {
    if (entries.has(key)) entries.get(key).rows = rows;
    else add(layer, key, look, rows, make);
  }
}

function add(layer, key, look, rows, make) {
  const entry = { layer, look, rows, parts: [] };
  entry.parts = make(entry);
  entries.set(key, entry);
  for (const part of entry.parts) (groups[layer] || early[layer]).addLayer(part);
}

function drawControl(rows, offsets) {
  draw("control", rows.map((row, i) => {
    row.shift = offsets[i];
    return { key: row, look: offsets[i].join(), rows: [row], make: () => [controlMark(row, offsets[i])] };
  }));
}

function controlMark(row, shift) {
  const label = isolated(row.place || "unnamed place") + ", " + controlWords(row) + correctedWords([row]);
  const symbol = controlSymbol(row, row.status === "unknown" ? 25 : 34);
  if (row.corrected) symbol.append(pencil());
  const marker = symbolMarker("control", row.at, symbol, shift, label, () => choose("control", row));
  marker.options.zIndexOffset = { unknown: -500, contested: 500, besieged: 500 }[row.status] || 0;
  return marker;
}

function incidentWords(rows) {
  const row = rows[0];
  const name = row.action.replace(/_/g, " ");
  return (rows.length > 1 ? rows.length + " × " : "") + name + (row.place ? ", " + isolated(row.place) : "") +
    (rows.length === 1 && row.start ? ", " + dayWords(row.start) : "");
}

function drawIncidents(signs, offsets) {
  draw("incidents", signs.map((same, i) => {
    const doubtful = same.every((row) => row.factuality && row.factuality !== "actual");
    for (const row of same) row.shift = offsets[i];
    return { key: spotOf(same[0]) + same[0].action, look: [offsets[i], same.length, doubtful, incidentWords(same)].join(), rows: same,
      make: (entry) => [incidentMark(entry, offsets[i], doubtful)] };
  }));
}

function incidentMark(entry, offset, doubtful) {
  const [row] = entry.rows;
  const symbol = incidentSymbol(row.action, entry.rows.length, doubtful);
  const corrected = correctedWords(entry.rows);
  if (corrected) symbol.append(pencil());
  return symbolMarker("incidents", row.at, symbol, offset, incidentWords(entry.rows) + corrected, () => choose("incidents", entry.rows[0], entry.rows));
}

// Thousands of dots go on a canvas; fewer are elements that a keyboard reaches.
const CROWD = 1500;

// A country or a sea has no point worth a dot, and a capital that stands for its government is no place at all.
function isDot(row) {
  return row.role === "literal" && !/^(PCL|CONT|SEA|OCN|RGN|DSRT|MTS|GULF|STRT)/.test(row.feature_code || "");
}

function drawPlaces(rows, taken) {
  const crowded = rows.length > CROWD;
  const renderer = rendererOf("places", crowded);
  draw("places", rows.filter((row) => !taken.has(spotOf(row))).map((row) =>
    ({ key: row, look: String(crowded), rows: [row], make: () => [placeDot(row, renderer, crowded)] })));
}

function placeDot(row, renderer, crowded) {
  const open = () => choose("places", row);
  const dot = L.circleMarker(row.at, { pane: "places", renderer, radius: Math.min(5, 2.5 + (row.mentions || 1) / 3), weight: 1.5,
    className: "place-dot", color: "#4a5058", fillColor: "#ffffff", fillOpacity: 1 });
  dot.on("click", open);
  if (!crowded) dot.on("add", () => reachable(dot.getElement(), "mentioned: " + isolated(row.name), open));
  return dot;
}

// A province filled in grey would look like another country.
const VAST_M = 60_000;

function drawUncertainty(rows) {
  const renderer = rendererOf("uncertainty");
  draw("uncertainty", rows.map((row) => ({ key: row, look: "", rows: [row], make: () => [L.polygon(row.rings.map((ring) => [ring]),
    { pane: "uncertainty", renderer, interactive: false, weight: 1, className: row.radius_m > VAST_M ? "uncertain vast" : "uncertain" })] })));
}

// The ground about the places that are held: pale, textured as their holder, striped where it is fought over.
function drawAreas(rows) {
  const renderer = rendererOf("areas");
  draw("areas", rows.map((row) => ({ key: row, look: "", rows: [row], make: () => [areaShape(row, renderer)] })));
}

function areaShape(row, renderer, pane) {
  const rings = row.rings.map((part) => part.map((ring) => decoded(ring, ground.scale)));
  const number = row.side !== undefined ? row.side : (row.claimants || [])[0];
  const rim = row.status === "contested" ? "var(--ink)" : actorAt(number).colour;
  const shape = L.polygon(rings, { pane: pane || "areas", renderer, className: "held-area", weight: 1.2, smoothFactor: 0.5,
    color: rim, dashArray: row.status === "contested" ? "1 4" : row.basis === "claimed" ? "6 4" : null, fillOpacity: 1 });
  shape.on("add", () => shape.getElement().setAttribute("fill", areaPaint(row, number)));
  shape.on("click", (event) => { if (!crowd.find(event.containerPoint)) choose("areas", row); });
  return shape;
}

// Stripes of the parties' colours for contested ground, else the holder's own texture, thin.
function areaPaint(row, number) {
  const parties = row.status === "contested" ? (row.claimants || []).slice(0, 3) : [];
  if (parties.length > 1) {
    const wide = 9 * parties.length;
    return define("stripes-" + parties.join("-"), () => svg("pattern", { width: wide, height: wide, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      parties.map((party, i) => svg("rect", { x: 9 * i, y: 0, width: 9, height: wide, fill: actorAt(party).colour, "fill-opacity": 0.3 }))));
  }
  const look = actorAt(number);
  return define("area-" + number, () => svg("pattern", { width: 12, height: 12, patternUnits: "userSpaceOnUse" },
    svg("rect", { width: 12, height: 12, fill: look.colour, "fill-opacity": 0.2 }),
    STROKES[look.texture] ? svg("path", { d: STROKES[look.texture], transform: "scale(2)", stroke: look.colour, "stroke-width": 0.5, "stroke-opacity": 0.6, fill: "none" }) : null));
}

function areaWords(row) {
  const parties = (row.claimants || []).map((number) => isolated(actorAt(number).name)).join(" and ");
  return row.status === "contested" ? "contested: " + parties : "held by " + (row.side !== undefined ? isolated(actorAt(row.side).name) : parties);
}
