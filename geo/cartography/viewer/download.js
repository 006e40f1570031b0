// What is shown, as files: the reader's own copy, made in the page and sent nowhere.

function shownRecords() {
  const name = (number) => (number === undefined ? null : actorAt(number).name);
  const control = shown.control.map((row) => [row, { layer: "control", place: row.place, status: row.status, basis: row.basis,
    holder: name(row.holder), claimants: (row.claimants || []).map(name).join("; "), partial: Boolean(row.partial), start: row.start, end: row.end,
    last_evidence: row.last_evidence }]);
  const told = (layer, row) => ({ layer, action: row.action, actor: name(row.actor), opponent: name(row.opponent), place: row.place, origin: row.origin,
    destination: row.destination, via: row.via, toward: row.toward, factuality: row.factuality, start: row.start, end: row.end, reported: row.reported,
    dead_min: row.dead_min, dead_max: row.dead_max, wounded_min: row.wounded_min, wounded_max: row.wounded_max });
  const others = ["movements", "incidents"].flatMap((layer) => shown[layer].map((row) => [row, told(layer, row)]));
  return [...control, ...others].map(([row, record]) => [row, { ...record, confidence: row.confidence, ...sourcesOf(row) }]);
}

function sourcesOf(row) {
  const claims = (row.claims || []).map((number) => situation.claims[number]);
  const articles = [...new Set(claims.map((claim) => situation.articles[claim.article]).filter(Boolean))];
  const joined = (values) => [...new Set(values.filter(Boolean))].join("; ");
  return { claims: joined(claims.map((claim) => claim.id)), sources: joined(claims.map((claim) => claim.source)),
    titles: joined(articles.map((article) => article.title)), urls: joined(articles.map((article) => article.url)),
    sentences: claims.map((claim) => claim.sentence).join(" | ") };
}

function asGeoJson() {
  const turned = ([lat, lon]) => [lon, lat];
  const features = shownRecords().map(([row, properties]) => ({ type: "Feature", properties, geometry: row.at
    ? { type: "Point", coordinates: turned(row.at) } : { type: "LineString", coordinates: row.path.map(turned) } }));
  return JSON.stringify({ type: "FeatureCollection", features }, (key, value) => (value === undefined ? null : value));
}

// A cell that a spreadsheet would run as a formula gets an apostrophe before it.
function cell(value) {
  const text = value === undefined || value === null ? "" : String(value);
  return '"' + (/^[=+@\t\r-]/.test(text) && Number.isNaN(Number(text)) ? "'" + text : text).replace(/"/g, '""') + '"';
}

function asCsv() {
  const records = shownRecords().map(([row, record]) => ({ ...record, lat: row.at ? row.at[0] : null, lon: row.at ? row.at[1] : null }));
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return "\ufeff" + [names, ...records.map((record) => names.map((name) => record[name]))].map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
}

function downloads() {
  const offer = (words, ending, type, make) => {
    const button = el("button", { type: "button", id: "save-" + ending }, words);
    button.addEventListener("click", () => {
      const url = URL.createObjectURL(new Blob([make()], { type }));
      el("a", { href: url, download: "sitmap-" + (day || "undated") + "." + ending }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    });
    return button;
  };
  return el("div", { class: "flip", role: "group", "aria-label": "Download what is shown" }, "Save what is shown: ",
    offer("GeoJSON", "geojson", "application/geo+json", asGeoJson), offer("CSV", "csv", "text/csv", asCsv));
}
