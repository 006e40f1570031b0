// What is different between two days, and the way there and back.

let since = null;
let until = null;

function changeList() {
  if (days.length < 2) return el("p", { class: "empty" }, "Everything is of one day.");
  if (since === null || !days.includes(since)) since = days[Math.max(0, standing(day) - 1)];
  const choice = el("select", { id: "since", "aria-label": "Compare with" },
    days.map((iso) => el("option", { value: iso, selected: iso === since }, dayWords(iso, shortFormat))));
  choice.addEventListener("change", () => { since = choice.value; refill("changes"); });
  // The later day stays while a reader looks at the earlier one.
  if (day > since) until = day;
  if (until === null || until <= since) until = days[days.length - 1];
  return [el("p", { class: "compare" }, "Between ", choice, " and ", el("strong", {}, dayWords(until, shortFormat))), flip(), ...differences()];
}

// Before and after, on the same piece of map.
function flip() {
  const turn = (iso, words) => {
    const button = el("button", { type: "button", id: "see-" + words.toLowerCase(), "aria-pressed": String(day === iso) }, words);
    button.addEventListener("click", () => goTo(iso));
    return button;
  };
  return el("div", { class: "flip", role: "group", "aria-label": "Show the map" }, turn(since, "Before"), turn(until, "After"));
}

function differences() {
  const before = standingAt(since);
  const after = standingAt(until);
  const places = [...new Set([...after.keys(), ...before.keys()])];
  const changed = places.map((place) => [before.get(place), after.get(place)])
    .filter(([old, now]) => (old && controlWords(old)) !== (now && controlWords(now)));
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
  const rows = situation.control.filter((row) => isWanted(row) && (!row.start || row.start <= iso) && (!row.end || iso <= row.end));
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
