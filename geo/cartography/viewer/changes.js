// What is different between two days, and the way there and back.

let since = null;
let until = null;

function changeList() {
  if (days.length < 2) return el("p", { class: "empty" }, "Everything is of one day.");
  chooseDays();
  const choice = el("select", { id: "since", "aria-label": "Compare with" },
    days.map((iso) => el("option", { value: iso, selected: iso === since }, dayWords(iso, shortFormat))));
  choice.addEventListener("change", () => { since = choice.value; refresh(); });
  return [el("p", { class: "compare" }, "Between ", choice, " and ", el("strong", {}, dayWords(until, shortFormat))), flip(), ...differences()];
}

// The later day stays while a reader looks at the earlier one.
function chooseDays() {
  if (since === null || !days.includes(since)) since = days[Math.min(standing(weekBefore(day)), days.length - 2)];
  if (day > since) until = day;
  if (until === null || until <= since) until = days[days.length - 1];
}

function weekBefore(iso) {
  return new Date(Date.parse(iso) - 7 * 86_400_000).toISOString().slice(0, 10);
}

// Before and after, on the same piece of map, one after the other or on either side of a divider.
function flip() {
  const turn = (iso, words) => {
    const button = el("button", { type: "button", id: "see-" + words.toLowerCase(), "aria-pressed": String(!comparing && day === iso) }, words);
    button.addEventListener("click", () => { comparing = false; goTo(iso); });
    return button;
  };
  const both = el("button", { type: "button", id: "see-both", "aria-pressed": String(comparing) }, "Both, with a divider");
  both.addEventListener("click", () => compare(!comparing));
  return el("div", { class: "flip", role: "group", "aria-label": "Show the map" }, turn(since, "Before"), turn(until, "After"), both);
}

// [row before, row after] of each place of which something else is told.
function changedPlaces(from, to) {
  const [before, after] = [standingAt(from), standingAt(to)];
  const places = [...new Set([...after.keys(), ...before.keys()])];
  return places.map((place) => [before.get(place), after.get(place)])
    .filter(([old, now]) => (old && controlWords(old)) !== (now && controlWords(now)));
}

function differences() {
  const changed = changedPlaces(since, until);
  const new_ = (layer) => situation[layer].filter((row) => isWanted(row) && dayOf(row) > since && dayOf(row) <= until);
  const [moves, events] = [new_("movements"), new_("incidents")];
  if (!changed.length && !moves.length && !events.length) return [el("p", { class: "empty" }, "Nothing that was reported.")];
  return [
    changed.length ? [el("h3", {}, "Control ", count(changed.length)), el("ul", { class: "cards" }, changed.slice(0, LISTED).map(changeCard))] : null,
    ...[["movements", moves], ["incidents", events]].map(([layer, rows]) => (rows.length ? [el("h3", {}, LAYER_NAMES[layer][0] + " ", count(rows.length)),
      el("ul", { class: "plain" }, rows.slice(0, LISTED).map((row) => el("li", {}, pickButton(layer, row))))] : null)),
  ].flat().filter(Boolean);
}

// The row of each place that holds on a day.
function standingAt(iso) {
  const rows = situation.control.filter((row) => isWanted(row) && standsOn(row, iso));
  return new Map(rows.map((row) => [row.place + spotOf(row), row]));
}

function changeCard([old, now]) {
  const row = now || old;
  const name = el("button", { type: "button", class: "link name", dir: "auto" }, row.place || "unnamed place");
  name.addEventListener("click", () => choose("control", row, [row], true));
  return el("li", { class: "card" }, el("h3", {}, name),
    el("p", { class: "meta", dir: "auto" }, "was: " + (old ? controlWords(old) : "nothing told")),
    el("p", { class: "meta", dir: "auto" }, "is: " + (now ? controlWords(now) : "nothing told any more")));
}
