// The day that the map stands at, and how far back movements and incidents are shown.

let day = readLink().day || situation.on || null;
let reach = 0;

const dayOf = (row) => row.start || row.end || row.reported || null;

const dayNumbers = new Map();

// Days since 1970, remembered, for there are few days and many marks.
function dayNumber(iso) {
  if (!dayNumbers.has(iso)) dayNumbers.set(iso, Date.parse(iso) / 86_400_000);
  return dayNumbers.get(iso);
}

// As the command line has it: periods that hold on the day, claims that are known by then.
function inTime(layer, row) {
  if (!day) return true;
  if (layer === "control" || layer === "areas") return (!row.start || row.start <= day) && (!row.end || day <= row.end);
  const happened = dayOf(row);
  return !happened || (happened <= day && (!reach || dayNumber(day) - dayNumber(happened) < reach));
}

// The days on which something begins, ends or is reported; between them the map stays the same.
function turningDays() {
  const days = new Set(situation.on ? [situation.on] : []);
  for (const row of situation.control) {
    if (row.start) days.add(row.start);
    if (row.end) days.add(nextDay(row.end));
  }
  for (const row of [...situation.movements, ...situation.incidents]) if (dayOf(row)) days.add(dayOf(row));
  for (const article of situation.articles) if (article.date) days.add(article.date);
  return [...days].sort();
}

function nextDay(iso) {
  return new Date(Date.parse(iso) + 86_400_000).toISOString().slice(0, 10);
}

let days = [];
let slider = null;
let dayWritten = () => {};

function dateControl() {
  days = turningDays();
  if (days.length < 2) return;
  slider = el("input", { type: "range", id: "day", min: 0, max: days.length - 1, step: 1, "aria-label": "Day shown" });
  const words = el("output", { for: "day" });
  dayWritten = () => {
    slider.setAttribute("aria-valuetext", dayWords(day));
    words.textContent = dayWords(day, shortFormat);
  };
  slider.addEventListener("input", () => {
    day = days[Number(slider.value)];
    dayWritten();
    refresh();
  });
  const track = el("div", { class: "track" }, histogram(), slider);
  const bar = el("div", { class: "dates", role: "group", "aria-label": "Time" }, playButton(), track, words, reachChoice());
  slider.value = standing(day);
  day = days[Number(slider.value)];
  dayWritten();
  L.DomEvent.disableClickPropagation(bar);
  L.DomEvent.disableScrollPropagation(bar);
  bar.addEventListener("keydown", (event) => event.stopPropagation());
  map.getContainer().append(bar);
}

// The number of the last turning day that is not after a day.
function standing(iso) {
  return Math.max(0, days.findLastIndex((known) => known <= iso));
}

function goTo(iso) {
  slider.value = standing(iso);
  slider.dispatchEvent(new Event("input"));
}

// How many claims tell of each stretch of days, above the slider that moves through them.
const BARS = 80;

function histogram() {
  const bars = new Array(Math.min(BARS, days.length)).fill(0);
  for (const claim of situation.claims) {
    const told = (claim.time && (claim.time[0] || claim.time[1])) || claim.reported;
    if (told) bars[Math.floor(standing(told) / days.length * bars.length)] += 1;
  }
  const most = Math.max(...bars, 1);
  const path = bars.map((number, i) => number ? "M" + (i + 0.08) + " 1v-" + Math.sqrt(number / most).toFixed(3) + "h.84V1z" : "").join("");
  return svg("svg", { class: "histogram", viewBox: "0 0 " + bars.length + " 1", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("path", { d: path }));
}

function playButton() {
  const button = el("button", { type: "button", "aria-label": "Play" }, "▶");
  let timer = null;
  const stop = () => {
    clearInterval(timer);
    timer = null;
    button.textContent = "▶";
    button.setAttribute("aria-label", "Play");
  };
  const step = () => {
    if (Number(slider.value) >= days.length - 1) return stop();
    slider.stepUp();
    slider.dispatchEvent(new Event("input"));
  };
  button.addEventListener("click", () => {
    if (timer) return stop();
    if (Number(slider.value) >= days.length - 1) slider.value = -1;
    button.textContent = "❚❚";
    button.setAttribute("aria-label", "Pause");
    timer = setInterval(step, 900);
    step();
  });
  return button;
}

function reachChoice() {
  const choices = [[0, "all so far"], [1, "that day"], [7, "last 7 days"], [30, "last 30 days"], [365, "last year"]];
  const crowd = situation.movements.length + situation.incidents.length;
  reach = crowd > 150 ? 30 : 0;
  const select = el("select", { "aria-label": "Movements and incidents shown" },
    choices.map(([days, words]) => el("option", { value: days, selected: days === reach }, words)));
  select.addEventListener("change", () => { reach = Number(select.value); refresh(); });
  return select;
}
