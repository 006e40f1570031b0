// What speaks for the chosen mark: sentences with their triggers marked, who says so, when, and how sure.

const HEADINGS = {
  control: (row) => [row.place || "unnamed place", controlWords(row)],
  movements: (row) => ["Movement", moveWords(row)],
  incidents: (row, rows) => [capital(row.action.replace(/_/g, " ")), incidentLead(row, rows)],
  areas: (row) => ["Area", areaWords(row)],
  places: (row) => [row.name, "named in " + plural(Number(row.articles) || 1, "article")],
};

function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function incidentLead(row, rows) {
  const parties = [...new Set(rows.flatMap((r) => [r.actor, r.opponent]))].filter((number) => number !== undefined);
  return [row.place && isolated(row.place), rows.length > 1 && plural(rows.length, "report"),
    parties.map((number) => isolated(actorAt(number).name)).join(", ")].filter(Boolean).join(" · ");
}

function evidencePane(layer, row, rows) {
  const [title, words] = HEADINGS[layer](row, rows);
  const numbers = [...new Set(rows.flatMap((r) => r.claims || []))];
  const against = [...new Set(rows.flatMap((r) => r.against || []))];
  return [
    el("h2", { class: "name", dir: "auto", tabindex: "-1", id: "chosen" }, title),
    el("p", { class: "lead", dir: "auto" }, words),
    facts(rowFacts(layer, row, rows)),
    claimList(numbers, against.length ? "What it rests on" : "Evidence"),
    against.length ? claimList(against, "What speaks against it") : null,
    layer === "places" ? el("p", { class: "meta" }, "No claim of control, movement or incident was found here.") : null,
  ].filter(Boolean);
}

function rowFacts(layer, row, rows) {
  const single = rows.length === 1;
  return [
    ["Derived from", layer === "areas" && plural(row.places.length, "place") + ": " + row.places.map(isolated).join(", ")],
    ["Extent", row.wide && "told of the whole area, which its point stands for"],
    ["From", layer === "control" && row.start && dayWords(row.start)],
    ["Until", layer === "control" && row.end && dayWords(row.end)],
    ["When", layer !== "control" && single && spanWords(row.start, row.end)],
    ["Last evidence", row.last_evidence && dayWords(row.last_evidence)],
    ["Counts for", row.side !== undefined && row.side !== row.holder && bdi(actorAt(row.side).name)],
    ["Basis", row.basis && (row.basis === "claimed" ? "claimed by a party in its own favour" : "assessed from reports")],
    ["Dead", single && casualties(row.dead_min, row.dead_max)],
    ["Wounded", single && casualties(row.wounded_min, row.wounded_max)],
    ["Country", row.country],
    ["Coordinates", row.at && layer === "places" && coordinates(row.at)],
    ["Confidence", single && row.confidence !== undefined && meter(row.confidence)],
    ["Why", row.reason && row.reason !== row.corrected && bdi(row.reason)],
    ["Presumed", row.presumed && bdi(row.presumed)],
    ["Set right", correctedIn(rows)],
  ];
}

function correctedIn(rows) {
  const notes = [...new Set(rows.map((row) => row.corrected).filter(Boolean))];
  return notes.length ? notes.map((words) => el("p", { class: "corrected", dir: "auto" }, words)) : null;
}

function casualties(low, high) {
  if (low === undefined && high === undefined) return null;
  return low === high || high === undefined ? String(low) : low + " to " + high;
}

function facts(pairs) {
  const rows = pairs.filter(([, value]) => value).flatMap(([name, value]) => [el("dt", {}, name), el("dd", { dir: "auto" }, value)]);
  return rows.length ? el("dl", {}, rows) : null;
}

function meter(share) {
  const percent = Math.round(share * 100);
  const bar = el("span", { class: "meter", "aria-hidden": "true" }, el("span"));
  bar.firstChild.style.width = percent + "%";
  return [bar, percent + " %"];
}

function coordinates([lat, lon]) {
  return Math.abs(lat).toFixed(4) + "° " + (lat < 0 ? "S" : "N") + ", " + Math.abs(lon).toFixed(4) + "° " + (lon < 0 ? "W" : "E");
}

