// Two days on one map: the earlier one left of a divider that a reader drags, the later one right of it.

let comparing = false;
let split = 0.5;
let divider = null;

map.createPane("areas-before").style.zIndex = map.getPane("areas").style.zIndex;
const early = { "control-before": L.layerGroup().addTo(map), "areas-before": L.layerGroup().addTo(map) };
const RIGHT_OF_IT = ["areas", "uncertainty", "places", "movements"];

function compare(on) {
  comparing = on && days.length > 1;
  if (comparing) {
    chooseDays();
    if (day !== until) goTo(until);
  }
  refresh();
  if (comparing) divider.handle.focus({ preventScroll: true });
}

// A row that holds on both days has a mark on either side.
const twins = new Map();

function twinOf(row) {
  if (!twins.has(row)) twins.set(row, { of: row });
  return twins.get(row);
}

function standsOn(row, iso) {
  return (!row.start || row.start <= iso) && (!row.end || iso <= row.end);
}

function earlyRows(layer) {
  return comparing && isShown(layer) ? situation[layer].filter((row) => standsOn(row, since) && isWanted(row)) : [];
}

// Everything of the earlier day; nothing while one day is looked at.
function drawEarly() {
  if (comparing && day <= since) since = days[Math.max(0, standing(day) - 1)];
  const { control, dots } = arranged(earlyRows("control"), []);
  const offsets = spread(control, (row) => row.at, BESIDE, []);
  draw("control-before", control.map((row, i) => ({ key: twinOf(row), look: offsets[i].join(), rows: [row], make: () => [controlMark(row, offsets[i])] })));
  draw("areas-before", earlyRows("areas").map((row) => ({ key: twinOf(row), look: "", rows: [row], make: () => [areaShape(row, rendererOf("areas-before"), "areas-before")] })));
  earlyCrowd.show(dots);
  if (!divider) divider = dividerControl();
  divider.whole.hidden = !comparing;
  if (comparing) divider.tell();
  ringChanged();
  part();
}

// What is not the same on both days stands out on either side.
function ringChanged() {
  const changed = new Set(comparing ? changedPlaces(since, day).flat() : []);
  for (const { rows, parts } of entries.values()) {
    for (const { _icon } of parts) if (_icon) _icon.classList.toggle("changed", changed.has(rows[0]));
  }
}

function splitAt() {
  return Math.round(split * map.getSize().x);
}

// On which side of the divider a point of the container lies: before it, behind it, or on the only side there is.
function isOnSide(x, isEarly) {
  return comparing ? (x < splitAt()) === isEarly : !isEarly;
}

function isInPart(row, isEarly) {
  return !comparing || isOnSide(map.latLngToContainerPoint(row.at).x, isEarly);
}

// Cuts what is drawn as shapes at the divider, and shows each symbol on its own side alone.
function part() {
  const [corner, end] = [map.containerPointToLayerPoint([0, 0]), map.containerPointToLayerPoint(map.getSize())];
  const at = corner.x + splitAt();
  const clip = (left, right) => (comparing ? "rect(" + [corner.y, right, end.y, left].map((n) => Math.round(n) + "px").join(",") + ")" : "");
  for (const name of RIGHT_OF_IT) map.getPane(name).style.clip = clip(at, end.x);
  map.getPane("areas-before").style.clip = clip(corner.x, at);
  for (const entry of entries.values()) {
    const isEarly = entry.layer === "control-before";
    if (!isEarly && entry.layer !== "control" && entry.layer !== "incidents") continue;
    for (const { _icon } of entry.parts) if (_icon) _icon.style.visibility = isOnSide(map.layerPointToContainerPoint(L.DomUtil.getPosition(_icon)).x, isEarly) ? "" : "hidden";
  }
  if (divider) divider.place();
}

// A line with a handle, which pointers drag and arrow keys move, and the two days on either side of its head.
function dividerControl() {
  const handle = el("div", { class: "handle", role: "slider", tabindex: "0", "aria-orientation": "horizontal", "aria-valuemin": 0, "aria-valuemax": 100 }, "◂▸");
  const [left, right] = [el("span", { class: "when left" }), el("span", { class: "when right" })];
  const whole = el("div", { class: "divider", hidden: true }, el("div", { class: "line" }), left, right, handle);
  const move = (share) => {
    split = Math.min(1, Math.max(0, share));
    part();
    earlyCrowd.paint();
    crowd.paint();
  };
  const tell = () => {
    left.textContent = dayWords(since, shortFormat);
    right.textContent = dayWords(day, shortFormat);
    handle.setAttribute("aria-label", "Divider: " + dayWords(since) + " on the left, " + dayWords(day) + " on the right");
  };
  const place = () => {
    whole.style.left = splitAt() + "px";
    handle.setAttribute("aria-valuenow", Math.round(split * 100));
    handle.setAttribute("aria-valuetext", Math.round(split * 100) + " % shows the earlier day");
  };
  handle.addEventListener("pointerdown", (event) => handle.setPointerCapture(event.pointerId));
  handle.addEventListener("pointermove", (event) => {
    if (handle.hasPointerCapture(event.pointerId)) move((event.clientX - map.getContainer().getBoundingClientRect().left) / map.getSize().x);
  });
  handle.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: -0.02, ArrowRight: 0.02, PageDown: -0.1, PageUp: 0.1, Home: -1, End: 1 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    event.stopPropagation();
    move(split + steps[event.key]);
  });
  for (const event of ["pointerup", "keyup"]) {
    handle.addEventListener(event, () => {
      labels.place();
      writeLink();
    });
  }
  L.DomEvent.disableClickPropagation(whole);
  map.getContainer().append(whole);
  return { whole, handle, tell, place };
}
