// Where thousands of marks fall together: symbols for the weightiest that have room, dots on one canvas for the rest.

const SYMBOLS_FREELY = 300;
const SYMBOLS_IN_A_CROWD = 160;
const ROOM = 34;

// Which places and signs get a symbol in this view. Few marks all do, set beside one another.
function arranged(control, signs) {
  const shownHere = [isShown("control") ? control : [], isShown("incidents") ? signs : []];
  if (control.length + signs.length <= SYMBOLS_FREELY) return { control, incidents: signs, dots: [] };
  const taken = new Set();
  const dots = [];
  const view = map.getPixelBounds().pad(0.1);
  const scale = 2 ** map.getZoom();
  let left = SYMBOLS_IN_A_CROWD;
  const pick = (things, rowOf) => things.filter((thing) => {
    const row = rowOf(thing);
    const [x, y] = onSheet(row);
    const [px, py] = [x * scale, y * scale];
    if (px < view.min.x || px > view.max.x || py < view.min.y || py > view.max.y) return false;
    if (left && isFree(taken, px, py)) {
      left -= 1;
      return true;
    }
    dots.push(thing);
    return false;
  });
  const picked = { control: pick(shownHere[0], (row) => row), incidents: pick(shownHere[1], (same) => same[0]) };
  return { ...picked, dots };
}

// Takes a cell of the screen, unless it or one beside it is taken.
function isFree(taken, px, py) {
  const [column, line] = [Math.floor(px / ROOM), Math.floor(py / ROOM)];
  for (let dx = -1; dx <= 1; dx++) for (let dy = -1; dy <= 1; dy++) if (taken.has((column + dx) * 1e6 + line + dy)) return false;
  taken.add(column * 1e6 + line);
  return true;
}

// A row's position on the map's flat sheet at zoom 0, made once.
function onSheet(row) {
  if (!row.sheet) {
    const point = map.project(row.at, 0);
    row.sheet = [point.x, point.y];
  }
  return row.sheet;
}

// One canvas over the view; it is drawn anew when the map has come to rest.
const Crowd = L.Layer.extend({
  initialize(isEarly) {
    this.isEarly = Boolean(isEarly);
  },

  onAdd() {
    this.canvas = el("canvas", { class: "crowd", "aria-hidden": "true" });
    map.getPane("crowd").append(this.canvas);
    this.things = [];
    this.busy = false;
    map.on("moveend viewreset resize", this.paint, this);
    map.on("zoomstart", () => { this.canvas.hidden = true; });
    map.on("click", (event) => this.open(event.containerPoint));
    if (!this.isEarly) map.on("mousemove", ({ containerPoint }) => map.getContainer().classList.toggle("over-dot", [this, earlyCrowd].some((each) => each.busy && Boolean(each.find(containerPoint)))));
  },

  show(things) {
    this.things = things;
    this.busy = things.length > 0;
    this.paint();
  },

  paint() {
    this.canvas.hidden = !this.busy;
    if (!this.busy) return;
    const size = map.getSize();
    const sharp = window.devicePixelRatio || 1;
    L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([0, 0]));
    Object.assign(this.canvas, { width: size.x * sharp, height: size.y * sharp });
    this.canvas.style.width = size.x + "px";
    this.canvas.style.height = size.y + "px";
    const pen = this.canvas.getContext("2d");
    this.draw(pen, sharp);
  },

  // Each look is drawn once and copied to wherever it stands, far more quickly than thousands of circles are drawn.
  draw(pen, sharp) {
    const origin = map.getPixelBounds().min;
    const scale = 2 ** map.getZoom();
    const ink = getComputedStyle(document.documentElement).getPropertyValue("--ink");
    const stamps = new Map();
    for (const thing of this.things) {
      const row = Array.isArray(thing) ? thing[0] : thing;
      const look = dotLook(row);
      if (!stamps.has(look)) stamps.set(look, stampOf(look, row.status === undefined, ink, sharp));
      const [x, y] = onSheet(row);
      if (!isOnSide(x * scale - origin.x, this.isEarly)) continue;
      pen.drawImage(stamps.get(look), Math.round((x * scale - origin.x - DOT) * sharp), Math.round((y * scale - origin.y - DOT) * sharp));
    }
  },

  find(point) {
    const origin = map.getPixelBounds().min;
    const scale = 2 ** map.getZoom();
    let [best, nearest] = [null, 9];
    for (const thing of this.things) {
      const [x, y] = onSheet(Array.isArray(thing) ? thing[0] : thing);
      if (!isOnSide(x * scale - origin.x, this.isEarly)) continue;
      const far = Math.hypot(x * scale - origin.x - point.x, y * scale - origin.y - point.y);
      if (far < nearest) [best, nearest] = [thing, far];
    }
    return best;
  },

  open(point) {
    const thing = this.busy && this.find(point);
    if (!thing) return;
    if (Array.isArray(thing)) choose("incidents", thing[0], thing);
    else choose("control", thing);
  },
});

const DOT = 6;

// A round dot for a place under control, a square one for an incident.
function stampOf(colour, square, ink, sharp) {
  const stamp = el("canvas", { width: 2 * DOT * sharp, height: 2 * DOT * sharp });
  const pen = stamp.getContext("2d");
  pen.scale(sharp, sharp);
  Object.assign(pen, { fillStyle: colour, strokeStyle: ink, lineWidth: 1 });
  if (square) pen.rect(DOT - 2.7, DOT - 2.7, 5.4, 5.4);
  else pen.arc(DOT, DOT, 4, 0, 7);
  pen.fill();
  pen.stroke();
  return stamp;
}

function dotLook(row) {
  if (row.status === undefined) return "#ffffff";
  if (row.status === "unknown") return "#c9ccd1";
  return actorAt(row.holder !== undefined ? row.holder : (row.claimants || [])[0]).colour;
}