// In the order in which it was published and written.
function claimList(numbers, title) {
  if (!numbers.length) return null;
  const claims = numbers.map((number) => situation.claims[number]).sort((a, b) =>
    (a.reported || "").localeCompare(b.reported || "") || (a.article || 0) - (b.article || 0) || a.order - b.order);
  return el("div", {}, el("h3", {}, title + " ", el("span", { class: "number" }, claims.length)),
    el("ol", { class: "cards" }, claims.map(sentenceCard)));
}

// Pointing at a sentence, or reaching it by keyboard, lights up the marks that rest on it.
function sentenceCard(claim) {
  const card = el("li", { class: "card", tabindex: "0" }, claimCard(claim));
  for (const event of ["mouseenter", "focusin"]) card.addEventListener(event, () => light(situation.claims.indexOf(claim)));
  for (const event of ["mouseleave", "focusout"]) card.addEventListener(event, () => light(null));
  return card;
}

function light(number) {
  document.querySelectorAll(".lit").forEach((node) => node.classList.remove("lit"));
  if (number === null) return;
  for (const entry of entries.values()) {
    if (!entry.rows.some((row) => (row.claims || []).includes(number))) continue;
    for (const part of entry.parts) part.getElement?.()?.classList.add("lit");
  }
}

const FACTUALITY = {
  actual: "reported as fact", claimed: "claimed", negated: "denied", possible: "possible",
};

function claimCard(claim) {
  const article = situation.articles[claim.article];
  return [
    el("p", { class: "badges" }, badge("kind", claimWords(claim)), badge(claim.factuality, entry(FACTUALITY, claim.factuality) || claim.factuality),
      claim.corrected ? badge("corrected", "set right by hand") : null),
    article ? el("blockquote", { dir: "auto" }, marked(claim)) : el("p", { dir: "auto" }, claim.sentence),
    el("p", { class: "meta" }, article ? [outward(article.url, article.title), " · "] : null,
      claim.source ? [bdi(claim.source), " · "] : null, claim.reported ? "published " + dayWords(claim.reported) : "undated"),
    facts([
      ["Said by", claim.speaker && bdi(claim.speaker)],
      ["When", claim.time ? [spanWords(claim.time[0], claim.time[1]) || "unresolved", claim.time[2] ? [" (“", bdi(claim.time[2]), "”)"] : null].flat() : "not told"],
      ["Confidence", meter(claim.confidence || 0)],
      ["Coded as", claim.codes && "ACLED: " + claim.codes.join(" / ")],
    ]),
    placesOf(claim).map(([role, spot]) => placeDetails(role, situation.spots[spot])),
    claim.corrected ? el("p", { class: "corrected", dir: "auto" }, claim.corrected) : null,
    claim.why ? el("p", { class: "meta", dir: "auto" }, "How it was read: ", claim.why) : null,
  ].flat().filter(Boolean);
}

// The sentence with its trigger and its places marked.
function marked(claim) {
  const spans = claim.marks || [];
  const pieces = [];
  let at = 0;
  for (let i = 0; i < spans.length; i += 3) {
    pieces.push(claim.sentence.slice(at, spans[i]), el("mark", { class: spans[i + 2] }, claim.sentence.slice(spans[i], spans[i + 1])));
    at = spans[i + 1];
  }
  return [...pieces, (claim.sentence || "").slice(at)];
}

function claimWords(claim) {
  const words = [claim.action.replace(/_/g, " ")];
  if (claim.actor !== undefined) words.unshift(isolated(actorAt(claim.actor).name));
  if (claim.opponent !== undefined) words.push("/ " + isolated(actorAt(claim.opponent).name));
  if (claim.extent === "part") words.push("(in part)");
  if (claim.forced) words.push("(forced)");
  return words.join(" ");
}

function badge(kind, words) {
  return el("span", { class: "tag " + (/^[a-z]+$/.test(kind || "") ? kind : ""), dir: "auto" }, words);
}

// [role, number of the spot] pairs, which the row keeps as one flat list.
function placesOf(claim) {
  const flat = claim.places || [];
  return flat.flatMap((role, i) => (i % 2 ? [] : [[role, flat[i + 1]]]));
}

