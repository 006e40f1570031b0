// What the page carries, the map that folium made, and what is shown and chosen.

// A data block is JSON, or JSON packed with gzip where it is large; nothing is fetched for either.
async function unpacked(id) {
  const block = document.getElementById(id);
  if (block.type === "application/json") return JSON.parse(block.textContent);
  const bytes = Uint8Array.from(atob(block.textContent), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

// Tables come as columns, which are small; rows are what the rest works with. What a row lacks stays undefined.
function rowsOf(table) {
  const rows = Array.from({ length: table.rows }, () => ({}));
  for (const [name, column] of Object.entries(table.columns)) {
    const valueOf = Array.isArray(column) ? (i) => column[i] : "all" in column ? () => column.all : (i) => column.values[column.is[i]];
    for (let i = 0; i < rows.length; i++) {
      const value = valueOf(i);
      if (value !== null && value !== undefined) rows[i][name] = value;
    }
  }
  return rows;
}

function situated(values) {
  for (const [name, table] of Object.entries(values.tables)) values[name] = rowsOf(table);
  // The weightiest first, so that it keeps its place wherever marks crowd.
  values.control.sort((a, b) => weight(b) - weight(a));
  return values;
}

const situation = situated(await unpacked("sitmap-situation"));
const ground = await unpacked("sitmap-basemap");

const map = map_sitmap;
const groups = {
  control: feature_group_control, movements: feature_group_movements, incidents: feature_group_incidents,
  places: feature_group_places, uncertainty: feature_group_uncertainty, areas: feature_group_areas,
};
const tiles = tile_layers;
const entries = new Map();
const hidden = new Set();
let shown = null;
let signs = [];
let chosen = null;
let settled = false;
let evidence = () => [el("p", { class: "empty" }, "Choose a mark on the map to read what it rests on.")];
let base = "Built-in map";
