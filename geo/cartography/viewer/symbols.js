// Elements and symbols. Text becomes text nodes and attribute values, never markup.

const SVG = "http://www.w3.org/2000/svg";

function fillIn(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
  return node;
}

function el(tag, attributes, ...children) {
  return fillIn(document.createElement(tag), attributes, children);
}

function svg(tag, attributes, ...children) {
  return fillIn(document.createElementNS(SVG, tag), attributes, children);
}

// A foreign text inside a sentence of ours: its direction, and any override in it, ends with it.
function bdi(text) {
  return el("bdi", {}, String(text));
}

function isolated(text) {
  return "\u2068" + String(text) + "\u2069";
}

// A table's own entry: words of an article must not reach what every object inherits.
function entry(table, name) {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

const UNKNOWN = { name: "unidentified", colour: "#8a8f98", ink: "#16191d", letter: "?", texture: "solid" };

const STROKES = {
  diagonal: "M-1 7L7 -1M-1 1L1 -1M5 7L7 5",
  counter: "M-1 -1L7 7M-1 5L1 7M5 -1L7 1",
  dots: "M1.5 1.5h.01M4.5 4.5h.01",
  cross: "M-1 -1L7 7M-1 7L7 -1",
  horizontal: "M0 1.5H6M0 4.5H6",
  vertical: "M1.5 0V6M4.5 0V6",
  grid: "M0 3H6M3 0V6",
};

let defs = null;
const defined = new Set();

// Patterns and arrow heads are defined once and referred to by a name of our own making.
function define(name, make) {
  if (!defs) {
    defs = svg("defs");
    document.body.append(svg("svg", { class: "defs", width: 0, height: 0, "aria-hidden": "true" }, defs));
  }
  if (!defined.has(name)) {
    defined.add(name);
    const node = make();
    node.setAttribute("id", name);
    defs.append(node);
  }
  return "url(#" + name + ")";
}

function paint(symbol, number) {
  const strokes = STROKES[symbol.texture];
  if (!strokes) return symbol.colour;
  return define("fill-" + number, () =>
    svg("pattern", { width: 6, height: 6, patternUnits: "userSpaceOnUse" },
      svg("rect", { width: 6, height: 6, fill: symbol.colour }),
      svg("path", { d: strokes, stroke: symbol.ink, "stroke-width": symbol.texture === "dots" ? 1.6 : 0.9,
        "stroke-linecap": "round", "stroke-opacity": 0.5, fill: "none" })));
}

function letter(text, x, y, symbol, small, doubtful) {
  const size = small ? 8.5 : text.length > 1 ? 10 : 13;
  return svg("text", { x, y: y + size * 0.36, class: doubtful ? "letter doubt" : "letter", "font-size": size,
    fill: symbol.ink, stroke: doubtful ? null : symbol.colour }, text);
}

function picture(size, box, ...children) {
  return svg("svg", { width: size, height: size, viewBox: box, "aria-hidden": "true", focusable: "false" }, ...children);
}

// A place's mark: filled for held, split for contested, half filled for a part, dashed for claimed, ringed for besieged.
function controlSymbol(row, size) {
  const parties = row.claimants || [];
  const holder = row.holder !== undefined ? row.holder : parties[0];
  const one = actorAt(holder);
  const rival = parties.find((number) => number !== holder);
  const dashed = row.presumed ? "1 2.4" : row.basis === "claimed" ? "3 2.2" : null;
  const strength = row.presumed ? 0.3 : dashed ? 0.55 : 1;
  const outline = (r, dashes) => svg("circle", { r, class: "outline", "stroke-dasharray": dashes });
  const parts = [svg("circle", { r: 13.2, class: "halo" })];
  if (row.status === "unknown") {
    parts.push(svg("circle", { r: 11, class: "blank" }), svg("circle", { r: 11, fill: one.colour, "fill-opacity": 0.22 }), outline(11, "1.5 3"),
      svg("text", { y: 4.6, class: "letter plain", "font-size": 13 }, holder === undefined ? "?" : one.letter + "?"));
  } else if ((row.status === "contested" || row.status === "mixed") && rival !== undefined) {
    const two = actorAt(rival);
    const split = row.status === "contested" ? "M-8.5 8.5A12 12 0 0 1 8.5 -8.5Z" : "M0 12A12 12 0 0 1 0 -12Z";
    parts.push(svg("circle", { r: 12, fill: paint(two, rival) }), svg("path", { d: split, fill: paint(one, holder) }),
      svg("path", { d: row.status === "contested" ? "M-8.5 8.5L8.5 -8.5" : "M0 -12V12", class: "outline thin" }));
    const [x, y] = row.status === "contested" ? [4.8, 4.6] : [5.6, 0];
    parts.push(letter(one.letter, -x, -y, one, true), letter(two.letter, x, y, two, true), outline(12, dashed));
    if (row.status === "contested") parts.push(svg("circle", { r: 14.6, class: "outline thin", "stroke-dasharray": "2 2.1" }));
  } else {
    parts.push(svg("circle", { r: 12, class: "blank" }));
    const whole = svg("circle", { r: 12, fill: paint(one, holder), "fill-opacity": strength });
    const half = svg("path", { d: "M0 12A12 12 0 0 1 0 -12Z", fill: paint(one, holder), "fill-opacity": strength });
    parts.push(row.partial ? half : whole, outline(12, dashed), letter(one.letter, 0, 0, one, false, dashed || row.partial));
    if (row.status === "contested") parts.push(svg("circle", { r: 14.6, class: "outline thin", "stroke-dasharray": "2 2.1" }));
  }
  if (row.status === "besieged") {
    parts.push(svg("circle", { r: 15.2, class: "siege", stroke: rival === undefined ? null : actorAt(rival).colour }),
      svg("circle", { r: 15.2, class: "siege ticks" }));
  }
  return picture(size || 34, "-17 -17 34 34", parts);
}

// INCIDENTS and MOVES are the shapes of signs.json, which pictures draw as well. Heads tell movements apart: solid for
// an advance, hollow for a withdrawal, double for flight.

function incidentSymbol(action, count, doubtful, size) {
  const shape = entry(INCIDENTS, action) || { d: "M-5 0L0 -5L5 0L0 5Z" };
  const parts = [
    svg("rect", { x: -10.5, y: -10.5, width: 21, height: 21, rx: 5, class: "plate", "stroke-dasharray": doubtful ? "3 2.4" : null }),
    svg("path", { d: shape.d, class: shape.solid ? "sign solid" : shape.heavy ? "sign heavy" : "sign" }),
  ];
  if (count > 1) {
    parts.push(svg("circle", { cx: 9, cy: -9, r: 6, class: "count" }),
      svg("text", { x: 9, y: -6.1, class: "count-text", "font-size": 8.5 }, count > 99 ? "99" : count));
  }
  return picture(size || 32, "-16 -16 32 32", parts);
}

// A pencil on what an analyst has set right.
function pencil() {
  return svg("g", { class: "pencil", transform: "translate(11 10)" }, svg("circle", { r: 6.4 }), svg("path", { d: "M-3.2 3.2L-2.6 .8L1.6 -3.4L3.4 -1.6L-.8 2.6Z" }));
}

function moveStyle(action) {
  return entry(MOVES, action) || MOVES.travels;
}

// Twice the same outline: a dark one beneath, so that a pale colour stands out from a pale ground.
function headShape(style, colour) {
  const fill = style.open ? "none" : style.solid ? colour : "var(--plate)";
  const line = (stroke, width) => svg("path", { d: style.head, fill, stroke, "stroke-width": width, "stroke-linejoin": "round" });
  return svg("g", {}, line("var(--ink)", style.solid ? 2.4 : 4), line(colour, style.solid ? 0.8 : 2.2));
}

function arrowHead(action, colour) {
  const style = moveStyle(action);
  return define("head-" + (entry(MOVES, action) ? action : "travels") + "-" + colour.slice(1), () =>
    svg("marker", { orient: "auto", markerUnits: "userSpaceOnUse", markerWidth: 22, markerHeight: 20,
      viewBox: "-15 -10 22 20", refX: 0, refY: 0, overflow: "visible" }, headShape(style, colour)));
}

function arrowTail(action, colour) {
  const style = moveStyle(action);
  if (!style.tail) return null;
  return define("tail-" + action + "-" + colour.slice(1), () =>
    svg("marker", { orient: "auto", markerUnits: "userSpaceOnUse", markerWidth: 16, markerHeight: 16,
      viewBox: "-8 -8 16 16", refX: 0, refY: 0, overflow: "visible" },
      style.tail === "bar" ? [svg("path", { d: "M0 -6.8V6.8", stroke: "var(--ink)", "stroke-width": 4.6 }),
        svg("path", { d: "M0 -6V6", stroke: colour, "stroke-width": 3 })]
        : svg("circle", { r: 4.5, fill: colour, stroke: "var(--ink)", "stroke-width": 1 })));
}

function moveSymbol(action, dashed) {
  const style = moveStyle(action);
  const ink = "currentColor";
  const parts = [svg("path", { d: "M-20 4Q-4 -7 9 -1", stroke: ink, fill: "none", "stroke-width": style.weight,
    "stroke-dasharray": dashed ? "5 4" : null })];
  if (style.tail === "bar") parts.push(svg("path", { d: "M-22 -1L-17 8", stroke: ink, "stroke-width": 3 }));
  if (style.tail === "dot") parts.push(svg("circle", { cx: -20, cy: 4, r: 4, fill: ink }));
  const head = headShape(style, ink);
  head.setAttribute("transform", "translate(15 1) rotate(18)");
  return svg("svg", { width: 46, height: 22, viewBox: "-24 -11 46 22", "aria-hidden": "true", class: "move-symbol" }, parts, head);
}