/** A place's name within the words that shift it; an ellipsis stands for the name where they go on behind it.
 * Words that the name has already are not told twice. */
function shiftedName(offset, name) {
  if (offset && ` ${name} `.includes(` ${offset} `)) return name;
  return offset.includes("…") ? offset.replace("…", () => name) : [offset, name].filter(Boolean).join(" ");
}

function placeDetails(role, place) {
  const named = place.name && place.name !== place.text;
  return el("details", {},
    el("summary", {}, role + ": ", bdi(shiftedName(place.offset || "", place.text)),
      named ? [" → ", bdi(place.name)] : null, place.at ? null : " (not placed)"),
    facts([
      ["Coordinates", place.at && coordinates(place.at) + (place.radius ? " ± " + distance(place.radius) : "")],
      ["Found by", place.found],
      ["Gazetteer id", place.id && bdi(place.id)],
      ["Country", place.country],
      ["Sure", place.sure !== undefined && meter(place.sure)],
      ["Reason", place.reason && bdi(place.reason)],
      ["Could be", place.others && bdi(place.others.join("; "))],
    ]));
}

function distance(metres) {
  return metres < 1000 ? metres + " m" : (metres / 1000).toFixed(metres < 10000 ? 1 : 0) + " km";
}

// Every mark as a button, for keyboards and for whoever would rather read than hunt on a map.
const LISTED = 500;

const LIST_WORDS = {
  control: (row) => isolated(row.place || "") + ", " + controlWords(row), movements: (row) => moveWords(row),
  incidents: (row) => incidentWords([row]), places: (row) => isolated(row.name),
};

const DOUBTS = {
  all: ["Everything", () => true],
  disputed: ["Where sources disagree", (row) => Boolean((row.against || []).length || row.status === "contested")],
  corrected: ["Set right by hand", (row) => Boolean(row.corrected)],
  presumed: ["Presumed only", (row) => Boolean(row.presumed)],
  claimed: ["A party's own word only", (row) => row.basis === "claimed" || row.factuality === "claimed"],
};

function markList() {
  const result = el("div");
  const box = el("input", { type: "search", class: "search", id: "search", "aria-label": "Search marks and their sentences", placeholder: "Search names and sentences" });
  const choice = el("select", { id: "doubt", "aria-label": "Which marks are listed" },
    Object.entries(DOUBTS).map(([name, [words]]) => el("option", { value: name, selected: name === doubt }, words)));
  const list = () => {
    doubt = choice.value;
    const found = Object.keys(LIST_WORDS).flatMap((layer) => markSection(layer, box.value.trim().toLowerCase()));
    result.replaceChildren(...(found.length ? found : [el("p", { class: "empty" }, "Nothing of that kind on this day.")]));
  };
  box.addEventListener("input", list);
  choice.addEventListener("change", list);
  list();
  return [box, choice, result, downloads()];
}

let doubt = "all";

function tells(layer, row, wanted) {
  if (!wanted || LIST_WORDS[layer](row).toLowerCase().includes(wanted)) return true;
  const parties = [row.actor, row.opponent, row.holder, row.side, ...(row.claimants || [])].filter((number) => number !== undefined);
  if (parties.some((number) => actorAt(number).name.toLowerCase().includes(wanted))) return true;
  return (row.claims || []).some((number) => (situation.claims[number].sentence || "").toLowerCase().includes(wanted));
}

function markSection(layer, wanted) {
  const found = shown[layer].filter((row) => DOUBTS[doubt][1](row) && tells(layer, row, wanted));
  if (!found.length) return [];
  return [el("h3", {}, LAYER_NAMES[layer][0] + " ", count(found.length)),
    el("ul", { class: "plain" }, found.slice(0, LISTED).map((row) => el("li", {}, pickButton(layer, row)))),
    found.length > LISTED ? el("p", { class: "meta" }, "and " + (found.length - LISTED) + " more: search for them") : ""];
}

function pickButton(layer, row) {
  const button = el("button", { type: "button", class: "pick", dir: "auto" }, LIST_WORDS[layer](row));
  button.addEventListener("click", () => choose(layer, row, [row], true));
  return button;
}
